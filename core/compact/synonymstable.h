#pragma once
/// The names that the text encoder was taught, and everyday words for the same things. Part of synonyms.h.

#include <QStringView>

#include <span>

namespace focal {

/// One thing. Words of one language are parted by '|'; the first is the name to search with, the others mean
/// it too. All are lower case; English words are singular unless they have no singular.
struct NamedThing
{
    QStringView english; ///< Up to the first ';' names that were taught, after it synonyms.
    QStringView chinese; ///< The same.
};

std::span<const NamedThing> namedThings();

} // namespace focal
