#include "ui/models/modelsettingsform.h"

#include "ui/models/loralist.h"
#include "ui/models/wheelguard.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <initializer_list>
#include <limits>

namespace focal {

namespace {

constexpr double GuidanceStep = 0.5;
constexpr int FirstSide = 1024;

QSpinBox* makeSide(QWidget* parent)
{
    auto* side = new QSpinBox(parent);
    side->setRange(ModelSettings::SizeLeast, ModelSettings::SizeMost);
    side->setSingleStep(ModelSettings::SizeStep);
    side->setValue(FirstSide);
    side->setKeyboardTracking(false);
    return side;
}

int toStep(int side)
{
    return side / ModelSettings::SizeStep * ModelSettings::SizeStep;
}

} // namespace

ModelSettingsForm::ModelSettingsForm(QWidget* parent) : QWidget(parent)
{
    m_form = new QFormLayout(this);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(grid::Large);
    m_form->setVerticalSpacing(grid::Small);
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_steps = new QSpinBox(this);
    m_steps->setObjectName(QStringLiteral("steps"));
    m_steps->setRange(0, ModelSettings::StepsMost); // 0 stands for the model's own.
    m_steps->setKeyboardTracking(false);
    m_guidance = new QDoubleSpinBox(this);
    m_guidance->setObjectName(QStringLiteral("guidance"));
    m_guidance->setRange(-GuidanceStep, ModelSettings::GuidanceMost); // Below 0 stands for the model's own.
    m_guidance->setSingleStep(GuidanceStep);
    m_guidance->setDecimals(1);
    m_guidance->setKeyboardTracking(false);
    m_negative = new QLineEdit(this);
    m_negative->setObjectName(QStringLiteral("negative"));
    m_lightning = new QCheckBox(this);
    m_lightning->setObjectName(QStringLiteral("lightning"));
    m_loras = new LoraList(this);

    addRow(QT_TR_NOOP("&Steps"), m_steps);
    addRow(QT_TR_NOOP("&Guidance (CFG)"), m_guidance);
    addRow(QT_TR_NOOP("S&eed"), makeSeedRow(), false);
    addRow(QT_TR_NOOP("&Not wanted"), m_negative);
    addRow(QT_TR_NOOP("Si&ze drawn"), makeSizeRow());
    addRow(QT_TR_NOOP("Schedule"), m_lightning);
    addRow(QT_TR_NOOP("LoRA"), m_loras);

    auto* wheel = new WheelGuard(this);
    for (QWidget* field : std::initializer_list<QWidget*>{m_steps, m_guidance, m_seedKind, m_seed, m_sizeKind,
                                                          m_width, m_height})
        wheel->watch(field);
    connect(m_steps, &QSpinBox::valueChanged, this, &ModelSettingsForm::tell);
    connect(m_guidance, &QDoubleSpinBox::valueChanged, this, &ModelSettingsForm::tell);
    connect(m_negative, &QLineEdit::editingFinished, this, &ModelSettingsForm::tell);
    connect(m_lightning, &QCheckBox::toggled, this, &ModelSettingsForm::tell);
    connect(m_loras, &LoraList::changed, this, &ModelSettingsForm::tell);
    connect(m_loras, &LoraList::addRequested, this, &ModelSettingsForm::loraRequested);
    retranslate();
}

void ModelSettingsForm::addRow(const char* label, QWidget* field, bool drawsOnly)
{
    auto* words = new QLabel(this);
    words->setBuddy(field);
    m_form->addRow(words, field);
    m_labels.emplace_back(words, label);
    if (drawsOnly)
        m_drawsOnly.insert(m_drawsOnly.end(), {words, field});
}

QWidget* ModelSettingsForm::makeSeedRow()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Small);
    m_seedKind = new QComboBox(row);
    m_seedKind->setObjectName(QStringLiteral("seedKind"));
    m_seedKind->addItems({QString(), QString()});
    m_seed = new QDoubleSpinBox(row); // An int holds half of the seeds only.
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setRange(0, std::numeric_limits<quint32>::max());
    m_seed->setDecimals(0);
    m_seed->setGroupSeparatorShown(false);
    m_seed->setKeyboardTracking(false);
    layout->addWidget(m_seedKind);
    layout->addWidget(m_seed, 1);
    row->setFocusProxy(m_seedKind);
    connect(m_seedKind, &QComboBox::currentIndexChanged, this, &ModelSettingsForm::tell);
    connect(m_seed, &QDoubleSpinBox::valueChanged, this, &ModelSettingsForm::tell);
    return row;
}

QWidget* ModelSettingsForm::makeSizeRow()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Small);
    m_sizeKind = new QComboBox(row);
    m_sizeKind->setObjectName(QStringLiteral("sizeKind"));
    m_sizeKind->addItems({QString(), QString()});
    m_width = makeSide(row);
    m_height = makeSide(row);
    layout->addWidget(m_sizeKind);
    layout->addWidget(m_width);
    layout->addWidget(new QLabel(QStringLiteral("×"), row));
    layout->addWidget(m_height);
    layout->addStretch(1);
    row->setFocusProxy(m_sizeKind);
    connect(m_sizeKind, &QComboBox::currentIndexChanged, this, &ModelSettingsForm::tell);
    connect(m_width, &QSpinBox::valueChanged, this, &ModelSettingsForm::tell);
    connect(m_height, &QSpinBox::valueChanged, this, &ModelSettingsForm::tell);
    return row;
}

void ModelSettingsForm::show(const ModelSettings& settings, bool draws)
{
    m_showing = true;
    m_steps->setValue(settings.steps.value_or(0));
    m_guidance->setValue(settings.guidance.value_or(m_guidance->minimum()));
    m_seedKind->setCurrentIndex(settings.fixedSeed ? 1 : 0);
    m_seed->setValue(settings.seed);
    m_negative->setText(settings.negative);
    m_sizeKind->setCurrentIndex(settings.size ? 1 : 0);
    if (settings.size) {
        m_width->setValue(settings.size->width());
        m_height->setValue(settings.size->height());
    }
    m_lightning->setChecked(settings.lightning);
    m_loras->setLoras(settings.loras);
    for (QWidget* widget : m_drawsOnly)
        widget->setVisible(draws);
    updateEnabled();
    m_showing = false;
}

ModelSettings ModelSettingsForm::settings() const
{
    ModelSettings settings;
    if (m_steps->value() > 0)
        settings.steps = m_steps->value();
    if (m_guidance->value() >= 0)
        settings.guidance = m_guidance->value();
    settings.fixedSeed = m_seedKind->currentIndex() == 1;
    settings.seed = quint32(m_seed->value());
    settings.negative = m_negative->text().trimmed();
    if (m_sizeKind->currentIndex() == 1)
        settings.size = QSize(toStep(m_width->value()), toStep(m_height->value()));
    settings.lightning = m_lightning->isChecked();
    settings.loras = m_loras->loras();
    return settings;
}

void ModelSettingsForm::addLoras(const QStringList& files)
{
    m_loras->add(files);
}

void ModelSettingsForm::updateEnabled()
{
    m_seed->setEnabled(m_seedKind->currentIndex() == 1);
    m_width->setEnabled(m_sizeKind->currentIndex() == 1);
    m_height->setEnabled(m_sizeKind->currentIndex() == 1);
}

void ModelSettingsForm::tell()
{
    if (m_showing)
        return;
    updateEnabled();
    Q_EMIT
    changed();
}

void ModelSettingsForm::retranslate()
{
    for (const auto& [label, text] : m_labels)
        label->setText(tr(text));
    m_steps->setSpecialValueText(tr("The model's own"));
    m_steps->setToolTip(tr("More steps draw finer, and take longer"));
    m_guidance->setSpecialValueText(tr("The model's own"));
    m_guidance->setToolTip(tr("How strictly it follows the words; 1 is without, in half the time"));
    m_seedKind->setItemText(0, tr("Another for each turn"));
    m_seedKind->setItemText(1, tr("Always this one:"));
    m_seed->setToolTip(tr("The same seed and settings make the same picture again"));
    m_seed->setAccessibleName(tr("Seed"));
    m_negative->setPlaceholderText(tr("What should not appear"));
    m_negative->setToolTip(tr("Needs guidance above 1"));
    m_sizeKind->setItemText(0, tr("As the picture"));
    m_sizeKind->setItemText(1, tr("Fixed:"));
    m_width->setAccessibleName(tr("Width in pixels"));
    m_height->setAccessibleName(tr("Height in pixels"));
    m_lightning->setText(tr("Lightning: few steps, with a Lightning LoRA"));
}

void ModelSettingsForm::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_showing = true; // Texts of choices change, choices do not.
        retranslate();
        m_showing = false;
    }
    QWidget::changeEvent(event);
}

} // namespace focal
