#include "ui/window/modelcontroller.h"

#include "ui/panels/instructionbar.h"
#include "ui/settings/settings.h"
#include "ui/window/noticebar.h"
#include "ui/worker/jobqueue.h"

#include <QActionGroup>
#include <QMenu>

#include <algorithm>
#include <cmath>

namespace focal {

ModelController::ModelController(Sources sources, const Parts& parts)
    : QObject(&parts.window), m_sources(std::move(sources)), m_parts(parts)
{
    m_actions = new QActionGroup(this);
    m_parts.menu.setToolTipsVisible(true);
    m_parts.queue.setRegistry(registry());
    rebuildMenu();
    connectQueue();
    connect(&m_parts.shelf, &ModelShelf::addedChanged, this, &ModelController::shelfChanged);
    connect(&m_parts.shelf, &ModelShelf::placesChanged, this, [this](const QString& id) {
        if (m_parts.queue.model() && m_parts.queue.model()->id == id)
            load(id);
    });
    connect(&m_parts.bar, &InstructionBar::modelClicked, this, &ModelController::showWindow);
}

ModelController::~ModelController()
{
    delete m_models; // It knows what this was given, and the main window may outlive that.
}

ModelRegistry ModelController::registry() const
{
    ModelRegistry all = m_sources.builtIn;
    if (!m_sources.added)
        return all;
    for (const AddedModel& model : m_parts.shelf.added())
        all.push_back(m_sources.added(model.id, model.name, model.places));
    return all;
}

void ModelController::connectQueue()
{
    JobQueue* queue = &m_parts.queue;
    connect(queue, &JobQueue::modelLoading, this, [this](const QString& id, double fraction) {
        m_loading = id;
        update(fraction);
    });
    connect(queue, &JobQueue::modelReady, this, [this] {
        m_loading.clear();
        update();
    });
    connect(queue, &JobQueue::modelFailed, this, &ModelController::failed);
}

void ModelController::start()
{
    load(m_parts.settings.text(SettingKey::Model));
}

void ModelController::use(const QString& id)
{
    m_parts.settings.setValue(SettingKey::Model, id);
    load(id);
}

void ModelController::load(const QString& id)
{
    const ModelRegistry& known = m_parts.queue.registry();
    const bool isKnown =
        std::any_of(known.begin(), known.end(), [&](const ModelEntry& entry) { return entry.id == id; });
    // A model that was removed since it was chosen gives way to the default one.
    m_parts.queue.loadModel(isKnown || known.empty() ? id : known.front().id);
}

void ModelController::failed(const QString& id, const ErrorText& error)
{
    m_loading.clear();
    update();
    QString sentence = error.message();
    if (const auto& held = m_parts.queue.model()) {
        m_parts.settings.setValue(SettingKey::Model, held->id);
        sentence += u' ' + tr("%1 stays in use.").arg(nameOf(held->id));
    } else if (const ModelRegistry& known = m_parts.queue.registry();
               !known.empty() && known.front().id != id) {
        // At the start there is none before: better the default one than none.
        load(known.front().id);
        sentence += u' ' + tr("%1 takes its place.").arg(known.front().name);
    }
    m_parts.notices.say(NoticeBar::Kind::Error, sentence, tr("Try Again"), [this, id] { use(id); });
}

void ModelController::shelfChanged()
{
    m_parts.queue.setRegistry(registry());
    rebuildMenu();
    const auto& held = m_parts.queue.model();
    const QString chosen = m_loading.isEmpty() && held ? held->id : m_loading;
    const ModelRegistry& known = m_parts.queue.registry();
    const bool gone =
        !chosen.isEmpty() && std::none_of(known.begin(), known.end(),
                                          [&chosen](const ModelEntry& entry) { return entry.id == chosen; });
    if (gone && !known.empty())
        use(known.front().id);
}

void ModelController::rebuildMenu()
{
    for (QAction* action : m_actions->actions())
        delete action;
    QAction* before = m_parts.menu.actions().value(0);
    for (const ModelEntry& entry : m_parts.queue.registry()) {
        auto* choice = new QAction(QString(entry.name).replace(u'&', QStringLiteral("&&")), m_actions);
        choice->setCheckable(true);
        choice->setToolTip(entry.description);
        choice->setStatusTip(entry.description);
        choice->setData(entry.id);
        m_parts.menu.insertAction(before, choice);
        connect(choice, &QAction::triggered, this, [this, id = entry.id] { use(id); });
    }
    update();
}

QString ModelController::nameOf(const QString& id) const
{
    for (const ModelEntry& entry : m_parts.queue.registry()) {
        if (entry.id == id)
            return entry.name;
    }
    return m_parts.queue.model() ? m_parts.queue.model()->name : QString();
}

void ModelController::update(std::optional<double> loading)
{
    const auto& held = m_parts.queue.model();
    for (QAction* choice : m_actions->actions())
        choice->setChecked(held && choice->data().toString() == held->id);
    if (m_models)
        m_models->setInUse(held ? held->id : QString(), m_loading);
    if (!m_loading.isEmpty() || loading) {
        m_parts.bar.setModelName(loading.value_or(0) > 0
                                     ? tr("Loading the model… %1 %").arg(std::lround(*loading * 100))
                                     : tr("Loading the model…"));
        return;
    }
    m_parts.bar.setModelName(held ? nameOf(held->id) : tr("No model"));
}

void ModelController::retranslate()
{
    update();
}

void ModelController::showWindow()
{
    if (!m_models) {
        m_models =
            new ModelsWindow(m_parts.shelf, m_parts.dialogs, !m_sources.tokenizer.isEmpty(), &m_parts.window);
        m_models->setObjectName(QStringLiteral("modelsWindow"));
        m_models->setBuiltIn(m_sources.builtIn);
        connect(m_models, &ModelsWindow::useRequested, this, &ModelController::use);
        update();
        if (m_parts.queue.model())
            m_models->select(m_parts.queue.model()->id);
    }
    m_models->show();
    m_models->raise();
    m_models->activateWindow();
}

} // namespace focal
