#pragma once

#include "core/qwen/stagesink.h"
#include "core/qwen/vaelayers.h"

#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace focal {

/// What the checkpoint says about AutoencoderKLQwenImage; the defaults are the published ones.
struct VaeConfig
{
    int64_t baseWidth = 96;
    int64_t latentChannels = 16;
    std::vector<int64_t> multipliers{1, 2, 4, 4};  ///< Of baseWidth at each size, the full one first.
    int64_t residualBlocks = 2;                    ///< At each size of the encoder; the decoder has one more.
    std::vector<bool> temporal{false, true, true}; ///< Where the encoder would also halve time.
    std::vector<double> mean{-0.7571, -0.7089, -0.9113, 0.1075,  -0.1745, 0.9653,  -0.1517, 1.5508,
                             0.4134,  -0.0715, 0.5517,  -0.3632, -0.1922, -0.9497, 0.2503,  -0.2921};
    std::vector<double> deviation{2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743,
                                  3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160};

    /// Of vae/config.json. @throws UserError (BadInput) for a model of another kind
    static VaeConfig fromJson(const QJsonObject& json);
};

/// AutoencoderKLQwenImage for single pictures: pixels to latents of an eighth of the size, and back.
///
/// Where the full size is worked on, pictures are cut into tiles with so much of their surroundings as can
/// influence them, which the convolutions limit: the result is the same as in one piece, up to rounding,
/// without seams. Attention and what lies around it see the whole picture.
class QwenImageVae
{
public:
    static constexpr int64_t scale = 8; ///< Pixels along each side of a latent pixel.
    static constexpr int64_t wholePicture = 0;

    /// @param reader  float, or bfloat16 for speed on processors that have it
    QwenImageVae(const VaeConfig& config, const TensorReader& reader);

    /// Tensors of the checkpoint that matter only to films: for TensorClaims::ignore().
    static QStringList unusedTensors(const VaeConfig& config);

    const VaeConfig& config() const noexcept { return m_config; }

    /// @param pixels  [3, h, w] float, -1..1, h and w multiples of 8
    /// @param tile    pixels along a tile's side, a multiple of 8, or wholePicture
    /// @return [latentChannels, h / 8, w / 8] float: the mode of the distribution, normalised with the
    /// published mean and deviation
    /// @throws LogicError for another shape, Cancelled between layers
    at::Tensor encode(const at::Tensor& pixels, const CancelToken& cancel = {}, StageSink* sink = nullptr,
                      int64_t tile = defaultTile) const;

    /// @param latents  [latentChannels, h, w] float, normalised
    /// @return [3, 8 h, 8 w] float, -1..1
    at::Tensor decode(const at::Tensor& latents, const CancelToken& cancel = {}, StageSink* sink = nullptr,
                      int64_t tile = defaultTile) const;

private:
    static constexpr int64_t defaultTile = 512;

    /// Residual blocks, then a change of size.
    struct Level
    {
        std::vector<VaeResidualBlock> blocks;
        std::optional<PlaneConv> resample;
    };

    VaeConfig m_config;
    at::ScalarType m_type;
    at::Device m_device;
    at::Tensor m_mean;      ///< [latentChannels, 1, 1] float
    at::Tensor m_deviation; ///< [latentChannels, 1, 1] float
    PlaneConv m_encoderIn;
    std::vector<Level> m_down;
    VaeMidBlock m_encoderMid;
    at::Tensor m_encoderGamma;
    PlaneConv m_encoderOut;
    PlaneConv m_quant;
    PlaneConv m_postQuant;
    PlaneConv m_decoderIn;
    VaeMidBlock m_decoderMid;
    std::vector<Level> m_up;
    at::Tensor m_decoderGamma;
    PlaneConv m_decoderOut;

    static at::Tensor runDown(const Level& level, at::Tensor x, const CancelToken& cancel);
    static at::Tensor runUp(const Level& level, at::Tensor x, const CancelToken& cancel);
    static std::vector<Level> downLevels(const VaeConfig& config, const TensorReader& reader);
    static std::vector<Level> upLevels(const VaeConfig& config, const TensorReader& reader);
};

} // namespace focal
