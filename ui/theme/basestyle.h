#pragma once

#include <QProxyStyle>

namespace focal {

/// Fusion, with what a style sheet cannot say: sliders as a thin line and a knob, filled from zero where they
/// go both ways; the icons of dialogs from Focal's own family; menus without lines under their letters.
class BaseStyle : public QProxyStyle
{
    Q_OBJECT

public:
    BaseStyle();

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                       const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

} // namespace focal
