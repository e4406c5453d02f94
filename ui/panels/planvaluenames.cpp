#include "ui/panels/planvaluenames.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <span>

namespace focal {

namespace {

template <typename Kind>
struct Name
{
    Kind kind;
    const char* text; ///< Source text; translation context "focal::PlanNames".
};

QString translated(const char* text)
{
    return QCoreApplication::translate("focal::PlanNames", text);
}

template <typename Kind>
QString textOf(std::span<const Name<Kind>> names, Kind kind)
{
    for (const Name<Kind>& name : names) {
        if (name.kind == kind)
            return translated(name.text);
    }
    return {};
}

template <typename Kind>
std::vector<Kind> kindsOf(std::span<const Name<Kind>> names)
{
    std::vector<Kind> kinds;
    for (const Name<Kind>& name : names)
        kinds.push_back(name.kind);
    return kinds;
}

std::span<const Name<Motif>> motifNames()
{
    static constexpr Name<Motif> names[] = {
        {Motif::Stripes, QT_TRANSLATE_NOOP("focal::PlanNames", "Stripes")},
        {Motif::VerticalStripes, QT_TRANSLATE_NOOP("focal::PlanNames", "Upright stripes")},
        {Motif::DiagonalStripes, QT_TRANSLATE_NOOP("focal::PlanNames", "Slanting stripes")},
        {Motif::Dots, QT_TRANSLATE_NOOP("focal::PlanNames", "Dots")},
        {Motif::Checks, QT_TRANSLATE_NOOP("focal::PlanNames", "Checks")},
        {Motif::Plaid, QT_TRANSLATE_NOOP("focal::PlanNames", "Plaid")},
        {Motif::Zigzag, QT_TRANSLATE_NOOP("focal::PlanNames", "Zigzag")},
        {Motif::Waves, QT_TRANSLATE_NOOP("focal::PlanNames", "Waves")},
        {Motif::Stars, QT_TRANSLATE_NOOP("focal::PlanNames", "Stars")},
        {Motif::Hearts, QT_TRANSLATE_NOOP("focal::PlanNames", "Hearts")},
        {Motif::Flowers, QT_TRANSLATE_NOOP("focal::PlanNames", "Flowers")},
        {Motif::Camouflage, QT_TRANSLATE_NOOP("focal::PlanNames", "Camouflage")},
    };
    return names;
}

std::span<const Name<Style>> styleNames()
{
    static constexpr Name<Style> names[] = {
        {Style::BlackAndWhite, QT_TRANSLATE_NOOP("focal::PlanNames", "Black and white")},
        {Style::Sepia, QT_TRANSLATE_NOOP("focal::PlanNames", "Sepia")},
        {Style::Sketch, QT_TRANSLATE_NOOP("focal::PlanNames", "Pencil sketch")},
        {Style::Film, QT_TRANSLATE_NOOP("focal::PlanNames", "Film")},
        {Style::Vintage, QT_TRANSLATE_NOOP("focal::PlanNames", "Vintage")},
        {Style::Cinematic, QT_TRANSLATE_NOOP("focal::PlanNames", "Cinematic")},
        {Style::Fresh, QT_TRANSLATE_NOOP("focal::PlanNames", "Fresh and bright")},
        {Style::Negative, QT_TRANSLATE_NOOP("focal::PlanNames", "Negative")},
    };
    return names;
}

std::span<const Name<Spot>> spotNames()
{
    static constexpr Name<Spot> names[] = {
        {Spot::Anywhere, QT_TRANSLATE_NOOP("focal::PlanNames", "a calm place")},
        {Spot::TopLeft, QT_TRANSLATE_NOOP("focal::PlanNames", "top left")},
        {Spot::Top, QT_TRANSLATE_NOOP("focal::PlanNames", "top")},
        {Spot::TopRight, QT_TRANSLATE_NOOP("focal::PlanNames", "top right")},
        {Spot::Left, QT_TRANSLATE_NOOP("focal::PlanNames", "left")},
        {Spot::Center, QT_TRANSLATE_NOOP("focal::PlanNames", "middle")},
        {Spot::Right, QT_TRANSLATE_NOOP("focal::PlanNames", "right")},
        {Spot::BottomLeft, QT_TRANSLATE_NOOP("focal::PlanNames", "bottom left")},
        {Spot::Bottom, QT_TRANSLATE_NOOP("focal::PlanNames", "bottom")},
        {Spot::BottomRight, QT_TRANSLATE_NOOP("focal::PlanNames", "bottom right")},
    };
    return names;
}

std::span<const Name<RotateValue::Corners>> cornersNames()
{
    using Corners = RotateValue::Corners;
    static constexpr Name<Corners> names[] = {
        {Corners::Cut, QT_TRANSLATE_NOOP("focal::PlanNames", "corners cut off")},
        {Corners::Filled, QT_TRANSLATE_NOOP("focal::PlanNames", "corners filled")},
        {Corners::Transparent, QT_TRANSLATE_NOOP("focal::PlanNames", "corners transparent")},
    };
    return names;
}

QString number(double value)
{
    return QString::number(value, 'g', 6);
}

} // namespace

const std::vector<AdjustProperty>& adjustProperties()
{
    static const std::vector all = {AdjustProperty::Brightness,  AdjustProperty::Contrast,
                                    AdjustProperty::Temperature, AdjustProperty::Saturation,
                                    AdjustProperty::Blur,        AdjustProperty::Sharpness};
    return all;
}

QString motifText(Motif motif)
{
    return textOf(motifNames(), motif);
}

const std::vector<Motif>& motifs()
{
    static const std::vector<Motif> all = kindsOf(motifNames());
    return all;
}

QString styleText(Style style)
{
    return textOf(styleNames(), style);
}

const std::vector<Style>& styles()
{
    static const std::vector<Style> all = kindsOf(styleNames());
    return all;
}

QString spotText(Spot spot)
{
    return textOf(spotNames(), spot);
}

const std::vector<Spot>& spots()
{
    static const std::vector<Spot> all = kindsOf(spotNames());
    return all;
}

QString cornersText(RotateValue::Corners corners)
{
    return textOf(cornersNames(), corners);
}

const std::vector<RotateValue::Corners>& corners()
{
    static const std::vector<RotateValue::Corners> all = kindsOf(cornersNames());
    return all;
}

QString flipText(bool horizontal)
{
    return horizontal ? QCoreApplication::translate("focal::PlanNames", "left and right")
                      : QCoreApplication::translate("focal::PlanNames", "top and bottom");
}

QString referenceText(int reference)
{
    return QCoreApplication::translate("focal::PlanNames", "Picture %1").arg(reference + 1);
}

QString cropText(const CropValue& value)
{
    switch (value.measure) {
    case CropValue::Measure::Ratio:
        return QStringLiteral("%1:%2").arg(number(value.width), number(value.height));
    case CropValue::Measure::Pixels:
        return QStringLiteral("%1 x %2").arg(number(value.width), number(value.height));
    case CropValue::Measure::None:
        break;
    }
    return QCoreApplication::translate("focal::PlanNames", "any form");
}

std::optional<CropValue> withCropText(CropValue value, const QString& words)
{
    if (words.trimmed().isEmpty()) {
        value.measure = CropValue::Measure::None;
        value.width = value.height = 0;
        return value;
    }
    static const QRegularExpression form(
        QStringLiteral("^\\s*(\\d{1,5}(?:\\.\\d{1,3})?)\\s*([:：/xX×*])\\s*(\\d{1,5}(?:\\.\\d{1,3})?)\\s*$"));
    const QRegularExpressionMatch match = form.match(words);
    const double width = match.captured(1).toDouble();
    const double height = match.captured(3).toDouble();
    if (!match.hasMatch() || width <= 0 || height <= 0)
        return std::nullopt;
    const bool ratio = QStringLiteral(":：/").contains(match.captured(2));
    value.measure = ratio ? CropValue::Measure::Ratio : CropValue::Measure::Pixels;
    value.width = width;
    value.height = height;
    return value;
}

} // namespace focal
