#include "core/compact/regionprompt.h"

#include "core/compact/regionevidence.h"
#include "core/image/refine.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal::region {

namespace {

/// @p mask, which covers the picture, on a grid of @p size that covers @p rect.
cv::Mat onGrid(const cv::Mat& mask, cv::Rect2d rect, cv::Size size)
{
    // Reduced first, so that nothing thin is stepped over.
    const cv::Size whole(std::max(1, int(std::lround(mask.cols * size.width / rect.width))),
                         std::max(1, int(std::lround(mask.rows * size.height / rect.height))));
    cv::Mat reduced;
    cv::resize(mask, reduced, whole, 0, 0, cv::INTER_AREA);
    const cv::Rect2d picture(-rect.x, -rect.y, mask.cols, mask.rows);
    return sampledOver(reduced, picture, rect.size(), size) > 127;
}

cv::Point cellOf(cv::Point2d patch, cv::Size cells)
{
    return {std::clamp(int(patch.x * cellsPerPatch), 0, cells.width - 1),
            std::clamp(int(patch.y * cellsPerPatch), 0, cells.height - 1)};
}

} // namespace

cv::Mat allowedPixels(const Picture& picture, const Region& prompt)
{
    cv::Mat allowed;
    if (!prompt.mask.empty())
        allowed = prompt.mask.clone();
    if (prompt.box) {
        if (allowed.empty())
            allowed = cv::Mat(picture.size(), CV_8UC1, cv::Scalar(255));
        cv::Mat box(picture.size(), CV_8UC1, cv::Scalar(0));
        box(*prompt.box & cv::Rect({0, 0}, picture.size())).setTo(255);
        cv::min(allowed, box, allowed);
    }
    return allowed;
}

GridPrompt gridPrompt(const Picture& picture, const PictureView& view, const Region& prompt,
                      const cv::Mat& allowed)
{
    GridPrompt result;
    const auto toPatches = [&view](const std::vector<cv::Point>& points) {
        std::vector<cv::Point2d> patches;
        patches.reserve(points.size());
        for (const cv::Point& p : points)
            patches.emplace_back((p.x + 0.5 - view.nativeRect.x) / view.nativeRect.width * view.grid.width,
                                 (p.y + 0.5 - view.nativeRect.y) / view.nativeRect.height * view.grid.height);
        return patches;
    };
    result.clicks = toPatches(prompt.clicks);
    result.notHere = toPatches(prompt.notHere);
    if (allowed.empty() || cv::countNonZero(allowed) == int(picture.size().area()))
        return result;
    result.allowedCells = onGrid(allowed, view.nativeRect, view.grid * cellsPerPatch);
    cv::Mat share;
    cv::resize(result.allowedCells, share, view.grid, 0, 0, cv::INTER_AREA);
    result.allowedPatches = share > 0;
    // Half the size of what is allowed all around it: what the thing stands out from.
    const cv::Rect bounds = cv::boundingRect(result.allowedPatches);
    const int reach = std::max(2, std::max(bounds.width, bounds.height) / 2);
    cv::dilate(result.allowedPatches, result.considered,
               cv::Mat::ones(2 * reach + 1, 2 * reach + 1, CV_8UC1));
    return result;
}

std::vector<cv::Point> cellsOf(const std::vector<cv::Point2d>& patches, cv::Size cells)
{
    std::vector<cv::Point> result;
    result.reserve(patches.size());
    for (const cv::Point2d& patch : patches)
        result.push_back(cellOf(patch, cells));
    return result;
}

} // namespace focal::region
