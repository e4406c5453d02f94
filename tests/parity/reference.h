#pragma once
/// Comparing with the references that tests/parity/make_reference.py stored.

#include "core/weights/safetensors.h"

#include <ATen/ATen.h>

#include <QTest>

#include <cmath>
#include <cstring>

namespace focal::parity {

/// The same values as formula() of make_reference.py.
inline at::Tensor formula(at::IntArrayRef shape, double offset, double mean = 0, double swing = 1)
{
    at::Tensor result = at::empty(shape, at::kFloat);
    auto* values = result.data_ptr<float>();
    for (int64_t i = 0; i < result.numel(); ++i)
        values[i] = float(mean + swing * std::sin(0.7351 * double(i) + 0.013 * double(i % 613) + offset));
    return result;
}

inline QString referencePath(const QString& file)
{
    return QStringLiteral(FOCAL_SOURCE_DIR "/tests/data/parity/") + file;
}

class Reference
{
public:
    explicit Reference(const QString& file) : m_file(referencePath(file)) {}

    bool has(const QString& name) const { return m_file.find(name) != nullptr; }

    at::Tensor operator[](const QString& name) const
    {
        const TensorView* view = m_file.find(name);
        if (!view || view->type != TensorType::F32)
            qFatal("the reference holds no float tensor %s", qPrintable(name));
        at::Tensor result = at::empty(
            at::IntArrayRef(reinterpret_cast<const int64_t*>(view->shape.data()), view->shape.size()),
            at::kFloat);
        std::memcpy(result.data_ptr(), view->data, size_t(view->bytes));
        return result;
    }

private:
    SafetensorsFile m_file;
};

inline at::Tensor sampled(const at::Tensor& tensor, int64_t stride)
{
    return tensor.to(at::kFloat).flatten().slice(0, 0, std::nullopt, stride).contiguous();
}

inline double maxError(const at::Tensor& a, const at::Tensor& b)
{
    if (a.numel() != b.numel())
        return INFINITY;
    return (a.to(at::kFloat).flatten() - b.to(at::kFloat).flatten()).abs().max().item<double>();
}

/// |a - b| / |b|
inline double relativeError(const at::Tensor& a, const at::Tensor& b)
{
    if (a.numel() != b.numel())
        return INFINITY;
    const at::Tensor exact = b.to(at::kDouble).flatten();
    return ((a.to(at::kDouble).flatten() - exact).norm() / exact.norm()).item<double>();
}

inline double cosine(const at::Tensor& a, const at::Tensor& b)
{
    const at::Tensor x = a.to(at::kDouble).flatten();
    const at::Tensor y = b.to(at::kDouble).flatten();
    return (x.dot(y) / (x.norm() * y.norm())).item<double>();
}

} // namespace focal::parity
