#include "core/compact/mobileblock.h"

#include <algorithm>

namespace focal {

SameConvolution::SameConvolution(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel,
                                 int64_t strideLength, int64_t groupCount)
    : bias(reader.read("bias", {output})), stride(strideLength), groups(groupCount)
{
    const at::Tensor plain = reader.read("weight", {output, input / groupCount, kernel, kernel});
    if (plain.defined())
        weight = plain.contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor SameConvolution::operator()(const at::Tensor& x) const
{
    const int64_t kernel = weight.size(2);
    const auto missing = [&](int64_t size) {
        return std::max<int64_t>(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
    };
    const int64_t rows = missing(x.size(2));
    const int64_t columns = missing(x.size(3));
    if (rows % 2 == 0 && columns % 2 == 0)
        return at::conv2d(x, weight, bias, {stride, stride}, {rows / 2, columns / 2}, {1, 1}, groups);
    const at::Tensor padded =
        at::constant_pad_nd(x, {columns / 2, columns - columns / 2, rows / 2, rows - rows / 2});
    return at::conv2d(padded, weight, bias, {stride, stride}, at::IntArrayRef{0, 0}, {1, 1}, groups);
}

at::Tensor boundedRelu(const at::Tensor& x)
{
    return at::clamp(x, 0, 6);
}

MobileBlock::MobileBlock(const TensorReader& reader, const Shape& shape, const Names& names)
    : depthwise(reader.inside(names.depthwise), shape.hidden, shape.hidden, shape.kernel, shape.stride,
                shape.hidden),
      project(reader.inside(names.project), shape.hidden, shape.output, 1),
      addsInput(shape.stride == 1 && shape.input == shape.output)
{
    if (shape.hidden != shape.input)
        expand.emplace(reader.inside(names.expand), shape.input, shape.hidden, 1);
}

at::Tensor MobileBlock::widened(const at::Tensor& x) const
{
    return expand ? boundedRelu((*expand)(x)) : x;
}

at::Tensor MobileBlock::narrowed(const at::Tensor& x, const at::Tensor& wide) const
{
    const at::Tensor made = project(boundedRelu(depthwise(wide)));
    return addsInput ? x + made : made;
}

} // namespace focal
