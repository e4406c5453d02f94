#pragma once

#include "core/base/error.h"
#include "tests/fuzz/allocations.h"
#include "tests/fuzz/mutations.h"

#include <QFile>
#include <QTest>

namespace focal::fuzz {

/// How often the reader accepted a damaged file, and how often it said what was wrong.
struct Outcome
{
    int accepted = 0;
    int refused = 0;
};

/// Gives @p count damaged copies of @p sound to @p read, through the file @p path.
/// Fails where anything but a UserError with a message comes out, or an allocation exceeds what the file
/// justifies: a megabyte, and a hundred times its size.
template <typename Read>
Outcome damage(const QString& path, const QByteArray& sound, int count, quint32 seed, const Read& read)
{
    Outcome outcome;
    for (int i = 0; i < count; ++i) {
        const QByteArray content = Mutator(seed + static_cast<quint32>(i)).mutated(sound);
        QFile::remove(path);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        file.close();
        largestAllocation.store(0);
        try {
            read(path);
            ++outcome.accepted;
        } catch (const UserError& error) {
            ++outcome.refused;
            if (error.summary().isEmpty())
                qFatal("seed %u: an error without words", seed + static_cast<quint32>(i));
        } catch (const std::exception& error) {
            qFatal("seed %u: %s", seed + static_cast<quint32>(i), error.what());
        }
        const std::size_t justified = (std::size_t{1} << 20) + 100 * static_cast<std::size_t>(content.size());
        if (largestAllocation.load() > justified)
            qFatal("seed %u: %zu bytes for a file of %lld", seed + static_cast<quint32>(i),
                   largestAllocation.load(), static_cast<long long>(content.size()));
    }
    return outcome;
}

/// Decodes every tensor that a reader calls sound.
template <typename Set>
void decodeAll(const Set& set)
{
    for (const auto& tensor : set.tensors()) {
        constexpr qint64 most = 1 << 20;
        if (tensor.rows() == 0 || tensor.elements() > most)
            continue;
        std::vector<float> row(static_cast<std::size_t>(tensor.rowElements()));
        std::vector<std::uint16_t> rounded(row.size());
        for (const qint64 at : {qint64{0}, tensor.rows() - 1}) {
            decodeRows(tensor, at, 1, row.data());
            decodeRowsToBf16(tensor, at, 1, rounded.data());
        }
    }
    set.throwIfChanged();
}

/// Far less than a damaged length could ask for; the sanitizers need some of it for themselves.
inline bool keepsMemorySmall(qint64 before)
{
    return peakResident() - before < (qint64{1} << 28) + (qint64{1} << 26);
}

} // namespace focal::fuzz
