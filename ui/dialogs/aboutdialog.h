#pragma once

#include "core/edit/editmodel.h"

#include <QDialog>

#include <optional>

namespace focal {

/// "Focal 0.1.0, Qt 6.4.2, OpenCV 4.6.0, ..." one a line; also the first lines of the log.
QStringList versionLines();

/// What this is, its versions, the model's, and whose work it stands on.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(const std::optional<ModelInfo>& model, QWidget* parent = nullptr);
};

} // namespace focal
