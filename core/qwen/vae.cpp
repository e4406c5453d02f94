#include "core/qwen/vae.h"

#include "core/base/error.h"
#include "core/qwen/fusedops.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <functional>

namespace focal {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(focal::QwenImageVae)
};

[[noreturn]] void throwUnusable(const char* key)
{
    throw UserError(ErrorKind::BadInput, Text::tr("The model's picture coder cannot be used."),
                    Text::tr("Its config.json gives no usable value for %1.").arg(QLatin1String(key)),
                    Text::tr("Take the vae folder that belongs to Qwen-Image-Edit."));
}

template <typename Element, typename Read>
void readList(const QJsonObject& json, const char* key, std::vector<Element>& list, const Read& read)
{
    const QJsonValue value = json.value(QLatin1String(key));
    if (value.isUndefined())
        return;
    list.clear();
    for (const auto& each : value.toArray())
        list.push_back(read(QJsonValue(each)));
}

void check(const VaeConfig& config)
{
    const auto isWidth = [](int64_t value) { return value >= 1 && value <= 4096; };
    if (!isWidth(config.baseWidth))
        throwUnusable("base_dim");
    if (!isWidth(config.latentChannels))
        throwUnusable("z_dim");
    // Eight pixels to a latent pixel is what the rest of the program counts with.
    if (config.multipliers.size() != 4 || !std::all_of(config.multipliers.begin(), config.multipliers.end(),
                                                       [](int64_t m) { return m >= 1 && m <= 64; }))
        throwUnusable("dim_mult");
    if (config.residualBlocks < 1 || config.residualBlocks > 16)
        throwUnusable("num_res_blocks");
    if (config.temporal.size() != config.multipliers.size() - 1)
        throwUnusable("temperal_downsample");
    if (config.mean.size() != size_t(config.latentChannels))
        throwUnusable("latents_mean");
    if (config.deviation.size() != size_t(config.latentChannels) ||
        !std::all_of(config.deviation.begin(), config.deviation.end(), [](double d) { return d > 0; }))
        throwUnusable("latents_std");
}

/// Of the decoder, the smallest size first.
std::vector<int64_t> upWidths(const VaeConfig& config)
{
    std::vector<int64_t> widths;
    for (auto m = config.multipliers.rbegin(); m != config.multipliers.rend(); ++m)
        widths.push_back(*m * config.baseWidth);
    return widths;
}

at::Tensor gammaOf(const TensorReader& reader, int64_t channels)
{
    const at::Tensor gamma = reader.as(at::kFloat).read("norm_out.gamma", {channels, 1, 1, 1});
    return gamma.defined() ? gamma.view({channels}) : gamma;
}

/// How a picture is worked on in tiles.
struct Tiling
{
    int64_t tile; ///< Along a side, in pixels of the input; 0 for one piece.
    int64_t halo; ///< Pixels of the input around a tile that influence what comes out of it.
    int64_t up;   ///< Output pixels for each pixel of the input, or ...
    int64_t down; ///< ... input pixels for each pixel of the output; tile and halo are multiples.
};

/// @param x [1, channels, h, w] @return what @p work makes of it, float unless one piece
at::Tensor inTiles(const at::Tensor& x, const Tiling& tiling,
                   const std::function<at::Tensor(const at::Tensor&)>& work)
{
    const int64_t height = x.size(2);
    const int64_t width = x.size(3);
    const int64_t tile = tiling.tile;
    if (tile == QwenImageVae::wholePicture || std::max(height, width) <= tile + tiling.halo)
        return work(x);
    const auto out = [&](int64_t pixels) { return pixels * tiling.up / tiling.down; };
    at::Tensor result;
    for (int64_t y = 0; y < height; y += tile) {
        for (int64_t left = 0; left < width; left += tile) {
            const int64_t rows = std::min(tile, height - y);
            const int64_t columns = std::min(tile, width - left);
            const int64_t y0 = std::max<int64_t>(0, y - tiling.halo);
            const int64_t x0 = std::max<int64_t>(0, left - tiling.halo);
            const int64_t y1 = std::min(height, y + rows + tiling.halo);
            const int64_t x1 = std::min(width, left + columns + tiling.halo);
            const at::Tensor made = work(
                x.narrow(2, y0, y1 - y0).narrow(3, x0, x1 - x0).contiguous(at::MemoryFormat::ChannelsLast));
            if (!result.defined())
                result = at::empty({1, made.size(1), out(height), out(width)}, made.options(),
                                   at::MemoryFormat::ChannelsLast);
            result.narrow(2, out(y), out(rows))
                .narrow(3, out(left), out(columns))
                .copy_(made.narrow(2, out(y - y0), out(rows)).narrow(3, out(left - x0), out(columns)));
        }
    }
    return result;
}

} // namespace

VaeConfig VaeConfig::fromJson(const QJsonObject& json)
{
    const QString kind = json.value(QLatin1String("_class_name")).toString();
    if (!kind.isEmpty() && kind != QLatin1String("AutoencoderKLQwenImage"))
        throwUnusable("_class_name");
    if (!json.value(QLatin1String("attn_scales")).toArray().isEmpty())
        throwUnusable("attn_scales");
    VaeConfig config;
    config.baseWidth = json.value(QLatin1String("base_dim")).toInteger(config.baseWidth);
    config.latentChannels = json.value(QLatin1String("z_dim")).toInteger(config.latentChannels);
    config.residualBlocks = json.value(QLatin1String("num_res_blocks")).toInteger(config.residualBlocks);
    readList(json, "dim_mult", config.multipliers,
             [](const QJsonValue& v) { return int64_t(v.toInteger()); });
    readList(json, "temperal_downsample", config.temporal, [](const QJsonValue& v) { return v.toBool(); });
    readList(json, "latents_mean", config.mean, [](const QJsonValue& v) { return v.toDouble(); });
    readList(json, "latents_std", config.deviation, [](const QJsonValue& v) { return v.toDouble(); });
    check(config);
    return config;
}

std::vector<QwenImageVae::Level> QwenImageVae::downLevels(const VaeConfig& config, const TensorReader& reader)
{
    std::vector<Level> levels;
    int index = 0; // the published blocks are one flat list
    int64_t input = config.baseWidth;
    for (size_t i = 0; i < config.multipliers.size(); ++i) {
        const int64_t output = config.multipliers[i] * config.baseWidth;
        Level level;
        for (int64_t block = 0; block < config.residualBlocks; ++block, input = output)
            level.blocks.emplace_back(reader.inside(index++), input, output);
        if (i + 1 < config.multipliers.size())
            level.resample = PlaneConv(reader.inside(index++).inside("resample.1"), output, output, 3,
                                       PlaneConv::Stored::Plane);
        levels.push_back(std::move(level));
    }
    return levels;
}

std::vector<QwenImageVae::Level> QwenImageVae::upLevels(const VaeConfig& config, const TensorReader& reader)
{
    std::vector<Level> levels;
    const std::vector<int64_t> widths = upWidths(config);
    int64_t input = widths[0];
    for (size_t i = 0; i < widths.size(); ++i) {
        const TensorReader place = reader.inside(int(i));
        Level level;
        for (int block = 0; block <= int(config.residualBlocks); ++block, input = widths[i])
            level.blocks.emplace_back(place.inside("resnets").inside(block), input, widths[i]);
        if (i + 1 < widths.size()) {
            level.resample = PlaneConv(place.inside("upsamplers.0.resample.1"), widths[i], widths[i] / 2, 3,
                                       PlaneConv::Stored::Plane);
            input = widths[i] / 2;
        }
        levels.push_back(std::move(level));
    }
    return levels;
}

QwenImageVae::QwenImageVae(const VaeConfig& config, const TensorReader& reader)
    : m_config(config), m_type(reader.type()), m_device(reader.device()),
      m_mean(at::tensor(config.mean, at::kFloat).view({-1, 1, 1})),
      m_deviation(at::tensor(config.deviation, at::kFloat).view({-1, 1, 1})),
      m_encoderIn(reader.inside("encoder.conv_in"), 3, config.baseWidth, 3, PlaneConv::Stored::OverTime),
      m_down(downLevels(config, reader.inside("encoder.down_blocks"))),
      m_encoderMid(reader.inside("encoder.mid_block"), upWidths(config)[0]),
      m_encoderGamma(gammaOf(reader.inside("encoder"), upWidths(config)[0])),
      m_encoderOut(reader.inside("encoder.conv_out"), upWidths(config)[0], 2 * config.latentChannels, 3,
                   PlaneConv::Stored::OverTime),
      m_quant(reader.inside("quant_conv"), 2 * config.latentChannels, 2 * config.latentChannels, 1,
              PlaneConv::Stored::OverTime),
      m_postQuant(reader.inside("post_quant_conv"), config.latentChannels, config.latentChannels, 1,
                  PlaneConv::Stored::OverTime),
      m_decoderIn(reader.inside("decoder.conv_in"), config.latentChannels, upWidths(config)[0], 3,
                  PlaneConv::Stored::OverTime),
      m_decoderMid(reader.inside("decoder.mid_block"), upWidths(config)[0]),
      m_up(upLevels(config, reader.inside("decoder.up_blocks"))),
      m_decoderGamma(gammaOf(reader.inside("decoder"), upWidths(config).back())),
      m_decoderOut(reader.inside("decoder.conv_out"), upWidths(config).back(), 3, 3,
                   PlaneConv::Stored::OverTime)
{
}

QStringList QwenImageVae::unusedTensors(const VaeConfig& config)
{
    QStringList names;
    const auto levels = qsizetype(config.temporal.size());
    for (qsizetype i = 0; i < levels; ++i) {
        if (config.temporal[size_t(i)])
            names << QStringLiteral("encoder.down_blocks.%1.time_conv.")
                         .arg((i + 1) * (config.residualBlocks + 1) - 1);
        if (config.temporal[size_t(levels - 1 - i)])
            names << QStringLiteral("decoder.up_blocks.%1.upsamplers.0.time_conv.").arg(i);
    }
    return names;
}

at::Tensor QwenImageVae::runDown(const Level& level, at::Tensor x, const CancelToken& cancel)
{
    for (const VaeResidualBlock& block : level.blocks)
        x = block(x, cancel);
    cancel.throwIfCancelled();
    return level.resample ? level.resample->halved(x) : x;
}

at::Tensor QwenImageVae::runUp(const Level& level, at::Tensor x, const CancelToken& cancel)
{
    for (const VaeResidualBlock& block : level.blocks)
        x = block(x, cancel);
    cancel.throwIfCancelled();
    return level.resample ? level.resample->doubled(x, cancel) : x;
}

at::Tensor QwenImageVae::encode(const at::Tensor& pixels, const CancelToken& cancel, StageSink* sink,
                                int64_t tile) const
{
    if (pixels.dim() != 3 || pixels.size(0) != 3 || pixels.numel() == 0 || pixels.size(1) % scale ||
        pixels.size(2) % scale || tile % scale)
        throw LogicError(QStringLiteral("The picture coder reads [3, h, w], multiples of 8"));
    const at::Tensor input =
        pixels.unsqueeze(0).to(m_device, m_type).contiguous(at::MemoryFormat::ChannelsLast);
    // The first two sizes in tiles. Each convolution of 3 x 3 reaches one pixel of its size further, those
    // that halve two to the right: 1 + 2 blocks + 2, and at half the size the same again without the first 1.
    const int64_t halo =
        scale * ((3 + 2 * m_config.residualBlocks + 2 * (2 + 2 * m_config.residualBlocks)) / scale + 1);
    at::Tensor x = inTiles(input, {tile, halo, 1, 4}, [&](const at::Tensor& part) {
        return runDown(m_down[1], runDown(m_down[0], m_encoderIn(part, cancel), cancel), cancel);
    });
    dumpStage(sink, "vae.encoder.down_blocks.1", x);
    for (size_t i = 2; i < m_down.size(); ++i)
        x = runDown(m_down[i], x, cancel);
    dumpStage(sink, "vae.encoder.down_blocks.3", x);
    x = m_encoderMid(x, cancel);
    dumpStage(sink, "vae.encoder.mid_block", x);
    x = m_quant(m_encoderOut(channelNorm(x, m_encoderGamma, true), cancel), cancel);
    dumpStage(sink, "vae.moments", x);
    const at::Tensor mode = x[0].narrow(0, 0, m_config.latentChannels).to(at::kCPU, at::kFloat);
    return ((mode - m_mean) / m_deviation).contiguous();
}

at::Tensor QwenImageVae::decode(const at::Tensor& latents, const CancelToken& cancel, StageSink* sink,
                                int64_t tile) const
{
    if (latents.dim() != 3 || latents.size(0) != m_config.latentChannels || latents.numel() == 0 ||
        tile % scale)
        throw LogicError(QStringLiteral("The picture coder decodes [%1, h, w]").arg(m_config.latentChannels));
    // The published decoder multiplies by the inverse's inverse.
    const at::Tensor stored = latents / at::reciprocal(m_deviation) + m_mean;
    at::Tensor x = stored.unsqueeze(0).to(m_device, m_type).contiguous(at::MemoryFormat::ChannelsLast);
    x = m_decoderIn(m_postQuant(x, cancel), cancel);
    x = m_decoderMid(x, cancel);
    dumpStage(sink, "vae.decoder.mid_block", x);
    x = runUp(m_up[1], runUp(m_up[0], x, cancel), cancel);
    dumpStage(sink, "vae.decoder.up_blocks.1", x);
    // The last two sizes in tiles, at half the full size: the blocks there reach two pixels each, and those
    // of the full size, its two outer convolutions besides, half as far.
    const int64_t perBlock = m_config.residualBlocks + 1;
    const int64_t halo = 2 * perBlock + (2 * perBlock + 2 + 1) / 2 + 1;
    x = inTiles(x, {tile / 2, halo, 2, 1}, [&](const at::Tensor& part) {
        const at::Tensor full = runUp(m_up[3], runUp(m_up[2], part, cancel), cancel);
        return m_decoderOut(channelNorm(full, m_decoderGamma, true), cancel).to(at::kFloat);
    });
    dumpStage(sink, "vae.decoder.conv_out", x);
    return x[0].to(at::kCPU).clamp(-1, 1).contiguous();
}

} // namespace focal
