#pragma once

#include "core/edit/editmodel.h"
#include "core/qwen/editrun.h"

namespace focal {

/// Qwen-Image-Edit (the first one, 2509, 2511) as a model of Focal: the published pipeline from the
/// instruction and up to three pictures to the drawn one, and from there to the native pixels.
///
/// What is drawn has the size and aspect of the picture being edited, never of a reference. With a region,
/// only a part of a large picture around it is sent through the model, so that a patch on 24 megapixels is
/// drawn at full detail. Only one of its networks is in memory at a time; prompt embeddings are kept for the
/// last instruction and pictures.
class QwenImageEditModel : public EditModel
{
public:
    /// Reads headers and the tokenizer, no weights. @param id  by which the program calls it
    /// @param otherTokenizer  folder used where the model brings none, as single files for ComfyUI and GGUF
    /// do
    QwenImageEditModel(QString id, const QString& folderOrFile, const QString& otherTokenizer = {});
    QwenImageEditModel(QString id, const ModelPlaces& places, const QString& otherTokenizer = {});

    const ModelInfo& info() const override { return m_info; }
    CostEstimate estimate(const EditRequest& request) const override;
    EditResult edit(const EditRequest& request, Job& job) override;
    /// @throws UserError (CannotDo): this model draws, it does not point
    GroundResult ground(const Picture& picture, const QString& phrase, const Region& region,
                        Job& job) override;
    void prepare(const Picture& picture, Job& job) override;

private:
    QwenImageEditModel(QString id, QwenModelParts parts);

    QwenModelParts m_parts;
    ModelInfo m_info;
    KeptPrompt m_kept;
};

} // namespace focal
