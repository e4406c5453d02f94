#pragma once

#include <QAbstractButton>

namespace focal {

/// A numbered dot on a thing that may have been meant; chosen by a click, or by Tab and Space.
class CandidateMark : public QAbstractButton
{
    Q_OBJECT

public:
    static constexpr int Side = 28; ///< View pixels.

    /// @param number  from 1; @param count  how many there are; @param confidence  0..1
    /// @param label   what tells it from the others; may be empty
    CandidateMark(int number, int count, double confidence, const QString& label, QWidget* parent);

    QSize sizeHint() const override { return {Side, Side}; }
    bool isLit() const { return underMouse() || hasFocus(); }

Q_SIGNALS:
    void litChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
};

} // namespace focal
