#pragma once
/// Pictures, profiles and files for tests, made of fixed formulas.

#include "core/image/picture.h"

#include <QByteArray>

#include <lcms2.h>

#include <array>
#include <cmath>

namespace focal::test {

/// Different in every channel and pixel; alpha from 0 to full, colours under alpha 0 included.
inline cv::Mat testPixels(int width, int height, int bits, bool alpha = true, bool grey = false)
{
    cv::Mat pixels(height, width, bits == 16 ? CV_16UC4 : CV_8UC4);
    const int mask = bits == 16 ? 0xffff : 0xff;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::array<int, 4> v{x * 37 + y * 411 + 5, grey ? x * 37 + y * 411 + 5 : x * 173 + y * 29,
                                       grey ? x * 37 + y * 411 + 5 : (x ^ y) * 97 + 1000, x * 251 + y * 1021};
            for (int c = 0; c < 4; ++c) {
                const int value =
                    c == 3 && !alpha ? mask : v[static_cast<std::size_t>(c)] * (bits == 16 ? 53 : 1) & mask;
                if (bits == 16)
                    pixels.ptr<ushort>(y)[x * 4 + c] = static_cast<ushort>(value);
                else
                    pixels.ptr<uchar>(y)[x * 4 + c] = static_cast<uchar>(value);
            }
        }
    }
    return pixels;
}

/// Smooth, so that lossy codecs keep it nearly as it is.
inline cv::Mat smoothPixels(int width, int height)
{
    cv::Mat pixels(height, width, CV_8UC4);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            uchar* p = pixels.ptr(y) + x * 4;
            p[0] = static_cast<uchar>(40 + 160 * x / width);
            p[1] = static_cast<uchar>(200 - 150 * y / height);
            p[2] = static_cast<uchar>(60 + 60 * (x + y) / (width + height));
            p[3] = 255;
        }
    }
    return pixels;
}

inline QByteArray profileBytes(cmsHPROFILE profile)
{
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    QByteArray bytes(static_cast<qsizetype>(size), '\0');
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    return bytes;
}

/// Primaries and curve far from sRGB's: wide gamut (Adobe RGB's primaries), gamma 1.8.
inline QByteArray wideProfile()
{
    const cmsCIExyY white{0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    cmsToneCurve* curve = cmsBuildGamma(nullptr, 1.8);
    std::array<cmsToneCurve*, 3> curves{curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves.data());
    cmsFreeToneCurve(curve);
    return profileBytes(profile);
}

inline QByteArray greyProfile(double gamma)
{
    const cmsCIExyY white{0.3457, 0.3585, 1};
    cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
    cmsHPROFILE profile = cmsCreateGrayProfile(&white, curve);
    cmsFreeToneCurve(curve);
    return profileBytes(profile);
}

/// A CMYK output profile (class prtr) of ideal inks except that cyan's red absorption is halved, so that a
/// reader which ignores the profile is told apart.
inline QByteArray cmykProfile()
{
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
    cmsSetProfileVersion(profile, 2.4);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsHPROFILE srgb = cmsCreate_sRGBProfile();
    cmsHPROFILE lab = cmsCreateLab2Profile(nullptr);
    cmsHTRANSFORM toLab = cmsCreateTransform(srgb, TYPE_RGB_DBL, lab, TYPE_Lab_DBL,
                                             INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
    cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
    cmsStage* table = cmsStageAllocCLut16bit(nullptr, 9, 4, 3, nullptr);
    cmsStageSampleCLut16bit(
        table,
        [](const cmsUInt16Number in[], cmsUInt16Number out[], void* cargo) -> cmsInt32Number {
            const double light = 1 - in[3] / 65535.0;
            const std::array<double, 3> rgb{(1 - in[0] / 131070.0) * light, (1 - in[1] / 65535.0) * light,
                                            (1 - in[2] / 65535.0) * light};
            cmsCIELab value;
            cmsDoTransform(static_cast<cmsHTRANSFORM>(cargo), rgb.data(), &value, 1);
            cmsFloat2LabEncodedV2(out, &value);
            return 1;
        },
        toLab, 0);
    cmsPipelineInsertStage(pipeline, cmsAT_END, table);
    cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
    cmsWriteTag(profile, cmsSigAToB1Tag, pipeline);
    cmsPipelineFree(pipeline);
    cmsDeleteTransform(toLab);
    cmsCloseProfile(lab);
    cmsCloseProfile(srgb);
    return profileBytes(profile);
}

/// A small Exif block: orientation, camera, Exif IFD with pixel sizes, and a thumbnail IFD with 16 bytes of
/// thumbnail. Offsets of its parts are in ExifLayout.
struct ExifLayout
{
    static constexpr int orientationValue = 8 + 2 + 8;
    static constexpr int ifd0 = 8;
    static constexpr int exifIfd = ifd0 + 2 + 2 * 12 + 4;
    static constexpr int ifd1 = exifIfd + 2 + 2 * 12 + 4;
    static constexpr int thumbnail = ifd1 + 2 + 2 * 12 + 4;
    static constexpr int thumbnailBytes = 16;
};

inline QByteArray exifBlock(int orientation, bool bigEndian = false)
{
    QByteArray bytes(ExifLayout::thumbnail + ExifLayout::thumbnailBytes, '\0');
    const auto put = [&bytes, bigEndian](int at, int size, unsigned value) {
        for (int i = 0; i < size; ++i)
            bytes[at + (bigEndian ? size - 1 - i : i)] = static_cast<char>(value >> (8 * i) & 0xff);
    };
    const auto entry = [&put](int at, unsigned tag, unsigned type, unsigned value) {
        put(at, 2, tag);
        put(at + 2, 2, type);
        put(at + 4, 4, 1);
        put(at + 8, type == 3 ? 2 : 4, value);
    };
    bytes.replace(0, 2, bigEndian ? "MM" : "II");
    put(2, 2, 42);
    put(4, 4, ExifLayout::ifd0);
    put(ExifLayout::ifd0, 2, 2);
    entry(ExifLayout::ifd0 + 2, 0x0112, 3, static_cast<unsigned>(orientation));
    entry(ExifLayout::ifd0 + 14, 0x8769, 4, ExifLayout::exifIfd);
    put(ExifLayout::ifd0 + 26, 4, ExifLayout::ifd1);
    put(ExifLayout::exifIfd, 2, 2);
    entry(ExifLayout::exifIfd + 2, 0xa002, 4, 4000);
    entry(ExifLayout::exifIfd + 14, 0xa003, 3, 3000);
    put(ExifLayout::ifd1, 2, 2);
    entry(ExifLayout::ifd1 + 2, 0x0201, 4, ExifLayout::thumbnail);
    entry(ExifLayout::ifd1 + 14, 0x0202, 4, ExifLayout::thumbnailBytes);
    for (int i = 0; i < ExifLayout::thumbnailBytes; ++i)
        bytes[ExifLayout::thumbnail + i] = static_cast<char>(0x55);
    return bytes;
}

inline bool samePixels(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

} // namespace focal::test
