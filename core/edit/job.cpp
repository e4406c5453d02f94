#include "core/edit/job.h"

#include "core/edit/editresult.h"

#include <algorithm>

namespace focal {

Job::Job(CancelToken token, ProgressCallback onProgress, PreviewCallback onPreview)
    : m_token(std::move(token)), m_onProgress(std::move(onProgress)), m_onPreview(std::move(onPreview))
{
}

void Job::enter(const QString& stage, double fraction, cv::Rect where)
{
    m_token.throwIfCancelled();
    closeStage();
    m_stage = stage;
    m_clock.start();
    m_fraction = std::max(m_fraction, std::clamp(fraction, 0.0, 1.0));
    if (m_onProgress)
        m_onProgress({stage, m_fraction, where});
}

void Job::preview(const Preview& preview) const
{
    if (m_onPreview)
        m_onPreview(preview);
}

QList<StageTiming> Job::finish()
{
    closeStage();
    return m_timings;
}

void Job::closeStage()
{
    if (m_stage.isEmpty())
        return;
    const double seconds = static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
    const auto known = std::find_if(m_timings.begin(), m_timings.end(),
                                    [this](const StageTiming& timing) { return timing.stage == m_stage; });
    if (known != m_timings.end())
        known->seconds += seconds;
    else
        m_timings.append({m_stage, seconds});
    m_stage.clear();
}

} // namespace focal
