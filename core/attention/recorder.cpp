#include "core/attention/recorder.h"

#include "core/base/error.h"

#include <algorithm>

namespace focal {

AttentionRecorder::AttentionRecorder(AttentionSelection selection, std::vector<RecordedWord> words,
                                     cv::Size grid, cv::Rect2d nativeRect)
    : m_selection(std::move(selection)), m_words(std::move(words)), m_grid(grid), m_nativeRect(nativeRect)
{
    if (grid.empty() || nativeRect.empty())
        throw LogicError(QStringLiteral("Attention over an empty grid"));
}

bool AttentionRecorder::wants(int layer, bool imageToText) const
{
    return (imageToText ? m_selection.imageToText : m_selection.textToImage) &&
           (m_selection.layers.empty() || m_selection.layers.contains(layer));
}

cv::Mat AttentionRecorder::wordMap(const RecordedWord& word, bool imageToText,
                                   const AttentionProbabilities& probabilities, int head) const
{
    const float* values =
        probabilities.values + size_t(head) * size_t(probabilities.queries) * size_t(probabilities.keys);
    cv::Mat map = cv::Mat::zeros(m_grid, CV_32FC1);
    auto* cells = map.ptr<float>();
    const int patches = m_grid.area();
    for (const int token : word.tokens)
        for (int patch = 0; patch < patches; ++patch)
            cells[patch] += imageToText ? values[size_t(patch) * size_t(probabilities.keys) + size_t(token)]
                                        : values[size_t(token) * size_t(probabilities.keys) + size_t(patch)];
    if (!imageToText)
        map /= double(word.tokens.size());
    return map;
}

void AttentionRecorder::record(int layer, bool imageToText, const AttentionProbabilities& probabilities)
{
    if (!wants(layer, imageToText))
        return;
    const int patches = imageToText ? probabilities.queries : probabilities.keys;
    const int tokens = imageToText ? probabilities.keys : probabilities.queries;
    if (!probabilities.values || probabilities.heads < 1 || patches != m_grid.area())
        throw LogicError(QStringLiteral("Attention over %1 patches for a grid of %2 x %3")
                             .arg(patches)
                             .arg(m_grid.width)
                             .arg(m_grid.height));
    for (const RecordedWord& word : m_words) {
        if (word.tokens.empty() ||
            std::any_of(word.tokens.begin(), word.tokens.end(), [&](int t) { return t < 0 || t >= tokens; }))
            throw LogicError(
                QStringLiteral("The word %1 has no place among %2 tokens").arg(word.text).arg(tokens));
        AttentionMap mean;
        mean.word = word.text;
        mean.span = word.span;
        mean.layer = layer;
        mean.imageToText = imageToText;
        mean.nativeRect = m_nativeRect;
        mean.grid = cv::Mat::zeros(m_grid, CV_32FC1);
        const size_t place = m_maps.size();
        m_maps.push_back(mean);
        for (int head = 0; head < probabilities.heads; ++head) {
            const cv::Mat map = wordMap(word, imageToText, probabilities, head);
            m_maps[place].grid += map / double(probabilities.heads);
            if (m_selection.heads) {
                AttentionMap one = mean;
                one.head = head;
                one.grid = map;
                m_maps.push_back(std::move(one));
            }
        }
    }
}

} // namespace focal
