#include "ui/window/turnpresenter.h"

#include "ui/canvas/canvasview.h"
#include "ui/panels/adjustpanel.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/lookedatpanel.h"

namespace focal {

namespace {

bool looksForSomething(const StoredResult& result)
{
    return !result.attention.empty();
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
    m_views.canvas->setCandidates({});
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
    showFacts(turn.request.instruction, turn.result, true, document->turn(first).result.settings);
}

void TurnPresenter::showAnswer(const Document& document, AnswerId id)
{
    const Answer& answer = document.answer(id);
    if (answer.at != document.current())
        return;
    m_answer = id;
    m_views.canvas->setCandidates(answer.result.candidates);
    showFacts(answer.request.instruction, answer.result, false, {});
}

void TurnPresenter::showFacts(const QString& instruction, const StoredResult& result, bool adjustable,
                              const OperatorSettings& first)
{
    LookedAtPanel::Shown shown;
    shown.instruction = instruction;
    shown.attention = result.attention;
    if (looksForSomething(result))
        shown.confidence = result.confidence;
    const PlannedEdit* edit = result.plan.edits.empty() ? nullptr : &result.plan.edits.front();
    if (edit)
        shown.target = edit->targetSpan;
    m_views.lookedAt->setShown(shown);
    m_views.bar->setPlan(edit ? std::optional(result.plan) : std::nullopt);
    m_views.bar->setSeconds(result.timings.isEmpty() ? std::nullopt : std::optional(result.seconds()));
    if (adjustable && edit)
        m_views.adjust->setTurn(*edit, result.settings, first);
    else
        m_views.adjust->clear();
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
    m_views.canvas->setHeatmaps(m_heat ? m_views.lookedAt->heatLayers() : std::vector<HeatLayer>());
}

void TurnPresenter::updateOutline()
{
    m_views.canvas->setChangedRegion(m_outline ? m_changed : cv::Mat());
}

} // namespace focal
