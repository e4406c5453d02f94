#include "core/compact/textoperations.h"

#include "core/compact/logograph.h"
#include "core/compact/textlines.h"
#include "core/compact/textmatch.h"
#include "core/image/operators/fill.h"
#include "core/typeset/inkremoval.h"
#include "core/typeset/repeatedmark.h"

#include <opencv2/imgproc.hpp>

#include <QMap>

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

/// The lines that say the same, by what they say.
std::vector<std::vector<size_t>> linesThatRepeat(const std::vector<TextLine>& lines,
                                                 const std::vector<size_t>& which)
{
    QMap<QString, std::vector<size_t>> said;
    for (const size_t i : which)
        said[foldedText(lines[i].text, true)].push_back(i);
    std::vector<std::vector<size_t>> repeated;
    for (const auto& group : std::as_const(said))
        if (group.size() > 1)
            repeated.push_back(group);
    std::stable_sort(repeated.begin(), repeated.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return repeated;
}

/// Takes away half-transparent marks that repeat, those that were not read among them, and adds where they
/// stood to the edit. @return the lines of @p which that are none of them
std::vector<size_t> removeRepeated(const TextScene& scene, std::vector<size_t> which, TextEdit& edit)
{
    for (const std::vector<size_t>& group : linesThatRepeat(scene.lines, which)) {
        std::vector<cv::Rect> known;
        for (const size_t i : group)
            if (std::find(which.begin(), which.end(), i) != which.end())
                known.push_back(boundsOf(scene.lines[i].quad));
        const auto mark = findRepeatedMark(edit.pixels, known, scene.cancel);
        if (!mark)
            continue;
        edit.mask |= removeRepeatedMark(edit.pixels, *mark);
        cv::Mat covered = cv::Mat::zeros(scene.picture.size(), CV_8UC1);
        for (const cv::Point& place : mark->places)
            covered(cv::Rect(place, mark->alpha.size()) & cv::Rect({}, covered.size())) = 255;
        edit.found |= covered;
        std::erase_if(which, [&](size_t i) { return liesIn(scene.lines[i], covered); });
    }
    return which;
}

/// Takes away the drawing that stands with the lines, and adds where to the edit.
void removeDrawing(const TextScene& scene, TextEdit& edit)
{
    const cv::Mat drawing = drawingBeside(scene.picture.pixels(), edit.found);
    if (cv::countNonZero(drawing) == 0)
        return;
    const cv::Mat hole = removalMask(drawing, scene.cancel) > 0;
    edit.pixels = filled(edit.pixels, hole, scene.seed, scene.cancel);
    edit.mask |= hole;
    edit.found |= drawing;
}

TextEdit removeLines(const TextScene& scene, const std::vector<size_t>& which, const QString& target)
{
    TextEdit edit;
    edit.answer = TextEdit::Answer::Done;
    edit.found = maskOfLines(scene.lines, which, scene.picture.size());
    edit.mask = cv::Mat::zeros(scene.picture.size(), CV_8UC1);
    edit.pixels = scene.picture.pixels().clone();
    QStringList before;
    for (const size_t i : which)
        before << scene.lines[i].text;
    edit.before = before.join(u' ');
    removeInk(scene, namesWatermark(target) ? removeRepeated(scene, which, edit) : which, edit.pixels,
              edit.mask);
    if (namesLogo(target))
        removeDrawing(scene, edit);
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
    const std::vector<size_t> which = linesNamed(scene, target);
    if (!which.empty())
        return removeLines(scene, which, target);
    if (namesDate(target)) {
        const std::vector<TextLine> lines = warmDates(scene);
        const TextScene warm{scene.picture, scene.reader, lines, scene.region, scene.seed, scene.cancel};
        if (const std::vector<size_t> dates = linesNamed(warm, target); !dates.empty())
            return removeLines(warm, dates, target);
    }
    TextEdit edit;
    std::vector<size_t> all(scene.lines.size());
    for (size_t i = 0; i < all.size(); ++i)
        all[i] = i;
    edit.candidates = candidatesOf(scene.lines, all);
    return edit;
}

} // namespace focal
