#include "core/image/codec/codec.h"

namespace focal {

void CodecError::truncated(const DecodeInput& input, PictureFormat format)
{
    throw UserError(ErrorKind::BadInput, tr("%1 is cut off.").arg(input.name),
                    tr("The %1 data end before the picture is complete.").arg(formatName(format)),
                    tr("Copy or download it again."));
}

void CodecError::damaged(const DecodeInput& input, PictureFormat format, const QString& detail)
{
    const QString why = detail.isEmpty()
                            ? tr("The %1 data make no sense.").arg(formatName(format))
                            : tr("The %1 data make no sense: %2.").arg(formatName(format), detail);
    throw UserError(ErrorKind::BadInput, tr("%1 is damaged.").arg(input.name), why,
                    tr("Copy or download it again."));
}

void CodecError::unsupported(const DecodeInput& input, PictureFormat format, const QString& kind)
{
    throw UserError(ErrorKind::BadInput, tr("%1 is of a kind that Focal does not read.").arg(input.name),
                    tr("%1: %2.").arg(formatName(format), kind),
                    tr("Convert it to an ordinary PNG, JPEG, WebP or TIFF picture first."));
}

void CodecError::checkSize(const DecodeInput& input, PictureFormat format, qint64 width, qint64 height)
{
    if (width < 1 || height < 1)
        damaged(input, format, QStringLiteral("%1 x %2 pixels").arg(width).arg(height));
    const PictureLimits& limits = input.limits;
    if (width <= limits.side && height <= limits.side && width * height <= limits.pixels)
        return;
    throw UserError(ErrorKind::BadInput, tr("%1 is too large.").arg(input.name),
                    tr("It has %1 x %2 pixels; the limit is %3 pixels a side and %4 million pixels in all.")
                        .arg(width)
                        .arg(height)
                        .arg(limits.side)
                        .arg(static_cast<double>(limits.pixels) / 1e6),
                    tr("Make it smaller or cut a part out of it first."));
}

void CodecError::checkEncodable(const Picture& picture, PictureFormat format, int mostSide)
{
    if (picture.width() <= mostSide && picture.height() <= mostSide)
        return;
    throw UserError(ErrorKind::BadInput, tr("The picture is too large for %1.").arg(formatName(format)),
                    tr("It has %1 x %2 pixels; the format holds at most %3 a side.")
                        .arg(picture.width())
                        .arg(picture.height())
                        .arg(mostSide),
                    tr("Save it as PNG or TIFF."));
}

void CodecError::encodingFailed(PictureFormat format, const QString& detail)
{
    throw UserError(ErrorKind::BadInput, tr("The picture cannot be written as %1.").arg(formatName(format)),
                    detail, tr("Save it in another format."));
}

namespace {

template <class T>
bool rowIsGrey(const T* row, int pixels)
{
    bool grey = true;
    for (int x = 0; x < pixels; ++x, row += 4)
        grey = grey && row[0] == row[1] && row[1] == row[2];
    return grey;
}

template <class T>
void spreadRow(T* row, int pixels)
{
    for (int x = 0; x < pixels; ++x, row += 4)
        row[1] = row[2] = row[0];
}

} // namespace

bool isStillGrey(const Picture& picture)
{
    // One channel could not carry an RGB profile.
    if (!picture.metadata().grey || !picture.metadata().iccProfile.isEmpty())
        return false;
    const cv::Mat& pixels = picture.pixels();
    for (int y = 0; y < pixels.rows; ++y) {
        if (!(pixels.depth() == CV_8U ? rowIsGrey(pixels.ptr<uchar>(y), pixels.cols)
                                      : rowIsGrey(pixels.ptr<ushort>(y), pixels.cols)))
            return false;
    }
    return true;
}

void spreadGrey(cv::Mat& pixels)
{
    for (int y = 0; y < pixels.rows; ++y) {
        if (pixels.depth() == CV_8U)
            spreadRow(pixels.ptr<uchar>(y), pixels.cols);
        else
            spreadRow(pixels.ptr<ushort>(y), pixels.cols);
    }
}

} // namespace focal
