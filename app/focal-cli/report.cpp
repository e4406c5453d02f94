#include "app/focal-cli/report.h"

#include <opencv2/core/utility.hpp>

#include <QFile>

namespace focal::cli {

void StageClock::enter(const QString& stage)
{
    if (!m_stage.isEmpty())
        m_timings.append({m_stage, static_cast<double>(m_clock.nsecsElapsed()) * 1e-9});
    m_stage = stage;
    m_clock.start();
}

void StageClock::add(const QList<StageTiming>& timings)
{
    enter({});
    m_timings.append(timings);
}

QJsonArray StageClock::finish()
{
    enter({});
    QJsonArray result;
    for (const StageTiming& timing : m_timings)
        result.append(QJsonObject{{QStringLiteral("stage"), timing.stage},
                                  {QStringLiteral("seconds"), timing.seconds}});
    return result;
}

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Done:
        return QStringLiteral("done");
    case Outcome::NotFound:
        return QStringLiteral("not_found");
    case Outcome::CannotDo:
        return QStringLiteral("cannot_do");
    case Outcome::Unclear:
        break;
    }
    return QStringLiteral("unclear");
}

QJsonObject versionsJson()
{
    return {{QStringLiteral("focal"), QStringLiteral(FOCAL_VERSION)},
            {QStringLiteral("qt"), QString::fromLatin1(qVersion())},
            {QStringLiteral("opencv"), QString::fromStdString(cv::getVersionString())},
            {QStringLiteral("torch"), QStringLiteral(FOCAL_LIBTORCH_VERSION)}};
}

QJsonObject toJson(const ModelInfo& model)
{
    return {{QStringLiteral("id"), model.id},
            {QStringLiteral("name"), model.name},
            {QStringLiteral("version"), model.version},
            {QStringLiteral("weights_sha256"), model.weightsHash}};
}

QJsonValue toJson(const cv::Rect& rect)
{
    if (rect.empty())
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("x"), rect.x},
                       {QStringLiteral("y"), rect.y},
                       {QStringLiteral("width"), rect.width},
                       {QStringLiteral("height"), rect.height}};
}

QJsonArray toJson(const std::vector<Candidate>& candidates)
{
    QJsonArray result;
    for (const Candidate& candidate : candidates) {
        QJsonObject json{{QStringLiteral("box"), toJson(candidate.box)},
                         {QStringLiteral("peak"), QJsonArray{candidate.peak.x, candidate.peak.y}},
                         {QStringLiteral("confidence"), candidate.confidence}};
        if (!candidate.label.isEmpty())
            json.insert(QStringLiteral("label"), candidate.label);
        result.append(json);
    }
    return result;
}

QJsonObject toJson(const OperatorSettings& settings)
{
    QJsonObject result;
    if (settings.color)
        result.insert(QStringLiteral("color"), settings.color->hex());
    if (settings.strength)
        result.insert(QStringLiteral("strength"), *settings.strength);
    if (settings.grow)
        result.insert(QStringLiteral("grow"), *settings.grow);
    if (settings.feather)
        result.insert(QStringLiteral("feather"), *settings.feather);
    return result;
}

QJsonObject pictureJson(const Picture& picture)
{
    return {{QStringLiteral("width"), picture.width()},
            {QStringLiteral("height"), picture.height()},
            {QStringLiteral("bit_depth"), picture.bitDepth()}};
}

std::optional<qint64> peakMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return std::nullopt;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').front().toLongLong() * 1024;
    }
    return std::nullopt;
}

void addFooter(QJsonObject& report, StageClock& clock)
{
    report.insert(QStringLiteral("timings"), clock.finish());
    report.insert(QStringLiteral("seconds"), clock.seconds());
    if (const auto peak = peakMemory())
        report.insert(QStringLiteral("peak_memory"), *peak);
    report.insert(QStringLiteral("versions"), versionsJson());
}

} // namespace focal::cli
