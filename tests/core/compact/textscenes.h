#pragma once
/// Pictures with text, made from formulas.

#include "core/image/picture.h"
#include "core/image/qimagebridge.h"

#include <QFont>
#include <QImage>
#include <QPainter>

#include <cmath>

namespace focal {

struct TextCase
{
    const char* family;
    bool bold;
    bool italic;
    int pixels;      ///< Of the font.
    const char* ink; ///< "#rrggbb"
    int ground;      ///< 0: one colour, 1: gradient, 2: waves and grain
    const char* paper;
    double degrees;
    double lean; ///< Perspective: how much the right side is lower, 0..0.3
    const char* text;
    const char* from;
    const char* to;
};

/// The text, centred on 640 x 400 pixels, with a second line that must stay below it.
inline Picture textPicture(const TextCase& each)
{
    QImage image(640, 400, QImage::Format_RGB32);
    const QColor paper(QString::fromUtf8(each.paper));
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            double light = each.ground == 1 ? 0.75 + 0.4 * y / image.height() : 1;
            if (each.ground == 2)
                light = 1 + 0.05 * std::sin(x * 0.11 + y * 0.03) + 0.02 * std::sin(12.9898 * x + 78.233 * y);
            const auto part = [&](int value) { return std::clamp(int(value * light), 0, 255); };
            image.setPixel(x, y, qRgb(part(paper.red()), part(paper.green()), part(paper.blue())));
        }
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QTransform lay;
    if (each.lean != 0) {
        const QPolygonF flat({{-320, -200}, {320, -200}, {320, 200}, {-320, 200}});
        const QPolygonF leaning(
            {{-320, -200}, {320, -200 * (1 - each.lean)}, {320, 200 * (1 - each.lean)}, {-320, 200}});
        QTransform::quadToQuad(flat, leaning, lay);
    }
    lay = lay * QTransform().rotate(each.degrees) * QTransform::fromTranslate(320, 200);
    painter.setTransform(lay);
    QFont font(QString::fromUtf8(each.family));
    font.setPixelSize(each.pixels);
    font.setBold(each.bold);
    font.setItalic(each.italic);
    painter.setFont(font);
    painter.setPen(QColor(QString::fromUtf8(each.ink)));
    painter.drawText(QRectF(-310, -110, 620, 130), Qt::AlignCenter, QString::fromUtf8(each.text));
    font.setPixelSize(24);
    painter.setFont(font);
    painter.drawText(QRectF(-310, 60, 620, 50), Qt::AlignCenter, QStringLiteral("Open daily 8-20"));
    painter.end();
    return pictureFromQImage(image);
}

inline const std::vector<TextCase>& textCases()
{
    static const char* sans = "DejaVu Sans";
    static const char* serif = "DejaVu Serif";
    static const char* noto = "Noto Sans";
    static const char* notoSerif = "Noto Serif";
    static const char* cjk = "Noto Sans CJK SC";
    static const char* cjkSerif = "Noto Serif CJK SC";
    static const std::vector<TextCase> cases = {
        {noto, true, false, 72, "#c8102e", 0, "#fff4d6", 0, 0, "¥299", "¥299", "$39.9"},
        {cjk, true, false, 56, "#ffffff", 1, "#2d6a4f", 0, 0, "夏日首选", "夏日首选", "轻盈透气"},
        {serif, false, false, 48, "#202020", 2, "#d8cfc0", 5, 0, "Summer Sale", "Summer", "Winter"},
        {sans, true, false, 60, "#ffffff", 0, "#1d3557", -8, 0, "SALE 50%", "50%", "30%"},
        {notoSerif, false, true, 50, "#3a2a1a", 0, "#f5ebe0", 0, 0, "Grand Opening", "Opening", "Reopening"},
        {cjkSerif, true, false, 52, "#8b0000", 1, "#f8e8c8", 0, 0, "春节大促销", "春节", "中秋"},
        {noto, false, false, 40, "#1b1b1b", 2, "#bcd4e6", 12, 0, "Coffee to go", "Coffee", "Tea"},
        {cjk, false, false, 44, "#222222", 0, "#ffffff", 0, 0.2, "全场八折优惠", "八折", "五折"},
        {sans, false, false, 36, "#005f73", 1, "#e9d8a6", -15, 0, "Room 204", "204", "317"},
        {noto, true, false, 64, "#ffd166", 0, "#073b4c", 0, 0.15, "$19.99", "$19.99", "$24.50"},
        {serif, true, false, 56, "#f1faee", 1, "#6d2e46", 6, 0, "BISTRO", "BISTRO", "BAKERY"},
        {cjk, true, false, 60, "#d00000", 2, "#f1e3c6", -5, 0, "特价99元", "99", "79"},
        {notoSerif, true, false, 46, "#000000", 0, "#ffcb69", 0, 0, "Hello World", "World", "Paris"},
        {sans, false, true, 48, "#03045e", 0, "#caf0f8", 0, 0, "Fresh Fruit", "Fruit", "Fish"},
        {cjkSerif, false, false, 50, "#2b2d42", 0, "#edf2f4", 10, 0, "北京欢迎你", "北京", "上海"},
        {noto, true, false, 34, "#ffffff", 1, "#3a5a40", 0, 0, "Organic Honey 500g", "500g", "250g"},
        {cjk, false, false, 32, "#333333", 2, "#dad7cd", 0, 0, "营业时间 9:00", "9:00", "10:30"},
        {sans, true, false, 80, "#e63946", 0, "#ffffff", 0, 0, "NEW", "NEW", "HOT"},
        {noto, false, false, 54, "#264653", 1, "#f4f1de", 20, 0, "Exit 12", "12", "15"},
        {cjk, true, false, 48, "#5a189a", 0, "#fdf0d5", 0, 0.25, "新品上市", "新品上市", "限时特惠"},
    };
    return cases;
}

} // namespace focal
