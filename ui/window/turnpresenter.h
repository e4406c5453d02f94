#pragma once

#include "core/document/document.h"
#include "ui/window/views.h"

#include <QObject>

#include <optional>

namespace focal {

/// Shows one state of the document on the canvas and in the panels: the current turn, an answer to it, or
/// values that are being tried. Decides nothing and changes nothing.
class TurnPresenter : public QObject
{
    Q_OBJECT

public:
    explicit TurnPresenter(const Views& views, QObject* parent = nullptr);

    /// Null: an empty window.
    void showCurrent(const Document* document);
    /// The current turn's picture, with the maps and candidates of an answer that changed nothing.
    void showAnswer(const Document& document, AnswerId id);
    /// Values that are being tried on the current turn, not kept: only the canvas shows them.
    void showLive(const EditResult& result);
    /// What stands in the panels now.
    std::optional<AnswerId> shownAnswer() const { return m_answer; }

    /// Takes the candidates of the shown answer from the canvas. @return whether there were any
    bool forgetCandidates();

    void setOutlineVisible(bool on);
    /// Whether the pinned or hovered words' maps are drawn.
    void setHeatVisible(bool on);

    /// What the canvas shows before (backslash, divider): the picture of another turn than the parent.
    void compareWith(const Document& document, TurnId other);

private:
    Views m_views;
    std::optional<AnswerId> m_answer;
    cv::Mat m_changed;
    bool m_hasCandidates = false;
    bool m_outline = false;
    bool m_heatFits = true; ///< What is shown was looked at in the picture that is seen.
    bool m_heat = true;

    void showLookedAt(const QString& instruction, const StoredResult& result);
    void updateOutline();
    void updateHeat();
};

} // namespace focal
