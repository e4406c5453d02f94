#pragma once

#include "core/document/turn.h"

#include <QString>

#include <optional>

namespace focal {

/// A job as the panels show it. The window fills it from the queue, which the panels do not know.
struct QueueItem
{
    quint64 id = 0;
    QString title; ///< The instruction.
    bool running = false;
    double fraction = 0; ///< 0..1
    QString stage;       ///< The key, as in Progress; empty while unknown.
    bool waitsForModel = false;
    std::optional<TurnId> parent; ///< The turn that it edits; the conversation shows it below that one.
};

/// What a stage does, in a few translated words: "Looking for it". Unknown keys say "Working".
QString stageText(const QString& stage);

} // namespace focal
