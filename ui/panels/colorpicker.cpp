#include "ui/panels/colorpicker.h"

#include "ui/panels/colorfields.h"
#include "ui/panels/popup.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>
#include <QVBoxLayout>

namespace focal {

QColor toQColor(Rgb color)
{
    return {color.r, color.g, color.b};
}

Rgb toRgb(const QColor& color)
{
    return {static_cast<std::uint8_t>(color.red()), static_cast<std::uint8_t>(color.green()),
            static_cast<std::uint8_t>(color.blue())};
}

QIcon swatchIcon(Rgb color, int side)
{
    QIcon icon;
    for (const int times : {1, 2, 3}) {
        QPixmap pixmap(side * times, side * times);
        pixmap.setDevicePixelRatio(times);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintSwatch(painter, QRectF(0, 0, side, side), toQColor(color));
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

ColorPicker::ColorPicker(QWidget* parent) : QWidget(parent)
{
    m_shades = new ShadeField(this);
    m_hues = new HueStrip(this);
    m_swatches = new Swatches(this);
    m_hex = new QLineEdit(this);
    m_hex->setMaxLength(7);
    m_hex->setAccessibleName(tr("Colour as hexadecimal digits"));
    m_hex->setToolTip(tr("Colour as #rrggbb; Enter takes it"));
    m_hex->setStyleSheet(QStringLiteral("QLineEdit { background: %1; }").arg(currentTheme().surface.name()));
    setFocusProxy(m_shades);
    m_shades->setAccessibleName(tr("Shade: arrow keys change saturation and brightness"));
    m_hues->setAccessibleName(tr("Hue: arrow keys change it"));
    m_swatches->setAccessibleName(tr("Palette"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid::Small);
    layout->addWidget(m_shades);
    layout->addWidget(m_hues);
    layout->addWidget(m_swatches);
    layout->addWidget(m_hex);

    connect(m_shades, &ShadeField::picked, this, &ColorPicker::pick);
    connect(m_hues, &HueStrip::picked, this, [this](double hue, bool final) {
        m_shades->setHue(hue);
        pick(m_shades->color(), final);
    });
    connect(m_swatches, &Swatches::picked, this, [this](const QColor& color) {
        setColor(toRgb(color));
        Q_EMIT
        colorChanged(m_color, true);
    });
    connect(m_hex, &QLineEdit::textEdited, this, [this](const QString& text) {
        const QString digits = text.startsWith(u'#') ? text : u'#' + text;
        if (const auto color = Rgb::fromHex(digits); color && digits.size() == 7) {
            m_color = *color;
            m_shades->setColor(toQColor(m_color));
            m_hues->setHue(m_shades->hue());
            Q_EMIT
            colorChanged(m_color, false);
        }
    });
    connect(m_hex, &QLineEdit::returnPressed, this, [this] {
        const QString text = m_hex->text();
        if (const auto color = Rgb::fromHex(text.startsWith(u'#') ? text : u'#' + text)) {
            setColor(*color);
            Q_EMIT
            colorChanged(m_color, true);
            Q_EMIT
            finished();
        } else {
            m_hex->setText(m_color.hex());
            m_hex->selectAll();
        }
    });
}

void ColorPicker::setColor(Rgb color)
{
    m_color = color;
    m_shades->setColor(toQColor(color));
    m_hues->setHue(m_shades->hue());
    m_hex->setText(color.hex());
}

void ColorPicker::pick(const QColor& color, bool final)
{
    m_color = toRgb(color);
    m_hues->setHue(m_shades->hue());
    m_hex->setText(m_color.hex());
    Q_EMIT
    colorChanged(m_color, final);
}

ColorButton::ColorButton(QWidget* parent) : QPushButton(parent)
{
    connect(this, &QPushButton::clicked, this, [this] {
        const Rgb before = m_color;
        auto* picker = new ColorPicker;
        picker->setColor(m_color);
        auto* popup = new Popup(this);
        popup->body()->addWidget(picker);
        connect(picker, &ColorPicker::finished, popup, &QWidget::close);
        connect(picker, &ColorPicker::colorChanged, this, [this](Rgb color, bool final) {
            m_dragging = !final;
            setColor(color);
            Q_EMIT
            colorChanged(color, final);
        });
        // A colour that was typed and not confirmed, or left while dragging, is still the one that is meant.
        connect(popup, &QObject::destroyed, this, [this, before] {
            if (m_dragging) {
                m_dragging = false;
                if (m_color != before)
                    Q_EMIT
                colorChanged(m_color, true);
            }
        });
        popup->open(picker);
    });
}

void ColorButton::setColor(Rgb color)
{
    m_color = color;
    setText(color.hex());
    update();
}

QSize ColorButton::sizeHint() const
{
    return QPushButton::sizeHint() + QSize(grid::Icon + grid::Small, 0);
}

void ColorButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    style()->drawControl(QStyle::CE_PushButton, &option, &painter, this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF swatch(grid::Unit + 2, (height() - grid::Icon) / 2.0, grid::Icon, grid::Icon);
    paintSwatch(painter, swatch, toQColor(m_color));
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
    painter.drawText(rect().adjusted(grid::Icon + grid::Medium + 2, 0, -grid::Small, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace focal
