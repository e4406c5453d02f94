#include "core/image/operators/operands.h"

#include <opencv2/imgproc.hpp>

namespace focal {

void checkOperands(const cv::Mat& pixels, const cv::Mat& mask)
{
    if (pixels.empty() || (pixels.type() != CV_8UC4 && pixels.type() != CV_16UC4))
        throw LogicError(QStringLiteral("operator: pixels must be CV_8UC4 or CV_16UC4 and not empty"));
    if (mask.size() != pixels.size() || mask.type() != CV_8UC1)
        throw LogicError(QStringLiteral("operator: the mask must be CV_8UC1 of the pixels' size"));
}

cv::Rect maskBounds(const cv::Mat& mask)
{
    return cv::boundingRect(mask); // of an 8-bit matrix: of its non-zero elements
}

cv::Rect grownRect(cv::Rect rect, int margin, cv::Size size)
{
    return cv::Rect(rect.x - margin, rect.y - margin, rect.width + 2 * margin, rect.height + 2 * margin) &
           cv::Rect({}, size);
}

double maskExtent(const cv::Mat& mask)
{
    return std::sqrt(cv::sum(mask)[0] / 255);
}

} // namespace focal
