#include "ui/models/wheelguard.h"

#include <QEvent>
#include <QWidget>

namespace focal {

void WheelGuard::watch(QWidget* field)
{
    field->setFocusPolicy(Qt::StrongFocus); // The wheel does not bring the keyboard.
    field->installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject* watched, QEvent* event)
{
    const auto* field = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::Wheel || !field || field->hasFocus())
        return QObject::eventFilter(watched, event);
    event->ignore(); // So that the page gets it.
    return true;
}

} // namespace focal
