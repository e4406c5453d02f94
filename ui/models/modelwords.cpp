#include "ui/models/modelwords.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace focal {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(focal::ModelWords)
};

QString count(qint64 parameters)
{
    constexpr double Billion = 1e9;
    constexpr double Million = 1e6;
    const QLocale locale;
    if (double(parameters) >= Billion / 10)
        return Texts::tr("%1 billion parameters").arg(locale.toString(double(parameters) / Billion, 'f', 1));
    return Texts::tr("%1 million parameters").arg(locale.toString(double(parameters) / Million, 'f', 1));
}

/// The types that hold the most, by bytes.
QString typesText(const PartReport& part)
{
    constexpr qsizetype Most = 3;
    QList<QString> names = part.types.keys();
    std::sort(names.begin(), names.end(), [&part](const QString& a, const QString& b) {
        return part.types.value(a).bytes > part.types.value(b).bytes;
    });
    return QStringList(names.mid(0, Most)).join(QStringLiteral(", "));
}

} // namespace

QString partText(const PartReport& part)
{
    return Texts::tr("%1, %2, %3 (%4)")
        .arg(part.container, count(part.parameters), sizeText(part.bytes), typesText(part));
}

QStringList missingParts(const ModelReport& report, bool hasOtherTokenizer)
{
    QStringList missing = report.missing;
    if (report.files.tokenizer.isEmpty() && hasOtherTokenizer && !missing.isEmpty())
        missing.removeLast(); // The tokenizer is named last.
    return missing;
}

QString summaryText(const ModelReport& report, bool hasOtherTokenizer)
{
    const QString name = report.files.transformer.isEmpty() ? Texts::tr("Parts of a Qwen-Image-Edit model")
                                                            : familyName(report.family);
    const QStringList missing = missingParts(report, hasOtherTokenizer);
    if (missing.isEmpty())
        return Texts::tr("%1. All of its parts are here.").arg(name);
    return Texts::tr("%1. It cannot run yet, for it lacks: %2.")
        .arg(name, missing.join(QStringLiteral(", ")));
}

} // namespace focal
