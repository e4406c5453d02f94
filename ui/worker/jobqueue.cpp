#include "ui/worker/jobqueue.h"

#include "ui/worker/modelworker.h"

#include <algorithm>

namespace focal {

JobQueue::JobQueue(ModelRegistry registry, QObject* parent)
    : QObject(parent), m_registry(registry), m_worker(new ModelWorker(std::move(registry)))
{
    m_thread.setObjectName(QStringLiteral("focal-models"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

JobQueue::~JobQueue()
{
    if (m_running)
        m_running->token.cancel();
    if (m_loading)
        m_loading->token.cancel();
    if (m_preparing)
        m_preparing->cancel();
    m_thread.quit();
    m_thread.wait();
}

template <typename Work, typename Done>
void JobQueue::onWorker(Work work, Done done)
{
    m_busy = true;
    QMetaObject::invokeMethod(
        m_worker,
        [this, work = std::move(work), done = std::move(done)] {
            // Safe: this queue joins the thread before it goes, and events posted to it die with it.
            auto how = work();
            QMetaObject::invokeMethod(
                this,
                [this, how = std::move(how), done] {
                    m_busy = false;
                    done(how);
                    next();
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

template <typename Argument, typename Function>
std::function<void(const Argument&)> JobQueue::posted(Function function)
{
    return [this, function = std::move(function)](const Argument& argument) {
        QMetaObject::invokeMethod(
            this, [function, argument] { function(argument); }, Qt::QueuedConnection);
    };
}

void JobQueue::next()
{
    if (m_busy)
        return;
    if (m_modelWanted) {
        startLoading(*std::exchange(m_modelWanted, std::nullopt));
    } else if (!m_model) {
        if (m_modelError)
            failWaiting();
    } else if (!m_waiting.empty()) {
        startEdit();
    } else if (!m_toPrepare.isNull()) {
        startPreparing();
    }
}

void JobQueue::setRegistry(ModelRegistry registry)
{
    m_registry = registry;
    // In line with the calls that load: what was asked for before is loaded from the registry before.
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, registry = std::move(registry)] { worker->setRegistry(registry); },
        Qt::QueuedConnection);
}

void JobQueue::loadModel(const QString& id)
{
    if (m_loading)
        m_loading->token.cancel();
    stopRunning();
    if (m_preparing)
        m_preparing->cancel();
    m_modelError.reset();
    m_modelWanted = id;
    m_loading = Loading{id, {}};
    Q_EMIT
    modelLoading(id, 0);
    Q_EMIT
    queueChanged();
    next();
}

void JobQueue::startLoading(const QString& id)
{
    const CancelToken token = m_loading->token;
    ModelWorker::Callbacks callbacks;
    callbacks.progress = posted<Progress>([this, id, token](const Progress& progress) {
        if (!token.isCancelled())
            Q_EMIT
        modelLoading(id, progress.fraction);
    });
    onWorker([worker = m_worker, id, token, callbacks] { return worker->load(id, token, callbacks); },
             [this, id, token](const Ended<ModelInfo>& how) { modelEnded(id, token, how); });
}

void JobQueue::modelEnded(const QString& id, const CancelToken& token, const Ended<ModelInfo>& how)
{
    if (token.isCancelled()) // Another model was asked for meanwhile, and is what m_loading stands for now.
        return;
    m_loading.reset();
    if (const auto* info = std::get_if<ModelInfo>(&how)) {
        m_model = *info;
        m_preparedFor = {}; // By the model before.
        Q_EMIT
        modelReady(*info);
    } else {
        const auto* error = std::get_if<ErrorText>(&how);
        m_modelError = error ? *error : ErrorText{tr("The model did not load."), {}, {}, ErrorKind::CannotDo};
        Q_EMIT
        modelFailed(id, *m_modelError);
        failWaiting(); // They were meant for that model, not for the one before.
    }
    Q_EMIT
    queueChanged();
}

void JobQueue::prepare(const Picture& picture)
{
    if (picture.isNull() || picture.sharesPixelsWith(m_preparedFor))
        return;
    if (m_preparing)
        m_preparing->cancel();
    m_toPrepare = picture;
    next();
}

void JobQueue::startPreparing()
{
    const Picture picture = std::exchange(m_toPrepare, Picture());
    const CancelToken token;
    m_preparing = token;
    m_preparedFor = picture;
    onWorker([worker = m_worker, picture, token] { return worker->prepare(picture, token); },
             [this](const Ended<CostEstimate>& how) {
                 m_preparing.reset();
                 if (const auto* cost = std::get_if<CostEstimate>(&how))
                     Q_EMIT
                 prepared(*cost);
                 else m_preparedFor = {}; // A failure shows when an edit meets it.
             });
}

JobId JobQueue::enqueue(EditRequest request, JobOptions options)
{
    const auto id = JobId(++m_lastId);
    if (options.replaces) {
        const auto replaced = [&](const Waiting& job) { return job.options.replaces == options.replaces; };
        std::vector<JobId> dropped;
        for (const Waiting& job : m_waiting) {
            if (replaced(job))
                dropped.push_back(job.id);
        }
        for (const JobId old : dropped)
            cancel(old);
        if (m_running && replaced(m_running->job) && options.stopRunning)
            stopRunning();
    }
    // Computing ahead for this very picture is work that the edit needs: only other work is in the way.
    if (m_preparing && !m_preparedFor.sharesPixelsWith(request.picture))
        m_preparing->cancel();

    const bool first = options.replaces.has_value();
    Waiting job{id, std::move(request), std::move(options)};
    m_waiting.insert(first ? m_waiting.begin() : m_waiting.end(), std::move(job));
    Q_EMIT
    queueChanged();
    // Queued: whoever asked gets the id before any signal about it.
    QMetaObject::invokeMethod(this, &JobQueue::next, Qt::QueuedConnection);
    return id;
}

void JobQueue::startEdit()
{
    m_running = Running{std::move(m_waiting.front()), {}, {}, {}, {}};
    m_waiting.pop_front();
    if (m_running->job.options.complete)
        m_running->job.options.complete(m_running->job.request);
    m_running->clock.start();
    const JobId id = m_running->job.id;
    const CancelToken token = m_running->token;
    const auto isRunning = [this, id] { return m_running && m_running->job.id == id; };

    ModelWorker::Callbacks callbacks;
    callbacks.progress = posted<Progress>([this, id, isRunning](const Progress& progress) {
        if (!isRunning())
            return;
        m_running->progress = progress;
        Q_EMIT
        progressed(id, progress);
    });
    callbacks.preview = posted<Preview>([this, id, isRunning](const Preview& preview) {
        if (isRunning())
            Q_EMIT
        previewed(id, preview);
    });
    callbacks.estimate = posted<CostEstimate>([this, id, isRunning](const CostEstimate& cost) {
        if (!isRunning())
            return;
        m_running->cost = cost;
        Q_EMIT
        estimated(id, cost);
    });
    onWorker([worker = m_worker, request = std::move(m_running->job.request), token,
              callbacks] { return worker->edit(request, token, callbacks); },
             [this, id](const Ended<std::shared_ptr<EditResult>>& how) { editEnded(id, how); });
    Q_EMIT
    started(id);
    Q_EMIT
    queueChanged();
}

void JobQueue::editEnded(JobId id, const Ended<std::shared_ptr<EditResult>>& how)
{
    if (!m_running || m_running->job.id != id) // It was cancelled, and said so then.
        return;
    m_running.reset();
    if (const auto* result = std::get_if<std::shared_ptr<EditResult>>(&how))
        Q_EMIT
    finished(id, **result);
    else if (const auto* error = std::get_if<ErrorText>(&how)) Q_EMIT
    failed(id, *error);
    else Q_EMIT
    cancelled(id);
    Q_EMIT
    queueChanged();
}

void JobQueue::stopRunning()
{
    if (!m_running)
        return;
    m_running->token.cancel();
    const JobId id = m_running->job.id;
    m_running.reset();
    Q_EMIT
    cancelled(id);
    Q_EMIT
    queueChanged();
}

void JobQueue::failWaiting()
{
    const ErrorText error = *m_modelError;
    while (!m_waiting.empty()) {
        const JobId id = m_waiting.front().id;
        m_waiting.pop_front();
        Q_EMIT
        failed(id, error);
    }
    Q_EMIT
    queueChanged();
}

void JobQueue::cancel(JobId id)
{
    if (m_running && m_running->job.id == id) {
        stopRunning();
        return;
    }
    const auto found =
        std::find_if(m_waiting.begin(), m_waiting.end(), [id](const Waiting& job) { return job.id == id; });
    if (found == m_waiting.end())
        return;
    m_waiting.erase(found);
    Q_EMIT
    cancelled(id);
    Q_EMIT
    queueChanged();
}

void JobQueue::cancelAll()
{
    while (!m_waiting.empty())
        cancel(m_waiting.back().id);
    stopRunning();
}

void JobQueue::move(JobId id, int position)
{
    const auto found =
        std::find_if(m_waiting.begin(), m_waiting.end(), [id](const Waiting& job) { return job.id == id; });
    if (found == m_waiting.end())
        return;
    Waiting job = std::move(*found);
    m_waiting.erase(found);
    m_waiting.insert(m_waiting.begin() + std::clamp(position, 0, int(m_waiting.size())), std::move(job));
    Q_EMIT
    queueChanged();
}

std::optional<JobInfo> JobQueue::running() const
{
    if (!m_running)
        return std::nullopt;
    return JobInfo{.id = m_running->job.id,
                   .title = m_running->job.options.title,
                   .state = JobInfo::State::Running,
                   .progress = m_running->progress,
                   .cost = m_running->cost,
                   .secondsRunning = double(m_running->clock.elapsed()) / 1000.0};
}

std::vector<JobInfo> JobQueue::jobs() const
{
    std::vector<JobInfo> infos;
    if (const auto now = running())
        infos.push_back(*now);
    for (const Waiting& job : m_waiting) {
        JobInfo info;
        info.id = job.id;
        info.title = job.options.title;
        info.waitsForModel = !m_model || m_loading;
        infos.push_back(std::move(info));
    }
    return infos;
}

bool JobQueue::isIdle() const
{
    return !m_busy && !m_running && m_waiting.empty();
}

} // namespace focal
