#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

class QColor;
class QPainter;
class QPoint;

namespace focal {

/// A few lines of plain text, wrapped to a width and cut with an ellipsis after the last line that is
/// allowed.
class TextBlock
{
public:
    /// Does nothing where all is as before. @param maxLines  0 for as many as it takes
    void set(const QString& text, const QFont& font, int width, int maxLines);

    bool isEmpty() const { return m_lines.isEmpty(); }
    bool isCut() const { return m_cut; }
    int height() const;
    int width() const { return m_used; } ///< Of the longest line.
    void draw(QPainter& painter, QPoint topLeft, const QColor& color) const;

private:
    QString m_text;
    QFont m_font;
    int m_width = -1;
    int m_maxLines = 0;
    QStringList m_lines;
    int m_lineHeight = 0;
    int m_ascent = 0;
    int m_used = 0;
    bool m_cut = false;
};

} // namespace focal
