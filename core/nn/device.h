#pragma once

#include <ATen/ATen.h>

namespace focal {

/// The device that networks run on: the first CUDA device where Focal was built with FOCAL_CUDA and a driver
/// and LibTorch's CUDA library are found at run time; the CPU otherwise. Found out once, at the first call.
at::Device computeDevice();

/// Whether bfloat16 matrix products are done by the processor itself (AVX512-BF16, AMX), and so faster than
/// float's.
bool cpuHasFastBf16();

} // namespace focal
