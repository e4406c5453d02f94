#include "ui/window/editcontroller.h"

#include "ui/canvas/canvasview.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/queueview.h"
#include "ui/panels/turnspanel.h"
#include "ui/window/turnpresenter.h"

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

/// Below this many seconds, time left is noise.
constexpr double WorthSayingSeconds = 3;
/// Pixels of the longer side, below which things are only a few of them.
constexpr int SmallPicture = 512;

} // namespace

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
        const auto added = m_document->addTurn(job.at, job.request, withNote(job.request, result));
        if (const auto* answer = std::get_if<AnswerId>(&added)) {
            m_presenter->showAnswer(*m_document, *answer);
            askForReference(*answer);
        }
        regionServed(id, std::holds_alternative<TurnId>(added));
    }
    Q_EMIT
    stateChanged();
}

/// Said with the first turn that looked for a thing, once for a document.
EditResult EditController::withNote(const EditRequest& request, EditResult result)
{
    const cv::Size size = request.picture.size();
    const bool looked = std::any_of(result.plan.edits.begin(), result.plan.edits.end(),
                                    [](const PlannedEdit& edit) { return !edit.target.isEmpty(); });
    if (m_smallNoted || !looked || std::max(size.width, size.height) >= SmallPicture)
        return result;
    m_smallNoted = true;
    const QString note = tr("The picture is small (%1 × %2 pixels), so small things in it may be missed.")
                             .arg(size.width)
                             .arg(size.height);
    result.message = result.message.isEmpty() ? note : result.message + u' ' + note;
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

bool EditController::stop()
{
    const auto jobs = m_queue.jobs();
    if (jobs.empty())
        return false;
    m_queue.cancel(jobs.front().id);
    return true;
}

} // namespace focal
