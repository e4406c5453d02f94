#pragma once

#include "core/edit/modelregistry.h"
#include "ui/worker/errortext.h"

#include <QObject>

#include <functional>
#include <memory>
#include <variant>

namespace focal {

/// How one call of a model ended: a value, an error, or stopped.
template <typename T>
using Ended = std::variant<T, ErrorText, Cancelled>;

/// Owns the loaded model and is the only one to touch it. Lives on the worker thread: each function below is
/// called there, by queued calls from JobQueue, one at a time. Nothing it does throws; nothing in it is
/// shared.
///
/// The callbacks that it is given are called on the worker thread too; JobQueue's post back to the GUI
/// thread.
class ModelWorker : public QObject
{
    Q_OBJECT

public:
    /// What an edit reports while it runs. Progress comes at most every 30 ms, but each stage's start always
    /// comes.
    struct Callbacks
    {
        std::function<void(const Progress&)> progress;
        std::function<void(const Preview&)> preview;
        std::function<void(const CostEstimate&)> estimate;
    };

    explicit ModelWorker(ModelRegistry registry);
    ~ModelWorker() override;

    /// What can be loaded from now on. The model held now stays.
    void setRegistry(ModelRegistry registry) { m_registry = std::move(registry); }

    /// Loads @p id in place of the model held now, which stays where that fails: large models read their
    /// weights only when they run, so both stand in memory for a moment.
    Ended<ModelInfo> load(const QString& id, const CancelToken& token, const Callbacks& callbacks);

    /// Says what it will cost, then runs it. What does not fit this machine fails before it starts.
    Ended<std::shared_ptr<EditResult>> edit(const EditRequest& request, const CancelToken& token,
                                            const Callbacks& callbacks);

    /// Computes ahead; returns what an edit of @p picture will cost.
    Ended<CostEstimate> prepare(const Picture& picture, const CancelToken& token);

private:
    ModelRegistry m_registry;
    std::unique_ptr<EditModel> m_model;

    static Job jobOf(const CancelToken& token, const Callbacks& callbacks);
};

} // namespace focal
