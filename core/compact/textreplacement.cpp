/// replaceText() of textoperations.h.
#include "core/compact/textlines.h"
#include "core/compact/textmatch.h"
#include "core/compact/textoperations.h"
#include "core/typeset/inkremoval.h"
#include "core/typeset/settext.h"
#include "core/typeset/textshape.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int triedFonts = 3;
constexpr double largerSize = 1.2;       ///< For text that could not be read back.
constexpr double leastSimilarity = 0.35; ///< Of a font to the old letters, below which a plain one serves.

/// One line and what changes in it.
struct Replacement
{
    const TextLine* line = nullptr;
    QString before; ///< The line's words, those looked for to the letter.
    QString after;  ///< What the line should say.
    LineStrip strip;
    Ink ink;
    double removeFrom = 0; ///< 0..1 along the line: from here on its ink goes,
    double removeTo = 1;   ///< to here.
    QString set;           ///< What is set anew from there on.
    SetOptions options;
    std::vector<FontMatch> fonts;
};

constexpr double sameWidth = 0.08; ///< New words that differ by less in width stand where the old ones stood.

/// Widths of the ink-free columns around each boundary between two characters, strip pixels.
std::vector<int> gapsOf(const Ink& ink, const LineStrip& strip, const TextLine& line)
{
    cv::Mat columns;
    cv::reduce(ink.alpha, columns, 0, cv::REDUCE_MAX, CV_32F);
    const auto empty = [&](int x) { return x >= 0 && x < columns.cols && columns.at<float>(x) < 0.3F; };
    std::vector<int> gaps;
    for (size_t i = 0; i + 1 < line.characters.size(); ++i) {
        const auto middle = int(strip.line.x + line.characters[i].end * strip.line.width);
        const double width = line.characters[i + 1].end - line.characters[i].begin;
        const auto reach = int(std::max(2.0, 0.3 * width * strip.line.width));
        int widest = 0;
        for (int x = middle - reach; x <= middle + reach;) {
            int last = x;
            int first = x;
            while (empty(last))
                ++last;
            while (last > x && empty(first - 1))
                --first;
            widest = std::max(widest, last - first);
            x = last + 1;
        }
        gaps.push_back(widest);
    }
    return gaps;
}

/// Puts back the blanks that the reader missed: gaps much wider than the line's usual ones.
TextLine withBlanks(const TextLine& line, const Ink& ink, const LineStrip& strip, TextHit& hit)
{
    const std::vector<int> gaps = gapsOf(ink, strip, line);
    if (gaps.size() < 2)
        return line;
    std::vector<int> sorted = gaps;
    std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(sorted.size() / 2), sorted.end());
    const double wide = std::max(0.24 * ink.box.height, 2.2 * sorted[sorted.size() / 2]);
    TextLine result = line;
    result.characters.clear();
    const TextHit old = hit;
    const auto blank = [&](size_t i) { return line.characters[i].text.trimmed().isEmpty(); };
    for (size_t i = 0; i < line.characters.size(); ++i) {
        result.characters.push_back(line.characters[i]);
        if (i + 1 == line.characters.size() || blank(i) || blank(i + 1) || gaps[i] <= wide)
            continue;
        const double at = line.characters[i].end;
        result.characters.push_back({QStringLiteral(" "), at, at, 1});
        hit.first += i + 1 <= old.first ? 1 : 0;
        hit.end += i + 1 < old.end ? 1 : 0;
    }
    return result;
}

QString textOf(const TextLine& line, size_t first, size_t end)
{
    QString text;
    for (size_t i = first; i < end; ++i)
        text += line.characters[i].text;
    return text;
}

/// The column near @p at (0..1 along the line) with the least ink, between two characters.
double gapNear(const Replacement& r, double at, double characterWidth)
{
    cv::Mat columns;
    cv::reduce(r.ink.alpha, columns, 0, cv::REDUCE_SUM, CV_32F);
    const double middle = r.strip.line.x + at * r.strip.line.width;
    const double reach = 0.45 * characterWidth * r.strip.line.width;
    double best = middle;
    double least = 1e9;
    for (int x = std::max(0, int(middle - reach)); x <= std::min(columns.cols - 1, int(middle + reach));
         ++x) {
        const double cost = double(columns.at<float>(x)) + 0.02 * std::abs(x - middle);
        if (cost < least) {
            least = cost;
            best = x + 0.5;
        }
    }
    return (best - r.strip.line.x) / r.strip.line.width;
}

/// The first column from @p from (0..1 along the line) on that has ink, in strip pixels.
double inkBegins(const Replacement& r, double from)
{
    const int first = std::max(0, int(std::floor(r.strip.line.x + from * r.strip.line.width)));
    for (int x = first; x < r.ink.alpha.cols; ++x) {
        double most = 0;
        cv::minMaxLoc(r.ink.alpha.col(x), nullptr, &most);
        if (most > 0.5)
            return x;
    }
    return first;
}

/// One past the last column before @p to that has ink.
double inkEnds(const Replacement& r, double to)
{
    const int last = std::min(r.ink.alpha.cols, int(std::ceil(r.strip.line.x + to * r.strip.line.width)));
    for (int x = last - 1; x >= 0; --x) {
        double most = 0;
        cv::minMaxLoc(r.ink.alpha.col(x), nullptr, &most);
        if (most > 0.5)
            return x + 1;
    }
    return last;
}

/// How far along its own way the ground stays what it is, in strip pixels: where the room for text ends.
struct Room
{
    double left = 0;
    double right = 0;
    bool leftEnds = false; ///< At something; otherwise at the picture's edge or out of sight.
    bool rightEnds = false;
};

Room roomOf(const Replacement& r, const cv::Mat& pixels)
{
    const double full = pixels.depth() == CV_16U ? 65535 : 255;
    const double y = (r.ink.box.y + r.ink.box.br().y) / 2.0;
    const double step = std::max(0.5, r.strip.scale);
    const double sight = 6.0 * LineStrip::lineHeight + r.strip.line.width;
    const auto walk = [&](double from, double direction, double& end, bool& ends) {
        const cv::Vec3f ground =
            r.ink.ground.at<cv::Vec3f>(int(y), std::clamp(int(from), 0, r.ink.ground.cols - 1));
        cv::Vec3f slowly = ground;
        for (end = from; std::abs(end - from) < sight; end += direction * step) {
            const cv::Vec3d p = r.strip.toNative * cv::Vec3d(end, y, 1);
            const cv::Point at(cvFloor(p[0] / p[2]), cvFloor(p[1] / p[2]));
            if (!cv::Rect({}, pixels.size()).contains(at))
                return;
            cv::Vec3f color;
            if (pixels.depth() == CV_16U)
                for (int i = 0; i < 3; ++i)
                    color[i] = float(pixels.at<cv::Vec4w>(at)[i] / full);
            else
                for (int i = 0; i < 3; ++i)
                    color[i] = float(pixels.at<cv::Vec4b>(at)[i] / full);
            if (cv::norm(color - slowly) > std::max(0.12, 5 * r.ink.grain)) {
                ends = true;
                return;
            }
            slowly += (color - slowly) * 0.05F;
        }
    };
    Room room;
    walk(r.ink.box.x - 3.0, -1, room.left, room.leftEnds);
    walk(r.ink.box.br().x + 3.0, 1, room.right, room.rightEnds);
    return room;
}

/// As the lines around stand to each other; then as the line stands in its ground.
TextAlign alignmentOf(const TextScene& scene, const Replacement& r, const Room& room)
{
    const cv::Rect own = boundsOf(r.line->quad);
    const double near = 0.25 * own.height;
    int left = 0;
    int centre = 0;
    int right = 0;
    for (const TextLine& other : scene.lines) {
        const cv::Rect box = boundsOf(other.quad);
        if (&other == r.line || std::abs(box.width - own.width) < 2 * near ||
            std::abs(box.y - own.y) > 6 * own.height)
            continue;
        left += std::abs(box.x - own.x) < near;
        right += std::abs(box.br().x - own.br().x) < near;
        centre += std::abs(box.x + box.br().x - own.x - own.br().x) < 2 * near;
    }
    if (left + centre + right > 0)
        return centre >= std::max(left, right) ? TextAlign::Centre
               : left >= right                 ? TextAlign::Left
                                               : TextAlign::Right;
    if (room.leftEnds && room.rightEnds) {
        const double before = r.ink.box.x - room.left;
        const double after = room.right - r.ink.box.br().x;
        if (std::abs(before - after) < 0.15 * (before + after) + 0.2 * r.ink.box.height)
            return TextAlign::Centre;
    }
    const double off = (own.x + own.br().x) / 2.0 - scene.picture.width() / 2.0;
    return std::abs(off) < 0.03 * scene.picture.width() ? TextAlign::Centre : TextAlign::Left;
}

/// Where the new words are as wide as the old, and not the whole line, only they change.
bool fitsInPlace(Replacement& r, const TextLine& line, const TextHit& hit, double characterWidth,
                 const QString& from, const QString& to)
{
    const bool whole = hit.first == 0 && hit.end == line.characters.size();
    if (whole || r.fonts.empty() || from.isEmpty())
        return false;
    const double before = widthLikeLine(r.fonts.front(), from);
    if (std::abs(widthLikeLine(r.fonts.front(), to) - before) > sameWidth * before)
        return false;
    if (hit.first > 0)
        r.removeFrom = gapNear(r, line.characters[hit.first].begin, characterWidth);
    if (hit.end < line.characters.size())
        r.removeTo = gapNear(r, line.characters[hit.end - 1].end, characterWidth);
    r.options.left = inkBegins(r, r.removeFrom);
    r.options.right = inkEnds(r, r.removeTo);
    r.options.align = TextAlign::Centre;
    return *r.options.right > *r.options.left;
}

Replacement prepared(const TextScene& scene, TextHit hit, const QString& from, const QString& to)
{
    Replacement r;
    r.line = &scene.lines[hit.line];
    r.strip = stripOf(scene.picture.pixels(), r.line->quad);
    r.ink = inkOf(r.strip);
    const TextLine line = withBlanks(*r.line, r.ink, r.strip, hit);
    const QString whole = withoutMixups(textOf(line, 0, line.characters.size()));
    const QString prefix = whole.left(textOf(line, 0, hit.first).size());
    const QString suffix = whole.right(textOf(line, hit.end, line.characters.size()).size());
    r.before = prefix + from + suffix;
    r.after = prefix + to + suffix;
    if (r.ink.box.empty())
        return r;
    r.fonts = matchedFonts(r.ink, r.before, to, triedFonts, scene.cancel);
    const Room room = roomOf(r, scene.picture.pixels());
    const TextAlign align = alignmentOf(scene, r, room);
    r.set = r.after;
    // What stands before stays as it is where nothing has to move.
    const double width = 1.0 / double(std::max<size_t>(1, line.characters.size()));
    if (fitsInPlace(r, line, hit, width, from, to)) {
        r.set = to;
        return r;
    }
    if (!prefix.trimmed().isEmpty() && align != TextAlign::Centre) {
        r.removeFrom = gapNear(r, line.characters[hit.first].begin, width);
        r.set = (to + suffix).trimmed();
        r.options.left = inkBegins(r, r.removeFrom);
    } else {
        r.options.align = align;
    }
    if (!r.fonts.empty()) {
        // Where the room ends the text must, with the air that the old text had at most.
        const double begin = r.options.left.value_or(r.ink.box.x);
        const double air =
            std::min({0.25 * r.ink.box.height, r.ink.box.x - room.left, room.right - r.ink.box.br().x});
        double space = room.right - air - begin;
        if (r.options.align == TextAlign::Centre)
            space = 2 * std::min((room.right - room.left) / 2 - air,
                                 std::min(r.ink.box.x + r.ink.box.width / 2.0 - room.left,
                                          room.right - r.ink.box.x - r.ink.box.width / 2.0) -
                                     air);
        else if (r.options.align == TextAlign::Right)
            space = r.ink.box.br().x - room.left - air;
        const double needed = widthLikeLine(r.fonts.front(), r.set);
        r.options.size = std::clamp(space / std::max(1.0, needed), 0.3, 1.0);
    }
    return r;
}

/// A plain font, as high as the old ink.
FontMatch plainMatch(const Replacement& r, const QString& text)
{
    FontMatch match;
    match.font = defaultFont(text);
    const QRectF bounds = outlineOf(match.font, r.before).boundingRect();
    match.scaleX = match.scaleY = r.ink.box.height / std::max(1.0, bounds.height());
    match.origin = {double(r.ink.box.x), r.ink.box.y - bounds.top() * match.scaleY};
    return match;
}

struct Attempt
{
    FontMatch font;
    double size;
};

std::vector<Attempt> attemptsFor(const Replacement& r)
{
    std::vector<Attempt> attempts;
    for (const FontMatch& font : r.fonts)
        if (font.similarity >= leastSimilarity || attempts.empty())
            attempts.push_back({font, r.options.size});
    const FontMatch plain = plainMatch(r, r.set);
    if (r.fonts.empty())
        attempts.push_back({plain, r.options.size});
    attempts.push_back({attempts.front().font, r.options.size * largerSize});
    if (!r.fonts.empty())
        attempts.push_back({plain, r.options.size});
    return attempts;
}

/// The line that is read where the text was set; the nearest to what it should say.
QString readAt(const TextScene& scene, const cv::Mat& pixels, cv::Rect area, const QString& wanted)
{
    QString all;
    for (const TextLine& line : readAgain(scene, pixels, area)) {
        if (foldedText(withoutMixups(line.text), false) == foldedText(wanted, false))
            return line.text;
        all += all.isEmpty() ? line.text : u' ' + line.text;
    }
    return all;
}

/// Changes one line in @p edit.
void run(const TextScene& scene, const Replacement& r, TextEdit& edit)
{
    std::vector<size_t> own = {size_t(r.line - scene.lines.data())};
    std::vector<size_t> others;
    for (size_t i = 0; i < scene.lines.size(); ++i)
        if (i != own.front())
            others.push_back(i);
    const cv::Mat removed = inkMask(r.strip, r.ink, scene.picture.size(), r.removeFrom, r.removeTo);
    cv::Mat keep = maskOfLines(scene.lines, others, scene.picture.size());
    if (r.removeFrom > 0)
        keep |= inkMask(r.strip, r.ink, scene.picture.size(), 0, r.removeFrom);
    if (r.removeTo < 1)
        keep |= inkMask(r.strip, r.ink, scene.picture.size(), r.removeTo, 1);
    const cv::Mat ground = inkRemoved(edit.pixels, removed, keep, r.ink.grain, scene.seed, scene.cancel);
    cv::Mat bestPixels;
    cv::Mat bestMask;
    bool right = false;
    for (const Attempt& attempt : attemptsFor(r)) {
        SetOptions options = r.options;
        options.size = attempt.size;
        cv::Mat pixels = ground.clone();
        const SetText text = textLikeLine(r.strip, r.ink, attempt.font, r.set, options);
        const cv::Mat laid = layText(pixels, text, scene.seed, scene.cancel);
        const QString read = readAt(scene, pixels, boundsOf(r.line->quad) | cv::boundingRect(laid), r.after);
        right = foldedText(withoutMixups(read), false) == foldedText(r.after, false);
        if (right || bestPixels.empty()) {
            bestPixels = pixels;
            bestMask = removed | laid;
            edit.readBack = read;
        }
        if (right)
            break;
    }
    edit.pixels = bestPixels;
    edit.mask |= bestMask;
    edit.asWished = edit.asWished && right;
}

/// The hits that are meant: the best ones, all where several are as good.
std::vector<TextHit> hitsMeant(const TextScene& scene, const QString& from)
{
    std::vector<TextHit> hits = findText(scene.lines, from);
    std::erase_if(hits, [&](const TextHit& hit) { return !isInRegion(scene.lines[hit.line], scene.region); });
    std::erase_if(hits, [&](const TextHit& hit) { return hit.cost > hits.front().cost + 1e-6; });
    // One change a line: a second one would be measured in a line that is no more.
    std::vector<TextHit> first;
    for (const TextHit& hit : hits)
        if (std::none_of(first.begin(), first.end(),
                         [&](const TextHit& known) { return known.line == hit.line; }))
            first.push_back(hit);
    return first;
}

} // namespace

TextEdit replaceText(const TextScene& scene, const QString& target, const ReplaceTextValue& value)
{
    TextEdit edit;
    std::vector<TextHit> hits;
    if (!value.from.isEmpty()) {
        hits = hitsMeant(scene, value.from);
    } else {
        const std::vector<size_t> named = linesNamed(scene, target);
        if (named.size() > 1) {
            edit.answer = TextEdit::Answer::WhichOne;
            edit.candidates = candidatesOf(scene.lines, named);
            return edit;
        }
        for (const size_t i : named)
            hits.push_back({i, 0, scene.lines[i].characters.size(), 0});
    }
    if (hits.empty()) {
        std::vector<size_t> all(scene.lines.size());
        for (size_t i = 0; i < all.size(); ++i)
            all[i] = i;
        edit.candidates = candidatesOf(scene.lines, all);
        return edit;
    }
    edit.answer = TextEdit::Answer::Done;
    edit.asWished = true;
    edit.pixels = scene.picture.pixels().clone();
    edit.mask = cv::Mat::zeros(scene.picture.size(), CV_8UC1);
    std::vector<size_t> which;
    for (const TextHit& hit : hits) {
        const TextLine& line = scene.lines[hit.line];
        const QString old = textOf(line, hit.first, hit.end);
        const Replacement r = prepared(scene, hit, value.from.isEmpty() ? old : value.from, value.to);
        which.push_back(hit.line);
        edit.before = old;
        run(scene, r, edit);
    }
    edit.found = maskOfLines(scene.lines, which, scene.picture.size());
    return edit;
}

} // namespace focal
