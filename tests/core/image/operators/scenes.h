#pragma once
/// Pictures and masks of known content that the operators' tests work on.

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <cstdint>

namespace focal::scenes {

inline cv::Mat plain(cv::Size size, cv::Scalar rgb)
{
    return cv::Mat(size, CV_8UC4, cv::Scalar(rgb[0], rgb[1], rgb[2], 255));
}

/// The same picture with 16 bits a channel.
inline cv::Mat deep(const cv::Mat& pixels)
{
    cv::Mat out;
    pixels.convertTo(out, CV_16UC4, 257);
    return out;
}

/// A soft disc, 255 inside.
inline cv::Mat disc(cv::Size size, cv::Point2d centre, double radius)
{
    cv::Mat mask(size, CV_8UC1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            mask.at<std::uint8_t>(y, x) = cv::saturate_cast<std::uint8_t>(
                255 * (radius + 0.5 - std::hypot(x - centre.x, y - centre.y)));
    return mask;
}

/// A ball of one paint, lit from the upper left, with a small white highlight, over a green ground.
inline cv::Mat ball(cv::Size size, cv::Point2d centre, double radius, cv::Scalar rgb)
{
    cv::Mat pixels = plain(size, {60, 120, 60});
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const double nx = (x - centre.x) / radius;
            const double ny = (y - centre.y) / radius;
            if (nx * nx + ny * ny > 1)
                continue;
            const double nz = std::sqrt(1 - nx * nx - ny * ny);
            const double light = 0.25 + 0.75 * std::max(0.0, -0.5 * nx - 0.5 * ny + 0.7071 * nz);
            const double shine = std::hypot(nx + 0.4, ny + 0.4) < 0.08 ? 1 : 0;
            for (int c = 0; c < 3; ++c)
                pixels.at<cv::Vec4b>(y, x)[c] =
                    cv::saturate_cast<std::uint8_t>(rgb[c] * light * (1 - shine) + 252 * shine);
        }
    }
    return pixels;
}

/// Every value different from its neighbours', alpha too.
inline cv::Mat noisy(cv::Size size, std::uint64_t seed)
{
    cv::Mat pixels(size, CV_8UC4);
    cv::RNG(seed).fill(pixels, cv::RNG::UNIFORM, 0, 256);
    return pixels;
}

/// The greatest difference of any channel where @p where is above 0, in 8-bit levels.
inline double greatestDifference(const cv::Mat& a, const cv::Mat& b, const cv::Mat& where)
{
    const double scale = a.depth() == CV_16U ? 257 : 1;
    double most = 0;
    for (int y = 0; y < a.rows; ++y) {
        for (int x = 0; x < a.cols; ++x) {
            if (where.at<std::uint8_t>(y, x) == 0)
                continue;
            for (int c = 0; c < 4; ++c) {
                const double u = a.depth() == CV_16U ? a.at<cv::Vec4w>(y, x)[c] : a.at<cv::Vec4b>(y, x)[c];
                const double v = b.depth() == CV_16U ? b.at<cv::Vec4w>(y, x)[c] : b.at<cv::Vec4b>(y, x)[c];
                most = std::max(most, std::abs(u - v) / scale);
            }
        }
    }
    return most;
}

/// The greatest difference between an 8-bit and a 16-bit result where @p where is above 0, in 8-bit levels.
inline double depthsDiffer(const cv::Mat& eight, const cv::Mat& sixteen, const cv::Mat& where)
{
    return greatestDifference(deep(eight), sixteen, where);
}

inline bool sameBytes(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

/// Whether every byte outside @p rect is equal.
inline bool sameOutside(const cv::Mat& a, const cv::Mat& b, cv::Rect rect)
{
    cv::Mat x = a.clone();
    cv::Mat y = b.clone();
    x(rect).setTo(cv::Scalar::all(0));
    y(rect).setTo(cv::Scalar::all(0));
    return sameBytes(x, y);
}

inline bool sameAlpha(const cv::Mat& a, const cv::Mat& b)
{
    cv::Mat x, y;
    cv::extractChannel(a, x, 3);
    cv::extractChannel(b, y, 3);
    return cv::norm(x, y, cv::NORM_INF) == 0;
}

} // namespace focal::scenes
