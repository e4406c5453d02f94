#include "core/typeset/fontmatch.h"

#include "core/typeset/textshape.h"

#include <opencv2/imgproc.hpp>

#include <QTransform>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr double mostStretch = 0.7; ///< Of ln(width / height): beyond it the text is another one.
constexpr double stretchCost = 0.3; ///< Of similarity, a unit of the same.
constexpr int comparedHeight = 40;  ///< Pixels of the ink when shapes are compared.
constexpr int mostComparedWidth = 1200;
constexpr double slantCost = 0.05;     ///< Of similarity: a made-up slant must be seen clearly.
constexpr double obliqueSlant = -0.21; ///< Of letters that lean without a font of their own for it.

/// The ink at the size at which it is compared.
struct Compared
{
    cv::Mat shape;  ///< CV_32FC1 with a margin
    double scale;   ///< its pixels a strip pixel
    cv::Rect2d box; ///< the ink's, in its pixels
};

Compared comparedInk(const Ink& ink)
{
    constexpr int pad = 3;
    const double scale =
        std::min({1.0, double(comparedHeight) / ink.box.height, double(mostComparedWidth) / ink.box.width});
    const cv::Rect around =
        (ink.box + cv::Size(2 * pad, 2 * pad) - cv::Point(pad, pad)) & cv::Rect({}, ink.alpha.size());
    Compared compared;
    cv::resize(ink.alpha(around), compared.shape, {}, scale, scale, cv::INTER_AREA);
    compared.scale = scale;
    compared.box = {(ink.box.x - around.x) * scale, (ink.box.y - around.y) * scale, ink.box.width * scale,
                    ink.box.height * scale};
    return compared;
}

double overlap(const cv::Mat& a, const cv::Mat& b)
{
    cv::Mat least;
    cv::Mat most;
    cv::min(a, b, least);
    cv::max(a, b, most);
    return cv::sum(least)[0] / std::max(1e-6, cv::sum(most)[0]);
}

/// @p path laid so that its bounds fill @p box, drawn and compared.
double similarityOf(const QPainterPath& path, const Compared& ink, double blur)
{
    const QRectF bounds = path.boundingRect();
    QTransform lay;
    lay.translate(ink.box.x, ink.box.y);
    lay.scale(ink.box.width / bounds.width(), ink.box.height / bounds.height());
    lay.translate(-bounds.x(), -bounds.y());
    cv::Mat drawn = coverageOf(lay.map(path), ink.shape.size());
    if (blur > 0.3)
        cv::GaussianBlur(drawn, drawn, {}, blur);
    return overlap(drawn, ink.shape);
}

QPainterPath slanted(const QPainterPath& path, double slant)
{
    return slant == 0 ? path : QTransform(1, 0, slant, 1, 0, 0).map(path);
}

/// The text in one font, with the width got by spacing, or by stretching the letters.
void tryFont(const QFont& font, double slant, const QString& text, const Ink& ink, const Compared& compared,
             double blur, std::vector<FontMatch>& matches)
{
    for (const bool spaced : {false, true}) {
        double spacing = 0;
        QPainterPath path = slanted(outlineOf(font, text), slant);
        QRectF bounds = path.boundingRect();
        if (bounds.isEmpty())
            return;
        const double aspect = double(ink.box.width) / ink.box.height;
        if (spaced) {
            if (text.size() < 2 || std::abs(std::log(aspect * bounds.height() / bounds.width())) < 0.02)
                return;
            spacing = (aspect * bounds.height() - bounds.width()) / double(text.size() - 1);
            // Letters never run into each other by more than this, nor stand farther apart than an em.
            if (spacing < -0.08 * shapePixels || spacing > shapePixels)
                return;
            path = slanted(outlineOf(font, text, spacing), slant);
            bounds = path.boundingRect();
        }
        const double stretch = std::abs(std::log(aspect * bounds.height() / bounds.width()));
        if (stretch > mostStretch)
            continue;
        FontMatch match;
        match.font = font;
        match.similarity =
            similarityOf(path, compared, blur) - stretchCost * stretch - (slant != 0 ? slantCost : 0);
        match.spacing = spacing;
        match.scaleX = ink.box.width / bounds.width();
        match.scaleY = ink.box.height / bounds.height();
        match.slant = slant * match.scaleX;
        match.origin = {ink.box.x - bounds.x() * match.scaleX, ink.box.y - bounds.y() * match.scaleY};
        matches.push_back(match);
    }
}

} // namespace

std::vector<FontMatch> matchedFonts(const Ink& ink, const QString& text, const QString& alsoHolds, int most,
                                    const CancelToken& cancel)
{
    std::vector<FontMatch> matches;
    if (ink.box.empty() || text.trimmed().isEmpty())
        return matches;
    const Compared compared = comparedInk(ink);
    // Both are softened alike: hair lines and half pixels must not decide.
    const double blur = 0.8;
    Compared softened = compared;
    cv::GaussianBlur(compared.shape, softened.shape, {}, 0.5);
    for (const QFont& font : fontsFor(text + alsoHolds)) {
        cancel.throwIfCancelled();
        tryFont(font, 0, text, ink, softened, blur, matches);
        if (!font.italic())
            tryFont(font, obliqueSlant, text, ink, softened, blur, matches);
    }
    std::sort(matches.begin(), matches.end(),
              [](const FontMatch& a, const FontMatch& b) { return a.similarity > b.similarity; });
    std::vector<FontMatch> best;
    for (const FontMatch& match : matches) {
        if (int(best.size()) == most)
            break;
        if (std::none_of(best.begin(), best.end(),
                         [&](const FontMatch& known) { return known.font.family() == match.font.family(); }))
            best.push_back(match);
    }
    return best;
}

} // namespace focal
