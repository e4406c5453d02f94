#include "ui/panels/instructionedit.h"

#include "ui/theme/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>

namespace focal {

namespace {

constexpr int MostLines = 2;
constexpr int Padding = 2; ///< Above and below the text, view pixels.

} // namespace

InstructionEdit::InstructionEdit(QWidget* parent) : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setStyleSheet(QStringLiteral("QPlainTextEdit { background: transparent; border: none; padding: 0; }"));
    viewport()->setAutoFillBackground(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(Padding);
    QFont large = font();
    large.setPixelSize(text::Large);
    setFont(large);
    connect(this, &QPlainTextEdit::textChanged, this, &InstructionEdit::fitHeight);
    fitHeight();
}

void InstructionEdit::setHistory(const QStringList& history)
{
    m_history = history;
    m_at = m_history.size();
}

void InstructionEdit::remember(const QString& sent)
{
    if (m_history.isEmpty() || m_history.last() != sent)
        m_history << sent;
    m_at = m_history.size();
    m_draft.clear();
}

void InstructionEdit::replaceText(const QString& text)
{
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    moveCursor(QTextCursor::End);
}

QSize InstructionEdit::sizeHint() const
{
    return {320, heightFor(m_lines)};
}

bool InstructionEdit::event(QEvent* event)
{
    // A single key such as "1" or Up is typed here, whatever command has it as shortcut elsewhere.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool send = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (send && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void InstructionEdit::keyPressEvent(QKeyEvent* event)
{
    if (m_composing) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    const bool plain = !(event->modifiers() & ~Qt::KeypadModifier);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && plain) {
        if (!event->isAutoRepeat())
            Q_EMIT
        sendRequested();
        return;
    }
    if (plain && event->key() == Qt::Key_Up && isInFirstLine()) {
        walk(-1);
        return;
    }
    if (plain && event->key() == Qt::Key_Down && isInLastLine()) {
        walk(+1);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void InstructionEdit::inputMethodEvent(QInputMethodEvent* event)
{
    m_composing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
    fitHeight();
}

void InstructionEdit::focusInEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT
    focusChanged(true);
}

void InstructionEdit::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    m_composing = false; // the input method ends its composition with the focus
    Q_EMIT
    focusChanged(false);
}

void InstructionEdit::insertFromMimeData(const QMimeData* source)
{
    // Text only: a picture that is pasted here is the window's, which gets the event where this ignores it.
    if (source->hasText())
        textCursor().insertText(source->text());
}

void InstructionEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void InstructionEdit::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

bool InstructionEdit::isInFirstLine() const
{
    const QTextCursor cursor = textCursor();
    return cursor.blockNumber() == 0 &&
           cursor.block().layout()->lineForTextPosition(cursor.positionInBlock()).lineNumber() <= 0;
}

bool InstructionEdit::isInLastLine() const
{
    const QTextCursor cursor = textCursor();
    const QTextLayout* layout = cursor.block().layout();
    return cursor.blockNumber() == blockCount() - 1 &&
           layout->lineForTextPosition(cursor.positionInBlock()).lineNumber() >= layout->lineCount() - 1;
}

void InstructionEdit::walk(int step)
{
    const qsizetype to = std::clamp<qsizetype>(m_at + step, 0, m_history.size());
    if (to == m_at)
        return;
    if (m_at == m_history.size())
        m_draft = toPlainText();
    m_at = to;
    replaceText(to == m_history.size() ? m_draft : m_history.at(to));
}

int InstructionEdit::heightFor(int lines) const
{
    return lines * QFontMetrics(font()).lineSpacing() + 2 * Padding;
}

void InstructionEdit::fitHeight()
{
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
        lines += std::max(1, block.layout()->lineCount());
    m_lines = std::clamp(lines, 1, MostLines);
    setFixedHeight(heightFor(m_lines));
    if (lines <= MostLines)
        verticalScrollBar()->setValue(0);
}

} // namespace focal
