#include "core/image/operators/foreground.h"

#include "core/image/operators/operands.h"

#include <vector>

namespace focal {
namespace {

// A tile sees this far beyond itself; soft edges are narrower.
constexpr int tileSize = 192;
constexpr int tileMargin = 64;

/// r, g, b times weight, and weight.
using Weighted = cv::Vec4f;

Weighted normalised(const Weighted& v)
{
    return v[3] > 0 ? Weighted(v * (1 / v[3])) : Weighted();
}

/// Continues colours from where their weight is high to where it is low, at ever coarser scales. @return
/// colours
cv::Mat pushPull(const cv::Mat& known)
{
    if (known.rows <= 1 && known.cols <= 1) {
        cv::Mat out(known.size(), CV_32FC4);
        out.at<Weighted>(0, 0) = normalised(known.at<Weighted>(0, 0));
        return out;
    }
    cv::Mat half = cv::Mat::zeros((known.rows + 1) / 2, (known.cols + 1) / 2, CV_32FC4);
    for (int y = 0; y < known.rows; ++y) {
        const auto* from = known.ptr<Weighted>(y);
        auto* to = half.ptr<Weighted>(y / 2);
        for (int x = 0; x < known.cols; ++x)
            to[x / 2] += from[x];
    }
    // Weights saturate: many faint ones make a sure one.
    for (auto& v : cv::Mat_<Weighted>(half)) {
        if (v[3] > 1)
            v *= 1 / v[3];
    }
    const cv::Mat coarse = pushPull(half);

    cv::Mat out(known.size(), CV_32FC4);
    for (int y = 0; y < known.rows; ++y) {
        const float v = std::clamp(float(y) / 2 - 0.25F, 0.F, float(coarse.rows - 1));
        const int j = static_cast<int>(v);
        const auto* upper = coarse.ptr<Weighted>(j);
        const auto* lower = coarse.ptr<Weighted>(std::min(j + 1, coarse.rows - 1));
        const auto* own = known.ptr<Weighted>(y);
        auto* to = out.ptr<Weighted>(y);
        for (int x = 0; x < known.cols; ++x) {
            const float u = std::clamp(float(x) / 2 - 0.25F, 0.F, float(coarse.cols - 1));
            const int i = static_cast<int>(u);
            const int right = std::min(i + 1, coarse.cols - 1);
            const float s = u - float(i);
            const float t = v - float(j);
            const Weighted around = (1 - t) * ((1 - s) * upper[i] + s * upper[right]) +
                                    t * ((1 - s) * lower[i] + s * lower[right]);
            const float weight = std::min(own[x][3], 1.F);
            to[x] = weight * normalised(own[x]) + (1 - weight) * around;
        }
    }
    return out;
}

/// Moves F by its share of what F and B leave unexplained of the pixel.
float explained(float pixel, float front, float back, float alpha)
{
    const float rest = pixel - alpha * front - (1 - alpha) * back;
    const float share = alpha / (alpha * alpha + (1 - alpha) * (1 - alpha));
    return std::clamp(front + share * rest, 0.F, 1.F);
}

template <typename Channel>
void estimateTile(const cv::Mat& pixels, const cv::Mat& alpha, cv::Rect tile, cv::Mat& out)
{
    const auto& curve = TransferCurve<Channel>::instance();
    const cv::Rect seen = grownRect(tile, tileMargin, pixels.size());
    cv::Mat front(seen.size(), CV_32FC4);
    cv::Mat back(seen.size(), CV_32FC4);
    for (int row = 0; row < seen.height; ++row) {
        const std::uint8_t* a = alpha.ptr(seen.y + row) + seen.x;
        const auto* p = pixels.ptr<Channel>(seen.y + row) + std::ptrdiff_t(4) * seen.x;
        for (int x = 0; x < seen.width; ++x, p += 4) {
            const float own = float(a[x]) / 255;
            // Where no sure pixel is in sight, the surest there are must do.
            const float inFront = smoothStep(0.97F, 1, own) + 1e-4F * own;
            const float behind = smoothStep(0.97F, 1, 1 - own) + 1e-4F * (1 - own);
            const Weighted light(curve.toLight(p[0]), curve.toLight(p[1]), curve.toLight(p[2]), 1);
            front.at<Weighted>(row, x) = inFront * light;
            back.at<Weighted>(row, x) = behind * light;
        }
    }
    front = pushPull(front);
    back = pushPull(back);
    for (int y = tile.y; y < tile.y + tile.height; ++y) {
        const std::uint8_t* a = alpha.ptr(y);
        for (int x = tile.x; x < tile.x + tile.width; ++x) {
            if (a[x] == 0 || a[x] == 255)
                continue;
            const Weighted& f = front.at<Weighted>(y - seen.y, x - seen.x);
            const Weighted& b = back.at<Weighted>(y - seen.y, x - seen.x);
            const auto* p = pixels.ptr<Channel>(y) + std::ptrdiff_t(4) * x;
            auto* q = out.ptr<Channel>(y) + std::ptrdiff_t(4) * x;
            for (int c = 0; c < 3; ++c)
                q[c] = curve.toStored(explained(curve.toLight(p[c]), f[c], b[c], float(a[x]) / 255));
        }
    }
}

bool hasSoftPixels(const cv::Mat& alpha)
{
    for (int y = 0; y < alpha.rows; ++y) {
        const std::uint8_t* a = alpha.ptr(y);
        if (std::any_of(a, a + alpha.cols, [](std::uint8_t v) { return v != 0 && v != 255; }))
            return true;
    }
    return false;
}

} // namespace

cv::Mat foregroundColors(const cv::Mat& pixels, const cv::Mat& alpha, const CancelToken& token)
{
    checkOperands(pixels, alpha);
    token.throwIfCancelled();
    const cv::Rect area = maskBounds(alpha);
    std::vector<cv::Rect> tiles;
    for (int y = area.y; y < area.y + area.height; y += tileSize) {
        token.throwIfCancelled();
        for (int x = area.x; x < area.x + area.width; x += tileSize) {
            const cv::Rect tile = cv::Rect(x, y, tileSize, tileSize) & area;
            if (hasSoftPixels(alpha(tile)))
                tiles.push_back(tile);
        }
    }
    cv::Mat out = pixels.clone();
    forEachRow(static_cast<int>(tiles.size()), token, [&](int i) {
        const cv::Rect tile = tiles[static_cast<std::size_t>(i)];
        if (pixels.depth() == CV_16U)
            estimateTile<std::uint16_t>(pixels, alpha, tile, out);
        else
            estimateTile<std::uint8_t>(pixels, alpha, tile, out);
    });
    return out;
}

} // namespace focal
