#include "ui/panels/conversation.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace focal {

namespace {

struct Item
{
    RowKey key;
    quint64 order = 0;
};

/// What stands below one turn, in the order it was said.
using Items = std::map<TurnId, std::vector<Item>>;

Items itemsByTurn(const Document& document, const std::vector<QueueItem>& jobs)
{
    Items items;
    std::set<TurnId> builtOn;
    for (const auto& [id, answer] : document.answers()) {
        items[answer.at].push_back({id, answer.order});
        builtOn.insert(answer.at);
    }
    for (const TurnId id : document.turns()) {
        if (!document.children(id).empty())
            builtOn.insert(id);
    }
    for (const TurnId id : document.turns()) {
        const Turn& turn = document.turn(id);
        if (!turn.parent)
            continue;
        const bool shown = document.shownVersion(id) == id;
        if (!shown && builtOn.count(id) == 0)
            continue;
        // The version shown takes the place of the first, whenever it was made.
        const TurnId first = document.versions(id).front();
        items[*turn.parent].push_back({id, shown ? document.turn(first).order : turn.order});
    }
    quint64 last = std::numeric_limits<quint64>::max() - jobs.size();
    for (const QueueItem& job : jobs) {
        const bool known = job.parent && document.contains(*job.parent);
        items[known ? *job.parent : document.current()].push_back({JobKey{job.id}, last++});
    }
    for (auto& [parent, below] : items) {
        std::stable_sort(below.begin(), below.end(),
                         [](const Item& a, const Item& b) { return a.order < b.order; });
    }
    return items;
}

} // namespace

std::vector<ConversationRow> conversationRows(const Document& document, const std::vector<QueueItem>& jobs)
{
    const Items items = itemsByTurn(document, jobs);
    const std::vector<TurnId> way = document.pathTo(document.current());
    const std::set<TurnId> seen(way.begin(), way.end());

    struct Open
    {
        RowKey key;
        int depth;
        std::optional<TurnId> branchOf;
    };
    std::vector<ConversationRow> rows;
    std::vector<Open> open = {{document.root(), 0, {}}};
    while (!open.empty()) { // not by recursion: a history may be deeper than a stack
        const Open at = open.back();
        open.pop_back();
        ConversationRow row{at.key, at.depth, false, false, at.branchOf};
        const auto* turn = std::get_if<TurnId>(&at.key);
        row.inPicture = turn && seen.count(*turn) > 0;
        row.current = turn && *turn == document.current();
        rows.push_back(row);
        const auto below = turn ? items.find(*turn) : items.end();
        if (below == items.end())
            continue;
        std::vector<Open> children;
        bool continued = false;
        for (const Item& item : below->second) {
            children.push_back(
                {item.key, at.depth + (continued ? 1 : 0), continued ? std::optional(*turn) : std::nullopt});
            continued = continued || std::holds_alternative<TurnId>(item.key);
        }
        open.insert(open.end(), children.rbegin(), children.rend());
    }
    return rows;
}

} // namespace focal
