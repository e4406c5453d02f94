#pragma once

#include "core/plan/plan.h"
#include "ui/panels/valueslider.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QPushButton;

namespace focal {

class FlowLayout;

/// What was understood: chips for the operation (a menu), the target (a field) and every value of each edit.
/// Changing one gives a corrected plan.
class PlanChips : public QWidget
{
    Q_OBJECT

public:
    explicit PlanChips(QWidget* parent = nullptr);

    /// @param marked  the user pointed at what is meant, for want of words
    void setPlan(const std::optional<Plan>& plan, bool marked = false);
    const std::optional<Plan>& plan() const { return m_plan; }
    bool isMarked() const { return m_marked; }

Q_SIGNALS:
    void corrected(const focal::Plan& plan);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct ValueChips;
    struct Label
    {
        QString text;
        QString name; ///< What the chip is of, for the blind and for titles.
        QString tip;
    };
    /// Changes the value of one edit, whose type the chip knows.
    template <typename Value>
    using Change = std::function<void(Value&)>;

    std::optional<Plan> m_plan;
    bool m_marked = false;
    FlowLayout* m_flow = nullptr;

    void rebuild();
    QString targetWithoutWords(Operation operation) const;
    bool has(std::size_t index) const;
    QPushButton* addChip(const Label& label);
    void addWords(const QString& text);
    void addOperation(std::size_t index);
    void addTarget(std::size_t index);
    void addValues(std::size_t index);
    void editTarget(std::size_t index, QWidget* chip);
    void replace(std::size_t index, const PlannedEdit& edit);
    template <typename Value>
    void change(std::size_t index, const Change<Value>& how);
};

} // namespace focal
