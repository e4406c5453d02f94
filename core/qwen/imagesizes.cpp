#include "core/qwen/imagesizes.h"

#include "core/base/error.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int64_t step = 32;

/// In the mode that every thread starts with, halves go to even numbers.
int64_t roundedTo(double value, int64_t factor)
{
    return int64_t(std::nearbyint(value / double(factor))) * factor;
}

[[noreturn]] void tooNarrow(cv::Size source)
{
    throw UserError(ErrorKind::BadInput,
                    QCoreApplication::translate("focal::ImageSizes",
                                                "A picture of %1 x %2 pixels is too narrow for this model.")
                        .arg(source.width)
                        .arg(source.height),
                    {}, QCoreApplication::translate("focal::ImageSizes", "Crop it to a more even shape."));
}

void check(cv::Size source)
{
    if (source.width <= 0 || source.height <= 0)
        throw LogicError(QStringLiteral("A picture without pixels has no model size"));
}

} // namespace

cv::Size sizeOfArea(cv::Size source, int64_t area)
{
    check(source);
    const double ratio = double(source.width) / double(source.height);
    const double width = std::sqrt(double(area) * ratio);
    const double height = width / ratio;
    const cv::Size result(int(roundedTo(width, step)), int(roundedTo(height, step)));
    if (result.width == 0 || result.height == 0)
        tooNarrow(source);
    return result;
}

cv::Size smartResize(cv::Size source, int64_t factor, int64_t minPixels, int64_t maxPixels)
{
    check(source);
    const double width = source.width;
    const double height = source.height;
    if (std::max(width, height) / std::min(width, height) > 200)
        tooNarrow(source);
    int64_t w = roundedTo(width, factor);
    int64_t h = roundedTo(height, factor);
    const auto scaled = [&](double side, auto round) {
        return int64_t(round(side / double(factor))) * factor;
    };
    if (h * w > maxPixels) {
        const double beta = std::sqrt(height * width / double(maxPixels));
        h = std::max(factor, scaled(height / beta, [](double v) { return std::floor(v); }));
        w = std::max(factor, scaled(width / beta, [](double v) { return std::floor(v); }));
    } else if (h * w < minPixels) {
        const double beta = std::sqrt(double(minPixels) / (height * width));
        h = scaled(height * beta, [](double v) { return std::ceil(v); });
        w = scaled(width * beta, [](double v) { return std::ceil(v); });
    }
    return {int(w), int(h)};
}

} // namespace focal
