#include "core/edit/nativeresult.h"

#include "core/base/error.h"
#include "core/image/colour.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace focal {
namespace {

constexpr int channels = 3;
constexpr double mostGain = 0.12;
constexpr double mostOffset = 16;
constexpr double mostlyChanged = 0.6; ///< From this share on the whole picture was meant.

cv::Mat grey(const cv::Mat& rgba)
{
    cv::Mat out;
    cv::cvtColor(rgba, out, cv::COLOR_RGBA2GRAY);
    return out;
}

/// The source as the model saw it: CV_8UC4 of @p size.
cv::Mat reduced(const Picture& source, cv::Size size)
{
    const cv::Mat bytes = to8Bits(source.pixels());
    cv::Mat out;
    cv::resize(bytes, out, size, 0, 0, size.width < bytes.cols ? cv::INTER_AREA : cv::INTER_CUBIC);
    return out;
}

/// Largest difference of the three colours, 0..255, CV_32FC1, lightly smoothed against noise.
cv::Mat differenceOf(const cv::Mat& a, const cv::Mat& b)
{
    cv::Mat both;
    cv::absdiff(a, b, both);
    std::vector<cv::Mat> planes;
    cv::split(both, planes);
    cv::Mat most = cv::max(planes[0], cv::max(planes[1], planes[2]));
    most.convertTo(most, CV_32F);
    cv::GaussianBlur(most, most, {}, 2);
    return most;
}

double quantile(const cv::Mat& values, double share)
{
    std::vector<float> sorted(values.begin<float>(), values.end<float>());
    const auto nth =
        sorted.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), nth, sorted.end());
    return *nth;
}

struct ChannelMatch
{
    double gain = 1;
    double offset = 0;
};

/// seen * gain + offset is nearest to wanted over the pixels of @p use.
ChannelMatch fitted(const cv::Mat& seen, const cv::Mat& wanted, const cv::Mat& use, int channel)
{
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int row = 0; row < seen.rows; ++row) {
        for (int column = 0; column < seen.cols; ++column) {
            if (use.at<uchar>(row, column) == 0)
                continue;
            const double s = seen.at<cv::Vec4b>(row, column)[channel];
            const double w = wanted.at<cv::Vec4b>(row, column)[channel];
            if (s <= 2 || s >= 253 || w <= 2 || w >= 253) // clipped values say nothing
                continue;
            n += 1;
            x += s;
            y += w;
            xx += s * s;
            xy += s * w;
        }
    }
    constexpr double enough = 200;
    const double spread = n * xx - x * x;
    if (n < enough)
        return {};
    if (spread < n * n) // one flat colour: only its level can be matched
        return {1, (y - x) / n};
    const double gain = (n * xy - x * y) / spread;
    return {gain, (y - gain * x) / n};
}

/// Changes @p drawn. Three rounds, each over the half of the picture that fits best after the one before.
void matchColours(cv::Mat& drawn, const cv::Mat& source, NativeResult& result)
{
    const cv::Mat original = drawn.clone();
    constexpr int rounds = 3;
    for (int round = 0; round < rounds; ++round) {
        const cv::Mat difference = differenceOf(drawn, source);
        const cv::Mat use = difference <= quantile(difference, 0.5);
        std::array<ChannelMatch, channels> matches;
        for (int c = 0; c < channels; ++c) {
            const ChannelMatch match = fitted(original, source, use, c);
            if (std::abs(match.gain - 1) > mostGain ||
                std::abs(match.gain * 128 + match.offset - 128) > mostOffset) {
                result.gain = {1, 1, 1};
                result.offset = {0, 0, 0};
                drawn = original;
                return;
            }
            matches[static_cast<std::size_t>(c)] = match;
        }
        std::vector<cv::Mat> planes;
        cv::split(original, planes);
        for (std::size_t c = 0; c < channels; ++c) {
            planes[c].convertTo(planes[c], CV_8U, matches[c].gain, matches[c].offset);
            result.gain[c] = matches[c].gain;
            result.offset[c] = matches[c].offset;
        }
        cv::merge(planes, drawn);
    }
}

/// Pieces of @p weak that hold something of @p strong and are no mere specks.
cv::Mat withStrongCore(const cv::Mat& weak, const cv::Mat& strong, int leastArea)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat middles;
    const int count = cv::connectedComponentsWithStats(weak, labels, stats, middles);
    std::vector<uchar> kept(static_cast<std::size_t>(count), 0);
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            if (strong.at<uchar>(y, x) != 0)
                kept[static_cast<std::size_t>(labels.at<int>(y, x))] = 255;
        }
    }
    kept[0] = 0;
    cv::Mat out(weak.size(), CV_8UC1);
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            const int label = labels.at<int>(y, x);
            const bool large = stats.at<int>(label, cv::CC_STAT_AREA) >= leastArea;
            out.at<uchar>(y, x) = large ? kept[static_cast<std::size_t>(label)] : 0;
        }
    }
    return out;
}

/// CV_8UC1 of the compared size, 255 where the picture changed.
cv::Mat changedRegion(const cv::Mat& drawn, const cv::Mat& source)
{
    const cv::Mat difference = differenceOf(drawn, source);
    // Above what the unchanged half shows of coding noise and resampling; above the second bound it cannot be
    // noise, so that a picture changed all over is seen as that.
    constexpr double leastStrong = 14;
    constexpr double mostStrong = 30;
    const double usual = quantile(difference, 0.5);
    const double spread = quantile(cv::abs(difference - usual), 0.5);
    const double strong = std::clamp(usual + 6 * spread, leastStrong, mostStrong);
    const int side = std::max(difference.rows, difference.cols);
    cv::Mat region = withStrongCore(difference > strong / 2, difference > strong, side * side / 20'000 + 4);
    const int reach = std::max(1, side / 100);
    const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1});
    cv::morphologyEx(region, region, cv::MORPH_CLOSE, disc);
    return region;
}

/// @p region grown by half a hundredth and softened over the same, at native size.
cv::Mat softMask(const cv::Mat& region, cv::Size native)
{
    const int grow = std::max(1, std::max(region.rows, region.cols) / 200);
    cv::Mat mask;
    cv::dilate(region, mask, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * grow + 1, 2 * grow + 1}));
    cv::GaussianBlur(mask, mask, {}, grow);
    cv::resize(mask, mask, native, 0, 0, cv::INTER_LINEAR);
    return mask;
}

cv::Mat atNative(const cv::Mat& drawn, const Picture& source)
{
    cv::Mat out;
    cv::resize(drawn, out, source.size(), 0, 0,
               source.width() < drawn.cols ? cv::INTER_AREA : cv::INTER_CUBIC);
    if (source.bitDepth() == 16)
        out.convertTo(out, CV_16U, 257);
    if (!source.metadata().hasAlpha) {
        std::vector<cv::Mat> planes;
        cv::split(out, planes);
        cv::extractChannel(source.pixels(), planes[3], 3);
        cv::merge(planes, out);
    }
    return out;
}

} // namespace

NativeResult toNative(const Picture& source, const cv::Mat& drawn, EditExtent extent, const cv::Mat& within,
                      const CancelToken& cancel)
{
    if (source.isNull() || drawn.empty() || drawn.type() != CV_8UC4)
        throw LogicError(QStringLiteral("toNative: a picture and 8-bit RGBA pixels are needed"));
    if (!within.empty() && (within.type() != CV_8UC1 || within.size() != source.size()))
        throw LogicError(QStringLiteral("toNative: the limit must be CV_8UC1 of the picture's size"));
    NativeResult result;
    const cv::Mat seen = reduced(source, drawn.size());
    cv::Mat laid = drawn.clone();
    result.drift = estimateDrift(grey(seen), grey(drawn), cancel);
    if (result.drift.agreement > 0)
        cv::warpAffine(drawn, laid, result.drift.matrix(drawn.size()), drawn.size(),
                       cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    cancel.throwIfCancelled();
    const cv::Mat unmatched = laid.clone();
    if (extent != EditExtent::Whole)
        matchColours(laid, seen, result);
    cancel.throwIfCancelled();
    const cv::Mat region = changedRegion(laid, seen);
    result.changedShare = static_cast<double>(cv::countNonZero(region)) / static_cast<double>(region.total());
    result.whole =
        extent == EditExtent::Whole || (extent == EditExtent::Choose && result.changedShare >= mostlyChanged);
    if (result.whole) {
        result.gain = {1, 1, 1};
        result.offset = {0, 0, 0};
    }
    cv::Mat mask =
        result.whole ? cv::Mat(source.size(), CV_8UC1, cv::Scalar(255)) : softMask(region, source.size());
    if (!within.empty())
        cv::min(mask, within, mask);
    cancel.throwIfCancelled();
    result.composite = composite(source, atNative(result.whole ? unmatched : laid, source), mask);
    return result;
}

} // namespace focal
