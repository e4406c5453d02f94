#include "core/weights/memoryplan.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PlanTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::MemoryPlan)
};

/// The program itself with LibTorch's libraries, and what the system wants to keep free.
constexpr qint64 reserveBytes = 700'000'000;
/// A block that computes, the next one that is being decoded, and the pages of the file that it comes from.
constexpr qint64 blocksInFlight = 3;

struct Layered
{
    qint64 stored = 0;
    qint64 decoded = 0;
    qint64 largest = 0; ///< layer, decoded
    qint64 outer = 0;   ///< decoded
};

struct Way
{
    Placement placement = Placement::DoesNotFit;
    qint64 bytes = 0;    ///< of the machine's memory
    qint64 gpuBytes = 0; ///< of the GPU's
};

bool isCompressed(const Layered& part)
{
    return part.stored < part.decoded / 10 * 9;
}

/// The first of @p ways that fits into @p budget; what the last one would need where none does.
Way firstThatFits(const std::vector<Way>& ways, qint64 budget)
{
    for (const Way& way : ways) {
        if (way.bytes <= budget)
            return way;
    }
    return {Placement::DoesNotFit, ways.back().bytes};
}

/// The quickest way that fits into @p budget where the CPU computes.
Way wayFor(const Layered& part, qint64 budget, qint64 working)
{
    const qint64 always = reserveBytes + working + part.outer;
    const qint64 inFlight = blocksInFlight * part.largest;
    std::vector<Way> ways{{Placement::Resident, always + part.decoded}};
    if (isCompressed(part))
        ways.push_back({Placement::Compressed, always + part.stored + inFlight});
    ways.push_back({Placement::Streamed, always + inFlight});
    return firstThatFits(ways, budget);
}

/// The same where the GPU computes, of whose memory @p gpu may be used: a block that computes there, and the
/// next one that arrives.
Way gpuWayFor(const Layered& part, qint64 budget, qint64 gpu, qint64 working)
{
    const qint64 always = working + part.outer;
    const qint64 byBlocks = always + 2 * part.largest;
    if (byBlocks > gpu)
        return {};
    const qint64 inFlight = reserveBytes + 2 * part.largest; // here, on its way there
    std::vector<Way> ways;
    if (always + part.decoded <= gpu)
        ways.push_back({Placement::OnGpu, inFlight, always + part.decoded});
    // What the system keeps of the files is as good as a copy of them.
    ways.push_back({Placement::Compressed, inFlight + part.stored, byBlocks});
    ways.push_back({Placement::Streamed, inFlight, byBlocks});
    return firstThatFits(ways, budget);
}

QString placementWords(const QString& part, Placement placement)
{
    switch (placement) {
    case Placement::OnGpu:
        return PlanTexts::tr("The %1 stays in the GPU's memory.").arg(part);
    case Placement::Resident:
        return PlanTexts::tr("The %1 stays in memory.").arg(part);
    case Placement::Compressed:
        return PlanTexts::tr("The %1 stays in memory as its file stores it, and is decoded block by block.")
            .arg(part);
    case Placement::Streamed:
        return PlanTexts::tr("The %1 is read from the disk block by block.").arg(part);
    case Placement::DoesNotFit:
        break;
    }
    return PlanTexts::tr("The %1 does not fit into the memory.").arg(part);
}

QString remedyWords(const MemoryPlan& plan, const Machine& machine)
{
    const qint64 budget = machine.budgetBytes();
    const QString lacking = PlanTexts::tr("At least %1 are needed; %2 may be used.")
                                .arg(sizeText(plan.neededBytes), sizeText(budget));
    const bool isLimited = machine.limitLeftBytes && *machine.limitLeftBytes < machine.availableBytes;
    if (isLimited)
        return lacking + u' ' +
               PlanTexts::tr("The memory limit of this session is %1; raise it by %2.")
                   .arg(sizeText(*machine.limitBytes), sizeText(plan.neededBytes - budget));
    return lacking + u' ' +
           PlanTexts::tr("Close other programs that hold %1, or work at a smaller size.")
               .arg(sizeText(plan.neededBytes - budget));
}

QString planWords(const MemoryPlan& plan, const Machine& machine)
{
    QStringList sentences{placementWords(partWords(ModelPart::Transformer), plan.transformer),
                          placementWords(partWords(ModelPart::TextEncoder), plan.text)};
    if (!plan.fits())
        return sentences.join(u' ') + u' ' + remedyWords(plan, machine);
    if (plan.usesGpu)
        sentences << PlanTexts::tr("%1 computes, with %2 of its %3 that are free.")
                         .arg(machine.gpu->name, sizeText(plan.gpuBytes), sizeText(machine.gpu->freeBytes));
    sentences << PlanTexts::tr("%1 of %2 that may be used.")
                     .arg(sizeText(plan.peakBytes), sizeText(machine.budgetBytes()));
    if (plan.secondsPerStep > 0)
        sentences << PlanTexts::tr("Each pass reads %1, at least %2 s on this disk.")
                         .arg(sizeText(plan.readPerStep))
                         .arg(plan.secondsPerStep, 0, 'f', plan.secondsPerStep < 10 ? 1 : 0);
    return sentences.join(u' ');
}

/// The start of the names of a layer's tensors, "model.layers.3"; empty for what lies outside of layers.
QString layerOf(ModelPart part, const QString& name)
{
    const QStringList stacks = part == ModelPart::Transformer
                                   ? QStringList{u"transformer_blocks."_s}
                                   : QStringList{u"model.layers."_s, u"visual.blocks."_s};
    for (const QString& stack : stacks) {
        if (name.startsWith(stack))
            return stack + name.mid(stack.size()).section(u'.', 0, 0);
    }
    return {};
}

qint64 decodedBytes(const StoredTensor& tensor)
{
    constexpr qint64 bf16Bytes = 2;
    return tensor.elements() * bf16Bytes;
}

} // namespace

void addNeeds(ModelNeeds& needs, ModelPart part, const TensorSet& tensors)
{
    const bool isTransformer = part == ModelPart::Transformer;
    QHash<QString, qint64> decoded; ///< by layer
    for (const StoredTensor& tensor : tensors.tensors()) {
        const qint64 bytes = decodedBytes(tensor);
        const QString layer = layerOf(part, tensor.name);
        if (part == ModelPart::Vae) {
            needs.vaeDecoded += bytes;
        } else if (isTransformer && tensor.name.contains(u"_mod.1.")) {
            needs.modulationStored += tensor.bytes();
        } else if (tensor.name == u"model.embed_tokens.weight" || tensor.name == u"lm_head.weight") {
            needs.textTableStored += tensor.bytes();
        } else if (layer.isEmpty()) {
            (isTransformer ? needs.outerDecoded : needs.textOuterDecoded) += bytes;
        } else {
            (isTransformer ? needs.blocksStored : needs.textStored) += tensor.bytes();
            (isTransformer ? needs.blocksDecoded : needs.textDecoded) += bytes;
            decoded[layer] += bytes;
        }
    }
    qint64 largest = 0;
    for (const qint64 bytes : decoded)
        largest = std::max(largest, bytes);
    if (isTransformer) {
        needs.blockCount = decoded.size();
        needs.largestBlockDecoded = largest;
    } else if (part == ModelPart::TextEncoder) {
        needs.largestTextLayerDecoded = largest;
    }
}

namespace {

MemoryPlan planOf(const Way& blocks, const Way& text)
{
    MemoryPlan plan;
    plan.transformer = blocks.placement;
    plan.text = text.placement;
    // One after the other: the encoder is gone before the first step.
    plan.peakBytes = std::max(blocks.bytes, text.bytes);
    plan.gpuBytes = std::max(blocks.gpuBytes, text.gpuBytes);
    plan.neededBytes = plan.peakBytes;
    return plan;
}

} // namespace

MemoryPlan planMemory(const ModelNeeds& needs, const Machine& machine, qint64 workingBytes)
{
    const qint64 budget = machine.budgetBytes();
    const Layered blocks{needs.blocksStored, needs.blocksDecoded, needs.largestBlockDecoded,
                         needs.outerDecoded + needs.vaeDecoded};
    const Layered text{needs.textStored, needs.textDecoded, needs.largestTextLayerDecoded,
                       needs.textOuterDecoded};
    MemoryPlan plan;
    if (machine.gpu) {
        const qint64 gpu = machine.gpu->freeBytes;
        plan =
            planOf(gpuWayFor(blocks, budget, gpu, workingBytes), gpuWayFor(text, budget, gpu, workingBytes));
        plan.usesGpu = plan.fits();
    }
    if (!plan.usesGpu)
        plan = planOf(wayFor(blocks, budget, workingBytes), wayFor(text, budget, workingBytes));
    if (plan.transformer == Placement::Streamed) {
        plan.readPerStep = needs.blocksStored;
        if (machine.diskBytesPerSecond > 0)
            plan.secondsPerStep = static_cast<double>(plan.readPerStep) / machine.diskBytesPerSecond;
    }
    plan.words = planWords(plan, machine);
    return plan;
}

QString placementName(Placement placement)
{
    switch (placement) {
    case Placement::OnGpu:
        return u"on_gpu"_s;
    case Placement::Resident:
        return u"resident"_s;
    case Placement::Compressed:
        return u"compressed"_s;
    case Placement::Streamed:
        return u"streamed"_s;
    case Placement::DoesNotFit:
        break;
    }
    return u"does_not_fit"_s;
}

QString sizeText(qint64 bytes)
{
    constexpr double mega = 1e6;
    constexpr double giga = 1e9;
    const auto size = static_cast<double>(bytes);
    if (size < giga)
        return PlanTexts::tr("%1 MB").arg(size / mega, 0, 'f', size < 10 * mega ? 1 : 0);
    return PlanTexts::tr("%1 GB").arg(size / giga, 0, 'f', 1);
}

} // namespace focal
