#pragma once

#include "core/weights/modelreport.h"
#include "ui/worker/errortext.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include <map>
#include <optional>

namespace focal {

/// What the files of a model hold, and where its weights would be on this machine.
struct ModelInspection
{
    ModelReport report;
    MemoryPlan plan;
};

/// Looks into the files of models off the GUI thread. All functions are called on the GUI thread and return
/// at once, all signals come on it.
class ModelInspector : public QObject
{
    Q_OBJECT

public:
    explicit ModelInspector(QObject* parent = nullptr);
    /// Stops what runs and waits for it.
    ~ModelInspector() override;

    /// What a folder, or files that were picked, hold of a model. Ends in found() or notFound().
    void find(const QStringList& paths);
    /// Reads headers, and measures the disk. Ends in inspected() or inspectFailed(); the newest call for a
    /// model wins.
    void inspect(const QString& id, const ModelPlaces& places);
    /// Checks every tensor: minutes for large models. One model at a time; ends in verified(), verifyFailed()
    /// or verifyStopped().
    void verify(const QString& id, const ModelPlaces& places);
    void stopVerifying();
    std::optional<QString> verifying() const { return m_verifying; }

Q_SIGNALS:
    void found(const QString& name, const focal::ModelPlaces& places);
    void notFound(const focal::ErrorText& error);
    void inspected(const QString& id, const focal::ModelInspection& inspection);
    void inspectFailed(const QString& id, const focal::ErrorText& error);
    void verifyProgressed(const QString& id, double fraction);
    /// @p wrong is empty where all is well.
    void verified(const QString& id, const QStringList& wrong);
    void verifyFailed(const QString& id, const focal::ErrorText& error);
    void verifyStopped(const QString& id);

private:
    QThreadPool m_pool;
    CancelToken m_token; ///< Of everything but verifying.
    CancelToken m_verifyToken;
    std::optional<QString> m_verifying;
    std::map<QString, int> m_asked; ///< How often a model was asked about.

    /// Runs @p work on another thread, then @p done on this one with a value, an error or Cancelled.
    template <typename T, typename Work, typename Done>
    void run(Work work, Done done);
};

} // namespace focal
