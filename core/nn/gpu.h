#pragma once

#include "core/weights/machine.h"

#include <optional>

namespace focal {

/// The GPU behind computeDevice(), with what is free on it now; nothing where that is the CPU.
std::optional<Machine::Gpu> computeGpu();

} // namespace focal
