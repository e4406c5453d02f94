#pragma once

#include "core/document/picturestore.h"
#include "core/document/turn.h"

#include <QObject>

#include <map>
#include <variant>

namespace focal {

/// One opened picture and the conversation about it: an immutable tree of turns, which is the undo.
///
/// Undo goes to the parent, redo to the child visited last; a turn added to an earlier one grows a branch.
/// Nothing is ever changed or taken away by editing. Only finished results that changed a byte become turns;
/// everything else that the program said is an answer, which stands in the conversation and holds no picture.
///
/// Values that are adjusted live make a new version of the same turn: a sibling with revisionOf set. The
/// versions of a turn are shown as one. What a slider shows while it is dragged is not added; its last value
/// is.
///
/// Lives on the GUI thread.
class Document : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 DefaultPictureBudget = 512LL << 20;

    /// @param picture  as opened, not null
    /// @param path     where it came from; empty for what has no file (pasted)
    /// @param name     for titles: a file's name, or a translated "Pasted picture"
    /// @param budget   bytes of full pictures kept in memory, see PictureStore
    /// @throws LogicError for a null picture
    Document(const Picture& picture, QString path, QString name, qint64 budget = DefaultPictureBudget,
             QObject* parent = nullptr);
    ~Document() override;

    const QString& path() const { return m_path; }
    const QString& name() const { return m_name; }

    TurnId root() const { return m_root; }
    TurnId current() const { return m_current; }
    bool contains(TurnId id) const { return m_nodes.count(id) > 0; }
    /// @throws LogicError for a turn of no such id; so do all functions below
    const Turn& turn(TurnId id) const;
    /// In the order they were added, the root first.
    std::vector<TurnId> turns() const;
    /// All versions of all turns that start from @p id's picture, oldest first.
    const std::vector<TurnId>& children(TurnId id) const;
    /// From the root to @p id, both included.
    std::vector<TurnId> pathTo(TurnId id) const;
    /// All versions of the same turn, oldest first; @p id is one of them.
    std::vector<TurnId> versions(TurnId id) const;
    /// The version visited last: the one that a history shows.
    TurnId shownVersion(TurnId id) const;

    const std::map<AnswerId, Answer>& answers() const { return m_answers; }
    const Answer& answer(AnswerId id) const;

    /// The full native picture; see PictureStore::picture() for what it costs.
    Picture picture(TurnId id) const;
    Picture currentPicture() const { return picture(m_current); }
    /// To do the turn again on its parent's picture. @throws LogicError for the root
    EditRequest requestOf(TurnId id) const;
    /// To ask again.
    EditRequest requestOf(AnswerId id) const;
    EditResult resultOf(TurnId id) const;

    using Added = std::variant<TurnId, AnswerId>;
    /// Adds what a model answered to a request that was made on @p parent's picture: a turn where it is Done
    /// and changed something, an answer otherwise. A turn becomes current where @p parent is; otherwise the
    /// user has gone elsewhere meanwhile, and it only appears.
    Added addTurn(TurnId parent, const EditRequest& request, const EditResult& result);
    /// The same as another version of @p turn, made by other values or a corrected plan. It becomes current
    /// where a version of the turn is. A result whose picture equals @p turn's is not added: @p turn is
    /// returned. One that equals the parent's is added: a strength of 0 is a value like others. @throws
    /// LogicError for the root
    Added revise(TurnId turn, const EditRequest& request, const EditResult& result);
    AnswerId addFailure(TurnId at, const EditRequest& request, Failure failure);
    AnswerId addCancelled(TurnId at, const EditRequest& request);

    bool canUndo() const;
    bool canRedo() const;
    std::optional<TurnId> undoTarget() const;
    std::optional<TurnId> redoTarget() const;
    /// Both do nothing where they cannot.
    void undo();
    void redo();
    void goTo(TurnId id);

    /// Whether the current turn is the one that was opened or saved last.
    bool isClean() const { return m_saved == m_current; }
    /// @p turn (it may have been left since) now stands in the file @p path.
    void markSaved(const QString& path, TurnId turn);
    void markSaved(const QString& path) { markSaved(path, m_current); }

    struct MemoryUse
    {
        qint64 pictures = 0; ///< Bytes of full pictures.
        qint64 tiles = 0;    ///< Bytes of packed tiles.
        qint64 facts = 0;    ///< Bytes of masks and attention maps.
    };
    /// Waits for tiles that are being packed.
    MemoryUse memoryUse() const;

Q_SIGNALS:
    void turnAdded(focal::TurnId id); ///< Before currentChanged(), where it becomes current.
    void answerAdded(focal::AnswerId id);
    void currentChanged(focal::TurnId id);
    void cleanChanged(bool clean);
    void pathChanged(const QString& path);

private:
    struct Node
    {
        Turn turn;
        std::vector<TurnId> children;
        std::optional<TurnId> lastVisitedChild;
        TurnId firstVersion{};
        TurnId shownVersion{}; ///< Kept in the node of the first version.
    };

    QString m_path;
    QString m_name;
    std::map<TurnId, Node> m_nodes;
    std::map<AnswerId, Answer> m_answers;
    mutable PictureStore m_pictures; ///< Reading a picture may unpack it; no observable state changes.
    TurnId m_root{};
    TurnId m_current{};
    TurnId m_saved{};
    quint32 m_lastId = 0;
    quint64 m_lastOrder = 0;

    const Node& node(TurnId id) const;
    Node& node(TurnId id);
    TurnId insert(TurnId parent, std::optional<TurnId> revisionOf, const EditRequest& request,
                  const EditResult& result);
    AnswerId insertAnswer(Answer answer);
    AnswerId insertAnswer(TurnId at, Answer::Kind kind, const EditRequest& request, const EditResult& result);
    void visit(TurnId id);
};

} // namespace focal
