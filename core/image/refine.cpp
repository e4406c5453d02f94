#include "core/image/refine.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace focal {

namespace {

/// The local linear model of a guided filter: value = a . colour + b, each already averaged over the windows.
using Coefficients = std::array<cv::Mat, 4>;

cv::Mat boxMean(const cv::Mat& map, int radius)
{
    cv::Mat mean;
    const int side = 2 * radius + 1;
    cv::blur(map, mean, {side, side}, {-1, -1}, cv::BORDER_REFLECT);
    return mean;
}

/// Solves (covariance + epsilon) a = cross for one pixel; the matrix is symmetric and positive definite.
cv::Vec3f solved(float rr, float rg, float rb, float gg, float gb, float bb, const cv::Vec3f& cross)
{
    const float c00 = gg * bb - gb * gb;
    const float c01 = gb * rb - rg * bb;
    const float c02 = rg * gb - gg * rb;
    const float c11 = rr * bb - rb * rb;
    const float c12 = rb * rg - rr * gb;
    const float c22 = rr * gg - rg * rg;
    const float scale = 1 / std::max(rr * c00 + rg * c01 + rb * c02, 1e-20F);
    return {(c00 * cross[0] + c01 * cross[1] + c02 * cross[2]) * scale,
            (c01 * cross[0] + c11 * cross[1] + c12 * cross[2]) * scale,
            (c02 * cross[0] + c12 * cross[1] + c22 * cross[2]) * scale};
}

Coefficients guidedCoefficients(const cv::Mat& guide, const cv::Mat& map, int radius, double epsilon)
{
    if (guide.type() != CV_32FC3 || map.type() != CV_32FC1 || guide.size() != map.size() || guide.empty())
        throw LogicError(
            QStringLiteral("guided filter: guide must be CV_32FC3 and the map CV_32FC1 of its size"));
    if (radius < 1 || epsilon <= 0)
        throw LogicError(QStringLiteral("guided filter: radius %1, epsilon %2").arg(radius).arg(epsilon));
    std::array<cv::Mat, 3> colour;
    cv::split(guide, colour.data());
    std::array<cv::Mat, 3> mean;
    std::array<cv::Mat, 3> cross;
    std::array<cv::Mat, 6> square; // rr rg rb gg gb bb
    const cv::Mat mapMean = boxMean(map, radius);
    for (size_t i = 0, k = 0; i < 3; ++i) {
        mean[i] = boxMean(colour[i], radius);
        cross[i] = boxMean(colour[i].mul(map), radius);
        for (size_t j = i; j < 3; ++j)
            square[k++] = boxMean(colour[i].mul(colour[j]), radius);
    }

    Coefficients local;
    for (cv::Mat& plane : local)
        plane.create(map.size(), CV_32FC1);
    const auto eps = static_cast<float>(epsilon);
    cv::parallel_for_({0, map.rows}, [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            for (int x = 0; x < map.cols; ++x) {
                const float r = mean[0].at<float>(y, x);
                const float g = mean[1].at<float>(y, x);
                const float b = mean[2].at<float>(y, x);
                const float m = mapMean.at<float>(y, x);
                const auto second = [&](size_t k) { return square[k].at<float>(y, x); };
                const cv::Vec3f covariance(cross[0].at<float>(y, x) - r * m, cross[1].at<float>(y, x) - g * m,
                                           cross[2].at<float>(y, x) - b * m);
                const cv::Vec3f a =
                    solved(second(0) - r * r + eps, second(1) - r * g, second(2) - r * b,
                           second(3) - g * g + eps, second(4) - g * b, second(5) - b * b + eps, covariance);
                for (int k = 0; k < 3; ++k)
                    local[size_t(k)].at<float>(y, x) = a[k];
                local[3].at<float>(y, x) = m - a[0] * r - a[1] * g - a[2] * b;
            }
        }
    });
    for (cv::Mat& plane : local)
        plane = boxMean(plane, radius);
    return local;
}

cv::Mat applied(const Coefficients& model, const cv::Mat& guide)
{
    cv::Mat out(guide.size(), CV_32FC1);
    for (int y = 0; y < guide.rows; ++y) {
        const auto* colour = guide.ptr<cv::Vec3f>(y);
        auto* value = out.ptr<float>(y);
        for (int x = 0; x < guide.cols; ++x)
            value[x] = model[0].at<float>(y, x) * colour[x][0] + model[1].at<float>(y, x) * colour[x][1] +
                       model[2].at<float>(y, x) * colour[x][2] + model[3].at<float>(y, x);
    }
    return out;
}

template <typename Channel>
void fillGuide(const cv::Mat& rgba, cv::Mat& guide, float full)
{
    for (int y = 0; y < rgba.rows; ++y) {
        const auto* from = rgba.ptr<cv::Vec<Channel, 4>>(y);
        auto* to = guide.ptr<cv::Vec3f>(y);
        for (int x = 0; x < rgba.cols; ++x) {
            const float alpha = static_cast<float>(from[x][3]) / full;
            for (int k = 0; k < 3; ++k)
                to[x][k] = static_cast<float>(from[x][k]) / full * alpha + (1 - alpha);
        }
    }
}

/// Pixels as a guide: CV_32FC3, 0..1, over white where they are transparent.
cv::Mat guideOf(const cv::Mat& rgba)
{
    cv::Mat guide(rgba.size(), CV_32FC3);
    if (rgba.depth() == CV_16U)
        fillGuide<ushort>(rgba, guide, 65535);
    else
        fillGuide<uchar>(rgba, guide, 255);
    return guide;
}

cv::Size fitted(cv::Size size, int longSide)
{
    const double scale = std::min(1.0, double(longSide) / std::max(size.width, size.height));
    return {std::max(1, int(std::lround(size.width * scale))),
            std::max(1, int(std::lround(size.height * scale)))};
}

cv::Mat reducedGuide(const Picture& picture, cv::Size size)
{
    if (size == picture.size())
        return guideOf(picture.pixels());
    cv::Mat reduced;
    cv::resize(picture.pixels(), reduced, size, 0, 0, cv::INTER_AREA);
    return guideOf(reduced);
}

cv::Mat disc(int radius)
{
    return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1});
}

/// What GrabCut needs to see: the band and enough on both sides of it to know the colours there.
cv::Rect cutWindow(const cv::Mat& outer)
{
    const cv::Rect thing = cv::boundingRect(outer);
    const int margin = std::max(32, std::max(thing.width, thing.height) / 3);
    return (thing + cv::Size(2 * margin, 2 * margin) - cv::Point(margin, margin)) &
           cv::Rect({0, 0}, outer.size());
}

/// @p inside (CV_8UC1, 0 or 1) with its edge moved, at most by settings.bandRadius, to where colours part.
cv::Mat cutInBand(const cv::Mat& guide, const cv::Mat& inside, const RefineSettings& settings,
                  const CancelToken& cancel)
{
    const int radius = settings.bandRadius;
    cv::Mat inner;
    cv::Mat outer;
    // The picture's border is no edge of the thing: it counts as inside for the erosion, outside for the
    // dilation.
    cv::erode(inside, inner, disc(radius), {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(1));
    cv::dilate(inside, outer, disc(radius), {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
    const cv::Rect window = cutWindow(outer);
    cv::Mat labels(window.size(), CV_8UC1, cv::Scalar(cv::GC_BGD));
    labels.setTo(cv::GC_PR_BGD, outer(window));
    labels.setTo(cv::GC_PR_FGD, inside(window));
    labels.setTo(cv::GC_FGD, inner(window));
    const cv::Mat backMask = (labels == cv::GC_BGD) | (labels == cv::GC_PR_BGD);
    const int back = cv::countNonZero(backMask);
    constexpr int leastColours = 32; // Fewer pixels than this cannot carry a mixture of five Gaussians.
    if (back < leastColours || int(labels.total()) - back < leastColours)
        return inside;

    cv::Mat colours;
    guide(window).convertTo(colours, CV_8UC3, 255);
    cv::Mat backModel;
    cv::Mat thingModel;
    // GrabCut draws its first clusters from OpenCV's generator of this thread: the same answer needs the same
    // state.
    const cv::RNG before = cv::theRNG();
    cv::theRNG() = cv::RNG(1);
    for (int round = 0; round < settings.cutRounds && !cancel.isCancelled(); ++round)
        cv::grabCut(colours, labels, {}, backModel, thingModel, 1,
                    round == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
    cv::theRNG() = before;
    cancel.throwIfCancelled();
    cv::Mat cut = inside.clone();
    cv::Mat(labels & 1).copyTo(cut(window)); // GC_FGD and GC_PR_FGD are the odd ones.
    return cut;
}

/// Fills holes and drops islands of fewer than @p area pixels: crumbs that colour alone leaves behind.
void dropCrumbs(cv::Mat& inside, int area)
{
    for (const int value : {0, 1}) {
        cv::Mat labels;
        cv::Mat stats;
        cv::Mat centres;
        const int count = cv::connectedComponentsWithStats(inside == value, labels, stats, centres,
                                                           value == 0 ? 4 : 8, CV_32S);
        for (int label = 1; label < count; ++label) {
            if (stats.at<int>(label, cv::CC_STAT_AREA) >= area)
                continue;
            const cv::Rect box(stats.at<int>(label, cv::CC_STAT_LEFT), stats.at<int>(label, cv::CC_STAT_TOP),
                               stats.at<int>(label, cv::CC_STAT_WIDTH),
                               stats.at<int>(label, cv::CC_STAT_HEIGHT));
            inside(box).setTo(1 - value, labels(box) == label);
        }
    }
}

/// Brings the cut to native pixels, tile by tile; tiles without an edge are filled.
cv::Mat carriedToNative(const Picture& picture, const cv::Mat& cut, int workSide, const CancelToken& cancel)
{
    constexpr int modelSide = 1024; // The longer side at which the filter's coefficients are found.
    constexpr int tileSide = 256;
    const cv::Size native = picture.size();
    const cv::Size modelSize = fitted(native, modelSide);
    const cv::Rect2d whole({0, 0}, cv::Size2d(native));
    cv::Mat cutFloat;
    cut.convertTo(cutFloat, CV_32F);
    const cv::Mat soft = sampledOver(cutFloat, whole, cv::Size2d(native), modelSize);
    const double perWork = double(std::max(modelSize.width, modelSize.height)) / workSide;
    const int radius = std::max(2, int(std::lround(3 * std::min(perWork, 2.0))));
    const Coefficients model = guidedCoefficients(reducedGuide(picture, modelSize), soft, radius, 1e-4);
    cancel.throwIfCancelled();

    const cv::Size2d scale(double(modelSize.width) / native.width, double(modelSize.height) / native.height);
    cv::Mat mask(native, CV_8UC1);
    std::vector<cv::Rect> tiles;
    for (int y = 0; y < native.height; y += tileSide)
        for (int x = 0; x < native.width; x += tileSide)
            tiles.push_back(cv::Rect(x, y, tileSide, tileSide) & cv::Rect({0, 0}, native));
    cv::parallel_for_({0, int(tiles.size())}, [&](const cv::Range& range) {
        for (int t = range.start; t < range.end && !cancel.isCancelled(); ++t) {
            const cv::Rect tile = tiles[size_t(t)];
            const int reach = 2 * radius + 2;
            const cv::Rect around =
                cv::Rect(int(tile.x * scale.width) - reach, int(tile.y * scale.height) - reach,
                         int(std::ceil(tile.width * scale.width)) + 2 * reach + 1,
                         int(std::ceil(tile.height * scale.height)) + 2 * reach + 1) &
                cv::Rect({0, 0}, modelSize);
            double least = 0;
            double most = 0;
            cv::minMaxLoc(soft(around), &least, &most);
            if (most <= 0 || least >= 1) {
                mask(tile).setTo(most <= 0 ? 0 : 255);
                continue;
            }
            const cv::Rect2d covered(around.x / scale.width - tile.x, around.y / scale.height - tile.y,
                                     around.width / scale.width, around.height / scale.height);
            Coefficients here;
            for (size_t k = 0; k < here.size(); ++k)
                here[k] = sampledOver(model[k](around), covered, cv::Size2d(tile.size()), tile.size());
            // The filter leaves a faint haze beside the edge: the outer tenths are stretched away.
            cv::Mat value = applied(here, guideOf(picture.pixels()(tile)));
            value.convertTo(mask(tile), CV_8U, 255 / 0.8, -0.1 / 0.8 * 255);
        }
    });
    cancel.throwIfCancelled();
    return mask;
}

} // namespace

cv::Mat sampledOver(const cv::Mat& map, cv::Rect2d rect, cv::Size2d area, cv::Size size)
{
    // From pixel centres of the result to pixel centres of the map.
    const double sx = area.width / size.width * map.cols / rect.width;
    const double sy = area.height / size.height * map.rows / rect.height;
    const double ox = -rect.x * map.cols / rect.width;
    const double oy = -rect.y * map.rows / rect.height;
    const cv::Matx23d back(sx, 0, ox + 0.5 * sx - 0.5, 0, sy, oy + 0.5 * sy - 0.5);
    cv::Mat out;
    cv::warpAffine(map, out, back, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return out;
}

cv::Mat guidedFilter(const cv::Mat& guide, const cv::Mat& map, int radius, double epsilon)
{
    return applied(guidedCoefficients(guide, map, radius, epsilon), guide);
}

cv::Mat refinedMask(const Picture& picture, const cv::Mat& coarse, cv::Rect2d nativeRect,
                    const CancelToken& cancel, const RefineSettings& settings)
{
    if (picture.isNull() || coarse.empty() || coarse.type() != CV_32FC1 || nativeRect.empty())
        throw LogicError(QStringLiteral("refine: needs a picture and a CV_32FC1 map over a rectangle of it"));
    const cv::Size work = fitted(picture.size(), settings.workSide);
    const cv::Mat guide = reducedGuide(picture, work);
    cancel.throwIfCancelled();
    const cv::Mat spread = sampledOver(coarse, nativeRect, cv::Size2d(picture.size()), work);
    const cv::Mat snapped = guidedFilter(guide, spread, settings.guideRadius, settings.guideEpsilon);
    cancel.throwIfCancelled();
    cv::Mat inside = (snapped > 0.5) & 1;
    const int pixels = cv::countNonZero(inside);
    if (pixels == 0)
        return cv::Mat(picture.size(), CV_8UC1, cv::Scalar(0));
    if (pixels < int(inside.total()) && settings.cutRounds > 0) {
        inside = cutInBand(guide, inside, settings, cancel);
        dropCrumbs(inside, std::max(8, pixels / 500));
    }
    return carriedToNative(picture, inside, settings.workSide, cancel);
}

} // namespace focal
