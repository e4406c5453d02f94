#include "core/compact/prompts.h"

#include "core/image/refine.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

using Prompt = Grounding::Prompt;

constexpr size_t mostClicks = 4; // Of each kind; the network was trained with few.

Prompt clickPrompt(Prompt::Kind kind, cv::Point click, const ModelGeometry& geometry)
{
    const cv::Rect2d rect = geometry.nativeRect();
    const double x = (click.x + 0.5 - rect.x) / rect.width;
    const double y = (click.y + 0.5 - rect.y) / rect.height;
    const cv::Size grid = geometry.grid;
    Prompt prompt{kind, std::vector<float>(size_t(grid.area()), 0), {}};
    const int column = std::clamp(int(x * grid.width), 0, grid.width - 1);
    const int row = std::clamp(int(y * grid.height), 0, grid.height - 1);
    prompt.under[size_t(row) * size_t(grid.width) + size_t(column)] = 1;
    constexpr double reach = 0.5 / 63; // Half a pixel of the masks that the network was trained on.
    prompt.bounds = {float(x - reach), float(y - reach), float(x + reach), float(y + reach)};
    return prompt;
}

/// @param mask  CV_8UC1 of native size with some pixel above 127
Prompt areaPrompt(Prompt::Kind kind, const cv::Mat& mask, const ModelGeometry& geometry)
{
    const cv::Rect2d rect = geometry.nativeRect();
    const cv::Size grid = geometry.grid;
    cv::Mat inside;
    cv::Mat(mask > 127).convertTo(inside, CV_32F, 1.0 / 255);
    // Reduced to a pixel a patch and some, then laid over the grid, which is larger where it was padded.
    const cv::Size whole(std::max(1, int(std::lround(mask.cols * grid.width / rect.width))),
                         std::max(1, int(std::lround(mask.rows * grid.height / rect.height))));
    cv::Mat reduced;
    cv::resize(inside, reduced, whole, 0, 0, cv::INTER_AREA);
    const cv::Mat shares =
        sampledOver(reduced, {-rect.x, -rect.y, double(mask.cols), double(mask.rows)}, rect.size(), grid);
    const cv::Rect box = cv::boundingRect(mask > 127);
    Prompt prompt{kind, std::vector<float>(shares.begin<float>(), shares.end<float>()), {}};
    prompt.bounds = {float((box.x - rect.x) / rect.width), float((box.y - rect.y) / rect.height),
                     float((box.x + box.width - rect.x) / rect.width),
                     float((box.y + box.height - rect.y) / rect.height)};
    return prompt;
}

} // namespace

std::vector<Prompt> promptsOf(const Region& region, const ModelGeometry& geometry)
{
    std::vector<Prompt> prompts;
    for (size_t i = 0; i < std::min(region.clicks.size(), mostClicks); ++i)
        prompts.push_back(clickPrompt(Prompt::Kind::Here, region.clicks[i], geometry));
    for (size_t i = 0; i < std::min(region.notHere.size(), mostClicks); ++i)
        prompts.push_back(clickPrompt(Prompt::Kind::NotHere, region.notHere[i], geometry));
    if (region.box) {
        cv::Mat box(geometry.native, CV_8UC1, cv::Scalar(0));
        box(*region.box & cv::Rect({}, geometry.native)).setTo(255);
        if (cv::countNonZero(box) > 0)
            prompts.push_back(areaPrompt(Prompt::Kind::Box, box, geometry));
    }
    if (!region.mask.empty() && cv::countNonZero(region.mask > 127) > 0)
        prompts.push_back(areaPrompt(Prompt::Kind::Brush, region.mask, geometry));
    return prompts;
}

} // namespace focal
