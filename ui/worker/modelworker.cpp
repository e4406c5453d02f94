#include "ui/worker/modelworker.h"

#include <QElapsedTimer>

#include <algorithm>

namespace focal {

namespace {

constexpr int ProgressIntervalMs = 30;

/// Runs @p work and turns however it ends into a value: this is the worker's edge.
template <typename T, typename Work>
Ended<T> ended(Work&& work)
{
    try {
        return Ended<T>(std::in_place_index<0>, work());
    } catch (const Cancelled& cancelled) {
        return cancelled;
    } catch (...) {
        return currentError();
    }
}

} // namespace

ModelWorker::ModelWorker(ModelRegistry registry) : m_registry(std::move(registry)) {}

ModelWorker::~ModelWorker() = default;

Job ModelWorker::jobOf(const CancelToken& token, const Callbacks& callbacks)
{
    struct Last
    {
        QElapsedTimer clock;
        QString stage;
    };
    auto last = std::make_shared<Last>();
    auto progress = [last, report = callbacks.progress](const Progress& now) {
        if (!report)
            return;
        if (last->clock.isValid() && last->stage == now.stage && last->clock.elapsed() < ProgressIntervalMs)
            return;
        last->stage = now.stage;
        last->clock.start();
        report(now);
    };
    auto preview = [report = callbacks.preview](const Preview& now) {
        if (!report)
            return;
        // The model may go on writing to its own matrices while the GUI thread draws these.
        report({.mask = now.mask.clone(), .pixels = now.pixels.clone(), .where = now.where});
    };
    return Job(token, std::move(progress), std::move(preview));
}

Ended<ModelInfo> ModelWorker::load(const QString& id, const CancelToken& token, const Callbacks& callbacks)
{
    return ended<ModelInfo>([&] {
        const auto entry = std::find_if(m_registry.begin(), m_registry.end(),
                                        [&](const ModelEntry& candidate) { return candidate.id == id; });
        if (entry == m_registry.end()) {
            throw UserError(ErrorKind::CannotDo, tr("There is no model of the name \"%1\".").arg(id), {},
                            tr("Choose another one in the Model menu."));
        }
        Job job = jobOf(token, callbacks);
        std::unique_ptr<EditModel> loaded = entry->load(job);
        token.throwIfCancelled(); // Nobody would know of it.
        m_model = std::move(loaded);
        return m_model->info();
    });
}

Ended<std::shared_ptr<EditResult>> ModelWorker::edit(const EditRequest& request, const CancelToken& token,
                                                     const Callbacks& callbacks)
{
    return ended<std::shared_ptr<EditResult>>([&] {
        if (!m_model)
            throw LogicError(QStringLiteral("an edit without a model"));
        token.throwIfCancelled();
        const CostEstimate cost = m_model->estimate(request);
        if (callbacks.estimate)
            callbacks.estimate(cost);
        if (!cost.fits) {
            throw UserError(ErrorKind::DoesNotFit, tr("This edit does not fit on this computer."), cost.words,
                            tr("Close other programs, or use a smaller picture."));
        }
        Job job = jobOf(token, callbacks);
        auto result = std::make_shared<EditResult>(m_model->edit(request, job));
        token.throwIfCancelled();
        return result;
    });
}

Ended<CostEstimate> ModelWorker::prepare(const Picture& picture, const CancelToken& token)
{
    return ended<CostEstimate>([&] {
        if (!m_model)
            throw LogicError(QStringLiteral("a preparation without a model"));
        EditRequest request;
        request.picture = picture;
        CostEstimate cost = m_model->estimate(request);
        if (cost.fits) {
            Job job(token);
            m_model->prepare(picture, job);
        }
        return cost;
    });
}

} // namespace focal
