#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace focal {

/// An opaque sRGB colour, 8 bits a channel. (QColor is Qt Gui, which core/ does not use.)
struct Rgb
{
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;

    friend bool operator==(const Rgb&, const Rgb&) = default;

    /// "#rrggbb", lower case.
    QString hex() const
    {
        return QStringLiteral("#%1").arg((r << 16) | (g << 8) | b, 6, 16, QLatin1Char('0'));
    }

    /// Reads "#rgb" or "#rrggbb" in either case; nothing else.
    static std::optional<Rgb> fromHex(QStringView text)
    {
        if (!text.startsWith(u'#') || (text.size() != 4 && text.size() != 7))
            return std::nullopt;
        for (const QChar c : text.mid(1)) {
            const char16_t u = c.unicode();
            if (!((u >= u'0' && u <= u'9') || (u >= u'a' && u <= u'f') || (u >= u'A' && u <= u'F')))
                return std::nullopt;
        }
        const unsigned value = text.mid(1).toUInt(nullptr, 16);
        const auto byte = [](unsigned v) { return static_cast<std::uint8_t>(v & 0xff); };
        if (text.size() == 4)
            return Rgb{byte((value >> 8 & 15) * 17), byte((value >> 4 & 15) * 17), byte((value & 15) * 17)};
        return Rgb{byte(value >> 16), byte(value >> 8), byte(value)};
    }
};

} // namespace focal
