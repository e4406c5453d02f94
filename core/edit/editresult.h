#pragma once

#include "core/attention/attentionmap.h"
#include "core/edit/editrequest.h"

#include <QList>

namespace focal {

/// A thing that the words may have meant; offered to be clicked when the answer is not certain.
struct Candidate
{
    cv::Rect box;          ///< Native pixels.
    cv::Point peak;        ///< Native pixels, on the thing.
    double confidence = 0; ///< 0..1
    /// CV_8UC1 of the box's size: the thing itself, soft at its edges. Empty where only the box is known:
    /// then a choice is answered by a click on the peak.
    cv::Mat mask = {};
    /// What tells it from the others, as the user would say it: "on the left", the words of a text. May be
    /// empty.
    QString label = {};
};

/// What the picture holds of a phrase.
struct GroundResult
{
    cv::Mat mask;          ///< CV_8UC1 of the picture's size, soft at edges; all 0 where nothing was found.
    cv::Rect box;          ///< Of what is above 127, native pixels.
    double confidence = 0; ///< 0..1, that the mask is the thing meant.
    std::vector<Candidate> candidates; ///< Best first.
    std::vector<AttentionMap> attention;
    /// One thing is meant and several fit about equally: the candidates, of which to choose.
    bool ambiguous = false;
};

struct StageTiming
{
    QString stage; ///< "plan", "text", "features", "search", "refine", "operate", "composite"
    double seconds = 0;
};

/// Everything needed to make the result again.
struct Provenance
{
    QString modelId;
    QString modelVersion;
    QString weightsHash; ///< SHA-256, hex.
    QString program;     ///< "Focal 0.1.0"
    quint64 seed = 0;
    QJsonObject settings;
};

/// An answer of the program. Only Done carries a picture that differs from the request's.
enum class Outcome {
    Done,
    NotFound, ///< The words' thing is not in the picture. candidates may help.
    CannotDo, ///< Understood; needs another model.
    Unclear,  ///< Not understood; message asks back.
};

struct EditResult
{
    Outcome outcome = Outcome::Unclear;
    QString
        message; ///< Translated sentence for the conversation: what was done, or why not and what would help.
    /// The request's own where nothing was done. Its depth, and its size unless the plan crops or turns it.
    Picture picture;
    Plan plan;
    /// CV_8UC1 of the request's picture's size: the region of the plan's first edit as found, before grow and
    /// feather. Empty where it looked for nothing.
    cv::Mat found;
    /// CV_8UC1 of the result's picture's size, above 0 wherever any byte may differ; elsewhere bytes are the
    /// source's. All of it where the picture was cropped, turned or mirrored.
    cv::Mat changed;
    cv::Rect changedBounds;
    OperatorSettings settings; ///< The values that the first edit used, all that apply set.
    std::vector<AttentionMap> attention;
    std::vector<Candidate> candidates;
    double confidence = 0;
    QList<StageTiming> timings;
    Provenance provenance;
};

} // namespace focal
