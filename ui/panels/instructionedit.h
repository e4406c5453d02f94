#pragma once

#include <QPlainTextEdit>
#include <QStringList>

namespace focal {

/// The text of the instruction box: one line high, two at most, then it scrolls. Enter sends, Shift+Enter
/// breaks the line, Up in the first line and Down in the last walk through what was sent before. While an
/// input method composes, every key is the input method's.
class InstructionEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit InstructionEdit(QWidget* parent = nullptr);

    void setHistory(const QStringList& history); ///< Oldest first.
    const QStringList& history() const { return m_history; }
    /// Adds to the history and starts at its end again; what equals the last entry is not added twice.
    void remember(const QString& sent);
    /// Replaces the text, with the cursor behind it; can be undone with Ctrl+Z.
    void replaceText(const QString& text);
    bool isComposing() const { return m_composing; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void sendRequested();
    void focusChanged(bool has);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QStringList m_history;
    qsizetype m_at = 0; ///< In the history; its size where the draft stands.
    QString m_draft;    ///< What was typed before walking back.
    bool m_composing = false;
    int m_lines = 1;

    bool isInFirstLine() const;
    bool isInLastLine() const;
    void walk(int step);
    void fitHeight();
    int heightFor(int lines) const;
};

} // namespace focal
