#include "ui/canvas/candidatelayer.h"

#include "ui/canvas/candidatemark.h"

#include <opencv2/imgproc.hpp>

#include <QPainter>
#include <QTransform>

#include <utility>

namespace focal {

namespace {

constexpr QColor LightLine(255, 255, 255, 235);
constexpr QColor DarkLine(0, 0, 0, 170);

QPainterPath boxOutline(const cv::Rect& box)
{
    QPainterPath path;
    path.addRect(box.x, box.y, box.width, box.height);
    return path;
}

/// Around the pixels that the mask is more than half sure of, native.
QPainterPath outlineOf(const Candidate& candidate)
{
    if (candidate.mask.empty())
        return boxOutline(candidate.box);
    // A border of one pixel lets a thing that fills its box have an outline, too; twice the size lets the
    // line run around the pixels and not through their middles.
    cv::Mat mask;
    cv::copyMakeBorder(candidate.mask > 127, mask, 1, 1, 1, 1, cv::BORDER_CONSTANT, 0);
    cv::resize(mask, mask, {}, 2, 2, cv::INTER_NEAREST);
    std::vector<std::vector<cv::Point>> rings;
    cv::findContours(mask, rings, cv::RETR_CCOMP, cv::CHAIN_APPROX_TC89_L1);
    QPainterPath path;
    for (const std::vector<cv::Point>& ring : rings) {
        if (ring.size() < 3)
            continue;
        QPolygonF polygon;
        for (const cv::Point& point : ring)
            polygon << QPointF(candidate.box.x + (point.x + 0.5) / 2 - 1,
                               candidate.box.y + (point.y + 0.5) / 2 - 1);
        path.addPolygon(polygon);
        path.closeSubpath();
    }
    return path.isEmpty() ? boxOutline(candidate.box) : path;
}

} // namespace

CandidateLayer::CandidateLayer(QWidget& view, std::function<void(int)> chosen, std::function<void(int)> seen)
    : m_view(view), m_chosen(std::move(chosen)), m_seen(std::move(seen))
{
}

void CandidateLayer::set(const std::vector<Candidate>& candidates, const Projection& projection)
{
    for (CandidateMark* mark : std::exchange(m_marks, {}))
        mark->deleteLater();
    m_hovered.reset();
    m_candidates = candidates;
    m_outlines.clear();
    const int count = int(candidates.size());
    for (int i = 0; i < count; ++i) {
        const Candidate& candidate = m_candidates[std::size_t(i)];
        m_outlines.push_back(outlineOf(candidate));
        auto* mark = new CandidateMark(i + 1, count, candidate.confidence, candidate.label, &m_view);
        QObject::connect(mark, &QAbstractButton::clicked, &m_view, [this, i] { m_chosen(i); });
        QObject::connect(mark, &CandidateMark::litChanged, &m_view, [this, mark, i] {
            if (mark->hasFocus())
                m_seen(i);
            m_view.update();
        });
        m_marks.push_back(mark);
        mark->show();
    }
    place(projection);
    m_view.update();
}

void CandidateLayer::place(const Projection& projection)
{
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const cv::Point peak = m_candidates[i].peak;
        const QPoint at = projection.toView(QPointF(peak.x + 0.5, peak.y + 0.5)).toPoint();
        m_marks[i]->move(at - QPoint(CandidateMark::Side / 2, CandidateMark::Side / 2));
    }
}

std::optional<int> CandidateLayer::on(QPoint native) const
{
    std::optional<int> best;
    for (int i = 0; i < int(m_candidates.size()); ++i) {
        const cv::Rect box = at(i).box;
        if (!box.contains({native.x(), native.y()}) || (best && at(*best).box.area() <= box.area()))
            continue;
        const cv::Mat& mask = at(i).mask;
        if (mask.empty() || mask.at<uchar>(native.y() - box.y, native.x() - box.x) > 127)
            best = i;
    }
    return best;
}

bool CandidateLayer::setHovered(std::optional<int> index)
{
    return std::exchange(m_hovered, index) != index;
}

bool CandidateLayer::isLit(int index) const
{
    return m_hovered == index || m_marks[std::size_t(index)]->isLit();
}

void CandidateLayer::paint(QPainter& painter, const Projection& projection, const QColor& accent) const
{
    if (isEmpty())
        return;
    const QPointF origin = projection.toView(QPointF(0, 0));
    const QPointF unit = projection.toView(QPointF(1, 1)) - origin;
    const QTransform toView(unit.x(), 0, 0, unit.y(), origin.x(), origin.y());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (int i = 0; i < int(m_outlines.size()); ++i) {
        const QPainterPath outline = toView.map(m_outlines[std::size_t(i)]);
        const bool lit = isLit(i);
        const double width = lit ? 2.5 : 1.5;
        if (lit) {
            QColor tint = accent;
            tint.setAlphaF(0.25F);
            painter.fillPath(outline, tint);
        }
        painter.setPen(QPen(DarkLine, width + 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(outline);
        painter.setPen(QPen(lit ? accent : LightLine, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(outline);
    }
    painter.restore();
}

} // namespace focal
