#pragma once

#include "core/edit/modelregistry.h"
#include "ui/worker/errortext.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace focal {

class ModelWorker;

/// Names one request from enqueue() to its end; never used twice by one queue.
enum class JobId : quint64 {};

struct JobOptions
{
    QString title; ///< For the visible queue; the instruction as a rule.
    /// Jobs of one key replace each other, the newest wins: a waiting one is dropped, and a running one is
    /// stopped where stopRunning is set. Live adjusting uses the turn as key. Such jobs go before all others.
    std::optional<quint64> replaces;
    /// Off while a slider is being dragged: the running job then ends and shows its result before the newest
    /// one starts, so that the picture follows the hand; on for the last value, which nothing older may
    /// delay.
    bool stopRunning = true;
    /// Called on the GUI thread just before the job starts: fills in what depends on the jobs before it, such
    /// as the picture that they made. May be empty.
    std::function<void(EditRequest&)> complete;
};

struct JobInfo
{
    enum class State {
        Running,
        Waiting,
    };

    JobId id{};
    QString title;
    State state = State::Waiting;
    Progress progress;
    CostEstimate cost; ///< Zeroes until it runs.
    double secondsRunning = 0;
    bool waitsForModel = false; ///< Nothing runs before the model is loaded.
};

/// The GUI thread's face of the models: what is waiting, what runs, and how it ended.
///
/// All functions are called on the GUI thread and return at once; all signals come on it. The models live on
/// one thread of their own. Requests are copied in, results moved out, and nothing is locked by the GUI
/// thread. One job runs at a time. Each enqueued job ends in exactly one of finished(), failed() and
/// cancelled(). After cancel() the job is gone here at once; what its model still does is waited for in the
/// background before the next job starts, and its result is dropped.
class JobQueue : public QObject
{
    Q_OBJECT

public:
    explicit JobQueue(ModelRegistry registry, QObject* parent = nullptr);
    /// Cancels everything and joins the worker thread: at most as long as the model takes to see its token.
    ~JobQueue() override;

    const ModelRegistry& registry() const { return m_registry; }
    /// What can be loaded from now on; the model held stays.
    void setRegistry(ModelRegistry registry);

    /// Loads a model in place of the one held; jobs wait until it is there. Ends in modelReady(), or in
    /// modelFailed(), and then the one held before stays in use.
    void loadModel(const QString& id);
    /// The one in use; while another one is being loaded, the one before.
    const std::optional<ModelInfo>& model() const { return m_model; }
    bool isLoadingModel() const { return m_loading.has_value(); }

    /// Lets the model compute ahead for a picture while nothing else is to do; the newest picture wins.
    /// Ends in prepared(), or silently when something more urgent came.
    void prepare(const Picture& picture);

    /// Where the model could not be loaded, the job fails with that error.
    JobId enqueue(EditRequest request, JobOptions options);
    /// Unknown or ended jobs are no error.
    void cancel(JobId id);
    void cancelAll();
    /// Puts a waiting job at @p position among the waiting ones; 0 is next.
    void move(JobId id, int position);
    /// The running one first.
    std::vector<JobInfo> jobs() const;
    std::optional<JobInfo> running() const;
    /// Nothing runs, waits or is being stopped.
    bool isIdle() const;

Q_SIGNALS:
    void queueChanged(); ///< Jobs came, went, moved or started; not for progress.
    void started(focal::JobId id);
    void progressed(focal::JobId id, const focal::Progress& progress);
    void previewed(focal::JobId id, const focal::Preview& preview);
    void estimated(focal::JobId id, const focal::CostEstimate& cost);
    void finished(focal::JobId id, const focal::EditResult& result);
    void failed(focal::JobId id, const focal::ErrorText& error);
    void cancelled(focal::JobId id);

    void modelLoading(const QString& id, double fraction);
    void modelReady(const focal::ModelInfo& info);
    void modelFailed(const QString& id, const focal::ErrorText& error);
    void prepared(const focal::CostEstimate& cost);

private:
    struct Waiting
    {
        JobId id{};
        EditRequest request;
        JobOptions options;
    };
    struct Running
    {
        Waiting job;
        CancelToken token;
        Progress progress;
        CostEstimate cost;
        QElapsedTimer clock;
    };
    struct Loading
    {
        QString id;
        CancelToken token;
    };

    ModelRegistry m_registry;
    QThread m_thread;
    ModelWorker* m_worker = nullptr; ///< Lives and dies on m_thread.
    bool m_busy = false;             ///< The worker has a call in hand, wanted or not.
    quint64 m_lastId = 0;
    std::deque<Waiting> m_waiting;
    std::optional<Running> m_running;

    std::optional<ModelInfo> m_model;
    std::optional<ErrorText> m_modelError;
    std::optional<QString> m_modelWanted; ///< To be loaded when the worker is free.
    std::optional<Loading> m_loading;     ///< Wanted or being loaded.

    Picture m_toPrepare;
    std::optional<CancelToken> m_preparing;
    Picture m_preparedFor;

    void next();
    void startLoading(const QString& id);
    void startEdit();
    void startPreparing();
    void stopRunning();
    void failWaiting();
    void editEnded(JobId id, const std::variant<std::shared_ptr<EditResult>, ErrorText, Cancelled>& how);
    void modelEnded(const QString& id, const CancelToken& token,
                    const std::variant<ModelInfo, ErrorText, Cancelled>& how);
    /// Calls @p work on the worker thread, then @p done on this one, unless this queue is gone by then.
    template <typename Work, typename Done>
    void onWorker(Work work, Done done);
    /// A callback for the worker that calls @p function on this thread.
    template <typename Argument, typename Function>
    std::function<void(const Argument&)> posted(Function function);
};

} // namespace focal
