#include "ui/canvas/heatoverlay.h"

#include "core/attention/colormap.h"

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace focal {

namespace {

/// Of the picture under the maps, in 256ths: how much of its own colour stays, and how much of its grey is
/// put in the colour's place. Together less than 256: the picture is dimmed.
constexpr int OwnColour = 76;
constexpr int Grey = 136;

/// Samples of a map to a cell of its grid: so many that straight lines between them are not seen.
constexpr double SamplesACell = 4;
constexpr int CoarsestStep = 8; ///< Device pixels between samples.

/// Pixels that are worked on at once.
constexpr int Block = cv::v_uint8x16::nlanes;
constexpr int BlockBytes = 4 * Block;

struct Channels
{
    cv::v_uint16x8 b, g, r;
};

/// One half of a block: the picture subdued, and the sheet over it.
Channels laidOver(const Channels& pixel, const Channels& sheet, const cv::v_uint16x8& alpha)
{
    const auto times = [](const cv::v_uint16x8& value, int factor) {
        return cv::v_mul_wrap(value, cv::v_setall_u16(static_cast<ushort>(factor)));
    };
    const cv::v_uint16x8 luma = (times(pixel.b, 29) + times(pixel.g, 150) + times(pixel.r, 77)) >> 8;
    const cv::v_uint16x8 grey = times(luma, Grey);
    const cv::v_uint16x8 through = cv::v_setall_u16(256) - alpha;
    const auto channel = [&](const cv::v_uint16x8& own, const cv::v_uint16x8& above) {
        const cv::v_uint16x8 below = (times(own, OwnColour) + grey) >> 8;
        return above + (cv::v_mul_wrap(below, through) >> 8);
    };
    return {channel(pixel.b, sheet.b), channel(pixel.g, sheet.g), channel(pixel.r, sheet.r)};
}

/// A row of the sheet: @a upper and @a lower, 256 - @a part to @a part.
struct SheetRow
{
    const uchar* upper; ///< b, g, r, a premultiplied
    const uchar* lower;
    int part; ///< 0..256
};

/// @param pixels  a block of the stage, b, g, r, x; @param sheet  the same number of pixels
void layOverBlock(const uchar* pixels, const SheetRow& sheet, uchar* out)
{
    std::array<cv::v_uint8x16, 4> from;
    std::array<cv::v_uint8x16, 4> upper;
    std::array<cv::v_uint8x16, 4> lower;
    cv::v_load_deinterleave(pixels, from[0], from[1], from[2], from[3]);
    cv::v_load_deinterleave(sheet.upper, upper[0], upper[1], upper[2], upper[3]);
    cv::v_load_deinterleave(sheet.lower, lower[0], lower[1], lower[2], lower[3]);
    const cv::v_uint16x8 toLower = cv::v_setall_u16(static_cast<ushort>(sheet.part));
    const cv::v_uint16x8 toUpper = cv::v_setall_u16(static_cast<ushort>(256 - sheet.part));
    std::array<std::array<cv::v_uint16x8, 4>, 2> over;
    std::array<std::array<cv::v_uint16x8, 4>, 2> own;
    for (size_t channel = 0; channel < 4; ++channel) {
        std::array<cv::v_uint16x8, 2> a;
        std::array<cv::v_uint16x8, 2> b;
        cv::v_expand(from[channel], own[0][channel], own[1][channel]);
        cv::v_expand(upper[channel], a[0], a[1]);
        cv::v_expand(lower[channel], b[0], b[1]);
        for (size_t half = 0; half < 2; ++half)
            over[half][channel] = (cv::v_mul_wrap(a[half], toUpper) + cv::v_mul_wrap(b[half], toLower)) >> 8;
    }
    std::array<Channels, 2> laid;
    for (size_t half = 0; half < 2; ++half)
        laid[half] = laidOver({own[half][0], own[half][1], own[half][2]},
                              {over[half][0], over[half][1], over[half][2]}, over[half][3]);
    cv::v_store_interleave(out, cv::v_pack(laid[0].b, laid[1].b), cv::v_pack(laid[0].g, laid[1].g),
                           cv::v_pack(laid[0].r, laid[1].r), cv::v_setall_u8(255));
}

void layOver(const uchar* pixels, SheetRow sheet, uchar* out, int count)
{
    int x = 0;
    for (; x + Block <= count; x += Block) {
        layOverBlock(pixels + 4 * x, sheet, out + 4 * x);
        sheet.upper += BlockBytes;
        sheet.lower += BlockBytes;
    }
    if (x == count)
        return;
    std::array<uchar, BlockBytes> lastPixels{};
    std::array<uchar, BlockBytes> lastUpper{};
    std::array<uchar, BlockBytes> lastLower{};
    const size_t bytes = static_cast<size_t>(count - x) * 4;
    std::memcpy(lastPixels.data(), pixels + 4 * x, bytes);
    std::memcpy(lastUpper.data(), sheet.upper, bytes);
    std::memcpy(lastLower.data(), sheet.lower, bytes);
    layOverBlock(lastPixels.data(), {lastUpper.data(), lastLower.data(), sheet.part}, lastPixels.data());
    std::memcpy(out + 4 * x, lastPixels.data(), bytes);
}

/// How opaque a value's colour is, as a part of the opacity: rises fast and then levels out, so that half the
/// heat is plain to see and none leaves the picture alone.
float strength(float value)
{
    return 1 - (1 - value) * (1 - value);
}

} // namespace

void HeatOverlay::setLayers(std::vector<HeatLayer> layers)
{
    std::erase_if(layers, [](const HeatLayer& layer) {
        return layer.map.image != 0 || layer.map.grid.empty() || layer.map.nativeRect.empty();
    });
    m_layers = std::move(layers);
    m_valuesStale = true;
    if (m_layers.empty()) {
        m_values.clear();
        m_sheet.release();
        m_image = {};
    }
}

void HeatOverlay::setOpacity(double opacity)
{
    m_opacity = std::clamp(opacity, 0.0, 1.0);
    m_colorsStale = true;
}

/// @param device  the seen part of the picture
void HeatOverlay::sample(const Projection& projection, const QRect& device)
{
    double cell = CoarsestStep * SamplesACell;
    for (const HeatLayer& layer : m_layers)
        cell = std::min(cell, projection.zoom() * layer.map.nativeRect.width / layer.map.grid.cols);
    m_step = std::clamp(static_cast<int>(cell / SamplesACell), 1, CoarsestStep);
    const cv::Size samples((device.width() + m_step - 1) / m_step, (device.height() + m_step - 1) / m_step);
    const QPointF corner = projection.deviceToNative(device.topLeft());
    const cv::Rect2d window(corner.x(), corner.y(), samples.width * m_step / projection.zoom(),
                            samples.height * m_step / projection.zoom());
    m_values.clear();
    for (const HeatLayer& layer : m_layers)
        m_values.push_back(resampled(layer.map, window, samples));
}

/// Where several words meet, their colours mix by their strengths; the strongest decides how opaque the
/// mixture is.
cv::Mat HeatOverlay::coloured() const
{
    std::vector<ColorTable> tables;
    for (const HeatLayer& layer : m_layers)
        tables.push_back(layer.hue == 0 ? sequentialColors() : tintColors(layer.hue));
    cv::Mat sheet(m_values.front().size(), CV_8UC4);
    for (int y = 0; y < sheet.rows; ++y) {
        auto* to = sheet.ptr<cv::Vec4b>(y);
        for (int x = 0; x < sheet.cols; ++x) {
            float b = 0;
            float g = 0;
            float r = 0;
            float sum = 0;
            float most = 0;
            for (size_t i = 0; i < m_values.size(); ++i) {
                const float value = std::clamp(m_values[i].at<float>(y, x), 0.0F, 1.0F);
                const float part = strength(value);
                const Rgb color = tables[i][static_cast<size_t>(std::lround(value * 255))];
                b += part * color.b;
                g += part * color.g;
                r += part * color.r;
                sum += part;
                most = std::max(most, part);
            }
            const float alpha = most * static_cast<float>(m_opacity);
            const float scale = sum > 0 ? alpha / sum : 0;
            to[x] = cv::Vec4b(cv::saturate_cast<uchar>(b * scale), cv::saturate_cast<uchar>(g * scale),
                              cv::saturate_cast<uchar>(r * scale), cv::saturate_cast<uchar>(alpha * 255));
        }
    }
    return sheet;
}

/// The row @p y of @p stage with the sheet over it where it lies in @p device. @param to  RGB32, as wide as
/// the stage
void HeatOverlay::blendRow(const QImage& stage, int y, const QRect& device, uchar* to) const
{
    const uchar* from = stage.constScanLine(y);
    const size_t width = static_cast<size_t>(stage.width()) * 4;
    if (y < device.top() || y > device.bottom()) {
        std::memcpy(to, from, width);
        return;
    }
    const double row = std::clamp((y - device.top() + 0.5) / m_step - 0.5, 0.0, m_sheet.rows - 1.0);
    const int upper = static_cast<int>(row);
    const SheetRow sheet{m_sheet.ptr(upper), m_sheet.ptr(std::min(upper + 1, m_sheet.rows - 1)),
                         static_cast<int>(std::lround((row - upper) * 256))};
    const size_t left = static_cast<size_t>(device.left()) * 4;
    const size_t right = static_cast<size_t>(device.right() + 1) * 4;
    std::memcpy(to, from, left);
    layOver(from + left, sheet, to + left, device.width());
    std::memcpy(to + right, from + right, width - right);
}

const QImage& HeatOverlay::blended(const QImage& stage, quint64 generation, const Projection& projection)
{
    const QRect device = projection.pictureInDevice() & stage.rect();
    if (device.isEmpty() || isEmpty())
        return stage;
    const bool resample = m_valuesStale || !(projection == m_projection);
    if (!resample && !m_colorsStale && generation == m_generation && m_image.size() == stage.size())
        return m_image;
    if (resample) {
        sample(projection, device);
        m_projection = projection;
    }
    if (resample || m_colorsStale) {
        const cv::Mat small = coloured();
        cv::resize(small, m_sheet, {small.cols * m_step, small.rows}, 0, 0, cv::INTER_LINEAR);
    }
    if (m_image.size() != stage.size())
        m_image = QImage(stage.size(), QImage::Format_RGB32);
    uchar* bits = m_image.bits(); // Once, by this thread: it would part the image from copies of it.
    cv::parallel_for_(cv::Range(0, stage.height()), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y)
            blendRow(stage, y, device, bits + y * m_image.bytesPerLine());
    });
    m_valuesStale = false;
    m_colorsStale = false;
    m_generation = generation;
    return m_image;
}

} // namespace focal
