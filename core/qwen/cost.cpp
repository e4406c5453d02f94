#include "core/qwen/cost.h"

#include "core/nn/threads.h"
#include "core/weights/memoryplan.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

struct CostTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::QwenCost)
};

double parameters(const TensorSet& tensors)
{
    double sum = 0;
    for (const StoredTensor& tensor : tensors.tensors()) {
        double count = 1;
        for (const qint64 side : tensor.shape)
            count *= double(side);
        sum += count;
    }
    return sum;
}

} // namespace

qint64 workingBytes(const QwenModelParts& parts)
{
    const double scale = std::min(1.0, parameters(parts.tensors(ModelPart::Transformer)) / 1e9);
    return qint64(double(publishedWorkingBytes) * scale);
}

CostEstimate estimateCost(const QwenModelParts& parts, const QwenEditSettings& settings,
                          std::size_t references)
{
    constexpr double tokensOfPicture = 4096; // 1024 x 1024 in tokens of 16 x 16
    constexpr double tokensOfText = 250;
    constexpr double productsPerSecond = 1.5e11; // a core's, bfloat16
    constexpr double modulationShare = 1.0 / 3; // of the transformer's weights: one row each, not one a token
    const double transformer = parameters(parts.tensors(ModelPart::Transformer));
    const double area = settings.size ? double(settings.size->area()) / (1024.0 * 1024.0) : 1;
    const double tokens = tokensOfPicture * (area + 1 + double(references)) + tokensOfText;
    const double passes = settings.steps * (settings.guidance > 1 ? 2 : 1);

    const MemoryPlan plan = parts.memoryPlan(settings.type(), workingBytes(parts));
    CostEstimate cost;
    // No GPU's rate is known beforehand: there the first blocks tell how long the rest takes.
    if (!plan.usesGpu)
        cost.seconds = 2 * transformer * (1 - modulationShare) * tokens * passes /
                       (productsPerSecond * availableThreads());
    cost.peakBytes = plan.peakBytes;
    cost.fits = plan.fits();
    if (cost.fits && !plan.usesGpu)
        cost.words = CostTexts::tr("about %1 min. %2")
                         .arg(std::max(0.1, std::round(cost.seconds / 6) / 10))
                         .arg(plan.words);
    else
        cost.words = plan.words;
    return cost;
}

} // namespace focal
