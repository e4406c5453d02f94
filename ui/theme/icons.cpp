#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <optional>

namespace focal {

namespace {

QString fileOf(const QString& name)
{
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QByteArray sourceOf(const QString& name)
{
    QFile file(fileOf(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Draws one SVG of the family in the colour that mode, state and the current theme ask for.
class TintedIconEngine : public QIconEngine
{
public:
    TintedIconEngine(QString name, QByteArray source, std::optional<QColor> fixed)
        : m_name(std::move(name)), m_source(std::move(source)), m_fixed(fixed)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const QColor color = colorOf(mode, state);
        QByteArray svg = m_source;
        svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        painter->save();
        painter->setOpacity(painter->opacity() * color.alphaF());
        renderer.render(painter, QRectF(rect));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        const QString key = QStringLiteral("focal-icon/%1/%2x%3/%4")
                                .arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(colorOf(mode, state).name(QColor::HexArgb));
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QIconEngine* clone() const override { return new TintedIconEngine(m_name, m_source, m_fixed); }
    QString key() const override { return QStringLiteral("focal"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return m_source.isEmpty(); }

private:
    QString m_name;
    QByteArray m_source;
    std::optional<QColor> m_fixed;

    QColor colorOf(QIcon::Mode mode, QIcon::State state) const
    {
        const Theme theme = currentTheme();
        if (mode == QIcon::Disabled) {
            QColor color = m_fixed.value_or(theme.dimText);
            color.setAlphaF(0.45F);
            return color;
        }
        if (m_fixed)
            return *m_fixed;
        return state == QIcon::On ? theme.accent : theme.text;
    }
};

QIcon makeIcon(const QString& name, std::optional<QColor> fixed)
{
    QByteArray source = sourceOf(name);
    if (source.isEmpty()) {
        qWarning("no icon of the name \"%s\"", qPrintable(name));
        return {};
    }
    return QIcon(new TintedIconEngine(name, std::move(source), fixed));
}

} // namespace

QIcon icon(const QString& name)
{
    return makeIcon(name, std::nullopt);
}

QIcon icon(const QString& name, const QColor& color)
{
    return makeIcon(name, color);
}

QStringList iconNames()
{
    QStringList names =
        QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString& name : names)
        name.chop(4);
    return names;
}

QIcon applicationIcon()
{
    QSvgRenderer renderer(QStringLiteral(":/focal.svg"));
    QIcon result;
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace focal
