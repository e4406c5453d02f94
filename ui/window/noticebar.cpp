#include "ui/window/noticebar.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include <utility>

namespace focal {

namespace {
constexpr int InfoMs = 6000;
}

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("noticeBar"));
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    m_icon = new QLabel(this);
    m_sentence = new QLabel(this);
    m_sentence->setObjectName(QStringLiteral("noticeSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(120);
    m_wayOut = new QPushButton(this);
    m_wayOut->setObjectName(QStringLiteral("noticeWayOut"));
    m_close = new QToolButton(this);
    m_close->setIcon(icon(QStringLiteral("close")));
    m_close->setIconSize({grid::SmallIcon, grid::SmallIcon});
    m_close->setAutoRaise(true);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(grid::Medium, grid::Small, grid::Small, grid::Small);
    layout->setSpacing(grid::Small);
    layout->addWidget(m_icon);
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_wayOut);
    layout->addWidget(m_close);

    connect(m_close, &QToolButton::clicked, this, &NoticeBar::close);
    connect(m_wayOut, &QPushButton::clicked, this, &NoticeBar::act);
    m_fade.setSingleShot(true);
    m_fade.setInterval(InfoMs);
    connect(&m_fade, &QTimer::timeout, this, &NoticeBar::close);
    retranslate();
    hide();
}

int NoticeBar::say(Kind kind, const QString& sentence, const QString& wayOut, std::function<void()> action)
{
    m_said = Notice{kind, sentence, wayOut, std::move(action)};
    showNotice();
    return ++m_count;
}

void NoticeBar::sayBusy(const QString& sentence, std::function<void()> stop)
{
    m_busy = Notice{Kind::Info, sentence, tr("Stop"), std::move(stop)};
    showNotice();
}

void NoticeBar::endBusy()
{
    m_busy.reset();
    showNotice();
}

void NoticeBar::takeBack(int number)
{
    if (number == m_count)
        close();
}

void NoticeBar::close()
{
    m_said.reset();
    showNotice();
}

void NoticeBar::act()
{
    const auto notice = m_busy ? std::exchange(m_busy, std::nullopt) : std::exchange(m_said, std::nullopt);
    showNotice();
    if (notice && notice->action)
        notice->action();
}

void NoticeBar::showNotice()
{
    const std::optional<Notice>& notice = m_busy ? m_busy : m_said;
    m_fade.stop();
    setVisible(notice.has_value());
    if (!notice)
        return;
    const Theme theme = currentTheme();
    const bool error = notice->kind == Kind::Error;
    m_icon->setPixmap(
        icon(error ? QStringLiteral("warning") : QStringLiteral("info"), error ? theme.danger : theme.dimText)
            .pixmap(QSize(grid::Icon, grid::Icon), devicePixelRatioF()));
    m_icon->setVisible(!m_busy);
    m_sentence->setText(notice->sentence);
    m_progress->setVisible(m_busy.has_value());
    m_wayOut->setText(notice->wayOut);
    m_wayOut->setVisible(!notice->wayOut.isEmpty());
    m_close->setVisible(!m_busy);
    if (!m_busy && !error && notice->wayOut.isEmpty())
        m_fade.start();
}

QString NoticeBar::sentence() const
{
    return isHidden() ? QString() : m_sentence->text();
}

void NoticeBar::retranslate()
{
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close"));
}

void NoticeBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

} // namespace focal
