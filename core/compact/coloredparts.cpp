#include "core/compact/coloredparts.h"

#include "core/image/colour.h"
#include "core/image/operators/colorspace.h"
#include "core/image/refine.h"
#include "core/plan/colorlexicon.h"

#include <opencv2/imgproc.hpp>

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace focal {

namespace {

constexpr int workSide = 320; ///< Of the longer side of the mask's bounds, in pixels.
constexpr int kinds = 6;      ///< Of colour in a region.
constexpr int mostSamples = 3000;
constexpr float lightnessWeight = 0.4F; ///< Light and shade part kinds of colour less than hue does.
constexpr double leastMatch = 0.45;
constexpr double leastOfBest = 0.65;
constexpr double leastShare = 0.06; ///< Of the mask's area: less is no answer to the words.
constexpr double mostShare = 0.93;  ///< More, and all of it has the colour.
constexpr float grayChroma = 0.045F;

Oklab oklabOf(Rgb color)
{
    const auto& curve = TransferCurve<std::uint8_t>::instance();
    return toOklab({curve.toLight(color.r), curve.toLight(color.g), curve.toLight(color.b)});
}

/// 0..1: how well @p seen goes by the name of @p named.
double match(Oklab seen, Oklab named)
{
    const double lighter = seen.lightness - named.lightness;
    if (named.chroma() < grayChroma) {
        // Black in light and white in shade are still called so; white is never dark nor black light.
        const bool white = named.lightness > 0.9;
        const bool black = named.lightness < 0.2;
        const double off = white   ? std::max(0.0, -lighter - 0.12)
                           : black ? std::max(0.0, lighter - 0.2)
                                   : lighter;
        const double tint = std::max(0.0F, seen.chroma() - grayChroma) / 0.05;
        return std::exp(-off * off / (0.15 * 0.15) - tint * tint);
    }
    double turn = std::abs(seen.hue() - named.hue());
    turn = std::min(turn, 2 * std::numbers::pi - turn) * 180 / std::numbers::pi;
    const double strong = std::min(1.0, seen.chroma() / std::min(0.1, 0.8 * double(named.chroma())));
    // Dark reds are red, and so are light ones, to a degree: pink is not, nor brown.
    const double off = std::max(0.0, std::abs(lighter) - 0.25) / 0.2;
    return std::exp(-turn * turn / (26.0 * 26.0) - off * off) * strong;
}

/// Oklab of each pixel, lightness weighted: CV_32FC3.
cv::Mat oklabPixels(const cv::Mat& pixels)
{
    const cv::Mat eight = to8Bits(pixels);
    cv::Mat result(pixels.size(), CV_32FC3);
    for (int y = 0; y < eight.rows; ++y) {
        const auto* from = eight.ptr<cv::Vec4b>(y);
        auto* to = result.ptr<cv::Vec3f>(y);
        for (int x = 0; x < eight.cols; ++x) {
            const Oklab c = oklabOf({from[x][0], from[x][1], from[x][2]});
            to[x] = {c.lightness * lightnessWeight, c.a, c.b};
        }
    }
    return result;
}

/// The kinds of colour under @p inside, as rows of lightness (weighted), a and b; deterministic.
cv::Mat kindsOfColor(const cv::Mat& oklab, const cv::Mat& inside)
{
    std::vector<cv::Vec3f> all;
    for (int y = 0; y < oklab.rows; ++y)
        for (int x = 0; x < oklab.cols; ++x)
            if (inside.at<uchar>(y, x) != 0)
                all.push_back(oklab.at<cv::Vec3f>(y, x));
    const size_t step = all.size() / mostSamples + 1;
    cv::Mat samples(0, 3, CV_32FC1);
    for (size_t i = 0; i < all.size(); i += step)
        samples.push_back(cv::Mat(all[i]).reshape(1, 1));
    if (samples.rows < kinds * 4)
        return {};
    // The first guess by lightness and hue alike, so that no random numbers are needed.
    cv::Mat order;
    cv::Mat spread = samples.col(1) + 0.7 * samples.col(2) + 0.3 * samples.col(0);
    cv::sortIdx(spread, order, cv::SORT_EVERY_COLUMN | cv::SORT_ASCENDING);
    cv::Mat labels(samples.rows, 1, CV_32SC1);
    for (int i = 0; i < samples.rows; ++i)
        labels.at<int>(order.at<int>(i)) = i * kinds / samples.rows;
    cv::Mat centers;
    cv::kmeans(samples, kinds, labels, {cv::TermCriteria::MAX_ITER | cv::TermCriteria::EPS, 30, 1e-4}, 1,
               cv::KMEANS_USE_INITIAL_LABELS, centers);
    return centers;
}

/// Highlights and buttons within a coloured thing belong to it.
void fillSmallHoles(cv::Mat& kept, const cv::Mat& inside)
{
    cv::morphologyEx(kept, kept, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {7, 7}));
    cv::morphologyEx(kept, kept, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    kept &= inside;
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centers;
    const cv::Mat holes = kept == 0;
    const int count = cv::connectedComponentsWithStats(holes, labels, stats, centers, 4, CV_32S);
    const int most = cv::countNonZero(kept) / 12;
    const cv::Rect whole({}, kept.size());
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const bool enclosed = box.x > 0 && box.y > 0 && box.br().x < whole.width && box.br().y < whole.height;
        if (enclosed && stats.at<int>(i, cv::CC_STAT_AREA) < most)
            kept.setTo(255, labels == i);
    }
}

} // namespace

std::optional<Rgb> colorOfThing(const QString& phrase)
{
    // English names the thing first and then where it is and what it wears, Chinese the other way round.
    static const QRegularExpression aside(
        QStringLiteral("\\b(in|with|wearing|holding|carrying|on|at|behind|under|next|beside|near|of)\\b.*$|"
                       "^.*(穿|戴|拿|抱|提着).*的|^.*(上|下|里|边|面|旁|角)的"),
        QRegularExpression::CaseInsensitiveOption);
    const Sentence sentence(QString(phrase).remove(aside));
    for (int begin = 0; begin < sentence.size(); ++begin)
        if (const auto found = leadingColor(sentence, {begin, sentence.size()}); found && !found->compared)
            return found->color;
    return std::nullopt;
}

cv::Mat onlyColored(const Picture& picture, const cv::Mat& mask, Rgb color, const CancelToken& cancel)
{
    const cv::Rect bounds = cv::boundingRect(mask > 127);
    if (bounds.empty())
        return mask;
    const double scale = std::min(1.0, double(workSide) / std::max(bounds.width, bounds.height));
    cv::Mat small;
    cv::Mat inside;
    cv::resize(picture.pixels()(bounds), small, {}, scale, scale, cv::INTER_AREA);
    cv::resize(mask(bounds), inside, small.size(), 0, 0, cv::INTER_AREA);
    inside = inside > 127;
    const cv::Mat oklab = oklabPixels(small);
    const cv::Mat centers = kindsOfColor(oklab, inside);
    if (centers.empty())
        return mask;
    cancel.throwIfCancelled();

    const Oklab named = oklabOf(color);
    std::vector<double> matches;
    for (int i = 0; i < centers.rows; ++i) {
        const auto* center = centers.ptr<float>(i);
        matches.push_back(match({center[0] / lightnessWeight, center[1], center[2]}, named));
    }
    // Beside a truly red thing, skin is not red.
    const double least =
        std::max(leastMatch, leastOfBest * *std::max_element(matches.begin(), matches.end()));
    cv::Mat kept(small.size(), CV_8UC1, cv::Scalar(0));
    for (int y = 0; y < kept.rows; ++y)
        for (int x = 0; x < kept.cols; ++x) {
            if (inside.at<uchar>(y, x) == 0)
                continue;
            int nearest = 0;
            double nearestDistance = 1e9;
            for (int i = 0; i < centers.rows; ++i)
                if (const double distance =
                        cv::norm(oklab.at<cv::Vec3f>(y, x) - cv::Vec3f(centers.ptr<float>(i)));
                    distance < nearestDistance) {
                    nearestDistance = distance;
                    nearest = i;
                }
            if (matches[static_cast<size_t>(nearest)] >= least)
                kept.at<uchar>(y, x) = 255;
        }
    fillSmallHoles(kept, inside);
    const double share = double(cv::countNonZero(kept)) / std::max(1, cv::countNonZero(inside));
    if (share < leastShare || share > mostShare)
        return mask;
    cv::Mat coarse;
    kept.convertTo(coarse, CV_32F, 1 / 255.0);
    cv::copyMakeBorder(coarse, coarse, 1, 1, 1, 1, cv::BORDER_CONSTANT,
                       0); // what goes on beyond is none of it
    const cv::Rect2d covered(bounds.x - 1 / scale, bounds.y - 1 / scale, bounds.width + 2 / scale,
                             bounds.height + 2 / scale);
    const cv::Mat refined = refinedMask(picture, coarse, covered, cancel);
    return cv::min(mask, refined);
}

} // namespace focal
