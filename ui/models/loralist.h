#pragma once

#include "ui/settings/modelsettings.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace focal {

class WheelGuard;

/// The adapters of a model: each with a switch, its strength, and a button that takes it away.
class LoraList : public QWidget
{
    Q_OBJECT

public:
    explicit LoraList(QWidget* parent = nullptr);

    void setLoras(const std::vector<LoraSetting>& loras); ///< Emits nothing.
    const std::vector<LoraSetting>& loras() const { return m_loras; }
    void add(const QStringList& files);

Q_SIGNALS:
    void changed(); ///< By the user.
    void addRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    std::vector<LoraSetting> m_loras;
    QVBoxLayout* m_rows = nullptr;
    QPushButton* m_add = nullptr;
    WheelGuard* m_wheel = nullptr;

    void rebuild();
    void addRow(std::size_t index);
};

} // namespace focal
