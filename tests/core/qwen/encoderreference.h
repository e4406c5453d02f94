#pragma once
/// The inputs of tests/parity/make_reference_qwen_encoder.py, and its outputs.

#include "core/qwen/stagesink.h"
#include "core/qwen/textencoderconfig.h"
#include "tests/parity/formulaweights.h"
#include "tests/parity/reference.h"

#include <opencv2/core.hpp>

#include <map>

namespace focal::parity {

inline cv::Mat picture(cv::Size size, int number)
{
    cv::Mat result(size, CV_8UC3);
    const std::uint64_t seed = fnv1a64(QStringLiteral("picture.%1").arg(number));
    std::uint64_t index = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c) {
                const int noise = int((uniformAt(seed, index++) + 1) * 24);
                const int value = x * 3 + y * 2 + c * 40 + (x / 16 + y / 16) % 2 * 90 + noise;
                result.at<cv::Vec3b>(y, x)[c] = std::uint8_t(value % 256);
            }
    return result;
}

/// 64-bit FNV-1a over the bytes of a tensor of uint8, in hex.
inline QString hashOf(const at::Tensor& bytes)
{
    const at::Tensor whole = bytes.contiguous();
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto* data = whole.data_ptr<std::uint8_t>();
    for (int64_t i = 0; i < whole.numel(); ++i)
        hash = (hash ^ data[i]) * 0x100000001b3;
    return QStringLiteral("%1").arg(hash, 16, 16, QLatin1Char('0'));
}

/// The values that the reference stores of a stage.
inline at::Tensor stageSample(const at::Tensor& value)
{
    return sampled(value, std::max<int64_t>(1, value.numel() / 600) | 1);
}

inline TextEncoderConfig tinyEncoderConfig()
{
    TextEncoderConfig config;
    config.vision = {4, 64, 96, 4, 3, 14, 2, 2, 112, 64, {1, 3}};
    config.language = {64, 96, 3, 4, 2, 152064, 1e-6, 1e6, {2, 3, 3}};
    return config;
}

/// Keeps every stage.
class StageKeeper : public StageSink
{
public:
    void stage(const std::string& name, const at::Tensor& value) override { stages[name] = value.clone(); }

    std::map<std::string, at::Tensor> stages;
};

} // namespace focal::parity
