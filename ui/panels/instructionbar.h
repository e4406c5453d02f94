#pragma once

#include "core/plan/plan.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QButtonGroup;
class QLabel;
class QPushButton;
class QSlider;
class QToolButton;

namespace focal {

class FlowLayout;
class InstructionEdit;
class InstructionField;
class PlanChips;

/// The bottom of the window: the tools, the box in which to say what should change, and what was understood.
class InstructionBar : public QWidget
{
    Q_OBJECT

public:
    /// In the order of CanvasView::Tool, which the window maps it to.
    enum class Tool {
        Move,
        Click,
        Box,
        Brush,
    };
    Q_ENUM(Tool)

    explicit InstructionBar(QWidget* parent = nullptr);
    ~InstructionBar() override;

    void setTool(Tool tool);
    Tool tool() const;
    void setBrushRadius(int pixels); ///< Native pixels, BrushRadiusMin..BrushRadiusMax.
    int brushRadius() const;
    static constexpr int BrushRadiusMin = 2;
    static constexpr int BrushRadiusMax = 400;

    QString text() const;
    /// Puts words into the box, with the cursor behind them.
    void setText(const QString& text);
    /// Gives the box the focus; @p key, typed anywhere in the window, is then typed into it.
    void focusBox();
    void insertTyped(const QString& key);
    /// What was sent before, oldest first; Up and Down walk through it. submitted() appends by itself.
    void setHistory(const QStringList& history);
    const QStringList& history() const;

    /// While a job runs, the send button of an empty box stops it.
    void setRunning(bool running);
    /// No picture is open, so nothing can be said.
    void setReady(bool ready);
    /// The chip "in the box", "in the brushed area", "at 2 clicks"; empty hides it.
    void setRegionText(const QString& text);
    /// Sentences to start from, as buttons; shown as long as the box is empty, until the first is sent.
    void setExamples(const QStringList& sentences);
    /// What was understood, as chips that can be corrected; none hides them.
    void setPlan(const std::optional<Plan>& plan, bool marked = false);
    void setModelName(const QString& name);
    void setSeconds(std::optional<double> seconds); ///< Of the last edit.
    void setZoom(double zoom);                      ///< 1 is 100 %.

Q_SIGNALS:
    void submitted(const QString& instruction);
    void stopRequested();
    void toolChosen(focal::InstructionBar::Tool tool);
    void brushRadiusChanged(int pixels);
    void regionCleared();
    void planCorrected(const focal::Plan& plan); ///< Run again with this as the same turn.
    void zoomClicked();                          ///< Wants to be fitted or 100 %.
    void modelClicked();                         ///< Wants to see the models.
    void referencesClicked();                    ///< Wants to see the reference pictures, or not.

protected:
    void changeEvent(QEvent* event) override;

private:
    QButtonGroup* m_tools = nullptr;
    QSlider* m_brush = nullptr;
    QToolButton* m_references = nullptr;
    InstructionField* m_field = nullptr;
    InstructionEdit* m_edit = nullptr;
    QPushButton* m_region = nullptr;
    QToolButton* m_send = nullptr;
    QWidget* m_exampleRow = nullptr;
    QLabel* m_exampleLabel = nullptr;
    FlowLayout* m_exampleLayout = nullptr;
    QLabel* m_understood = nullptr;
    PlanChips* m_plan = nullptr;
    QToolButton* m_model = nullptr;
    QLabel* m_seconds = nullptr;
    QToolButton* m_zoom = nullptr;
    QStringList m_examples;
    bool m_running = false;
    bool m_ready = true;

    QWidget* makeToolRow();
    QWidget* makeField();
    QWidget* makeFootRow();
    void retranslate();
    void updateBrushTip();
    bool isStop() const;
    void updateSend();
    void updateExamples();
    void send();
};

} // namespace focal
