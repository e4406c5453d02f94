#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace focal {

/// A named value with a slider and a field, both showing the same.
class ValueSlider : public QWidget
{
    Q_OBJECT

public:
    struct Range
    {
        double least = 0;
        double most = 1;
        double step = 0.01;
        int decimals = 0;      ///< Shown.
        double shownTimes = 1; ///< The field shows value * shownTimes: 100 for per cent.
        QString suffix;
    };

    explicit ValueSlider(const Range& range, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    double value() const { return m_value; }
    /// Clamped to the range; emits nothing.
    void setValue(double value);
    /// The range's other facts stay.
    void setLimits(double least, double most);
    bool isDragging() const;

Q_SIGNALS:
    /// By the user. @p final is false while the slider is held.
    void changed(double value, bool final);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Range m_range;
    double m_value = 0;
    QLabel* m_title = nullptr;
    QSlider* m_slider = nullptr;
    QDoubleSpinBox* m_field = nullptr;

    void applyLimits();
    void showValue();
};

} // namespace focal
