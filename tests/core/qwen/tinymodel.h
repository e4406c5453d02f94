#pragma once
/// A whole model over the tiny checkpoints of tests/parity, laid out as diffusers saves one.

#include "tests/core/qwen/encoderreference.h"

#include <QDir>
#include <QTest>

namespace focal::parity {

inline void writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

inline FormulaShapes shapesIn(const QString& reference)
{
    return formulaShapes(
        SafetensorsFile(referencePath(reference)).metadata().value(QStringLiteral("weights")));
}

/// The text encoder and the picture coder, each in its folder below @p root.
inline void writeTinyCoders(const QDir& root)
{
    for (const char* part : {"vae", "text_encoder"})
        QVERIFY(root.mkpath(QLatin1String(part)));
    const auto at = [&root](const char* name) { return root.filePath(QLatin1String(name)); };
    writeText(
        at("vae/config.json"),
        R"({"_class_name": "AutoencoderKLQwenImage", "base_dim": 16, "z_dim": 16, "dim_mult": [1, 2, 4, 4],
                  "num_res_blocks": 2, "attn_scales": [], "temperal_downsample": [false, true, true]})");
    writeText(
        at("text_encoder/config.json"),
        R"({"hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 3, "num_attention_heads": 4,
                  "num_key_value_heads": 2, "vocab_size": 152064, "rms_norm_eps": 1e-6, "rope_theta": 1e6,
                  "rope_scaling": {"type": "default", "mrope_section": [2, 3, 3]},
                  "vision_config": {"depth": 4, "hidden_size": 64, "intermediate_size": 96, "num_heads": 4,
                  "in_chans": 3, "patch_size": 14, "temporal_patch_size": 2, "spatial_merge_size": 2,
                  "window_size": 112, "out_hidden_size": 64, "fullatt_block_indexes": [1, 3]}})");
    writeFormulaCheckpoint(at("vae/diffusion_pytorch_model.safetensors"),
                           shapesIn(QStringLiteral("qwen_vae.safetensors")));
    writeFormulaCheckpoint(at("text_encoder/model.safetensors"),
                           shapesIn(QStringLiteral("qwen_encoder.safetensors")));
}

/// Everything but the transformer's weights. @param coders  where writeTinyCoders() was
inline void writeTinyModelAround(const QString& folder, const QString& vocabulary, bool zeroCondT,
                                 const QDir& coders)
{
    const QDir root(folder);
    QVERIFY(root.mkpath(QStringLiteral("transformer")));
    const auto at = [&root](const char* name) { return root.filePath(QLatin1String(name)); };
    writeText(at("model_index.json"), R"({"_class_name": "QwenImageEditPlusPipeline"})");
    writeText(at("transformer/config.json"),
              QByteArray(R"({"_class_name": "QwenImageTransformer2DModel", "patch_size": 2, "in_channels": 64,
                  "out_channels": 16, "num_layers": 2, "attention_head_dim": 128, "num_attention_heads": 2,
                  "joint_attention_dim": 64, "guidance_embeds": false, "axes_dims_rope": [16, 56, 56],
                  "zero_cond_t": )") +
                  (zeroCondT ? "true}" : "false}"));
    for (const char* part : {"vae", "text_encoder"}) {
        if (!root.exists(QLatin1String(part)))
            QVERIFY(QFile::link(coders.filePath(QLatin1String(part)), at(part)));
    }
    QVERIFY(QFile::link(vocabulary, at("tokenizer")));
}

inline QString transformerFile(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("transformer/diffusion_pytorch_model.safetensors"));
}

inline void writeTinyModel(const QString& folder, const QString& vocabulary)
{
    writeTinyCoders(QDir(folder));
    writeTinyModelAround(folder, vocabulary, false, QDir(folder));
    writeFormulaCheckpoint(transformerFile(folder), shapesIn(QStringLiteral("qwen_transformer.safetensors")));
}

} // namespace focal::parity
