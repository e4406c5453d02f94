#include "ui/window/turnpresenter.h"

#include "ui/canvas/canvasview.h"
#include "ui/panels/adjustpanel.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/lookedatpanel.h"

#include <algorithm>
#include <utility>

namespace focal {

namespace {

bool isMarked(const StoredRequest& request)
{
    return !request.region.isEmpty() || !request.regionMask.isEmpty();
}

/// Whether the picture after is turned, mirrored or cut.
bool changesFrame(const Plan& plan)
{
    return std::any_of(plan.edits.begin(), plan.edits.end(), [](const PlannedEdit& edit) {
        return edit.operation == Operation::Crop || edit.operation == Operation::Rotate ||
               edit.operation == Operation::Flip;
    });
}

} // namespace

TurnPresenter::TurnPresenter(const Views& views, QObject* parent) : QObject(parent), m_views(views)
{
    connect(m_views.lookedAt, &LookedAtPanel::heatLayersChanged, this, &TurnPresenter::updateHeat);
    connect(m_views.lookedAt, &LookedAtPanel::opacityChanged, m_views.canvas, &CanvasView::setHeatOpacity);
}

void TurnPresenter::showCurrent(const Document* document)
{
    m_answer.reset();
    m_heatFits = true;
    forgetCandidates();
    if (!document) {
        m_changed.release();
        m_views.canvas->setPicture({});
        m_views.canvas->setBefore({});
        m_views.lookedAt->clear();
        m_views.adjust->clear();
        m_views.bar->setPlan({});
        m_views.bar->setSeconds({});
        updateOutline();
        return;
    }
    const Turn& turn = document->turn(document->current());
    m_views.canvas->setPicture(document->currentPicture());
    m_views.canvas->setBefore(turn.parent ? document->picture(*turn.parent) : Picture());
    m_changed = turn.isRoot() ? cv::Mat() : turn.result.changed.toMat();
    updateOutline();
    if (turn.isRoot()) {
        m_views.lookedAt->clear();
        m_views.adjust->clear();
        m_views.bar->setPlan({});
        m_views.bar->setSeconds({});
        return;
    }
    const TurnId first = document->versions(turn.id).front();
    m_heatFits = !changesFrame(turn.result.plan);
    showLookedAt(turn.request.instruction, turn.result);
    m_views.bar->setSeconds(turn.result.timings.isEmpty() ? std::nullopt
                                                          : std::optional(turn.result.seconds()));
    if (turn.result.plan.edits.empty()) {
        m_views.bar->setPlan({});
        m_views.adjust->clear();
        return;
    }
    m_views.bar->setPlan(turn.result.plan, isMarked(turn.request));
    m_views.adjust->setTurn(turn.result.plan.edits.front(), turn.result.settings,
                            document->turn(first).result.settings);
}

void TurnPresenter::showAnswer(const Document& document, AnswerId id)
{
    const Answer& answer = document.answer(id);
    if (answer.at != document.current())
        return;
    m_answer = id;
    m_views.canvas->setCandidates(answer.result.candidates);
    m_hasCandidates = !answer.result.candidates.empty();
    // The turn is still the one that is seen, and can be adjusted; only what the answer can tell takes its
    // place.
    const bool looked = !answer.result.attention.empty();
    m_heatFits = m_heatFits || looked;
    if (looked)
        showLookedAt(answer.request.instruction, answer.result);
    const Plan& plan = answer.result.plan;
    const bool understood = !plan.edits.empty() && plan.edits.front().operation != Operation::Unclear;
    m_views.bar->setPlan(understood ? std::optional(plan) : std::nullopt, isMarked(answer.request));
}

void TurnPresenter::showLookedAt(const QString& instruction, const StoredResult& result)
{
    LookedAtPanel::Shown shown;
    shown.instruction = instruction;
    shown.attention = result.attention;
    if (!result.attention.empty())
        shown.confidence = result.confidence;
    shown.found = result.outcome != Outcome::NotFound;
    if (!result.plan.edits.empty())
        shown.target = result.plan.edits.front().targetSpan;
    // After an edit the picture is what everyone wants to see first; where nothing came of it, where it
    // looked.
    m_views.lookedAt->setPinTarget(result.outcome != Outcome::Done);
    m_views.lookedAt->setShown(shown);
}

void TurnPresenter::showLive(const EditResult& result)
{
    if (result.outcome == Outcome::Done)
        m_views.canvas->setPicture(result.picture);
}

void TurnPresenter::compareWith(const Document& document, TurnId other)
{
    m_views.canvas->setBefore(document.picture(other));
    m_views.canvas->setDividerVisible(true);
}

bool TurnPresenter::forgetCandidates()
{
    m_views.canvas->setCandidates({});
    return std::exchange(m_hasCandidates, false);
}

void TurnPresenter::setOutlineVisible(bool on)
{
    m_outline = on;
    updateOutline();
}

void TurnPresenter::setHeatVisible(bool on)
{
    m_heat = on;
    updateHeat();
}

void TurnPresenter::updateHeat()
{
    m_views.canvas->setHeatmaps(m_heat && m_heatFits ? m_views.lookedAt->heatLayers()
                                                     : std::vector<HeatLayer>());
}

void TurnPresenter::updateOutline()
{
    m_views.canvas->setChangedRegion(m_outline ? m_changed : cv::Mat());
}

} // namespace focal
