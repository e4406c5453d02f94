#pragma once

#include "core/image/picture.h"

#include <QImage>
#include <QRect>

#include <memory>

namespace focal {

class IccTransform;

/// Turns pictures of one colour profile into what a screen shows (sRGB). Make one for a profile and keep it:
/// building the transform takes some 15 ms, converting 12 megapixels some 50 ms where the profile is
/// sRGB, 0.3 s else. Immutable; convert() may run in several threads at once.
class DisplayConverter
{
public:
    /// A profile that is broken or not of RGB pixels counts as sRGB.
    explicit DisplayConverter(const QByteArray& iccProfile);
    ~DisplayConverter();
    DisplayConverter(DisplayConverter&&) noexcept;
    DisplayConverter& operator=(DisplayConverter&&) noexcept;

    /// Whether conversion only reorders channels.
    bool isPassThrough() const noexcept { return !m_transform8; }

    /// @param picture  with this converter's profile, not null
    /// @param part     in native pixels, cut to the picture; a null rectangle means all of it
    /// @return  8 bits a channel in the formats that QPainter draws fastest: RGB32 where the picture has no
    /// alpha,
    ///          ARGB32_Premultiplied where it has. Null where @p part lies outside.
    QImage convert(const Picture& picture, QRect part = {}) const;

private:
    std::unique_ptr<IccTransform> m_transform8;
    std::unique_ptr<IccTransform> m_transform16;
};

/// The whole picture for the screen; see DisplayConverter::convert().
QImage toDisplay(const Picture& picture);

/// 16 to 8 bits a channel, rounded to nearest (0..65535 to 0..255); 8 bits are returned as they are.
cv::Mat to8Bits(const cv::Mat& pixels);

} // namespace focal
