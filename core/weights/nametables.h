#pragma once

#include "core/weights/storedtensor.h"

#include <QString>
#include <QStringList>

namespace focal {

/// The parts of a Qwen-Image-Edit model that hold weights.
enum class ModelPart { Transformer, TextEncoder, Vae };

QString partName(ModelPart part);  ///< "transformer", "text_encoder", "vae": the published folders
QString partWords(ModelPart part); ///< translated

/// Where a file's tensor stands in the published model.
struct PublishedPlace
{
    QString name;
    Joining joining = Joining::None;
    int slot = 0; ///< which of the parts of a joined tensor
    int slots = 1;
};

/// How the files at hand spell the names of one part's tensors.
///
/// Names as published: those of diffusers for the transformer and the VAE, those of Qwen2.5-VL's own
/// checkpoint ("model.layers.0.", "visual.blocks.0.") for the text encoder. Known besides: any prefix before
/// them; the VAE's names in Wan's own files; Qwen2.5-VL's newer names ("model.language_model.",
/// "model.visual."); llama.cpp's ("blk.0.", and "v.blk.0." in the file of the vision tower).
class NameTable
{
public:
    /// Finds the spelling by names that only this part has. Nothing where the part is not among @p names.
    static std::optional<NameTable> detect(ModelPart part, const QStringList& names);

    /// Where that tensor stands; nothing where it belongs to another part of the model. What nobody knows is
    /// kept under its own name, so that it is reported.
    std::optional<PublishedPlace> place(const QString& stored) const;

    QString words() const; ///< translated: whose names these are

private:
    enum class Spelling { Published, Nested, LlamaCpp, Wan };
    NameTable(Spelling spelling, QString prefix) : m_spelling(spelling), m_prefix(std::move(prefix)) {}

    Spelling m_spelling;
    QString m_prefix;
};

} // namespace focal
