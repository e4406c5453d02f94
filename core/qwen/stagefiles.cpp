#include "core/qwen/stagefiles.h"

#include "core/base/error.h"
#include "core/weights/safetensors.h"

#include <QCoreApplication>
#include <QDir>

namespace focal {

namespace {

struct StageTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::StageFiles)
};

} // namespace

StageFiles::StageFiles(const QString& folder) : m_folder(folder)
{
    if (!QDir().mkpath(folder))
        throw UserError(ErrorKind::BadInput, StageTexts::tr("The folder %1 cannot be made.").arg(folder), {},
                        StageTexts::tr("Choose another."));
}

void StageFiles::stage(const std::string& name, const at::Tensor& value)
{
    const bool whole = at::isIntegralType(value.scalar_type(), true);
    const at::Tensor kept = value.to(at::kCPU, whole ? at::kLong : at::kFloat).contiguous();
    TensorSource source;
    source.name = QStringLiteral("value");
    source.type = whole ? TensorType::I64 : TensorType::F32;
    for (const int64_t size : kept.sizes())
        source.shape.push_back(size);
    source.bytes = {static_cast<const std::byte*>(kept.data_ptr()), kept.nbytes()};
    writeSafetensors(QDir(m_folder).filePath(QString::fromStdString(name) + QStringLiteral(".safetensors")),
                     {source});
}

} // namespace focal
