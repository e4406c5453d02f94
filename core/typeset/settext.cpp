#include "core/typeset/settext.h"

#include "core/typeset/textshape.h"

#include <opencv2/imgproc.hpp>

#include <QTransform>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

/// What antialiasing alone blurs an edge by.
constexpr double ownSoftness = 0.35;
constexpr double lineAdvance = 1.35; ///< From line to line, in ems.

/// @p path in strip pixels laid into the picture.
QPainterPath toNative(const QPainterPath& path, const cv::Matx33d& m)
{
    // QTransform multiplies rows from the left.
    return QTransform(m(0, 0), m(1, 0), m(2, 0), m(0, 1), m(1, 1), m(2, 1), m(0, 2), m(1, 2), m(2, 2))
        .map(path);
}

QPainterPath inStrip(const FontMatch& match, const QString& text, double size)
{
    const QTransform lay(match.scaleX * size, 0, match.slant * size, match.scaleY * size, 0, match.origin.y);
    return lay.map(outlineOf(match.font, text, match.spacing));
}

template <typename Channel>
void blend(cv::Mat& pixels, cv::Rect area, const cv::Mat& coverage, const SetText& text, const cv::Mat& noise)
{
    const double full = std::numeric_limits<Channel>::max();
    for (int y = 0; y < area.height; ++y) {
        auto* p = pixels.ptr<Channel>(area.y + y) + std::ptrdiff_t(4) * area.x;
        for (int x = 0; x < area.width; ++x, p += 4) {
            const double a = double(coverage.at<float>(y, x)) * text.opacity;
            if (a <= 0)
                continue;
            for (int i = 0; i < 3; ++i) {
                const double ink = (double(text.color[i]) + double(noise.at<float>(y, x))) * full;
                p[i] = cv::saturate_cast<Channel>(p[i] + (ink - p[i]) * a);
            }
            p[3] = cv::saturate_cast<Channel>(p[3] + (full - p[3]) * a);
        }
    }
}

} // namespace

double widthLikeLine(const FontMatch& match, const QString& text)
{
    return inStrip(match, text, 1).boundingRect().width();
}

SetText textLikeLine(const LineStrip& strip, const Ink& ink, const FontMatch& match, const QString& text,
                     const SetOptions& options)
{
    QPainterPath path = inStrip(match, text, options.size);
    const QRectF bounds = path.boundingRect();
    const double left = options.left.value_or(ink.box.x);
    const double right = options.right.value_or(ink.box.br().x);
    double x = left - bounds.left();
    if (options.align == TextAlign::Centre)
        x = (left + right) / 2 - bounds.center().x();
    else if (options.align == TextAlign::Right)
        x = right - bounds.right();
    path.translate(x, 0);
    return {toNative(path, strip.toNative), ink.color, 1,
            std::sqrt(std::max(0.0, ink.softness * ink.softness - ownSoftness * ownSoftness)), ink.grain};
}

QPainterPath textBlock(const QStringList& lines, double height)
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    const QFont font = defaultFont(lines.join(QString()));
    const double scale = height / shapePixels;
    double y = 0;
    for (const QString& line : lines) {
        const QPainterPath outline = outlineOf(font, line);
        const QRectF bounds = outline.boundingRect();
        path.addPath(QTransform(scale, 0, 0, scale, -bounds.center().x() * scale, y).map(outline));
        y += lineAdvance * height;
    }
    return path.translated(-path.boundingRect().center());
}

cv::Mat layText(cv::Mat& pixels, const SetText& text, std::uint64_t seed, const CancelToken& cancel)
{
    cv::Mat mask = cv::Mat::zeros(pixels.size(), CV_8UC1);
    const QRectF bounds = text.outline.boundingRect();
    const int margin = 2 + int(std::ceil(3 * text.softness));
    const cv::Rect area =
        cv::Rect(
            cv::Point(int(std::floor(bounds.left())) - margin, int(std::floor(bounds.top())) - margin),
            cv::Point(int(std::ceil(bounds.right())) + margin, int(std::ceil(bounds.bottom())) + margin)) &
        cv::Rect({}, pixels.size());
    if (area.empty())
        return mask;
    cv::Mat coverage = coverageOf(text.outline.translated(-area.x, -area.y), area.size());
    cancel.throwIfCancelled();
    if (text.softness > 0.2)
        cv::GaussianBlur(coverage, coverage, {}, text.softness);
    coverage.setTo(0, coverage < 1.0 / 512);
    cv::Mat noise = cv::Mat::zeros(area.size(), CV_32FC1);
    if (text.grain > 0.5 / 255)
        cv::RNG(seed + 1).fill(noise, cv::RNG::NORMAL, 0, text.grain);
    if (pixels.depth() == CV_16U)
        blend<std::uint16_t>(pixels, area, coverage, text, noise);
    else
        blend<std::uint8_t>(pixels, area, coverage, text, noise);
    mask(area).setTo(255, coverage > 0);
    return mask;
}

} // namespace focal
