#pragma once

#include "core/base/canceltoken.h"
#include "core/weights/tensorclaims.h"

#include <ATen/ATen.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace focal {

/// What a reader does to weights on their way: @p name as published, @p weight in fp32, to be changed in
/// place.
using WeightChange = std::function<void(const QString& name, at::Tensor& weight)>;

/// The whole tensor in memory of its own, decoded by all threads, or by the calling one alone.
/// @param type  rounded to it once
at::Tensor tensorOf(const StoredTensor& stored, at::ScalarType type, bool serially = false);

/// Some rows of a tensor in memory of their own: nothing else of it is touched.
/// @param indices  [count] int64 on the CPU, each below stored.rows()
/// @param type     float or bfloat16, rounded to it once @return [count, stored.rowElements()]
at::Tensor rowsOf(const StoredTensor& stored, const at::Tensor& indices, at::ScalarType type);

/// Claims tensors of a model's files and copies them into memory of their own, as one type on one device.
///
///     TensorReader reader(claims, at::kFloat);
///     Linear query(reader.inside("attention.query"), 384, 384);
///
/// A reader is a position in the tree of names; copies are cheap and share the claims, which must outlive
/// them. Where a tensor cannot be used the read gives an undefined one, and TensorClaims::finish() says what
/// was wrong: a network may only run after that.
class TensorReader
{
public:
    TensorReader(TensorClaims& claims, at::ScalarType type, at::Device device = at::kCPU);

    /// The reader of what lies below @p name: "fusion" then "0" reads "fusion.0.*".
    TensorReader inside(const std::string& name) const;
    TensorReader inside(int index) const { return inside(std::to_string(index)); }
    /// The same place, read as another type: small parts that must stay exact.
    TensorReader as(at::ScalarType type) const;

    /// The same place; every tensor is read exactly, given to @p change, and rounded once: adapters merged on
    /// the way.
    TensorReader changedBy(WeightChange change) const;

    /// The same place; decodes on the calling thread alone, while the others have better to do.
    TensorReader serially() const;

    /// The same place; read() throws Cancelled once @p cancel asks for it.
    TensorReader until(CancelToken cancel) const;

    /// The same place in the same files, claimed for somebody else: whose claims are @p claims.
    TensorReader over(TensorClaims& claims) const;

    /// The same place; read() claims as ever, but decodes nothing and gives undefined tensors: a layer built
    /// from it tells which tensors it consists of. They are added to @p into, which must outlive the reader.
    TensorReader listing(std::vector<const StoredTensor*>& into) const;

    /// Stored as any type that can be decoded: floats, FP8 with its scale, GGUF's quantised types.
    /// @param name below this reader's place
    at::Tensor read(const std::string& name, std::initializer_list<int64_t> shape) const;

    /// Claims it as it is stored; null where it cannot be used. For weights that stay quantised: they lie in
    /// the mapped file, which whoever keeps them must keep as well (claims().tensors().keepAlive()).
    const StoredTensor* stored(const std::string& name, std::initializer_list<int64_t> shape) const;

    const TensorClaims& claims() const noexcept { return *m_claims; }
    bool changesWeights() const noexcept { return m_change != nullptr; }
    at::ScalarType type() const noexcept { return m_type; }
    at::Device device() const noexcept { return m_device; }

private:
    TensorClaims* m_claims;
    std::string m_prefix;
    at::ScalarType m_type;
    at::Device m_device;
    bool m_isSerial = false;
    CancelToken m_cancel;
    std::vector<const StoredTensor*>* m_listed = nullptr;
    std::shared_ptr<const WeightChange> m_change;
};

} // namespace focal
