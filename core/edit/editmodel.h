#pragma once

#include "core/edit/editresult.h"
#include "core/edit/job.h"

namespace focal {

struct ModelInfo
{
    QString id;   ///< "compact": what --model takes and the project file stores.
    QString name; ///< "Focal Compact"
    QString version;
    QString description;     ///< Translated: one sentence.
    QString weightsHash;     ///< SHA-256 of the weights, hex.
    bool generative = false; ///< Can draw new things.
    bool usesReferences = false;
    bool usesSteps = false;
};

/// What an edit will cost on this machine, said before it runs.
struct CostEstimate
{
    double seconds = 0;
    qint64 peakBytes = 0;
    bool fits = true;
    QString words; ///< Translated: "about 1 s, 400 MB", or why it does not fit and what would.
};

/// One way to edit pictures. Implementations know nothing of widgets, settings or each other.
/// Calls come from one thread at a time, not always the same one.
class EditModel
{
public:
    virtual ~EditModel() = default;

    virtual const ModelInfo& info() const = 0;
    virtual CostEstimate estimate(const EditRequest& request) const = 0;

    /// Runs the request. Answers that are no errors (not found, cannot do, unclear) are outcomes of the
    /// result.
    /// @throws UserError, Cancelled, LogicError
    virtual EditResult edit(const EditRequest& request, Job& job) = 0;

    /// Only finds what @p phrase names. @throws UserError, Cancelled, LogicError
    virtual GroundResult ground(const Picture& picture, const QString& phrase, const Region& region,
                                Job& job) = 0;

    /// Computes ahead what every edit of @p picture needs, so that the first one is quick. May do nothing.
    virtual void prepare(const Picture& picture, Job& job) = 0;
};

} // namespace focal
