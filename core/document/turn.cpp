#include "core/document/turn.h"

namespace focal {

StoredRequest StoredRequest::of(const EditRequest& request)
{
    StoredRequest stored;
    stored.instruction = request.instruction;
    stored.plan = request.plan;
    stored.before = request.before;
    stored.region = request.region;
    stored.region.mask.release();
    stored.regionMask = PackedMask::fromMat(request.region.mask);
    stored.settings = request.settings;
    stored.found = PackedMask::fromMat(request.found);
    stored.seed = request.seed;
    stored.steps = request.steps;
    stored.modelSettings = request.modelSettings;
    stored.references = request.references;
    return stored;
}

EditRequest StoredRequest::on(const Picture& picture) const
{
    EditRequest request;
    request.picture = picture;
    request.references = references;
    request.instruction = instruction;
    request.plan = plan;
    request.before = before;
    request.region = region;
    request.region.mask = regionMask.toMat();
    request.settings = settings;
    request.found = found.toMat();
    request.seed = seed;
    request.steps = steps;
    request.modelSettings = modelSettings;
    return request;
}

StoredResult StoredResult::of(const EditResult& result)
{
    StoredResult stored;
    stored.outcome = result.outcome;
    stored.message = result.message;
    stored.plan = result.plan;
    stored.found = PackedMask::fromMat(result.found);
    stored.changed = PackedMask::fromMat(result.changed);
    stored.changedBounds = result.changedBounds;
    stored.settings = result.settings;
    stored.attention = result.attention;
    stored.candidates = result.candidates;
    stored.confidence = result.confidence;
    stored.timings = result.timings;
    stored.provenance = result.provenance;
    return stored;
}

EditResult StoredResult::with(const Picture& picture) const
{
    EditResult result;
    result.outcome = outcome;
    result.message = message;
    result.picture = picture;
    result.plan = plan;
    result.found = found.toMat();
    result.changed = changed.toMat();
    result.changedBounds = changedBounds;
    result.settings = settings;
    result.attention = attention;
    result.candidates = candidates;
    result.confidence = confidence;
    result.timings = timings;
    result.provenance = provenance;
    return result;
}

double StoredResult::seconds() const
{
    double sum = 0;
    for (const StageTiming& timing : timings)
        sum += timing.seconds;
    return sum;
}

qint64 StoredResult::byteCount() const
{
    qint64 bytes = found.byteCount() + changed.byteCount();
    for (const AttentionMap& map : attention)
        bytes += static_cast<qint64>(map.grid.total() * map.grid.elemSize());
    return bytes;
}

} // namespace focal
