#pragma once

#include "core/image/iccprofile.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace focal {

/// Rows of c, m, y, k (8 or 16 bits, full = all ink) to r, g, b in sRGB with full alpha: through the file's
/// profile, or, without a usable one, as if inks were ideal: r = (1 - c)(1 - k).
class CmykConverter
{
public:
    CmykConverter(const QByteArray& iccProfile, int depth);
    /// @param pixels  CV_8UC4 or CV_16UC4 of the depth given, changed in place
    void convertRow(cv::Mat& pixels, int y);

private:
    std::optional<IccTransform> m_transform;
    cv::Mat m_rgb;
};

/// Grey pixels whose values stand in r, with a grey profile, to sRGB with r = g = b; without a usable grey
/// profile they are left as they are. Alpha stays. @return whether they were converted.
bool greyToSrgb(cv::Mat& pixels, const QByteArray& iccProfile);

/// One row of CIE L*a*b* as TIFF 6.0 stores it (L from 0 to full, a and b signed, 1 or 256 a unit) to sRGB.
/// Alpha stays.
class LabConverter
{
public:
    LabConverter();
    void convertRow(cv::Mat& pixels, int y);

private:
    IccTransform m_transform;
    std::vector<double> m_lab;
    std::vector<std::uint16_t> m_rgb;
};

} // namespace focal
