#include "core/image/qimagebridge.h"

#include "core/base/error.h"
#include "core/image/colour.h"

#include <QColorSpace>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace focal {

namespace {

bool isDeep(QImage::Format format)
{
    switch (format) {
    case QImage::Format_BGR30:
    case QImage::Format_A2BGR30_Premultiplied:
    case QImage::Format_RGB30:
    case QImage::Format_A2RGB30_Premultiplied:
    case QImage::Format_Grayscale16:
    case QImage::Format_RGBX64:
    case QImage::Format_RGBA64:
    case QImage::Format_RGBA64_Premultiplied:
    case QImage::Format_RGBX16FPx4:
    case QImage::Format_RGBA16FPx4:
    case QImage::Format_RGBA16FPx4_Premultiplied:
    case QImage::Format_RGBX32FPx4:
    case QImage::Format_RGBA32FPx4:
    case QImage::Format_RGBA32FPx4_Premultiplied:
        return true;
    default:
        return false;
    }
}

template <class T>
void addBoxRow(const T* in, int columns, int factor, std::vector<double>& sums)
{
    for (int x = 0; x < columns * factor; ++x, in += 4) {
        double* const sum = sums.data() + static_cast<std::ptrdiff_t>(x / factor) * 4;
        const double alpha = in[3];
        sum[0] += in[0] * alpha;
        sum[1] += in[1] * alpha;
        sum[2] += in[2] * alpha;
        sum[3] += alpha;
    }
}

/// Averages factor x factor boxes; colours weighted by alpha and multiplied with it (premultiplied floats,
/// 0..full).
cv::Mat premultipliedBoxes(const cv::Mat& pixels, int factor, double full)
{
    const int columns = pixels.cols / factor;
    const int rows = pixels.rows / factor;
    cv::Mat boxes(rows, columns, CV_32FC4);
    std::vector<double> sums(static_cast<std::size_t>(columns) * 4);
    const double area = static_cast<double>(factor) * factor;
    for (int y = 0; y < rows; ++y) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (int i = 0; i < factor; ++i) {
            if (pixels.depth() == CV_8U)
                addBoxRow(pixels.ptr<uchar>(y * factor + i), columns, factor, sums);
            else
                addBoxRow(pixels.ptr<ushort>(y * factor + i), columns, factor, sums);
        }
        auto* out = boxes.ptr<float>(y);
        for (std::size_t x = 0; x < sums.size(); x += 4) {
            for (std::size_t c = 0; c < 3; ++c)
                out[x + c] = static_cast<float>(sums[x + c] / (area * full));
            out[x + 3] = static_cast<float>(sums[x + 3] / area);
        }
    }
    return boxes;
}

/// Premultiplied floats to straight pixels of @p depth.
cv::Mat straightened(const cv::Mat& premultiplied, int depth, float full)
{
    cv::Mat straight(premultiplied.size(), CV_32FC4);
    for (int y = 0; y < straight.rows; ++y) {
        const auto* in = premultiplied.ptr<float>(y);
        auto* out = straight.ptr<float>(y);
        for (int x = 0; x < straight.cols; ++x, in += 4, out += 4) {
            const float scale = in[3] > 0 ? full / in[3] : 0;
            for (int c = 0; c < 3; ++c)
                out[c] = in[c] * scale;
            out[3] = in[3];
        }
    }
    cv::Mat pixels;
    straight.convertTo(pixels, depth); // saturates and rounds
    return pixels;
}

} // namespace

Picture pictureFromQImage(const QImage& image)
{
    if (image.isNull())
        return {};
    const bool deep = isDeep(image.format());
    PictureMetadata metadata;
    metadata.hasAlpha = image.hasAlphaChannel();
    metadata.grey =
        image.format() == QImage::Format_Grayscale8 || image.format() == QImage::Format_Grayscale16;
    const QColorSpace space = image.colorSpace();
    if (space.isValid() && space != QColorSpace(QColorSpace::SRgb))
        metadata.iccProfile = space.iccProfile();
    const QImage straight = image.convertToFormat(deep ? QImage::Format_RGBA64 : QImage::Format_RGBA8888);
    if (straight.isNull())
        throw std::bad_alloc();
    cv::Mat pixels(straight.height(), straight.width(), deep ? CV_16UC4 : CV_8UC4);
    const std::size_t rowBytes = pixels.elemSize() * static_cast<std::size_t>(pixels.cols);
    for (int y = 0; y < pixels.rows; ++y)
        std::memcpy(pixels.ptr(y), straight.constScanLine(y), rowBytes);
    return Picture::fromMat(pixels, metadata);
}

QImage toQImage(const Picture& picture)
{
    if (picture.isNull())
        return {};
    const cv::Mat& pixels = picture.pixels();
    const bool alpha = picture.metadata().hasAlpha;
    const bool deep = pixels.depth() == CV_16U;
    const QImage::Format format = deep ? (alpha ? QImage::Format_RGBA64 : QImage::Format_RGBX64)
                                       : (alpha ? QImage::Format_RGBA8888 : QImage::Format_RGBX8888);
    QImage image(pixels.cols, pixels.rows, format);
    if (image.isNull())
        throw std::bad_alloc();
    const std::size_t rowBytes = pixels.elemSize() * static_cast<std::size_t>(pixels.cols);
    for (int y = 0; y < pixels.rows; ++y)
        std::memcpy(image.scanLine(y), pixels.ptr(y), rowBytes);
    const QByteArray& profile = picture.metadata().iccProfile;
    const QColorSpace space =
        profile.isEmpty() ? QColorSpace(QColorSpace::SRgb) : QColorSpace::fromIccProfile(profile);
    if (space.isValid())
        image.setColorSpace(space);
    return image;
}

Picture shrunk(const Picture& picture, QSize most)
{
    if (most.width() < 1 || most.height() < 1)
        throw LogicError(
            QStringLiteral("a picture cannot shrink to %1x%2").arg(most.width()).arg(most.height()));
    const QSize size(picture.width(), picture.height());
    if (size.width() <= most.width() && size.height() <= most.height())
        return picture;
    const double scale = std::min(static_cast<double>(most.width()) / size.width(),
                                  static_cast<double>(most.height()) / size.height());
    const cv::Size target(std::clamp(static_cast<int>(std::lround(size.width() * scale)), 1, most.width()),
                          std::clamp(static_cast<int>(std::lround(size.height() * scale)), 1, most.height()));
    const cv::Mat& pixels = picture.pixels();
    // Whole boxes first, which is fast, so that the exact averaging runs over few pixels. The boxes stay at
    // least twice as fine as the target, and at most factor - 1 rows or columns at the far edges fall away.
    const int factor = std::max(1, std::min(size.width() / target.width, size.height() / target.height) / 2);
    cv::Mat small;
    if (!picture.metadata().hasAlpha) {
        const cv::Size boxes(size.width() / factor, size.height() / factor);
        cv::resize(pixels(cv::Rect({0, 0}, boxes * factor)), small, boxes, 0, 0, cv::INTER_AREA);
        cv::Mat exact;
        cv::resize(small, exact, target, 0, 0, cv::INTER_AREA);
        return picture.withPixels(exact);
    }
    const float full = pixels.depth() == CV_8U ? 255.F : 65535.F;
    cv::resize(premultipliedBoxes(pixels, factor, full), small, target, 0, 0, cv::INTER_AREA);
    return picture.withPixels(straightened(small, pixels.depth(), full));
}

QImage thumbnail(const Picture& picture, QSize most)
{
    return toDisplay(shrunk(picture, most));
}

} // namespace focal
