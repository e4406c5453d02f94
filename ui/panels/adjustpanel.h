#pragma once

#include "core/edit/editrequest.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace focal {

class ColorButton;
class ValueSlider;

/// The values of the current turn, to be changed without saying it again. Shows only what applies to its
/// operation.
class AdjustPanel : public QWidget
{
    Q_OBJECT

public:
    explicit AdjustPanel(QWidget* parent = nullptr);
    ~AdjustPanel() override;

    /// @param edit      what was done; empty shows that there is nothing to adjust
    /// @param settings  the values that were used
    /// @param found     the model's own choice, which "reset" goes back to
    /// Values that the user is dragging now are not touched.
    void setTurn(const std::optional<PlannedEdit>& edit, const OperatorSettings& settings,
                 const OperatorSettings& found);
    void clear() { setTurn({}, {}, {}); }

    /// All controls that are shown have a value.
    OperatorSettings settings() const;

Q_SIGNALS:
    /// @p final is false while a control is dragged, at most every 30 ms, and true for the value it is left
    /// at.
    void settingsChanged(const focal::OperatorSettings& settings, bool final);

protected:
    void changeEvent(QEvent* event) override;

private:
    QLabel* m_title = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_body = nullptr;
    QLabel* m_colorLabel = nullptr;
    ColorButton* m_color = nullptr;
    QWidget* m_colorRow = nullptr;
    ValueSlider* m_strength = nullptr;
    ValueSlider* m_grow = nullptr;
    ValueSlider* m_feather = nullptr;
    QPushButton* m_reset = nullptr;

    std::optional<PlannedEdit> m_edit;
    OperatorSettings m_found;
    QTimer m_throttle;
    bool m_pending = false;

    void retranslate();
    void showApplying();
    void showValues(const OperatorSettings& settings);
    void changed(bool final);
    bool isDragging() const;
};

} // namespace focal
