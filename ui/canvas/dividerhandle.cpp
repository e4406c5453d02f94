#include "ui/canvas/dividerhandle.h"

#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace focal {

DividerHandle::DividerHandle(QWidget* parent) : QAbstractSlider(parent)
{
    setRange(0, Scale);
    setSingleStep(10);
    setPageStep(100);
    setValue(Scale / 2);
    setCursor(Qt::SplitHCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_NoSystemBackground);
    setAccessibleName(tr("Divider between before and after"));
    setToolTip(tr("Drag to compare before and after (arrow keys move it too)"));
    connect(this, &QAbstractSlider::valueChanged, this, &DividerHandle::place);
}

void DividerHandle::place()
{
    const QWidget* view = parentWidget();
    const int line = static_cast<int>(std::lround(fraction() * view->width()));
    setGeometry(line - Width / 2, 0, Width, view->height());
}

void DividerHandle::paintEvent(QPaintEvent*)
{
    const Theme theme = currentTheme();
    QPainter painter(this);
    const int line = Width / 2;
    painter.fillRect(line - 1, 0, 1, height(), QColor(0, 0, 0, 160));
    painter.fillRect(line, 0, 1, height(), Qt::white);

    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF middle(line, height() / 2.0);
    painter.setPen(QPen(hasFocus() ? theme.focus : QColor(0, 0, 0, 160), hasFocus() ? 2 : 1));
    painter.setBrush(Qt::white);
    painter.drawEllipse(middle, Width / 2.0 - 2, Width / 2.0 - 2);
    painter.setPen(QPen(QColor(0x30, 0x30, 0x30), 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (const int side : {-1, 1})
        painter.drawPolyline(QPolygonF(
            {middle + QPointF(side * 3, -3), middle + QPointF(side * 6, 0), middle + QPointF(side * 3, 3)}));
}

void DividerHandle::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_grabbed = event->position().toPoint().x() - Width / 2;
    setSliderDown(true);
}

void DividerHandle::mouseMoveEvent(QMouseEvent* event)
{
    if (!isSliderDown())
        return;
    const double line = mapToParent(event->position().toPoint()).x() - m_grabbed;
    setValue(static_cast<int>(std::lround(line / parentWidget()->width() * Scale)));
}

void DividerHandle::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
}

} // namespace focal
