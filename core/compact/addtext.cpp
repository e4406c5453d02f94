/// addText() of textoperations.h.
#include "core/compact/textlines.h"
#include "core/compact/textmatch.h"
#include "core/compact/textoperations.h"
#include "core/typeset/settext.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace focal {

namespace {

constexpr int searchSide = 256;      ///< Pixels of the longer side when a calm place is looked for.
constexpr double usualHeight = 0.06; ///< Of letters, of the geometric mean of the picture's sides.
constexpr double mostWidth = 0.86;   ///< Of the picture's.
constexpr double air = 0.05;         ///< Between text and the picture's edge, of its shorter side.
constexpr double busyGround = 0.1;   ///< Deviation of light from which letters need a halo.

/// How much there is to disturb, 0..1 or so, at searchSide: edges, and text above all.
cv::Mat restlessness(const TextScene& scene, double& scale)
{
    const cv::Mat& pixels = scene.picture.pixels();
    scale = std::min(1.0, double(searchSide) / std::max(pixels.cols, pixels.rows));
    cv::Mat small;
    cv::resize(pixels, small, {}, scale, scale, cv::INTER_AREA);
    small.convertTo(small, CV_32F, 1.0 / (pixels.depth() == CV_16U ? 65535 : 255));
    cv::Mat grey;
    cv::cvtColor(small, grey, cv::COLOR_RGBA2GRAY);
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(grey, dx, CV_32F, 1, 0);
    cv::Sobel(grey, dy, CV_32F, 0, 1);
    cv::Mat edges;
    cv::magnitude(dx, dy, edges);
    cv::min(edges, 0.5, edges);
    for (const TextLine& line : scene.lines) {
        const cv::Rect box = boundsOf(line.quad);
        const cv::Rect reduced(cv::Point(int(box.x * scale) - 2, int(box.y * scale) - 2),
                               cv::Point(int(box.br().x * scale) + 3, int(box.br().y * scale) + 3));
        edges(reduced & cv::Rect({}, edges.size())).setTo(5);
    }
    return edges;
}

double shareOf(Spot spot, bool across)
{
    switch (spot) {
    case Spot::TopLeft:
        return 0;
    case Spot::Top:
        return across ? 0.5 : 0;
    case Spot::TopRight:
        return across ? 1 : 0;
    case Spot::Left:
        return across ? 0 : 0.5;
    case Spot::Right:
        return across ? 1 : 0.5;
    case Spot::BottomLeft:
        return across ? 0 : 1;
    case Spot::Bottom:
        return across ? 0.5 : 1;
    case Spot::BottomRight:
        return 1;
    default:
        return 0.5;
    }
}

/// The upper left corner for a block of @p size.
cv::Point2d placeFor(const TextScene& scene, Spot spot, cv::Size2d size)
{
    const cv::Size2d picture(scene.picture.width(), scene.picture.height());
    const double edge = air * std::min(picture.width, picture.height);
    const cv::Point2d room(std::max(0.0, picture.width - size.width - 2 * edge),
                           std::max(0.0, picture.height - size.height - 2 * edge));
    if (spot != Spot::Anywhere)
        return {edge + shareOf(spot, true) * room.x, edge + shareOf(spot, false) * room.y};
    double scale = 1;
    const cv::Mat restless = restlessness(scene, scale);
    cv::Mat sums;
    cv::integral(restless, sums, CV_64F);
    cv::Point2d best;
    double least = 1e9;
    constexpr int steps = 16;
    for (int row = 0; row <= steps; ++row)
        for (int column = 0; column <= steps; ++column) {
            const cv::Point2d at(edge + room.x * column / steps, edge + room.y * row / steps);
            const cv::Rect box = cv::Rect(cv::Point(int(at.x * scale), int(at.y * scale)),
                                          cv::Size(std::max(1, int(size.width * scale)),
                                                   std::max(1, int(size.height * scale)))) &
                                 cv::Rect({}, restless.size());
            const double sum = sums.at<double>(box.br()) + sums.at<double>(box.tl()) -
                               sums.at<double>(box.y, box.br().x) - sums.at<double>(box.br().y, box.x);
            // Of places equally calm those are preferred that one would choose: in the middle across, near
            // the top or bottom.
            const double across = std::abs(column - steps / 2) / double(steps);
            const double down =
                std::min(std::abs(row - steps / 8), std::abs(row - steps * 7 / 8)) / double(steps);
            const double cost = sum / box.area() + 0.02 * across + 0.02 * down;
            if (cost < least) {
                least = cost;
                best = at;
            }
        }
    return best;
}

/// The light under the text: mean and deviation of stored values, 0..1.
std::pair<double, double> lightUnder(const cv::Mat& pixels, cv::Rect area)
{
    cv::Mat part;
    pixels(area).convertTo(part, CV_32F, 1.0 / (pixels.depth() == CV_16U ? 65535 : 255));
    cv::Mat grey;
    cv::cvtColor(part, grey, cv::COLOR_RGBA2GRAY);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(grey, mean, deviation);
    return {mean[0], deviation[0]};
}

double lightOf(const cv::Vec3f& color)
{
    return 0.299 * double(color[0]) + 0.587 * double(color[1]) + 0.114 * double(color[2]);
}

struct Layout
{
    double size = 1;   ///< Of the usual one.
    bool halo = false; ///< Whether or not the ground seems to need it.
};

/// Sets the text once; what it covered is added to the edit.
cv::Rect setOnce(const TextScene& scene, const AddTextValue& value, const Layout& layout, TextEdit& edit)
{
    const cv::Size size = scene.picture.size();
    const QStringList lines = value.text.split(u'\n', Qt::SkipEmptyParts);
    double height = layout.size * usualHeight * std::sqrt(double(size.width) * size.height);
    QPainterPath outline = textBlock(lines, height);
    const double widest = mostWidth * size.width;
    const double highest = mostWidth * size.height;
    const double shrink = std::min({1.0, widest / std::max(1.0, outline.boundingRect().width()),
                                    highest / std::max(1.0, outline.boundingRect().height())});
    height *= shrink;
    outline = textBlock(lines, height);
    const QRectF bounds = outline.boundingRect();
    const cv::Point2d at = placeFor(scene, value.position.spot, {bounds.width(), bounds.height()});
    outline.translate(at.x - bounds.left(), at.y - bounds.top());
    const cv::Rect area = cv::Rect(int(at.x), int(at.y), int(std::ceil(bounds.width())) + 1,
                                   int(std::ceil(bounds.height())) + 1) &
                          cv::Rect({}, size);
    const auto [light, deviation] = lightUnder(scene.picture.pixels(), area);
    cv::Vec3f color = light > 0.55 ? cv::Vec3f(0.1F, 0.1F, 0.11F) : cv::Vec3f(1, 1, 1);
    if (value.color)
        color = cv::Vec3f(value.color->color.r, value.color->color.g, value.color->color.b) / 255.F;
    edit.pixels = scene.picture.pixels().clone();
    edit.mask = cv::Mat::zeros(size, CV_8UC1);
    if (layout.halo || deviation > busyGround || std::abs(lightOf(color) - light) < 0.35) {
        const cv::Vec3f against = lightOf(color) > 0.5 ? cv::Vec3f(0, 0, 0) : cv::Vec3f(1, 1, 1);
        // Twice: once alone would be too faint beside thin strokes.
        for (const double softness : {0.1, 0.04})
            edit.mask |=
                layText(edit.pixels, {outline, against, 0.6, softness * height, 0}, scene.seed, scene.cancel);
    }
    edit.mask |= layText(edit.pixels, {outline, color, 1, 0, 0}, scene.seed, scene.cancel);
    return area;
}

} // namespace

TextEdit addText(const TextScene& scene, const AddTextValue& value)
{
    TextEdit best;
    for (const Layout& layout : {Layout{1, false}, Layout{1, true}, Layout{1.4, true}}) {
        TextEdit edit;
        edit.answer = TextEdit::Answer::Done;
        const cv::Rect area = setOnce(scene, value, layout, edit);
        QString all;
        for (const TextLine& line : readAgain(scene, edit.pixels, area))
            all += line.text;
        edit.readBack = all;
        edit.asWished = foldedText(all, false).contains(foldedText(value.text, false));
        edit.found = cv::Mat::zeros(scene.picture.size(), CV_8UC1);
        edit.found(area).setTo(255);
        if (best.pixels.empty() || edit.asWished)
            best = edit;
        if (edit.asWished)
            break;
    }
    return best;
}

} // namespace focal
