#pragma once
/// A device that is not the CPU, on machines that have none: LibTorch's PrivateUse1, whose memory is the
/// machine's own and whose operations are the CPU's. It is as strict as a GPU: an operation that mixes its
/// tensors with the CPU's fails, and so does whoever takes its memory for the CPU's by asking is_cpu().
/// What a GPU's queues do out of order, it does in order.
///
/// Include it in one source file of a program.

#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/native/Resize.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/set_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <atomic>
#include <cstdlib>

namespace focal::test {

inline const at::Device otherDevice(at::kPrivateUse1, 0);

/// Bytes that it holds now.
inline std::atomic<qint64> otherDeviceBytes = 0;
/// Uploads through another queue than the one that computes.
inline std::atomic<int> otherDeviceUploads = 0;

struct OtherGuard final : c10::impl::DeviceGuardImplInterface
{
    static constexpr c10::DeviceType static_type = at::kPrivateUse1;
    static inline thread_local c10::StreamId queue = 0;

    OtherGuard() = default;
    explicit OtherGuard(c10::DeviceType) {}
    c10::DeviceType type() const override { return at::kPrivateUse1; }
    c10::Device exchangeDevice(c10::Device) const override { return otherDevice; }
    c10::Device getDevice() const override { return otherDevice; }
    void setDevice(c10::Device) const override {}
    void uncheckedSetDevice(c10::Device) const noexcept override {}
    c10::DeviceIndex deviceCount() const noexcept override { return 1; }
    c10::Stream getStream(c10::Device) const noexcept override { return streamOf(queue); }
    c10::Stream getDefaultStream(c10::Device) const override { return streamOf(0); }
    c10::Stream getStreamFromGlobalPool(c10::Device, bool) const override { return streamOf(1); }
    c10::Stream exchangeStream(c10::Stream stream) const noexcept override
    {
        return streamOf(std::exchange(queue, stream.id()));
    }
    void synchronizeStream(const c10::Stream&) const override {}

private:
    static c10::Stream streamOf(c10::StreamId id)
    {
        return c10::Stream(c10::Stream::UNSAFE, otherDevice, id);
    }
};

struct OtherAllocator final : c10::Allocator
{
    c10::DataPtr allocate(size_t bytes) override
    {
        // The size lies before what is given.
        constexpr size_t head = 64;
        auto* memory = static_cast<char*>(std::aligned_alloc(head, (bytes / head + 2) * head));
        *reinterpret_cast<size_t*>(memory) = bytes;
        otherDeviceBytes += qint64(bytes);
        return {memory + head, memory,
                [](void* given) {
                    otherDeviceBytes -= qint64(*static_cast<size_t*>(given));
                    std::free(given);
                },
                otherDevice};
    }
    c10::DeleterFnPtr raw_deleter() const override { return nullptr; }
    void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }
};

inline OtherAllocator otherAllocator;
constexpr c10::DispatchKeySet otherKeys(c10::DispatchKey::PrivateUse1);

inline at::Tensor otherEmpty(at::IntArrayRef sizes, std::optional<at::ScalarType> type,
                             std::optional<at::Layout>, std::optional<at::Device>, std::optional<bool>,
                             std::optional<at::MemoryFormat> format)
{
    return at::detail::empty_generic(sizes, &otherAllocator, otherKeys, type.value_or(at::kFloat), format);
}

inline at::Tensor otherEmptyStrided(at::IntArrayRef sizes, at::IntArrayRef strides,
                                    std::optional<at::ScalarType> type, std::optional<at::Layout>,
                                    std::optional<at::Device>, std::optional<bool>)
{
    return at::detail::empty_strided_generic(sizes, strides, &otherAllocator, otherKeys,
                                             type.value_or(at::kFloat));
}

/// The same memory as the CPU sees it.
inline at::Tensor onHost(const at::Tensor& tensor)
{
    if (tensor.is_cpu())
        return tensor;
    return at::from_blob(tensor.data_ptr(), tensor.sizes(), tensor.strides(),
                         at::TensorOptions(tensor.dtype()));
}

inline at::Tensor otherCopyFrom(const at::Tensor& from, const at::Tensor& to, bool)
{
    if (from.is_cpu() && !to.is_cpu() && OtherGuard::queue != 0)
        ++otherDeviceUploads;
    onHost(to).copy_(onHost(from));
    return to;
}

inline const at::Tensor& otherResize(const at::Tensor& tensor, at::IntArrayRef sizes,
                                     std::optional<at::MemoryFormat>)
{
    if (tensor.sizes() == sizes)
        return tensor; // perhaps a part of another one, whose place it keeps
    c10::TensorImpl* const made = tensor.unsafeGetTensorImpl();
    const size_t bytes = size_t(c10::multiply_integers(sizes)) * tensor.itemsize();
    if (tensor.storage().nbytes() < bytes)
        made->set_storage_keep_dtype(c10::Storage(c10::Storage::use_byte_size_t(), bytes,
                                                  otherAllocator.allocate(bytes), &otherAllocator, true));
    made->set_storage_offset(0);
    made->set_sizes_contiguous(sizes);
    return tensor;
}

inline at::Tensor otherCopyFromAndResize(const at::Tensor& from, const at::Tensor& to)
{
    to.resize_(from.sizes());
    return otherCopyFrom(from, to, false);
}

inline at::Tensor otherConvolution(const at::Tensor& x, const at::Tensor& weight,
                                   const std::optional<at::Tensor>& bias, at::IntArrayRef stride,
                                   at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                                   at::IntArrayRef outputPadding, int64_t groups)
{
    TORCH_CHECK(!x.is_cpu() && !weight.is_cpu() && !(bias && bias->defined() && bias->is_cpu()),
                "a convolution of both devices' tensors");
    const std::optional<at::Tensor> added =
        bias && bias->defined() ? std::optional(onHost(*bias)) : std::nullopt;
    return at::convolution(onHost(x), onHost(weight), added, stride, padding, dilation, transposed,
                           outputPadding, groups)
        .to(otherDevice);
}

inline at::Tensor otherReshapeAlias(const at::Tensor& x, at::IntArrayRef sizes, at::IntArrayRef strides)
{
    return at::native::as_strided_tensorimpl(x, sizes, strides, x.storage_offset());
}

inline void otherRecordStream(at::Tensor&, at::Stream) {}

inline void otherFallback(const c10::OperatorHandle& operation, torch::jit::Stack* stack)
{
    at::native::cpu_fallback(operation, stack);
}

C10_REGISTER_GUARD_IMPL(PrivateUse1, OtherGuard);

TORCH_LIBRARY_IMPL(_, PrivateUse1, library)
{
    library.fallback(torch::CppFunction::makeFromBoxedFunction<&otherFallback>());
}

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library)
{
    library.impl("empty.memory_format", otherEmpty);
    library.impl("empty_strided", otherEmptyStrided);
    library.impl("_copy_from", otherCopyFrom);
    library.impl("_copy_from_and_resize", otherCopyFromAndResize);
    library.impl("resize_", otherResize);
    library.impl("convolution_overrideable", otherConvolution);
    library.impl("record_stream", otherRecordStream);
    library.impl("as_strided", at::native::as_strided_tensorimpl);
    library.impl("_reshape_alias", otherReshapeAlias);
    library.impl("view", at::native::view);
}

} // namespace focal::test
