#pragma once

#include "core/base/rgb.h"

#include <QColor>
#include <QIcon>
#include <QList>
#include <QPushButton>
#include <QWidget>

class QLineEdit;

namespace focal {

QColor toQColor(Rgb color);
Rgb toRgb(const QColor& color);

class ShadeField;
class HueStrip;
class Swatches;

/// Chooses a colour: a field of shades, a strip of hues, a palette, and the hexadecimal digits.
class ColorPicker : public QWidget
{
    Q_OBJECT

public:
    explicit ColorPicker(QWidget* parent = nullptr);

    Rgb color() const { return m_color; }
    void setColor(Rgb color); ///< Emits nothing.

Q_SIGNALS:
    /// @p final is false while something is dragged.
    void colorChanged(focal::Rgb color, bool final);
    void finished(); ///< Enter after typing digits: a popup closes.

private:
    Rgb m_color;
    ShadeField* m_shades = nullptr;
    HueStrip* m_hues = nullptr;
    Swatches* m_swatches = nullptr;
    QLineEdit* m_hex = nullptr;

    void pick(const QColor& color, bool final);
};

/// A swatch with its digits; a click opens a ColorPicker.
class ColorButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ColorButton(QWidget* parent = nullptr);

    Rgb color() const { return m_color; }
    void setColor(Rgb color); ///< Emits nothing.
    bool isDragging() const { return m_dragging; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void colorChanged(focal::Rgb color, bool final);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Rgb m_color;
    bool m_dragging = false;
};

/// A colour as a round-cornered swatch, with a hairline that keeps it apart from its ground.
QIcon swatchIcon(Rgb color, int side);

} // namespace focal
