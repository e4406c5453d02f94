#pragma once

#include "core/base/rgb.h"
#include "core/edit/region.h"
#include "core/image/picture.h"
#include "core/plan/plan.h"

#include <QJsonObject>

#include <optional>
#include <vector>

namespace focal {

/// The values of an edit that can be changed afterwards without searching again. Empty means: the model's own
/// choice.
struct OperatorSettings
{
    std::optional<Rgb> color;       ///< Recolor, Background.
    std::optional<double> strength; ///< Recolor, Remove, Background: 0..1. Adjust: amount, -1..1.
    std::optional<double> grow;     ///< Native pixels by which the found region grows; negative shrinks it.
    std::optional<double> feather;  ///< Native pixels over which the edit fades out, >= 0.
};

/// Everything that an edit depends on; no model reads a widget, a settings store or a global.
struct EditRequest
{
    Picture picture;
    std::vector<Picture> references;
    QString instruction;
    std::optional<Plan> plan; ///< A plan that the user corrected; empty: the model reads the instruction.
    /// The plan of the turn that made the picture, on which a follow-up leans ("a bit darker", "the other
    /// one"). Empty for the picture as opened.
    std::optional<Plan> before;
    Region region;
    OperatorSettings settings; ///< Of the plan's first edit.
    /// CV_8UC1 of the picture's size: the region found before for the plan's first edit, used instead of
    /// searching. Other edits search for theirs.
    cv::Mat found;
    quint64 seed = 0;
    std::optional<int> steps;  ///< For models with steps.
    QJsonObject modelSettings; ///< Further settings by the model's own names.
};

} // namespace focal
