#pragma once

#include "core/attention/recorder.h"
#include "core/qwen/jointattention.h"
#include "core/qwen/rotary.h"

#include <set>
#include <vector>

namespace focal {

/// What of the transformer's attention to keep.
struct JointSelection
{
    std::set<int> blocks; ///< Empty: none.
    std::set<int> steps;  ///< Empty: all.
    bool heads = false;   ///< Each head beside the mean of all; not of outputs.
    bool imageToText = true;
    bool textToImage = false;
    /// How alike a patch and a word come out of the attention: often sharper than the probabilities.
    bool outputs = true;
};

/// A picture among the transformer's tokens, in their order.
struct RecordedPicture
{
    TokenGrid grid;
    cv::Rect2d nativeRect; ///< What the grid covers, native pixels of that picture.
};

/// Records where words and pictures meet in the joint attention. Only the words' columns or rows of the
/// scores are computed again, from the same queries, keys and sums that made the block's output.
///
/// Memory: words x blocks x steps x kinds x (heads + 1) x tokens of all pictures x 4 bytes: 0.4 MB for 3
/// words, one block and step, two kinds and 2 x 4096 tokens without heads.
class JointRecorder : public AttentionTap
{
public:
    /// @param words  their tokens count along the prompt's embeddings
    JointRecorder(JointSelection selection, std::vector<RecordedWord> words,
                  std::vector<RecordedPicture> pictures);

    /// Whether the block's attention is wanted; what comes next belongs to it.
    bool enter(int step, int block);
    /// @throws LogicError where words or pictures do not fit the tokens, Cancelled
    void attention(const JointQkv& qkv, const at::Tensor& logSums, const at::Tensor& mixed,
                   const CancelToken& cancel) override;

    /// In the order recorded: for each block and kind the pictures, for each the words, the mean of heads
    /// first.
    std::vector<AttentionMap> take() { return std::move(m_maps); }

private:
    JointSelection m_selection;
    std::vector<RecordedWord> m_words;
    std::vector<RecordedPicture> m_pictures;
    int m_step = 0;
    int m_block = 0;
    std::vector<AttentionMap> m_maps;

    void checkTokens(const JointQkv& qkv) const;
    /// @param values [pictures' tokens] float @return with the places of one word, before picture and grid
    void keep(const RecordedWord& word, const AttentionMap& kind, const at::Tensor& values);
    void recordProbabilities(const JointQkv& qkv, const at::Tensor& logSums, bool imageToText,
                             const CancelToken& cancel);
    void recordOutputs(const at::Tensor& mixed, int64_t words);
};

} // namespace focal
