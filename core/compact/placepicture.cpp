#include "core/compact/placepicture.h"

#include "core/base/error.h"
#include "core/image/operators/fill.h"
#include "core/image/operators/maskops.h"
#include "core/image/operators/operands.h"
#include "core/image/operators/placing.h"

#include <cmath>

namespace focal {
namespace {

constexpr double shareOfPicture = 0.06; ///< Of its area.
constexpr double mostOfSide = 0.34;     ///< Of its width and height.
constexpr double shareOfThing = 0.6;    ///< Of the width and height of what it lies on.
constexpr double marginShare = 0.03;    ///< Of the picture's shorter side.

/// -1, 0 or 1: left to right, top to bottom.
cv::Point directionOf(Spot spot)
{
    switch (spot) {
    case Spot::TopLeft:
        return {-1, -1};
    case Spot::Top:
        return {0, -1};
    case Spot::TopRight:
        return {1, -1};
    case Spot::Left:
        return {-1, 0};
    case Spot::Right:
        return {1, 0};
    case Spot::BottomLeft:
        return {-1, 1};
    case Spot::Bottom:
        return {0, 1};
    case Spot::BottomRight:
        return {1, 1};
    case Spot::Anywhere:
    case Spot::Center:
        break;
    }
    return {0, 0};
}

cv::Size sizeInPicture(cv::Size picture, cv::Size reference)
{
    const double scale = std::sqrt(shareOfPicture * picture.area() / reference.area());
    const cv::Size wanted(std::max(1, static_cast<int>(reference.width * scale)),
                          std::max(1, static_cast<int>(reference.height * scale)));
    return fittedSize(reference,
                      {std::clamp(wanted.width, 1, std::max(1, int(picture.width * mostOfSide))),
                       std::clamp(wanted.height, 1, std::max(1, int(picture.height * mostOfSide)))});
}

cv::Rect withinPicture(cv::Size picture, cv::Size size, cv::Point2d middle)
{
    const int left = static_cast<int>(std::lround(middle.x - size.width / 2.0));
    const int top = static_cast<int>(std::lround(middle.y - size.height / 2.0));
    return {std::clamp(left, 0, picture.width - size.width), std::clamp(top, 0, picture.height - size.height),
            size.width, size.height};
}

/// A part of @p whole, at its side or in its middle, @p margin from its edges.
cv::Point2d middleAt(cv::Rect whole, cv::Size size, Spot spot, int margin)
{
    const cv::Point direction = directionOf(spot);
    const double roomX = std::max(0.0, (whole.width - size.width) / 2.0 - margin);
    const double roomY = std::max(0.0, (whole.height - size.height) / 2.0 - margin);
    return {whole.x + whole.width / 2.0 + direction.x * roomX,
            whole.y + whole.height / 2.0 + direction.y * roomY};
}

} // namespace

cv::Rect placeFor(const cv::Mat& pixels, cv::Size reference, const Position& position,
                  std::optional<cv::Rect> thing, bool makesWay, const CancelToken& cancel)
{
    const cv::Size picture = pixels.size();
    const int margin = static_cast<int>(marginShare * std::min(picture.width, picture.height));
    if (!thing) {
        const cv::Size size = sizeInPicture(picture, reference);
        if (position.spot == Spot::Anywhere)
            return calmPlace(pixels, size, margin, cancel);
        return withinPicture(picture, size, middleAt({{}, picture}, size, position.spot, margin));
    }
    const cv::Point2d middle(thing->x + thing->width / 2.0, thing->y + thing->height / 2.0);
    if (makesWay)
        return withinPicture(picture, fittedSize(reference, thing->size()), middle);
    if (!position.beside) {
        const cv::Size most(std::max(1, static_cast<int>(thing->width * shareOfThing)),
                            std::max(1, static_cast<int>(thing->height * shareOfThing)));
        const cv::Size size = fittedSize(reference, most);
        return withinPicture(picture, size, middleAt(*thing, size, position.spot, 0));
    }
    const cv::Size most(std::min(thing->width, static_cast<int>(picture.width * mostOfSide)),
                        std::min(thing->height, static_cast<int>(picture.height * mostOfSide)));
    const cv::Size size = fittedSize(reference, {std::max(1, most.width), std::max(1, most.height)});
    cv::Point direction = directionOf(position.spot);
    if (direction == cv::Point()) // beside, no side said: where there is more room
        direction = {middle.x < picture.width / 2.0 ? 1 : -1, 0};
    return withinPicture(picture, size,
                         {middle.x + direction.x * ((thing->width + size.width) / 2.0 + margin),
                          middle.y + direction.y * ((thing->height + size.height) / 2.0 + margin)});
}

PlacedPixels placePicture(const cv::Mat& pixels, const PlannedEdit& edit,
                          const std::vector<Picture>& references, const cv::Mat& found, quint64 seed,
                          const CancelToken& cancel)
{
    const auto* value = std::get_if<PlaceValue>(&edit.value);
    if (!value || value->reference < 1 || std::size_t(value->reference) > references.size())
        throw LogicError(QStringLiteral("There is no such reference to place"));
    const cv::Mat& overlay = references[std::size_t(value->reference) - 1].pixels();
    const bool makesWay = !edit.target.isEmpty() && !found.empty();
    const std::optional<cv::Rect> thing =
        found.empty() ? std::nullopt : std::optional(maskBounds(found > 127));
    PlacedPixels placed{pixels, cv::Mat::zeros(pixels.size(), CV_8UC1)};
    if (makesWay) {
        const cv::Mat hole = removalMask(found, cancel);
        placed.pixels = filled(pixels, hole, seed, cancel);
        placed.mask = hole.clone();
    }
    const cv::Rect where = placeFor(pixels, overlay.size(), value->position, thing, makesWay, cancel);
    placed.pixels = laidOver(placed.pixels, overlay, where, cancel);
    placed.mask(where) = 255;
    return placed;
}

} // namespace focal
