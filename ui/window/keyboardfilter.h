#pragma once

#include <QObject>

class QKeyEvent;
class QWidget;

namespace focal {

/// Keys that mean the same wherever the focus is: a letter goes to the instruction box, the backslash key
/// held down shows the picture before, and undo, redo, copy and paste mean the picture unless a text field
/// has a use for them. Watches the whole application, but acts only on keys of its window.
class KeyboardFilter : public QObject
{
    Q_OBJECT

public:
    explicit KeyboardFilter(QWidget* window);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void typed(const QString& text);
    void beforeHeld(bool down);

private:
    QWidget* m_window;
    bool m_holding = false;

    bool keyPressed(QWidget* focus, QKeyEvent* event);
    void release();
};

} // namespace focal
