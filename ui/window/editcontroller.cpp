#include "ui/window/editcontroller.h"

#include "core/plan/planner.h"
#include "ui/canvas/canvasview.h"
#include "ui/panels/adjustpanel.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/lookedatpanel.h"
#include "ui/panels/queueview.h"
#include "ui/panels/referencestrip.h"
#include "ui/panels/turnspanel.h"
#include "ui/settings/modelshelf.h"
#include "ui/window/turnpresenter.h"

#include <QApplication>
#include <QClipboard>

namespace focal {

namespace {

constexpr int PrepareDelayMs = 200;

} // namespace

EditController::EditController(JobQueue& queue, const ModelShelf& shelf, const Views& views, QObject* parent)
    : QObject(parent), m_queue(queue), m_shelf(shelf), m_views(views),
      m_presenter(std::make_unique<TurnPresenter>(views))
{
    // Walking through the history does not start the model at each step.
    m_prepareSoon.setSingleShot(true);
    m_prepareSoon.setInterval(PrepareDelayMs);
    connect(&m_prepareSoon, &QTimer::timeout, this, [this] {
        if (m_document)
            m_queue.prepare(m_document->currentPicture());
    });
    connectPanels();
    connectQueue();
}

EditController::~EditController() = default;

void EditController::connectPanels()
{
    InstructionBar* bar = m_views.bar;
    connect(bar, &InstructionBar::submitted, this, &EditController::submit);
    connect(bar, &InstructionBar::stopRequested, this, &EditController::stop);
    connect(bar, &InstructionBar::planCorrected, this, &EditController::planCorrected);
    connect(bar, &InstructionBar::regionCleared, m_views.canvas, &CanvasView::clearRegion);
    connect(m_views.references, &ReferenceStrip::picturesChanged, this, &EditController::referencesChanged);
    connect(m_views.adjust, &AdjustPanel::settingsChanged, this, &EditController::adjusted);
    connect(m_views.lookedAt, &LookedAtPanel::pointRequested, this, [this] {
        m_views.canvas->setTool(CanvasView::Tool::Click);
        m_views.bar->setTool(InstructionBar::Tool::Click);
        if (m_document && !m_document->turn(m_document->current()).isRoot())
            m_views.bar->setText(m_document->turn(m_document->current()).request.instruction);
    });

    connect(m_views.canvas, &CanvasView::regionChanged, this, [this] {
        m_regionUsedBy.reset(); // It is another one now.
        updateRegionText();
    });
    connect(m_views.canvas, &CanvasView::candidateChosen, this, [this](int index) {
        if (const auto answer = m_presenter->shownAnswer())
            candidateChosen(*answer, index);
    });

    TurnsPanel* turns = m_views.turns;
    connect(turns, &TurnsPanel::turnChosen, this, &EditController::goTo);
    connect(turns, &TurnsPanel::branchRequested, this, [this](TurnId id) {
        goTo(id);
        m_views.bar->focusBox();
    });
    connect(turns, &TurnsPanel::compareRequested, this, [this](TurnId id) {
        if (m_document)
            m_presenter->compareWith(*m_document, id);
    });
    connect(turns, &TurnsPanel::copyRequested, this,
            [](const QString& instruction) { QApplication::clipboard()->setText(instruction); });
    connect(turns, &TurnsPanel::editAgainRequested, this, [this](const QString& instruction) {
        m_views.bar->setText(instruction);
        m_views.bar->focusBox();
    });
    connect(turns, &TurnsPanel::referenceRequested, this, [this](AnswerId id) {
        if (!m_document)
            return;
        goTo(m_document->answer(id).at);
        m_presenter->showAnswer(*m_document, id);
        askForReference(id);
        Q_EMIT
        m_views.references->addRequested();
    });
    connect(turns, &TurnsPanel::tryAgainRequested, this, &EditController::tryAgain);
    connect(turns, &TurnsPanel::pointRequested, this, [this](AnswerId id) {
        if (!m_document)
            return;
        goTo(m_document->answer(id).at);
        m_presenter->showAnswer(*m_document, id);
        m_views.canvas->setTool(CanvasView::Tool::Click);
        m_views.bar->setTool(InstructionBar::Tool::Click);
        m_views.bar->setText(m_document->answer(id).request.instruction);
    });
    connect(turns, &TurnsPanel::candidateHovered, this, [this](AnswerId id, int) {
        if (m_document && m_presenter->shownAnswer() != id)
            m_presenter->showAnswer(*m_document, id);
    });
    connect(turns, &TurnsPanel::candidateChosen, this, &EditController::candidateChosen);
    connect(turns, &TurnsPanel::jobCancelRequested, this, [this](quint64 id) { m_queue.cancel(JobId(id)); });
    connect(m_views.queue, &QueueView::cancelRequested, this,
            [this](quint64 id) { m_queue.cancel(JobId(id)); });
    connect(m_views.queue, &QueueView::moveRequested, this,
            [this](quint64 id, int position) { m_queue.move(JobId(id), position); });
}

void EditController::setPicture(const Picture& picture, const QString& path, const QString& name)
{
    m_pending.clear(); // What the old conversation's jobs still say is for nobody.
    m_queue.cancelAll();
    m_regionUsedBy.reset();
    m_referencesWanted.reset();
    m_rootReferences.clear();
    m_smallNoted = false;
    m_views.references->setWanted(false);
    m_views.references->setPictures({});
    m_views.turns->setDocument(nullptr);
    m_document.reset();
    if (!picture.isNull()) {
        m_document = std::make_unique<Document>(picture, path, name);
        connect(m_document.get(), &Document::currentChanged, this, &EditController::currentChanged);
        connect(m_document.get(), &Document::cleanChanged, this, &EditController::stateChanged);
    }
    m_views.turns->setDocument(m_document.get());
    m_views.bar->setReady(m_document != nullptr);
    m_presenter->showCurrent(m_document.get());
    m_views.canvas->clearRegion();
    m_prepareSoon.start();
    updateQueueViews();
    Q_EMIT
    documentChanged();
}

void EditController::currentChanged()
{
    // A control that is about to go leaves the focus to the box rather than to whatever comes next.
    if (m_views.adjust->isAncestorOf(QApplication::focusWidget()) &&
        m_document->turn(m_document->current()).isRoot())
        m_views.bar->focusBox();
    m_presenter->showCurrent(m_document.get());
    m_prepareSoon.start();
    Q_EMIT
    stateChanged();
}

void EditController::submit(const QString& instruction)
{
    if (!m_document)
        return;
    forgetReferenceWish();
    const Plan plan =
        planInstruction(instruction, {!m_views.canvas->region().isEmpty(), planOf(m_document->current())});
    if (plan.edits.size() == 1 && goBack(plan.edits.front()))
        return;
    if (plan.edits.size() == 1 && correctTarget(plan.edits.front()))
        return;
    EditRequest request;
    request.instruction = instruction;
    request.references = m_views.references->pictures();
    enqueueNew(std::move(request), std::nullopt);
}

std::optional<Plan> EditController::planOf(TurnId turn) const
{
    const Turn& made = m_document->turn(turn);
    return made.isRoot() || made.result.plan.edits.empty() ? std::nullopt : std::optional(made.result.plan);
}

void EditController::enqueueNew(EditRequest request, std::optional<TurnId> at)
{
    useRegion(request);
    const TurnId now = at.value_or(m_document->current());
    request.picture = m_document->picture(now);
    request.before = planOf(now);
    const bool usesRegion = !request.region.isEmpty();
    // The job's own id is only known after enqueue(), which never starts it at once.
    auto id = std::make_shared<JobId>();
    JobOptions options;
    options.title = request.instruction;
    options.complete = [this, id, at](EditRequest& starting) {
        const auto job = m_pending.find(*id);
        if (job == m_pending.end() || !m_document)
            return;
        job->second.started = true;
        useSettings(starting, job->second);
        if (at)
            return;
        // What was said last applies to what the sentences before it have made by now.
        job->second.at = m_document->current();
        starting.picture = m_document->currentPicture();
        starting.before = job->second.request.before = planOf(m_document->current());
        // A crop that was said before leaves nothing where it was pointed at.
        if (!starting.region.mask.empty() && starting.region.mask.size() != starting.picture.size())
            starting.region = job->second.request.region = {};
    };
    Pending pending{Purpose::NewTurn, now, {}, false, request};
    *id = m_queue.enqueue(std::move(request), std::move(options));
    m_pending[*id] = std::move(pending);
    if (usesRegion)
        m_regionUsedBy = *id;
    updateQueueViews();
}

/// What is set for the model that runs it.
void EditController::useSettings(EditRequest& starting, Pending& job) const
{
    if (!m_queue.model())
        return;
    applySettings(m_shelf.settingsOf(m_queue.model()->id), starting, job.purpose != Purpose::NewTurn);
    job.request.seed = starting.seed;
    job.request.steps = starting.steps;
    job.request.modelSettings = starting.modelSettings;
}

void EditController::enqueueRevision(TurnId turn, EditRequest request, Purpose purpose, bool stopRunning)
{
    JobOptions options;
    options.title = request.instruction;
    options.replaces = quint64(m_document->versions(turn).front());
    options.stopRunning = stopRunning;
    auto id = std::make_shared<JobId>();
    options.complete = [this, id](EditRequest& starting) {
        const auto job = m_pending.find(*id);
        if (job == m_pending.end())
            return;
        job->second.started = true;
        useSettings(starting, job->second);
    };
    Pending pending{purpose, *m_document->turn(turn).parent, turn, false, request};
    *id = m_queue.enqueue(std::move(request), std::move(options));
    m_pending[*id] = std::move(pending);
    updateQueueViews();
}

void EditController::undo()
{
    if (!m_document || !m_document->canUndo())
        return;
    m_document->undo();
    showReferences();
}

void EditController::redo()
{
    if (!m_document || !m_document->canRedo())
        return;
    m_document->redo();
    showReferences();
}

void EditController::goTo(TurnId id)
{
    if (!m_document)
        return;
    const bool another = id != m_document->current();
    m_document->goTo(id);
    m_presenter->showCurrent(m_document.get());
    if (another)
        showReferences();
}

void EditController::useRegion(EditRequest& request)
{
    if (m_regionUsedBy) // It serves one edit only, and that one has it.
        return;
    Region region = m_views.canvas->region();
    if (request.region.isEmpty()) {
        request.region = std::move(region);
        return;
    }
    request.region.clicks.insert(request.region.clicks.end(), region.clicks.begin(), region.clicks.end());
    request.region.notHere.insert(request.region.notHere.end(), region.notHere.begin(), region.notHere.end());
}

void EditController::regionServed(JobId id, bool done)
{
    if (m_regionUsedBy != id)
        return;
    m_regionUsedBy.reset(); // Where nothing came of it, it can be used again.
    if (done)
        m_views.canvas->clearRegion();
}

void EditController::updateRegionText()
{
    const Region region = m_views.canvas->region();
    QStringList parts;
    if (!region.mask.empty())
        parts.append(tr("in the painted area"));
    if (region.box)
        parts.append(tr("in the box"));
    if (!region.clicks.empty())
        parts.append(tr("at %n point(s)", nullptr, int(region.clicks.size())));
    if (!region.notHere.empty())
        parts.append(tr("not at %n point(s)", nullptr, int(region.notHere.size())));
    m_views.bar->setRegionText(parts.join(tr(", ", "between parts of a list")));
}

} // namespace focal
