#pragma once

#include "core/weights/machine.h"
#include "core/weights/tensorset.h"

namespace focal {

/// What a checkpoint holds, in bytes: as its files store it, and decoded to two bytes an element.
struct ModelNeeds
{
    qint64 blockCount = 0;
    qint64 blocksStored = 0; ///< all blocks of the transformer, without their modulation layers
    qint64 blocksDecoded = 0;
    qint64 largestBlockDecoded = 0;
    qint64 modulationStored = 0; ///< read once for each schedule, then never again
    qint64 outerDecoded = 0;     ///< what lies outside of the blocks, always in memory
    qint64 textStored = 0;       ///< the text encoder's layers; all of it is let go before the first step
    qint64 textDecoded = 0;
    qint64 largestTextLayerDecoded = 0; ///< of the language model or the vision tower
    qint64 textOuterDecoded = 0;        ///< what lies outside of its layers, in memory while it runs
    qint64 textTableStored = 0;         ///< of its words: only the rows of the prompt's words are read
    qint64 vaeDecoded = 0;
    /// Whether decoding makes it larger: quantised, or FP8.
    bool isCompressed() const noexcept { return blocksStored < blocksDecoded / 10 * 9; }
};

/// Adds what one part of the model needs, by the names of its tensors.
void addNeeds(ModelNeeds& needs, ModelPart part, const TensorSet& tensors);

enum class Placement {
    OnGpu,      ///< all weights decoded in the GPU's memory
    Resident,   ///< all weights decoded in memory
    Compressed, ///< the files' own form in memory, decoded block by block while the block before computes
    Streamed,   ///< read from the disk block by block
    DoesNotFit,
};

QString placementName(Placement placement); ///< "resident", as it goes into files; not translated

/// What activations of the published model take at a megapixel with one reference picture.
constexpr qint64 publishedWorkingBytes = 3'000'000'000;

/// Where the weights will be while the model runs.
struct MemoryPlan
{
    Placement transformer = Placement::DoesNotFit;
    Placement text = Placement::DoesNotFit;
    bool usesGpu = false;   ///< computes there; weights that are not OnGpu are brought there block by block
    qint64 peakBytes = 0;   ///< the most memory that the program needs at any time, the GPU's apart
    qint64 gpuBytes = 0;    ///< the most memory of the GPU
    qint64 neededBytes = 0; ///< by the way that needs least
    qint64 readPerStep = 0; ///< from the disk
    double secondsPerStep = 0; ///< of reading, where the disk was measured; computing may hide it
    QString words;             ///< translated: where the weights go, or what would make it fit

    bool fits() const noexcept
    {
        return transformer != Placement::DoesNotFit && text != Placement::DoesNotFit;
    }
};

/// Chooses the quickest way that fits; on the GPU where there is one that holds what is computed and two
/// blocks. @param workingBytes  for activations, at the sizes of the request
MemoryPlan planMemory(const ModelNeeds& needs, const Machine& machine, qint64 workingBytes);

QString sizeText(qint64 bytes); ///< "12.4 GB", decimal

} // namespace focal
