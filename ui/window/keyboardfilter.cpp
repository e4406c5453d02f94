#include "ui/window/keyboardfilter.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QTextEdit>

#include <optional>
#include <utility>

namespace focal {

namespace {

/// What a widget that takes text could do with a key, or nothing where it takes none.
struct TextField
{
    bool isEmpty = true;
    bool canUndo = false;
    bool canRedo = false;
    bool hasSelection = false;
};

std::optional<TextField> textFieldOf(QWidget* widget)
{
    if (const auto* edit = qobject_cast<QLineEdit*>(widget)) {
        return TextField{edit->text().isEmpty(), edit->isUndoAvailable(), edit->isRedoAvailable(),
                         edit->hasSelectedText()};
    }
    if (const auto* edit = qobject_cast<QPlainTextEdit*>(widget)) {
        return TextField{edit->document()->isEmpty(), edit->document()->isUndoAvailable(),
                         edit->document()->isRedoAvailable(), edit->textCursor().hasSelection()};
    }
    if (const auto* edit = qobject_cast<QTextEdit*>(widget)) {
        return TextField{edit->document()->isEmpty(), edit->document()->isUndoAvailable(),
                         edit->document()->isRedoAvailable(), edit->textCursor().hasSelection()};
    }
    if (qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QComboBox*>(widget))
        return TextField{false, true, true, true};
    return std::nullopt;
}

/// Whether the text field has no use for this shortcut, so that it means the picture.
bool isForThePicture(const TextField& field, const QKeyEvent& event)
{
    if (event.matches(QKeySequence::Redo) || event.keyCombination() == (Qt::CTRL | Qt::SHIFT | Qt::Key_Z))
        return !field.canRedo;
    if (event.matches(QKeySequence::Undo))
        return !field.canUndo || field.isEmpty;
    if (event.matches(QKeySequence::Copy))
        return !field.hasSelection;
    if (event.matches(QKeySequence::Paste)) {
        const QMimeData* mime = QApplication::clipboard()->mimeData();
        return mime && (mime->hasImage() || mime->hasUrls());
    }
    return false;
}

} // namespace

KeyboardFilter::KeyboardFilter(QWidget* window) : QObject(window), m_window(window)
{
    qApp->installEventFilter(this);
}

void KeyboardFilter::release()
{
    if (std::exchange(m_holding, false))
        Q_EMIT
    beforeHeld(false);
}

bool KeyboardFilter::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::WindowDeactivate && watched == m_window)
        release();
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease ||
                       event->type() == QEvent::ShortcutOverride;
    if (!isKey)
        return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->window() != m_window || QApplication::activePopupWidget())
        return false;

    auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        const auto field = textFieldOf(widget);
        if (field && isForThePicture(*field, *key)) {
            event->ignore(); // Not for the field: the window's shortcut takes it.
            return true;
        }
        return false;
    }
    if (event->type() == QEvent::KeyRelease) {
        if (key->key() == Qt::Key_Backslash && m_holding && !key->isAutoRepeat()) {
            release();
            return true;
        }
        return false;
    }
    return keyPressed(widget, key);
}

bool KeyboardFilter::keyPressed(QWidget* focus, QKeyEvent* event)
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    const auto field = textFieldOf(focus);
    if (event->key() == Qt::Key_Backslash && (!field || field->isEmpty)) {
        if (!event->isAutoRepeat() && !std::exchange(m_holding, true))
            Q_EMIT
        beforeHeld(true);
        return true;
    }
    if (field || event->text().isEmpty() || !event->text().front().isLetter())
        return false;
    Q_EMIT
    typed(event->text());
    return true;
}

} // namespace focal
