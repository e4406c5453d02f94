#pragma once
/// The notation of spoken.txt: what an instruction shall be understood as, and what it was.

#include "core/plan/plan.h"

#include <QStringList>

namespace focal::test {

struct SpokenInstruction
{
    QString before; ///< The instruction of the turn before; may be empty.
    QString instruction;
    QStringList edits; ///< "operation | target | value", in order.
};

/// All of spoken.txt. @throws nothing; a line that is not in the notation has no edits.
std::vector<SpokenInstruction> spokenInstructions(const QString& path);

/// An edit in the notation.
QString written(const PlannedEdit& edit);

} // namespace focal::test
