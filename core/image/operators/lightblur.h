#pragma once

#include "core/image/operators/operands.h"

namespace focal {

/// A blur of light in which every pixel counts by its weight: colours of weight 0 never bleed in
/// (normalised convolution, Knutsson and Westin 1993). Held at reduced size where the blur allows it.
class LightBlur
{
public:
    enum class Kernel {
        Gaussian,
        Disc, ///< As a lens out of focus; of radius 2 sigma, which has the same variance.
    };

    /// @param pixels  see operands.h; alpha counts as weight too
    /// @param weight  CV_8UC1 of the same size, 255 counts fully
    /// @param area    what is read, native
    /// @param sigma   of the kernel, native pixels, > 0
    /// @throws Cancelled
    LightBlur(const cv::Mat& pixels, const cv::Mat& weight, cv::Rect area, Kernel kernel, double sigma,
              const CancelToken& token);

    struct Value
    {
        LinearRgb light;
        float weight = 0; ///< The blurred weight, 0..1; light is meaningless where it is 0.
    };
    /// At a native pixel within the area (beyond it: the nearest).
    Value at(int x, int y) const;

private:
    cv::Rect m_area;
    int m_factor = 1;
    cv::Mat m_sums; ///< CV_32FC4: light times weight, and weight, each a mean over factor * factor pixels.
};

} // namespace focal
