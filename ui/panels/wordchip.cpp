#include "ui/panels/wordchip.h"

#include "ui/theme/theme.h"

#include <QFocusEvent>
#include <QPainter>

namespace focal {

namespace {

constexpr int DotSide = 10;

QIcon dot(const QColor& color)
{
    QIcon icon;
    for (const int times : {1, 2, 3}) {
        QPixmap pixmap(DotSide * times, DotSide * times);
        pixmap.setDevicePixelRatio(times);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QRectF(1, 1, DotSide - 2, DotSide - 2));
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace

WordChip::WordChip(const QString& word, TextSpan span, QWidget* parent) : QPushButton(parent), m_span(span)
{
    setRole(this, "chip");
    setCheckable(true);
    setAutoDefault(false);
    setText(QString(word).replace(u'&', QStringLiteral("&&")));
    setAccessibleName(word);
    setToolTip(tr("Point here to see where the model looked for this word; click to keep it"));
    setFocusPolicy(Qt::StrongFocus);
    setIconSize({DotSide, DotSide});
}

void WordChip::setTint(const std::optional<QColor>& tint)
{
    setIcon(tint ? dot(*tint) : QIcon());
}

void WordChip::setTarget(bool target)
{
    QFont changed = font();
    changed.setBold(target);
    setFont(changed);
    setAccessibleDescription(target ? tr("This was looked for") : QString());
}

void WordChip::enterEvent(QEnterEvent* event)
{
    QPushButton::enterEvent(event);
    Q_EMIT
    hovered(true);
}

void WordChip::leaveEvent(QEvent* event)
{
    QPushButton::leaveEvent(event);
    Q_EMIT
    hovered(false);
}

void WordChip::focusInEvent(QFocusEvent* event)
{
    QPushButton::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        Q_EMIT
    hovered(true);
}

void WordChip::focusOutEvent(QFocusEvent* event)
{
    QPushButton::focusOutEvent(event);
    Q_EMIT
    hovered(underMouse());
}

} // namespace focal
