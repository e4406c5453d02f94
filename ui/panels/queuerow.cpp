#include "ui/panels/queuerow.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

#include <cmath>

namespace focal {

QueueRow::QueueRow(const QueueItem& item, QWidget* parent) : QFrame(parent), m_item(item)
{
    setFocusPolicy(Qt::StrongFocus);
    m_mark = new QLabel(this);
    m_title = new QLabel(this);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setMinimumWidth(1);
    m_state = new QLabel(this);
    m_state->setMinimumWidth(1);
    setRole(m_state, "dim");
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_cancel = new QToolButton(this);
    setRole(m_cancel, "flat");
    m_cancel->setIconSize({grid::SmallIcon, grid::SmallIcon});
    m_cancel->setStyleSheet(QStringLiteral("QToolButton { padding: 3px; min-height: 16px; }"));
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(grid::Small, grid::Small, grid::Small, grid::Small);
    layout->setHorizontalSpacing(grid::Small);
    layout->setVerticalSpacing(2);
    layout->addWidget(m_mark, 0, 0, 2, 1, Qt::AlignVCenter);
    layout->addWidget(m_title, 0, 1);
    layout->addWidget(m_state, 1, 1);
    layout->addWidget(m_cancel, 0, 2, 2, 1, Qt::AlignVCenter);
    layout->addWidget(m_progress, 2, 0, 1, 3);
    layout->setColumnStretch(1, 1);
    connect(m_cancel, &QToolButton::clicked, this, &QueueRow::cancelClicked);
    setRole(this, "card"); // after all parts: it sends PaletteChange
    showItem();
}

void QueueRow::setItem(const QueueItem& item)
{
    m_item = item;
    showItem();
}

void QueueRow::showItem()
{
    m_mark->setPixmap(
        icon(m_item.running ? QStringLiteral("clock") : QStringLiteral("drag"), currentTheme().dimText)
            .pixmap(QSize(grid::SmallIcon, grid::SmallIcon), devicePixelRatioF()));
    setCursor(m_item.running ? Qt::ArrowCursor : Qt::OpenHandCursor);
    m_title->setText(
        m_title->fontMetrics().elidedText(m_item.title, Qt::ElideRight, std::max(40, m_title->width())));
    const int percent = static_cast<int>(std::lround(m_item.fraction * 100));
    QString state = m_item.waitsForModel ? tr("Waiting for the model") : tr("Waiting");
    if (m_item.running)
        state = tr("%1 · %2 %").arg(stageText(m_item.stage)).arg(percent);
    m_state->setText(state);
    m_progress->setVisible(m_item.running);
    m_progress->setValue(static_cast<int>(std::lround(m_item.fraction * 1000)));
    m_cancel->setIcon(icon(m_item.running ? QStringLiteral("stop") : QStringLiteral("close")));
    m_cancel->setAccessibleName(m_item.running ? tr("Stop: %1").arg(m_item.title)
                                               : tr("Remove: %1").arg(m_item.title));
    m_cancel->setToolTip(m_item.running ? tr("Stop (Delete)") : tr("Remove from the queue (Delete)"));
    setAccessibleName(QStringLiteral("%1, %2").arg(m_item.title, state));
    setToolTip(m_item.running ? m_item.title
                              : tr("%1\nDrag to another place, or Alt+Up and Alt+Down").arg(m_item.title));
}

bool QueueRow::event(QEvent* event)
{
    // Alt+Up and Alt+Down may be shortcuts elsewhere; with the focus here they are this row's.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            event->accept();
            return true;
        }
    }
    return QFrame::event(event);
}

void QueueRow::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Up)
        Q_EMIT
    stepped(-1);
    else if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Down) Q_EMIT
    stepped(+1);
    else if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) Q_EMIT
    cancelClicked();
    else if (event->key() == Qt::Key_Up) focusPreviousChild();
    else if (event->key() == Qt::Key_Down) focusNextChild();
    else QFrame::keyPressEvent(event);
}

void QueueRow::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::LeftButton && !m_item.running)
        m_pressed = event->pos();
}

void QueueRow::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed)
        return;
    if (!m_dragging && (event->pos() - *m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    if (!m_dragging)
        setCursor(Qt::ClosedHandCursor);
    m_dragging = true;
    Q_EMIT
    dragged(mapToParent(event->pos()).y());
}

void QueueRow::mouseReleaseEvent(QMouseEvent* event)
{
    m_pressed.reset();
    if (!std::exchange(m_dragging, false))
        return;
    setCursor(Qt::OpenHandCursor);
    Q_EMIT
    dropped(mapToParent(event->pos()).y());
}

void QueueRow::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    if (!hasFocus() && !m_dragging)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(currentTheme().focus, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), grid::Radius, grid::Radius);
}

void QueueRow::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    showItem();
}

void QueueRow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        showItem();
    QFrame::changeEvent(event);
}

} // namespace focal
