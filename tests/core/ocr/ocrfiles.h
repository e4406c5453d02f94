#pragma once
/// Where packaging/setup.sh puts the networks that read text.

#include "core/ocr/textreader.h"

#include <QStandardPaths>

namespace focal {

inline OcrPaths ocrFiles()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                           QStringLiteral("/focal/models/ppocr-v4/");
    return {folder + QStringLiteral("detection.safetensors"),
            folder + QStringLiteral("direction.safetensors"),
            folder + QStringLiteral("recognition.safetensors")};
}

} // namespace focal
