#pragma once

#include "core/base/textspan.h"

#include <QString>

#include <vector>

namespace focal {

/// Splits a phrase into what a reader takes for words: runs of letters and digits between spaces and
/// punctuation; in Chinese, which has no spaces, runs of characters cut around colours, places and particles
/// ("左边的红色杯子" gives 左边, 的, 红色, 杯子). Spaces and punctuation belong to no word. In order,
/// disjoint.
std::vector<TextSpan> splitWords(const QString& phrase);

} // namespace focal
