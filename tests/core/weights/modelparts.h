#pragma once
/// Files with the tensors of models, for tests.

#include "core/weights/safetensors.h"

#include <QDir>
#include <QFileInfo>

#include <cmath>

namespace focal::test {

/// A tensor that owns its bytes. Its values follow from their place, so that every reader can know them.
struct OwnedTensor
{
    QString name;
    TensorType type = TensorType::F32;
    TensorShape shape;
    QByteArray bytes;
};

inline OwnedTensor floats(const QString& name, const TensorShape& shape, float offset = 0)
{
    OwnedTensor made{name, TensorType::F32, shape, {}};
    const qint64 count = shapeElements(shape).value();
    for (qint64 i = 0; i < count; ++i) {
        const float value = offset + static_cast<float>(i % 97) * 0.25F;
        made.bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    return made;
}

inline OwnedTensor raw(const QString& name, TensorType type, const TensorShape& shape,
                       const QByteArray& bytes)
{
    return {name, type, shape, bytes};
}

inline QString writeTensors(const QString& path, const std::vector<OwnedTensor>& tensors,
                            const QMap<QString, QString>& metadata = {})
{
    QDir().mkpath(QFileInfo(path).path());
    std::vector<TensorSource> sources;
    for (const OwnedTensor& tensor : tensors)
        sources.push_back({tensor.name, tensor.type, tensor.shape,
                           std::as_bytes(std::span(tensor.bytes.constData(),
                                                   static_cast<std::size_t>(tensor.bytes.size())))});
    writeSafetensors(path, std::move(sources), metadata);
    return path;
}

} // namespace focal::test
