#include "core/qwen/pillowresize.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace focal {

namespace {

constexpr int precision = 22; // bits behind the point

/// The source pixels that one target pixel is made of, and their weights.
struct Tap
{
    int first = 0;
    std::vector<int> weights;
};

double sinc(double x)
{
    if (x == 0)
        return 1;
    x *= std::numbers::pi;
    return std::sin(x) / x;
}

double lanczos(double x)
{
    return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
}

std::vector<Tap> tapsFor(int from, int to)
{
    const double scale = double(from) / to;
    const double filterScale = std::max(scale, 1.0);
    const double support = 3 * filterScale;
    std::vector<Tap> taps;
    taps.reserve(size_t(to));
    std::vector<double> exact;
    for (int i = 0; i < to; ++i) {
        const double center = (i + 0.5) * scale;
        Tap tap;
        // Pillow truncates, which is no rounding below zero.
        const double begin = center - support + 0.5;
        const double stop = center + support + 0.5;
        tap.first = std::max(0, int(begin));
        const int end = std::min(from, int(stop));
        exact.clear();
        double sum = 0;
        for (int j = tap.first; j < end; ++j) {
            // Pillow multiplies by the reciprocal.
            exact.push_back(lanczos((j - center + 0.5) * (1.0 / filterScale)));
            sum += exact.back();
        }
        for (const double weight : exact) {
            const double fixed = (sum != 0 ? weight / sum : weight) * (1 << precision);
            const double moved = fixed + (fixed < 0 ? -0.5 : 0.5);
            tap.weights.push_back(int(moved));
        }
        taps.push_back(std::move(tap));
    }
    return taps;
}

std::uint8_t byteOf(int sum)
{
    return std::uint8_t(std::clamp(sum >> precision, 0, 255));
}

cv::Mat horizontally(const cv::Mat& picture, int width, const CancelToken& cancel)
{
    const int channels = picture.channels();
    const std::vector<Tap> taps = tapsFor(picture.cols, width);
    cv::Mat result(picture.rows, width, picture.type());
    for (int y = 0; y < picture.rows; ++y) {
        cancel.throwIfCancelled();
        const auto* in = picture.ptr<std::uint8_t>(y);
        auto* out = result.ptr<std::uint8_t>(y);
        for (const Tap& tap : taps)
            for (int c = 0; c < channels; ++c) {
                int sum = 1 << (precision - 1);
                const auto* pixel = in + size_t(tap.first) * size_t(channels) + c;
                for (const int weight : tap.weights) {
                    sum += weight * *pixel;
                    pixel += channels;
                }
                *out++ = byteOf(sum);
            }
    }
    return result;
}

cv::Mat vertically(const cv::Mat& picture, int height, const CancelToken& cancel)
{
    const int rowBytes = picture.cols * picture.channels();
    const std::vector<Tap> taps = tapsFor(picture.rows, height);
    cv::Mat result(height, picture.cols, picture.type());
    std::vector<int> sums(static_cast<size_t>(rowBytes));
    for (int y = 0; y < height; ++y) {
        cancel.throwIfCancelled();
        const Tap& tap = taps[size_t(y)];
        std::fill(sums.begin(), sums.end(), 1 << (precision - 1));
        for (size_t k = 0; k < tap.weights.size(); ++k) {
            const auto* in = picture.ptr<std::uint8_t>(tap.first + int(k));
            const int weight = tap.weights[k];
            for (int i = 0; i < rowBytes; ++i)
                sums[size_t(i)] += weight * in[i];
        }
        auto* out = result.ptr<std::uint8_t>(y);
        for (int i = 0; i < rowBytes; ++i)
            out[i] = byteOf(sums[size_t(i)]);
    }
    return result;
}

} // namespace

cv::Mat lanczosResized(const cv::Mat& picture, cv::Size size, const CancelToken& cancel)
{
    if (picture.empty() || picture.depth() != CV_8U || size.width <= 0 || size.height <= 0)
        throw LogicError(QStringLiteral("Resizing takes pictures of bytes and a size"));
    cv::Mat result = picture;
    if (size.width != result.cols)
        result = horizontally(result, size.width, cancel);
    if (size.height != result.rows)
        result = vertically(result, size.height, cancel);
    return result;
}

} // namespace focal
