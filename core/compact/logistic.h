#pragma once
/// Logits and likelihoods.

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

/// 0..1
inline double logistic(double logit)
{
    return 1 / (1 + std::exp(-logit));
}

/// Of each element. @param logits  CV_32FC1
inline cv::Mat logistic(const cv::Mat& logits)
{
    cv::Mat result;
    cv::exp(-logits, result);
    return 1 / (1 + result);
}

/// The inverse, where @p likelihood is taken for @p least at least and 0.997 at most.
inline double boundedLogit(double likelihood, double least)
{
    const double bounded = std::clamp(likelihood, least, 0.997);
    return std::log(bounded / (1 - bounded));
}

} // namespace focal
