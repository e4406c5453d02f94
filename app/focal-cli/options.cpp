#include "app/focal-cli/options.h"

#include "core/base/error.h"

#include <QCoreApplication>

#include <array>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

} // namespace

QCommandLineOption jsonOption()
{
    return {QStringLiteral("json"), tr("Write a report as JSON; - is standard output."),
            QStringLiteral("FILE|-")};
}

QCommandLineOption modelOption()
{
    return {QStringLiteral("model"),
            tr("The model: a name that “model list” shows, or a folder that holds one."),
            QStringLiteral("NAME|DIR"), QStringLiteral("compact")};
}

QCommandLineOption regionOption()
{
    return {QStringLiteral("region"), tr("Look only in this rectangle of the picture, in pixels."),
            QStringLiteral("X,Y,W,H")};
}

QCommandLineOption regionMaskOption()
{
    return {QStringLiteral("region-mask"),
            tr("Change what is white in this picture, of the same size, instead of looking for it."),
            QStringLiteral("PNG")};
}

QCommandLineOption saveMaskOption(const QString& what)
{
    return {QStringLiteral("save-mask"), what, QStringLiteral("PNG")};
}

QCommandLineOption overwriteOption()
{
    return {QStringLiteral("overwrite"), tr("Let the result replace the picture that was edited.")};
}

void throwBadUsage(const QString& command, const QString& what)
{
    throw UserError(ErrorKind::BadUsage, what, {}, tr("See “focal-cli help %1”.").arg(command));
}

void parse(QCommandLineParser& parser, const QString& command, const QStringList& arguments, int positional)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsCompactedShortOptions);
    if (!parser.parse(QStringList{command} + arguments))
        throwBadUsage(command, parser.errorText() +
                                   (parser.errorText().endsWith(u'.') ? QString() : QStringLiteral(".")));
    const QStringList given = parser.positionalArguments();
    if (given.size() < positional)
        throwBadUsage(command, tr("Too few arguments for “%1”.").arg(command));
    if (given.size() > positional)
        throwBadUsage(
            command,
            tr("“%1” is one argument too many; an instruction of several words needs quotation marks.")
                .arg(given.at(positional)));
}

quint64 seedFrom(const QCommandLineParser& parser, const QString& command)
{
    const QString text = parser.value(QStringLiteral("seed"));
    bool valid = false;
    const quint64 seed = text.toULongLong(&valid);
    if (!valid)
        throwBadUsage(command, tr("The seed “%1” is no whole number from 0 on.").arg(text));
    return seed;
}

RegionOptions regionOptionsFrom(const QCommandLineParser& parser, const QString& command)
{
    RegionOptions options;
    options.maskPath =
        parser.isSet(regionMaskOption()) ? parser.value(QStringLiteral("region-mask")) : QString();
    if (!parser.isSet(QStringLiteral("region")))
        return options;
    if (!options.maskPath.isEmpty())
        throwBadUsage(command, tr("--region and --region-mask cannot be used together."));
    const QString text = parser.value(QStringLiteral("region"));
    const QStringList parts = text.split(u',');
    std::array<int, 4> numbers{};
    bool valid = parts.size() == 4;
    for (qsizetype i = 0; valid && i < 4; ++i)
        numbers[static_cast<std::size_t>(i)] = parts[i].trimmed().toInt(&valid);
    if (!valid || numbers[2] <= 0 || numbers[3] <= 0)
        throwBadUsage(
            command,
            tr("The region “%1” is not X,Y,W,H: four whole numbers, width and height above 0.").arg(text));
    options.box = cv::Rect(numbers[0], numbers[1], numbers[2], numbers[3]);
    return options;
}

} // namespace focal::cli
