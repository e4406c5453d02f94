#pragma once
/// The look of Focal: colours by role, the 4-px grid, and how both reach a QApplication.

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;
class QWidget;

namespace focal {

/// What the user chose in the preferences.
enum class ThemeChoice {
    Dark,
    Light,
    System, ///< Dark or light as the desktop's own palette was at start (Qt 6.4 has no colorScheme()).
};

/// Colours by role. Text roles keep a contrast of at least 4.5:1 on every surface role; tests/ui/theme checks
/// it.
struct Theme
{
    bool dark = true;
    QColor surround;   ///< Behind the picture: neutral grey, no tint, so that it does not bend colours.
    QColor background; ///< Of the window: bars, splitters.
    QColor surface;    ///< Panels.
    QColor raised;     ///< Cards, fields, buttons.
    QColor hover;      ///< raised under the pointer.
    QColor pressed;    ///< raised while pressed or chosen without being current.
    QColor border;     ///< Hairlines; not for text.
    QColor text;
    QColor dimText;    ///< Second-rank text; still 4.5:1.
    QColor accent;     ///< The one accent: fills and outlines of what is current or to be pressed.
    QColor accentText; ///< Text and icons on accent.
    QColor accentSoft; ///< Fill behind the current card or chip; text and dimText stay readable on it.
    QColor danger;     ///< Text and icons of errors, on surface or raised.
    QColor warning;    ///< Text and icons: refused, not found, unsaved.
    QColor success;    ///< Text and icons: done.
    QColor focus;      ///< The keyboard focus outline.
};

Theme darkTheme();
Theme lightTheme();

/// The theme of the application now; panels and the canvas ask each time they paint, and repaint on
/// QEvent::PaletteChange. Derived from the application's palette, so there is no state beside it.
Theme currentTheme();
Theme themeOf(const QPalette& palette);
QPalette paletteOf(const Theme& theme);

/// Whether a palette is a dark one.
bool isDark(const QPalette& palette);

/// Style, palette, fonts and style sheet of the whole application.
/// @param system  the palette that the desktop gave at start, for ThemeChoice::System
void applyTheme(QApplication& application, ThemeChoice choice, const QPalette& system);

/// Sizes in device-independent pixels; everything is a multiple of Unit.
namespace grid {
constexpr int Unit = 4;
constexpr int Small = 8;   ///< Between things that belong together.
constexpr int Medium = 12; ///< Padding of panels and cards.
constexpr int Large = 16;  ///< Between groups.
constexpr int Radius = 6;  ///< Of cards and fields.
constexpr int Icon = 20;   ///< Icons in buttons.
constexpr int SmallIcon = 16;
constexpr int Control = 32; ///< Height of buttons and fields.
} // namespace grid

/// Text sizes in pixels; none below 12.
namespace text {
constexpr int Small = 12;
constexpr int Normal = 13;
constexpr int Large = 15;
constexpr int Title = 18;
} // namespace text

constexpr int AnimationMs = 100; ///< Every animation; none delays work.

/// Dynamic properties that the style sheet reads. Set them before the widget is shown, or call restyle()
/// afterwards:
///   "role": on QLabel "dim", "title", "section", "error"; on QFrame/QWidget "card", "panel", "bar"; on
///   QPushButton
///           and QToolButton "primary" (accent), "flat", "chip", "danger"
///   "current": true on a "card" or "chip" that is the chosen one
void setRole(QWidget* widget, const char* role);
void restyle(QWidget* widget);

} // namespace focal
