#include "core/image/codec/tosrgb.h"

#include "core/base/error.h"

#include <vector>

namespace focal {

namespace {

template <class T>
void idealInks(T* row, int pixels, std::uint64_t full)
{
    for (int x = 0; x < pixels; ++x, row += 4) {
        const std::uint64_t light = full - row[3];
        for (int c = 0; c < 3; ++c)
            row[c] = static_cast<T>(((full - row[c]) * light + full / 2) / full);
        row[3] = static_cast<T>(full);
    }
}

template <class T>
void spreadInto(T* row, const T* rgb, int pixels, T full)
{
    for (int x = 0; x < pixels; ++x, row += 4, rgb += 3) {
        row[0] = rgb[0];
        row[1] = rgb[1];
        row[2] = rgb[2];
        row[3] = full;
    }
}

template <class T>
void convertGrey(cv::Mat& pixels, const IccTransform& transform)
{
    std::vector<T> in(static_cast<std::size_t>(pixels.cols));
    std::vector<T> out(in.size() * 3);
    for (int y = 0; y < pixels.rows; ++y) {
        T* row = pixels.ptr<T>(y);
        for (std::size_t x = 0; x < in.size(); ++x)
            in[x] = row[4 * x];
        transform.apply(in.data(), out.data(), pixels.cols);
        // Rounding may set the channels one apart; green stands for all, so that grey stays grey.
        for (std::size_t x = 0; x < in.size(); ++x)
            row[4 * x] = row[4 * x + 1] = row[4 * x + 2] = out[3 * x + 1];
    }
}

double signedUnits(uchar value)
{
    return static_cast<std::int8_t>(value);
}

double signedUnits(ushort value)
{
    return static_cast<std::int16_t>(value) / 256.0;
}

template <class T>
void takeLab(const T* row, std::vector<double>& lab, double full)
{
    for (std::size_t i = 0; i < lab.size(); i += 3, row += 4) {
        lab[i] = row[0] * 100 / full;
        lab[i + 1] = signedUnits(row[1]);
        lab[i + 2] = signedUnits(row[2]);
    }
}

template <class T>
void placeRgb(T* row, const std::vector<std::uint16_t>& rgb, unsigned divisor)
{
    for (std::size_t i = 0; i < rgb.size(); i += 3, row += 4) {
        for (std::size_t c = 0; c < 3; ++c)
            row[c] = static_cast<T>((rgb[i + c] + divisor / 2) / divisor);
    }
}

} // namespace

LabConverter::LabConverter() : m_transform(labProfile(), TYPE_Lab_DBL, TYPE_RGB_16)
{
    if (!m_transform.isValid())
        throw LogicError(QStringLiteral("lcms2 converts no Lab"));
}

void LabConverter::convertRow(cv::Mat& pixels, int y)
{
    const bool deep = pixels.depth() == CV_16U;
    m_lab.resize(static_cast<std::size_t>(pixels.cols) * 3);
    m_rgb.resize(m_lab.size());
    if (deep)
        takeLab(pixels.ptr<ushort>(y), m_lab, 65535);
    else
        takeLab(pixels.ptr<uchar>(y), m_lab, 255);
    m_transform.apply(m_lab.data(), m_rgb.data(), pixels.cols);
    if (deep)
        placeRgb(pixels.ptr<ushort>(y), m_rgb, 1);
    else
        placeRgb(pixels.ptr<uchar>(y), m_rgb, 257);
}

CmykConverter::CmykConverter(const QByteArray& iccProfile, int depth)
{
    if (profileKind(iccProfile) != ProfileKind::Cmyk)
        return;
    const bool deep = depth == CV_16U;
    m_transform.emplace(iccProfile, deep ? TYPE_CMYK_16 : TYPE_CMYK_8, deep ? TYPE_RGB_16 : TYPE_RGB_8);
    if (!m_transform->isValid())
        m_transform.reset();
}

void CmykConverter::convertRow(cv::Mat& pixels, int y)
{
    const bool deep = pixels.depth() == CV_16U;
    if (!m_transform) {
        if (deep)
            idealInks(pixels.ptr<ushort>(y), pixels.cols, 65535);
        else
            idealInks(pixels.ptr<uchar>(y), pixels.cols, 255);
        return;
    }
    m_rgb.create(1, pixels.cols, CV_MAKETYPE(pixels.depth(), 3));
    m_transform->apply(pixels.ptr(y), m_rgb.ptr(), pixels.cols);
    if (deep)
        spreadInto<ushort>(pixels.ptr<ushort>(y), m_rgb.ptr<ushort>(), pixels.cols, 65535);
    else
        spreadInto<uchar>(pixels.ptr<uchar>(y), m_rgb.ptr<uchar>(), pixels.cols, 255);
}

bool greyToSrgb(cv::Mat& pixels, const QByteArray& iccProfile)
{
    if (profileKind(iccProfile) != ProfileKind::Grey)
        return false;
    const bool deep = pixels.depth() == CV_16U;
    const IccTransform transform(iccProfile, deep ? TYPE_GRAY_16 : TYPE_GRAY_8,
                                 deep ? TYPE_RGB_16 : TYPE_RGB_8);
    if (!transform.isValid())
        return false;
    if (deep)
        convertGrey<ushort>(pixels, transform);
    else
        convertGrey<uchar>(pixels, transform);
    return true;
}

} // namespace focal
