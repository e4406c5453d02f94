#include "ui/window/mainwindow.h"

#include "ui/canvas/canvasview.h"
#include "ui/panels/adjustpanel.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/lookedatpanel.h"
#include "ui/panels/queueview.h"
#include "ui/panels/referencestrip.h"
#include "ui/panels/turnspanel.h"
#include "ui/theme/theme.h"
#include "ui/window/noticebar.h"
#include "ui/window/welcomeview.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace focal {

namespace {

constexpr QSize FirstSize(1440, 900);
constexpr int LeftWidth = 248;
constexpr int RightWidth = 280;
constexpr int SideMinimum = 200;

QFrame* hairline(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFixedHeight(1);
    line->setFrameShape(QFrame::NoFrame);
    line->setBackgroundRole(QPalette::Mid);
    line->setAutoFillBackground(true);
    return line;
}

/// A bar that has nothing to scroll keeps its place, so that nothing jumps, but shows no handle.
void hideIdleHandle(QScrollBar* bar)
{
    const auto update = [bar] {
        bar->setProperty("idle", bar->maximum() <= bar->minimum());
        restyle(bar);
    };
    QObject::connect(bar, &QScrollBar::rangeChanged, bar, update);
    update();
}

} // namespace

void MainWindow::makeLayout()
{
    m_views.canvas = new CanvasView(this);
    m_views.canvas->setObjectName(QStringLiteral("canvas"));
    m_views.bar = new InstructionBar(this);
    m_views.bar->setObjectName(QStringLiteral("instructionBar"));
    m_views.references = new ReferenceStrip(this);
    m_views.references->setObjectName(QStringLiteral("referenceStrip"));
    m_views.references->hide();
    m_notices = new NoticeBar(this);
    m_welcome = new WelcomeView(this);

    m_middle = new QStackedWidget(this);
    m_middle->addWidget(m_welcome);
    m_desk = new QWidget(m_middle);
    auto* desk = new QHBoxLayout(m_desk);
    desk->setContentsMargins(0, 0, 0, 0);
    desk->setSpacing(0);
    desk->addWidget(m_views.canvas, 1);
    desk->addWidget(m_views.references);
    m_middle->addWidget(m_desk);

    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setHandleWidth(2);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(makeLeft());
    m_columns->addWidget(m_middle);
    m_columns->addWidget(makeRight());
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setStretchFactor(2, 0);

    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_columns, 1);
    layout->addWidget(m_notices);
    layout->addWidget(m_views.bar);
    setCentralWidget(central);
    setMinimumSize(800, 520);
}

QWidget* MainWindow::makeLeft()
{
    m_left = new QWidget(this);
    m_left->setMinimumWidth(SideMinimum);
    m_views.turns = new TurnsPanel(m_left);
    m_views.turns->setObjectName(QStringLiteral("turnsPanel"));
    for (QScrollArea* area : m_views.turns->findChildren<QScrollArea*>())
        hideIdleHandle(area->verticalScrollBar());
    m_views.queue = new QueueView(m_left);
    m_views.queue->setObjectName(QStringLiteral("queueView"));
    m_views.queue->hide();
    auto* layout = new QVBoxLayout(m_left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_views.turns, 1);
    layout->addWidget(m_views.queue);
    return m_left;
}

QWidget* MainWindow::makeRight()
{
    auto* content = new QWidget;
    m_views.lookedAt = new LookedAtPanel(content);
    m_views.lookedAt->setObjectName(QStringLiteral("lookedAtPanel"));
    m_views.adjust = new AdjustPanel(content);
    m_views.adjust->setObjectName(QStringLiteral("adjustPanel"));
    // Each as high as what it shows; what is left over stays empty below both.
    for (QWidget* panel : {static_cast<QWidget*>(m_views.lookedAt), static_cast<QWidget*>(m_views.adjust)})
        panel->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_views.lookedAt);
    layout->addWidget(hairline(content));
    layout->addWidget(m_views.adjust);
    layout->addStretch();
    m_right = new QScrollArea(this);
    m_right->setMinimumWidth(SideMinimum);
    m_right->setWidgetResizable(true);
    m_right->setFrameShape(QFrame::NoFrame);
    m_right->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_right->setFocusPolicy(Qt::NoFocus);
    m_right->setWidget(content);
    return m_right;
}

void MainWindow::restoreSizes()
{
    if (!restoreGeometry(m_settings->value(SettingKey::WindowGeometry).toByteArray())) {
        const QSize screen = QGuiApplication::primaryScreen()->availableSize();
        resize(FirstSize.boundedTo(screen));
    }
    QList<int> sizes;
    for (const QVariant& size : m_settings->value(SettingKey::SideSizes).toList())
        sizes.append(size.toInt());
    if (sizes.size() != m_columns->count())
        sizes = {LeftWidth, width() - LeftWidth - RightWidth, RightWidth};
    m_columns->setSizes(sizes);
    m_left->setVisible(m_settings->flag(SettingKey::ShowTurns));
    m_right->setVisible(m_settings->flag(SettingKey::ShowLookedAt));
}

void MainWindow::rememberSizes()
{
    m_settings->setValue(SettingKey::WindowGeometry, saveGeometry());
    if (m_left->isHidden() || m_right->isHidden())
        return; // The sizes of hidden columns are 0.
    QVariantList sizes;
    for (const int size : m_columns->sizes())
        sizes.append(size);
    m_settings->setValue(SettingKey::SideSizes, sizes);
}

} // namespace focal
