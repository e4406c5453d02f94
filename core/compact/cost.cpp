#include "core/compact/cost.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>

#include <algorithm>
#include <limits>
#include <optional>

namespace focal {

namespace {

/// Reference figures: two cores of an AMD EPYC of 2024. Attention grows with the square of the patches.
double readingSeconds(int patches)
{
    const double n = patches;
    return 0.02 + 1.3e-4 * n + 5e-8 * n * n;
}

double editSeconds(Operation operation, double megapixels)
{
    // Filling a hole costs far more than any change of colour.
    const double perMegapixel = operation == Operation::Remove ? 0.25 : 0.12;
    const double fixed = operation == Operation::Remove ? 0.5 : 0.15;
    return fixed + perMegapixel * megapixels;
}

/// New experience counts by half, so that one slow run on a busy machine is forgotten soon.
void learn(double& ratio, double measured, double reference)
{
    ratio = std::clamp(0.5 * ratio + 0.5 * measured / reference, 0.1, 100.0);
}

std::optional<qint64> numberIn(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    bool isNumber = false;
    const qint64 number = file.readLine().trimmed().toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

double inMegapixels(const Picture& picture)
{
    return 1e-6 * picture.width() * picture.height();
}

} // namespace

qint64 availableMemory()
{
    qint64 available = std::numeric_limits<qint64>::max();
    QFile meminfo(QStringLiteral("/proc/meminfo"));
    if (meminfo.open(QIODevice::ReadOnly))
        for (const QByteArray& line : meminfo.readAll().split('\n'))
            if (line.startsWith("MemAvailable:"))
                available = line.simplified().split(' ').value(1).toLongLong() * 1024;
    const auto limit = numberIn(QStringLiteral("/sys/fs/cgroup/memory.max"));
    const auto used = numberIn(QStringLiteral("/sys/fs/cgroup/memory.current"));
    if (limit && used)
        available = std::min(available, std::max<qint64>(0, *limit - *used));
    return available;
}

void CompactCost::learnReading(int patches, double seconds)
{
    learn(m_readingRatio, seconds, readingSeconds(patches));
}

void CompactCost::learnEdit(Operation operation, double megapixels, double seconds)
{
    learn(m_editRatio, seconds, editSeconds(operation, megapixels));
}

CostEstimate CompactCost::estimate(const Picture& picture, Operation operation, int patches) const
{
    CostEstimate cost;
    const double megapixels = inMegapixels(picture);
    cost.seconds = (patches > 0 ? m_readingRatio * readingSeconds(patches) : 0) +
                   m_editRatio * editSeconds(operation, megapixels);
    // Beside the picture: the edited copy, the composite, masks, and float copies of the region at work.
    constexpr qint64 networkBytes = 330'000'000;
    constexpr qint64 bytesPerPixel = 20;
    cost.peakBytes = networkBytes + 2 * picture.byteCount() +
                     bytesPerPixel * qint64(picture.width()) * qint64(picture.height());
    const qint64 available = availableMemory();
    cost.fits = cost.peakBytes <= available;
    const QLocale locale;
    const QString memory = locale.formattedDataSize(cost.peakBytes, 0);
    if (!cost.fits)
        cost.words = QCoreApplication::translate("focal::CompactModel",
                                                 "needs %1 of memory, and %2 is free: use a smaller picture")
                         .arg(memory, locale.formattedDataSize(available, 0));
    else
        cost.words =
            QCoreApplication::translate("focal::CompactModel", "about %1 s, %2")
                .arg(locale.toString(std::max(0.1, cost.seconds), 'f', cost.seconds < 10 ? 1 : 0), memory);
    return cost;
}

} // namespace focal
