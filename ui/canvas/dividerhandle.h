#pragma once

#include <QAbstractSlider>

namespace focal {

/// The line between before and after: dragged by the pointer, moved by the arrow keys, Home and End, and
/// known to assistive programs as a slider. Its value is the place in the view, 0 (left) to Scale (right).
class DividerHandle : public QAbstractSlider
{
    Q_OBJECT

public:
    static constexpr int Scale = 1000;
    static constexpr int Width = 24; ///< View pixels that take the pointer; the line is in their middle.

    explicit DividerHandle(QWidget* parent);

    double fraction() const { return static_cast<double>(value()) / Scale; }
    /// Puts the handle where its value says; the parent calls it when its size changes.
    void place();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    int m_grabbed = 0; ///< View pixels from the line to where the button went down.
};

} // namespace focal
