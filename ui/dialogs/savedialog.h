#pragma once

#include "core/image/picturefile.h"

#include <QFileDialog>

class QCheckBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace focal {

class Settings;

/// Where to save and how: a file dialog with the quality of the chosen format below. Remembers folder, format
/// and quality in the settings. Asks nothing about files that are there already: the window does.
class SaveDialog : public QFileDialog
{
    Q_OBJECT

public:
    SaveDialog(QWidget* parent, const QString& suggestion, Settings& settings);

    PictureFormat format() const;
    SaveOptions options() const;
    /// The chosen file, with the format's ending added where it has none that fits.
    QString path() const;

private:
    Settings& m_settings;
    QWidget* m_row = nullptr;
    QLabel* m_label = nullptr;
    QSlider* m_slider = nullptr;
    QSpinBox* m_value = nullptr;
    QCheckBox* m_lossless = nullptr;
    QLabel* m_note = nullptr;

    void makeQualityRow();
    void showQuality();
    void remember();
};

} // namespace focal
