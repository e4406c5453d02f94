#include "core/qwen/jointrecorder.h"

#include "core/base/error.h"

#include <cmath>
#include <cstring>

namespace focal {

JointRecorder::JointRecorder(JointSelection selection, std::vector<RecordedWord> words,
                             std::vector<RecordedPicture> pictures)
    : m_selection(std::move(selection)), m_words(std::move(words)), m_pictures(std::move(pictures))
{
}

bool JointRecorder::enter(int step, int block)
{
    m_step = step;
    m_block = block;
    return m_selection.blocks.count(block) > 0 &&
           (m_selection.steps.empty() || m_selection.steps.count(step) > 0) && !m_words.empty();
}

void JointRecorder::checkTokens(const JointQkv& qkv) const
{
    int64_t patches = 0;
    for (const RecordedPicture& picture : m_pictures)
        patches += picture.grid.tokens();
    if (patches != qkv.q.size(1) - qkv.words)
        throw LogicError(QStringLiteral("Attention over %1 patches for pictures of %2")
                             .arg(qkv.q.size(1) - qkv.words)
                             .arg(patches));
    for (const RecordedWord& word : m_words) {
        for (const int token : word.tokens) {
            if (token < 0 || token >= qkv.words)
                throw LogicError(
                    QStringLiteral("The word %1 has no place among %2 tokens").arg(word.text).arg(qkv.words));
        }
        if (word.tokens.empty())
            throw LogicError(QStringLiteral("The word %1 has no tokens").arg(word.text));
    }
}

void JointRecorder::keep(const RecordedWord& word, const AttentionMap& kind, const at::Tensor& values)
{
    int64_t first = 0;
    for (size_t i = 0; i < m_pictures.size(); ++i) {
        const RecordedPicture& picture = m_pictures[i];
        at::Tensor part =
            values.narrow(0, first, picture.grid.tokens()).to(at::kCPU, at::kFloat).contiguous();
        first += picture.grid.tokens();
        if (kind.outputSpace)
            part = part - part.min();
        else if (!kind.imageToText)
            part = part / part.sum().clamp_min(1e-30);
        AttentionMap map = kind;
        map.word = word.text;
        map.span = word.span;
        map.layer = m_block;
        map.step = m_step;
        map.image = int(i);
        map.nativeRect = picture.nativeRect;
        map.grid = cv::Mat(int(picture.grid.rows), int(picture.grid.columns), CV_32FC1);
        std::memcpy(map.grid.data, part.const_data_ptr<float>(), size_t(part.nbytes()));
        m_maps.push_back(std::move(map));
    }
}

void JointRecorder::recordProbabilities(const JointQkv& qkv, const at::Tensor& logSums, bool imageToText,
                                        const CancelToken& cancel)
{
    const int64_t patches = qkv.q.size(1) - qkv.words;
    const double scale = 1 / std::sqrt(double(qkv.q.size(2)));
    for (const RecordedWord& word : m_words) {
        cancel.throwIfCancelled();
        const at::Tensor places = at::tensor(std::vector<int64_t>(word.tokens.begin(), word.tokens.end()),
                                             qkv.q.options().dtype(at::kLong));
        // [heads, pieces, channels] x [heads, channels, patches]
        const at::Tensor& wordSide = imageToText ? qkv.k : qkv.q;
        const at::Tensor& patchSide = imageToText ? qkv.q : qkv.k;
        const at::Tensor pieces = wordSide.index_select(1, places).to(at::kFloat);
        at::Tensor perHead = at::empty({qkv.q.size(0), patches}, pieces.options());
        constexpr int64_t tile = 2048;
        for (int64_t first = 0; first < patches; first += tile) {
            const int64_t count = std::min(tile, patches - first);
            const at::Tensor some = patchSide.narrow(1, qkv.words + first, count).to(at::kFloat);
            const at::Tensor scores = at::matmul(pieces, some.transpose(1, 2)).mul_(scale);
            const at::Tensor sums = imageToText ? logSums.narrow(1, qkv.words + first, count).unsqueeze(1)
                                                : logSums.index_select(1, places).unsqueeze(2);
            const at::Tensor probabilities = scores.sub_(sums).exp_();
            perHead.narrow(1, first, count).copy_(imageToText ? probabilities.sum(1) : probabilities.mean(1));
        }
        AttentionMap kind;
        kind.imageToText = imageToText;
        keep(word, kind, perHead.mean(0));
        for (int64_t head = 0; m_selection.heads && head < perHead.size(0); ++head) {
            kind.head = int(head);
            keep(word, kind, perHead[head]);
        }
    }
}

void JointRecorder::recordOutputs(const at::Tensor& mixed, int64_t words)
{
    const at::Tensor patches = mixed.narrow(0, words, mixed.size(0) - words);
    const at::Tensor lengths = patches.norm(2, {1}, false, at::kFloat).clamp_min(1e-12);
    for (const RecordedWord& word : m_words) {
        const at::Tensor places = at::tensor(std::vector<int64_t>(word.tokens.begin(), word.tokens.end()),
                                             mixed.options().dtype(at::kLong));
        const at::Tensor meaning = mixed.index_select(0, places).to(at::kFloat).mean(0);
        const at::Tensor direction = (meaning / meaning.norm().clamp_min(1e-12)).to(mixed.scalar_type());
        AttentionMap kind;
        kind.imageToText = true;
        kind.outputSpace = true;
        keep(word, kind, at::mv(patches, direction).to(at::kFloat) / lengths);
    }
}

void JointRecorder::attention(const JointQkv& qkv, const at::Tensor& logSums, const at::Tensor& mixed,
                              const CancelToken& cancel)
{
    checkTokens(qkv);
    if (m_selection.imageToText)
        recordProbabilities(qkv, logSums, true, cancel);
    if (m_selection.textToImage)
        recordProbabilities(qkv, logSums, false, cancel);
    if (m_selection.outputs)
        recordOutputs(mixed, qkv.words);
}

} // namespace focal
