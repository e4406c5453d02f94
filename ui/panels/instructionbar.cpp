#include "ui/panels/instructionbar.h"

#include "ui/panels/flowlayout.h"
#include "ui/panels/instructionedit.h"
#include "ui/panels/instructionfield.h"
#include "ui/panels/planchips.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace focal {

namespace {

/// Brush sizes are felt as ratios: the slider runs over the logarithm.
constexpr int BrushSteps = 100;

int radiusAt(int step)
{
    const double ratio = std::log(double(InstructionBar::BrushRadiusMax) / InstructionBar::BrushRadiusMin);
    return static_cast<int>(
        std::lround(InstructionBar::BrushRadiusMin * std::exp(ratio * step / BrushSteps)));
}

int stepOf(int radius)
{
    const double ratio = std::log(double(InstructionBar::BrushRadiusMax) / InstructionBar::BrushRadiusMin);
    return static_cast<int>(
        std::lround(BrushSteps * std::log(double(radius) / InstructionBar::BrushRadiusMin) / ratio));
}

QToolButton* flatButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    setRole(button, "flat");
    button->setStyleSheet(
        QStringLiteral("QToolButton { padding: 2px 6px; min-height: 16px; font-size: %1px; }")
            .arg(text::Small));
    return button;
}

} // namespace

InstructionBar::InstructionBar(QWidget* parent) : QWidget(parent)
{
    setAttribute(Qt::WA_StyledBackground);
    m_exampleRow = new QWidget(this);
    m_exampleLayout = new FlowLayout(m_exampleRow, grid::Small);
    m_exampleLabel = new QLabel(m_exampleRow);
    setRole(m_exampleLabel, "dim");
    m_exampleLayout->addWidget(m_exampleLabel);
    m_exampleRow->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid::Medium, grid::Small, grid::Medium, grid::Small);
    layout->setSpacing(grid::Small);
    layout->addWidget(m_exampleRow);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid::Medium);
    row->addWidget(makeToolRow(), 0, Qt::AlignBottom);
    row->addWidget(makeField(), 1);
    layout->addLayout(row);
    layout->addWidget(makeFootRow());

    setTool(Tool::Move);
    setBrushRadius(24);
    retranslate();
    setPlan({});
    updateSend();
    setRole(this, "bar"); // after all parts: it sends PaletteChange
}

InstructionBar::~InstructionBar() = default;

QWidget* InstructionBar::makeToolRow()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, grid::Unit);
    layout->setSpacing(2);
    m_tools = new QButtonGroup(this);
    constexpr std::array<const char*, 4> icons = {"move", "click", "box", "brush"};
    for (std::size_t i = 0; i < icons.size(); ++i) {
        auto* button = new QToolButton(row);
        setRole(button, "flat");
        button->setCheckable(true);
        button->setIcon(icon(QLatin1String(icons[i])));
        button->setIconSize({grid::Icon, grid::Icon});
        m_tools->addButton(button, static_cast<int>(i));
        layout->addWidget(button);
    }
    m_brush = new QSlider(Qt::Horizontal, row);
    m_brush->setRange(0, BrushSteps);
    m_brush->setFixedWidth(96);
    layout->addSpacing(grid::Unit);
    layout->addWidget(m_brush);
    m_references = new QToolButton(row);
    m_references->setObjectName(QStringLiteral("referencesButton"));
    setRole(m_references, "flat");
    m_references->setIcon(icon(QStringLiteral("picture")));
    m_references->setIconSize({grid::Icon, grid::Icon});
    layout->addWidget(m_references);
    connect(m_references, &QToolButton::clicked, this, &InstructionBar::referencesClicked);

    connect(m_tools, &QButtonGroup::idClicked, this, [this](int id) {
        setTool(Tool(id));
        Q_EMIT
        toolChosen(Tool(id));
    });
    connect(m_brush, &QSlider::valueChanged, this, [this](int step) {
        updateBrushTip();
        Q_EMIT
        brushRadiusChanged(radiusAt(step));
    });
    return row;
}

QWidget* InstructionBar::makeField()
{
    m_field = new InstructionField(this);
    m_region = new QPushButton(m_field);
    setRole(m_region, "chip");
    m_region->setCursor(Qt::ArrowCursor);
    m_region->setAutoDefault(false);
    m_region->setLayoutDirection(Qt::RightToLeft); // the cross stands behind the words
    m_region->setIconSize({12, 12});
    m_region->setIcon(icon(QStringLiteral("close")));
    m_region->setProperty("current", true);
    restyle(m_region);
    m_region->hide();
    m_edit = new InstructionEdit(m_field);
    m_send = new QToolButton(m_field);
    setRole(m_send, "primary");
    m_send->setCursor(Qt::ArrowCursor);
    m_send->setIconSize({grid::Icon, grid::Icon});
    m_field->setParts(m_region, m_edit, m_send);

    connect(m_edit, &InstructionEdit::sendRequested, this, &InstructionBar::send);
    connect(m_edit, &InstructionEdit::textChanged, this, [this] {
        updateSend();
        updateExamples();
    });
    connect(m_send, &QToolButton::clicked, this, [this] {
        if (isStop())
            Q_EMIT
        stopRequested();
        else send();
    });
    connect(m_region, &QPushButton::clicked, this, &InstructionBar::regionCleared);
    return m_field;
}

QWidget* InstructionBar::makeFootRow()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Small);
    m_understood = new QLabel(row);
    setRole(m_understood, "dim");
    m_plan = new PlanChips(row);
    m_model = flatButton(row);
    m_seconds = new QLabel(row);
    setRole(m_seconds, "dim");
    m_zoom = flatButton(row);
    layout->addWidget(m_understood);
    layout->addWidget(m_plan, 1, Qt::AlignVCenter);
    layout->addWidget(m_model);
    layout->addWidget(m_seconds);
    layout->addWidget(m_zoom);
    row->setMinimumHeight(28);
    connect(m_plan, &PlanChips::corrected, this, &InstructionBar::planCorrected);
    connect(m_model, &QToolButton::clicked, this, &InstructionBar::modelClicked);
    connect(m_zoom, &QToolButton::clicked, this, &InstructionBar::zoomClicked);
    return row;
}

void InstructionBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange)
        updateSend();
    QWidget::changeEvent(event);
}

void InstructionBar::retranslate()
{
    const auto tool = [this](Tool which, const QString& name, const QString& what) {
        QAbstractButton* button = m_tools->button(static_cast<int>(which));
        button->setAccessibleName(name);
        button->setToolTip(what);
    };
    tool(Tool::Move, tr("Move"), tr("Move the picture (Alt+1)"));
    tool(Tool::Click, tr("Click"), tr("Click on what you mean (Alt+2)\nAlt+click: not this"));
    tool(Tool::Box, tr("Box"), tr("Drag a box around what you mean (Alt+3)"));
    tool(Tool::Brush, tr("Brush"), tr("Paint over what you mean (Alt+4)\nAlt: paint it away"));
    m_brush->setAccessibleName(tr("Size of the brush"));
    updateBrushTip();
    m_references->setAccessibleName(tr("Reference pictures"));
    m_references->setToolTip(tr("Show or hide the reference pictures (F7)"));
    m_edit->setPlaceholderText(tr("Say what should change…"));
    m_edit->setAccessibleName(tr("Say what should change"));
    m_edit->setToolTip({});
    m_region->setToolTip(tr("Only here, for the next sentence. Click to look everywhere (Ctrl+D)"));
    m_exampleLabel->setText(tr("Try"));
    m_zoom->setToolTip(tr("Zoom: 0 fits the picture, 1 is 100 %"));
    m_model->setToolTip(tr("The model that edits. Click to choose another, or to set how it runs (Ctrl+M)."));
    m_seconds->setToolTip(tr("How long the last edit took"));
    setPlan(m_plan->plan(), m_plan->isMarked());
    updateSend();
}

void InstructionBar::updateBrushTip()
{
    m_brush->setToolTip(tr("Size of the brush: %n pixel(s) ([ and ])", nullptr, 2 * brushRadius()));
}

void InstructionBar::setTool(Tool tool)
{
    m_tools->button(static_cast<int>(tool))->setChecked(true);
    m_brush->setVisible(tool == Tool::Brush);
}

InstructionBar::Tool InstructionBar::tool() const
{
    return Tool(m_tools->checkedId());
}

void InstructionBar::setBrushRadius(int pixels)
{
    const QSignalBlocker quiet(m_brush);
    m_brush->setValue(stepOf(std::clamp(pixels, BrushRadiusMin, BrushRadiusMax)));
    updateBrushTip();
}

int InstructionBar::brushRadius() const
{
    return radiusAt(m_brush->value());
}

QString InstructionBar::text() const
{
    return m_edit->toPlainText();
}

void InstructionBar::setText(const QString& text)
{
    m_edit->replaceText(text);
}

void InstructionBar::focusBox()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void InstructionBar::insertTyped(const QString& key)
{
    focusBox();
    m_edit->textCursor().insertText(key);
}

void InstructionBar::setHistory(const QStringList& history)
{
    m_edit->setHistory(history);
}

const QStringList& InstructionBar::history() const
{
    return m_edit->history();
}

void InstructionBar::setRunning(bool running)
{
    m_running = running;
    updateSend();
}

void InstructionBar::setReady(bool ready)
{
    m_ready = ready;
    m_edit->setEnabled(ready);
    updateSend();
}

void InstructionBar::setRegionText(const QString& text)
{
    m_region->setText(text);
    m_region->setAccessibleName(text.isEmpty() ? QString() : tr("%1: click to look everywhere").arg(text));
    m_region->setVisible(!text.isEmpty());
}

void InstructionBar::setExamples(const QStringList& sentences)
{
    while (QLayoutItem* item = m_exampleLayout->takeAt(1)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_examples = sentences;
    for (const QString& sentence : sentences) {
        auto* button = new QPushButton(QString(sentence).replace(u'&', QStringLiteral("&&")), m_exampleRow);
        setRole(button, "chip");
        button->setToolTip(tr("Put this into the box and send it"));
        connect(button, &QPushButton::clicked, this, [this, sentence] {
            setText(sentence);
            send();
        });
        m_exampleLayout->addWidget(button);
    }
    updateExamples();
}

void InstructionBar::setPlan(const std::optional<Plan>& plan, bool marked)
{
    m_plan->setPlan(plan, marked);
    m_understood->setText(plan ? tr("Understood")
                               : tr("Enter sends · Shift+Enter breaks the line · ↑ brings back"));
}

void InstructionBar::setModelName(const QString& name)
{
    m_model->setText(name);
    m_model->setAccessibleName(tr("Model: %1").arg(name));
}

void InstructionBar::setSeconds(std::optional<double> seconds)
{
    m_seconds->setVisible(seconds.has_value());
    if (seconds)
        m_seconds->setText(tr("%1 s").arg(QLocale().toString(*seconds, 'f', *seconds < 10 ? 1 : 0)));
}

void InstructionBar::setZoom(double zoom)
{
    const double percent = zoom * 100;
    m_zoom->setText(tr("%1 %").arg(QLocale().toString(percent, 'f', percent < 10 ? 1 : 0)));
    m_zoom->setAccessibleName(tr("Zoom: %1").arg(m_zoom->text()));
}

bool InstructionBar::isStop() const
{
    return m_running && text().trimmed().isEmpty();
}

void InstructionBar::updateSend()
{
    const bool stop = isStop();
    const bool can = stop || (m_ready && !text().trimmed().isEmpty());
    m_send->setEnabled(can);
    m_send->setIcon(
        can ? icon(stop ? QStringLiteral("stop") : QStringLiteral("send"), currentTheme().accentText)
            : icon(QStringLiteral("send")));
    m_send->setAccessibleName(stop ? tr("Stop") : tr("Send"));
    m_send->setToolTip(stop ? tr("Stop (Esc)") : tr("Send (Enter)"));
}

void InstructionBar::updateExamples()
{
    m_exampleRow->setVisible(!m_examples.isEmpty() && text().isEmpty());
}

void InstructionBar::send()
{
    const QString instruction = text().trimmed();
    if (instruction.isEmpty() || !m_ready)
        return;
    m_edit->remember(instruction);
    m_examples.clear();
    m_edit->clear(); // and what Ctrl+Z would bring back: from here it means the picture
    Q_EMIT
    submitted(instruction);
}

} // namespace focal
