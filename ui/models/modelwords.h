#pragma once
/// The words in which the Models window speaks of files.

#include "ui/worker/modelinspector.h"

namespace focal {

/// "safetensors, 20.4 billion parameters, 41.0 GB (BF16)"
QString partText(const PartReport& part);
/// What the model is and whether it is whole: "Qwen-Image-Edit-2509. It lacks the VAE, and cannot run."
/// @param hasOtherTokenizer  Focal brings one for models that have none
QString summaryText(const ModelReport& report, bool hasOtherTokenizer);
/// What a whole model needs besides.
QStringList missingParts(const ModelReport& report, bool hasOtherTokenizer);

} // namespace focal
