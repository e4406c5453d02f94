#include "ui/window/editcontroller.h"

#include "core/plan/followup.h"
#include "core/plan/planner.h"
#include "ui/canvas/canvasview.h"
#include "ui/panels/adjustpanel.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/lookedatpanel.h"
#include "ui/panels/queueview.h"
#include "ui/panels/turnspanel.h"
#include "ui/window/turnpresenter.h"

#include <QApplication>
#include <QClipboard>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int PrepareDelayMs = 200;
/// Below this many seconds, time left is noise.
constexpr double WorthSayingSeconds = 3;

} // namespace

EditController::EditController(JobQueue& queue, const Views& views, QObject* parent)
    : QObject(parent), m_queue(queue), m_views(views), m_presenter(std::make_unique<TurnPresenter>(views))
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

void EditController::connectQueue()
{
    connect(&m_queue, &JobQueue::finished, this, &EditController::jobFinished);
    connect(&m_queue, &JobQueue::failed, this, &EditController::jobFailed);
    connect(&m_queue, &JobQueue::cancelled, this, &EditController::jobCancelled);
    connect(&m_queue, &JobQueue::progressed, this, &EditController::jobProgressed);
    connect(&m_queue, &JobQueue::previewed, this, [this](JobId id, const Preview& preview) {
        if (isShownInQueue(id))
            m_views.canvas->setPreview(preview);
    });
    connect(&m_queue, &JobQueue::queueChanged, this, &EditController::updateQueueViews);
    connect(&m_queue, &JobQueue::modelReady, this, [this] { m_prepareSoon.start(); });
}

void EditController::setPicture(const Picture& picture, const QString& path, const QString& name)
{
    m_pending.clear(); // What the old conversation's jobs still say is for nobody.
    m_queue.cancelAll();
    m_regionUsedBy.reset();
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
    const Plan plan =
        planInstruction(instruction, {!m_views.canvas->region().isEmpty(), planOf(m_document->current())});
    if (plan.edits.size() == 1 && goBack(plan.edits.front()))
        return;
    if (plan.edits.size() == 1 && correctTarget(plan.edits.front()))
        return;
    EditRequest request;
    request.instruction = instruction;
    enqueueNew(std::move(request), std::nullopt);
}

std::optional<Plan> EditController::planOf(TurnId turn) const
{
    const Turn& made = m_document->turn(turn);
    return made.isRoot() || made.result.plan.edits.empty() ? std::nullopt : std::optional(made.result.plan);
}

/// "Undo that". @return whether @p edit says so and there is something to go back to
bool EditController::goBack(const PlannedEdit& edit)
{
    const auto* value = std::get_if<UndoValue>(&edit.value);
    if (edit.operation != Operation::Undo || !value || !m_document->canUndo())
        return false;
    if (value->all)
        goTo(m_document->root());
    for (int step = 0; step < value->steps && m_document->canUndo(); ++step)
        m_document->undo();
    return true;
}

/// "No, the other one": the turn is made again for the thing that is meant.
/// @return whether @p edit says so, and which thing
bool EditController::correctTarget(const PlannedEdit& edit)
{
    const TurnId turn = m_document->current();
    const std::optional<Plan> before = planOf(turn);
    if (edit.operation != Operation::Correct || !before)
        return false;
    const std::optional<Plan> plan = correctedPlan(edit, *before);
    EditRequest request = m_document->requestOf(turn);
    useRegion(request);
    if (!plan && request.region.isEmpty())
        return false; // Only a click could tell which.
    request.plan = plan ? plan : before;
    request.found.release();
    request.settings = {};
    enqueueRevision(turn, std::move(request), Purpose::Revision, true);
    m_views.canvas->clearRegion();
    return true;
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

void EditController::enqueueRevision(TurnId turn, EditRequest request, Purpose purpose, bool stopRunning)
{
    JobOptions options;
    options.title = request.instruction;
    options.replaces = quint64(m_document->versions(turn).front());
    options.stopRunning = stopRunning;
    auto id = std::make_shared<JobId>();
    options.complete = [this, id](EditRequest&) {
        if (const auto job = m_pending.find(*id); job != m_pending.end())
            job->second.started = true;
    };
    Pending pending{purpose, *m_document->turn(turn).parent, turn, false, request};
    *id = m_queue.enqueue(std::move(request), std::move(options));
    m_pending[*id] = std::move(pending);
    updateQueueViews();
}

void EditController::adjusted(const OperatorSettings& settings, bool last)
{
    if (!m_document || m_document->turn(m_document->current()).isRoot())
        return;
    const TurnId turn = m_document->current();
    EditRequest request = m_document->requestOf(turn);
    const StoredResult& before = m_document->turn(turn).result;
    request.plan = before.plan;           // Nothing is read or searched again.
    request.found = before.found.toMat(); //
    request.settings = settings;
    enqueueRevision(turn, std::move(request), last ? Purpose::Revision : Purpose::Live, last);
}

void EditController::planCorrected(const Plan& plan)
{
    if (!m_document)
        return;
    if (const auto answer = m_presenter->shownAnswer()) {
        EditRequest request = m_document->requestOf(*answer);
        request.plan = plan;
        enqueueNew(std::move(request), m_document->answer(*answer).at);
        return;
    }
    const TurnId turn = m_document->current();
    if (m_document->turn(turn).isRoot())
        return;
    EditRequest request = m_document->requestOf(turn);
    const StoredResult& before = m_document->turn(turn).result;
    const bool sameTarget = !before.plan.edits.empty() && !plan.edits.empty() &&
                            before.plan.edits.front().target == plan.edits.front().target;
    request.plan = plan;
    request.found = sameTarget ? before.found.toMat() : cv::Mat();
    request.settings = {};
    enqueueRevision(turn, std::move(request), Purpose::Revision, true);
}

void EditController::candidateChosen(AnswerId id, int index)
{
    if (!m_document)
        return;
    const Answer& answer = m_document->answer(id);
    if (index < 0 || index >= int(answer.result.candidates.size()))
        return;
    EditRequest request = m_document->requestOf(id);
    request.region.clicks.push_back(answer.result.candidates[size_t(index)].peak);
    goTo(answer.at);
    enqueueNew(std::move(request), answer.at);
}

void EditController::tryAgain(AnswerId id)
{
    if (!m_document)
        return;
    const TurnId at = m_document->answer(id).at;
    goTo(at);
    enqueueNew(m_document->requestOf(id), at);
}

void EditController::jobFinished(JobId id, const EditResult& result)
{
    const auto found = m_pending.find(id);
    if (found == m_pending.end() || !m_document)
        return;
    const Pending job = std::move(found->second);
    m_pending.erase(found);
    if (m_pending.empty() || job.purpose == Purpose::NewTurn)
        m_views.canvas->setProgress(std::nullopt);

    if (job.purpose == Purpose::Live) {
        const auto versions = m_document->versions(job.turn);
        if (std::find(versions.begin(), versions.end(), m_document->current()) != versions.end())
            m_presenter->showLive(result);
        return;
    }
    if (job.purpose == Purpose::Revision) {
        const TurnId before = m_document->current();
        const auto added = m_document->revise(job.turn, job.request, withSearchOf(job, result));
        // Where nothing new came of it, the canvas may still show what was tried on the way.
        if (m_document->current() == before)
            m_presenter->showCurrent(m_document.get());
        if (const auto* answer = std::get_if<AnswerId>(&added))
            m_presenter->showAnswer(*m_document, *answer);
    } else {
        const auto added = m_document->addTurn(job.at, job.request, result);
        if (const auto* answer = std::get_if<AnswerId>(&added))
            m_presenter->showAnswer(*m_document, *answer);
        regionServed(id, std::holds_alternative<TurnId>(added));
    }
    Q_EMIT
    stateChanged();
}

EditResult EditController::withSearchOf(const Pending& job, EditResult result) const
{
    // Other values on the region found before: how it was found is still what the version before says.
    if (job.request.found.empty() || !result.attention.empty())
        return result;
    const StoredResult& searched = m_document->turn(job.turn).result;
    result.attention = searched.attention;
    result.confidence = searched.confidence;
    result.candidates = searched.candidates;
    return result;
}

void EditController::jobFailed(JobId id, const ErrorText& error)
{
    const auto found = m_pending.find(id);
    if (found == m_pending.end() || !m_document)
        return;
    const Pending job = std::move(found->second);
    m_pending.erase(found);
    m_views.canvas->setProgress(std::nullopt);
    regionServed(id, false);
    m_document->addFailure(job.at, job.request, {error.what, error.why, error.remedy});
    if (job.purpose != Purpose::NewTurn)
        m_presenter->showCurrent(m_document.get());
    Q_EMIT
    stateChanged();
}

void EditController::jobCancelled(JobId id)
{
    const auto found = m_pending.find(id);
    if (found == m_pending.end() || !m_document)
        return;
    const Pending job = std::move(found->second);
    m_pending.erase(found);
    m_views.canvas->setProgress(std::nullopt);
    regionServed(id, false);
    // What never began, and values passed over by a slider, are not worth a line in the conversation.
    if (job.purpose == Purpose::NewTurn && job.started)
        m_document->addCancelled(job.at, job.request);
    Q_EMIT
    stateChanged();
}

void EditController::jobProgressed(JobId id, const Progress& progress)
{
    const auto running = m_queue.running();
    if (!isShownInQueue(id) || !running)
        return;
    m_views.canvas->setProgress(CanvasProgress{
        .where = progress.where, .fraction = progress.fraction, .text = progressText(*running)});
    m_views.turns->setJobProgress(quint64(id), progress.fraction, progress.stage);
    m_views.queue->setProgress(quint64(id), progress.fraction, progress.stage);
}

QString EditController::progressText(const JobInfo& job) const
{
    QString stage = stageText(job.progress.stage);
    const double left = job.cost.seconds - job.secondsRunning;
    if (job.cost.seconds < WorthSayingSeconds || left < 1)
        return stage;
    return tr("%1, %n s left", nullptr, int(std::lround(left))).arg(stage);
}

bool EditController::isShownInQueue(JobId id) const
{
    const auto job = m_pending.find(id);
    return job != m_pending.end() && job->second.purpose == Purpose::NewTurn;
}

void EditController::updateQueueViews()
{
    std::vector<QueueItem> items;
    for (const JobInfo& job : m_queue.jobs()) {
        if (!isShownInQueue(job.id))
            continue;
        QueueItem item;
        item.id = quint64(job.id);
        item.title = job.title;
        item.running = job.state == JobInfo::State::Running;
        item.fraction = job.progress.fraction;
        item.stage = job.progress.stage;
        item.waitsForModel = job.waitsForModel;
        item.parent = m_pending.at(job.id).at;
        items.push_back(std::move(item));
    }
    m_views.turns->setJobs(items);
    m_views.queue->setItems(items);
    m_views.queue->setVisible(items.size() > 1); // One alone stands in the conversation.
    m_views.bar->setRunning(!items.empty());
    if (items.empty())
        m_views.canvas->setProgress(std::nullopt);
    Q_EMIT
    stateChanged();
}

void EditController::undo()
{
    if (m_document)
        m_document->undo();
}

void EditController::redo()
{
    if (m_document)
        m_document->redo();
}

void EditController::goTo(TurnId id)
{
    if (!m_document)
        return;
    m_document->goTo(id);
    m_presenter->showCurrent(m_document.get());
}

bool EditController::stop()
{
    const auto jobs = m_queue.jobs();
    if (jobs.empty())
        return false;
    m_queue.cancel(jobs.front().id);
    return true;
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
