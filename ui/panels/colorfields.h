#pragma once
/// The parts of ColorPicker that are drawn.

#include <QColor>
#include <QList>
#include <QWidget>

class QPainter;

namespace focal {

/// A round-cornered square of @p color with a hairline.
void paintSwatch(QPainter& painter, const QRectF& where, const QColor& color);

/// Saturation from left to right, brightness from bottom to top, of one hue.
class ShadeField : public QWidget
{
    Q_OBJECT

public:
    explicit ShadeField(QWidget* parent = nullptr);

    QColor color() const;
    void setColor(const QColor& color);  ///< A grey keeps the hue that was.
    double hue() const { return m_hue; } ///< 0..1
    void setHue(double hue);
    QSize sizeHint() const override { return {232, 128}; }

Q_SIGNALS:
    void picked(const QColor& color, bool final);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    double m_hue = 0;
    double m_saturation = 0;
    double m_value = 0;

    void pickAt(QPointF position, bool final);
};

class HueStrip : public QWidget
{
    Q_OBJECT

public:
    explicit HueStrip(QWidget* parent = nullptr);

    void setHue(double hue); ///< 0..1
    QSize sizeHint() const override { return {232, 16}; }

Q_SIGNALS:
    void picked(double hue, bool final);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    double m_hue = 0;

    void pickAt(double x, bool final);
};

/// Colours that things have, to be picked by one click or by arrow keys and Enter.
class Swatches : public QWidget
{
    Q_OBJECT

public:
    explicit Swatches(QWidget* parent = nullptr);

    static const QList<QColor>& colors();
    QRect cell(int index) const; ///< View coordinates.
    QSize sizeHint() const override;

Q_SIGNALS:
    void picked(const QColor& color);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    int m_at = 0;
};

} // namespace focal
