#include "ui/theme/basestyle.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOptionSlider>

#include <utility>

namespace focal {

namespace {

constexpr int KnobSize = 14;
constexpr int LineWidth = 4;

constexpr std::pair<QStyle::StandardPixmap, const char*> DialogIcons[] = {
    {QStyle::SP_ArrowBack, "chevron-left"},
    {QStyle::SP_FileDialogBack, "chevron-left"},
    {QStyle::SP_ArrowForward, "chevron-right"},
    {QStyle::SP_FileDialogToParent, "chevron-up"},
    {QStyle::SP_FileDialogNewFolder, "plus"},
    {QStyle::SP_FileDialogListView, "grid"},
    {QStyle::SP_FileDialogDetailedView, "list"},
    {QStyle::SP_DirIcon, "folder"},
    {QStyle::SP_DirOpenIcon, "open"},
    {QStyle::SP_DirLinkIcon, "folder"},
    {QStyle::SP_DirHomeIcon, "folder"},
    {QStyle::SP_FileIcon, "picture"},
    {QStyle::SP_FileLinkIcon, "picture"},
    {QStyle::SP_ComputerIcon, "computer"},
    {QStyle::SP_DriveHDIcon, "computer"},
};

const QStyleOptionSlider* horizontalSlider(QStyle::ComplexControl control, const QStyleOptionComplex* option)
{
    if (control != QStyle::CC_Slider)
        return nullptr;
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    return slider && slider->orientation == Qt::Horizontal ? slider : nullptr;
}

/// Where the middle of the knob stands for a value, in widget coordinates.
int knobAt(const QStyleOptionSlider& slider, int value)
{
    const QRect r = slider.rect;
    return r.x() + KnobSize / 2 +
           QStyle::sliderPositionFromValue(slider.minimum, slider.maximum, value, r.width() - KnobSize,
                                           slider.upsideDown);
}

QRect knobOf(const QStyleOptionSlider& slider)
{
    return {knobAt(slider, slider.sliderPosition) - KnobSize / 2, slider.rect.center().y() - KnobSize / 2 + 1,
            KnobSize, KnobSize};
}

QRect lineOf(const QStyleOptionSlider& slider)
{
    const QRect knob = knobOf(slider);
    return {slider.rect.x(), knob.center().y() - LineWidth / 2 + 1, slider.rect.width(), LineWidth};
}

} // namespace

BaseStyle::BaseStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

int BaseStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_UnderlineShortcut:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton; // A click on the line goes there.
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

int BaseStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    if (metric == PM_SliderLength || metric == PM_SliderThickness || metric == PM_SliderControlThickness)
        return KnobSize;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

QIcon BaseStyle::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const
{
    for (const auto& [pixmap, name] : DialogIcons) {
        if (pixmap == which)
            return icon(QString::fromLatin1(name));
    }
    return QProxyStyle::standardIcon(which, option, widget);
}

QRect BaseStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                const QWidget* widget) const
{
    if (const auto* slider = horizontalSlider(control, option)) {
        if (part == SC_SliderHandle)
            return knobOf(*slider);
        if (part == SC_SliderGroove)
            return slider->rect; // All of its height takes clicks.
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void BaseStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                   QPainter* painter, const QWidget* widget) const
{
    const auto* slider = horizontalSlider(control, option);
    if (!slider) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    const Theme theme = currentTheme();
    const bool enabled = slider->state & State_Enabled;
    const bool lit = slider->state & (State_HasFocus | State_MouseOver | State_Sunken);
    const QRect line = lineOf(*slider);
    const int from = slider->minimum < 0 && slider->maximum > 0 ? knobAt(*slider, 0)
                     : slider->upsideDown                       ? line.right()
                                                                : line.left();
    const int to = knobAt(*slider, slider->sliderPosition);
    const QRect filled(std::min(from, to), line.y(), std::abs(to - from), line.height());

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.border);
    painter->drawRoundedRect(line, LineWidth / 2.0, LineWidth / 2.0);
    painter->setBrush(enabled ? theme.accent : theme.pressed);
    painter->drawRoundedRect(filled, LineWidth / 2.0, LineWidth / 2.0);
    painter->setBrush(!enabled ? theme.pressed : lit ? theme.accent : theme.text);
    painter->drawEllipse(knobOf(*slider));
    painter->restore();
}

} // namespace focal
