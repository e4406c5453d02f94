#pragma once
/// One family of icons: SVG on a 24-px grid, one stroke of 1.75, round ends; drawn in the palette's colour.

#include <QColor>
#include <QIcon>
#include <QString>
#include <QStringList>

namespace focal {

/// Icon @p name (a file of resources/icons without ".svg") in the text colour of the palette in force when it
/// is painted: a change of theme needs no new icons. Disabled, checked and accent variants come with it. An
/// unknown name gives a null icon and a warning in the log; tests/ui/theme names every icon that is used.
QIcon icon(const QString& name);

/// The same in one fixed colour.
QIcon icon(const QString& name, const QColor& color);

/// Names of all icons, sorted.
QStringList iconNames();

/// The application's own icon, 16 to 256 px.
QIcon applicationIcon();

} // namespace focal
