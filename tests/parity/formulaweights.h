#pragma once
/// Checkpoints that need not be stored: every weight follows from its name and place alone, here and in
/// tests/parity/formulaweights.py, to the bit.

#include "core/base/error.h"
#include "core/weights/safetensors.h"
#include "tests/parity/formulahash.h"

#include <ATen/ATen.h>

#include <QStringList>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace focal::parity {

/// What a tensor's uniform numbers are multiplied by and what is added then, by its name and shape: weights
/// of layers keep the variance of their input, biases are small, and scales of norms (".weight" of one
/// dimension,
/// ".gamma") stand around 1.
struct FormulaRange
{
    float scale = 1;
    float offset = 0;

    static FormulaRange of(const QString& name, const TensorShape& shape)
    {
        qint64 count = 1;
        qint64 wide = 0; // dimensions longer than 1
        for (const qint64 size : shape) {
            count *= size;
            wide += size > 1;
        }
        if (name.endsWith(QLatin1String(".gamma")) ||
            (shape.size() == 1 && name.endsWith(QLatin1String(".weight"))))
            return {0.1F, 1};
        if (shape.size() <= 1 || wide <= 1)
            return {0.1F, 0};
        return {float(std::sqrt(3.0 * double(shape[0]) / double(count))), 0};
    }
};

/// A tensor's values in float, row-major. @param name as FormulaRange and the hash see it: without any prefix
/// that a container adds.
inline at::Tensor formulaWeight(const QString& name, const TensorShape& shape)
{
    const FormulaRange range = FormulaRange::of(name, shape);
    const std::uint64_t seed = fnv1a64(name);
    at::Tensor result =
        at::empty(at::IntArrayRef(reinterpret_cast<const int64_t*>(shape.data()), shape.size()), at::kFloat);
    auto* values = result.data_ptr<float>();
    for (int64_t i = 0; i < result.numel(); ++i) {
        const float scaled = uniformAt(seed, std::uint64_t(i)) * range.scale;
        values[i] = scaled + range.offset;
    }
    return result;
}

using FormulaShapes = std::vector<std::pair<QString, TensorShape>>;

/// The names and shapes that formulaweights.py's shapes_text() noted: "name 4 3 2" a line.
inline FormulaShapes formulaShapes(const QString& text)
{
    FormulaShapes result;
    for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.split(u' ');
        TensorShape shape;
        for (qsizetype i = 1; i < words.size(); ++i)
            shape.push_back(words[i].toLongLong());
        result.emplace_back(words[0], std::move(shape));
    }
    return result;
}

/// Writes such a checkpoint. @param prefix goes before each name in the file @param type F32, BF16 or F16
inline void writeFormulaCheckpoint(const QString& path, const FormulaShapes& shapes,
                                   TensorType type = TensorType::F32, const QString& prefix = {})
{
    const at::ScalarType stored = type == TensorType::F32    ? at::kFloat
                                  : type == TensorType::BF16 ? at::kBFloat16
                                                             : at::kHalf;
    std::vector<at::Tensor> values;
    std::vector<TensorSource> sources;
    for (const auto& [name, shape] : shapes) {
        values.push_back(formulaWeight(name, shape).to(stored));
        sources.push_back(
            {prefix + name,
             type,
             shape,
             {static_cast<const std::byte*>(values.back().data_ptr()), size_t(values.back().nbytes())}});
    }
    writeSafetensors(path, std::move(sources));
}

} // namespace focal::parity
