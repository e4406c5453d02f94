#include "ui/canvas/regioneditor.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace focal {

namespace {

std::optional<std::size_t> nearest(const std::vector<cv::Point>& list, QPoint native, double reach)
{
    std::optional<std::size_t> found;
    double best = reach;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const double distance = std::hypot(list[i].x - native.x(), list[i].y - native.y());
        if (distance <= best) {
            best = distance;
            found = i;
        }
    }
    return found;
}

/// The height of the stroke, 0..255, for a squared distance from its line.
class Profile
{
public:
    explicit Profile(double radius)
        : m_radius(static_cast<float>(radius)), m_full(m_radius / 2), m_squaredFull(m_full * m_full)
    {
    }
    uchar operator()(float squaredDistance) const
    {
        if (squaredDistance <= m_squaredFull)
            return 255;
        const float t = (m_radius - std::sqrt(squaredDistance)) / (m_radius - m_full);
        if (t <= 0)
            return 0;
        return static_cast<uchar>(std::lround(255 * t * t * (3 - 2 * t)));
    }

private:
    float m_radius;
    float m_full;
    float m_squaredFull;
};

} // namespace

void RegionEditor::setPictureSize(QSize native)
{
    if (native == m_size)
        return;
    m_size = native;
    clear();
}

Region RegionEditor::region() const
{
    Region copy = m_region;
    copy.mask = m_region.mask.clone();
    return copy;
}

void RegionEditor::clear()
{
    if (m_region.isEmpty())
        return;
    m_region = Region{m_region.use, {}, {}, {}, {}};
    m_order.clear();
    Q_EMIT
    changed();
}

void RegionEditor::toggleClick(QPoint native, bool notHere, double reach)
{
    if (!QRect(QPoint(0, 0), m_size).contains(native))
        return;
    for (auto* list : {&m_region.clicks, &m_region.notHere}) {
        if (const auto index = nearest(*list, native, reach)) {
            removeClick(*list, *index);
            Q_EMIT
            changed();
            return;
        }
    }
    (notHere ? m_region.notHere : m_region.clicks).emplace_back(native.x(), native.y());
    m_order.push_back(notHere);
    Q_EMIT
    changed();
}

void RegionEditor::removeClick(std::vector<cv::Point>& list, std::size_t index)
{
    const bool notHere = &list == &m_region.notHere;
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(index));
    std::size_t seen = 0;
    for (auto it = m_order.begin(); it != m_order.end(); ++it) {
        if (*it == notHere && seen++ == index) {
            m_order.erase(it);
            return;
        }
    }
}

void RegionEditor::removeLastClick()
{
    if (m_order.empty())
        return;
    auto& list = m_order.back() ? m_region.notHere : m_region.clicks;
    removeClick(list, list.size() - 1);
    Q_EMIT
    changed();
}

void RegionEditor::clearClicks()
{
    if (m_order.empty())
        return;
    m_region.clicks.clear();
    m_region.notHere.clear();
    m_order.clear();
    Q_EMIT
    changed();
}

std::optional<QRect> RegionEditor::box() const
{
    if (!m_region.box)
        return std::nullopt;
    return QRect(m_region.box->x, m_region.box->y, m_region.box->width, m_region.box->height);
}

void RegionEditor::setBox(const std::optional<QRect>& native, bool final)
{
    m_region.box.reset();
    if (native) {
        const QRect cut = native->normalized() & QRect(QPoint(0, 0), m_size);
        if (!cut.isEmpty())
            m_region.box = cv::Rect(cut.x(), cut.y(), cut.width(), cut.height());
    }
    if (final)
        Q_EMIT
    changed();
}

QRect RegionEditor::paintStroke(QPointF from, QPointF to, double radius, bool erase)
{
    // In pieces, or a long slanted stroke would visit every pixel of the rectangle around it.
    const QPointF way = to - from;
    const int pieces =
        std::max(1, static_cast<int>(std::hypot(way.x(), way.y()) / std::max(2 * radius, 16.0)));
    QRect touched;
    for (int i = 0; i < pieces; ++i)
        touched |= paintPiece(from + way * i / pieces, from + way * (i + 1) / pieces, radius, erase);
    return touched;
}

QRect RegionEditor::paintPiece(QPointF from, QPointF to, double radius, bool erase)
{
    const QRect picture(QPoint(0, 0), m_size);
    const QRect touched =
        QRectF(QPointF(std::min(from.x(), to.x()) - radius, std::min(from.y(), to.y()) - radius),
               QPointF(std::max(from.x(), to.x()) + radius, std::max(from.y(), to.y()) + radius))
            .toAlignedRect() &
        picture;
    if (touched.isEmpty() || (erase && m_region.mask.empty()))
        return {};
    if (m_region.mask.empty())
        m_region.mask = cv::Mat::zeros(m_size.height(), m_size.width(), CV_8UC1);

    const Profile profile(radius);
    const QPointF along = to - from;
    const double squaredLength = QPointF::dotProduct(along, along);
    for (int y = touched.top(); y <= touched.bottom(); ++y) {
        uchar* row = m_region.mask.ptr(y);
        for (int x = touched.left(); x <= touched.right(); ++x) {
            const QPointF at = QPointF(x + 0.5, y + 0.5) - from;
            // The nearest point of the line from -> to.
            const double t = squaredLength > 0
                                 ? std::clamp(QPointF::dotProduct(at, along) / squaredLength, 0.0, 1.0)
                                 : 0.0;
            const QPointF off = at - along * t;
            const uchar height = profile(static_cast<float>(QPointF::dotProduct(off, off)));
            row[x] =
                erase ? std::min<uchar>(row[x], static_cast<uchar>(255 - height)) : std::max(row[x], height);
        }
    }
    return touched;
}

void RegionEditor::endStroke()
{
    if (!m_region.mask.empty() && cv::countNonZero(m_region.mask) == 0)
        m_region.mask.release();
    Q_EMIT
    changed();
}

void RegionEditor::clearMask()
{
    if (m_region.mask.empty())
        return;
    m_region.mask.release();
    Q_EMIT
    changed();
}

void RegionEditor::setUse(Region::Use use)
{
    if (std::exchange(m_region.use, use) != use && !m_region.mask.empty())
        Q_EMIT
    changed();
}

} // namespace focal
