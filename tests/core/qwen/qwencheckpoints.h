#pragma once
/// The small checkpoints that tests/parity/make_reference_qwen_transformer.py runs through diffusers.

#include "core/qwen/residentblocks.h"
#include "core/qwen/transformer.h"
#include "core/qwen/vae.h"
#include "tests/parity/formulaweights.h"
#include "tests/parity/reference.h"

#include <QTemporaryDir>

#include <map>

namespace focal::parity {

/// Odd multiples of 2^-24 between -1 and 1, by name. The generator's values() are the same.
inline at::Tensor values(const QString& name, at::IntArrayRef shape)
{
    at::Tensor result = at::empty(shape, at::kFloat);
    const std::uint64_t seed = fnv1a64(name);
    auto* into = result.data_ptr<float>();
    for (int64_t i = 0; i < result.numel(); ++i)
        into[i] = uniformAt(seed, std::uint64_t(i));
    return result;
}

inline TransformerConfig smallTransformer(bool zeroCondT)
{
    TransformerConfig config;
    config.layers = 2;
    config.heads = 2;
    config.jointWidth = 64;
    config.zeroCondT = zeroCondT;
    return config;
}

inline VaeConfig smallVae()
{
    VaeConfig config;
    config.baseWidth = 16;
    return config;
}

/// Keeps the checkpoints' files while a test runs.
class Checkpoints
{
public:
    std::unique_ptr<QwenImageTransformer> transformer(bool zeroCondT, at::ScalarType type = at::kFloat)
    {
        TensorClaims claims{SafetensorsFile(file(QStringLiteral("qwen_transformer.safetensors")))};
        const TransformerConfig config = smallTransformer(zeroCondT);
        const TensorReader reader(claims, type);
        auto blocks = std::make_shared<ResidentBlocks>(config, reader);
        auto result = std::make_unique<QwenImageTransformer>(config, reader, std::move(blocks));
        claims.finish();
        return result;
    }

    std::unique_ptr<QwenImageVae> vae(at::ScalarType type = at::kFloat)
    {
        TensorClaims claims{SafetensorsFile(file(QStringLiteral("qwen_vae.safetensors")))};
        for (const QString& name : QwenImageVae::unusedTensors(smallVae()))
            claims.ignore(name);
        auto result = std::make_unique<QwenImageVae>(smallVae(), TensorReader(claims, type));
        claims.finish();
        return result;
    }

private:
    QTemporaryDir m_folder;

    /// @param reference  whose metadata names the weights
    QString file(const QString& reference)
    {
        QString path = m_folder.filePath(reference);
        if (!QFile::exists(path))
            writeFormulaCheckpoint(
                path,
                formulaShapes(
                    SafetensorsFile(referencePath(reference)).metadata().value(QStringLiteral("weights"))));
        return path;
    }
};

/// Keeps every stage.
class KeptStages : public StageSink
{
public:
    void stage(const std::string& name, const at::Tensor& value) override { stages[name] = value.clone(); }

    std::map<std::string, at::Tensor> stages;
};

struct Grids
{
    const char* name;
    std::vector<TokenGrid> grids;
};

/// As in the generator.
inline const std::vector<Grids>& gridCases()
{
    static const std::vector<Grids> cases = {{"one", {{4, 6}}},
                                             {"two", {{4, 6}, {5, 3}}},
                                             {"three", {{5, 7}, {4, 4}, {3, 8}}},
                                             {"four", {{3, 3}, {6, 4}, {4, 4}, {2, 7}}}};
    return cases;
}

inline int64_t tokensOf(const std::vector<TokenGrid>& grids)
{
    int64_t sum = 0;
    for (const TokenGrid& grid : grids)
        sum += grid.tokens();
    return sum;
}

} // namespace focal::parity
