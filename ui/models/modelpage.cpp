#include "ui/models/modelpage.h"

#include "ui/models/modelsettingsform.h"
#include "ui/models/modelwords.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int ProgressSteps = 1000;

QLabel* makeWords(QWidget* parent, const char* role = "")
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(label, role);
    return label;
}

} // namespace

ModelPage::ModelPage(bool hasTokenizer, QWidget* parent) : QWidget(parent), m_hasTokenizer(hasTokenizer)
{
    m_settings = new ModelSettingsForm(this);
    m_settingsTitle = new QLabel(this);
    setRole(m_settingsTitle, "section");
    m_files = makeFiles();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid::Large, grid::Large, grid::Large, grid::Large);
    layout->setSpacing(grid::Medium);
    layout->addWidget(makeHead());
    layout->addWidget(m_files);
    layout->addSpacing(grid::Unit);
    layout->addWidget(m_settingsTitle);
    layout->addWidget(m_settings);
    layout->addStretch(1);
    connect(m_settings, &ModelSettingsForm::changed, this, [this] {
        Q_EMIT
        settingsChanged(m_settings->settings());
    });
    connect(m_settings, &ModelSettingsForm::loraRequested, this, &ModelPage::loraRequested);
    retranslate();
}

QWidget* ModelPage::makeHead()
{
    auto* head = new QWidget(this);
    m_title = new QLabel(head);
    m_title->setTextFormat(Qt::PlainText);
    setRole(m_title, "title");
    m_about = makeWords(head);
    m_use = new QPushButton(head);
    m_use->setObjectName(QStringLiteral("useModel"));
    m_use->setAutoDefault(false);
    setRole(m_use, "primary");
    m_remove = new QPushButton(head);
    m_remove->setObjectName(QStringLiteral("removeModel"));
    m_remove->setAutoDefault(false);
    m_remove->setIcon(icon(QStringLiteral("trash")));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(grid::Small);
    buttons->addWidget(m_use);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Small);
    layout->addWidget(m_title);
    layout->addWidget(m_about);
    layout->addLayout(buttons);
    connect(m_use, &QPushButton::clicked, this, &ModelPage::useRequested);
    connect(m_remove, &QPushButton::clicked, this, &ModelPage::removeRequested);
    return head;
}

QWidget* ModelPage::makeFiles()
{
    auto* files = new QWidget(this);
    m_partsTitle = new QLabel(files);
    m_needsTitle = new QLabel(files);
    setRole(m_partsTitle, "section");
    setRole(m_needsTitle, "section");
    m_needs = makeWords(files);
    auto* parts = new QGridLayout;
    parts->setHorizontalSpacing(grid::Medium);
    parts->setVerticalSpacing(grid::Small);
    parts->setColumnStretch(1, 1);
    m_parts = {PartRow{ModelPart::Transformer}, PartRow{ModelPart::TextEncoder}, PartRow{ModelPart::Vae},
               PartRow{}};
    for (int i = 0; i < int(m_parts.size()); ++i) {
        PartRow& row = m_parts.at(std::size_t(i));
        row.name = new QLabel(files);
        row.words = makeWords(files, "dim");
        row.choose = new QPushButton(files);
        row.choose->setAutoDefault(false);
        parts->addWidget(row.name, i, 0, Qt::AlignTop);
        parts->addWidget(row.words, i, 1, Qt::AlignTop);
        parts->addWidget(row.choose, i, 2, Qt::AlignTop);
        connect(row.choose, &QPushButton::clicked, this, [this, part = row.part] {
            Q_EMIT
            chooseRequested(part);
        });
    }
    auto* layout = new QVBoxLayout(files);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Small);
    layout->addWidget(m_partsTitle);
    layout->addLayout(parts);
    layout->addSpacing(grid::Unit);
    layout->addWidget(m_needsTitle);
    layout->addWidget(m_needs);
    layout->addWidget(makeVerifyRow());
    return files;
}

QWidget* ModelPage::makeVerifyRow()
{
    auto* row = new QWidget(this);
    m_verify = new QPushButton(row);
    m_verify->setObjectName(QStringLiteral("verifyModel"));
    m_verify->setAutoDefault(false);
    m_progress = new QProgressBar(row);
    m_progress->setRange(0, ProgressSteps);
    m_progress->setTextVisible(false);
    m_verifyNote = makeWords(row, "dim");
    m_verifyNote->setObjectName(QStringLiteral("verifyNote"));
    auto* line = new QHBoxLayout;
    line->setSpacing(grid::Medium);
    line->addWidget(m_verify);
    line->addWidget(m_progress, 1, Qt::AlignVCenter);
    line->addStretch();
    auto* layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Unit);
    layout->addLayout(line);
    layout->addWidget(m_verifyNote);
    connect(m_verify, &QPushButton::clicked, this, [this] {
        if (m_verifying)
            Q_EMIT
        stopRequested();
        else Q_EMIT
        verifyRequested();
    });
    return row;
}

void ModelPage::show(const ModelFacts& facts, const ModelSettings& settings)
{
    const bool another = facts.id != m_facts.id;
    m_facts = facts;
    if (another) {
        m_inspection.reset();
        m_error.reset();
        m_verifying.reset();
        setVerifyNote({});
    }
    if (another || m_settings->settings() != settings)
        m_settings->show(settings, facts.added);
    m_files->setVisible(facts.added);
    updateHead();
    updateFiles();
    setVerifying(m_verifying);
}

void ModelPage::setInspection(const std::optional<ModelInspection>& inspection)
{
    m_inspection = inspection;
    m_error.reset();
    updateHead();
    updateFiles();
}

void ModelPage::setInspectError(const ErrorText& error)
{
    m_inspection.reset();
    m_error = error;
    updateHead();
    updateFiles();
}

void ModelPage::setVerifying(std::optional<double> fraction)
{
    m_verifying = fraction;
    m_progress->setVisible(fraction.has_value());
    m_progress->setValue(int(std::lround(fraction.value_or(0) * ProgressSteps)));
    m_verify->setText(fraction ? tr("Stop") : tr("Verify"));
    m_verify->setIcon(icon(fraction ? QStringLiteral("stop") : QStringLiteral("check")));
    if (fraction)
        setVerifyNote(tr("Checking every tensor: %1 %").arg(std::lround(*fraction * 100)));
}

void ModelPage::setVerified(const QStringList& wrong)
{
    setVerifying(std::nullopt);
    setVerifyNote(wrong.isEmpty()
                      ? tr("Every tensor is there, of the right shape, and its samples are numbers.")
                      : tr("These files are not sound; fetch them again.") + u'\n' + wrong.join(u'\n'));
    setRole(m_verifyNote, wrong.isEmpty() ? "dim" : "error");
    restyle(m_verifyNote);
}

void ModelPage::setVerifyNote(const QString& note)
{
    m_verifyNote->setText(note);
    m_verifyNote->setVisible(!note.isEmpty());
    setRole(m_verifyNote, "dim");
    restyle(m_verifyNote);
}

void ModelPage::addLoras(const QStringList& files)
{
    m_settings->addLoras(files);
}

void ModelPage::updateHead()
{
    m_title->setText(m_facts.name);
    QString about = m_facts.description;
    if (m_error)
        about = m_error->message();
    else if (m_inspection)
        about = summaryText(m_inspection->report, m_hasTokenizer);
    else if (m_facts.added)
        about = tr("Looking into its files…");
    m_about->setText(about);
    setRole(m_about, m_error ? "error" : "");
    restyle(m_about);
    const bool whole =
        !m_facts.added || (m_inspection && missingParts(m_inspection->report, m_hasTokenizer).isEmpty());
    m_use->setEnabled(whole && !m_facts.inUse && !m_facts.loading);
    m_use->setText(m_facts.inUse ? tr("In use") : m_facts.loading ? tr("Loading…") : tr("Use this model"));
    m_remove->setVisible(m_facts.added);
}

QString ModelPage::wordsOf(const PartRow& row) const
{
    if (!m_inspection)
        return {};
    const ModelReport& report = m_inspection->report;
    if (!row.part) {
        if (!report.files.tokenizer.isEmpty())
            return report.files.tokenizer;
        return m_hasTokenizer ? tr("Focal's own") : tr("Not here");
    }
    const auto found = std::find_if(report.parts.begin(), report.parts.end(),
                                    [&row](const PartReport& part) { return part.part == *row.part; });
    if (found == report.parts.end())
        return tr("Not here");
    QString where = found->paths.value(0);
    if (found->paths.size() > 1)
        where = tr("%1 and %n more file(s)", nullptr, int(found->paths.size()) - 1).arg(where);
    return partText(*found) + u'\n' + where;
}

void ModelPage::updateFiles()
{
    for (const PartRow& row : m_parts) {
        const QString words = wordsOf(row);
        row.words->setText(words);
        const bool missing = words == tr("Not here");
        setRole(row.words, missing ? "error" : "dim");
        restyle(row.words);
    }
    m_needs->setText(m_inspection ? m_inspection->plan.words : QString());
    setRole(m_needs, m_inspection && !m_inspection->plan.fits() ? "error" : "");
    restyle(m_needs);
    m_needsTitle->setVisible(m_inspection.has_value());
    m_needs->setVisible(m_inspection.has_value());
    m_verify->setEnabled(m_inspection.has_value());
}

void ModelPage::retranslate()
{
    m_partsTitle->setText(tr("Parts"));
    m_needsTitle->setText(tr("On this computer"));
    m_settingsTitle->setText(tr("Settings"));
    const std::array names = {tr("Transformer"), tr("Text encoder"), tr("VAE"), tr("Tokenizer")};
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        m_parts.at(i).name->setText(names.at(i));
        m_parts.at(i).choose->setText(tr("Choose…"));
        m_parts.at(i).choose->setToolTip(tr("Take this part from other files"));
        m_parts.at(i).choose->setAccessibleName(tr("Choose files: %1").arg(names.at(i)));
    }
    m_use->setToolTip(tr("Let this model run what the instruction box says"));
    m_remove->setText(tr("Remove"));
    m_remove->setToolTip(tr("Take it out of this list; its files stay where they are"));
    m_verify->setToolTip(tr("Check every tensor of every file; this takes minutes for large models"));
    updateHead();
    updateFiles();
    setVerifying(m_verifying);
}

void ModelPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace focal
