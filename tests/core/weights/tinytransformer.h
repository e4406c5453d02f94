#pragma once
/// The tensors of a small transformer of Qwen-Image-Edit, all ones.

#include "core/weights/publishedtensors.h"
#include "tests/core/weights/modelparts.h"

namespace focal::test {

/// Two blocks of width 8.
inline std::vector<OwnedTensor> tinyTransformer()
{
    const QJsonObject config{
        {QStringLiteral("num_layers"), 2},         {QStringLiteral("num_attention_heads"), 2},
        {QStringLiteral("attention_head_dim"), 4}, {QStringLiteral("in_channels"), 4},
        {QStringLiteral("out_channels"), 1},       {QStringLiteral("joint_attention_dim"), 6}};
    std::vector<OwnedTensor> tensors;
    for (const PublishedTensor& tensor : publishedTensors(ModelPart::Transformer, config))
        tensors.push_back(raw(tensor.name, TensorType::F8E4M3, tensor.shape,
                              QByteArray(shapeElements(tensor.shape).value(), '\x38')));
    return tensors;
}

} // namespace focal::test
