#pragma once

#include "core/attention/attentionmap.h"
#include "core/compact/detection.h"
#include "core/compact/dinov2.h"
#include "core/compact/features.h"
#include "core/compact/grounding.h"
#include "core/compact/modelpaths.h"
#include "core/compact/recognition.h"
#include "core/compact/region.h"
#include "core/compact/saliency.h"
#include "core/compact/synonyms.h"
#include "core/text/phrasetokenizer.h"

#include <deque>
#include <memory>

namespace focal {

/// All that the networks know of one picture before any words are said.
struct ReadPicture
{
    PictureFeatures features;
    Grounding::PicturePart part;
    at::Tensor objects;            ///< Of TinyVit, what things are cut out with.
    ModelGeometry objectsGeometry; ///< Of its input.
    Detections detections;
    Recognitions recognitions;
};

/// What the detector and the classifier say of what @p phrase names; empty where neither was taught it.
std::optional<PhraseView::Detected> secondOpinion(const ReadPicture& picture, const SearchPhrase& phrase);

/// What the networks found for one phrase.
struct SearchResult
{
    cv::Mat alignment;   ///< CV_32FC1 [rows, columns], see Grounding::Output
    cv::Mat maskLogits;  ///< CV_32FC1 over the whole input
    double presence = 0; ///< Logit that the thing is there; means nothing without words
    cv::Mat
        attention; ///< CV_32FC1 [rows, columns]: summary and words, mean of heads and late layers; sums to 1
    std::vector<AttentionMap> maps; ///< Of every word; spans in the phrase as said.
};

/// The compact model's networks with their weights, on the device and in the arithmetic that suit this
/// machine. Every member function may be called from any thread, one at a time.
class Networks
{
public:
    /// @throws UserError (BadInput) for files that are missing or do not hold these networks, Cancelled
    Networks(const CompactModelPaths& paths, const CancelToken& cancel);
    ~Networks();

    /// @param longSide  patches along the longer side of the picture
    /// @throws Cancelled
    ReadPicture read(const Picture& picture, int longSide, const CancelToken& cancel) const;

    /// @param phrase    only the words that name the thing, as said
    /// @param searched  searchPhrase(phrase): what the text encoder reads
    /// @param pointed   promptsOf() what the user pointed at
    /// @return empty matrices where neither holds anything that can be searched for; alignment and attention
    /// are empty without words
    SearchResult search(const ReadPicture& picture, const QString& phrase, const SearchPhrase& searched,
                        const std::vector<Grounding::Prompt>& pointed, const CancelToken& cancel) const;

    /// @return three masks from part to whole, and one for prompts that leave no doubt
    /// @throws LogicError for a prompt that points nowhere, Cancelled
    ObjectMasks cutOut(const ReadPicture& picture, const ObjectPrompt& prompt,
                       const CancelToken& cancel) const;

    /// What findRegion() is told of @p picture, which must outlive it, as these networks.
    PictureView viewOf(const ReadPicture& picture, const CancelToken& cancel) const;

private:
    struct Weights;
    at::Device m_device;
    std::unique_ptr<const Weights> m_weights;
    PhraseTokenizer m_tokenizer;
};

/// What was read of the last pictures, so that the next edit of one starts at once.
class ReadPictures
{
public:
    bool knows(const Picture& picture, int longSide) const;
    /// @return null where nothing is known of @p picture at @p longSide
    const ReadPicture* find(const Picture& picture, int longSide);
    const ReadPicture& add(const Picture& picture, int longSide, ReadPicture read);

private:
    struct Entry
    {
        Picture picture;
        int longSide = 0;
        ReadPicture read;
    };
    static constexpr size_t capacity = 3; ///< Some 30 MB each, and the picture's own pixels.
    std::deque<Entry> m_entries;          ///< Most recently used first.

    std::deque<Entry>::const_iterator entryOf(const Picture& picture, int longSide) const;
};

} // namespace focal
