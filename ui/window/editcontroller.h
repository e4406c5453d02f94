#pragma once

#include "core/document/document.h"
#include "ui/window/views.h"
#include "ui/worker/jobqueue.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>

namespace focal {

class ModelShelf;
class TurnPresenter;

/// The conversation: turns what is said, corrected, adjusted and pointed at into jobs, and what comes back
/// into turns and answers of the document. Owns the document; the GUI thread's only writer of it.
class EditController : public QObject
{
    Q_OBJECT

public:
    /// @param shelf  how each model is to be run; lives as long as this
    EditController(JobQueue& queue, const ModelShelf& shelf, const Views& views, QObject* parent = nullptr);
    ~EditController() override;

    /// Starts a new conversation about @p picture; null ends the one there is. Jobs of the old one are
    /// cancelled.
    void setPicture(const Picture& picture, const QString& path = {}, const QString& name = {});
    Document* document() const { return m_document.get(); }
    TurnPresenter& presenter() const { return *m_presenter; }

    /// Runs @p instruction on the current turn, or on what the jobs before it make of it. "Undo that" goes
    /// back, and "no, the other one" makes the current turn again for another thing.
    void submit(const QString& instruction);
    void undo();
    void redo();
    void goTo(TurnId id);
    /// Stops the running job, else the next waiting one. @return whether there was one
    bool stop();
    /// Takes the candidates from the canvas. @return whether there were any
    bool forgetCandidates();

Q_SIGNALS:
    void referencesShown(); ///< The strip shows others, or asks for one.
    void documentChanged(); ///< Another one, or none.
    void stateChanged();    ///< What can be done now has changed: undo, save, stop.

private:
    enum class Purpose {
        NewTurn,
        Revision, ///< Another version of a turn.
        Live,     ///< Shown while a slider is dragged, and not kept.
    };
    struct Pending
    {
        Purpose purpose = Purpose::NewTurn;
        TurnId at{};   ///< The turn whose picture is edited; known at the start for new turns.
        TurnId turn{}; ///< To be revised.
        bool started = false;
        EditRequest request;
    };

    JobQueue& m_queue;
    const ModelShelf& m_shelf;
    Views m_views;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TurnPresenter> m_presenter;
    std::map<JobId, Pending> m_pending;
    std::optional<JobId> m_regionUsedBy;        ///< The job that took the region now on the canvas.
    std::vector<Picture> m_rootReferences;      ///< Given for the picture as opened, which has no request.
    std::optional<AnswerId> m_referencesWanted; ///< The answer that asks for a picture.
    bool m_smallNoted = false;                  ///< Said for this document.
    QTimer m_prepareSoon;

    // editcorrections.cpp
    bool goBack(const PlannedEdit& edit);
    bool correctTarget(const PlannedEdit& edit);
    void adjusted(const OperatorSettings& settings, bool last);
    void planCorrected(const Plan& plan);
    void candidateChosen(AnswerId answer, int index);
    void tryAgain(AnswerId answer);
    EditResult withSearchOf(const Pending& job, EditResult result) const;
    void useReferences(TurnId at, EditRequest& request) const;
    void showReferences();
    void forgetReferenceWish();
    void referencesChanged();
    void askForReference(AnswerId answer);
    // editjobs.cpp
    void connectQueue();
    void jobFinished(JobId id, const EditResult& result);
    void jobFailed(JobId id, const ErrorText& error);
    void jobCancelled(JobId id);
    void jobProgressed(JobId id, const Progress& progress);
    EditResult withNote(const EditRequest& request, EditResult result);
    void updateQueueViews();
    bool isShownInQueue(JobId id) const;
    QString progressText(const JobInfo& job) const;
    // editcontroller.cpp
    std::optional<Plan> planOf(TurnId turn) const; ///< Empty for the picture as opened.
    void connectPanels();
    void enqueueNew(EditRequest request, std::optional<TurnId> at);
    void enqueueRevision(TurnId turn, EditRequest request, Purpose purpose, bool stopRunning);
    void useSettings(EditRequest& starting, Pending& job) const;
    void currentChanged();
    void updateRegionText();
    void useRegion(EditRequest& request);
    void regionServed(JobId id, bool done);
};

} // namespace focal
