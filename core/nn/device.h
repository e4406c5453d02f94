#pragma once

#include "core/weights/machine.h"

#include <ATen/ATen.h>

#include <optional>

namespace focal {

/// The device that networks run on: the first CUDA device where Focal was built with FOCAL_CUDA and a driver
/// and LibTorch's CUDA library are found at run time; the CPU otherwise. Found out once, at the first call.
at::Device computeDevice();

/// Takes @p device for what computes instead, with @p gpu as what is known of it: for tests without a GPU.
void setComputeDevice(at::Device device, std::optional<Machine::Gpu> gpu);

/// Waits until @p device has done everything that was asked of it so far by this thread: other devices than
/// the CPU work behind the program. Nothing for the CPU.
void finishWork(at::Device device);

/// Uploads to a device beside what it computes: tensors that are moved there within run() go through a queue
/// of their own, and are there when it returns. For the CPU run() only runs.
class UploadQueue
{
public:
    explicit UploadQueue(at::Device device);

    template <typename Work>
    auto run(const Work& work) const
    {
        const Scope scope(m_queue);
        auto result = work();
        scope.finish();
        return result;
    }

private:
    class Scope
    {
    public:
        explicit Scope(const std::optional<c10::Stream>& queue);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        void finish() const;

    private:
        std::optional<c10::Stream> m_queue;
        std::optional<c10::Stream> m_before;
    };

    std::optional<c10::Stream> m_queue;
};

/// @p tensor on @p device, where whoever computes may use it and let it go at any time, also if it was moved
/// there through an UploadQueue. @param type  that it has there
at::Tensor onDevice(const at::Tensor& tensor, at::Device device, at::ScalarType type);

/// Whether bfloat16 matrix products are done by the processor itself (AVX512-BF16, AMX), and so faster than
/// float's.
bool cpuHasFastBf16();

} // namespace focal
