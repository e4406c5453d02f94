#pragma once

#include "core/document/document.h"
#include "ui/panels/queueitem.h"

#include <QWidget>

#include <vector>

class QLabel;
class QScrollArea;

namespace focal {

class ConversationView;

/// Conversation and history in one: every turn, every answer of the program and every job of this document,
/// in the order in which they were said, branches indented. What is in the picture now reads bright, the rest
/// dimmed.
class TurnsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit TurnsPanel(QWidget* parent = nullptr);
    ~TurnsPanel() override;

    /// Follows its signals; null shows nothing. The document must outlive its place here, or be deleted (then
    /// gone).
    void setDocument(Document* document);
    /// The jobs of this document, running ones first. Each stands below the turn that it edits.
    void setJobs(const std::vector<QueueItem>& jobs);
    void setJobProgress(quint64 id, double fraction, const QString& stage);

Q_SIGNALS:
    void turnChosen(focal::TurnId id);       ///< Go there.
    void branchRequested(focal::TurnId id);  ///< Go there and say something else: the box wants the focus.
    void compareRequested(focal::TurnId id); ///< With the current turn.
    void copyRequested(const QString& instruction);      ///< The words to the clipboard.
    void editAgainRequested(const QString& instruction); ///< The words into the box.
    void tryAgainRequested(focal::AnswerId id);
    void referenceRequested(focal::AnswerId id); ///< Let the user choose the picture that is meant.
    void pointRequested(focal::AnswerId id);     ///< Let the user click the thing that was not found.
    void candidateHovered(focal::AnswerId id, int index); ///< -1 when the pointer leaves.
    void candidateChosen(focal::AnswerId id, int index);  ///< Of the answer's result.candidates.
    void jobCancelRequested(quint64 id);

protected:
    void changeEvent(QEvent* event) override;

private:
    QLabel* m_title = nullptr;
    QScrollArea* m_scroll = nullptr;
    ConversationView* m_view = nullptr;

    void retranslate();
    void reveal(QWidget* card);
};

} // namespace focal
