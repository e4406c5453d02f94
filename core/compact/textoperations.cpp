#include "core/compact/textoperations.h"

#include "core/compact/textlines.h"
#include "core/compact/textmatch.h"
#include "core/image/operators/fill.h"
#include "core/typeset/inkremoval.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int leastReadSide = 320;
constexpr int mostReadSide = 960;
constexpr double leastReadBack = 0.5; ///< Confidence of what counts as still read after a removal.

/// The middle of a line's quad lies in @p area.
bool liesIn(const TextLine& line, const cv::Mat& mask)
{
    const cv::Rect box = boundsOf(line.quad) & cv::Rect({}, mask.size());
    return !box.empty() && cv::countNonZero(mask(box)) > 0.3 * box.area();
}

/// Everything that is ink but not @p which: no filling may be taken from it.
cv::Mat otherText(const TextScene& scene, const std::vector<size_t>& which)
{
    std::vector<size_t> others;
    for (size_t i = 0; i < scene.lines.size(); ++i)
        if (std::find(which.begin(), which.end(), i) == which.end())
            others.push_back(i);
    return maskOfLines(scene.lines, others, scene.picture.size());
}

/// Takes the ink of whole lines away, from @p pixels, and adds where to @p mask.
void removeInk(const TextScene& scene, const std::vector<size_t>& which, cv::Mat& pixels, cv::Mat& mask)
{
    const cv::Mat others = otherText(scene, which);
    for (const size_t i : which) {
        scene.cancel.throwIfCancelled();
        const LineStrip strip = stripOf(scene.picture.pixels(), scene.lines[i].quad);
        const Ink ink = inkOf(strip);
        const cv::Mat touched = inkMask(strip, ink, scene.picture.size());
        pixels = inkRemoved(pixels, touched, others, ink.grain, scene.seed, scene.cancel);
        mask |= touched;
    }
}

} // namespace

std::vector<TextLine> readAgain(const TextScene& scene, const cv::Mat& pixels, cv::Rect area)
{
    const int margin = std::max(16, std::min(area.width, area.height) / 2);
    area =
        (area + cv::Size(2 * margin, 2 * margin) - cv::Point(margin, margin)) & cv::Rect({}, pixels.size());
    ReadTextOptions options;
    options.longSide = std::clamp(2 * std::max(area.width, area.height), leastReadSide, mostReadSide);
    return scene.reader.read(Picture::fromMat(pixels(area).clone()), scene.cancel, options);
}

TextEdit removeText(const TextScene& scene, const QString& target)
{
    TextEdit edit;
    const std::vector<size_t> which = linesNamed(scene, target);
    if (which.empty()) {
        std::vector<size_t> all(scene.lines.size());
        for (size_t i = 0; i < all.size(); ++i)
            all[i] = i;
        edit.candidates = candidatesOf(scene.lines, all);
        return edit;
    }
    edit.answer = TextEdit::Answer::Done;
    edit.found = maskOfLines(scene.lines, which, scene.picture.size());
    edit.mask = cv::Mat::zeros(scene.picture.size(), CV_8UC1);
    edit.pixels = scene.picture.pixels().clone();
    QStringList before;
    for (const size_t i : which)
        before << scene.lines[i].text;
    edit.before = before.join(u' ');
    removeInk(scene, which, edit.pixels, edit.mask);
    // What is read there nonetheless goes with all that its line covers.
    for (int round = 0; round < 3; ++round) {
        cv::Mat left = cv::Mat::zeros(scene.picture.size(), CV_8UC1);
        QStringList stillRead;
        ReadTextOptions options;
        options.leastConfidence = leastReadBack;
        const Picture now = Picture::fromMat(edit.pixels);
        for (const TextLine& line : scene.reader.read(now, scene.cancel, options))
            if (liesIn(line, edit.found)) {
                left |= maskOfLines({line}, {0}, scene.picture.size());
                stillRead << line.text;
            }
        edit.readBack = stillRead.join(u' ');
        edit.asWished = stillRead.isEmpty();
        if (edit.asWished || round == 2)
            break;
        const cv::Mat hole = removalMask(left, scene.cancel) > 0;
        edit.pixels = filled(edit.pixels, hole, scene.seed + quint64(round), scene.cancel);
        edit.mask |= hole;
    }
    return edit;
}

} // namespace focal
