/// How a TurnCard is painted.
#include "ui/panels/turncard_p.h"
#include "ui/theme/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QToolButton>

#include <algorithm>

namespace focal {

using namespace turncard;

namespace {

constexpr float DimmedOpacity = 0.55F;

struct StateLook
{
    QString iconName;
    QColor color;
};

StateLook lookOf(CardContent::State state, const Theme& theme)
{
    using State = CardContent::State;
    switch (state) {
    case State::Opened:
        return {QStringLiteral("picture"), theme.dimText};
    case State::Done:
        return {QStringLiteral("check"), theme.success};
    case State::Waiting:
        return {QStringLiteral("clock"), theme.dimText};
    case State::Running:
        return {QStringLiteral("clock"), theme.accent};
    case State::NotFound:
        return {QStringLiteral("eye-off"), theme.warning};
    case State::CannotDo:
        return {QStringLiteral("info"), theme.warning};
    case State::Unclear:
        return {QStringLiteral("question"), theme.warning};
    case State::NothingChanged:
        return {QStringLiteral("minus"), theme.dimText};
    case State::Failed:
        return {QStringLiteral("warning"), theme.danger};
    case State::Cancelled:
        break;
    }
    return {QStringLiteral("stop"), theme.dimText};
}

} // namespace

void TurnCard::paintGutter(QPainter& painter, const Places& at) const
{
    if (m_content.depth == 0)
        return;
    painter.setPen(QPen(currentTheme().border, 1));
    const double x = at.cardLeft - Indent / 2.0 - 0.5;
    const bool first = !m_content.branch.isEmpty();
    const double top = first ? at.branchTop + m_branch.height() / 2.0 : 0;
    painter.drawLine(QPointF(x, top), QPointF(x, height()));
    if (first)
        painter.drawLine(QPointF(x, top), QPointF(at.cardLeft - 1, top));
}

void TurnCard::paintThumbnail(QPainter& painter, const QRect& where) const
{
    const Theme theme = currentTheme();
    QPainterPath clip;
    clip.addRoundedRect(where, grid::Unit, grid::Unit);
    painter.save();
    painter.setClipPath(clip);
    painter.fillRect(where, theme.surround);
    if (!m_thumbnail.isNull()) {
        const double scale = std::max(double(where.width()) / m_thumbnail.width(),
                                      double(where.height()) / m_thumbnail.height());
        const QSizeF size(where.width() / scale, where.height() / scale);
        const QRectF source(
            QPointF((m_thumbnail.width() - size.width()) / 2, (m_thumbnail.height() - size.height()) / 2),
            size);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setOpacity(m_content.dimmed ? static_cast<double>(DimmedOpacity) : 1.0);
        painter.drawImage(QRectF(where), m_thumbnail, source);
    }
    painter.restore();
}

void TurnCard::paintEvent(QPaintEvent*)
{
    const Theme theme = currentTheme();
    const Places at = places(width());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGutter(painter, at);
    if (!m_branch.isEmpty()) {
        icon(QStringLiteral("branch"), theme.dimText)
            .paint(&painter, QRect(at.cardLeft, at.branchTop + (m_branch.height() - StateIcon) / 2, StateIcon,
                                   StateIcon));
        m_branch.draw(painter, {at.cardLeft + StateIcon + grid::Unit, at.branchTop}, theme.dimText);
    }

    const bool turn = std::holds_alternative<TurnId>(m_key);
    const QColor ground = m_content.current   ? theme.accentSoft
                          : m_hovered && turn ? theme.hover
                          : turn              ? theme.raised
                                              : theme.surface;
    painter.setPen(m_content.current ? QPen(theme.accent, 1)
                   : turn            ? QPen(Qt::NoPen)
                                     : QPen(theme.border, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(at.card).adjusted(0.5, 0.5, -0.5, -0.5), grid::Radius, grid::Radius);
    if (hasFocus()) {
        painter.setPen(QPen(theme.focus, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(at.card).adjusted(1, 1, -1, -1), grid::Radius, grid::Radius);
    }
    if (m_content.hasThumbnail)
        paintThumbnail(painter, at.thumbnail);

    m_title.draw(painter, at.title, m_content.dimmed ? theme.dimText : theme.text);
    m_body.draw(painter, at.body,
                m_content.state == CardContent::State::Failed ? theme.danger : theme.dimText);
    const StateLook look = lookOf(m_content.state, theme);
    const QColor mark =
        m_content.dimmed && m_content.state == CardContent::State::Done ? theme.dimText : look.color;
    const int lineHeight = std::max(m_foot.height(), StateIcon + 2);
    icon(look.iconName, mark)
        .paint(&painter,
               QRect(at.foot.x(), at.foot.y() + (lineHeight - StateIcon) / 2, StateIcon, StateIcon));
    m_foot.draw(painter,
                {at.foot.x() + StateIcon + grid::Unit, at.foot.y() + (lineHeight - m_foot.height()) / 2},
                theme.dimText);
    if (m_older) {
        painter.setFont(smallFont(font()));
        painter.setPen(theme.dimText);
        const QRect between(m_older->geometry().right(), m_older->y(),
                            m_newer->x() - m_older->geometry().right(), SmallButton);
        painter.drawText(between, Qt::AlignCenter,
                         QStringLiteral("%1/%2").arg(m_content.version).arg(m_content.versions));
    }
    if (!at.progress.isNull()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.border);
        painter.drawRoundedRect(at.progress, 2, 2);
        QRectF done = at.progress;
        done.setWidth(done.width() * std::clamp(m_content.progress, 0.0, 1.0));
        painter.setBrush(theme.accent);
        painter.drawRoundedRect(done, 2, 2);
    }
    Q_EMIT
    painted();
}

} // namespace focal
