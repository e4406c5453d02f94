#include "core/nn/device.h"

#include "core/nn/gpu.h"

#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#ifdef FOCAL_CUDA
#include <array>
#include <dlfcn.h>
#endif

namespace focal {

namespace {

#ifdef FOCAL_CUDA
void* driver()
{
    static void* const library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    return library;
}
#endif

bool cudaIsUsable()
{
#ifdef FOCAL_CUDA
    // The driver first: LibTorch's library loads without one and only fails when used.
    if (!driver() || !dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL))
        return false;
    return at::hasCUDA() && at::detail::getCUDAHooks().deviceCount() > 0;
#else
    return false;
#endif
}

/// As the driver calls it, which LibTorch has initialised by then.
QString cudaName()
{
#ifdef FOCAL_CUDA
    using DeviceGet = int (*)(int* device, int ordinal);
    using DeviceGetName = int (*)(char* name, int length, int device);
    const auto deviceGet = reinterpret_cast<DeviceGet>(dlsym(driver(), "cuDeviceGet"));
    const auto deviceGetName = reinterpret_cast<DeviceGetName>(dlsym(driver(), "cuDeviceGetName"));
    int device = 0;
    std::array<char, 128> name{};
    if (deviceGet && deviceGetName && deviceGet(&device, 0) == 0 &&
        deviceGetName(name.data(), int(name.size()), device) == 0)
        return QString::fromUtf8(name.data());
#endif
    return QStringLiteral("GPU");
}

struct Chosen
{
    at::Device device;
    std::optional<Machine::Gpu> gpu; ///< Of a device that cannot be asked.
};

Chosen& chosen()
{
    static Chosen chosen{cudaIsUsable() ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU), {}};
    return chosen;
}

c10::impl::VirtualGuardImpl guardOf(at::Device device)
{
    return c10::impl::VirtualGuardImpl(device.type());
}

} // namespace

at::Device computeDevice()
{
    return chosen().device;
}

void setComputeDevice(at::Device device, std::optional<Machine::Gpu> gpu)
{
    chosen() = {device, std::move(gpu)};
}

std::optional<Machine::Gpu> computeGpu()
{
    const auto& [device, gpu] = chosen();
    if (!device.is_cuda())
        return gpu;
    try {
        at::globalContext().lazyInitDevice(device.type());
        const auto [free, total] = c10::getDeviceAllocator(device.type())->getMemoryInfo(device.index());
        return Machine::Gpu{cudaName(), qint64(free)};
    } catch (const c10::Error& error) {
        qWarning("the GPU cannot be used: %s", error.what_without_backtrace());
        return std::nullopt;
    }
}

void finishWork(at::Device device)
{
    if (!device.is_cpu())
        guardOf(device).getStream(device).synchronize();
}

UploadQueue::UploadQueue(at::Device device)
{
    if (!device.is_cpu())
        m_queue = guardOf(device).getStreamFromGlobalPool(device);
}

UploadQueue::Scope::Scope(const std::optional<c10::Stream>& queue) : m_queue(queue)
{
    if (m_queue)
        m_before = guardOf(m_queue->device()).exchangeStream(*m_queue);
}

UploadQueue::Scope::~Scope()
{
    if (m_before)
        guardOf(m_queue->device()).exchangeStream(*m_before);
}

void UploadQueue::Scope::finish() const
{
    if (m_queue)
        m_queue->synchronize();
}

at::Tensor onDevice(const at::Tensor& tensor, at::Device device, at::ScalarType type)
{
    // Rounded before it travels: there is less of it then.
    at::Tensor there = tensor.to(type).to(device);
    if (device.is_cpu())
        return there;
    const c10::impl::VirtualGuardImpl guard = guardOf(device);
    const c10::Stream computing = guard.getDefaultStream(device);
    if (guard.getStream(device) != computing)
        there.record_stream(computing); // its memory is not used again before that queue is done with it
    return there;
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
