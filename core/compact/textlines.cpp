#include "core/compact/textlines.h"

#include "core/compact/textmatch.h"
#include "core/image/colour.h"
#include "core/typeset/ink.h"

#include <opencv2/imgproc.hpp>

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace focal {

namespace {

constexpr double faint = 0.25; ///< Contrast of ink below which a line may be a watermark.

enum class Kind { None, Any, Watermark, Date, Price };

bool says(const QString& text, const char* pattern)
{
    const QRegularExpression words(QString::fromUtf8(pattern), QRegularExpression::CaseInsensitiveOption);
    return words.match(text).hasMatch();
}

Kind kindOf(const QString& target)
{
    if (says(target, "水印|watermark"))
        return Kind::Watermark;
    if (says(target, "日期|时间戳|\\bdate|timestamp|time stamp"))
        return Kind::Date;
    if (says(target, "价格|价钱|标价|售价|\\bprice"))
        return Kind::Price;
    if (says(target, "文字|文本|字样|字幕|标语|标题|的字|商标|标志|\\b(text|words?|letters|letterings?|"
                     "caption|subtitles?|slogan|"
                     "title|headline|writing|logo)\\b|^字$|logo"))
        return Kind::Any;
    return Kind::None;
}

/// The side of the picture that words name, as a rectangle; all of it where they name none.
cv::Rect2d placeNamed(const QString& target, cv::Size size)
{
    double left = 0;
    double top = 0;
    double right = 1;
    double bottom = 1;
    if (says(target, "左|\\bleft\\b"))
        right = 0.5;
    if (says(target, "右|\\bright\\b"))
        left = 0.5;
    if (says(target, "上(?!面?的字)|顶|\\b(top|upper)\\b"))
        bottom = 0.5;
    if (says(target, "下|底|\\b(bottom|lower)\\b"))
        top = 0.5;
    return {left * size.width, top * size.height, (right - left) * size.width, (bottom - top) * size.height};
}

/// Text in quotes within the target; empty where there is none.
QString quotedIn(const QString& target)
{
    static const QRegularExpression quoted(QStringLiteral("[“\"‘'「『《]([^”\"’'」』》]+)[”\"’'」』》]"));
    return quoted.match(target).captured(1);
}

/// Faint lines, repeated ones, and those that name an origin.
std::vector<size_t> watermarks(const TextScene& scene, const std::vector<size_t>& lines)
{
    QHash<QString, int> times;
    for (const size_t i : lines)
        ++times[foldedText(scene.lines[i].text, true)];
    std::vector<size_t> found;
    for (const size_t i : lines) {
        const TextLine& line = scene.lines[i];
        const bool repeated = times.value(foldedText(line.text, true)) > 2;
        if (repeated || holdsOrigin(line.text) ||
            inkOf(stripOf(scene.picture.pixels(), line.quad)).contrast < faint)
            found.push_back(i);
    }
    return found;
}

} // namespace

bool isInRegion(const TextLine& line, const Region& region)
{
    const cv::Rect bounds = boundsOf(line.quad);
    const cv::Point middle = (bounds.tl() + bounds.br()) / 2;
    const auto on = [&](cv::Point click) { return bounds.contains(click); };
    if (std::any_of(region.notHere.begin(), region.notHere.end(), on))
        return false;
    if (!region.mask.empty() &&
        (!cv::Rect({}, region.mask.size()).contains(middle) || region.mask.at<uchar>(middle) <= 127))
        return false;
    if (region.box && !region.box->contains(middle))
        return false;
    return region.clicks.empty() || std::any_of(region.clicks.begin(), region.clicks.end(), on);
}

bool namesText(const QString& target)
{
    return kindOf(target) != Kind::None || !quotedIn(target).isEmpty();
}

std::vector<size_t> linesNamed(const TextScene& scene, const QString& target)
{
    const cv::Rect2d place = placeNamed(target, scene.picture.size());
    std::vector<size_t> inPlace;
    for (size_t i = 0; i < scene.lines.size(); ++i) {
        const cv::Rect bounds = boundsOf(scene.lines[i].quad);
        const cv::Point2d middle = cv::Point2d(bounds.tl() + bounds.br()) * 0.5;
        if (place.contains(middle) && isInRegion(scene.lines[i], scene.region))
            inPlace.push_back(i);
    }
    if (const QString quoted = quotedIn(target); !quoted.isEmpty()) {
        std::vector<size_t> found;
        for (const TextHit& hit : findText(scene.lines, quoted))
            if (std::find(inPlace.begin(), inPlace.end(), hit.line) != inPlace.end() &&
                std::find(found.begin(), found.end(), hit.line) == found.end())
                found.push_back(hit.line);
        return found;
    }
    const auto only = [&](bool (*holds)(const QString&)) {
        std::vector<size_t> found;
        std::copy_if(inPlace.begin(), inPlace.end(), std::back_inserter(found),
                     [&](size_t i) { return holds(scene.lines[i].text); });
        return found;
    };
    switch (kindOf(target)) {
    case Kind::Watermark: {
        const std::vector<size_t> found = watermarks(scene, inPlace);
        // Where a place was named, its text is what was meant, however bold it is.
        const bool placed = place.area() < double(scene.picture.size().area());
        return found.empty() && (placed || inPlace.size() == 1) ? inPlace : found;
    }
    case Kind::Date:
        return only(holdsDate);
    case Kind::Price:
        return only(holdsPrice);
    default:
        return inPlace;
    }
}

bool namesWatermark(const QString& target)
{
    return kindOf(target) == Kind::Watermark;
}

bool namesLogo(const QString& target)
{
    return quotedIn(target).isEmpty() && says(target, "logo|商标|标志|徽标");
}

bool namesDate(const QString& target)
{
    return kindOf(target) == Kind::Date;
}

std::vector<TextLine> warmDates(const TextScene& scene)
{
    const cv::Mat& pixels = scene.picture.pixels();
    cv::Mat warm(pixels.size(), CV_MAKETYPE(pixels.depth(), 1));
    cv::Mat red;
    cv::Mat blue;
    cv::extractChannel(pixels, red, 0);
    cv::extractChannel(pixels, blue, 2);
    cv::subtract(red, blue, warm); // nothing where blue is more
    warm = to8Bits(warm);
    const int stroke = std::max(9, std::min(warm.cols, warm.rows) / 60) | 1;
    cv::morphologyEx(warm, warm, cv::MORPH_TOPHAT,
                     cv::getStructuringElement(cv::MORPH_ELLIPSE, {stroke, stroke}));
    cv::normalize(warm, warm, 255, 0, cv::NORM_MINMAX);
    cv::Mat dark;
    cv::cvtColor(255 - warm, dark, cv::COLOR_GRAY2RGBA);
    std::vector<TextLine> lines = scene.reader.read(Picture::fromMat(dark), scene.cancel);
    std::erase_if(lines, [&](const TextLine& line) {
        return !holdsDate(line.text) || !isInRegion(line, scene.region);
    });
    return lines;
}

cv::Mat maskOfLines(const std::vector<TextLine>& lines, const std::vector<size_t>& which, cv::Size size)
{
    cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
    for (const size_t i : which) {
        std::vector<cv::Point> corners;
        for (const cv::Point2f& corner : lines[i].quad)
            corners.emplace_back(cvRound(corner.x), cvRound(corner.y));
        cv::fillConvexPoly(mask, corners, 255);
    }
    return mask;
}

std::vector<Candidate> candidatesOf(const std::vector<TextLine>& lines, const std::vector<size_t>& which)
{
    std::vector<Candidate> candidates;
    for (const size_t i : which) {
        const cv::Rect box = boundsOf(lines[i].quad);
        candidates.push_back({box, (box.tl() + box.br()) / 2, lines[i].confidence});
    }
    return candidates;
}

} // namespace focal
