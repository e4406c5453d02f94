#pragma once

#include "core/document/tiles.h"
#include "core/document/turn.h"

#include <QThreadPool>

#include <future>
#include <map>

namespace focal {

/// The native pictures of all turns in bounded memory.
///
/// Full pictures are held for the root, the current turn, and the turns visited last, as far as the budget
/// goes. Every other turn holds the tiles that differ from its parent's picture. Tiles are packed by a thread
/// of the store's own as soon as a turn is inserted, so that letting go of a full picture later costs
/// nothing. All functions are called on one thread; only where a picture must go before its tiles are packed
/// do they wait.
class PictureStore
{
public:
    /// @param budget  bytes of full pictures; root and current count, and are kept even where they alone
    /// exceed it
    explicit PictureStore(qint64 budget);
    ~PictureStore();
    PictureStore(const PictureStore&) = delete;
    PictureStore& operator=(const PictureStore&) = delete;

    void insertRoot(TurnId id, const Picture& picture);
    /// @param parent  inserted before
    void insert(TurnId id, TurnId parent, const Picture& picture);

    /// The picture as it was inserted, byte for byte; unpacks where needed (at 12 megapixels up to some 0.3
    /// s), and keeps it as the one used last.
    Picture picture(TurnId id);
    /// The current turn: its picture is not let go.
    void setCurrent(TurnId id);

    qint64 budget() const { return m_budget; }
    qint64 pictureBytes() const;  ///< Full pictures held now.
    qint64 tileBytes() const;     ///< Packed tiles; waits for those being packed.
    bool isHeld(TurnId id) const; ///< In full.

private:
    struct Entry
    {
        std::optional<TurnId> parent;
        PictureMetadata metadata;
        Picture full;                      ///< Null where only tiles are held.
        std::shared_future<TileSet> tiles; ///< Invalid where the picture stays in full: for the root.
        quint64 lastUsed = 0;
    };

    qint64 m_budget;
    std::map<TurnId, Entry> m_entries;
    std::optional<TurnId> m_current;
    quint64 m_clock = 0;
    QThreadPool m_packer;

    Picture unpack(TurnId id) const;
    void letGo();
};

} // namespace focal
