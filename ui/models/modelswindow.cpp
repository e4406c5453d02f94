#include "ui/models/modelswindow.h"

#include "ui/dialogs/dialogs.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace focal {

namespace {

constexpr QSize FirstSize(880, 660);
constexpr int ListWidth = 240;
constexpr int IdRole = Qt::UserRole;

} // namespace

ModelsWindow::ModelsWindow(ModelShelf& shelf, Dialogs& dialogs, bool hasTokenizer, QWidget* parent)
    : QDialog(parent), m_shelf(shelf), m_dialogs(dialogs), m_lastFolder(QDir::homePath())
{
    m_page = new ModelPage(hasTokenizer, this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_page);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLeft());
    layout->addWidget(scroll, 1);
    resize(FirstSize);
    m_list->setFocus();
    connectPage();
    connectInspector();
    connect(&m_shelf, &ModelShelf::addedChanged, this, &ModelsWindow::rebuildList);
    connect(&m_shelf, &ModelShelf::placesChanged, this, [this](const QString& id) {
        m_inspections.erase(id);
        inspectSelected();
    });
    retranslate();
}

ModelsWindow::~ModelsWindow() = default;

QWidget* ModelsWindow::makeLeft()
{
    auto* left = new QWidget(this);
    setRole(left, "panel");
    left->setAttribute(Qt::WA_StyledBackground);
    left->setFixedWidth(ListWidth);
    m_list = new QListWidget(left);
    m_list->setObjectName(QStringLiteral("modelList"));
    m_list->setIconSize({grid::SmallIcon, grid::SmallIcon});
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_error = new QLabel(left);
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->hide();
    setRole(m_error, "error");
    m_addFolder = new QPushButton(left);
    m_addFolder->setObjectName(QStringLiteral("addModelFolder"));
    m_addFolder->setAutoDefault(false);
    m_addFolder->setIcon(icon(QStringLiteral("folder")));
    m_addFiles = new QPushButton(left);
    m_addFiles->setObjectName(QStringLiteral("addModelFiles"));
    m_addFiles->setAutoDefault(false);
    m_addFiles->setIcon(icon(QStringLiteral("plus")));
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(grid::Medium, grid::Medium, grid::Medium, grid::Medium);
    layout->setSpacing(grid::Small);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_error);
    layout->addWidget(m_addFolder);
    layout->addWidget(m_addFiles);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        showSelected();
        inspectSelected();
    });
    connect(m_addFolder, &QPushButton::clicked, this, &ModelsWindow::addFolder);
    connect(m_addFiles, &QPushButton::clicked, this, &ModelsWindow::addFiles);
    return left;
}

void ModelsWindow::connectPage()
{
    connect(m_page, &ModelPage::useRequested, this, [this] {
        Q_EMIT
        useRequested(selected());
    });
    connect(m_page, &ModelPage::removeRequested, this, [this] {
        const QString id = selected();
        if (m_inspector.verifying() == id)
            m_inspector.stopVerifying();
        m_inspections.erase(id);
        m_shelf.remove(id);
    });
    connect(m_page, &ModelPage::verifyRequested, this, [this] {
        const AddedModel* model = m_shelf.find(selected());
        if (!model)
            return;
        m_page->setVerifying(0);
        m_inspector.verify(model->id, model->places);
    });
    connect(m_page, &ModelPage::stopRequested, &m_inspector, &ModelInspector::stopVerifying);
    connect(m_page, &ModelPage::chooseRequested, this, &ModelsWindow::choosePart);
    connect(m_page, &ModelPage::settingsChanged, this,
            [this](const ModelSettings& settings) { m_shelf.setSettings(selected(), settings); });
    connect(m_page, &ModelPage::loraRequested, this, [this] {
        m_dialogs.askModel(this, m_lastFolder, true, [this](const QStringList& paths) {
            rememberFolder(paths);
            m_page->addLoras(paths);
        });
    });
}

void ModelsWindow::connectInspector()
{
    connect(&m_inspector, &ModelInspector::found, this,
            [this](const QString& name, const ModelPlaces& places) {
                setError({});
                const QString id = m_shelf.add(name, places);
                select(id);
            });
    connect(&m_inspector, &ModelInspector::notFound, this,
            [this](const ErrorText& error) { setError(error.message()); });
    connect(&m_inspector, &ModelInspector::inspected, this,
            [this](const QString& id, const ModelInspection& inspection) {
                m_inspections[id] = inspection;
                if (id == selected())
                    m_page->setInspection(inspection);
            });
    connect(&m_inspector, &ModelInspector::inspectFailed, this,
            [this](const QString& id, const ErrorText& error) {
                if (id == selected())
                    m_page->setInspectError(error);
            });
    connect(&m_inspector, &ModelInspector::verifyProgressed, this,
            [this](const QString& id, double fraction) {
                if (id == selected())
                    m_page->setVerifying(fraction);
            });
    connect(&m_inspector, &ModelInspector::verified, this,
            [this](const QString& id, const QStringList& wrong) {
                if (id == selected())
                    m_page->setVerified(wrong);
            });
    connect(&m_inspector, &ModelInspector::verifyFailed, this,
            [this](const QString& id, const ErrorText& error) {
                if (id == selected())
                    m_page->setVerified({error.message()});
            });
    connect(&m_inspector, &ModelInspector::verifyStopped, this, [this](const QString& id) {
        if (id != selected())
            return;
        m_page->setVerifying(std::nullopt);
        m_page->setVerifyNote(tr("Stopped before all was checked."));
    });
}

void ModelsWindow::setBuiltIn(const ModelRegistry& models)
{
    m_builtIn = models;
    rebuildList();
}

void ModelsWindow::setInUse(const QString& id, const QString& loading)
{
    m_inUse = id;
    m_loading = loading;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const bool used = item->data(IdRole).toString() == id;
        item->setIcon(icon(used ? QStringLiteral("check") : QStringLiteral("computer")));
    }
    showSelected();
}

QString ModelsWindow::selected() const
{
    const QListWidgetItem* item = m_list->currentItem();
    return item ? item->data(IdRole).toString() : QString();
}

void ModelsWindow::select(const QString& id)
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(IdRole).toString() == id)
            m_list->setCurrentRow(row);
    }
}

void ModelsWindow::rebuildList()
{
    const QString before = selected();
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        const auto add = [this](const QString& id, const QString& name, const QString& tip) {
            auto* item = new QListWidgetItem(name, m_list);
            item->setData(IdRole, id);
            item->setToolTip(tip);
        };
        for (const ModelEntry& entry : m_builtIn)
            add(entry.id, entry.name, entry.description);
        for (const AddedModel& model : m_shelf.added())
            add(model.id, model.name, model.id);
        select(before);
        if (m_list->currentRow() < 0)
            m_list->setCurrentRow(0);
    }
    setInUse(m_inUse, m_loading);
    inspectSelected();
}

ModelFacts ModelsWindow::factsOf(const QString& id) const
{
    ModelFacts facts;
    facts.id = id;
    facts.inUse = id == m_inUse;
    facts.loading = !m_loading.isEmpty() && id == m_loading;
    if (const AddedModel* model = m_shelf.find(id)) {
        facts.name = model->name;
        facts.added = true;
        return facts;
    }
    const auto entry = std::find_if(m_builtIn.begin(), m_builtIn.end(),
                                    [&id](const ModelEntry& candidate) { return candidate.id == id; });
    if (entry != m_builtIn.end()) {
        facts.name = entry->name;
        facts.description = entry->description;
    }
    return facts;
}

void ModelsWindow::showSelected()
{
    const QString id = selected();
    const bool another = id != m_page->facts().id;
    m_page->show(factsOf(id), m_shelf.settingsOf(id));
    if (!another)
        return;
    if (const auto known = m_inspections.find(id); known != m_inspections.end())
        m_page->setInspection(known->second);
    if (m_inspector.verifying() == id)
        m_page->setVerifying(0);
}

void ModelsWindow::inspectSelected()
{
    const AddedModel* model = m_shelf.find(selected());
    if (!model || m_inspections.count(model->id) > 0)
        return;
    m_page->setInspection(std::nullopt);
    m_inspector.inspect(model->id, model->places);
}

void ModelsWindow::choosePart(std::optional<ModelPart> part)
{
    const QString id = selected();
    m_dialogs.askModel(this, m_lastFolder, true, [this, id, part](const QStringList& paths) {
        const AddedModel* model = m_shelf.find(id);
        if (!model)
            return;
        rememberFolder(paths);
        ModelPlaces places = model->places;
        if (part)
            places.of(*part) = paths;
        else // Either of the two files of a vocabulary stands for its folder.
            places.tokenizer = QFileInfo(paths.front()).fileName() == QStringLiteral("tokenizer.json")
                                   ? paths.front()
                                   : QFileInfo(paths.front()).path();
        m_shelf.setPlaces(id, places);
    });
}

void ModelsWindow::addFolder()
{
    m_dialogs.askModel(this, m_lastFolder, false, [this](const QStringList& paths) {
        rememberFolder(paths);
        m_inspector.find(paths);
    });
}

void ModelsWindow::addFiles()
{
    m_dialogs.askModel(this, m_lastFolder, true, [this](const QStringList& paths) {
        rememberFolder(paths);
        m_inspector.find(paths);
    });
}

void ModelsWindow::rememberFolder(const QStringList& paths)
{
    m_lastFolder = QFileInfo(paths.front()).path();
}

void ModelsWindow::setError(const QString& message)
{
    m_error->setText(message);
    m_error->setVisible(!message.isEmpty());
}

QString ModelsWindow::error() const
{
    return m_error->text();
}

void ModelsWindow::retranslate()
{
    setWindowTitle(tr("Models"));
    m_list->setAccessibleName(tr("Models"));
    m_addFolder->setText(tr("Add a Folder…"));
    m_addFolder->setToolTip(tr("A folder as diffusers saves models, or with files for ComfyUI or in GGUF"));
    m_addFiles->setText(tr("Add Files…"));
    m_addFiles->setToolTip(
        tr("The files of a model, or of some of its parts: safetensors, GGUF, tokenizer.json"));
}

void ModelsWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace focal
