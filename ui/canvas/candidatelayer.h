#pragma once

#include "core/edit/editresult.h"
#include "ui/canvas/projection.h"

#include <QPainterPath>
#include <QPoint>

#include <functional>
#include <optional>
#include <vector>

class QColor;
class QPainter;
class QWidget;

namespace focal {

class CandidateMark;

/// The things that may have been meant, outlined and numbered over the picture. A numbered mark takes the
/// keyboard; the pointer can choose a thing anywhere on it.
class CandidateLayer
{
public:
    /// @param chosen  called with an index by a mark; @param seen  called when the mark of one takes the
    /// focus
    CandidateLayer(QWidget& view, std::function<void(int)> chosen, std::function<void(int)> seen);

    void set(const std::vector<Candidate>& candidates, const Projection& projection);
    bool isEmpty() const { return m_candidates.empty(); }
    const Candidate& at(int index) const { return m_candidates.at(std::size_t(index)); }
    /// Where the marks stand.
    void place(const Projection& projection);

    /// The one on which a native pixel lies, the smallest where several do.
    std::optional<int> on(QPoint native) const;
    /// The pointer is over it; none for nowhere. @return whether that is new
    bool setHovered(std::optional<int> index);
    std::optional<int> hovered() const { return m_hovered; }

    void paint(QPainter& painter, const Projection& projection, const QColor& accent) const;

private:
    QWidget& m_view;
    std::function<void(int)> m_chosen;
    std::function<void(int)> m_seen;
    std::vector<Candidate> m_candidates;
    std::vector<QPainterPath> m_outlines; ///< Native.
    std::vector<CandidateMark*> m_marks;  ///< Children of the view.
    std::optional<int> m_hovered;

    bool isLit(int index) const;
};

} // namespace focal
