#pragma once
/// GGUF files for tests, sound and broken.

#include "core/weights/tensor.h"

#include <QByteArray>

#include <vector>

namespace focal::test {

/// @p value in little-endian order, as machines that Focal runs on hold it.
template <typename Number>
QByteArray rawBytes(Number value)
{
    return {reinterpret_cast<const char*>(&value), static_cast<qsizetype>(sizeof value)};
}

inline QByteArray ggufText(const QByteArray& text)
{
    return rawBytes(static_cast<quint64>(text.size())) + text;
}

/// One pair of metadata whose value stands in @p value already; @p type is the format's number of its kind.
inline QByteArray ggufPair(const QByteArray& key, quint32 type, const QByteArray& value)
{
    return ggufText(key) + rawBytes(type) + value;
}

struct GgufTensor
{
    QByteArray name;
    quint32 type = 0;                ///< the format's number
    std::vector<quint64> dimensions; ///< as the format orders them: the innermost first
    QByteArray data;
};

/// A sound file of version @p version with the tensors one after another, each from a multiple of 32 on.
inline QByteArray ggufBytes(const std::vector<QByteArray>& pairs, const std::vector<GgufTensor>& tensors,
                            quint32 version = 3)
{
    constexpr qsizetype alignment = 32;
    const auto padded = [](QByteArray bytes) {
        bytes.append((alignment - bytes.size() % alignment) % alignment, '\0');
        return bytes;
    };
    QByteArray header =
        "GGUF" + rawBytes(version) + rawBytes(quint64{tensors.size()}) + rawBytes(quint64{pairs.size()});
    for (const QByteArray& pair : pairs)
        header += pair;
    QByteArray data;
    for (const GgufTensor& tensor : tensors) {
        header += ggufText(tensor.name) + rawBytes(static_cast<quint32>(tensor.dimensions.size()));
        for (const quint64 dimension : tensor.dimensions)
            header += rawBytes(dimension);
        header += rawBytes(tensor.type) + rawBytes(static_cast<quint64>(data.size()));
        data += padded(tensor.data);
    }
    return padded(header) + data;
}

} // namespace focal::test
