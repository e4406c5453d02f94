#pragma once

#include "core/weights/safetensors.h"

#include <QJsonObject>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace focal {

/// What the checkpoint says about QwenImageTransformer2DModel; the defaults are those of
/// Qwen-Image-Edit-2509.
struct TransformerConfig
{
    int64_t patchSize = 2;   ///< Latent pixels along each side of a token.
    int64_t inChannels = 64; ///< Values of a token: latent channels x patchSize².
    int64_t outChannels = 16;
    int64_t layers = 60;
    int64_t heads = 24;
    int64_t headChannels = 128;
    int64_t jointWidth = 3584;               ///< Width of the prompt's embeddings.
    std::array<int64_t, 3> axes{16, 56, 56}; ///< Channels of a head that turn with picture, row and column.
    /// References are modulated as if they stood at time 0 (Qwen-Image-Edit-2511).
    bool zeroCondT = false;

    int64_t width() const noexcept { return heads * headChannels; }

    /// Of a diffusers folder's transformer/config.json. @throws UserError (BadInput) for a model of another
    /// kind
    static TransformerConfig fromJson(const QJsonObject& json);

    /// The shape of a tensor by its published name, nothing where the files lack it.
    using ShapeOf = std::function<std::optional<TensorShape>(const QString& name)>;
    /// Of a single file, which has no config.json. Files of 2511 carry "__index_timestep_zero__", but not
    /// all: zeroCondT can be set afterwards. @throws UserError (BadInput) where the tensors are not this
    /// model's
    static TransformerConfig fromTensors(const ShapeOf& shapeOf);
};

} // namespace focal
