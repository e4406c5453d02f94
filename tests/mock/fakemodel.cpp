#include "tests/mock/fakemodel.h"

#include "core/edit/composite.h"

#include <opencv2/imgproc.hpp>

#include <QElapsedTimer>
#include <QMutexLocker>
#include <QThread>

namespace focal {

void FakeBackend::plan(FakeStep step)
{
    const QMutexLocker lock(&m_mutex);
    m_script.push_back(std::move(step));
}

void FakeBackend::setLoad(int loadMs, std::exception_ptr loadError)
{
    const QMutexLocker lock(&m_mutex);
    m_loadMs = loadMs;
    m_loadError = std::move(loadError);
}

void FakeBackend::setCost(CostEstimate cost)
{
    const QMutexLocker lock(&m_mutex);
    m_cost = std::move(cost);
}

QStringList FakeBackend::instructions() const
{
    QStringList all;
    for (const EditRequest& request : requests())
        all.append(request.instruction);
    return all;
}

QList<EditRequest> FakeBackend::requests() const
{
    const QMutexLocker lock(&m_mutex);
    return m_requests;
}

int FakeBackend::prepared() const
{
    const QMutexLocker lock(&m_mutex);
    return m_prepared;
}

int FakeBackend::cancelled() const
{
    const QMutexLocker lock(&m_mutex);
    return m_cancelled;
}

bool FakeBackend::working() const
{
    const QMutexLocker lock(&m_mutex);
    return m_working > 0;
}

namespace {

/// One bump over a grid of 16x16.
AttentionMap bump(const QString& word, TextSpan span, cv::Size native, cv::Point2d centre, int layer)
{
    AttentionMap map;
    map.word = word;
    map.span = span;
    map.layer = layer;
    map.nativeRect = cv::Rect2d(0, 0, native.width, native.height);
    map.grid.create(16, 16, CV_32FC1);
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 16; ++x) {
            const double dx = (x + 0.5) / 16 - centre.x;
            const double dy = (y + 0.5) / 16 - centre.y;
            map.grid.at<float>(y, x) = float(std::exp(-(dx * dx + dy * dy) * 30));
        }
    }
    map.grid /= cv::sum(map.grid)[0];
    return map;
}

Plan planOf(const EditRequest& request)
{
    if (request.plan)
        return *request.plan;
    PlannedEdit edit;
    edit.operation = Operation::Recolor;
    edit.target = request.instruction.section(u' ', -1);
    edit.targetSpan = {int(request.instruction.size() - edit.target.size()), int(edit.target.size())};
    edit.value = ColorValue{{255, 0, 0}, QStringLiteral("red")};
    return {request.instruction, {edit}, 0.9};
}

} // namespace

EditResult FakeBackend::painted(const EditRequest& request)
{
    EditResult result;
    result.plan = planOf(request);
    result.picture = request.picture;
    result.provenance = {.modelId = QStringLiteral("fake"),
                         .modelVersion = QStringLiteral("1"),
                         .weightsHash = QString(64, u'0'),
                         .program = QStringLiteral("Focal"),
                         .seed = request.seed,
                         .settings = {}};
    const cv::Size size = request.picture.size();
    const cv::Rect middle(size.width / 4, size.height / 4, size.width / 2, size.height / 2);
    const bool two = request.instruction.startsWith(u"two");
    if (request.instruction.startsWith(u"draw")) {
        result.outcome = Outcome::CannotDo;
        result.message = QStringLiteral("This needs a generative model.");
        return result;
    }
    if (request.instruction.startsWith(u"nothing") || (two && request.region.clicks.empty())) {
        result.outcome = Outcome::NotFound;
        result.message =
            two ? QStringLiteral("I found two: which?") : QStringLiteral("That is not in the picture.");
        if (two) {
            for (const double x : {0.25, 0.75}) {
                const cv::Point peak(int(size.width * x), size.height / 2);
                result.candidates.push_back({cv::Rect(peak.x - 8, peak.y - 8, 16, 16), peak, 0.5});
            }
        }
        return result;
    }
    cv::Mat edited = request.picture.pixels().clone();
    const Rgb color = request.settings.color.value_or(Rgb{255, 0, 0});
    const double scale = request.picture.bitDepth() == 16 ? 257 : 1;
    edited(middle).setTo(cv::Scalar(color.r, color.g, color.b, 255) * scale);
    result.found = cv::Mat::zeros(size, CV_8UC1);
    result.found(middle).setTo(255);
    Composite laid = composite(request.picture, edited, result.found);
    result.outcome = Outcome::Done;
    result.message = QStringLiteral("Recoloured.");
    result.picture = laid.picture;
    result.changed = laid.changed;
    result.changedBounds = laid.changedBounds;
    result.settings = request.settings;
    result.settings.color = color;
    if (!result.settings.strength)
        result.settings.strength = 1.0;
    if (!result.settings.grow)
        result.settings.grow = 0.0;
    if (!result.settings.feather)
        result.settings.feather = 1.0;
    result.confidence = 0.9;
    if (!request.found.empty())
        return result; // Nothing was looked for.
    int at = 0;
    double x = 0.3;
    for (const QString& word : request.instruction.split(u' ')) {
        for (const int layer : {2, 3})
            result.attention.push_back(bump(word, {at, int(word.size())}, size, {x, 0.5}, layer));
        at += int(word.size()) + 1;
        x = x > 0.6 ? 0.3 : x + 0.2;
    }
    return result;
}

FakeModel::FakeModel(std::shared_ptr<FakeBackend> backend, const QString& id) : m_backend(std::move(backend))
{
    m_info.id = id;
    m_info.name = QStringLiteral("Fake Model");
    m_info.version = QStringLiteral("1");
    m_info.description = QStringLiteral("Follows a script.");
    m_info.weightsHash = QString(64, u'0');
}

CostEstimate FakeModel::estimate(const EditRequest&) const
{
    const QMutexLocker lock(&m_backend->m_mutex);
    return m_backend->m_cost;
}

EditResult FakeModel::edit(const EditRequest& request, Job& job)
{
    FakeStep step;
    {
        const QMutexLocker lock(&m_backend->m_mutex);
        m_backend->m_requests.append(request);
        if (!m_backend->m_script.empty()) {
            step = std::move(m_backend->m_script.front());
            m_backend->m_script.pop_front();
        }
        ++m_backend->m_working;
    }
    const auto leave = [this](FakeBackend* backend) {
        const QMutexLocker lock(&m_backend->m_mutex);
        --backend->m_working;
    };
    const std::unique_ptr<FakeBackend, decltype(leave)> guard(m_backend.get(), leave);
    try {
        QElapsedTimer clock;
        clock.start();
        const int stages = int(step.stages.size());
        const cv::Size size = request.picture.size();
        const cv::Rect where(size.width / 4, size.height / 4, size.width / 2, size.height / 2);
        for (int i = 0; i < stages; ++i) {
            if (clock.elapsed() >= step.ignoreCancelMs)
                job.enter(step.stages[i], double(i) / stages, where);
            if (step.preview && i > 0)
                job.preview(
                    {.mask = cv::Mat(16, 16, CV_8UC1, cv::Scalar(255)), .pixels = {}, .where = where});
            while (clock.elapsed() * stages < qint64(step.delayMs) * (i + 1)) {
                if (clock.elapsed() >= step.ignoreCancelMs)
                    job.throwIfCancelled();
                QThread::msleep(1);
            }
        }
        if (step.raise)
            std::rethrow_exception(step.raise);
        EditResult result = step.result ? step.result(request) : FakeBackend::painted(request);
        result.timings = job.finish();
        return result;
    } catch (const Cancelled&) {
        const QMutexLocker lock(&m_backend->m_mutex);
        ++m_backend->m_cancelled;
        throw;
    }
}

GroundResult FakeModel::ground(const Picture& picture, const QString&, const Region&, Job& job)
{
    job.throwIfCancelled();
    GroundResult result;
    result.mask = cv::Mat::zeros(picture.size(), CV_8UC1);
    return result;
}

void FakeModel::prepare(const Picture&, Job& job)
{
    job.throwIfCancelled();
    const QMutexLocker lock(&m_backend->m_mutex);
    ++m_backend->m_prepared;
}

void FakeBackend::load(Job& job) const
{
    const auto [ms, error] = [this] {
        const QMutexLocker lock(&m_mutex);
        return std::pair(m_loadMs, m_loadError);
    }();
    QElapsedTimer clock;
    clock.start();
    job.enter(QStringLiteral("load"), 0.1);
    while (clock.elapsed() < ms) {
        job.throwIfCancelled();
        QThread::msleep(1);
    }
    if (error)
        std::rethrow_exception(error);
}

ModelEntry fakeAddedEntry(const std::shared_ptr<FakeBackend>& backend, const QString& id, const QString& name)
{
    return {id, name, QStringLiteral("Added."), [backend, id, name](Job&) -> std::unique_ptr<EditModel> {
                if (name.startsWith(u"broken"))
                    throw UserError(ErrorKind::BadInput, QStringLiteral("It does not load."));
                return std::make_unique<FakeModel>(backend, id);
            }};
}

ModelRegistry fakeRegistry(const std::shared_ptr<FakeBackend>& backend)
{
    return {{QStringLiteral("fake"), QStringLiteral("Fake Model"), QStringLiteral("Follows a script."),
             [backend](Job& job) -> std::unique_ptr<EditModel> {
                 backend->load(job);
                 return std::make_unique<FakeModel>(backend);
             }},
            {QStringLiteral("broken"), QStringLiteral("Broken Model"), QStringLiteral("Never loads."),
             [](Job&) -> std::unique_ptr<EditModel> {
                 throw UserError(ErrorKind::BadInput, QStringLiteral("The weights are missing."),
                                 QStringLiteral("weights.safetensors was not found."),
                                 QStringLiteral("Run the set-up again."));
             }}};
}

} // namespace focal
