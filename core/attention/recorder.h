#pragma once

#include "core/attention/attentionmap.h"

#include <set>

namespace focal {

/// What of the attention to keep.
struct AttentionSelection
{
    std::set<int> layers; ///< Empty: all.
    bool heads = true;    ///< Each head beside the mean of all.
    bool textToImage = true;
    bool imageToText = true;
};

/// A word and the places of its pieces along the text axis of the network's attention.
struct RecordedWord
{
    QString text;
    TextSpan span; ///< In the instruction of the request.
    std::vector<int> tokens;
};

/// Probabilities as a network made them: row-major [heads, queries, keys], borrowed.
struct AttentionProbabilities
{
    const float* values = nullptr;
    int heads = 0;
    int queries = 0;
    int keys = 0;
};

/// Turns a network's attention into maps of words. Made for one phrase on one picture.
///
/// Memory: words x layers x (heads + 1) x directions x patches x 4 bytes; 0.9 MB for 3 words, 3 layers, 8
/// heads, both directions and 37 x 37 patches.
class AttentionRecorder
{
public:
    /// @param grid  columns and rows of patches; patch (row, column) is key or query row * columns + column
    AttentionRecorder(AttentionSelection selection, std::vector<RecordedWord> words, cv::Size grid,
                      cv::Rect2d nativeRect);

    bool wants(int layer, bool imageToText) const;

    /// Text queries, picture keys: a word's map is the mean of its pieces' and sums to 1.
    /// Picture queries, text keys (@p imageToText): a word's map holds, for each patch, how much it looked at
    /// all of the word's pieces. What is not wanted is ignored. @throws LogicError for shapes that do not fit
    void record(int layer, bool imageToText, const AttentionProbabilities& probabilities);

    /// In the order recorded, for each record the words in order, for each word the mean of heads first.
    std::vector<AttentionMap> take() { return std::move(m_maps); }

private:
    AttentionSelection m_selection;
    std::vector<RecordedWord> m_words;
    cv::Size m_grid;
    cv::Rect2d m_nativeRect;
    std::vector<AttentionMap> m_maps;

    cv::Mat wordMap(const RecordedWord& word, bool imageToText, const AttentionProbabilities& probabilities,
                    int head) const;
};

} // namespace focal
