#include "core/qwen/vlpreprocess.h"

#include "core/base/error.h"
#include "core/image/colour.h"
#include "core/image/srgb.h"
#include "core/qwen/imagesizes.h"
#include "core/qwen/pillowresize.h"

#include <string>

namespace focal {

namespace {

constexpr int64_t patchSide = 14;
constexpr int64_t merge = 2;
constexpr int64_t frames = 2;

/// [h, w, 3] bytes, a copy.
at::Tensor tensorOf(const cv::Mat& picture)
{
    const cv::Mat whole = picture.isContinuous() ? picture : picture.clone();
    return at::from_blob(whole.data, {whole.rows, whole.cols, 3}, at::kByte).clone();
}

/// [h, w, 3] bytes -> [1, 3, h, w] float, (x - 255 mean) / (255 deviation) with both factors formed in float.
at::Tensor normalised(const at::Tensor& bytes)
{
    const auto scaled = [](std::array<float, 3> values) {
        return at::tensor(values, at::kFloat).mul(1 / 0.00392156862745098).view({1, 3, 1, 1});
    };
    const at::Tensor mean = scaled({0.48145466F, 0.4578275F, 0.40821073F});
    const at::Tensor deviation = scaled({0.26862954F, 0.26130258F, 0.27577711F});
    return bytes.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat).sub(mean).div(deviation);
}

/// [1, 3, h, w] -> [patches, 3 * 2 * 14 * 14]
at::Tensor patchesOf(const at::Tensor& pixels, const PatchGrid& grid)
{
    return pixels.view({3, grid.rows / merge, merge, patchSide, grid.columns / merge, merge, patchSide})
        .permute({1, 4, 2, 5, 0, 3, 6})
        .unsqueeze(5)
        .expand({-1, -1, -1, -1, -1, frames, -1, -1})
        .reshape({grid.patches(), 3 * frames * patchSide * patchSide});
}

} // namespace

cv::Mat modelPixels(const Picture& picture)
{
    const cv::Mat rgba = to8Bits(toSrgb(picture)); // at its own depth, rounded once
    cv::Mat result(rgba.size(), CV_8UC3);
    for (int y = 0; y < rgba.rows; ++y) {
        const auto* in = rgba.ptr<cv::Vec4b>(y);
        auto* out = result.ptr<cv::Vec3b>(y);
        for (int x = 0; x < rgba.cols; ++x) {
            const int alpha = in[x][3];
            for (int c = 0; c < 3; ++c)
                out[x][c] = std::uint8_t((in[x][c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
    return result;
}

VlPictures preparedForVision(const std::vector<cv::Mat>& pictures, int64_t area, const CancelToken& cancel,
                             StageSink* sink)
{
    VlPictures result;
    std::vector<at::Tensor> patches;
    std::vector<int64_t> gridValues;
    for (size_t i = 0; i < pictures.size(); ++i) {
        const cv::Mat& picture = pictures[i];
        if (picture.empty() || picture.type() != CV_8UC3)
            throw LogicError(QStringLiteral("The vision tower looks at pictures of three bytes a pixel"));
        const cv::Mat condition = lanczosResized(picture, sizeOfArea(picture.size(), area), cancel);
        const cv::Size target = smartResize(condition.size());
        const at::Tensor bytes = tensorOf(condition);
        const at::Tensor resized =
            at::_upsample_bicubic2d_aa(bytes.permute({2, 0, 1}).unsqueeze(0).contiguous(),
                                       {target.height, target.width}, false)
                .squeeze(0)
                .permute({1, 2, 0});
        const PatchGrid grid{target.height / patchSide, target.width / patchSide};
        patches.push_back(patchesOf(normalised(resized).contiguous(), grid));
        result.grids.push_back(grid);
        gridValues.insert(gridValues.end(), {1, grid.rows, grid.columns});
        if (sink) {
            const std::string number = std::to_string(i);
            sink->stage("input." + number, tensorOf(picture));
            sink->stage("vl.cond." + number, bytes);
            sink->stage("vl.resized." + number, resized);
        }
    }
    if (patches.empty())
        throw LogicError(QStringLiteral("There is no picture to look at"));
    result.pixels = at::cat(patches, 0);
    dumpStage(sink, "vl.pixel_values", result.pixels);
    dumpStage(sink, "vl.grid_thw", at::tensor(gridValues, at::kLong).view({-1, 3}));
    return result;
}

} // namespace focal
