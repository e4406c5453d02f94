#include "app/focal-cli/masks.h"

#include "core/base/error.h"
#include "core/image/picturefile.h"

#include <opencv2/imgproc.hpp>

#include <QCoreApplication>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

/// How white each pixel is, 0..255; where a mask file is transparent it is black.
cv::Mat whiteness(const Picture& picture)
{
    cv::Mat pixels = picture.pixels();
    if (picture.bitDepth() == 16)
        pixels.convertTo(pixels, CV_8U, 1.0 / 257.0);
    cv::Mat grey;
    cv::Mat alpha;
    cv::cvtColor(pixels, grey, cv::COLOR_RGBA2GRAY);
    cv::extractChannel(pixels, alpha, 3);
    cv::multiply(grey, alpha, grey, 1.0 / 255.0);
    return grey;
}

} // namespace

Region regionFor(const Picture& picture, const RegionOptions& options, const CancelToken& cancel)
{
    Region region;
    if (options.box) {
        const cv::Rect inside = *options.box & cv::Rect(cv::Point(), picture.size());
        if (inside.empty())
            throw UserError(ErrorKind::BadInput, tr("The region lies outside of the picture."),
                            tr("The picture has %1 x %2 pixels.").arg(picture.width()).arg(picture.height()));
        region.box = inside;
    }
    if (!options.maskPath.isEmpty()) {
        const Picture mask = loadPicture(options.maskPath, {}, cancel);
        if (mask.size() != picture.size())
            throw UserError(ErrorKind::BadInput,
                            tr("The region mask %1 has another size than the picture.").arg(options.maskPath),
                            tr("The mask has %1 x %2 pixels, the picture %3 x %4.")
                                .arg(mask.width())
                                .arg(mask.height())
                                .arg(picture.width())
                                .arg(picture.height()));
        region.mask = whiteness(mask);
        if (cv::countNonZero(region.mask) == 0)
            throw UserError(ErrorKind::BadInput, tr("The region mask %1 is all black.").arg(options.maskPath),
                            tr("White marks what may change."));
        region.use = Region::Use::Replace;
    }
    return region;
}

void saveMask(const cv::Mat& mask, const QString& path, const CancelToken& cancel)
{
    cv::Mat pixels;
    cv::cvtColor(mask, pixels, cv::COLOR_GRAY2RGBA);
    PictureMetadata metadata;
    metadata.grey = true;
    SaveOptions options;
    options.format = PictureFormat::Png;
    savePicture(Picture::fromMat(pixels, metadata), path, options, cancel);
}

} // namespace focal::cli
