#pragma once
/// Lines of text whose every property is known.

#include "core/typeset/linestrip.h"
#include "core/typeset/textshape.h"

#include <QTransform>

namespace focal {

struct SetLine
{
    cv::Mat pixels; ///< CV_8UC4
    std::array<cv::Point2f, 4> quad;
};

inline QFont testFont(const char* family, QFont::Weight weight, bool italic)
{
    QFont font(QString::fromUtf8(family));
    font.setPixelSize(shapePixels);
    font.setWeight(weight);
    font.setItalic(italic);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

/// @p text in dark red on paper, letters of @p height pixels an em; the quad has the reader's usual margin.
inline SetLine setLine(const QFont& font, const QString& text, double height)
{
    const double scale = height / shapePixels;
    const QPainterPath path = QTransform::fromScale(scale, scale).map(outlineOf(font, text));
    const QRectF bounds = path.boundingRect();
    const double air = 0.25 * height;
    const cv::Size size(int(bounds.width() + 6 * air), int(bounds.height() + 6 * air));
    const cv::Mat alpha = coverageOf(path.translated(3 * air - bounds.left(), 3 * air - bounds.top()), size);
    SetLine line{cv::Mat(size, CV_8UC4, cv::Scalar(240, 230, 210, 255)), {}};
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const float a = alpha.at<float>(y, x);
            auto& pixel = line.pixels.at<cv::Vec4b>(y, x);
            pixel = {uchar(240 + (140 - 240) * a + 0.5F), uchar(230 + (20 - 230) * a + 0.5F),
                     uchar(210 + (30 - 210) * a + 0.5F), 255};
        }
    const auto left = float(2 * air);
    const auto top = float(2 * air);
    const auto right = float(size.width - 2 * air);
    const auto bottom = float(size.height - 2 * air);
    line.quad = {cv::Point2f(left, top), {right, top}, {right, bottom}, {left, bottom}};
    return line;
}

} // namespace focal
