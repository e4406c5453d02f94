#include "ui/theme/theme.h"

#include "ui/theme/basestyle.h"

#include <QApplication>
#include <QStyle>
#include <QWidget>

#include <initializer_list>
#include <utility>

namespace focal {

Theme darkTheme()
{
    return {
        .dark = true,
        .surround = QColor(0x3a, 0x3a, 0x3a),
        .background = QColor(0x1b, 0x1c, 0x1e),
        .surface = QColor(0x22, 0x23, 0x26),
        .raised = QColor(0x2c, 0x2e, 0x32),
        .hover = QColor(0x36, 0x39, 0x3e),
        .pressed = QColor(0x41, 0x44, 0x4a),
        .border = QColor(0x3c, 0x3f, 0x45),
        .text = QColor(0xec, 0xed, 0xef),
        .dimText = QColor(0xa9, 0xad, 0xb5),
        .accent = QColor(0x7a, 0xa6, 0xff),
        .accentText = QColor(0x0d, 0x17, 0x2b),
        .accentSoft = QColor(0x2a, 0x37, 0x52),
        .danger = QColor(0xff, 0x8f, 0x87),
        .warning = QColor(0xf0, 0xb9, 0x5a),
        .success = QColor(0x7f, 0xcf, 0x93),
        .focus = QColor(0x7a, 0xa6, 0xff),
    };
}

Theme lightTheme()
{
    return {
        .dark = false,
        .surround = QColor(0xb4, 0xb4, 0xb4),
        .background = QColor(0xe9, 0xea, 0xec),
        .surface = QColor(0xf4, 0xf5, 0xf6),
        .raised = QColor(0xff, 0xff, 0xff),
        .hover = QColor(0xe6, 0xe8, 0xec),
        .pressed = QColor(0xd8, 0xdb, 0xe1),
        .border = QColor(0xcb, 0xce, 0xd4),
        .text = QColor(0x1c, 0x1e, 0x22),
        .dimText = QColor(0x55, 0x5a, 0x63),
        .accent = QColor(0x23, 0x5f, 0xd1),
        .accentText = QColor(0xff, 0xff, 0xff),
        .accentSoft = QColor(0xdb, 0xe6, 0xfb),
        .danger = QColor(0xb3, 0x26, 0x1e),
        .warning = QColor(0x7d, 0x50, 0x00),
        .success = QColor(0x1b, 0x6b, 0x33),
        .focus = QColor(0x23, 0x5f, 0xd1),
    };
}

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

Theme themeOf(const QPalette& palette)
{
    return isDark(palette) ? darkTheme() : lightTheme();
}

Theme currentTheme()
{
    return themeOf(QApplication::palette());
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    const auto all = [&](QPalette::ColorRole role, const QColor& color) {
        palette.setColor(QPalette::All, role, color);
    };
    all(QPalette::Window, theme.surface);
    all(QPalette::WindowText, theme.text);
    all(QPalette::Base, theme.raised);
    all(QPalette::AlternateBase, theme.surface);
    all(QPalette::Text, theme.text);
    all(QPalette::PlaceholderText, theme.dimText);
    all(QPalette::Button, theme.raised);
    all(QPalette::ButtonText, theme.text);
    all(QPalette::BrightText, theme.accentText);
    all(QPalette::Highlight, theme.accent);
    all(QPalette::HighlightedText, theme.accentText);
    all(QPalette::ToolTipBase, theme.raised);
    all(QPalette::ToolTipText, theme.text);
    all(QPalette::Link, theme.accent);
    all(QPalette::LinkVisited, theme.accent);
    all(QPalette::Light, theme.hover);
    all(QPalette::Midlight, theme.raised);
    all(QPalette::Mid, theme.border);
    all(QPalette::Dark, theme.border);
    all(QPalette::Shadow, theme.background);
    QColor disabled = theme.dimText;
    disabled.setAlphaF(0.55F);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

namespace {

/// Written with roles in braces, which are filled in from the theme and the grid.
constexpr auto StyleSheet = R"(
QMainWindow, QDialog { background: {surface}; }
QMainWindow::separator { background: {background}; width: 1px; height: 1px; }
QSplitter::handle { background: {background}; }
QSplitter::handle:hover { background: {accent}; }
QToolTip { background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px 8px; font-size: {small}; }

QMenuBar { background: {background}; color: {text}; padding: 0 4px; }
QMenuBar::item { padding: 6px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: {hover}; }
QMenu { background: {raised}; border: 1px solid {border}; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: {accentSoft}; color: {text}; }
QMenu::item:disabled { color: {disabled}; }
QMenu::separator { height: 1px; background: {border}; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QLabel[role="dim"] { color: {dimText}; font-size: {small}; }
QLabel[role="title"] { font-size: {title}; font-weight: 600; }
QLabel[role="section"] { color: {dimText}; font-size: {small}; font-weight: 600; }
QLabel[role="error"] { color: {danger}; }

QWidget[role="panel"] { background: {surface}; }
QFrame[role="panel"][wanted="true"] { border: 1px solid {accent}; }
QWidget[role="bar"] { background: {surface}; border-top: 1px solid {background}; }
QFrame[role="card"] { background: {raised}; border: 1px solid transparent; border-radius: {radius}; }
QFrame[role="card"][current="true"] { background: {accentSoft}; border-color: {accent}; }

QPushButton, QToolButton { background: {raised}; color: {text}; border: 1px solid {border}; border-radius: {radius};
    padding: 5px 12px; min-height: 20px; }
QToolButton { padding: 5px; }
QPushButton:hover, QToolButton:hover { background: {hover}; }
QPushButton:pressed, QToolButton:pressed { background: {pressed}; }
QPushButton:focus, QToolButton:focus { border-color: {focus}; }
QPushButton:disabled, QToolButton:disabled { color: {disabled}; background: {surface}; }
QPushButton[role="primary"], QToolButton[role="primary"] { background: {accent}; color: {accentText};
    border-color: {accent}; font-weight: 600; }
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover { background: {accentHover}; }
QPushButton[role="primary"]:disabled, QToolButton[role="primary"]:disabled { background: {raised};
    color: {disabled}; border-color: {border}; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus { border-color: {text}; }
QPushButton[role="flat"], QToolButton[role="flat"], QToolButton[autoRaise="true"] { background: transparent;
    border-color: transparent; }
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover, QToolButton[autoRaise="true"]:hover {
    background: {hover}; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus, QToolButton[autoRaise="true"]:focus {
    border-color: {focus}; }
QToolButton[role="flat"]:checked, QToolButton[autoRaise="true"]:checked { background: {accentSoft}; }
QPushButton[role="chip"], QToolButton[role="chip"] { border-radius: 12px; padding: 2px 10px; min-height: 18px;
    border: 1px solid {border}; background: {raised}; }
QPushButton[role="chip"]:hover, QToolButton[role="chip"]:hover { background: {hover}; }
QPushButton[role="chip"]:focus, QToolButton[role="chip"]:focus { border-color: {focus}; }
QPushButton[role="chip"][current="true"], QToolButton[role="chip"][current="true"],
QPushButton[role="chip"]:checked, QToolButton[role="chip"]:checked { background: {accentSoft};
    border-color: {accent}; }
QPushButton[role="danger"] { color: {danger}; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: {raised}; color: {text};
    border: 1px solid {border}; border-radius: {radius}; padding: 4px 8px;
    selection-background-color: {accent}; selection-color: {accentText}; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border-color: {focus}; }
QSpinBox, QDoubleSpinBox { padding-right: 20px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {
    width: 16px; border: none; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons-{shade}/chevron-up.svg); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons-{shade}/chevron-down.svg);
    width: 10px; height: 10px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons-{shade}/chevron-down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: {raised}; border: 1px solid {border}; padding: 4px; outline: none;
    selection-background-color: {accentSoft}; selection-color: {text}; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid {dimText}; border-radius: 4px;
    background: {raised}; }
QCheckBox::indicator:checked { image: url(:/icons-{shade}/check.svg); border-color: {accent};
    background: {accentSoft}; }

QProgressBar { background: {border}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: {accent}; border-radius: 2px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: {pressed}; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar[idle="true"]::handle { background: transparent; }
QScrollBar::handle:hover { background: {dimText}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QListView, QTreeView { background: {surface}; border: none; outline: none; }
QListView::item, QTreeView::item { border-radius: 4px; padding: 4px; }
QListView::item:selected, QTreeView::item:selected { background: {accentSoft}; color: {text}; }
QHeaderView { background: {surface}; }
QHeaderView::section { background: {surface}; color: {dimText}; border: none; border-bottom: 1px solid {border};
    padding: 4px 8px; }
QTabWidget::pane { border: none; border-top: 1px solid {border}; }
QTabBar::tab { padding: 6px 14px; color: {dimText}; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: {text}; border-bottom-color: {accent}; }
QStatusBar { background: {background}; }
)";

QString px(int size)
{
    return QStringLiteral("%1px").arg(size);
}

QString styleSheetOf(const Theme& theme)
{
    const QPalette palette = paletteOf(theme);
    const QColor accentHover = theme.dark ? theme.accent.lighter(110) : theme.accent.darker(112);
    const QColor disabled = palette.color(QPalette::Disabled, QPalette::Text);
    const std::initializer_list<std::pair<const char*, QString>> values = {
        {"background", theme.background.name()},
        {"surface", theme.surface.name()},
        {"raised", theme.raised.name()},
        {"hover", theme.hover.name()},
        {"pressed", theme.pressed.name()},
        {"border", theme.border.name()},
        {"text", theme.text.name()},
        {"dimText", theme.dimText.name()},
        {"accent", theme.accent.name()},
        {"accentHover", accentHover.name()},
        {"accentText", theme.accentText.name()},
        {"accentSoft", theme.accentSoft.name()},
        {"danger", theme.danger.name()},
        {"focus", theme.focus.name()},
        {"disabled", QStringLiteral("rgba(%1,%2,%3,%4)")
                         .arg(disabled.red())
                         .arg(disabled.green())
                         .arg(disabled.blue())
                         .arg(disabled.alpha())},
        {"shade", theme.dark ? QStringLiteral("dark") : QStringLiteral("light")},
        {"small", px(text::Small)},
        {"normal", px(text::Normal)},
        {"title", px(text::Title)},
        {"radius", px(grid::Radius)},
    };
    QString sheet = QString::fromUtf8(StyleSheet);
    for (const auto& [name, value] : values)
        sheet.replace(QStringLiteral("{%1}").arg(QLatin1String(name)), value);
    return sheet;
}

} // namespace

void applyTheme(QApplication& application, ThemeChoice choice, const QPalette& system)
{
    const bool dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && isDark(system));
    const Theme theme = dark ? darkTheme() : lightTheme();
    if (application.styleSheet()
            .isEmpty()) // the first time; afterwards a style sheet's proxy hides the style
        QApplication::setStyle(new BaseStyle);
    QApplication::setPalette(paletteOf(theme));
    QFont font = QApplication::font();
    font.setPixelSize(text::Normal);
    QApplication::setFont(font);
    application.setStyleSheet(styleSheetOf(theme));
}

void setRole(QWidget* widget, const char* role)
{
    widget->setProperty("role", QString::fromLatin1(role));
    restyle(widget);
}

void restyle(QWidget* widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace focal
