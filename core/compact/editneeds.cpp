#include "core/compact/editneeds.h"

#include "core/compact/editoperations.h"
#include "core/compact/reshape.h"

namespace focal {

bool pointsAtSomething(const Region& region)
{
    return !region.isEmpty();
}

bool isTheAnswer(const Region& region)
{
    return region.use == Region::Use::Replace && !region.mask.empty();
}

EditRequest laterRequest(EditRequest request, const PlannedEdit& edit, bool reshaped)
{
    request.settings = {};
    request.found.release();
    if (reshaped)
        request.region = {};
    if (!edit.target.isEmpty()) {
        request.region.clicks.clear();
        request.region.notHere.clear();
    }
    return request;
}

bool needsThing(const PlannedEdit& edit)
{
    if (const auto* crop = std::get_if<CropValue>(&edit.value))
        return !saysWhatIsKept(*crop);
    return edit.operation == Operation::Recolor || edit.operation == Operation::Remove ||
           edit.operation == Operation::Pattern;
}

PlannedEdit withSearchedTarget(PlannedEdit edit)
{
    if (const auto* place = std::get_if<PlaceValue>(&edit.value); place && edit.target.isEmpty()) {
        edit.target = place->position.thing;
        edit.targetSpan = {};
    }
    return edit;
}

bool needsRegion(const EditRequest& request, const PlannedEdit& edit)
{
    if (edit.operation == Operation::Flip || edit.operation == Operation::Rotate)
        return false;
    const bool mayBeWhole = mayMeanTheWhole(edit.operation) || edit.operation == Operation::Crop ||
                            edit.operation == Operation::Place;
    return !mayBeWhole || !withSearchedTarget(edit).target.isEmpty() || pointsAtSomething(request.region) ||
           !request.found.empty();
}

} // namespace focal
