#pragma once
/// Pictures with text, made from formulas, and photographs of Debian's opencv-doc with marks laid over them.

#include "core/image/picture.h"
#include "core/image/picturefile.h"
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

/// As textCases(), written after the code was tuned on those: what it does with text that it has not met.
inline const std::vector<TextCase>& unmetTextCases()
{
    static const char* sans = "DejaVu Sans";
    static const char* serif = "DejaVu Serif";
    static const char* noto = "Noto Sans";
    static const char* notoSerif = "Noto Serif";
    static const char* cjk = "Noto Sans CJK SC";
    static const char* cjkSerif = "Noto Serif CJK SC";
    static const std::vector<TextCase> cases = {
        {noto, true, false, 58, "#0b3954", 1, "#bfd7ea", 3, 0, "Price ¥1,280", "¥1,280", "¥999"},
        {cjk, true, false, 54, "#ffd60a", 0, "#14213d", 0, 0, "今日特价", "今日特价", "会员专享"},
        {serif, true, false, 52, "#f8f9fa", 2, "#5c4033", 0, 0, "Old Harbour", "Harbour", "Market"},
        {sans, false, false, 42, "#2f3e46", 1, "#cad2c5", -10, 0, "Platform 9", "9", "4"},
        {notoSerif, true, false, 48, "#780000", 0, "#fdf0d5", 0, 0.18, "Wine List", "Wine", "Menu"},
        {cjk, false, false, 46, "#ffffff", 2, "#386641", 8, 0, "咖啡与茶", "咖啡", "牛奶"},
        {noto, true, true, 62, "#ef233c", 0, "#edf2f4", 0, 0, "-25% TODAY", "-25%", "-40%"},
        {cjkSerif, true, false, 58, "#1d3557", 1, "#f1faee", -6, 0, "第12届", "12", "15"},
        {sans, true, false, 38, "#ffffff", 0, "#6a4c93", 0, 0.1, "Call 555-0199", "555-0199", "555-0143"},
        {noto, false, false, 50, "#582f0e", 2, "#c2c5aa", 0, 0, "Rye Bread", "Rye", "Corn"},
    };
    return cases;
}

enum class MarkKind { Watermark, Tiled, Date };

/// What others put over a photograph.
struct MarkCase
{
    const char* photo;
    MarkKind kind;
    const char* text;
    double opacity;
    const char* target; ///< What an instruction calls it.
};

inline const std::vector<MarkCase>& markCases()
{
    static const std::vector<MarkCase> cases = {
        {"fruits.jpg", MarkKind::Watermark, "www.pictures.com", 0.5, "the watermark"},
        {"butterfly.jpg", MarkKind::Watermark, "SAMPLE", 0.45, "水印"},
        {"home.jpg", MarkKind::Watermark, "© Lin Studio", 0.6, "水印"},
        {"messi5.jpg", MarkKind::Tiled, "PREVIEW", 0.4, "the watermarks"},
        {"apple.jpg", MarkKind::Tiled, "样图", 0.5, "水印"},
        {"squirrel_cls.jpg", MarkKind::Tiled, "SAMPLE", 0.45, "watermark"},
        {"building.jpg", MarkKind::Date, "2019/07/14", 1, "the date stamp"},
        {"board.jpg", MarkKind::Date, "'03 8 21", 1, "日期"},
        {"aero1.jpg", MarkKind::Date, "2008-05-02 17:41", 1, "时间戳"},
        {"baboon.jpg", MarkKind::Date, "12.24.2011", 1, "the date"},
    };
    return cases;
}

/// @p photo, at most 900 pixels wide and high, with the mark, or without it where @p bare.
inline Picture markedPicture(const MarkCase& each, bool bare = false)
{
    QImage image = toQImage(loadPicture(QStringLiteral("/usr/share/doc/opencv-doc/examples/data/") +
                                        QString::fromUtf8(each.photo)))
                       .convertToFormat(QImage::Format_RGB32);
    if (image.width() > 900 || image.height() > 900)
        image = image.scaled(900, 900, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    if (bare)
        return pictureFromQImage(image);
    const QString text = QString::fromUtf8(each.text);
    const int side = std::min(image.width(), image.height());
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(each.opacity);
    QFont font(each.kind == MarkKind::Date ? QStringLiteral("DejaVu Sans Mono")
                                           : QStringLiteral("Noto Sans CJK SC"));
    font.setPixelSize(each.kind == MarkKind::Watermark ? side / 9 : side / 16);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(each.kind == MarkKind::Date ? QColor(255, 140, 40) : QColor(255, 255, 255));
    const int margin = side / 25;
    const QRect inner = image.rect().adjusted(margin, margin, -margin, -margin);
    if (each.kind == MarkKind::Date) {
        painter.drawText(inner, Qt::AlignRight | Qt::AlignBottom, text);
    } else if (each.kind == MarkKind::Watermark) {
        painter.drawText(inner, Qt::AlignCenter, text);
    } else {
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < 3; ++column) {
                painter.save();
                painter.translate(image.width() * (2 * column + 1) / 6.0,
                                  image.height() * (2 * row + 1) / 6.0);
                painter.rotate(-20);
                painter.drawText(QRect(-image.width() / 6, -side / 12, image.width() / 3, side / 6),
                                 Qt::AlignCenter, text);
                painter.restore();
            }
    }
    painter.end();
    return pictureFromQImage(image);
}

} // namespace focal
