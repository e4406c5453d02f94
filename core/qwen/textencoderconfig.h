#pragma once

#include <QString>

#include <array>
#include <cstdint>
#include <vector>

namespace focal {

/// The vision tower of Qwen2.5-VL. The values given here are the published model's.
struct VisionConfig
{
    int64_t depth = 32;
    int64_t hidden = 1280;
    int64_t intermediate = 3420;
    int64_t heads = 16;
    int64_t channels = 3;
    int64_t patch = 14;        ///< pixels
    int64_t temporalPatch = 2; ///< frames; a picture counts as that many equal ones
    int64_t merge = 2;         ///< patches a side that become one token
    int64_t window = 112;      ///< pixels a side within which most blocks attend
    int64_t output = 3584;
    std::vector<int64_t> fullAttention = {7, 15, 23, 31}; ///< blocks that attend to the whole picture

    int64_t headWidth() const { return hidden / heads; }
    int64_t patchValues() const { return channels * temporalPatch * patch * patch; }
    /// Tokens a side of a window.
    int64_t windowCells() const { return window / merge / patch; }
    bool isFull(int64_t block) const;
};

/// The language model of Qwen2.5-VL.
struct LanguageConfig
{
    int64_t hidden = 3584;
    int64_t intermediate = 18944;
    int64_t layers = 28;
    int64_t heads = 28;
    int64_t keyHeads = 4; ///< of keys and values, each serving heads / keyHeads
    int64_t vocabulary = 152064;
    double normEpsilon = 1e-6;
    double ropeTheta = 1e6;
    std::array<int64_t, 3> ropeSections = {16, 24, 24}; ///< channel pairs that turn with time, row and column

    int64_t headWidth() const { return hidden / heads; }
};

/// What text_encoder/config.json says.
struct TextEncoderConfig
{
    VisionConfig vision;
    LanguageConfig language;

    /// Reads both spellings: fields at the top or in text_config, rope_theta with rope_scaling or
    /// rope_parameters. What is not there has the published value. @throws UserError (BadInput) for what no
    /// model of this kind has
    static TextEncoderConfig fromFile(const QString& path);
    /// @param name  of the file, for messages
    static TextEncoderConfig fromJson(const QByteArray& json, const QString& name);
};

} // namespace focal
