#pragma once

#include "core/weights/tensorclaims.h"

#include <ATen/ATen.h>

#include <initializer_list>
#include <string>

namespace focal {

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

    /// Stored as F32, F16 or BF16. @param name below this reader's place
    at::Tensor read(const std::string& name, std::initializer_list<int64_t> shape) const;

    at::ScalarType type() const noexcept { return m_type; }

private:
    TensorClaims* m_claims;
    std::string m_prefix;
    at::ScalarType m_type;
    at::Device m_device;
};

} // namespace focal
