#include "ui/panels/adjustpanel.h"

#include "ui/panels/colorpicker.h"
#include "ui/panels/plannames.h"
#include "ui/panels/valueslider.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace focal {

namespace {

constexpr int ThrottleMs = 30;
constexpr double MostGrow = 40;    ///< Native pixels either way.
constexpr double MostFeather = 60; ///< Native pixels.

/// Whether the operation works on a region that was found, so that the region has an edge to move.
bool hasRegion(const PlannedEdit& edit)
{
    return edit.operation == Operation::Background || !edit.target.isEmpty();
}

/// Whether the operation has a strength, a colour or an edge to set.
bool hasValues(Operation operation)
{
    switch (operation) {
    case Operation::Recolor:
    case Operation::Pattern:
    case Operation::Remove:
    case Operation::Adjust:
    case Operation::Background:
    case Operation::Style:
        return true;
    default:
        return false;
    }
}

} // namespace

AdjustPanel::AdjustPanel(QWidget* parent) : QWidget(parent)
{
    m_title = new QLabel(this);
    setRole(m_title, "section");
    m_empty = new QLabel(this);
    m_empty->setWordWrap(true);
    setRole(m_empty, "dim");

    m_body = new QWidget(this);
    m_colorRow = new QWidget(m_body);
    m_colorLabel = new QLabel(m_colorRow);
    m_color = new ColorButton(m_colorRow);
    auto* colorLayout = new QHBoxLayout(m_colorRow);
    colorLayout->setContentsMargins(0, 0, 0, 0);
    colorLayout->addWidget(m_colorLabel, 1);
    colorLayout->addWidget(m_color);
    m_colorLabel->setBuddy(m_color);
    const QString pixels = QStringLiteral(" px");
    m_strength = new ValueSlider({0, 1, 0.01, 0, 100, QStringLiteral(" %")}, m_body);
    m_grow = new ValueSlider({-MostGrow, MostGrow, 0.5, 1, 1, pixels}, m_body);
    m_feather = new ValueSlider({0, MostFeather, 0.5, 1, 1, pixels}, m_body);
    m_reset = new QPushButton(m_body);
    m_reset->setIcon(icon(QStringLiteral("retry")));
    setRole(m_reset, "flat");
    m_reset->setStyleSheet(QStringLiteral("QPushButton { padding-left: 2px; }"));

    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(grid::Medium);
    body->addWidget(m_colorRow);
    body->addWidget(m_strength);
    body->addWidget(m_grow);
    body->addWidget(m_feather);
    body->addWidget(m_reset, 0, Qt::AlignLeft);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid::Medium, grid::Medium, grid::Medium, grid::Medium);
    layout->setSpacing(grid::Medium);
    layout->addWidget(m_title);
    layout->addWidget(m_empty);
    layout->addWidget(m_body);
    layout->addStretch();

    m_throttle.setSingleShot(true);
    m_throttle.setInterval(ThrottleMs);
    connect(&m_throttle, &QTimer::timeout, this, [this] {
        if (std::exchange(m_pending, false))
            changed(false);
    });
    connect(m_color, &ColorButton::colorChanged, this, [this](Rgb, bool final) { changed(final); });
    for (ValueSlider* slider : {m_strength, m_grow, m_feather})
        connect(slider, &ValueSlider::changed, this, [this](double, bool final) { changed(final); });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        showValues(m_found);
        changed(true);
    });
    retranslate();
    clear();
}

AdjustPanel::~AdjustPanel() = default;

void AdjustPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void AdjustPanel::retranslate()
{
    m_title->setText(tr("Adjust"));
    m_empty->setText(
        tr("After an edit, its colour, strength and edge can be changed here without saying it again."));
    m_colorLabel->setText(tr("Colour"));
    m_color->setAccessibleName(tr("Colour"));
    m_color->setToolTip(tr("Choose another colour"));
    m_grow->setTitle(tr("Grow or shrink"));
    m_grow->setToolTip(tr("Moves the edge of the region outwards or inwards, in the picture's pixels"));
    m_feather->setTitle(tr("Soft edge"));
    m_feather->setToolTip(tr("How many of the picture's pixels the edit takes to fade out"));
    m_reset->setText(tr("Reset"));
    m_reset->setToolTip(tr("Back to the values that the model chose"));
    showApplying();
}

void AdjustPanel::setTurn(const std::optional<PlannedEdit>& edit, const OperatorSettings& settings,
                          const OperatorSettings& found)
{
    m_edit = edit;
    m_found = found;
    showApplying();
    if (m_edit && !isDragging()) {
        m_throttle.stop();
        m_pending = false;
        showValues(settings);
    }
}

void AdjustPanel::showApplying()
{
    const bool any = m_edit && hasValues(m_edit->operation);
    m_body->setVisible(any);
    m_empty->setVisible(!any);
    if (!any)
        return;
    const auto* adjust = std::get_if<AdjustValue>(&m_edit->value);
    const bool blurs = std::holds_alternative<BlurValue>(m_edit->value);
    const bool colored = std::holds_alternative<ColorValue>(m_edit->value) ||
                         std::holds_alternative<PatternValue>(m_edit->value);
    m_colorRow->setVisible(colored);
    m_strength->setTitle(adjust  ? adjustPropertyText(adjust->property)
                         : blurs ? adjustPropertyText(AdjustProperty::Blur)
                                 : tr("Strength"));
    m_strength->setLimits(adjust && !isOneSided(adjust->property) ? -1 : 0, 1);
    m_grow->setVisible(hasRegion(*m_edit));
    m_feather->setVisible(hasRegion(*m_edit));
}

void AdjustPanel::showValues(const OperatorSettings& settings)
{
    const auto* color = std::get_if<ColorValue>(&m_edit->value);
    const auto* adjust = std::get_if<AdjustValue>(&m_edit->value);
    const auto* blur = std::get_if<BlurValue>(&m_edit->value);
    const auto* style = std::get_if<StyleValue>(&m_edit->value);
    if (color || settings.color)
        m_color->setColor(settings.color.value_or(color ? color->color : Rgb()));
    m_strength->setValue(settings.strength.value_or(adjust  ? adjust->amount
                                                    : blur  ? blur->amount
                                                    : style ? style->amount
                                                            : 1));
    m_grow->setValue(settings.grow.value_or(0));
    m_feather->setValue(settings.feather.value_or(0));
}

OperatorSettings AdjustPanel::settings() const
{
    OperatorSettings settings;
    if (!m_edit)
        return settings;
    if (std::holds_alternative<ColorValue>(m_edit->value) ||
        std::holds_alternative<PatternValue>(m_edit->value))
        settings.color = m_color->color();
    settings.strength = m_strength->value();
    if (hasRegion(*m_edit)) {
        settings.grow = m_grow->value();
        settings.feather = m_feather->value();
    }
    return settings;
}

void AdjustPanel::changed(bool final)
{
    if (final) {
        m_throttle.stop();
        m_pending = false;
        Q_EMIT
        settingsChanged(settings(), true);
    } else if (m_throttle.isActive()) {
        m_pending = true;
    } else {
        m_throttle.start();
        Q_EMIT
        settingsChanged(settings(), false);
    }
}

bool AdjustPanel::isDragging() const
{
    return m_color->isDragging() || m_strength->isDragging() || m_grow->isDragging() ||
           m_feather->isDragging();
}

} // namespace focal
