#include "core/nn/device.h"

#ifdef FOCAL_CUDA
#include <dlfcn.h>
#endif

namespace focal {

namespace {

bool cudaIsUsable()
{
#ifdef FOCAL_CUDA
    // The driver first: LibTorch's library loads without one and only fails when used.
    if (!dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL))
        return false;
    if (!dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL))
        return false;
    return at::hasCUDA() && at::detail::getCUDAHooks().deviceCount() > 0;
#else
    return false;
#endif
}

} // namespace

at::Device computeDevice()
{
    static const bool cuda = cudaIsUsable();
    return cuda ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
}

bool cpuHasFastBf16()
{
#if defined(__x86_64__) && defined(__GNUC__)
    // Processors with AMX have it as well.
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

} // namespace focal
