#pragma once

#include "core/qwen/jointrecorder.h"
#include "core/qwen/transformer.h"

#include <functional>
#include <optional>
#include <vector>

namespace focal {

/// What denoising starts from.
struct DenoiseInput
{
    std::vector<TokenGrid> grids; ///< The picture that is made, then the references.
    at::Tensor references;        ///< [their tokens, channels] float; undefined without any
    QwenImageTransformer::Prompt positive;
    std::optional<QwenImageTransformer::Prompt> negative; ///< Used where guidance needs it.
    double guidance = 4;                                  ///< True CFG; 1 and below: none, in half the time.
    std::vector<float> sigmas;                            ///< FlowMatch::sigmas()
    quint64 seed = 0;
};

struct DenoiseProgress
{
    int step = 0; ///< The one being computed, from 0.
    int steps = 0;
    double fraction = 0;    ///< Of all blocks of all steps, 0..1
    double secondsLeft = 0; ///< From the blocks measured so far; 0 before the first
};

/// What runs beside it. All may be empty; callbacks run on the calling thread.
struct DenoiseWatch
{
    CancelToken cancel;
    std::function<void(const DenoiseProgress&)> onProgress; ///< After every block.
    /// After every step but the last: the finished picture as this step foresees it, [channels, h, w] float.
    std::function<void(int step, const at::Tensor& latents)> onPreview;
    JointRecorder* recorder = nullptr;
    StageSink* sink = nullptr; ///< "noise", "step.N.positive", "step.N.negative", "step.N.guided",
                               ///< "step.N.latents", and of the first step "transformer.*"
};

/// From noise to the normalised latents of the picture, [channels, h, w] float. @throws Cancelled, UserError
at::Tensor denoise(const QwenImageTransformer& transformer, const DenoiseInput& input,
                   const DenoiseWatch& watch);

} // namespace focal
