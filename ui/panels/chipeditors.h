#pragma once
/// Small windows at a chip, each for one value. They close by themselves and call back with what was chosen.

#include "core/base/rgb.h"
#include "ui/panels/valueslider.h"

#include <QString>

#include <functional>
#include <vector>

class QPushButton;

namespace focal::chipeditors {

struct Words
{
    QString title;
    QString text;
    QString placeholder;     ///< What nothing means.
    bool mayBeEmpty = false; ///< Off: nothing is no answer.
};
/// A line to type in; Enter takes it. @p done is not called for the words that stood there.
void editWords(QWidget* chip, const Words& words, std::function<void(const QString&)> done);

/// @p done is called while the field is dragged only with its last value.
void editNumber(QWidget* chip, const QString& title, const ValueSlider::Range& range, double value,
                std::function<void(double)> done);

struct NamedNumber
{
    QString title;
    double value = 0;
};
/// Several of one range.
void editNumbers(QWidget* chip, const std::vector<NamedNumber>& numbers, const ValueSlider::Range& range,
                 const std::function<void(std::size_t index, double value)>& done);

void editColor(QWidget* chip, Rgb color, std::function<void(Rgb)> done);

struct Choice
{
    QString text;
    QString iconName; ///< Empty: none.
    bool chosen = false;
};
/// A menu that opens by a click on the chip.
void offerChoices(QPushButton* chip, const std::vector<Choice>& choices,
                  const std::function<void(std::size_t)>& done);

} // namespace focal::chipeditors
