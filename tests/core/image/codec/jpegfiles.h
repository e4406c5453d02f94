#pragma once
/// JPEG files of kinds that Focal does not write, made with libjpeg directly.

#include <QByteArray>

#include <opencv2/core.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>

#include <jpeglib.h>

namespace focal::test {

/// @param pixels  8 bits, as many channels as @p in has
inline QByteArray jpegFile(const cv::Mat& pixels, J_COLOR_SPACE in, J_COLOR_SPACE stored,
                           const std::function<void(jpeg_compress_struct&)>& before = {},
                           const std::function<void(jpeg_compress_struct&)>& markers = {})
{
    jpeg_compress_struct jpeg = {};
    jpeg_error_mgr errors = {};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &memory, &size);
    jpeg.image_width = static_cast<JDIMENSION>(pixels.cols);
    jpeg.image_height = static_cast<JDIMENSION>(pixels.rows);
    jpeg.input_components = pixels.channels();
    jpeg.in_color_space = in;
    jpeg_set_defaults(&jpeg);
    jpeg_set_colorspace(&jpeg, stored);
    jpeg_set_quality(&jpeg, 100, TRUE);
    for (int i = 0; i < jpeg.num_components; ++i)
        jpeg.comp_info[i].h_samp_factor = jpeg.comp_info[i].v_samp_factor = 1;
    if (before)
        before(jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    if (markers)
        markers(jpeg);
    for (int y = 0; y < pixels.rows; ++y) {
        JSAMPROW row = const_cast<JSAMPROW>(pixels.ptr(y));
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    const QByteArray file(reinterpret_cast<const char*>(memory), static_cast<qsizetype>(size));
    std::free(memory);
    return file;
}

} // namespace focal::test
