#include "core/compact/runtext.h"

#include "core/compact/answers.h"
#include "core/compact/editneeds.h"
#include "core/compact/region.h"
#include "core/compact/stages.h"
#include "core/compact/textoperations.h"
#include "core/edit/composite.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace focal {

bool isTextEdit(const EditRequest& request, const PlannedEdit& edit)
{
    if (edit.operation == Operation::ReplaceText || edit.operation == Operation::AddText)
        return true;
    return edit.operation == Operation::Remove && request.found.empty() && !isTheAnswer(request.region) &&
           namesText(edit.target);
}

bool runTextEdit(const EditRequest& request, const PlannedEdit& edit, ReadTexts& texts, EditResult& result,
                 Job& job)
{
    job.enter(stageText(), 0.05);
    const Picture picture = result.picture;
    const TextScene scene{picture,
                          texts.reader(job.token()),
                          texts.lines(picture, job.token()),
                          request.region,
                          request.seed,
                          job.token()};
    job.enter(stageOperate(), 0.4);
    TextEdit done;
    if (const auto* replacing = std::get_if<ReplaceTextValue>(&edit.value))
        done = replaceText(scene, edit.target, *replacing);
    else if (const auto* adding = std::get_if<AddTextValue>(&edit.value))
        done = addText(scene, *adding);
    else
        done = removeText(scene, edit.target);
    result.candidates = done.candidates;
    result.confidence = std::min(result.confidence, done.asWished ? 1.0 : sureConfidence / 2);
    if (done.answer != TextEdit::Answer::Done) {
        result.outcome = done.answer == TextEdit::Answer::WhichOne ? Outcome::Unclear : Outcome::NotFound;
        result.message = answers::noText(edit, done);
        return false;
    }
    job.enter(stageComposite(), 0.95, cv::boundingRect(done.mask));
    const Composite laid = composite(picture, done.pixels, done.mask);
    if (&edit == &result.plan.edits.front())
        result.found = done.found;
    cv::max(result.changed, laid.changed, result.changed);
    result.changedBounds |= laid.changedBounds;
    result.picture = laid.picture;
    result.outcome = Outcome::Done;
    const QString said = answers::textDone(edit, done);
    result.message += result.message.isEmpty() ? said : u' ' + said;
    return true;
}

} // namespace focal
