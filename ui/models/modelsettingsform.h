#pragma once

#include "ui/settings/modelsettings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace focal {

class LoraList;

/// How a model is run: steps, guidance, seed, size, adapters.
class ModelSettingsForm : public QWidget
{
    Q_OBJECT

public:
    explicit ModelSettingsForm(QWidget* parent = nullptr);

    /// @param draws  off: the model knows no steps, and only the seed counts
    void show(const ModelSettings& settings, bool draws); ///< Emits nothing.
    ModelSettings settings() const;
    void addLoras(const QStringList& files);

Q_SIGNALS:
    void changed(); ///< By the user.
    void loraRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QFormLayout* m_form = nullptr;
    QSpinBox* m_steps = nullptr;
    QDoubleSpinBox* m_guidance = nullptr;
    QComboBox* m_seedKind = nullptr;
    QDoubleSpinBox* m_seed = nullptr;
    QLineEdit* m_negative = nullptr;
    QComboBox* m_sizeKind = nullptr;
    QSpinBox* m_width = nullptr;
    QSpinBox* m_height = nullptr;
    QCheckBox* m_lightning = nullptr;
    LoraList* m_loras = nullptr;
    std::vector<QWidget*> m_drawsOnly;
    std::vector<std::pair<QLabel*, const char*>> m_labels; ///< With their source texts.
    bool m_showing = false;

    void addRow(const char* label, QWidget* field, bool drawsOnly = true);
    QWidget* makeSeedRow();
    QWidget* makeSizeRow();
    void updateEnabled();
    void tell();
    void retranslate();
};

} // namespace focal
