#include "core/nn/tensorreader.h"

#include "core/base/error.h"

#include <cstring>

namespace focal {

namespace {

at::ScalarType scalarType(TensorType type)
{
    switch (type) {
    case TensorType::F32:
        return at::kFloat;
    case TensorType::F16:
        return at::kHalf;
    case TensorType::BF16:
        return at::kBFloat16;
    default:
        throw LogicError(QStringLiteral("No weights are stored as %1").arg(tensorTypeName(type)));
    }
}

} // namespace

TensorReader::TensorReader(TensorClaims& claims, at::ScalarType type, at::Device device)
    : m_claims(&claims), m_type(type), m_device(device)
{
}

TensorReader TensorReader::inside(const std::string& name) const
{
    TensorReader reader = *this;
    reader.m_prefix += name + ".";
    return reader;
}

TensorReader TensorReader::as(at::ScalarType type) const
{
    TensorReader reader = *this;
    reader.m_type = type;
    return reader;
}

at::Tensor TensorReader::read(const std::string& name, std::initializer_list<int64_t> shape) const
{
    const TensorView* view =
        m_claims->claim(QString::fromStdString(m_prefix + name), TensorShape(shape.begin(), shape.end()),
                        {TensorType::F32, TensorType::F16, TensorType::BF16});
    if (!view)
        return {};
    // Copied: a file's bytes need not be aligned, and the mapping can then be let go.
    at::Tensor stored = at::empty(shape, at::TensorOptions().dtype(scalarType(view->type)));
    std::memcpy(stored.data_ptr(), view->data, size_t(view->bytes));
    return stored.to(m_device, m_type);
}

} // namespace focal
