#pragma once

#include "core/base/textspan.h"

#include <QColor>
#include <QPushButton>

#include <optional>

namespace focal {

/// One word of an instruction that has a map. Checked while pinned; then a dot shows its colour on the
/// picture.
class WordChip : public QPushButton
{
    Q_OBJECT

public:
    WordChip(const QString& word, TextSpan span, QWidget* parent = nullptr);

    TextSpan span() const { return m_span; }
    void setTint(const std::optional<QColor>& tint);
    void setTarget(bool target); ///< One of the words that searched the picture.

Q_SIGNALS:
    void hovered(bool inside); ///< By the pointer, or by the keyboard's focus.

protected:
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    TextSpan m_span;
};

} // namespace focal
