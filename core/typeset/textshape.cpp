#include "core/typeset/textshape.h"

#include <QFontDatabase>
#include <QImage>
#include <QPainter>
#include <QRawFont>

#include <algorithm>

namespace focal {

namespace {

bool suits(const QString& family)
{
    static const QStringList unsuited = {QStringLiteral("Emoji"),   QStringLiteral("Symbol"),
                                         QStringLiteral("Math"),    QStringLiteral("Icon"),
                                         QStringLiteral("Dingbat"), QStringLiteral("Music"),
                                         QStringLiteral("Braille"), QStringLiteral("OpenSymbol")};
    for (const QString& word : unsuited)
        if (family.contains(word, Qt::CaseInsensitive))
            return false;
    // fontconfig's own names for whatever is preferred.
    static const QStringList aliases = {QStringLiteral("sans"), QStringLiteral("serif"),
                                        QStringLiteral("monospace"), QStringLiteral("sans serif")};
    if (aliases.contains(family.toLower()))
        return false;
    if (family.contains(QStringLiteral("CJK")))
        return family.endsWith(QStringLiteral(" SC"));
    // Noto has a family for each script, whose Latin, if any, is that of the plain ones.
    if (family.startsWith(QStringLiteral("Noto "))) {
        static const QStringList plain = {
            QStringLiteral("Noto Sans"),          QStringLiteral("Noto Serif"),
            QStringLiteral("Noto Sans Mono"),     QStringLiteral("Noto Sans Display"),
            QStringLiteral("Noto Serif Display"), QStringLiteral("Noto Mono")};
        return plain.contains(family);
    }
    return true;
}

bool holds(const QRawFont& font, const QString& text)
{
    const QList<uint> characters = text.toUcs4();
    return font.isValid() && std::all_of(characters.begin(), characters.end(), [&](uint character) {
               return QChar::isSpace(character) || font.supportsCharacter(character);
           });
}

QFont styled(const QString& family, QFont::Weight weight, bool italic)
{
    QFont font(family);
    font.setPixelSize(shapePixels);
    font.setWeight(weight);
    font.setItalic(italic);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(QFont::NoFontMerging);
    return font;
}

struct InstalledFamily
{
    QRawFont regular;
    std::vector<QFont> fonts;
};

/// Found out at the first call: loading every font takes half a second.
const std::vector<InstalledFamily>& installedFamilies()
{
    static const std::vector<InstalledFamily> families = [] {
        std::vector<InstalledFamily> found;
        for (const QString& family : QFontDatabase::families()) {
            if (!suits(family) || QFontDatabase::isPrivateFamily(family) ||
                !QFontDatabase::isSmoothlyScalable(family))
                continue;
            const QFont regular = styled(family, QFont::Normal, false);
            InstalledFamily entry{QRawFont::fromFont(regular), {regular}};
            QStringList known = {entry.regular.styleName()};
            for (const auto& [weight, italic] :
                 {std::pair(QFont::Bold, false), {QFont::Normal, true}, {QFont::Bold, true}}) {
                const QFont font = styled(family, weight, italic);
                // Where the family has no such font of its own another one comes back.
                const QString style = QRawFont::fromFont(font).styleName();
                if (known.contains(style))
                    continue;
                known << style;
                entry.fonts.push_back(font);
            }
            found.push_back(std::move(entry));
        }
        return found;
    }();
    return families;
}

} // namespace

std::vector<QFont> fontsFor(const QString& text)
{
    std::vector<QFont> fonts;
    for (const InstalledFamily& family : installedFamilies())
        if (holds(family.regular, text))
            fonts.insert(fonts.end(), family.fonts.begin(), family.fonts.end());
    return fonts;
}

QFont defaultFont(const QString& text)
{
    for (const QString& family : {QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK SC"),
                                  QStringLiteral("DejaVu Sans"), QStringLiteral("Liberation Sans")}) {
        const QFont font = styled(family, QFont::Bold, false);
        if (QFontDatabase::hasFamily(family) && holds(QRawFont::fromFont(font), text))
            return font;
    }
    const std::vector<QFont> fonts = fontsFor(text);
    if (!fonts.empty())
        return fonts.front();
    QFont any = styled(QStringLiteral("sans-serif"), QFont::Bold, false);
    any.setStyleStrategy(QFont::PreferDefault); // several fonts together may hold it
    return any;
}

QPainterPath outlineOf(const QFont& font, const QString& text, double spacing)
{
    QFont spaced = font;
    if (spacing != 0)
        spaced.setLetterSpacing(QFont::AbsoluteSpacing, spacing);
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    path.addText(0, 0, spaced, text);
    return path;
}

cv::Mat coverageOf(const QPainterPath& path, cv::Size size)
{
    QImage image(size.width, size.height, QImage::Format_ARGB32_Premultiplied);
    image.fill(0);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(path, Qt::white);
    painter.end();
    cv::Mat alpha;
    cv::extractChannel(cv::Mat(size.height, size.width, CV_8UC4, image.bits(), size_t(image.bytesPerLine())),
                       alpha, 3);
    alpha.convertTo(alpha, CV_32F, 1.0 / 255);
    return alpha;
}

} // namespace focal
