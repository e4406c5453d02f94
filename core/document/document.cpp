#include "core/document/document.h"

#include "core/base/error.h"

#include <QFileInfo>

#include <algorithm>

namespace focal {

namespace {

Answer::Kind kindOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Done:
        return Answer::Kind::NothingChanged;
    case Outcome::NotFound:
        return Answer::Kind::NotFound;
    case Outcome::CannotDo:
        return Answer::Kind::CannotDo;
    case Outcome::Unclear:
        break;
    }
    return Answer::Kind::Unclear;
}

} // namespace

Document::Document(const Picture& picture, QString path, QString name, qint64 budget, QObject* parent)
    : QObject(parent), m_path(std::move(path)), m_name(std::move(name)), m_pictures(budget)
{
    if (picture.isNull())
        throw LogicError(QStringLiteral("a document needs a picture"));
    m_root = TurnId{++m_lastId};
    Node root;
    root.turn.id = m_root;
    root.turn.order = ++m_lastOrder;
    root.turn.created = QDateTime::currentDateTimeUtc();
    root.turn.result.outcome = Outcome::Done;
    root.firstVersion = m_root;
    root.shownVersion = m_root;
    m_nodes.emplace(m_root, std::move(root));
    m_pictures.insertRoot(m_root, picture);
    m_pictures.setCurrent(m_root);
    m_current = m_root;
    m_saved = m_root;
}

Document::~Document() = default;

const Document::Node& Document::node(TurnId id) const
{
    const auto found = m_nodes.find(id);
    if (found == m_nodes.end())
        throw LogicError(QStringLiteral("there is no turn %1").arg(static_cast<quint32>(id)));
    return found->second;
}

Document::Node& Document::node(TurnId id)
{
    return const_cast<Node&>(std::as_const(*this).node(id));
}

const Turn& Document::turn(TurnId id) const
{
    return node(id).turn;
}

std::vector<TurnId> Document::turns() const
{
    std::vector<TurnId> ids;
    ids.reserve(m_nodes.size());
    for (const auto& [id, node] : m_nodes) // ids rise in the order of adding
        ids.push_back(id);
    return ids;
}

const std::vector<TurnId>& Document::children(TurnId id) const
{
    return node(id).children;
}

std::vector<TurnId> Document::pathTo(TurnId id) const
{
    std::vector<TurnId> path;
    for (std::optional<TurnId> at = id; at; at = turn(*at).parent)
        path.push_back(*at);
    std::reverse(path.begin(), path.end());
    return path;
}

std::vector<TurnId> Document::versions(TurnId id) const
{
    const TurnId first = node(id).firstVersion;
    const std::optional<TurnId> parent = turn(id).parent;
    if (!parent)
        return {id};
    std::vector<TurnId> found;
    for (const TurnId sibling : children(*parent)) {
        if (node(sibling).firstVersion == first)
            found.push_back(sibling);
    }
    return found;
}

TurnId Document::shownVersion(TurnId id) const
{
    return node(node(id).firstVersion).shownVersion;
}

const Answer& Document::answer(AnswerId id) const
{
    const auto found = m_answers.find(id);
    if (found == m_answers.end())
        throw LogicError(QStringLiteral("there is no answer %1").arg(static_cast<quint32>(id)));
    return found->second;
}

Picture Document::picture(TurnId id) const
{
    node(id); // throws where there is none
    return m_pictures.picture(id);
}

EditRequest Document::requestOf(TurnId id) const
{
    const Turn& wanted = turn(id);
    if (!wanted.parent)
        throw LogicError(QStringLiteral("the first turn was opened, not asked for"));
    return wanted.request.on(picture(*wanted.parent));
}

EditRequest Document::requestOf(AnswerId id) const
{
    const Answer& wanted = answer(id);
    return wanted.request.on(picture(wanted.at));
}

EditResult Document::resultOf(TurnId id) const
{
    return turn(id).result.with(picture(id));
}

Document::Added Document::addTurn(TurnId parent, const EditRequest& request, const EditResult& result)
{
    if (result.outcome != Outcome::Done || result.picture == picture(parent))
        return insertAnswer(parent, kindOf(result.outcome), request, result);
    const TurnId id = insert(parent, {}, request, result);
    if (m_current == parent)
        visit(id);
    return id;
}

Document::Added Document::revise(TurnId turn, const EditRequest& request, const EditResult& result)
{
    const std::optional<TurnId> parent = this->turn(turn).parent;
    if (!parent)
        throw LogicError(QStringLiteral("the first turn has no values to change"));
    if (result.outcome != Outcome::Done)
        return insertAnswer(*parent, kindOf(result.outcome), request, result);
    if (result.picture == picture(turn))
        return turn;
    const bool follow = node(m_current).firstVersion == node(turn).firstVersion;
    const TurnId id = insert(*parent, turn, request, result);
    if (follow)
        visit(id);
    return id;
}

AnswerId Document::addFailure(TurnId at, const EditRequest& request, Failure failure)
{
    Answer answer;
    answer.at = at;
    answer.kind = Answer::Kind::Failed;
    answer.request = StoredRequest::of(request);
    answer.failure = std::move(failure);
    return insertAnswer(std::move(answer));
}

AnswerId Document::addCancelled(TurnId at, const EditRequest& request)
{
    Answer answer;
    answer.at = at;
    answer.kind = Answer::Kind::Cancelled;
    answer.request = StoredRequest::of(request);
    return insertAnswer(std::move(answer));
}

TurnId Document::insert(TurnId parent, std::optional<TurnId> revisionOf, const EditRequest& request,
                        const EditResult& result)
{
    Node added;
    const TurnId id{++m_lastId};
    added.turn.id = id;
    added.turn.parent = parent;
    added.turn.revisionOf = revisionOf;
    added.turn.order = ++m_lastOrder;
    added.turn.created = QDateTime::currentDateTimeUtc();
    added.turn.request = StoredRequest::of(request);
    added.turn.result = StoredResult::of(result);
    added.firstVersion = revisionOf ? node(*revisionOf).firstVersion : id;
    added.shownVersion = id;
    m_pictures.insert(id, parent, result.picture);
    m_nodes.emplace(id, std::move(added));
    node(parent).children.push_back(id);
    Q_EMIT
    turnAdded(id);
    return id;
}

AnswerId Document::insertAnswer(TurnId at, Answer::Kind kind, const EditRequest& request,
                                const EditResult& result)
{
    Answer answer;
    answer.at = at;
    answer.kind = kind;
    answer.request = StoredRequest::of(request);
    answer.result = StoredResult::of(result);
    return insertAnswer(std::move(answer));
}

AnswerId Document::insertAnswer(Answer answer)
{
    node(answer.at); // throws where there is none
    const AnswerId id{++m_lastId};
    answer.id = id;
    answer.order = ++m_lastOrder;
    answer.created = QDateTime::currentDateTimeUtc();
    m_answers.emplace(id, std::move(answer));
    Q_EMIT
    answerAdded(id);
    return id;
}

bool Document::canUndo() const
{
    return undoTarget().has_value();
}

bool Document::canRedo() const
{
    return redoTarget().has_value();
}

std::optional<TurnId> Document::undoTarget() const
{
    return turn(m_current).parent;
}

std::optional<TurnId> Document::redoTarget() const
{
    const Node& here = node(m_current);
    if (here.lastVisitedChild)
        return here.lastVisitedChild;
    return here.children.empty() ? std::nullopt : std::optional(here.children.back());
}

void Document::undo()
{
    if (const auto target = undoTarget())
        visit(*target);
}

void Document::redo()
{
    if (const auto target = redoTarget())
        visit(*target);
}

void Document::goTo(TurnId id)
{
    node(id); // throws where there is none
    visit(id);
}

void Document::visit(TurnId id)
{
    if (id == m_current)
        return;
    m_pictures.setCurrent(id);
    // The whole way counts as visited, so that undo from anywhere can be redone to here.
    const std::vector<TurnId> way = pathTo(id);
    for (std::size_t i = 1; i < way.size(); ++i) {
        node(way[i - 1]).lastVisitedChild = way[i];
        node(node(way[i]).firstVersion).shownVersion = way[i];
    }
    const bool wasClean = isClean();
    m_current = id;
    Q_EMIT
    currentChanged(id);
    if (isClean() != wasClean)
        Q_EMIT
    cleanChanged(isClean());
}

void Document::markSaved(const QString& path, TurnId turn)
{
    node(turn); // throws where there is none
    const bool wasClean = isClean();
    m_saved = turn;
    if (path != m_path) {
        m_path = path;
        m_name = QFileInfo(path).fileName();
        Q_EMIT
        pathChanged(path);
    }
    if (isClean() != wasClean)
        Q_EMIT
    cleanChanged(isClean());
}

Document::MemoryUse Document::memoryUse() const
{
    MemoryUse use;
    use.pictures = m_pictures.pictureBytes();
    use.tiles = m_pictures.tileBytes();
    for (const auto& [id, node] : m_nodes)
        use.facts += node.turn.result.byteCount();
    for (const auto& [id, answer] : m_answers)
        use.facts += answer.result.byteCount();
    return use;
}

} // namespace focal
