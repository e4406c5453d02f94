#include "ui/worker/modelinspector.h"

#include "core/base/error.h"
#include "core/nn/gpu.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <variant>

namespace focal {

namespace {

constexpr int ProgressIntervalMs = 50;
constexpr int Threads = 2; ///< One may verify while another looks into headers.

/// "Qwen-Image-Edit-2509 Q4_K_M", as the folder or the transformer's file is called.
QString nameOf(const ModelPlaces& places)
{
    if (QFileInfo(places.whole).isDir())
        return QFileInfo(places.whole).fileName();
    for (const QString& path : {places.whole, places.transformer.value(0), places.textEncoder.value(0)}) {
        if (!path.isEmpty())
            return QFileInfo(path).completeBaseName();
    }
    return QFileInfo(places.vae.value(0)).completeBaseName();
}

} // namespace

ModelInspector::ModelInspector(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(Threads);
}

ModelInspector::~ModelInspector()
{
    m_token.cancel();
    m_verifyToken.cancel();
    m_pool.clear();
    m_pool.waitForDone();
}

template <typename T, typename Work, typename Done>
void ModelInspector::run(Work work, Done done)
{
    m_pool.start([this, work = std::move(work), done = std::move(done)] {
        std::variant<T, ErrorText, Cancelled> how;
        try {
            how.template emplace<0>(work());
        } catch (const Cancelled& cancelled) {
            how = cancelled;
        } catch (...) {
            how = currentError();
        }
        // This object waits for its pool before it goes, and what is posted to it afterwards is dropped.
        QMetaObject::invokeMethod(
            this, [done, how = std::move(how)] { done(how); }, Qt::QueuedConnection);
    });
}

void ModelInspector::find(const QStringList& paths)
{
    using How = std::variant<ModelPlaces, ErrorText, Cancelled>;
    run<ModelPlaces>(
        [paths, token = m_token] {
            ModelPlaces places;
            if (paths.size() == 1 && QFileInfo(paths.front()).isDir())
                places.whole = QFileInfo(paths.front()).absoluteFilePath();
            else
                places = placesOf(paths);
            token.throwIfCancelled();
            inspectModel(places);
            return places;
        },
        [this](const How& how) {
            if (const auto* places = std::get_if<ModelPlaces>(&how))
                Q_EMIT
            found(nameOf(*places), *places);
            else if (const auto* error = std::get_if<ErrorText>(&how)) Q_EMIT
            notFound(*error);
        });
}

void ModelInspector::inspect(const QString& id, const ModelPlaces& places)
{
    using How = std::variant<ModelInspection, ErrorText, Cancelled>;
    const int asked = ++m_asked[id];
    run<ModelInspection>(
        [places, token = m_token] {
            ModelInspection inspection{inspectModel(places), {}};
            inspection.plan = planHere(inspection.report, computeGpu(), token);
            return inspection;
        },
        [this, id, asked](const How& how) {
            if (m_asked[id] != asked)
                return;
            if (const auto* inspection = std::get_if<ModelInspection>(&how))
                Q_EMIT
            inspected(id, *inspection);
            else if (const auto* error = std::get_if<ErrorText>(&how)) Q_EMIT
            inspectFailed(id, *error);
        });
}

void ModelInspector::verify(const QString& id, const ModelPlaces& places)
{
    using How = std::variant<QStringList, ErrorText, Cancelled>;
    stopVerifying();
    m_verifying = id;
    m_verifyToken = CancelToken();
    const CancelToken token = m_verifyToken;
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    const auto report = [this, id, token, clock](double fraction) {
        if (clock->elapsed() < ProgressIntervalMs)
            return;
        clock->start();
        QMetaObject::invokeMethod(
            this,
            [this, id, token, fraction] {
                if (!token.isCancelled())
                    Q_EMIT
                verifyProgressed(id, fraction);
            },
            Qt::QueuedConnection);
    };
    run<QStringList>([places, token, report] { return verifyModel(inspectModel(places), token, report); },
                     [this, id, token](const How& how) {
                         if (token.isCancelled()) // Said when it was stopped.
                             return;
                         m_verifying.reset();
                         if (const auto* wrong = std::get_if<QStringList>(&how))
                             Q_EMIT
                         verified(id, *wrong);
                         else if (const auto* error = std::get_if<ErrorText>(&how)) Q_EMIT
                         verifyFailed(id, *error);
                     });
}

void ModelInspector::stopVerifying()
{
    if (!m_verifying)
        return;
    m_verifyToken.cancel();
    const QString id = *std::exchange(m_verifying, std::nullopt);
    Q_EMIT
    verifyStopped(id);
}

} // namespace focal
