#pragma once
/// The words in which the panels speak of plans.

#include "core/plan/plan.h"

#include <QString>

#include <optional>

namespace focal {

QString operationText(Operation operation);          ///< "Recolour"
QString adjustPropertyText(AdjustProperty property); ///< "Brightness"
QString operationIcon(Operation operation);          ///< Name for icon().
QString adjustPropertyIcon(AdjustProperty property);
/// "+30 %", "-12 %"; blur and sharpness have no sign.
QString amountText(const AdjustValue& value);

/// Whether the edit is done to a thing that words name.
bool hasTarget(Operation operation);
QString noTargetText(Operation operation); ///< What no words mean: "whole picture".

/// Whether the property runs from 0 to 1 and not from -1.
bool isOneSided(AdjustProperty property);

/// Whether the plan lays a picture over this one that is not among @p references.
bool lacksReference(const Plan& plan, std::size_t references);

/// The edit with another operation: target and fitting values stay, others start at their defaults.
PlannedEdit withOperation(PlannedEdit edit, Operation operation, std::optional<AdjustProperty> property = {},
                          bool blurBackground = false);
/// The edit with another target, whose span is found in the instruction where the words stand in it.
PlannedEdit withTarget(PlannedEdit edit, const QString& instruction, const QString& target);

} // namespace focal
