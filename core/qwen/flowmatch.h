#pragma once

#include <QJsonObject>

#include <cstdint>
#include <optional>
#include <vector>

namespace focal {

/// FlowMatchEulerDiscreteScheduler as Qwen-Image-Edit sets it: the share of noise at each step. The defaults
/// are those of the published scheduler_config.json.
struct FlowMatch
{
    double baseShift = 0.5; ///< At baseTokens of the target picture ...
    double maxShift = 0.9;  ///< ... and at maxTokens; linear between and beyond.
    int64_t baseTokens = 256;
    int64_t maxTokens = 8192;
    std::optional<double> shiftTerminal = 0.02; ///< The last step's share of noise.

    /// The schedule that Lightning LoRAs (4 or 8 steps, no guidance) were trained with: independent of the
    /// size.
    static FlowMatch lightning();
    /// Of scheduler_config.json. @throws UserError (BadInput) where it asks for another kind of schedule
    static FlowMatch fromJson(const QJsonObject& json);

    /// steps + 1 values that fall from 1 to 0.
    /// @param targetTokens  of the picture that is made, references not counted
    /// @throws UserError (BadUsage) below 1 step, and for 1 step where the terminal share leaves none
    std::vector<float> sigmas(int steps, int64_t targetTokens) const;
};

} // namespace focal
