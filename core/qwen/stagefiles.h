#pragma once

#include "core/qwen/stagesink.h"

#include <QString>

namespace focal {

/// Writes each stage as it comes to DIR/NAME.safetensors, one tensor named "value", so that a run can be
/// compared with another program's outside of this one.
class StageFiles : public StageSink
{
public:
    /// @throws UserError (BadInput) where the folder cannot be made
    explicit StageFiles(const QString& folder);
    /// @throws UserError where the file cannot be written
    void stage(const std::string& name, const at::Tensor& value) override;

private:
    QString m_folder;
};

} // namespace focal
