#pragma once
/// The one place where QImage and Picture meet. Pixels are always copied: neither side ever sees the other's
/// memory.

#include "core/image/picture.h"

#include <QImage>
#include <QSize>

namespace focal {

/// A pasted or dropped QImage as a picture. Formats of more than 8 bits a channel (64-bit, 30-bit, 16-bit
/// grey) become 16 bits, all others 8; premultiplied alpha becomes straight; palettes and masks are resolved.
/// The image's colour space is kept as ICC profile unless it is sRGB or none.
/// @return a null picture for a null image.
Picture pictureFromQImage(const QImage& image);

/// The same pixels, unconverted, for the clipboard and for drags: RGBA8888 or RGBX8888 for 8 bits, RGBA64 or
/// RGBX64 for 16 (X where the picture has no alpha), straight alpha, with the profile as QColorSpace where Qt
/// can read it. For the screen use toDisplay() (colour.h). A null image for a null picture.
QImage toQImage(const Picture& picture);

/// The picture made smaller to fit @p most (native pixels), its aspect kept and each side at least 1; area
/// averaging, in which transparent pixels do not bleed. Depth, profile and metadata stay. Never larger: a
/// picture that fits comes back as it is. Some 50 ms for 50 megapixels without alpha.
Picture shrunk(const Picture& picture, QSize most);

/// The picture made smaller like shrunk(), converted for the screen like toDisplay().
QImage thumbnail(const Picture& picture, QSize most);

} // namespace focal
