#pragma once

#include "core/nn/tensorreader.h"

namespace focal {

/// y = x W^T + b with W left in the file's own quantised form: memory holds the file's pages and one tile of
/// decoded rows, never the whole matrix. Decoding is shared out among the threads, and costs little beside
/// the product once there are some hundred rows of x.
struct QuantisedLinear
{
    StoredTensor weight;              ///< [output, input], in the mapped file
    at::Tensor bias;                  ///< [output]; undefined for none
    std::shared_ptr<const void> file; ///< keeps the mapping

    /// Claims "weight" and, where @p hasBias, "bias". The bias is read as the reader's type.
    QuantisedLinear(const TensorReader& reader, int64_t input, int64_t output, bool hasBias = true);

    /// @param x  [..., input], bfloat16 or fp32: W is decoded to the same type
    /// @return [..., output] of x's type
    at::Tensor operator()(const at::Tensor& x) const;
};

} // namespace focal
