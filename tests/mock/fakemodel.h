#pragma once

#include "core/edit/modelregistry.h"

#include <QList>
#include <QMutex>
#include <QStringList>

#include <deque>
#include <exception>
#include <functional>
#include <memory>

namespace focal {

/// What the fake model does at one call of edit().
struct FakeStep
{
    int delayMs = 0;        ///< How long it works, seeing its token every millisecond.
    int ignoreCancelMs = 0; ///< How long after its start it pays no heed to the token.
    QStringList stages = {QStringLiteral("plan"), QStringLiteral("search"), QStringLiteral("operate")};
    std::exception_ptr raise;                             ///< Thrown at the end instead of answering.
    std::function<EditResult(const EditRequest&)> result; ///< Empty: FakeBackend::painted().
    bool preview = false;
};

/// The script and the memory of fake models: shared by the test's thread and the worker's, locked.
class FakeBackend
{
public:
    /// The next call of edit() does @p step; without any the call answers at once with painted().
    void plan(FakeStep step);
    /// loadError: what load() throws. loadMs: how long it takes.
    void setLoad(int loadMs, std::exception_ptr loadError = {});
    void setCost(CostEstimate cost);
    /// Takes as long, and fails, as setLoad() said.
    void load(Job& job) const;

    QStringList instructions() const; ///< Of the edits that began, in order.
    QList<EditRequest> requests() const;
    int prepared() const;
    int edits() const { return int(instructions().size()); }
    int cancelled() const; ///< Edits that ended by their token.
    bool working() const;  ///< A call of edit() has not returned.

    /// The fake edit: the middle quarter of the picture in request.settings.color (or red), done, with one
    /// map a word. Instructions that begin with "nothing" are not found, "two" offer two candidates, "draw"
    /// cannot be done.
    static EditResult painted(const EditRequest& request);

private:
    friend class FakeModel;
    mutable QMutex m_mutex;
    std::deque<FakeStep> m_script;
    QList<EditRequest> m_requests;
    CostEstimate m_cost{
        .seconds = 0.1, .peakBytes = 1 << 20, .fits = true, .words = QStringLiteral("about 0.1 s")};
    std::exception_ptr m_loadError;
    int m_loadMs = 0;
    int m_prepared = 0;
    int m_cancelled = 0;
    int m_working = 0;
};

/// An EditModel that follows a script, so that the worker and the window are tested without weights.
class FakeModel : public EditModel
{
public:
    explicit FakeModel(std::shared_ptr<FakeBackend> backend, const QString& id = QStringLiteral("fake"));

    const ModelInfo& info() const override { return m_info; }
    CostEstimate estimate(const EditRequest& request) const override;
    EditResult edit(const EditRequest& request, Job& job) override;
    GroundResult ground(const Picture& picture, const QString& phrase, const Region& region,
                        Job& job) override;
    void prepare(const Picture& picture, Job& job) override;

private:
    std::shared_ptr<FakeBackend> m_backend;
    ModelInfo m_info;
};

/// For a model that the user added: loads, unless its name begins with "broken".
ModelEntry fakeAddedEntry(const std::shared_ptr<FakeBackend>& backend, const QString& id,
                          const QString& name);

/// One entry, "fake", and a second, "broken", whose load always fails.
ModelRegistry fakeRegistry(const std::shared_ptr<FakeBackend>& backend);

} // namespace focal
