#pragma once

#include "core/edit/editmodel.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>

namespace focal::cli {

/// Times the stages that the program adds around a model's own.
class StageClock
{
public:
    StageClock() { m_total.start(); }
    /// Ends the stage before.
    void enter(const QString& stage);
    void add(const QList<StageTiming>& timings);
    /// Ends the last stage. [{"stage": ..., "seconds": ...}]
    QJsonArray finish();
    double seconds() const { return static_cast<double>(m_total.nsecsElapsed()) * 1e-9; }

private:
    QElapsedTimer m_total;
    QElapsedTimer m_clock;
    QString m_stage;
    QList<StageTiming> m_timings;
};

QString outcomeName(Outcome outcome); ///< "done", "not_found", "cannot_do", "unclear"

/// {"focal": ..., "qt": ..., "opencv": ..., "torch": ...}
QJsonObject versionsJson();
/// {"id", "name", "version", "weights_sha256"}
QJsonObject toJson(const ModelInfo& model);
/// {"x", "y", "width", "height"} in native pixels; null for an empty one
QJsonValue toJson(const cv::Rect& rect);
QJsonArray toJson(const std::vector<Candidate>& candidates);
QJsonObject toJson(const OperatorSettings& settings);
/// {"width", "height", "bit_depth"}
QJsonObject pictureJson(const Picture& picture);

/// The most memory that the process had resident so far, in bytes (VmHWM of Linux); nothing where that is not
/// known.
std::optional<qint64> peakMemory();

/// What every report ends with: timings, seconds, peak memory, versions.
void addFooter(QJsonObject& report, StageClock& clock);

} // namespace focal::cli
