#include "ui/panels/popup.h"

#include "ui/theme/theme.h"

#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace focal {

// The parent is the window: an anchor that is rebuilt while this is open must not take it along.
Popup::Popup(QWidget* anchor)
    : QFrame(anchor->window(), Qt::Popup | Qt::FramelessWindowHint), m_top(anchor->mapToGlobal(QPoint())),
      m_bottom(anchor->mapToGlobal(QPoint(0, anchor->height()))),
      m_room(anchor->screen()->availableGeometry())
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_StyledBackground);
    setObjectName(QStringLiteral("Popup"));
    const Theme theme = currentTheme();
    setStyleSheet(QStringLiteral("QFrame#Popup { background: %1; border: 1px solid %2; }")
                      .arg(theme.raised.name(), theme.border.name()));
    m_body = new QVBoxLayout(this);
    m_body->setContentsMargins(grid::Medium, grid::Medium, grid::Medium, grid::Medium);
    m_body->setSpacing(grid::Small);
}

void Popup::open(QWidget* focus)
{
    adjustSize();
    QPoint at = m_bottom + QPoint(0, grid::Unit);
    if (at.y() + height() > m_room.bottom())
        at.setY(m_top.y() - height() - grid::Unit);
    at.setX(std::clamp(at.x(), m_room.left(), std::max(m_room.left(), m_room.right() - width())));
    move(at);
    show();
    focus->setFocus(Qt::PopupFocusReason);
}

} // namespace focal
