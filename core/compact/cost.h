#pragma once

#include "core/edit/editmodel.h"

namespace focal {

/// What edits cost on this machine, learned from what it did.
class CompactCost
{
public:
    /// @param seconds  that reading a picture of @p patches patches took
    void learnReading(int patches, double seconds);
    /// @param seconds  that a whole edit took, reading aside
    void learnEdit(Operation operation, double megapixels, double seconds);

    /// @param patches  to be read; 0 where the picture is already known
    CostEstimate estimate(const Picture& picture, Operation operation, int patches) const;

private:
    double m_readingRatio = 1; ///< This machine's time over the reference figures'.
    double m_editRatio = 1;
};

/// Bytes that this process may still take: the machine's available memory, or what its cgroup leaves if that
/// is less.
qint64 availableMemory();

} // namespace focal
