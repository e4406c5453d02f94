#include "ui/panels/instructionfield.h"

#include "ui/panels/instructionedit.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace focal {

InstructionField::InstructionField(QWidget* parent) : QWidget(parent)
{
    m_layout = new QHBoxLayout(this);
    m_layout->setContentsMargins(grid::Medium, grid::Unit, grid::Unit, grid::Unit);
    m_layout->setSpacing(grid::Small);
    setCursor(Qt::IBeamCursor);
}

void InstructionField::setParts(QWidget* region, InstructionEdit* edit, QWidget* send)
{
    m_edit = edit;
    m_layout->addWidget(region, 0, Qt::AlignVCenter);
    m_layout->addWidget(edit, 1, Qt::AlignVCenter);
    m_layout->addWidget(send, 0, Qt::AlignBottom);
    connect(edit, &InstructionEdit::focusChanged, this, [this] { update(); });
}

void InstructionField::paintEvent(QPaintEvent*)
{
    const Theme theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_edit && m_edit->hasFocus() ? theme.focus : theme.border, 1));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), grid::Small, grid::Small);
}

void InstructionField::mousePressEvent(QMouseEvent*)
{
    if (m_edit)
        m_edit->setFocus(Qt::MouseFocusReason);
}

} // namespace focal
