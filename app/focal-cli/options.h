#pragma once

#include "core/edit/region.h"

#include <QCommandLineParser>
#include <QStringList>

#include <optional>

namespace focal::cli {

/// Options that several commands share, so that they are called and described alike.
QCommandLineOption jsonOption();
QCommandLineOption modelOption();
QCommandLineOption regionOption();
QCommandLineOption regionMaskOption();
QCommandLineOption saveMaskOption(const QString& what);
QCommandLineOption overwriteOption();

/// Reads @p arguments (the command's own, without program and command). @throws UserError (BadUsage) naming
/// the option that is wrong, or where there are not @p positional arguments.
void parse(QCommandLineParser& parser, const QString& command, const QStringList& arguments, int positional);

[[noreturn]] void throwBadUsage(const QString& command, const QString& what);

/// A whole number from 0 on. @throws UserError (BadUsage)
quint64 seedFrom(const QCommandLineParser& parser, const QString& command);

/// What --region and --region-mask say. The box is cut to the picture.
/// @throws UserError (BadUsage: not X,Y,W,H, or both given; BadInput: outside of the picture, a mask of
/// another size)
struct RegionOptions
{
    std::optional<cv::Rect> box;
    QString maskPath;
};
RegionOptions regionOptionsFrom(const QCommandLineParser& parser, const QString& command);

} // namespace focal::cli
