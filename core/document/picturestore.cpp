#include "core/document/picturestore.h"

#include "core/base/threadpriority.h"

#include <exception>
#include <memory>

namespace focal {

PictureStore::PictureStore(qint64 budget) : m_budget(budget)
{
    m_packer.setMaxThreadCount(1);
}

PictureStore::~PictureStore()
{
    m_packer.clear();
    m_packer.waitForDone();
}

void PictureStore::insertRoot(TurnId id, const Picture& picture)
{
    m_entries.emplace(id, Entry{{}, picture.metadata(), picture, {}, ++m_clock});
    letGo();
}

void PictureStore::insert(TurnId id, TurnId parent, const Picture& child)
{
    const Picture before = picture(parent);
    // A promise and not a packaged_task, whose state would keep both pictures as long as the future lives.
    auto promise = std::make_shared<std::promise<TileSet>>();
    m_entries.emplace(id, Entry{parent, child.metadata(), child, promise->get_future().share(), ++m_clock});
    m_packer.start([promise, before, child] {
        giveWay();
        try {
            promise->set_value(changedTiles(before.pixels(), child.pixels()));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    });
    letGo();
}

Picture PictureStore::picture(TurnId id)
{
    Entry& entry = m_entries.at(id);
    entry.lastUsed = ++m_clock;
    if (!entry.full.isNull())
        return entry.full;
    Picture unpacked = unpack(id);
    entry.full = unpacked;
    letGo(); // perhaps of this very one
    return unpacked;
}

void PictureStore::setCurrent(TurnId id)
{
    const Picture held = picture(id); // may throw, and then nothing has changed
    m_current = id;
    m_entries.at(id).full = held;
    letGo();
}

qint64 PictureStore::pictureBytes() const
{
    qint64 bytes = 0;
    for (const auto& [id, entry] : m_entries)
        bytes += entry.full.byteCount();
    return bytes;
}

qint64 PictureStore::tileBytes() const
{
    qint64 bytes = 0;
    for (const auto& [id, entry] : m_entries) {
        if (!entry.tiles.valid())
            continue;
        try {
            bytes += entry.tiles.get().byteCount();
        } catch (const std::exception&) {
            continue; // could not be packed, see letGo()
        }
    }
    return bytes;
}

bool PictureStore::isHeld(TurnId id) const
{
    return !m_entries.at(id).full.isNull();
}

/// Each tile comes from the nearest turn, going up, that holds it: it is unpacked once however long the
/// history is.
Picture PictureStore::unpack(TurnId id) const
{
    const Entry& wanted = m_entries.at(id);
    const TileSet& shape = wanted.tiles.get();
    cv::Mat pixels;
    std::vector<const TileSet*> above;
    const Entry* at = &wanted;
    for (; at->full.isNull(); at = &m_entries.at(*at->parent)) {
        above.push_back(&at->tiles.get());
        if (above.back()->complete)
            break;
    }
    if (!at->full.isNull())
        pixels = at->full.pixels().clone();
    else
        pixels.create(shape.size, shape.type);
    std::vector<bool> done(static_cast<std::size_t>(shape.rows() * shape.columns()), false);
    for (const TileSet* set : above) {
        for (const auto& [index, packed] : set->tiles) {
            if (done[static_cast<std::size_t>(index)])
                continue;
            unpackTile(*set, index, pixels);
            done[static_cast<std::size_t>(index)] = true;
        }
    }
    return Picture::fromMat(std::move(pixels), wanted.metadata);
}

void PictureStore::letGo()
{
    qint64 held = pictureBytes();
    while (held > m_budget) {
        Entry* oldest = nullptr;
        for (auto& [id, entry] : m_entries) {
            const bool kept = entry.full.isNull() || !entry.tiles.valid() || id == m_current;
            if (!kept && (!oldest || entry.lastUsed < oldest->lastUsed))
                oldest = &entry;
        }
        if (!oldest)
            return;
        try {
            oldest->tiles.get();
        } catch (const std::exception&) {
            oldest->tiles = {}; // no memory to pack it: it stays in full
            continue;
        }
        held -= oldest->full.byteCount();
        oldest->full = {};
    }
}

} // namespace focal
