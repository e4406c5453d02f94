#pragma once
/// The words in which the panels speak of the values of a plan, and all values that can be chosen.

#include "core/plan/plan.h"

#include <QString>

#include <optional>
#include <vector>

namespace focal {

const std::vector<AdjustProperty>& adjustProperties();
QString motifText(Motif motif); ///< "Stripes"
const std::vector<Motif>& motifs();
QString styleText(Style style); ///< "Black and white"
const std::vector<Style>& styles();
QString spotText(Spot spot); ///< "top left"
const std::vector<Spot>& spots();
QString cornersText(RotateValue::Corners corners); ///< "cut off"
const std::vector<RotateValue::Corners>& corners();
QString flipText(bool horizontal);    ///< "left and right"
QString referenceText(int reference); ///< "Picture 2" for the first reference.

/// "16:9", "800 x 600", or "any form".
QString cropText(const CropValue& value);
/// The crop with the form that the words name, in the same spelling; without one where there are none.
/// Nothing where they name no form.
std::optional<CropValue> withCropText(CropValue value, const QString& words);

} // namespace focal
