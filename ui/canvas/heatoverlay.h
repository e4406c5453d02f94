#pragma once

#include "ui/canvas/heatlayer.h"
#include "ui/canvas/projection.h"

#include <QImage>

#include <vector>

namespace focal {

/// Lays attention maps over the picture as it is seen: the picture is dimmed and loses most of its colour, so
/// that both read; a map's colour grows more opaque with its value. Works on view pixels only.
class HeatOverlay
{
public:
    void setLayers(std::vector<HeatLayer> layers); ///< Maps of reference pictures are left out.
    void setOpacity(double opacity);               ///< 0..1, of the hottest place
    double opacity() const { return m_opacity; }
    bool isEmpty() const { return m_layers.empty(); }

    /// @param stage  the picture in device pixels, RGB32; @param generation  counts up when it changes
    /// @return the same with the maps over the picture; kept until something changes
    const QImage& blended(const QImage& stage, quint64 generation, const Projection& projection);

private:
    std::vector<HeatLayer> m_layers;
    double m_opacity = 0.75;
    bool m_valuesStale = true;
    bool m_colorsStale = true;
    quint64 m_generation = 0;
    Projection m_projection; ///< That m_values were made for.

    /// The maps where the picture is seen, one sample for m_step x m_step device pixels. CV_32FC1, 0..1
    std::vector<cv::Mat> m_values;
    int m_step = 1;
    /// All maps coloured and mixed: CV_8UC4 b, g, r, a, premultiplied; a column for each device pixel, a row
    /// for m_step of them.
    cv::Mat m_sheet;
    QImage m_image;

    void sample(const Projection& projection, const QRect& device);
    cv::Mat coloured() const;
    void blendRow(const QImage& stage, int y, const QRect& device, uchar* to) const;
};

} // namespace focal
