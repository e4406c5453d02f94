#include "ui/panels/lookedatpanel.h"

#include "core/attention/colormap.h"
#include "ui/panels/colorpicker.h"
#include "ui/panels/flowlayout.h"
#include "ui/panels/wordchip.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <set>

namespace focal {

namespace {

constexpr int AllLayers = -1;   ///< Item data of the layer choice: the mean.
constexpr int TintSample = 210; ///< Where in a tint's table its colour is full, and not yet near white.

bool overlap(TextSpan a, TextSpan b)
{
    return a.start < b.start + b.length && b.start < a.start + a.length;
}

/// The spans of words that have maps of the edited picture, in reading order, none inside another.
std::vector<TextSpan> wordSpans(const std::vector<AttentionMap>& maps, qsizetype textLength)
{
    std::vector<TextSpan> spans;
    for (const AttentionMap& map : maps) {
        const bool inside =
            map.span.length > 0 && map.span.start >= 0 && map.span.start + map.span.length <= textLength;
        if (map.image == 0 && inside)
            spans.push_back(map.span);
    }
    std::sort(spans.begin(), spans.end(), [](TextSpan a, TextSpan b) {
        return a.start != b.start ? a.start < b.start : a.length > b.length;
    });
    std::vector<TextSpan> apart;
    for (const TextSpan span : spans) {
        if (apart.empty() || !overlap(apart.back(), span))
            apart.push_back(span);
    }
    return apart;
}

} // namespace

LookedAtPanel::LookedAtPanel(QWidget* parent) : QWidget(parent)
{
    m_title = new QLabel(this);
    setRole(m_title, "section");
    m_empty = new QLabel(this);
    m_empty->setWordWrap(true);
    setRole(m_empty, "dim");

    m_body = new QWidget(this);
    auto* words = new QWidget(m_body);
    m_flow = new FlowLayout(words, grid::Unit);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    words->setSizePolicy(policy);
    m_hint = new QLabel(m_body);
    m_hint->setWordWrap(true);
    setRole(m_hint, "dim");

    m_confidence = new QLabel(m_body);
    m_confidenceBar = new QProgressBar(m_body);
    m_confidenceBar->setRange(0, 100);
    m_confidenceBar->setTextVisible(false);
    m_point = new QPushButton(m_body);
    m_point->setObjectName(QStringLiteral("point"));
    m_point->setIcon(icon(QStringLiteral("target")));

    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(grid::Small);
    body->addWidget(words);
    body->addWidget(m_hint);
    body->addSpacing(grid::Unit);
    body->addWidget(m_confidence);
    body->addWidget(m_confidenceBar);
    body->addWidget(m_point);
    body->addSpacing(grid::Unit);
    body->addLayout(makeOpacityRow());
    body->addWidget(makeDetails());

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid::Medium, grid::Medium, grid::Medium, grid::Medium);
    layout->setSpacing(grid::Medium);
    layout->addWidget(m_title);
    layout->addWidget(m_empty);
    layout->addWidget(m_body);
    layout->addStretch();

    connect(m_point, &QPushButton::clicked, this, &LookedAtPanel::pointRequested);
    retranslate();
    clear();
}

LookedAtPanel::~LookedAtPanel() = default;

QLayout* LookedAtPanel::makeOpacityRow()
{
    m_opacityLabel = new QLabel(m_body);
    m_opacity = new QSlider(Qt::Horizontal, m_body);
    m_opacity->setRange(0, 100);
    m_opacity->setValue(70);
    m_opacityValue = new QLabel(m_body);
    setRole(m_opacityValue, "dim");
    m_opacityValue->setMinimumWidth(m_opacityValue->fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
    m_opacityValue->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_opacityLabel->setBuddy(m_opacity);
    connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
        m_opacityValue->setText(tr("%1 %").arg(percent));
        Q_EMIT
        opacityChanged(opacity());
    });
    auto* row = new QHBoxLayout;
    row->setSpacing(grid::Small);
    row->addWidget(m_opacityLabel);
    row->addWidget(m_opacity, 1);
    row->addWidget(m_opacityValue);
    return row;
}

QWidget* LookedAtPanel::makeDetails()
{
    auto* section = new QWidget(m_body);
    m_fold = new QToolButton(section);
    setRole(m_fold, "flat");
    m_fold->setCheckable(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setIcon(icon(QStringLiteral("chevron-right"), currentTheme().dimText));
    m_fold->setIconSize({grid::SmallIcon, grid::SmallIcon});
    m_fold->setStyleSheet(QStringLiteral("QToolButton { background: transparent; padding: 2px 4px 2px 0; }"));
    m_details = new QWidget(section);
    m_layerLabel = new QLabel(m_details);
    m_layer = new QComboBox(m_details);
    m_layerLabel->setBuddy(m_layer);
    m_directionLabel = new QLabel(m_details);
    m_direction = new QButtonGroup(this);
    auto* directions = new QHBoxLayout;
    directions->setSpacing(grid::Unit);
    for (const int id : {0, 1}) {
        auto* button = new QToolButton(m_details);
        setRole(button, "chip");
        button->setCheckable(true);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        m_direction->addButton(button, id);
        directions->addWidget(button);
    }
    m_direction->button(0)->setChecked(true);
    auto* details = new QVBoxLayout(m_details);
    details->setContentsMargins(0, grid::Unit, 0, 0);
    details->setSpacing(grid::Unit);
    details->addWidget(m_layerLabel);
    details->addWidget(m_layer);
    details->addSpacing(grid::Unit);
    details->addWidget(m_directionLabel);
    details->addLayout(directions);
    m_details->hide();
    auto* layout = new QVBoxLayout(section);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_fold, 0, Qt::AlignLeft);
    layout->addWidget(m_details);

    connect(m_fold, &QToolButton::toggled, this, [this](bool open) {
        m_details->setVisible(open);
        m_fold->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                             currentTheme().dimText));
    });
    connect(m_layer, &QComboBox::currentIndexChanged, this, &LookedAtPanel::updateLayers);
    connect(m_direction, &QButtonGroup::idClicked, this, &LookedAtPanel::updateLayers);
    return section;
}

void LookedAtPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange)
        m_fold->setIcon(
            icon(m_fold->isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                 currentTheme().dimText));
    QWidget::changeEvent(event);
}

void LookedAtPanel::retranslate()
{
    m_title->setText(tr("Looked at"));
    m_empty->setText(
        tr("Each word of your sentence will stand here. Point at one to see where the model looked for it."));
    m_hint->setText(tr("Point at a word to see its map, click to keep it."));
    m_opacityLabel->setText(tr("Opacity"));
    m_opacity->setAccessibleName(tr("Opacity of the map"));
    m_opacity->setToolTip(tr("How much of the map covers the picture (Ctrl+H shows or hides it)"));
    m_opacityValue->setText(tr("%1 %").arg(m_opacity->value()));
    m_point->setText(tr("Not this: point at the right one"));
    m_point->setToolTip(tr("Then click on what you meant, and send the sentence again"));
    m_fold->setText(tr("Layers and direction"));
    m_fold->setToolTip(tr("For a closer look at how the model works"));
    m_layerLabel->setText(tr("Layer of the model"));
    m_layer->setAccessibleName(tr("Layer of the model"));
    m_directionLabel->setText(tr("Who asks whom"));
    m_direction->button(0)->setText(tr("Word → picture"));
    m_direction->button(0)->setToolTip(tr("Where in the picture the word looked"));
    m_direction->button(1)->setText(tr("Picture → word"));
    m_direction->button(1)->setToolTip(tr("Which parts of the picture looked at the word"));
    rebuildLayerChoice();
    showConfidence();
}

void LookedAtPanel::setShown(const Shown& shown)
{
    m_shown = shown;
    rebuildLayerChoice();
    rebuildChips();
    showConfidence();
    const bool any = !m_chips.empty() || m_shown.confidence;
    m_body->setVisible(any);
    m_empty->setVisible(!any);
    updateLayers();
}

void LookedAtPanel::clear()
{
    setShown({});
}

void LookedAtPanel::setPinTarget(bool pin)
{
    m_pinTarget = pin;
}

double LookedAtPanel::opacity() const
{
    return m_opacity->value() / 100.0;
}

void LookedAtPanel::setOpacity(double opacity)
{
    m_opacity->setValue(static_cast<int>(std::lround(opacity * 100)));
}

void LookedAtPanel::unpinAll()
{
    for (WordChip* chip : m_chips)
        chip->setChecked(false);
    updateLayers();
}

void LookedAtPanel::showConfidence()
{
    const bool known = m_shown.confidence.has_value();
    m_confidence->setVisible(known);
    m_confidenceBar->setVisible(known);
    if (!known)
        return;
    const int percent = static_cast<int>(std::lround(*m_shown.confidence * 100));
    m_confidence->setText(
        (m_shown.found ? tr("%1 % sure that this is it") : tr("Not found: %1 % sure of what fits best"))
            .arg(percent));
    m_confidenceBar->setValue(percent);
    m_confidenceBar->setAccessibleName(m_confidence->text());
}

void LookedAtPanel::rebuildChips()
{
    m_hovered = nullptr;
    m_chips.clear();
    while (QLayoutItem* item = m_flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const QString& sentence = m_shown.instruction;
    int at = 0;
    const auto addPlain = [&](int until) {
        const QString between = sentence.mid(at, until - at).simplified();
        if (between.isEmpty())
            return;
        auto* label = new QLabel(between, m_flow->parentWidget());
        label->setTextFormat(Qt::PlainText);
        setRole(label, "dim");
        m_flow->addWidget(label);
        label->show();
    };
    for (const TextSpan span : wordSpans(m_shown.attention, sentence.size())) {
        addPlain(span.start);
        auto* chip = new WordChip(sentence.mid(span.start, span.length), span, m_flow->parentWidget());
        const bool target = overlap(span, m_shown.target);
        chip->setTarget(target);
        chip->setChecked(target && m_pinTarget);
        connect(chip, &WordChip::toggled, this, &LookedAtPanel::updateLayers);
        connect(chip, &WordChip::hovered, this, [this, chip](bool inside) {
            if (!inside && m_hovered != chip)
                return;
            m_hovered = inside ? chip : nullptr;
            updateLayers();
        });
        m_flow->addWidget(chip);
        chip->show();
        m_chips.push_back(chip);
        at = span.start + span.length;
    }
    addPlain(static_cast<int>(sentence.size()));
    m_flow->invalidate();
}

void LookedAtPanel::rebuildLayerChoice()
{
    std::set<int> layers;
    bool backwards = false, forwards = false;
    for (const AttentionMap& map : m_shown.attention) {
        layers.insert(map.layer);
        (map.imageToText ? backwards : forwards) = true;
    }
    const QVariant before = m_layer->currentData();
    const QSignalBlocker quiet(m_layer);
    m_layer->clear();
    m_layer->addItem(tr("Mean of all"), AllLayers);
    for (const int layer : layers)
        m_layer->addItem(tr("Layer %1").arg(layer + 1), layer);
    m_layer->setCurrentIndex(std::max(0, m_layer->findData(before)));
    m_direction->button(0)->setEnabled(forwards);
    m_direction->button(1)->setEnabled(backwards);
    if (m_direction->checkedId() == 1 ? !backwards && forwards : !forwards && backwards)
        m_direction->button(forwards ? 0 : 1)->setChecked(true);
}

std::vector<AttentionMap> LookedAtPanel::mapsInUse() const
{
    const bool backwards = m_direction->checkedId() == 1;
    std::vector<AttentionMap> maps;
    for (const AttentionMap& map : m_shown.attention) {
        if (map.image == 0 && map.imageToText == backwards)
            maps.push_back(map);
    }
    const int layer = m_layer->currentData().toInt();
    return meanOverLayers(maps, layer == AllLayers ? std::vector<int>() : std::vector<int>{layer});
}

void LookedAtPanel::updateLayers()
{
    std::vector<WordChip*> lit;
    for (WordChip* chip : m_chips) {
        if (chip->isChecked())
            lit.push_back(chip);
    }
    // Pointing at another word shows that one alone: a glance, not one more pin.
    const bool glance = m_hovered && !m_hovered->isChecked();
    const std::vector<WordChip*> pinned = lit;
    if (glance)
        lit = {m_hovered};

    std::vector<HeatLayer> layers;
    const std::vector<AttentionMap> maps = lit.empty() ? std::vector<AttentionMap>() : mapsInUse();
    for (std::size_t i = 0; i < lit.size(); ++i) {
        const auto map = std::find_if(maps.begin(), maps.end(),
                                      [&](const AttentionMap& m) { return m.span == lit[i]->span(); });
        if (map != maps.end())
            layers.push_back({*map, lit.size() == 1 ? 0 : static_cast<int>(i) + 1});
    }
    for (WordChip* chip : m_chips) {
        const auto at = std::find(pinned.begin(), pinned.end(), chip);
        if (at == pinned.end() || pinned.size() < 2)
            chip->setTint({});
        else
            chip->setTint(toQColor(tintColors(static_cast<int>(at - pinned.begin()) + 1)[TintSample]));
    }
    if (layers.empty() && m_layers.empty())
        return;
    m_layers = std::move(layers);
    Q_EMIT
    heatLayersChanged();
}

} // namespace focal
