#pragma once

#include "core/edit/editrequest.h"

#include <QJsonObject>
#include <QSize>
#include <QString>

#include <optional>
#include <vector>

namespace focal {

/// An adapter that the user added to a model.
struct LoraSetting
{
    QString file;
    double strength = 1; ///< -LoraMost..LoraMost
    bool on = true;      ///< Off: it stays in the list, and is not applied.

    friend bool operator==(const LoraSetting&, const LoraSetting&) = default;
};

/// How the user wants a model to be run. What is empty is the model's own choice.
struct ModelSettings
{
    static constexpr int StepsMost = 200;
    static constexpr double GuidanceMost = 20;
    static constexpr double LoraMost = 10;
    static constexpr int SizeLeast = 64; ///< Pixels of a side.
    static constexpr int SizeMost = 4096;
    static constexpr int SizeStep = 16;

    std::optional<int> steps;       ///< 1..StepsMost
    std::optional<double> guidance; ///< 0..GuidanceMost; 1 is without, in half the time.
    bool fixedSeed = true;          ///< Off: another one for every new turn.
    quint32 seed = 0;
    QString negative;          ///< What should not appear.
    std::optional<QSize> size; ///< Of what is drawn: both sides multiples of SizeStep.
    bool lightning = false;    ///< The schedule of Lightning adapters: few steps.
    std::vector<LoraSetting> loras;

    QJsonObject toJson() const;
    /// What does not fit is left out.
    static ModelSettings fromJson(const QJsonObject& json);
    friend bool operator==(const ModelSettings&, const ModelSettings&) = default;
};

/// Puts them into a request, under the names that core/qwen reads.
/// @param again  another version of a turn: its seed stays, where none is fixed
void applySettings(const ModelSettings& settings, EditRequest& request, bool again);

/// "20 steps · CFG 4 · seed 7 · style.safetensors 0.8": what a result was made with, as its provenance says.
/// Empty for models without steps. Translated.
QString settingsText(const QJsonObject& settings, quint64 seed);

} // namespace focal
