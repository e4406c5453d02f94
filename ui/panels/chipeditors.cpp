#include "ui/panels/chipeditors.h"

#include "ui/panels/colorpicker.h"
#include "ui/panels/popup.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace focal::chipeditors {

namespace {

constexpr int LeastWidth = 240;

} // namespace

void editWords(QWidget* chip, const Words& words, std::function<void(const QString&)> done)
{
    auto* popup = new Popup(chip);
    auto* title = new QLabel(words.title, popup);
    setRole(title, "section");
    auto* field = new QLineEdit(words.text, popup);
    field->setMinimumWidth(LeastWidth);
    field->setPlaceholderText(words.placeholder);
    field->setAccessibleName(words.title);
    popup->body()->addWidget(title);
    popup->body()->addWidget(field);
    QObject::connect(field, &QLineEdit::returnPressed, popup, [words, field, popup, done = std::move(done)] {
        const QString typed = field->text().trimmed();
        if (typed.isEmpty() && !words.mayBeEmpty)
            return;
        popup->close();
        if (typed != words.text)
            done(typed);
    });
    popup->open(field);
    field->selectAll();
}

void editNumber(QWidget* chip, const QString& title, const ValueSlider::Range& range, double value,
                std::function<void(double)> done)
{
    editNumbers(chip, {{title, value}}, range,
                [done = std::move(done)](std::size_t, double chosen) { done(chosen); });
}

void editNumbers(QWidget* chip, const std::vector<NamedNumber>& numbers, const ValueSlider::Range& range,
                 const std::function<void(std::size_t, double)>& done)
{
    auto* popup = new Popup(chip);
    ValueSlider* first = nullptr;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        auto* slider = new ValueSlider(range, popup);
        slider->setTitle(numbers[i].title);
        slider->setValue(numbers[i].value);
        slider->setMinimumWidth(LeastWidth);
        popup->body()->addWidget(slider);
        QObject::connect(slider, &ValueSlider::changed, popup, [i, done](double value, bool final) {
            if (final)
                done(i, value);
        });
        first = first ? first : slider;
    }
    popup->open(first);
}

void editColor(QWidget* chip, Rgb color, std::function<void(Rgb)> done)
{
    auto* picker = new ColorPicker;
    picker->setColor(color);
    auto* popup = new Popup(chip);
    popup->body()->addWidget(picker);
    QObject::connect(picker, &ColorPicker::finished, popup, &QWidget::close);
    QObject::connect(picker, &ColorPicker::colorChanged, popup,
                     [done = std::move(done)](Rgb chosen, bool final) {
                         if (final)
                             done(chosen);
                     });
    popup->open(picker);
}

void offerChoices(QPushButton* chip, const std::vector<Choice>& choices,
                  const std::function<void(std::size_t)>& done)
{
    auto* menu = new QMenu(chip);
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (choices[i].text.isEmpty()) {
            menu->addSeparator();
            continue;
        }
        QAction* action = menu->addAction(QString(choices[i].text).replace(u'&', QStringLiteral("&&")));
        if (!choices[i].iconName.isEmpty())
            action->setIcon(icon(choices[i].iconName));
        if (choices[i].chosen) {
            action->setCheckable(true);
            action->setChecked(true);
        }
        QObject::connect(action, &QAction::triggered, menu, [i, done] { done(i); });
    }
    QObject::connect(chip, &QPushButton::clicked, menu, [chip, menu] {
        menu->popup(chip->mapToGlobal(QPoint(0, chip->height() + grid::Unit)));
    });
}

} // namespace focal::chipeditors
