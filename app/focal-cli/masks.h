#pragma once

#include "app/focal-cli/options.h"
#include "core/base/canceltoken.h"
#include "core/image/picture.h"

namespace focal::cli {

/// What --region and --region-mask mean for @p picture: the box limits the search (cut to the picture), the
/// mask is the region itself.
/// @throws UserError (BadInput: a box outside of the picture, a mask that cannot be read or has another size)
Region regionFor(const Picture& picture, const RegionOptions& options, const CancelToken& cancel);

/// Writes @p mask (CV_8UC1) as a PNG of one 8-bit grey channel, value for value. @throws UserError, Cancelled
void saveMask(const cv::Mat& mask, const QString& path, const CancelToken& cancel);

} // namespace focal::cli
