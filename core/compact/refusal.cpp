#include "core/compact/refusal.h"

#include "core/compact/answers.h"
#include "core/compact/editneeds.h"
#include "core/compact/editoperations.h"
#include "core/compact/reshape.h"

namespace focal {

bool refused(const EditRequest& request, const PlannedEdit& edit, EditResult& result)
{
    if (edit.operation == Operation::Unclear) {
        const auto* value = std::get_if<QuestionValue>(&edit.value);
        result.outcome = Outcome::Unclear;
        result.message = value ? value->question : answers::whichThing(edit.operation);
        return true;
    }
    if (edit.operation == Operation::Generate) {
        result.outcome = Outcome::CannotDo;
        result.message = answers::cannotDraw(edit);
        return true;
    }
    if (edit.operation == Operation::Undo || edit.operation == Operation::Correct) {
        // One picture and one sentence hold no history to go back in; who keeps one does it.
        result.outcome = edit.operation == Operation::Undo ? Outcome::CannotDo : Outcome::Unclear;
        result.message = answers::needsHistory(edit.operation, request.before.has_value());
        return true;
    }
    if (const auto* place = std::get_if<PlaceValue>(&edit.value);
        place && (place->reference < 1 || std::size_t(place->reference) > request.references.size())) {
        result.outcome = Outcome::Unclear;
        result.message = answers::noReference(place->reference, request.references.size());
        return true;
    }
    if (!isOperable(edit.operation) && !reshapes(edit.operation) && edit.operation != Operation::Place) {
        result.outcome = Outcome::CannotDo;
        result.message = answers::cannotDo();
        return true;
    }
    if (needsThing(edit) && edit.target.isEmpty() && !pointsAtSomething(request.region) &&
        request.found.empty()) {
        result.outcome = Outcome::Unclear;
        result.message = answers::whichThing(edit.operation);
        return true;
    }
    return false;
}

} // namespace focal
