#pragma once

#include "core/attention/attentionmap.h"
#include "core/base/canceltoken.h"
#include "core/image/picture.h"

namespace focal::cli {

/// Writes where the model looked into @p folder, which is made where it is not there:
/// - a PNG for each word, layer, step and direction (the mean of the heads): the map in colour over the
///   picture, dimmed and without colour; each is scaled to its own maximum;
/// - maps.safetensors: the values of all maps, those of single heads too, F32 [rows, columns] each;
/// - index.json: for every map its picture (null for a single head) and tensor, word, span in the instruction
///   (UTF-16 units), layer, head, step, image, direction and the rectangle of the native picture that its
///   grid covers.
/// @throws UserError, Cancelled
void saveAttention(const std::vector<AttentionMap>& maps, const Picture& picture, const QString& instruction,
                   const QString& folder, const CancelToken& cancel);

} // namespace focal::cli
