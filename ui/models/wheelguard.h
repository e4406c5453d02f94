#pragma once

#include <QObject>

class QWidget;

namespace focal {

/// Lets the wheel scroll the page over a field that has not the keyboard, instead of changing what it holds.
class WheelGuard : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// @param field  a spin box or a choice
    void watch(QWidget* field);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace focal
