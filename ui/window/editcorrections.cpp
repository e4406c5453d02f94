#include "ui/window/editcontroller.h"

#include "core/plan/followup.h"
#include "ui/canvas/canvasview.h"
#include "ui/panels/plannames.h"
#include "ui/panels/referencestrip.h"
#include "ui/window/turnpresenter.h"

#include <utility>

namespace focal {

/// "Undo that". @return whether @p edit says so and there is something to go back to
bool EditController::goBack(const PlannedEdit& edit)
{
    const auto* value = std::get_if<UndoValue>(&edit.value);
    if (edit.operation != Operation::Undo || !value || !m_document->canUndo())
        return false;
    if (value->all)
        goTo(m_document->root());
    for (int step = 0; step < value->steps && m_document->canUndo(); ++step)
        undo();
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
    request.references = m_views.references->pictures();
    enqueueRevision(turn, std::move(request), Purpose::Revision, true);
    m_views.canvas->clearRegion();
    return true;
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
        request.references = m_views.references->pictures();
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
    request.references = m_views.references->pictures();
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
    const Candidate& candidate = answer.result.candidates[size_t(index)];
    if (candidate.mask.empty()) {
        request.region.clicks.push_back(candidate.peak);
    } else {
        request.region = {};
        request.region.use = Region::Use::Replace;
        request.region.mask = cv::Mat::zeros(m_document->picture(answer.at).size(), CV_8UC1);
        candidate.mask.copyTo(request.region.mask(candidate.box));
    }
    useReferences(answer.at, request);
    goTo(answer.at);
    enqueueNew(std::move(request), answer.at);
}

bool EditController::forgetCandidates()
{
    return m_presenter->forgetCandidates();
}

void EditController::tryAgain(AnswerId id)
{
    if (!m_document)
        return;
    const TurnId at = m_document->answer(id).at;
    EditRequest request = m_document->requestOf(id);
    useReferences(at, request);
    goTo(at);
    enqueueNew(std::move(request), at);
}

/// The strip counts where its turn is the one that is seen.
void EditController::useReferences(TurnId at, EditRequest& request) const
{
    if (at == m_document->current())
        request.references = m_views.references->pictures();
}

/// The references with which the current turn was made; before the first turn, those put there.
void EditController::showReferences()
{
    forgetReferenceWish();
    const Turn& turn = m_document->turn(m_document->current());
    m_views.references->setPictures(turn.isRoot() ? m_rootReferences : turn.request.references);
    Q_EMIT
    referencesShown();
}

/// Something else is said, or shown: nobody waits for a picture any more.
void EditController::forgetReferenceWish()
{
    if (!std::exchange(m_referencesWanted, std::nullopt))
        return;
    m_views.references->setWanted(false);
    Q_EMIT
    referencesShown();
}

/// Where a picture was asked for and is there now, the sentence that asked runs again.
void EditController::referencesChanged()
{
    if (!m_document)
        return;
    if (m_document->turn(m_document->current()).isRoot())
        m_rootReferences = m_views.references->pictures();
    if (!m_referencesWanted || m_presenter->shownAnswer() != m_referencesWanted)
        return;
    const AnswerId answer = *m_referencesWanted;
    if (lacksReference(m_document->answer(answer).result.plan, m_views.references->pictures().size())) {
        m_views.references->setWanted(true);
        return;
    }
    m_referencesWanted.reset();
    tryAgain(answer);
}

/// A sentence speaks of a picture that was not given: the strip offers itself.
void EditController::askForReference(AnswerId id)
{
    const Answer& answer = m_document->answer(id);
    if (answer.kind != Answer::Kind::Unclear ||
        !lacksReference(answer.result.plan, answer.request.references.size()))
        return;
    m_referencesWanted = id;
    m_views.references->setWanted(true);
    Q_EMIT
    referencesShown();
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

} // namespace focal
