#include "ui/panels/planchips.h"

#include "ui/panels/chipeditors.h"
#include "ui/panels/colorpicker.h"
#include "ui/panels/flowlayout.h"
#include "ui/panels/plannames.h"
#include "ui/panels/planvaluenames.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include <algorithm>
#include <cmath>
#include <variant>

namespace focal {

namespace {

constexpr int MostTargetWidth = 240;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(focal::PlanChips)
};

ValueSlider::Range percent(double least, double most)
{
    return {least, most, 0.01, 0, 100, QStringLiteral(" %")};
}

} // namespace

PlanChips::PlanChips(QWidget* parent) : QWidget(parent)
{
    m_flow = new FlowLayout(this, grid::Unit + 2);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void PlanChips::setPlan(const std::optional<Plan>& plan, bool marked)
{
    m_plan = plan;
    m_marked = marked;
    rebuild();
}

void PlanChips::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        rebuild();
    QWidget::changeEvent(event);
}

void PlanChips::rebuild()
{
    while (QLayoutItem* item = m_flow->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater(); // it may be the one whose signal led here
        }
        delete item;
    }
    if (m_plan) {
        for (std::size_t i = 0; i < m_plan->edits.size(); ++i) {
            if (i > 0)
                addWords(tr("then", "between two edits"));
            addOperation(i);
            addTarget(i);
            addValues(i);
        }
    }
    m_flow->invalidate();
    updateGeometry();
}

QPushButton* PlanChips::addChip(const Label& label)
{
    const QString shown = fontMetrics().elidedText(label.text, Qt::ElideRight, MostTargetWidth);
    auto* chip = new QPushButton(this);
    setRole(chip, "chip");
    chip->setAutoDefault(false);
    chip->setIconSize({grid::SmallIcon, grid::SmallIcon});
    chip->setText(QString(shown).replace(u'&', QStringLiteral("&&")));
    chip->setAccessibleName(QStringLiteral("%1: %2").arg(label.name, label.text));
    chip->setToolTip(label.tip);
    chip->setFocusPolicy(Qt::StrongFocus);
    m_flow->addWidget(chip);
    chip->show();
    return chip;
}

void PlanChips::addWords(const QString& text)
{
    auto* label = new QLabel(text, this);
    setRole(label, "dim");
    m_flow->addWidget(label);
    label->show();
}

void PlanChips::addOperation(std::size_t index)
{
    const PlannedEdit& edit = m_plan->edits[index];
    const auto* adjust = std::get_if<AdjustValue>(&edit.value);
    QPushButton* chip =
        addChip({adjust ? adjustPropertyText(adjust->property) : operationText(edit.operation),
                 tr("What to do"), tr("What to do. Click to choose another.")});
    chip->setIcon(icon(adjust ? adjustPropertyIcon(adjust->property) : operationIcon(edit.operation)));
    std::vector<chipeditors::Choice> choices;
    std::vector<std::function<PlannedEdit(const PlannedEdit&)>> changes;
    const auto add = [&](const QString& text, const QString& iconName, auto changed) {
        choices.push_back({text, iconName});
        changes.emplace_back(changed);
    };
    const auto plain = [&](std::initializer_list<Operation> operations) {
        for (const Operation operation : operations)
            add(operationText(operation), operationIcon(operation),
                [operation](const PlannedEdit& before) { return withOperation(before, operation); });
        add({}, {}, [](const PlannedEdit& before) { return before; });
    };
    plain({Operation::Recolor, Operation::Pattern, Operation::Remove});
    for (const AdjustProperty property : adjustProperties())
        add(adjustPropertyText(property), adjustPropertyIcon(property),
            [property](const PlannedEdit& before) {
                return withOperation(before, Operation::Adjust, property);
            });
    plain({Operation::Style});
    add(tr("Background in one colour"), QStringLiteral("background"),
        [](const PlannedEdit& before) { return withOperation(before, Operation::Background); });
    add(tr("Background blurred"), QStringLiteral("blur"),
        [](const PlannedEdit& before) { return withOperation(before, Operation::Background, {}, true); });
    plain({Operation::Place});
    plain({Operation::Crop, Operation::Rotate, Operation::Flip});
    choices.pop_back(); // The line below the last ones.
    chipeditors::offerChoices(chip, choices, [this, index, changes](std::size_t chosen) {
        if (has(index))
            replace(index, changes.at(chosen)(m_plan->edits[index]));
    });
}

QString PlanChips::targetWithoutWords(Operation operation) const
{
    return m_marked && operation != Operation::Background ? tr("what you marked") : noTargetText(operation);
}

void PlanChips::addTarget(std::size_t index)
{
    const PlannedEdit& edit = m_plan->edits[index];
    if (!hasTarget(edit.operation))
        return;
    const QString words = edit.target.isEmpty() ? targetWithoutWords(edit.operation) : edit.target;
    QPushButton* chip = addChip({words, tr("Of what"), tr("What is meant. Click to name something else.")});
    chip->setIcon(icon(QStringLiteral("target")));
    connect(chip, &QPushButton::clicked, this, [this, index, chip] { editTarget(index, chip); });
}

void PlanChips::editTarget(std::size_t index, QWidget* chip)
{
    const PlannedEdit& edit = m_plan->edits.at(index);
    chipeditors::editWords(
        chip,
        {tr("What is meant"), edit.target, tr("Empty: %1").arg(targetWithoutWords(edit.operation)), true},
        [this, index](const QString& words) {
            if (has(index))
                replace(index, withTarget(m_plan->edits[index], m_plan->instruction, words));
        });
}

template <typename Value>
void PlanChips::change(std::size_t index, const Change<Value>& how)
{
    if (!has(index) || !std::holds_alternative<Value>(m_plan->edits[index].value))
        return;
    PlannedEdit edit = m_plan->edits[index];
    how(std::get<Value>(edit.value));
    replace(index, edit);
}

/// An editor may still be open when another turn's plan has taken the place of its own.
bool PlanChips::has(std::size_t index) const
{
    return m_plan && index < m_plan->edits.size();
}

/// The chips of one edit's values, by the type of its value.
struct PlanChips::ValueChips
{
    PlanChips& chips;
    std::size_t index;

    template <typename Value>
    auto changing(void (*set)(Value&, double)) const
    {
        return [&chips = chips, index = index, set](double chosen) {
            chips.template change<Value>(index, [set, chosen](Value& value) { set(value, chosen); });
        };
    }

    QPushButton* number(const Label& label, const ValueSlider::Range& range, double value,
                        const std::function<void(double)>& done) const
    {
        QPushButton* chip = chips.addChip(label);
        QObject::connect(chip, &QPushButton::clicked, &chips, [chip, label, range, value, done] {
            chipeditors::editNumber(chip, label.name, range, value, done);
        });
        return chip;
    }

    /// @p color is where the picker begins.
    QPushButton* color(const Label& label, Rgb color, bool isSaid, const std::function<void(Rgb)>& done) const
    {
        QPushButton* chip = chips.addChip(label);
        chip->setIcon(isSaid ? swatchIcon(color, grid::SmallIcon) : icon(QStringLiteral("swatch")));
        QObject::connect(chip, &QPushButton::clicked, &chips,
                         [chip, color, done] { chipeditors::editColor(chip, color, done); });
        return chip;
    }

    QPushButton* words(const Label& label, const chipeditors::Words& field,
                       const std::function<void(const QString&)>& done) const
    {
        QPushButton* chip = chips.addChip(label);
        QObject::connect(chip, &QPushButton::clicked, &chips,
                         [chip, field, done] { chipeditors::editWords(chip, field, done); });
        return chip;
    }

    /// A menu of all values of an enumeration.
    template <typename Value, typename Kind>
    void kind(const Label& label, Kind Value::*member, const std::vector<Kind>& kinds,
              QString (*textOf)(Kind)) const
    {
        const Kind now = std::get<Value>(chips.m_plan->edits.at(index).value).*member;
        std::vector<chipeditors::Choice> choices;
        choices.reserve(kinds.size());
        for (const Kind kind : kinds)
            choices.push_back({textOf(kind), {}, kind == now});
        chipeditors::offerChoices(
            chips.addChip(label), choices,
            [&chips = chips, index = index, kinds, member](std::size_t chosen) {
                chips.template change<Value>(
                    index, [kind = kinds.at(chosen), member](Value& value) { value.*member = kind; });
            });
    }

    /// Where a text or a picture goes.
    template <typename Value>
    void spot() const
    {
        const Position& position = std::get<Value>(chips.m_plan->edits.at(index).value).position;
        std::vector<chipeditors::Choice> choices;
        choices.reserve(spots().size());
        for (const Spot spot : spots())
            choices.push_back({spotText(spot), {}, spot == position.spot});
        const QString text = position.words.isEmpty() ? spotText(position.spot) : position.words;
        QPushButton* chip = chips.addChip(
            {text, Texts::tr("Where"), Texts::tr("Where it goes. Click to choose another place.")});
        chip->setIcon(icon(QStringLiteral("grid")));
        chipeditors::offerChoices(chip, choices, [&chips = chips, index = index](std::size_t chosen) {
            chips.template change<Value>(index, [spot = spots().at(chosen)](Value& value) {
                value.position = {};
                value.position.spot = spot;
            });
        });
    }

    void operator()(std::monostate) const {}
    void operator()(const ColorValue& value) const
    {
        chips.addWords(QStringLiteral("\u2192"));
        color({value.words.isEmpty() ? value.color.hex() : value.words, Texts::tr("Colour"),
               Texts::tr("The colour. Click to choose another.")},
              value.color, value.like.isEmpty(), [&chips = chips, index = index](Rgb chosen) {
                  chips.change<ColorValue>(index, [chosen](ColorValue& said) { said = {chosen, {}}; });
              });
    }
    void operator()(const PatternValue& value) const;
    void operator()(const ReplaceTextValue& value) const;
    void operator()(const AddTextValue& value) const;
    void operator()(const PlaceValue& value) const;
    void operator()(const AdjustValue& value) const
    {
        const double least = isOneSided(value.property) ? 0 : -1;
        number({amountText(value), Texts::tr("How much"), Texts::tr("How much. Click to change it.")},
               percent(least, 1), value.amount,
               changing<AdjustValue>([](AdjustValue& said, double chosen) { said.amount = chosen; }));
    }
    void operator()(const BlurValue& value) const
    {
        number({amountText({AdjustProperty::Blur, value.amount}), Texts::tr("How much"),
                Texts::tr("How much. Click to change it.")},
               percent(0, 1), value.amount,
               changing<BlurValue>([](BlurValue& said, double chosen) { said.amount = chosen; }))
            ->setIcon(icon(QStringLiteral("blur")));
    }
    void operator()(const CropValue& value) const;
    void operator()(const RotateValue& value) const;
    void operator()(const FlipValue& value) const;
    void operator()(const StyleValue& value) const
    {
        kind({styleText(value.style), Texts::tr("Look"), Texts::tr("Which look. Click to choose another.")},
             &StyleValue::style, styles(), styleText);
        number({amountText({AdjustProperty::Blur, value.amount}), Texts::tr("How much"),
                Texts::tr("How much. Click to change it.")},
               percent(0, 1), value.amount,
               changing<StyleValue>([](StyleValue& said, double chosen) { said.amount = chosen; }));
    }
    void operator()(const GenerateValue& value) const
    {
        chips.addWords(QStringLiteral("\u2192"));
        words({value.description, Texts::tr("What"),
               Texts::tr("What is to be drawn. Click to say it differently.")},
              {Texts::tr("What is to be drawn"), value.description, {}},
              [&chips = chips, index = index](const QString& said) {
                  chips.change<GenerateValue>(index, [said](GenerateValue& it) { it.description = said; });
              });
    }
    void operator()(const UndoValue&) const {}
    void operator()(const CorrectValue&) const {}
    void operator()(const QuestionValue&) const {}
};

void PlanChips::ValueChips::operator()(const PatternValue& value) const
{
    kind({motifText(value.motif), Texts::tr("Pattern"), Texts::tr("Which pattern. Click to choose another.")},
         &PatternValue::motif, motifs(), motifText);
    const auto setColor = [&chips = chips, index = index](std::size_t which) {
        return [&chips, index, which](Rgb chosen) {
            chips.change<PatternValue>(index, [which, chosen](PatternValue& said) {
                const Rgb other{255, 255, 255};
                said.colors.resize(std::max(said.colors.size(), which + 1), other);
                said.colors[which] = chosen;
            });
        };
    };
    constexpr std::size_t Colors = 2;
    for (std::size_t i = 0; i < std::min(Colors, value.colors.size() + 1); ++i) {
        const bool said = i < value.colors.size();
        color({said ? value.colors[i].hex() : Texts::tr("suits it"), Texts::tr("Colour"),
               Texts::tr("A colour of the pattern. Click to choose another.")},
              said ? value.colors[i] : Rgb{255, 255, 255}, said, setColor(i));
    }
    number({Texts::tr("Size %1 %").arg(std::lround(value.scale * 100)), Texts::tr("Size"),
            Texts::tr("How large the pattern is. Click to change it.")},
           percent(PatternScaleMin, PatternScaleMax), value.scale,
           changing<PatternValue>([](PatternValue& said, double chosen) { said.scale = chosen; }));
}

void PlanChips::ValueChips::operator()(const ReplaceTextValue& value) const
{
    const QString all = Texts::tr("all text");
    words({value.from.isEmpty() ? all : value.from, Texts::tr("Text before"),
           Texts::tr("The text that goes. Click to change it.")},
          {Texts::tr("Text before"), value.from, Texts::tr("Empty: all text"), true},
          [&chips = chips, index = index](const QString& said) {
              chips.change<ReplaceTextValue>(index, [said](ReplaceTextValue& it) {
                  it.from = said;
                  it.fromSpan = {};
              });
          });
    chips.addWords(QStringLiteral("\u2192"));
    words({value.to, Texts::tr("Text after"), Texts::tr("The text that comes. Click to change it.")},
          {Texts::tr("Text after"), value.to, {}}, [&chips = chips, index = index](const QString& said) {
              chips.change<ReplaceTextValue>(index, [said](ReplaceTextValue& it) {
                  it.to = said;
                  it.toSpan = {};
              });
          });
}

void PlanChips::ValueChips::operator()(const AddTextValue& value) const
{
    words({value.text, Texts::tr("Text"), Texts::tr("The text. Click to change it.")},
          {Texts::tr("Text"), value.text, {}}, [&chips = chips, index = index](const QString& said) {
              chips.change<AddTextValue>(index, [said](AddTextValue& it) {
                  it.text = said;
                  it.span = {};
              });
          });
    spot<AddTextValue>();
    const Rgb now = value.color ? value.color->color : Rgb{255, 255, 255};
    const QString said = value.color && !value.color->words.isEmpty() ? value.color->words : now.hex();
    color({value.color ? said : Texts::tr("legible colour"), Texts::tr("Colour"),
           Texts::tr("The colour of the text. Click to choose another.")},
          now, value.color.has_value(), [&chips = chips, index = index](Rgb chosen) {
              chips.change<AddTextValue>(index, [chosen](AddTextValue& it) { it.color = {chosen, {}}; });
          });
}

void PlanChips::ValueChips::operator()(const PlaceValue& value) const
{
    constexpr int Offered = 4;
    std::vector<chipeditors::Choice> choices;
    for (int reference = 1; reference <= std::max(Offered, value.reference); ++reference)
        choices.push_back({referenceText(reference), {}, reference == value.reference});
    QPushButton* chip =
        chips.addChip({referenceText(value.reference), Texts::tr("Which picture"),
                       Texts::tr("Which of the reference pictures. Click to choose another.")});
    chipeditors::offerChoices(chip, choices, [&chips = chips, index = index](std::size_t chosen) {
        chips.change<PlaceValue>(index, [chosen](PlaceValue& it) {
            it.reference = int(chosen) + 1;
            it.words.clear();
        });
    });
    spot<PlaceValue>();
}

void PlanChips::ValueChips::operator()(const CropValue& value) const
{
    words({cropText(value), Texts::tr("Form"), Texts::tr("The form that is kept. Click to change it.")},
          {Texts::tr("Such as 16:9, or 800 x 600 pixels"),
           value.measure == CropValue::Measure::None ? QString() : cropText(value),
           Texts::tr("Empty: any form"), true},
          [&chips = chips, index = index](const QString& said) {
              if (withCropText({}, said))
                  chips.change<CropValue>(index,
                                          [said](CropValue& it) { it = withCropText(it, said).value(); });
          });
    const double most = std::max({value.left, value.top, value.right, value.bottom});
    QPushButton* chip = chips.addChip(
        {most > 0 ? Texts::tr("cuts up to %1 %").arg(std::lround(most * 100)) : Texts::tr("no more cut off"),
         Texts::tr("Cut off"), Texts::tr("What is cut off at each side. Click to change it.")});
    const std::vector<chipeditors::NamedNumber> sides = {{Texts::tr("Left"), value.left},
                                                         {Texts::tr("Top"), value.top},
                                                         {Texts::tr("Right"), value.right},
                                                         {Texts::tr("Bottom"), value.bottom}};
    QObject::connect(chip, &QPushButton::clicked, &chips, [chip, sides, &chips = chips, index = index] {
        constexpr double MostCut = 0.45; // Of two sides something must stay.
        chipeditors::editNumbers(
            chip, sides, percent(0, MostCut), [&chips, index](std::size_t side, double cut) {
                static constexpr double CropValue::*Members[] = {&CropValue::left, &CropValue::top,
                                                                 &CropValue::right, &CropValue::bottom};
                chips.change<CropValue>(index, [side, cut](CropValue& it) { it.*Members[side] = cut; });
            });
    });
}

void PlanChips::ValueChips::operator()(const RotateValue& value) const
{
    number({QStringLiteral("%1°").arg(QLocale().toString(value.degrees, 'g', 4)), Texts::tr("Angle"),
            Texts::tr("By how much, clockwise. Click to change it.")},
           {-180, 180, 0.5, 1, 1, QStringLiteral("°")}, value.degrees,
           changing<RotateValue>([](RotateValue& said, double chosen) { said.degrees = chosen; }));
    if (std::fmod(value.degrees, 90) == 0)
        return; // It has no corners to fill.
    kind({cornersText(value.corners), Texts::tr("Corners"),
          Texts::tr("What becomes of the corners. Click to choose.")},
         &RotateValue::corners, corners(), cornersText);
    if (value.corners == RotateValue::Corners::Filled)
        color({value.fill.hex(), Texts::tr("Colour"),
               Texts::tr("The colour of the corners. Click to choose another.")},
              value.fill, true, [&chips = chips, index = index](Rgb chosen) {
                  chips.change<RotateValue>(index, [chosen](RotateValue& it) { it.fill = chosen; });
              });
}

void PlanChips::ValueChips::operator()(const FlipValue& value) const
{
    QPushButton* chip = chips.addChip({flipText(value.horizontal), Texts::tr("Direction"),
                                       Texts::tr("Which sides change places. Click to choose.")});
    chipeditors::offerChoices(
        chip, {{flipText(true), {}, value.horizontal}, {flipText(false), {}, !value.horizontal}},
        [&chips = chips, index = index](std::size_t chosen) {
            chips.change<FlipValue>(index, [chosen](FlipValue& it) { it.horizontal = chosen == 0; });
        });
}

void PlanChips::addValues(std::size_t index)
{
    std::visit(ValueChips{*this, index}, m_plan->edits[index].value);
}

void PlanChips::replace(std::size_t index, const PlannedEdit& edit)
{
    Plan plan = *m_plan;
    plan.edits.at(index) = edit;
    plan.confidence = 1; // said by hand
    m_plan = plan;
    rebuild();
    Q_EMIT
    corrected(plan);
}

} // namespace focal
