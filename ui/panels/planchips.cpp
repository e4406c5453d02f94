#include "ui/panels/planchips.h"

#include "ui/panels/colorpicker.h"
#include "ui/panels/flowlayout.h"
#include "ui/panels/plannames.h"
#include "ui/panels/popup.h"
#include "ui/panels/valueslider.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace focal {

namespace {

constexpr std::array Properties = {AdjustProperty::Brightness,  AdjustProperty::Contrast,
                                   AdjustProperty::Temperature, AdjustProperty::Saturation,
                                   AdjustProperty::Blur,        AdjustProperty::Sharpness};
constexpr int MostTargetWidth = 240;

} // namespace

PlanChips::PlanChips(QWidget* parent) : QWidget(parent)
{
    m_flow = new FlowLayout(this, grid::Unit + 2);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void PlanChips::setPlan(const std::optional<Plan>& plan)
{
    m_plan = plan;
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
            addValue(i);
        }
    }
    m_flow->invalidate();
    updateGeometry();
}

QPushButton* PlanChips::addChip(const QString& text, const QString& name, const QString& tip)
{
    auto* chip = new QPushButton(this);
    setRole(chip, "chip");
    chip->setAutoDefault(false);
    chip->setIconSize({grid::SmallIcon, grid::SmallIcon});
    chip->setText(QString(text).replace(u'&', QStringLiteral("&&")));
    chip->setAccessibleName(QStringLiteral("%1: %2").arg(name, text));
    chip->setToolTip(tip);
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
    QPushButton* chip = addChip(adjust ? adjustPropertyText(adjust->property) : operationText(edit.operation),
                                tr("What to do"), tr("What to do. Click to choose another."));
    chip->setIcon(icon(adjust ? adjustPropertyIcon(adjust->property) : operationIcon(edit.operation)));
    auto* menu = new QMenu(chip);
    const auto add = [&](const QString& iconName, const QString& text, auto changed) {
        menu->addAction(icon(iconName), text, this,
                        [this, index, changed] { replace(index, changed(m_plan->edits.at(index))); });
    };
    for (const Operation operation : {Operation::Recolor, Operation::Remove})
        add(operationIcon(operation), operationText(operation),
            [operation](const PlannedEdit& before) { return withOperation(before, operation); });
    menu->addSeparator();
    for (const AdjustProperty property : Properties)
        add(adjustPropertyIcon(property), adjustPropertyText(property),
            [property](const PlannedEdit& before) {
                return withOperation(before, Operation::Adjust, property);
            });
    menu->addSeparator();
    add(QStringLiteral("background"), tr("Background in one colour"),
        [](const PlannedEdit& before) { return withOperation(before, Operation::Background); });
    add(QStringLiteral("blur"), tr("Background blurred"),
        [](const PlannedEdit& before) { return withOperation(before, Operation::Background, {}, true); });
    connect(chip, &QPushButton::clicked, menu,
            [chip, menu] { menu->popup(chip->mapToGlobal(QPoint(0, chip->height() + grid::Unit))); });
}

void PlanChips::addTarget(std::size_t index)
{
    const PlannedEdit& edit = m_plan->edits[index];
    if (edit.operation == Operation::Unclear)
        return;
    const QString whole =
        edit.operation == Operation::Background ? tr("behind everything") : tr("whole picture");
    const QString words = edit.target.isEmpty() ? whole : edit.target;
    QPushButton* chip = addChip(fontMetrics().elidedText(words, Qt::ElideRight, MostTargetWidth),
                                tr("Of what"), tr("What is meant. Click to name something else."));
    chip->setIcon(icon(QStringLiteral("target")));
    connect(chip, &QPushButton::clicked, this, [this, index, chip] { editTarget(index, chip); });
}

void PlanChips::addValue(std::size_t index)
{
    const PlannedEdit& edit = m_plan->edits[index];
    if (const auto* color = std::get_if<ColorValue>(&edit.value)) {
        addWords(QStringLiteral("\u2192"));
        QPushButton* chip = addChip(color->words.isEmpty() ? color->color.hex() : color->words, tr("Colour"),
                                    tr("The colour. Click to choose another."));
        chip->setIcon(swatchIcon(color->color, grid::SmallIcon));
        connect(chip, &QPushButton::clicked, this, [this, index, chip] { editColor(index, chip); });
    } else if (const auto* adjust = std::get_if<AdjustValue>(&edit.value)) {
        QPushButton* chip = addChip(amountText(*adjust), tr("How much"), tr("How much. Click to change it."));
        connect(chip, &QPushButton::clicked, this, [this, index, chip] { editAmount(index, chip); });
    } else if (const auto* blur = std::get_if<BlurValue>(&edit.value)) {
        QPushButton* chip = addChip(amountText({AdjustProperty::Blur, blur->amount}), tr("How much"),
                                    tr("How much. Click to change it."));
        chip->setIcon(icon(QStringLiteral("blur")));
        connect(chip, &QPushButton::clicked, this, [this, index, chip] { editAmount(index, chip); });
    } else if (const auto* generate = std::get_if<GenerateValue>(&edit.value)) {
        addWords(QStringLiteral("\u2192 ") +
                 fontMetrics().elidedText(generate->description, Qt::ElideRight, MostTargetWidth));
    }
}

void PlanChips::editTarget(std::size_t index, QWidget* chip)
{
    auto* popup = new Popup(chip);
    auto* field = new QLineEdit(m_plan->edits.at(index).target, popup);
    field->setMinimumWidth(MostTargetWidth);
    field->setPlaceholderText(tr("Empty: the whole picture"));
    field->setAccessibleName(tr("What is meant"));
    auto* title = new QLabel(tr("What is meant"), popup);
    setRole(title, "section");
    popup->body()->addWidget(title);
    popup->body()->addWidget(field);
    connect(field, &QLineEdit::returnPressed, popup, [this, index, field, popup] {
        const QString words = field->text();
        popup->close();
        if (words.trimmed() != m_plan->edits.at(index).target)
            replace(index, withTarget(m_plan->edits.at(index), m_plan->instruction, words));
    });
    popup->open(field);
    field->selectAll();
}

void PlanChips::editColor(std::size_t index, QWidget* chip)
{
    const Rgb before = std::get<ColorValue>(m_plan->edits.at(index).value).color;
    auto* picker = new ColorPicker;
    picker->setColor(before);
    auto* popup = new Popup(chip);
    popup->body()->addWidget(picker);
    connect(picker, &ColorPicker::finished, popup, &QWidget::close);
    connect(picker, &ColorPicker::colorChanged, this, [this, index](Rgb color, bool final) {
        if (!final)
            return;
        PlannedEdit edit = m_plan->edits.at(index);
        edit.value = ColorValue{color, {}};
        replace(index, edit);
    });
    popup->open(picker);
}

void PlanChips::editAmount(std::size_t index, QWidget* chip)
{
    const PlannedEdit& edit = m_plan->edits.at(index);
    const auto* adjust = std::get_if<AdjustValue>(&edit.value);
    const auto* blur = std::get_if<BlurValue>(&edit.value);
    const bool oneSided = !adjust || isOneSided(adjust->property);
    auto* popup = new Popup(chip);
    auto* slider = new ValueSlider({oneSided ? 0.0 : -1.0, 1, 0.01, 0, 100, QStringLiteral(" %")}, popup);
    slider->setTitle(adjust ? adjustPropertyText(adjust->property)
                            : adjustPropertyText(AdjustProperty::Blur));
    slider->setValue(adjust ? adjust->amount : blur->amount);
    slider->setMinimumWidth(MostTargetWidth);
    popup->body()->addWidget(slider);
    connect(slider, &ValueSlider::changed, this, [this, index](double value, bool final) {
        if (!final)
            return;
        PlannedEdit changed = m_plan->edits.at(index);
        if (auto* asAdjust = std::get_if<AdjustValue>(&changed.value))
            asAdjust->amount = value;
        else
            changed.value = BlurValue{value};
        replace(index, changed);
    });
    popup->open(slider);
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
