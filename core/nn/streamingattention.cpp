#include "core/nn/streamingattention.h"

#include "core/nn/bf16tiles.h"
#include "core/nn/parallel.h"
#include "core/nn/rowloops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace focal {

using namespace rowloops;

namespace {

// Scores in float, their probabilities, and the keys and values they need: 0.6 MB at 128 channels. Rows in
// multiples of what the products take at a time.
constexpr int64_t queryTile = 126;
constexpr int64_t keyTile = 512;

FOCAL_CLONES void scaleRow(float* row, int64_t count, float factor)
{
    for (int64_t i = 0; i < count; ++i)
        row[i] *= factor;
}

FOCAL_CLONES void finishRow(const float* row, uint16_t* out, int64_t count, float factor)
{
    for (int64_t i = 0; i < count; ++i)
        store(out[i], row[i] * factor);
}

int64_t roundedUp(int64_t value, int64_t multiple)
{
    return (value + multiple - 1) / multiple * multiple;
}

/// The right-hand matrices as multiplyPanel() reads them, padded with zeros to whole panels of keys.
struct PackedHeads
{
    at::Tensor keys;   ///< [heads, panels of keys, channels / 2, 64, 2]
    at::Tensor values; ///< [heads, panels of channels, padded keys / 2, 64, 2], channels padded too
};

/// 64 keys side by side, two channels at a time. @param keys [count, channels]
FOCAL_CLONES void packKeys(const uint32_t* keys, int64_t count, int64_t channels, uint32_t* panel)
{
    for (int64_t pair = 0; pair < channels / 2; ++pair, panel += tilePanel) {
        for (int64_t key = 0; key < count; ++key)
            panel[key] = keys[key * channels / 2 + pair];
        std::fill(panel + count, panel + tilePanel, 0);
    }
}

/// Two tokens' values side by side. @param second  null past the last token @param count  of channels, up to
/// 64
FOCAL_CLONES void packValues(const uint16_t* first, const uint16_t* second, int64_t count, uint32_t* panel)
{
    for (int64_t i = 0; i < count; ++i)
        panel[i] = first[i] | (second ? uint32_t(second[i]) << 16 : 0);
    std::fill(panel + count, panel + tilePanel, 0);
}

/// @param k @param v [heads, tokens, channels]
PackedHeads packed(const at::Tensor& k, const at::Tensor& v, AttentionMemory& memory)
{
    const int64_t heads = k.size(0);
    const int64_t tokens = k.size(1);
    const int64_t channels = k.size(2);
    const int64_t panels = roundedUp(tokens, tilePanel) / tilePanel;
    const int64_t wideChannels = roundedUp(channels, tilePanel);
    PackedHeads pack{memory.keys.empty({heads, panels * tilePanel, channels}, k.options()),
                     memory.values.empty({heads, panels * tilePanel, wideChannels}, v.options())};
    const auto* keys = static_cast<const uint16_t*>(k.const_data_ptr());
    const auto* values = static_cast<const uint16_t*>(v.const_data_ptr());
    auto* keyPanels = static_cast<uint32_t*>(pack.keys.data_ptr());
    auto* valuePanels = static_cast<uint32_t*>(pack.values.data_ptr());
    const int64_t panelSize = tilePanel * channels / 2; // in pairs
    parallelFor(0, heads * panels, 1, [&](int64_t begin, int64_t end) {
        for (int64_t item = begin; item < end; ++item) {
            const int64_t head = item / panels;
            const int64_t first = item % panels * tilePanel;
            const int64_t count = std::min(tilePanel, tokens - first);
            const int64_t from = (head * tokens + first) * channels;
            packKeys(reinterpret_cast<const uint32_t*>(keys + from), count, channels,
                     keyPanels + item * panelSize);
            for (int64_t channel = 0; channel < channels; channel += tilePanel) {
                uint32_t* panel = valuePanels + (head * wideChannels + channel) * panels * tilePanel / 2 +
                                  first * tilePanel / 2;
                for (int64_t key = 0; key < count; key += 2, panel += tilePanel) {
                    const uint16_t* pair = values + from + key * channels + channel;
                    packValues(pair, key + 1 < count ? pair + channels : nullptr,
                               std::min(tilePanel, channels - channel), panel);
                }
                std::fill(panel, panel + (tilePanel - roundedUp(count, 2)) / 2 * tilePanel, 0);
            }
        }
    });
    return pack;
}

/// The working memory of one thread, which keeps it.
struct Workspace
{
    std::vector<float> scores;
    std::vector<uint16_t> probabilities;
    std::vector<float> mixed;
    std::vector<float> largest;
    std::vector<float> sums;

    static Workspace& ofThread(int64_t channels)
    {
        thread_local Workspace work;
        work.scores.resize(size_t(queryTile * keyTile));
        work.probabilities.resize(size_t(queryTile * keyTile));
        work.mixed.resize(size_t(queryTile * roundedUp(channels, tilePanel)));
        work.largest.resize(size_t(queryTile));
        work.sums.resize(size_t(queryTile));
        return work;
    }
};

/// One tile of queries of one head against all keys; leaves weighted sums in @p work.
/// @param keys @param values  the head's panels
void attendTile(const uint16_t* q, int64_t queries, const uint16_t* keys, const uint16_t* values,
                int64_t tokens, int64_t channels, Workspace& work)
{
    const auto scale = float(1 / std::sqrt(double(channels)));
    const int64_t padded = roundedUp(tokens, tilePanel);
    const int64_t mixedStride = roundedUp(channels, tilePanel);
    std::fill(work.largest.begin(), work.largest.end(), -std::numeric_limits<float>::infinity());
    std::fill(work.sums.begin(), work.sums.end(), 0.0F);
    for (int64_t first = 0; first < tokens; first += keyTile) {
        const int64_t count = std::min(keyTile, tokens - first);
        const int64_t wide = roundedUp(count, tilePanel);
        for (int64_t key = 0; key < wide; key += tilePanel)
            multiplyPanel(q, channels, queries, keys + (first + key) * channels, channels / 2,
                          work.scores.data() + key, keyTile, false);
        for (int64_t row = 0; row < queries; ++row) {
            float* scores = work.scores.data() + row * keyTile;
            std::fill(scores + count, scores + wide, -std::numeric_limits<float>::infinity());
            const float correction = softmaxRow(scores, work.probabilities.data() + row * keyTile, wide,
                                                scale, work.largest[size_t(row)], work.sums[size_t(row)]);
            if (first > 0 && correction != 1)
                scaleRow(work.mixed.data() + row * mixedStride, channels, correction);
        }
        for (int64_t channel = 0; channel < channels; channel += tilePanel)
            multiplyPanel(work.probabilities.data(), keyTile, queries,
                          values + channel * padded + first * tilePanel, wide / 2,
                          work.mixed.data() + channel, mixedStride, first > 0);
    }
}

at::Tensor ownKernel(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, at::Tensor* logSums,
                     const CancelToken& cancel, AttentionMemory& memory)
{
    const int64_t heads = q.size(0);
    const int64_t tokens = q.size(1);
    const int64_t channels = q.size(2);
    const PackedHeads pack = packed(k, v, memory);
    const int64_t padded = roundedUp(tokens, tilePanel);
    const int64_t mixedStride = roundedUp(channels, tilePanel);
    at::Tensor result = memory.mixed.empty({tokens, heads * channels}, q.options());
    if (logSums)
        *logSums = at::empty({heads, tokens}, q.options().dtype(at::kFloat));

    const auto* queries = static_cast<const uint16_t*>(q.const_data_ptr());
    const auto* keys = static_cast<const uint16_t*>(pack.keys.const_data_ptr());
    const auto* values = static_cast<const uint16_t*>(pack.values.const_data_ptr());
    auto* out = static_cast<uint16_t*>(result.data_ptr());
    const int64_t tiles = (tokens + queryTile - 1) / queryTile;
    parallelFor(0, heads * tiles, 1, [&](int64_t begin, int64_t end) {
        Workspace& work = Workspace::ofThread(channels);
        for (int64_t item = begin; item < end && !cancel.isCancelled(); ++item) {
            const int64_t head = item / tiles;
            const int64_t first = item % tiles * queryTile;
            const int64_t count = std::min(queryTile, tokens - first);
            attendTile(queries + (head * tokens + first) * channels, count, keys + head * padded * channels,
                       values + head * padded * mixedStride, tokens, channels, work);
            for (int64_t row = 0; row < count; ++row) {
                finishRow(work.mixed.data() + row * mixedStride,
                          out + (first + row) * heads * channels + head * channels, channels,
                          1 / work.sums[size_t(row)]);
                if (logSums)
                    logSums->data_ptr<float>()[head * tokens + first + row] =
                        work.largest[size_t(row)] + std::log(work.sums[size_t(row)]);
            }
        }
    });
    cancel.throwIfCancelled();
    return result;
}

/// log(sum(exp(scores))) of some queries. @param q [heads, queries, channels] @return [heads, queries] float
at::Tensor logSumsOf(const at::Tensor& q, const at::Tensor& k)
{
    return (at::matmul(q.to(at::kFloat), k.to(at::kFloat).transpose(1, 2)) / std::sqrt(double(q.size(2))))
        .logsumexp(-1);
}

at::Tensor fusedKernel(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, at::Tensor* logSums,
                       const CancelToken& cancel)
{
    constexpr int64_t tile = 1024;
    std::vector<at::Tensor> parts;
    std::vector<at::Tensor> sums;
    for (int64_t first = 0; first < q.size(1); first += tile) {
        cancel.throwIfCancelled();
        const at::Tensor some = q.narrow(1, first, std::min(tile, q.size(1) - first));
        const auto batch = [](const at::Tensor& x) { return x.unsqueeze(0); };
        if (q.is_cpu()) {
            const auto [mixed, logs] =
                at::_scaled_dot_product_flash_attention_for_cpu(batch(some), batch(k), batch(v));
            parts.push_back(mixed[0]);
            if (logSums) // [1, heads, queries], or with the last two exchanged, by the release of LibTorch
                sums.push_back(logs[0].size(0) == q.size(0) ? logs[0] : logs[0].transpose(0, 1));
        } else {
            parts.push_back(at::scaled_dot_product_attention(batch(some), batch(k), batch(v))[0]);
            if (logSums)
                sums.push_back(logSumsOf(some, k));
        }
    }
    if (logSums)
        *logSums = at::cat(sums, 1);
    return at::cat(parts, 1).transpose(0, 1).flatten(1).contiguous();
}

} // namespace

bool hasStreamingKernel(const at::Tensor& q)
{
    return hasBf16Tiles() && q.is_cpu() && q.scalar_type() == at::kBFloat16 && q.size(2) % 2 == 0;
}

at::Tensor ReusedMemory::empty(at::IntArrayRef sizes, const at::TensorOptions& options)
{
    const int64_t count = c10::multiply_integers(sizes);
    const bool fits = m_memory.defined() && m_memory.numel() >= count &&
                      m_memory.dtype() == options.dtype() && m_memory.device() == options.device();
    if (!fits) {
        m_memory.reset(); // before there is more
        m_memory = at::empty({count}, options);
    }
    return m_memory.narrow(0, 0, count).view(sizes);
}

at::Tensor streamingAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                              at::Tensor* logSums, const CancelToken& cancel, AttentionMemory* memory)
{
    if (!hasStreamingKernel(q))
        return fusedKernel(q, k, v, logSums, cancel);
    AttentionMemory own;
    return ownKernel(q.contiguous(), k.contiguous(), v.contiguous(), logSums, cancel, memory ? *memory : own);
}

} // namespace focal
