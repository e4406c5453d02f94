#pragma once
/// The facts of one turn and of one answer, as they are remembered: immutable, and with masks packed.

#include "core/document/packedmask.h"
#include "core/edit/editresult.h"

#include <QDateTime>

#include <optional>
#include <vector>

namespace focal {

/// Names a turn of one document. Never used twice.
enum class TurnId : quint32 {};
/// Names an answer of one document. Never used twice.
enum class AnswerId : quint32 {};

/// A request without its picture, which is that of the turn it was made at.
struct StoredRequest
{
    QString instruction;
    std::optional<Plan> plan; ///< Where the user corrected it.
    std::optional<Plan> before;
    Region region; ///< Without its mask.
    PackedMask regionMask;
    OperatorSettings settings;
    PackedMask found;
    quint64 seed = 0;
    std::optional<int> steps;
    QJsonObject modelSettings;
    std::vector<Picture> references;

    static StoredRequest of(const EditRequest& request);
    /// The request as it was, to be run on @p picture.
    EditRequest on(const Picture& picture) const;
};

/// A result without its picture.
struct StoredResult
{
    Outcome outcome = Outcome::Unclear;
    QString message;
    Plan plan;
    PackedMask found;
    PackedMask changed;
    cv::Rect changedBounds; ///< Native pixels.
    OperatorSettings settings;
    std::vector<AttentionMap> attention;
    std::vector<Candidate> candidates;
    double confidence = 0;
    QList<StageTiming> timings;
    Provenance provenance;

    static StoredResult of(const EditResult& result);
    EditResult with(const Picture& picture) const;
    double seconds() const;   ///< All stages together.
    qint64 byteCount() const; ///< Of masks and attention maps.
};

/// One step of the conversation that changed the picture. The first turn of a document is the picture as
/// opened.
struct Turn
{
    TurnId id{};
    std::optional<TurnId> parent; ///< Empty for the root.
    std::optional<TurnId>
        revisionOf;        ///< The version of this turn that stood before: same parent, other values.
    quint64 order = 0;     ///< Rises with time over turns and answers together.
    QDateTime created;     ///< UTC
    StoredRequest request; ///< Empty for the root.
    StoredResult result;   ///< Always Done.

    bool isRoot() const { return !parent; }
};

/// An error as it stands in the conversation. Translated sentences.
struct Failure
{
    QString what;
    QString why;    ///< May be empty.
    QString remedy; ///< May be empty.
};

/// What the program said where it changed nothing. Part of the conversation, never a state to undo to.
struct Answer
{
    enum class Kind {
        NotFound,
        CannotDo,
        Unclear,
        NothingChanged, ///< Done, but every byte is as before.
        Failed,
        Cancelled,
    };

    AnswerId id{};
    TurnId at{};       ///< The turn whose picture was asked about.
    quint64 order = 0; ///< As in Turn.
    QDateTime created; ///< UTC
    Kind kind = Kind::Unclear;
    StoredRequest request;
    StoredResult result; ///< Of models that answered; empty after Failed and Cancelled.
    Failure failure;     ///< For Failed.
};

} // namespace focal
