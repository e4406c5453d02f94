#pragma once

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

#include <QElapsedTimer>
#include <QList>
#include <QString>

#include <functional>

namespace focal {

struct StageTiming;

struct Progress
{
    QString stage;       ///< The key, as in StageTiming.
    double fraction = 0; ///< Of the whole job, 0..1, never falling.
    cv::Rect where;      ///< Native pixels where the change will be; empty while unknown.
};

/// A look at the work in hand: a mask found, or pixels made so far.
struct Preview
{
    cv::Mat mask;   ///< CV_8UC1, any size that covers the whole picture; may be empty.
    cv::Mat pixels; ///< CV_8UC4 r, g, b, a; may be empty.
    cv::Rect where; ///< Native pixels that mask or pixels stand for.
};

/// What runs beside one call of a model: progress and previews out, one cancel token in. Made for that call
/// alone. The callbacks are called on the thread that runs the job; they must be quick and must not throw.
class Job
{
public:
    using ProgressCallback = std::function<void(const Progress&)>;
    using PreviewCallback = std::function<void(const Preview&)>;

    Job() = default;
    explicit Job(CancelToken token, ProgressCallback onProgress = {}, PreviewCallback onPreview = {});

    const CancelToken& token() const noexcept { return m_token; }
    /// @throws Cancelled
    void throwIfCancelled() const { m_token.throwIfCancelled(); }

    /// Ends the stage before, starts @p stage, reports @p fraction of the whole job. @throws Cancelled
    void enter(const QString& stage, double fraction, cv::Rect where = {});
    void preview(const Preview& preview) const;
    /// Ends the last stage and returns how long each took, in order; stages of one name are added up.
    QList<StageTiming> finish();

private:
    CancelToken m_token;
    ProgressCallback m_onProgress;
    PreviewCallback m_onPreview;
    QString m_stage;
    QElapsedTimer m_clock;
    double m_fraction = 0;
    QList<StageTiming> m_timings;

    void closeStage();
};

} // namespace focal
