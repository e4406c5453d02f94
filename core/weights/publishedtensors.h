#pragma once

#include "core/weights/tensorset.h"

#include <QJsonObject>

namespace focal {

/// One tensor that a model of a given configuration has.
struct PublishedTensor
{
    QString name;
    TensorShape shape;
    bool isOptional = false; ///< Files may leave it out: nothing reads it.
};

/// All tensors of a part, as its published config.json describes it. Text encoder: both the flat form and the
/// one with text_config are understood.
/// @throws UserError (BadInput) where a number is missing or outside of what can be
std::vector<PublishedTensor> publishedTensors(ModelPart part, const QJsonObject& config);

/// The configuration that a part without config.json must have by the shapes of its tensors, under the keys
/// of config.json; what shapes do not tell has the published value. For single files.
QJsonObject configFromTensors(ModelPart part, const TensorSet& tensors);

/// Reads a JSON object of at most 16 MB. @throws UserError (BadInput)
QJsonObject readJsonObject(const QString& path);

} // namespace focal
