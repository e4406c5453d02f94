#include "ui/panels/colorfields.h"

#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QImage>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace focal {

namespace {

constexpr int Columns = 10;
constexpr int Cell = 20;
constexpr int Gap = 3;
constexpr double KeyStep = 0.01;

void paintRing(QPainter& painter, QPointF centre, double radius)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawEllipse(centre, radius, radius);
}

void paintFocus(QPainter& painter, const QRectF& where)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(currentTheme().focus, 2));
    painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), 4, 4);
}

/// +1, -1 or 0 for the two axes of arrow keys.
QPoint arrowOf(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

} // namespace

void paintSwatch(QPainter& painter, const QRectF& where, const QColor& color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor edge = currentTheme().text;
    edge.setAlphaF(0.35F);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(color);
    painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.restore();
}

ShadeField::ShadeField(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::CrossCursor);
}

QColor ShadeField::color() const
{
    return QColor::fromHsvF(static_cast<float>(m_hue), static_cast<float>(m_saturation),
                            static_cast<float>(m_value));
}

void ShadeField::setColor(const QColor& color)
{
    const QColor hsv = color.toHsv();
    if (hsv.hsvHueF() >= 0)
        m_hue = static_cast<double>(hsv.hsvHueF());
    m_saturation = static_cast<double>(hsv.hsvSaturationF());
    m_value = static_cast<double>(hsv.valueF());
    update();
}

void ShadeField::setHue(double hue)
{
    m_hue = std::clamp(hue, 0.0, 0.999);
    update();
}

void ShadeField::paintEvent(QPaintEvent*)
{
    // Few samples, enlarged smoothly: what a shade field looks like has no detail to lose.
    constexpr int Samples = 24;
    QImage shades(Samples, Samples, QImage::Format_RGB32);
    for (int y = 0; y < Samples; ++y) {
        for (int x = 0; x < Samples; ++x)
            shades.setPixelColor(x, y,
                                 QColor::fromHsvF(static_cast<float>(m_hue),
                                                  static_cast<float>(x) / (Samples - 1),
                                                  1 - static_cast<float>(y) / (Samples - 1)));
    }
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath clip;
    clip.addRoundedRect(rect(), 4, 4);
    painter.setClipPath(clip);
    painter.drawImage(rect(), shades);
    painter.setClipping(false);
    if (hasFocus())
        paintFocus(painter, rect());
    const QPointF at(m_saturation * (width() - 1), (1 - m_value) * (height() - 1));
    paintRing(painter, {std::clamp(at.x(), 7.0, width() - 7.0), std::clamp(at.y(), 7.0, height() - 7.0)}, 6);
}

void ShadeField::pickAt(QPointF position, bool final)
{
    m_saturation = std::clamp(position.x() / std::max(1, width() - 1), 0.0, 1.0);
    m_value = 1 - std::clamp(position.y() / std::max(1, height() - 1), 0.0, 1.0);
    update();
    Q_EMIT
    picked(color(), final);
}

void ShadeField::mousePressEvent(QMouseEvent* event)
{
    pickAt(event->position(), false);
}

void ShadeField::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        pickAt(event->position(), false);
}

void ShadeField::mouseReleaseEvent(QMouseEvent* event)
{
    pickAt(event->position(), true);
}

void ShadeField::keyPressEvent(QKeyEvent* event)
{
    const QPoint arrow = arrowOf(*event);
    if (arrow.isNull()) {
        QWidget::keyPressEvent(event);
        return;
    }
    m_saturation = std::clamp(m_saturation + arrow.x() * KeyStep, 0.0, 1.0);
    m_value = std::clamp(m_value - arrow.y() * KeyStep, 0.0, 1.0);
    update();
    Q_EMIT
    picked(color(), true);
}

void ShadeField::focusInEvent(QFocusEvent*)
{
    update();
}

void ShadeField::focusOutEvent(QFocusEvent*)
{
    update();
}

HueStrip::HueStrip(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HueStrip::setHue(double hue)
{
    m_hue = hue;
    update();
}

void HueStrip::paintEvent(QPaintEvent*)
{
    constexpr int Samples = 60;
    QImage hues(Samples, 1, QImage::Format_RGB32);
    for (int x = 0; x < Samples; ++x)
        hues.setPixelColor(x, 0, QColor::fromHsvF(static_cast<float>(x) / Samples, 1, 1));
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath clip;
    clip.addRoundedRect(rect(), 4, 4);
    painter.setClipPath(clip);
    painter.drawImage(rect(), hues);
    painter.setClipping(false);
    if (hasFocus())
        paintFocus(painter, rect());
    paintRing(painter, {std::clamp(m_hue * (width() - 1), 7.0, width() - 7.0), height() / 2.0}, 6);
}

void HueStrip::pickAt(double x, bool final)
{
    m_hue = std::clamp(x / std::max(1, width() - 1), 0.0, 0.999);
    update();
    Q_EMIT
    picked(m_hue, final);
}

void HueStrip::mousePressEvent(QMouseEvent* event)
{
    pickAt(event->position().x(), false);
}

void HueStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        pickAt(event->position().x(), false);
}

void HueStrip::mouseReleaseEvent(QMouseEvent* event)
{
    pickAt(event->position().x(), true);
}

void HueStrip::keyPressEvent(QKeyEvent* event)
{
    const int step = arrowOf(*event).x();
    if (step == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    m_hue = std::clamp(m_hue + step * KeyStep, 0.0, 0.999);
    update();
    Q_EMIT
    picked(m_hue, true);
}

void HueStrip::focusInEvent(QFocusEvent*)
{
    update();
}

void HueStrip::focusOutEvent(QFocusEvent*)
{
    update();
}

Swatches::Swatches(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

const QList<QColor>& Swatches::colors()
{
    // Black to white, then a strong, a deep and a pale row of the same hues.
    static const QList<QColor> list = [] {
        constexpr std::array<const char*, 40> names = {
            "#000000", "#1c1c1e", "#3a3a3c", "#5b5b5f", "#7d7d82", "#9d9da2", "#bcbcc0", "#d8d8db",
            "#eeeeef", "#ffffff", "#d92d20", "#ef6820", "#f5b301", "#7cb518", "#1f9d55", "#0e9ca5",
            "#2b6fd9", "#4b45c6", "#8a3ab9", "#d6337f", "#7a1a12", "#8f3c0d", "#8a6400", "#466a0c",
            "#0f5a30", "#08595e", "#17407f", "#2a2673", "#50206c", "#7c1b49", "#f6b8b1", "#f8cba9",
            "#fbe3a0", "#cfe5a3", "#a9dcbf", "#a6dde0", "#b3cff4", "#c3c1ee", "#dabfea", "#f3bad5"};
        QList<QColor> made;
        for (const char* name : names)
            made << QColor(QLatin1String(name));
        return made;
    }();
    return list;
}

QRect Swatches::cell(int index) const
{
    return {index % Columns * (Cell + Gap), index / Columns * (Cell + Gap), Cell, Cell};
}

QSize Swatches::sizeHint() const
{
    const int rows = static_cast<int>(colors().size()) / Columns;
    return {Columns * (Cell + Gap) - Gap, rows * (Cell + Gap) - Gap};
}

bool Swatches::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (int i = 0; i < colors().size(); ++i) {
            if (cell(i).contains(help->pos()))
                QToolTip::showText(help->globalPos(), colors().at(i).name(), this, cell(i));
        }
        return true;
    }
    return QWidget::event(event);
}

void Swatches::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < colors().size(); ++i) {
        paintSwatch(painter, cell(i), colors().at(i));
        if (hasFocus() && i == m_at)
            paintFocus(painter, QRectF(cell(i)).adjusted(-1, -1, 1, 1));
    }
}

void Swatches::mousePressEvent(QMouseEvent* event)
{
    for (int i = 0; i < colors().size(); ++i) {
        if (cell(i).adjusted(-1, -1, 2, 2).contains(event->pos())) {
            m_at = i;
            update();
            Q_EMIT
            picked(colors().at(i));
            return;
        }
    }
}

void Swatches::keyPressEvent(QKeyEvent* event)
{
    const QPoint arrow = arrowOf(*event);
    if (!arrow.isNull()) {
        m_at = std::clamp(m_at + arrow.x() + arrow.y() * Columns, 0, static_cast<int>(colors().size()) - 1);
        update();
    } else if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return ||
               event->key() == Qt::Key_Enter) {
        Q_EMIT
        picked(colors().at(m_at));
    } else {
        QWidget::keyPressEvent(event);
    }
}

void Swatches::focusInEvent(QFocusEvent*)
{
    update();
}

void Swatches::focusOutEvent(QFocusEvent*)
{
    update();
}

} // namespace focal
