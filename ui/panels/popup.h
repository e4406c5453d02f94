#pragma once

#include <QFrame>

class QVBoxLayout;

namespace focal {

/// A small card at a widget, for one thing to be changed. Closes by a click elsewhere or Esc, and deletes
/// itself.
class Popup : public QFrame
{
    Q_OBJECT

public:
    explicit Popup(QWidget* anchor);

    QVBoxLayout* body() const { return m_body; }
    /// Below the anchor, above it where there is no room; @p focus gets the keyboard.
    void open(QWidget* focus);

private:
    QPoint m_top; ///< Where the anchor stood, in global coordinates: it may be gone while this is open.
    QPoint m_bottom;
    QRect m_room;
    QVBoxLayout* m_body = nullptr;
};

} // namespace focal
