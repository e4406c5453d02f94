#include "ui/panels/textblock.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace focal {

void TextBlock::set(const QString& text, const QFont& font, int width, int maxLines)
{
    if (text == m_text && font == m_font && width == m_width && maxLines == m_maxLines)
        return;
    m_text = text;
    m_font = font;
    m_width = width;
    m_maxLines = maxLines;
    m_lines.clear();
    m_cut = false;
    m_used = 0;
    const QFontMetrics metrics(font);
    m_lineHeight = metrics.height() + 2;
    m_ascent = metrics.ascent() + 1;
    if (text.isEmpty() || width <= 0)
        return;

    QString flat = text;
    flat.replace(u'\n', QChar::LineSeparator);
    QTextLayout layout(flat, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (maxLines > 0 && m_lines.size() == maxLines - 1 &&
            line.textStart() + line.textLength() < flat.size()) {
            const QString rest = flat.mid(line.textStart()).replace(QChar::LineSeparator, u' ');
            m_lines << metrics.elidedText(rest, Qt::ElideRight, width);
            m_cut = true;
        } else {
            m_lines << flat.mid(line.textStart(), line.textLength()).remove(QChar::LineSeparator).trimmed();
        }
        m_used = std::max(m_used, metrics.horizontalAdvance(m_lines.last()));
        if (m_cut)
            break;
    }
    layout.endLayout();
}

int TextBlock::height() const
{
    return static_cast<int>(m_lines.size()) * m_lineHeight;
}

void TextBlock::draw(QPainter& painter, QPoint topLeft, const QColor& color) const
{
    painter.setFont(m_font);
    painter.setPen(color);
    int y = topLeft.y() + m_ascent;
    for (const QString& line : m_lines) {
        painter.drawText(topLeft.x(), y, line);
        y += m_lineHeight;
    }
}

} // namespace focal
