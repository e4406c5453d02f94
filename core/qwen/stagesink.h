#pragma once

#include <ATen/ATen.h>

#include <string>

namespace focal {

/// Takes the intermediate tensors of a run of Qwen-Image-Edit, so that it can be compared with another
/// program stage by stage. Without one (a null pointer) nothing is computed or kept for it.
///
/// Names are dotted and begin with the part: "vl.pixel_values", "vision.block.0", "lm.layer.27",
/// "prompt_embeds", "transformer.img_in", "vae.moments", "step.3.latents". A list of them stands where each
/// part begins.
class StageSink
{
public:
    virtual ~StageSink() = default;
    /// @param value  still in use by the model: to be copied when it is kept
    virtual void stage(const std::string& name, const at::Tensor& value) = 0;
};

/// For the call sites. @param sink may be null
inline void dumpStage(StageSink* sink, const std::string& name, const at::Tensor& value)
{
    if (sink)
        sink->stage(name, value);
}

} // namespace focal
