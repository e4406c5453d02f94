#pragma once
/// PNG files of every kind, written with libpng directly.

#include <QByteArray>

#include <png.h>

#include <functional>

namespace focal::test {

/// Writes rows as given: packed for fewer than 8 bits, big-endian for 16. @p extra may set chunks.
inline QByteArray pngFile(int width, int height, int bits, int colourType, bool interlaced,
                          const std::function<QByteArray(int y)>& row,
                          const std::function<void(png_structp, png_infop)>& extra = {})
{
    QByteArray out;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &out,
        [](png_structp p, png_bytep bytes, std::size_t count) {
            static_cast<QByteArray*>(png_get_io_ptr(p))
                ->append(reinterpret_cast<const char*>(bytes), static_cast<qsizetype>(count));
        },
        nullptr);
    png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), bits,
                 colourType, interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (extra)
        extra(png, info);
    png_write_info(png, info);
    const int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; ++pass) {
        for (int y = 0; y < height; ++y)
            png_write_row(png, reinterpret_cast<png_const_bytep>(row(y).constData()));
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return out;
}

} // namespace focal::test
