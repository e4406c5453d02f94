#pragma once

#include "core/plan/plan.h"

#include <QWidget>

#include <optional>

class QPushButton;

namespace focal {

class FlowLayout;

/// What was understood: a chip each for the operation (a menu), the target (a field) and the value (a
/// palette, or a slider). Changing one gives a corrected plan.
class PlanChips : public QWidget
{
    Q_OBJECT

public:
    explicit PlanChips(QWidget* parent = nullptr);

    void setPlan(const std::optional<Plan>& plan);
    const std::optional<Plan>& plan() const { return m_plan; }

Q_SIGNALS:
    void corrected(const focal::Plan& plan);

protected:
    void changeEvent(QEvent* event) override;

private:
    std::optional<Plan> m_plan;
    FlowLayout* m_flow = nullptr;

    void rebuild();
    QPushButton* addChip(const QString& text, const QString& name, const QString& tip);
    void addWords(const QString& text);
    void addOperation(std::size_t index);
    void addTarget(std::size_t index);
    void addValue(std::size_t index);
    void editTarget(std::size_t index, QWidget* chip);
    void editColor(std::size_t index, QWidget* chip);
    void editAmount(std::size_t index, QWidget* chip);
    void replace(std::size_t index, const PlannedEdit& edit);
};

} // namespace focal
