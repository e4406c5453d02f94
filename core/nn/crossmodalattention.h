#pragma once

#include "core/nn/layers.h"

namespace focal {

/// Attention of one modality over another, whose probabilities are part of the answer.
///
/// Multi-head scaled dot-product attention with its own projections q, k, v and out (each with a bias). In
/// its usual direction the text asks (queries) and the picture is looked at (keys and values); the same layer
/// the other way round lets the picture ask.
class CrossModalAttention
{
public:
    struct Result
    {
        at::Tensor output; ///< [batch, text tokens, width]
        at::Tensor
            probabilities; ///< [batch, heads, text tokens, picture tokens], float; sums to 1 over the last
    };

    /// Weights q, k, v and out below @p reader, each [width, width]. @throws LogicError where heads do not
    /// divide width
    CrossModalAttention(const TensorReader& reader, int64_t width, int64_t heads);
    CrossModalAttention(Linear q, Linear k, Linear v, Linear out, int64_t heads);

    /// @param text     [batch, text tokens, width]
    /// @param picture  [batch, picture tokens, width]
    /// @param mask     [batch, picture tokens] or [batch, 1 or heads, 1 or text tokens, picture tokens]: 0
    /// where a
    ///                 picture token is hidden, which gives it a score of -1e9; undefined for none
    Result operator()(const at::Tensor& text, const at::Tensor& picture, const at::Tensor& mask = {}) const;

private:
    Linear m_q;
    Linear m_k;
    Linear m_v;
    Linear m_out;
    int64_t m_heads;

    void checkHeads() const;
    at::Tensor inHeads(const at::Tensor& x) const;
};

} // namespace focal
