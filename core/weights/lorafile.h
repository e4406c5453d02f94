#pragma once

#include "core/weights/safetensors.h"

namespace focal {

/// What an adapter adds to one linear layer: W + strength * factor * (up . down).
struct LoraModule
{
    QString module;    ///< as published: "transformer_blocks.0.attn.to_q"
    TensorView down;   ///< [rank, input]
    TensorView up;     ///< [output, rank]
    double factor = 1; ///< alpha / rank; 1 where the file states no alpha

    qint64 rank() const noexcept { return down.shape.front(); }
};

/// A low-rank adapter (LoRA) in any spelling that is in use for Qwen-Image: diffusers and PEFT (lora_A,
/// lora_B), ComfyUI (diffusion_model. and lora_up, lora_down), kohya and musubi (lora_unet_ and underscores),
/// Lightning (no prefix). Alpha is a tensor of any number type, or stands in the metadata, or in PEFT's
/// adapter_config.json beside the file.
class LoraFile
{
public:
    /// @param modules  the layers of the model with the shapes of their weights, [output, input]
    /// @throws UserError (BadInput): not readable; LoKr, LoHa, DoRA or another kind of adapter, named; half a
    /// pair; shapes that do not fit the layer, with expected and got; nothing in it belongs to the model.
    LoraFile(const QString& path, const QHash<QString, TensorShape>& modules);

    const QString& path() const noexcept { return m_file.path(); }
    const std::vector<LoraModule>& modules() const noexcept { return m_modules; } ///< by name
    const LoraModule* find(const QString& module) const noexcept;
    /// Layers that the file names and the model lacks. No error: adapters for a text encoder may come along.
    const QStringList& unmatched() const noexcept { return m_unmatched; }
    const SafetensorsFile& file() const noexcept { return m_file; }
    /// Hexadecimal digits that tell adapters apart: of the header and of samples of the numbers. Reads
    /// little.
    QByteArray identity() const;

private:
    SafetensorsFile m_file;
    std::vector<LoraModule> m_modules;
    QHash<QString, std::size_t> m_index; ///< into m_modules
    QStringList m_unmatched;
};

} // namespace focal
