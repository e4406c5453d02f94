#pragma once

#include "core/ocr/textreader.h"

#include <QString>
#include <QStringList>

namespace focal {

/// The files of the compact model.
struct CompactModelPaths
{
    QString encoder;   ///< DINOv2 and the saliency decoder, as packaging/import_dinov2.py writes them.
    QString grounding; ///< The project's own network.
    QString tokenizer;
    QString cutter;   ///< MobileSAM, as packaging/import_mobilesam.py writes it.
    QString detector; ///< SSD MobileNet v2, as packaging/import_ssd_mobilenet.py writes it.

    QString classifier; ///< EfficientNet-Lite2, as packaging/import_efficientnet_lite.py writes it.

    QStringList all() const { return {encoder, grounding, tokenizer, cutter, detector, classifier}; }
};

/// The folders in which models are looked for, best first: $FOCAL_MODELS; ../share/focal/models beside the
/// program; the source tree's models/ (only a program that was not installed finds it); focal/models in the
/// user's cache folder.
QStringList modelFolders();

/// The first folder that has it wins, for each file. @throws UserError (BadInput) naming the file and the
/// folders
CompactModelPaths findCompactModel();

/// The files of the networks that read text. The same errors.
OcrPaths findOcrModels();

} // namespace focal
