#include "core/nn/crossmodalattention.h"

#include "core/base/error.h"

#include <cmath>

namespace focal {

namespace {

constexpr double hiddenScore = -1e9;

/// To something that fits scores of [batch, heads, text tokens, picture tokens].
at::Tensor overScores(const at::Tensor& mask)
{
    if (mask.dim() == 2)
        return mask.unsqueeze(1).unsqueeze(1);
    if (mask.dim() == 4)
        return mask;
    throw LogicError(QStringLiteral("An attention mask of %1 dimensions").arg(mask.dim()));
}

} // namespace

CrossModalAttention::CrossModalAttention(const TensorReader& reader, int64_t width, int64_t heads)
    : m_q(reader.inside("q"), width, width), m_k(reader.inside("k"), width, width),
      m_v(reader.inside("v"), width, width), m_out(reader.inside("out"), width, width), m_heads(heads)
{
    checkHeads();
}

CrossModalAttention::CrossModalAttention(Linear q, Linear k, Linear v, Linear out, int64_t heads)
    : m_q(std::move(q)), m_k(std::move(k)), m_v(std::move(v)), m_out(std::move(out)), m_heads(heads)
{
    checkHeads();
}

void CrossModalAttention::checkHeads() const
{
    if (m_q.weight.defined() && (m_heads < 1 || m_q.weight.size(0) % m_heads != 0))
        throw LogicError(
            QStringLiteral("%1 heads cannot share a width of %2").arg(m_heads).arg(m_q.weight.size(0)));
}

at::Tensor CrossModalAttention::inHeads(const at::Tensor& x) const
{
    return x.view({x.size(0), x.size(1), m_heads, -1}).transpose(1, 2);
}

CrossModalAttention::Result CrossModalAttention::operator()(const at::Tensor& text, const at::Tensor& picture,
                                                            const at::Tensor& mask) const
{
    const at::Tensor q = inHeads(m_q(text));
    const at::Tensor k = inHeads(m_k(picture));
    const at::Tensor v = inHeads(m_v(picture));
    at::Tensor scores = at::matmul(q, k.transpose(-1, -2)).to(at::kFloat);
    scores.div_(std::sqrt(double(q.size(-1))));
    if (mask.defined())
        scores.masked_fill_(overScores(mask).eq(0), hiddenScore);
    at::Tensor probabilities = scores.softmax(-1);
    const at::Tensor mixed = at::matmul(probabilities.to(v.scalar_type()), v);
    return {m_out(mixed.transpose(1, 2).reshape(text.sizes())), probabilities};
}

} // namespace focal
