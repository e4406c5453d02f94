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

/// @param pixels  a block of the stage, b, g, r, x; @param sheet  b, g, r, a premultiplied
void layOverBlock(const uchar* pixels, const uchar* sheet, uchar* out)
{
    std::array<cv::v_uint8x16, 4> from;
    std::array<cv::v_uint8x16, 4> over;
    cv::v_load_deinterleave(pixels, from[0], from[1], from[2], from[3]);
    cv::v_load_deinterleave(sheet, over[0], over[1], over[2], over[3]);
    std::array<Channels, 2> pixel;
    std::array<Channels, 2> above;
    std::array<cv::v_uint16x8, 2> alpha;
    cv::v_expand(from[0], pixel[0].b, pixel[1].b);
    cv::v_expand(from[1], pixel[0].g, pixel[1].g);
    cv::v_expand(from[2], pixel[0].r, pixel[1].r);
    cv::v_expand(over[0], above[0].b, above[1].b);
    cv::v_expand(over[1], above[0].g, above[1].g);
    cv::v_expand(over[2], above[0].r, above[1].r);
    cv::v_expand(over[3], alpha[0], alpha[1]);
    const Channels low = laidOver(pixel[0], above[0], alpha[0]);
    const Channels high = laidOver(pixel[1], above[1], alpha[1]);
    cv::v_store_interleave(out, cv::v_pack(low.b, high.b), cv::v_pack(low.g, high.g),
                           cv::v_pack(low.r, high.r), cv::v_setall_u8(255));
}

void layOver(const uchar* pixels, const uchar* sheet, uchar* out, int count)
{
    int x = 0;
    for (; x + Block <= count; x += Block)
        layOverBlock(pixels + 4 * x, sheet + 4 * x, out + 4 * x);
    if (x == count)
        return;
    std::array<uchar, BlockBytes> lastPixels{};
    std::array<uchar, BlockBytes> lastSheet{};
    const size_t bytes = static_cast<size_t>(count - x) * 4;
    std::memcpy(lastPixels.data(), pixels + 4 * x, bytes);
    std::memcpy(lastSheet.data(), sheet + 4 * x, bytes);
    layOverBlock(lastPixels.data(), lastSheet.data(), lastPixels.data());
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
        cv::resize(small, m_sheet, small.size() * m_step, 0, 0, cv::INTER_LINEAR);
    }
    if (m_image.size() != stage.size())
        m_image = QImage(stage.size(), QImage::Format_RGB32);
    for (int y = 0; y < stage.height(); ++y) {
        const uchar* from = stage.constScanLine(y);
        uchar* to = m_image.scanLine(y);
        if (y < device.top() || y > device.bottom()) {
            std::memcpy(to, from, static_cast<size_t>(stage.width()) * 4);
            continue;
        }
        const size_t left = static_cast<size_t>(device.left()) * 4;
        const size_t right = static_cast<size_t>(device.right() + 1) * 4;
        std::memcpy(to, from, left);
        layOver(from + left, m_sheet.ptr(y - device.top()), to + left, device.width());
        std::memcpy(to + right, from + right, static_cast<size_t>(stage.width()) * 4 - right);
    }
    m_valuesStale = false;
    m_colorsStale = false;
    m_generation = generation;
    return m_image;
}

} // namespace focal
