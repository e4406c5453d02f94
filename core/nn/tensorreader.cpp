#include "core/nn/tensorreader.h"

#include "core/nn/device.h"
#include "core/nn/parallel.h"

#include <algorithm>

namespace focal {

at::Tensor tensorOf(const StoredTensor& stored, at::ScalarType type, bool serially)
{
    const std::vector<int64_t> sizes(stored.shape.begin(), stored.shape.end());
    at::Tensor tensor =
        at::empty(sizes, at::TensorOptions().dtype(type == at::kBFloat16 ? type : at::kFloat));
    // Rows are shared out among the threads; a scalar or a vector is one piece.
    const bool isSmall = stored.shape.size() < 2;
    const qint64 rowElements = stored.rowElements();
    const auto decode = [&](qint64 first, qint64 last) {
        if (type == at::kBFloat16)
            decodeRowsToBf16(stored, first, last - first,
                             static_cast<std::uint16_t*>(tensor.data_ptr()) + first * rowElements);
        else
            decodeRows(stored, first, last - first, tensor.data_ptr<float>() + first * rowElements);
    };
    constexpr qint64 elementsAtOnce = qint64{1} << 18;
    if (isSmall || serially)
        decode(0, stored.rows());
    else
        parallelFor(0, stored.rows(), std::max<qint64>(1, elementsAtOnce / std::max<qint64>(1, rowElements)),
                    decode);
    return tensor.to(type);
}

at::Tensor rowsOf(const StoredTensor& stored, const at::Tensor& indices, at::ScalarType type)
{
    const bool isHalf = type == at::kBFloat16;
    const at::Tensor places = indices.contiguous();
    const auto* place = places.data_ptr<int64_t>();
    at::Tensor rows = at::empty({places.numel(), stored.rowElements()}, isHalf ? at::kBFloat16 : at::kFloat);
    for (int64_t i = 0; i < places.numel(); ++i) {
        at::Tensor row = rows[i];
        if (isHalf)
            decodeRowsToBf16(stored, place[i], 1, static_cast<std::uint16_t*>(row.data_ptr()));
        else
            decodeRows(stored, place[i], 1, row.data_ptr<float>());
    }
    return rows.to(type);
}

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

TensorReader TensorReader::changedBy(WeightChange change) const
{
    TensorReader reader = *this;
    reader.m_change = std::make_shared<WeightChange>(std::move(change));
    return reader;
}

TensorReader TensorReader::serially() const
{
    TensorReader reader = *this;
    reader.m_isSerial = true;
    return reader;
}

TensorReader TensorReader::until(CancelToken cancel) const
{
    TensorReader reader = *this;
    reader.m_cancel = std::move(cancel);
    return reader;
}

TensorReader TensorReader::over(TensorClaims& claims) const
{
    TensorReader reader = *this;
    reader.m_claims = &claims;
    return reader;
}

TensorReader TensorReader::listing(std::vector<const StoredTensor*>& into) const
{
    TensorReader reader = *this;
    reader.m_listed = &into;
    return reader;
}

TensorReader TensorReader::as(at::ScalarType type) const
{
    TensorReader reader = *this;
    reader.m_type = type;
    return reader;
}

const StoredTensor* TensorReader::stored(const std::string& name, std::initializer_list<int64_t> shape) const
{
    return m_claims->claimStored(QString::fromStdString(m_prefix + name),
                                 TensorShape(shape.begin(), shape.end()));
}

at::Tensor TensorReader::read(const std::string& name, std::initializer_list<int64_t> shape) const
{
    m_cancel.throwIfCancelled();
    const StoredTensor* tensor = stored(name, shape);
    if (tensor && m_listed)
        m_listed->push_back(tensor);
    if (!tensor || m_listed)
        return {};
    // Copied: a file's bytes need not be aligned, and the mapping can then be let go.
    if (!m_change)
        return onDevice(tensorOf(*tensor, m_type, m_isSerial), m_device, m_type);
    at::Tensor exact = tensorOf(*tensor, at::kFloat, m_isSerial);
    (*m_change)(tensor->name, exact);
    return onDevice(exact, m_device, m_type);
}

} // namespace focal
