#pragma once

#include <QWidget>

class QHBoxLayout;

namespace focal {

class InstructionEdit;

/// The frame of the instruction box: region chip, text and send button in one field.
class InstructionField : public QWidget
{
    Q_OBJECT

public:
    explicit InstructionField(QWidget* parent = nullptr);
    void setParts(QWidget* region, InstructionEdit* edit, QWidget* send);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    QHBoxLayout* m_layout = nullptr;
    InstructionEdit* m_edit = nullptr;
};

} // namespace focal
