#include "core/qwen/qwenimageeditmodel.h"

#include "core/base/error.h"
#include "core/edit/nativeresult.h"
#include "core/image/srgb.h"
#include "core/nn/translateexception.h"
#include "core/plan/planner.h"
#include "core/qwen/cost.h"
#include "core/qwen/vlpreprocess.h"

#include <opencv2/imgproc.hpp>

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

struct ModelTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::QwenImageEditModel)
};

/// Pixels a side that the model draws at full detail.
constexpr int fullSide = 1024;

/// What of the picture is sent through the model: all of it, or where a region was given in a large picture,
/// the region with as much around it as the model draws at full detail.
cv::Rect sentPart(const Picture& picture, const Region& region)
{
    const cv::Rect all({0, 0}, picture.size());
    cv::Rect part = region.box.value_or(cv::Rect());
    if (!region.mask.empty())
        part = cv::boundingRect(region.mask);
    if (part.empty() || all.area() <= 2 * fullSide * fullSide)
        return all;
    const cv::Point middle = (part.tl() + part.br()) / 2;
    const int width = std::min(all.width, std::max(fullSide, part.width * 3 / 2));
    const int height = std::min(all.height, std::max(fullSide, part.height * 3 / 2));
    const cv::Point corner(std::clamp(middle.x - width / 2, 0, all.width - width),
                           std::clamp(middle.y - height / 2, 0, all.height - height));
    return {corner, cv::Size(width, height)};
}

/// CV_8UC1 of the part's size: where the region lets it change; empty for everywhere.
cv::Mat limitOf(const Region& region, cv::Rect part)
{
    if (!region.mask.empty())
        return region.mask(part).clone();
    if (!region.box)
        return {};
    cv::Mat limit = cv::Mat::zeros(part.size(), CV_8UC1);
    const cv::Rect inside = (*region.box & part) - part.tl();
    limit(inside) = 255;
    return limit;
}

cv::Mat withAlpha(const cv::Mat& rgb)
{
    cv::Mat rgba;
    cv::cvtColor(rgb, rgba, cv::COLOR_RGB2RGBA);
    return rgba;
}

struct Laid
{
    Picture picture;
    cv::Mat changed;
    cv::Rect bounds;
};

/// The composite of a part, back in the whole picture.
Laid inWhole(const Picture& whole, cv::Rect part, const Composite& composite)
{
    if (part.size() == whole.size())
        return {composite.picture, composite.changed, composite.changedBounds};
    cv::Mat pixels = whole.pixels().clone();
    composite.picture.pixels().copyTo(pixels(part));
    cv::Mat changed = cv::Mat::zeros(whole.size(), CV_8UC1);
    composite.changed.copyTo(changed(part));
    const cv::Rect bounds =
        composite.changedBounds.empty() ? cv::Rect() : composite.changedBounds + part.tl();
    return {whole.withPixels(pixels), changed, bounds};
}

QString messageFor(const NativeResult& result)
{
    if (result.composite.changedBounds.empty())
        return ModelTexts::tr("The model left the picture as it is.");
    if (result.whole)
        return ModelTexts::tr("Drawn. The whole picture changed.");
    const double percent = std::max(0.1, std::round(result.changedShare * 1000) / 10);
    return ModelTexts::tr("Drawn. %1 % of the picture changed; the rest is untouched.").arg(percent);
}

QJsonObject driftJson(const NativeResult& result)
{
    return {{QStringLiteral("scale"), result.drift.scale},
            {QStringLiteral("x"), result.drift.shift.x},
            {QStringLiteral("y"), result.drift.shift.y},
            {QStringLiteral("agreement"), result.drift.agreement}};
}

/// What the sentence means, for the window. What the planner cannot read, the model perhaps can.
Plan planOf(const EditRequest& request)
{
    if (request.plan)
        return *request.plan;
    Plan plan = planInstruction(request.instruction);
    if (plan.edits.empty() || plan.edits.front().operation == Operation::Unclear) {
        PlannedEdit drawn;
        drawn.operation = Operation::Generate;
        drawn.value = GenerateValue{request.instruction};
        plan.edits = {drawn};
    }
    return plan;
}

} // namespace

QwenImageEditModel::QwenImageEditModel(QString id, const QString& folderOrFile, const QString& otherTokenizer)
    : QwenImageEditModel(std::move(id), QwenModelParts(folderOrFile, otherTokenizer))
{
}

QwenImageEditModel::QwenImageEditModel(QString id, const ModelPlaces& places, const QString& otherTokenizer)
    : QwenImageEditModel(std::move(id), QwenModelParts(places, otherTokenizer))
{
}

QwenImageEditModel::QwenImageEditModel(QString id, QwenModelParts parts) : m_parts(std::move(parts))
{
    m_info.id = std::move(id);
    m_info.name = familyName(m_parts.family());
    m_info.version = QStringLiteral("1");
    m_info.description = ModelTexts::tr("Draws what the instruction asks for, with the published weights.");
    m_info.weightsHash = m_parts.identity();
    m_info.generative = true;
    m_info.usesReferences = m_parts.promptStyle() == PromptStyle::EditPlus;
    m_info.usesSteps = true;
}

CostEstimate QwenImageEditModel::estimate(const EditRequest& request) const
{
    const QwenEditSettings settings =
        QwenEditSettings::from(request, int(m_parts.transformerConfig().layers));
    return estimateCost(m_parts, settings, request.references.size());
}

EditResult QwenImageEditModel::edit(const EditRequest& request, Job& job)
{
    return withTranslatedErrors([&] {
        EditRequest planned = request;
        planned.plan = planOf(request);
        const QwenEditSettings settings =
            QwenEditSettings::from(planned, int(m_parts.transformerConfig().layers));
        const std::size_t most = m_info.usesReferences ? QwenPrompt::maxPictures : 1;
        if (request.references.size() + 1 > most)
            throw UserError(
                ErrorKind::BadUsage, ModelTexts::tr("These are too many pictures."),
                ModelTexts::tr("%1 takes %2 with the one being edited.").arg(m_info.name).arg(most));
        const cv::Rect part = sentPart(request.picture, request.region);
        const Picture sent = request.picture.withPixels(request.picture.pixels()(part).clone());
        EditRunInput input;
        input.pictures.push_back(modelPixels(sent));
        for (const Picture& reference : request.references)
            input.pictures.push_back(modelPixels(reference));
        input.instruction =
            planned.plan->standalone.isEmpty() ? request.instruction : planned.plan->standalone;
        input.seed = request.seed;
        input.offset = part.tl();
        EditRunResult run = runEdit(m_parts, settings, input, m_kept, job);

        job.enter(QStringLiteral("composite"), 0.98, part);
        const NativeResult native = toNative(sent, fromSrgb(withAlpha(run.drawn), sent.metadata().iccProfile),
                                             settings.extent, limitOf(request.region, part), job.token());
        Laid laid = inWhole(request.picture, part, native.composite);
        EditResult result;
        result.outcome = Outcome::Done;
        result.message = messageFor(native);
        result.picture = laid.picture;
        result.changed = laid.changed;
        result.found = laid.changed;
        result.changedBounds = laid.bounds;
        result.plan = *planned.plan;
        result.attention = std::move(run.attention);
        result.confidence = 1;
        result.timings = job.finish();
        QJsonObject details = settings.toJson();
        details.insert(QStringLiteral("sizes"), run.sizes);
        details.insert(QStringLiteral("weights"), run.weights);
        details.insert(QStringLiteral("drift"), driftJson(native));
        details.insert(QStringLiteral("whole"), native.whole);
        result.provenance = {m_info.id,          m_info.version,
                             m_info.weightsHash, QStringLiteral("Focal " FOCAL_VERSION),
                             request.seed,       details};
        return result;
    });
}

GroundResult QwenImageEditModel::ground(const Picture&, const QString&, const Region&, Job&)
{
    throw UserError(ErrorKind::CannotDo,
                    ModelTexts::tr("%1 draws; it does not point at things.").arg(m_info.name), {},
                    ModelTexts::tr("Choose Focal Compact for that."));
}

void QwenImageEditModel::prepare(const Picture&, Job&) {}

} // namespace focal
