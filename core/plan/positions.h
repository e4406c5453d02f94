#pragma once

#include "core/plan/plan.h"
#include "core/plan/sentence.h"

#include <optional>

namespace focal {

struct FoundPosition
{
    Position position;
    Range range; ///< All tokens that say it, prepositions included.
};

/// The place that is said within @p range: "in the top left corner", 左下角, "next to |the price|",
/// 在|杯子|上. The whole picture is no thing: 图片底部 is the bottom.
std::optional<FoundPosition> findPosition(const Sentence& sentence, Range range);

} // namespace focal
