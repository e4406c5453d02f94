#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QSpinBox;

namespace focal {

class Settings;

/// The preferences. Every change takes effect at once and is stored at once; there is nothing to apply.
class PreferencesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PreferencesDialog(Settings& settings, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    Settings& m_settings;
    QComboBox* m_language = nullptr;
    QComboBox* m_theme = nullptr;
    QSpinBox* m_threads = nullptr;
    QSpinBox* m_largest = nullptr;
    QLabel* m_languageLabel = nullptr;
    QLabel* m_themeLabel = nullptr;
    QLabel* m_threadsLabel = nullptr;
    QLabel* m_largestLabel = nullptr;
    QLabel* m_threadsNote = nullptr;
    QLabel* m_largestNote = nullptr;

    void retranslate();
};

} // namespace focal
