#include "ui/models/loralist.h"

#include "ui/models/wheelguard.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace focal {

namespace {

constexpr int MostNameWidth = 260;

} // namespace

LoraList::LoraList(QWidget* parent) : QWidget(parent)
{
    m_wheel = new WheelGuard(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Unit);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(grid::Unit);
    layout->addLayout(m_rows);
    m_add = new QPushButton(this);
    m_add->setObjectName(QStringLiteral("addLora"));
    m_add->setIcon(icon(QStringLiteral("plus")));
    m_add->setAutoDefault(false);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, &LoraList::addRequested);
    rebuild();
}

void LoraList::setLoras(const std::vector<LoraSetting>& loras)
{
    m_loras = loras;
    rebuild();
}

void LoraList::add(const QStringList& files)
{
    for (const QString& file : files) {
        const bool known = std::any_of(m_loras.begin(), m_loras.end(),
                                       [&file](const LoraSetting& lora) { return lora.file == file; });
        if (!known)
            m_loras.push_back({file, 1, true});
    }
    rebuild();
    Q_EMIT
    changed();
}

void LoraList::rebuild()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater(); // It may be the one whose signal led here.
        }
        delete item;
    }
    for (std::size_t i = 0; i < m_loras.size(); ++i)
        addRow(i);
    m_add->setText(tr("Add a LoRA…"));
    m_add->setToolTip(tr("Choose adapter files for this model: several may be used at once"));
}

void LoraList::addRow(std::size_t index)
{
    const LoraSetting& lora = m_loras[index];
    const QFileInfo file(lora.file);
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Small);
    auto* on =
        new QCheckBox(fontMetrics().elidedText(file.completeBaseName(), Qt::ElideMiddle, MostNameWidth), row);
    on->setChecked(lora.on);
    on->setToolTip(file.isFile() ? lora.file : tr("%1\nThis file is not there any more.").arg(lora.file));
    on->setAccessibleName(tr("Use %1").arg(file.completeBaseName()));
    auto* strength = new QDoubleSpinBox(row);
    strength->setRange(-ModelSettings::LoraMost, ModelSettings::LoraMost);
    strength->setSingleStep(0.05);
    strength->setDecimals(2);
    strength->setValue(lora.strength);
    strength->setKeyboardTracking(false);
    m_wheel->watch(strength);
    strength->setToolTip(tr("How strongly it is applied; 1 is as it was made"));
    strength->setAccessibleName(tr("Strength of %1").arg(file.completeBaseName()));
    auto* remove = new QToolButton(row);
    setRole(remove, "flat");
    remove->setIcon(icon(QStringLiteral("trash")));
    remove->setIconSize({grid::SmallIcon, grid::SmallIcon});
    remove->setToolTip(tr("Take it out of the list; the file stays"));
    remove->setAccessibleName(tr("Take %1 out").arg(file.completeBaseName()));
    layout->addWidget(on, 1);
    layout->addWidget(strength);
    layout->addWidget(remove);
    m_rows->addWidget(row);
    connect(on, &QCheckBox::toggled, this, [this, index](bool checked) {
        m_loras.at(index).on = checked;
        Q_EMIT
        changed();
    });
    connect(strength, &QDoubleSpinBox::valueChanged, this, [this, index](double value) {
        m_loras.at(index).strength = value;
        Q_EMIT
        changed();
    });
    connect(remove, &QToolButton::clicked, this, [this, index] {
        m_loras.erase(m_loras.begin() + std::ptrdiff_t(index));
        rebuild();
        Q_EMIT
        changed();
    });
}

void LoraList::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace focal
