#pragma once
/// The rows of a conversation: the tree of turns, laid flat. Pure; TurnsPanel shows it.

#include "core/document/document.h"
#include "ui/panels/queueitem.h"

#include <optional>
#include <variant>
#include <vector>

namespace focal {

/// Names a queued job; the number is QueueItem::id.
struct JobKey
{
    quint64 id = 0;
    friend bool operator==(const JobKey&, const JobKey&) = default;
    friend bool operator<(const JobKey& a, const JobKey& b) { return a.id < b.id; }
};

using RowKey = std::variant<TurnId, AnswerId, JobKey>;

struct ConversationRow
{
    RowKey key;
    int depth = 0; ///< 0 is the first line of turns; each branch stands one deeper than what it leaves.
    bool inPicture = false; ///< On the way from the root to the current turn: part of what is seen now.
    bool current = false;
    std::optional<TurnId> branchOf; ///< Set in the first row of a branch: the turn that it starts from.
};

/// Every turn (of its versions the one shown, and those that something was built on), answer and job.
///
/// What was said first after a turn follows it; what was said later, after going back, stands below that as a
/// branch. So a row never moves when something is added.
std::vector<ConversationRow> conversationRows(const Document& document, const std::vector<QueueItem>& jobs);

} // namespace focal
