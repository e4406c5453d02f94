#include "core/compact/compactmodel.h"

#include "core/compact/answers.h"
#include "core/compact/coloredparts.h"
#include "core/compact/cost.h"
#include "core/compact/editneeds.h"
#include "core/compact/editoperations.h"
#include "core/compact/networks.h"
#include "core/compact/place.h"
#include "core/compact/placepicture.h"
#include "core/compact/prompts.h"
#include "core/compact/readtexts.h"
#include "core/compact/refusal.h"
#include "core/compact/region.h"
#include "core/compact/reshape.h"
#include "core/compact/runframe.h"
#include "core/compact/runtext.h"
#include "core/compact/stages.h"
#include "core/compact/synonyms.h"
#include "core/compact/wearer.h"
#include "core/compact/weightshash.h"
#include "core/edit/composite.h"
#include "core/image/operators/typicalcolor.h"
#include "core/nn/translateexception.h"
#include "core/plan/planner.h"
#include "core/weights/safetensors.h"

#include <opencv2/imgproc.hpp>

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <future>

namespace focal {

namespace {

constexpr int defaultPatches = regionLongSide;
constexpr int fewestPatches = 8;
constexpr int mostPatches = 64;

QString description()
{
    return QCoreApplication::translate(
        "focal::CompactModel",
        "Finds what you name and recolours, patterns, removes or adjusts it; changes "
        "backgrounds and looks, text and placed pictures, and crops, turns and mirrors. "
        "Runs on any machine; draws nothing new.");
}

QString modelName()
{
    return QStringLiteral("Focal Compact");
}

int patchesOf(const QJsonObject& settings)
{
    const QJsonValue value = settings.value(QStringLiteral("patches"));
    if (value.isUndefined())
        return defaultPatches;
    const int patches = value.toInt(-1);
    if (patches < fewestPatches || patches > mostPatches)
        throw UserError(ErrorKind::BadUsage,
                        QCoreApplication::translate("focal::CompactModel",
                                                    "The model setting “patches” must be a whole "
                                                    "number from %1 to %2.")
                            .arg(fewestPatches)
                            .arg(mostPatches));
    return patches;
}

PlanContext contextOf(const EditRequest& request)
{
    return {pointsAtSomething(request.region), request.before};
}

/// Where the spans of @p phrase stand in the instruction; nothing where it was not said in these words.
std::optional<int> placeInInstruction(const QString& instruction, const PlannedEdit& edit)
{
    if (edit.target.isEmpty())
        return std::nullopt;
    if (instruction.mid(edit.targetSpan.start, edit.targetSpan.length) == edit.target)
        return edit.targetSpan.start;
    const qsizetype at = instruction.indexOf(edit.target, 0, Qt::CaseInsensitive);
    return at < 0 ? std::nullopt : std::optional(int(at));
}

class CompactModel final : public EditModel
{
public:
    CompactModel(const CompactModelPaths& paths, Job& job);

    void setWeightsHash(const QString& hash) { m_info.weightsHash = hash; }

    const ModelInfo& info() const override { return m_info; }
    CostEstimate estimate(const EditRequest& request) const override;
    EditResult edit(const EditRequest& request, Job& job) override;
    GroundResult ground(const Picture& picture, const QString& phrase, const Region& region,
                        Job& job) override;
    void prepare(const Picture& picture, Job& job) override;

private:
    ModelInfo m_info;
    Networks m_networks;
    ReadPictures m_read;
    ReadTexts m_texts;
    CompactCost m_cost;

    const ReadPicture& readPicture(const Picture& picture, int patches, Job& job);
    /// What the caller knows better than the phrase's own words.
    struct Overruled
    {
        std::optional<PhraseView::Kind> kind;
        std::optional<PhraseView::Number> number;
    };
    GroundResult search(const Picture& picture, const QString& phrase, const Region& region, int patches,
                        Job& job, const Overruled& overruled);
    GroundResult search(const Picture& picture, const QString& phrase, const Region& region, int patches,
                        Job& job)
    {
        return search(picture, phrase, region, patches, job, {});
    }
    GroundResult searchWearer(const Picture& picture, const QString& phrase, const WearerPhrase& said,
                              const Region& region, int patches, Job& job);
    /// The region that @p edit changes, or why there is none (outcome other than Done, message).
    GroundResult regionOf(const Picture& picture, const PlannedEdit& edit, const EditRequest& request,
                          Job& job);
    EditResult run(const EditRequest& request, Job& job);
    bool runOne(const EditRequest& request, PlannedEdit& edit, EditResult& result, Job& job);
    /// What came of one edit.
    struct Ran
    {
        OperatorSettings used;
        bool nothingDiffers = false;
    };
    std::optional<Ran> changePixels(const EditRequest& request, const PlannedEdit& edit,
                                    const GroundResult& region, EditResult& result, Job& job);
    bool measureColor(const EditRequest& request, PlannedEdit& edit, EditResult& result, Job& job);
};

CompactModel::CompactModel(const CompactModelPaths& paths, Job& job) : m_networks(paths, job.token())
{
    m_info.id = QStringLiteral("compact");
    m_info.name = modelName();
    m_info.version = SafetensorsFile(paths.grounding).metadata().value(QStringLiteral("version"));
    m_info.description = description();
    m_info.usesReferences = true;
    // The first run of each product makes its kernel, which costs more than the product: better here than in
    // the first edit. It also tells how fast this machine is.
    const Picture blank = Picture::fromMat(cv::Mat(224, 224, CV_8UC4, cv::Scalar::all(255)));
    for (int run = 0; run < 2; ++run) {
        QElapsedTimer clock;
        clock.start();
        const ReadPicture read = m_networks.read(blank, fewestPatches * 2, job.token());
        m_networks.search(read, QStringLiteral("dog"), searchPhrase(QStringLiteral("dog")), {}, job.token());
        if (run > 0)
            m_cost.learnReading(read.features.geometry.grid.area(), double(clock.nsecsElapsed()) * 1e-9);
    }
}

CostEstimate CompactModel::estimate(const EditRequest& request) const
{
    if (request.picture.isNull())
        throw LogicError(QStringLiteral("An estimate without a picture"));
    const Plan plan = request.plan ? *request.plan : planInstruction(request.instruction, contextOf(request));
    const Operation operation = plan.edits.empty() ? Operation::Unclear : plan.edits.front().operation;
    const bool reads = request.found.empty() && !isTheAnswer(request.region);
    const int patches = patchesOf(request.modelSettings);
    const cv::Size grid = ModelGeometry::fit(request.picture.size(), patches).grid;
    return m_cost.estimate(request.picture, operation,
                           reads && !m_read.knows(request.picture, patches) ? grid.area() : 0);
}

const ReadPicture& CompactModel::readPicture(const Picture& picture, int patches, Job& job)
{
    if (const ReadPicture* known = m_read.find(picture, patches))
        return *known;
    QElapsedTimer clock;
    clock.start();
    ReadPicture read = m_networks.read(picture, patches, job.token());
    m_cost.learnReading(read.features.geometry.grid.area(), double(clock.nsecsElapsed()) * 1e-9);
    return m_read.add(picture, patches, std::move(read));
}

/// People who are told apart by what they wear: the clothes choose among all that there are.
GroundResult CompactModel::searchWearer(const Picture& picture, const QString& phrase,
                                        const WearerPhrase& said, const Region& region, int patches, Job& job)
{
    const auto part = [&](TextSpan span) { return phrase.mid(span.start, span.length); };
    QString wears = part(said.wears);
    const bool colorOnly = !colorOfThing(wears) && colorOfThing(wears + QStringLiteral("衣服"));
    GroundResult clothes =
        search(picture, colorOnly ? wears + QStringLiteral("衣服") : wears, region, patches, job);
    GroundResult people =
        search(picture, part(said.who), region, patches, job, {{}, PhraseView::Number::All});
    const auto moved = [](std::vector<AttentionMap>& maps, int by) {
        for (AttentionMap& map : maps)
            map.span.start += by;
    };
    moved(clothes.attention, said.wears.start);
    moved(people.attention, said.who.start);
    GroundResult result = clothes;
    result.attention.insert(result.attention.end(), people.attention.begin(), people.attention.end());
    if (cv::countNonZero(clothes.mask) == 0 || cv::countNonZero(people.mask) == 0)
        return result;
    result.mask = wearersOf(people.mask, clothes.mask);
    result.box = cv::boundingRect(result.mask > 127);
    result.confidence = std::min(clothes.confidence, people.confidence);
    return result;
}

GroundResult CompactModel::search(const Picture& picture, const QString& phrase, const Region& region,
                                  int patches, Job& job, const Overruled& overruled)
{
    if (const auto wearer = wearerOf(phrase); wearer && !overruled.number && region.clicks.empty())
        return searchWearer(picture, phrase, *wearer, region, patches, job);
    job.enter(stageFeatures(), 0.05);
    const ReadPicture& read = readPicture(picture, patches, job);

    job.enter(stageSearch(), 0.4);
    const SearchPhrase searched = searchPhrase(phrase);
    PhraseView words;
    words.kind =
        overruled.kind.value_or(namesBackground(phrase) ? PhraseView::Kind::Background : searched.kind);
    words.number = overruled.number.value_or(searched.number);
    words.known = searched.known;
    words.singular = searched.singular;
    words.place = placeSaid(phrase);
    const bool pointedAt = words.kind == PhraseView::Kind::Nothing;
    const std::vector<Grounding::Prompt> pointed = promptsOf(region, read.features.geometry);
    SearchResult found = m_networks.search(read, phrase, searched, pointed, job.token());
    if (found.alignment.empty() && words.kind == PhraseView::Kind::Thing)
        return {cv::Mat::zeros(picture.size(), CV_8UC1), {}, 0, {}, {}};
    words.alignment = found.alignment;
    words.attention = found.attention;
    words.maskLogits = found.maskLogits;
    if (!found.alignment.empty())
        words.presence = found.presence;
    if (words.kind == PhraseView::Kind::Thing)
        words.detected = secondOpinion(read, searched);

    job.enter(stageRefine(), 0.5);
    if (pointedAt && !pointsAtSomething(region))
        return {cv::Mat::zeros(picture.size(), CV_8UC1), {}, 0, {}, {}};
    const PictureView view = m_networks.viewOf(read, job.token());
    GroundResult result = findRegion(picture, view, words, region, job.token());
    const std::optional<Rgb> color = region.clicks.empty() ? colorOfThing(phrase) : std::nullopt;
    if (color && words.kind == PhraseView::Kind::Thing && !result.mask.empty())
        result.mask = onlyColored(picture, result.mask, *color, job.token());
    // What the user drew or excluded is left as it is.
    const bool free = region.clicks.empty() && region.notHere.empty() && region.mask.empty() && !region.box;
    if (free && !result.box.empty()) {
        const std::vector<cv::Rect2d> seen =
            words.detected ? words.detected->boxes : std::vector<cv::Rect2d>();
        if (words.kind == PhraseView::Kind::Thing)
            result.mask = cutOutThings(picture, result.mask, view.cutOut, job.token(), Fit::Alike, seen);
        else if (words.kind == PhraseView::Kind::Background)
            result.mask = ~cutOutThings(picture, ~result.mask, view.cutOut, job.token(), Fit::Holds);
    }
    result.box = cv::boundingRect(result.mask > 127);
    result.attention = std::move(found.maps);
    return result;
}

GroundResult CompactModel::regionOf(const Picture& picture, const PlannedEdit& edit,
                                    const EditRequest& request, Job& job)
{
    if (!request.found.empty())
        return {request.found, cv::boundingRect(request.found > 127), 1, {}, {}};
    if (isTheAnswer(request.region))
        return {request.region.mask, cv::boundingRect(request.region.mask > 127), 1, {}, {}};
    const int patches = patchesOf(request.modelSettings);
    const bool behind = edit.target.isEmpty() || namesBackground(edit.target);
    GroundResult result;
    if (edit.operation == Operation::Background && !behind) {
        // A plan may say what the background is behind of.
        result = search(picture, edit.target, request.region, patches, job);
        if (result.confidence >= leastConfidence) {
            result.mask = ~result.mask;
            result.box = cv::boundingRect(result.mask > 127);
        }
    } else if (edit.operation == Operation::Background) {
        result =
            search(picture, edit.target, request.region, patches, job, {PhraseView::Kind::Background, {}});
    } else {
        result = search(picture, edit.target, request.region, patches, job);
    }
    const std::optional<int> place = placeInInstruction(request.instruction, edit);
    for (AttentionMap& map : result.attention)
        map.span = place ? TextSpan{map.span.start + *place, map.span.length} : TextSpan{};
    return result;
}

/// Takes the colour of "the same red as the hat" from the hat. @return whether it was found
bool CompactModel::measureColor(const EditRequest& request, PlannedEdit& edit, EditResult& result, Job& job)
{
    auto* color = std::get_if<ColorValue>(&edit.value);
    if (!color || color->like.isEmpty() || request.settings.color)
        return true;
    const GroundResult thing = search(result.picture, color->like, {}, patchesOf(request.modelSettings), job);
    const std::optional<Rgb> typical =
        thing.confidence < leastConfidence ? std::nullopt : typicalColor(result.picture.pixels(), thing.mask);
    if (!typical) {
        result.outcome = Outcome::NotFound;
        result.confidence = thing.confidence;
        result.message = answers::colorNotFound(color->like);
        return false;
    }
    color->color = *typical;
    result.confidence = std::min(result.confidence, thing.confidence);
    return true;
}

/// Runs one edit on what those before it made. @p request holds what of the user's belongs to this edit.
/// @return whether the next edit of the plan may follow
bool CompactModel::runOne(const EditRequest& request, PlannedEdit& edit, EditResult& result, Job& job)
{
    if (isTextEdit(request, edit))
        return runTextEdit(request, edit, m_texts, result, job);
    if (refused(request, edit, result) || !measureColor(request, edit, result, job))
        return false;
    GroundResult region;
    region.confidence = 1;
    if (needsRegion(request, edit)) {
        region = regionOf(result.picture, withSearchedTarget(edit), request, job);
        std::move(region.attention.begin(), region.attention.end(), std::back_inserter(result.attention));
        result.candidates = region.candidates;
        if (region.confidence < leastConfidence || region.box.empty()) {
            result.outcome = Outcome::NotFound;
            result.confidence = region.confidence;
            result.message = answers::notFound(withSearchedTarget(edit).target, !region.candidates.empty());
            return false;
        }
        if (region.ambiguous) {
            result.outcome = Outcome::Unclear;
            result.confidence = region.confidence;
            result.message = answers::whichOne(withSearchedTarget(edit).target, region.candidates.size());
            return false;
        }
        job.preview({region.mask, {}, cv::Rect({}, result.picture.size())});
    }
    const bool first = &edit == &result.plan.edits.front();
    if (first)
        result.found = region.mask;
    result.confidence = std::min(result.confidence, region.confidence);
    std::optional<Ran> ran;
    if (!reshapes(edit.operation))
        ran = changePixels(request, edit, region, result, job);
    else if (const std::optional<bool> differs = runFrameEdit(edit, region.box, result, job))
        ran = Ran{{}, !*differs};
    if (!ran)
        return false;
    if (first)
        result.settings = ran->used;
    result.outcome = Outcome::Done;
    const QString said = answers::done(edit, ran->used, region.confidence, ran->nothingDiffers);
    result.message += result.message.isEmpty() ? said : u' ' + said;
    return true;
}

std::optional<CompactModel::Ran> CompactModel::changePixels(const EditRequest& request,
                                                            const PlannedEdit& edit,
                                                            const GroundResult& region, EditResult& result,
                                                            Job& job)
{
    const Picture& picture = result.picture;
    job.enter(stageOperate(), 0.65, region.box);
    OperatedPixels operated;
    if (edit.operation == Operation::Place) {
        PlacedPixels placed =
            placePicture(picture.pixels(), edit, request.references, region.mask, request.seed, job.token());
        operated = {placed.pixels, placed.mask, {}};
    } else {
        operated = operate(picture.pixels(), edit, region.mask, request.settings, request.seed, job.token());
    }
    job.enter(stageComposite(), 0.95, region.box);
    const Composite laid = composite(picture, operated.pixels, operated.mask);
    cv::max(result.changed, laid.changed, result.changed);
    result.changedBounds |= laid.changedBounds;
    result.picture = laid.picture;
    return Ran{operated.used, laid.changedBounds.empty()};
}

EditResult CompactModel::run(const EditRequest& request, Job& job)
{
    if (request.picture.isNull())
        throw LogicError(QStringLiteral("An edit without a picture"));
    if (!request.found.empty() &&
        (request.found.type() != CV_8UC1 || request.found.size() != request.picture.size()))
        throw LogicError(QStringLiteral("The region found before has not the picture's size"));
    job.enter(stagePlan(), 0);
    EditResult result;
    result.plan = request.plan ? *request.plan : planInstruction(request.instruction, contextOf(request));
    if (result.plan.edits.empty())
        throw LogicError(QStringLiteral("A plan without edits"));
    result.picture = request.picture;
    result.changed = cv::Mat::zeros(request.picture.size(), CV_8UC1);
    result.confidence = 1;
    result.provenance = {m_info.id,          m_info.version,
                         m_info.weightsHash, QStringLiteral("Focal " FOCAL_VERSION),
                         request.seed,       request.modelSettings};
    QElapsedTimer clock;
    clock.start();
    bool frameChanged = false;
    for (PlannedEdit& edit : result.plan.edits) {
        const bool first = &edit == &result.plan.edits.front();
        if (!runOne(first ? request : laterRequest(request, edit, frameChanged), edit, result, job)) {
            // All or nothing: a half-done plan is not what was asked for.
            result.picture = request.picture;
            result.changed = cv::Mat::zeros(request.picture.size(), CV_8UC1);
            result.changedBounds = {};
            break;
        }
        frameChanged = frameChanged || reshapes(edit.operation);
    }
    result.timings = job.finish();
    if (!result.plan.standalone.isEmpty())
        result.message = answers::understoodAs(result.plan.standalone, result.message);
    if (result.outcome == Outcome::Done) {
        double reading = 0;
        for (const StageTiming& timing : result.timings)
            if (timing.stage == stageFeatures())
                reading += timing.seconds;
        m_cost.learnEdit(result.plan.edits.front().operation, 1e-6 * double(request.picture.size().area()),
                         double(clock.nsecsElapsed()) * 1e-9 - reading);
    }
    return result;
}

EditResult CompactModel::edit(const EditRequest& request, Job& job)
{
    return withTranslatedErrors([&] { return run(request, job); });
}

GroundResult CompactModel::ground(const Picture& picture, const QString& phrase, const Region& region,
                                  Job& job)
{
    return withTranslatedErrors([&] {
        if (picture.isNull())
            throw LogicError(QStringLiteral("A search without a picture"));
        const QString words = phrase.trimmed();
        if (words.isEmpty() && !pointsAtSomething(region))
            throw UserError(
                ErrorKind::BadUsage,
                QCoreApplication::translate("focal::CompactModel", "There is nothing to look for."), {},
                QCoreApplication::translate("focal::CompactModel", "Name a thing, or point at it."));
        GroundResult result = search(picture, words, region, defaultPatches, job);
        job.finish();
        return result;
    });
}

void CompactModel::prepare(const Picture& picture, Job& job)
{
    withTranslatedErrors([&] {
        job.enter(stageFeatures(), 0);
        readPicture(picture, defaultPatches, job);
        job.finish();
        return true;
    });
}

} // namespace

std::unique_ptr<EditModel> loadCompactModel(const CompactModelPaths& paths, Job& job)
{
    return withTranslatedErrors([&] {
        // Reading and hashing go side by side; both must be right before the model is handed out.
        auto hash = std::async(std::launch::async, [&] { return verifiedWeightsHash(paths, job.token()); });
        auto model = std::make_unique<CompactModel>(paths, job);
        model->setWeightsHash(hash.get());
        return std::unique_ptr<EditModel>(std::move(model));
    });
}

ModelEntry compactModelEntry()
{
    return {QStringLiteral("compact"), modelName(), description(),
            [](Job& job) { return loadCompactModel(findCompactModel(), job); }};
}

} // namespace focal
