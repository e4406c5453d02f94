#pragma once
/// What the compact model says to the user. Translated sentences, in plain words.

#include "core/compact/textoperations.h"
#include "core/edit/editresult.h"

namespace focal::answers {

/// What was done. @param confidence of the region; low ones add that it may be the wrong place
/// @param nothingDiffers  the edit left every byte as it was
QString done(const PlannedEdit& edit, const OperatorSettings& used, double confidence, bool nothingDiffers);

/// @param target  empty where only clicks, a box or a mask said what is meant
QString notFound(const QString& target, bool withCandidates);

/// The edit needs something new to be drawn.
/// The thing that has the colour that was meant is not in the picture.
QString colorNotFound(const QString& like);
QString cannotDraw(const PlannedEdit& edit);

/// Understood, but this model has no operator for it.
QString cannotDo();

/// Going back, and meaning another thing than before, need the turns before.
/// @param hasBefore  there is one, but the words do not say which other thing
QString needsHistory(Operation operation, bool hasBefore);

/// @p message after the sentence as which a follow-up was read.
QString understoodAs(const QString& standalone, const QString& message);

/// The picture to be placed is not among the references. @param count  of references given
QString noReference(int reference, std::size_t count);

/// A crop asks for more pixels than there are. @param size  native pixels
QString pictureTooSmall(cv::Size size);

/// One thing is meant, and several fit.
QString whichOne(const QString& target, std::size_t count);

/// The edit needs a thing, and none was named.
QString whichThing(Operation operation);

/// What was done to text, and what the reader makes of it now.
QString textDone(const PlannedEdit& edit, const TextEdit& done);

/// Text was not found, or several lines may be meant.
QString noText(const PlannedEdit& edit, const TextEdit& tried);

} // namespace focal::answers
