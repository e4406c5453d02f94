#include "ui/panels/valueslider.h"

#include "ui/theme/theme.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace focal {

ValueSlider::ValueSlider(const Range& range, QWidget* parent) : QWidget(parent), m_range(range)
{
    m_title = new QLabel(this);
    m_slider = new QSlider(Qt::Horizontal, this);
    m_field = new QDoubleSpinBox(this);
    m_field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_field->setAlignment(Qt::AlignRight);
    m_field->setKeyboardTracking(false);
    m_field->setFixedWidth(76);
    m_field->setStyleSheet(QStringLiteral("QDoubleSpinBox { padding-right: 8px; min-height: 16px; }"));
    m_title->setBuddy(m_field);
    m_slider->installEventFilter(this);
    m_field->installEventFilter(this);

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(grid::Unit);
    layout->addWidget(m_title, 0, 0);
    layout->addWidget(m_field, 0, 1, Qt::AlignRight);
    layout->addWidget(m_slider, 1, 0, 1, 2);
    applyLimits();
    setValue(0);

    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        m_value = m_range.least + position * m_range.step;
        showValue();
        Q_EMIT
        changed(m_value, !m_slider->isSliderDown());
    });
    connect(m_slider, &QSlider::sliderReleased, this, [this] {
        Q_EMIT
        changed(m_value, true);
    });
    connect(m_field, &QDoubleSpinBox::valueChanged, this, [this](double shown) {
        m_value = shown / m_range.shownTimes;
        showValue();
        Q_EMIT
        changed(m_value, true);
    });
}

void ValueSlider::setTitle(const QString& title)
{
    m_title->setText(title);
    m_slider->setAccessibleName(title);
    m_field->setAccessibleName(title);
}

void ValueSlider::setValue(double value)
{
    m_value = std::clamp(value, m_range.least, m_range.most);
    showValue();
}

void ValueSlider::setLimits(double least, double most)
{
    m_range.least = least;
    m_range.most = most;
    applyLimits();
    setValue(m_value);
}

bool ValueSlider::isDragging() const
{
    return m_slider->isSliderDown();
}

bool ValueSlider::eventFilter(QObject* watched, QEvent* event)
{
    // The wheel scrolls the panel; it must not change values that the pointer happens to pass.
    if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ValueSlider::applyLimits()
{
    const QSignalBlocker quietSlider(m_slider), quietField(m_field);
    m_slider->setRange(0, static_cast<int>(std::lround((m_range.most - m_range.least) / m_range.step)));
    m_slider->setPageStep(std::max(1, m_slider->maximum() / 10));
    m_field->setDecimals(m_range.decimals);
    m_field->setRange(m_range.least * m_range.shownTimes, m_range.most * m_range.shownTimes);
    m_field->setSingleStep(m_range.step * m_range.shownTimes);
    m_field->setSuffix(m_range.suffix);
}

void ValueSlider::showValue()
{
    const QSignalBlocker quietSlider(m_slider), quietField(m_field);
    m_slider->setValue(static_cast<int>(std::lround((m_value - m_range.least) / m_range.step)));
    m_field->setValue(m_value * m_range.shownTimes);
}

} // namespace focal
