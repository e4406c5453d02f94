#include "ui/window/welcomeview.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace focal {

namespace {
constexpr int RecentShown = 5;
}

WelcomeView::WelcomeView(QWidget* parent) : QWidget(parent)
{
    m_icon = new QLabel(this);
    m_icon->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    m_icon->setAlignment(Qt::AlignCenter);
    m_title = new QLabel(this);
    setRole(m_title, "title");
    m_title->setAlignment(Qt::AlignCenter);
    m_hint = new QLabel(this);
    m_hint->setAlignment(Qt::AlignCenter);
    m_open = new QPushButton(icon(QStringLiteral("open"), currentTheme().accentText), {}, this);
    setRole(m_open, "primary");
    m_sample = new QPushButton(icon(QStringLiteral("picture")), {}, this);
    m_recentTitle = new QLabel(this);
    setRole(m_recentTitle, "section");
    m_recentTitle->setAlignment(Qt::AlignCenter);
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(grid::Unit);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(grid::Small);
    buttons->addStretch();
    buttons->addWidget(m_open);
    buttons->addWidget(m_sample);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(grid::Medium);
    layout->addStretch(2);
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addWidget(m_hint);
    layout->addSpacing(grid::Small);
    layout->addLayout(buttons);
    layout->addSpacing(grid::Large);
    layout->addWidget(m_recentTitle);
    layout->addLayout(m_recent);
    layout->addStretch(3);

    connect(m_open, &QPushButton::clicked, this, &WelcomeView::openRequested);
    connect(m_sample, &QPushButton::clicked, this, &WelcomeView::sampleRequested);
    setRecent({});
    retranslate();
}

void WelcomeView::setRecent(const QStringList& paths)
{
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& path : paths.mid(0, RecentShown)) {
        auto* button = new QPushButton(QFileInfo(path).fileName(), this);
        setRole(button, "flat");
        button->setToolTip(path);
        connect(button, &QPushButton::clicked, this, [this, path] {
            Q_EMIT
            recentChosen(path);
        });
        m_recent->addWidget(button, 0, Qt::AlignCenter);
    }
    m_recentTitle->setVisible(!paths.isEmpty());
}

void WelcomeView::retranslate()
{
    m_title->setText(tr("Open a picture, then say what should change"));
    m_hint->setText(
        tr("Recolour, remove, pattern, light, looks, background, text, pictures, crop, turn, mirror: "
           "in Chinese or English.") +
        u'\n' + tr("Drop one anywhere in this window, or paste one."));
    m_open->setText(tr("Open…"));
    m_open->setToolTip(tr("Open a picture"));
    m_sample->setText(tr("Try the Sample Photo"));
    m_sample->setToolTip(tr("Open the photo that comes with Focal"));
    m_recentTitle->setText(tr("Recent"));
}

void WelcomeView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange)
        m_open->setIcon(icon(QStringLiteral("open"), currentTheme().accentText));
    QWidget::changeEvent(event);
}

void WelcomeView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().surface);
}

} // namespace focal
