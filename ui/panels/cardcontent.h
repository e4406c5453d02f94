#pragma once
/// What the cards of a conversation say.

#include "ui/panels/turncard.h"

namespace focal {

/// Codes of CardContent::Button. Candidates are FirstCandidate and up.
enum CardButton : int {
    TryAgain,
    PointAtIt,
    EditSentence,
    AddReference,
    FirstCandidate,
};

CardContent contentOf(const ConversationRow& row, const Document& document,
                      const std::vector<QueueItem>& jobs);

/// The foot of a job's card: "Looking for it · 40 %".
QString jobFoot(const QueueItem& job);

} // namespace focal
