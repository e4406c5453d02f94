#include "ui/canvas/candidatemark.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

#include <cmath>

namespace focal {

CandidateMark::CandidateMark(int number, int count, double confidence, const QString& label, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(QString::number(number));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    resize(Side, Side);
    const int percent = static_cast<int>(std::lround(confidence * 100));
    setAccessibleName(tr("Candidate %1 of %2").arg(number).arg(count));
    setToolTip(label.isEmpty() ? tr("This one (%1 % sure)").arg(percent)
                               : tr("This one: %1 (%2 % sure)").arg(label).arg(percent));
    setAccessibleDescription(toolTip());
}

bool CandidateMark::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::Leave:
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        update();
        Q_EMIT
        litChanged();
        break;
    default:
        break;
    }
    return QAbstractButton::event(event);
}

void CandidateMark::paintEvent(QPaintEvent*)
{
    const Theme theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle = QRectF(rect()).adjusted(3, 3, -3, -3);
    painter.setPen(QPen(hasFocus() ? theme.focus : QColor(0, 0, 0, 180), hasFocus() ? 2 : 1));
    painter.setBrush(isLit() ? theme.accent : QColor(Qt::white));
    painter.drawEllipse(circle);
    QFont font = this->font();
    font.setPixelSize(text::Normal);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(isLit() ? theme.accentText : QColor(0x20, 0x20, 0x20));
    painter.drawText(circle, Qt::AlignCenter, this->text());
}

} // namespace focal
