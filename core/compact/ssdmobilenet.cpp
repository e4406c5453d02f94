#include "core/compact/ssdmobilenet.h"

#include "core/base/error.h"

#include <array>
#include <cmath>
#include <string>

namespace focal {

namespace {

/// expanded_conv, expanded_conv_1, ...
constexpr std::array<MobileBlock::Shape, 17> blockShapes = {{{32, 32, 16, 3, 1},
                                                             {16, 96, 24, 3, 2},
                                                             {24, 144, 24, 3, 1},
                                                             {24, 144, 32, 3, 2},
                                                             {32, 192, 32, 3, 1},
                                                             {32, 192, 32, 3, 1},
                                                             {32, 192, 64, 3, 2},
                                                             {64, 384, 64, 3, 1},
                                                             {64, 384, 64, 3, 1},
                                                             {64, 384, 64, 3, 1},
                                                             {64, 384, 96, 3, 1},
                                                             {96, 576, 96, 3, 1},
                                                             {96, 576, 96, 3, 1},
                                                             {96, 576, 160, 3, 2},
                                                             {160, 960, 160, 3, 1},
                                                             {160, 960, 160, 3, 1},
                                                             {160, 960, 320, 3, 1}}};
/// The widened map of this block is the finest that predictors see.
constexpr size_t finestBlock = 13;
constexpr int64_t lastChannels = 1280;

struct CoarserShape
{
    int64_t input;
    int64_t hidden;
    int64_t output;
};
constexpr std::array<CoarserShape, 4> coarserShapes = {
    {{1280, 256, 512}, {512, 128, 256}, {256, 128, 256}, {256, 64, 128}}};

constexpr std::array<int64_t, 6> mapSides = {19, 10, 5, 3, 2, 1};
constexpr std::array<int64_t, 6> mapChannels = {576, 1280, 512, 256, 256, 128};
constexpr std::array<int64_t, 6> anchorsAtPlace = {3, 6, 6, 6, 6, 6};
constexpr double leastScale = 0.2;
constexpr double greatestScale = 0.95;

// Of the coding of boxes by their anchors (Faster R-CNN).
constexpr double middleScale = 10;
constexpr double sizeScale = 5;

struct AnchorShape
{
    double height;
    double width;
};

std::vector<AnchorShape> anchorShapes(size_t map)
{
    const auto scaleOf = [](size_t index) {
        return index < mapSides.size()
                   ? leastScale + (greatestScale - leastScale) * double(index) / double(mapSides.size() - 1)
                   : 1.0;
    };
    const auto shaped = [](double scale, double aspect) {
        return AnchorShape{scale / std::sqrt(aspect), scale * std::sqrt(aspect)};
    };
    const double scale = scaleOf(map);
    if (map == 0) // Fewer in the finest map, and one of them smaller.
        return {shaped(0.1, 1), shaped(scale, 2), shaped(scale, 0.5)};
    return {shaped(scale, 1), shaped(scale, 2),      shaped(scale, 0.5),
            shaped(scale, 3), shaped(scale, 0.3333), shaped(std::sqrt(scale * scaleOf(map + 1)), 1)};
}

at::Tensor allAnchors()
{
    std::vector<float> values;
    values.reserve(size_t(SsdMobileNet::anchors * 4));
    for (size_t map = 0; map < mapSides.size(); ++map) {
        const std::vector<AnchorShape> shapes = anchorShapes(map);
        for (int64_t row = 0; row < mapSides[map]; ++row)
            for (int64_t column = 0; column < mapSides[map]; ++column)
                for (const AnchorShape& shape : shapes)
                    for (const double value :
                         {(double(row) + 0.5) / double(mapSides[map]),
                          (double(column) + 0.5) / double(mapSides[map]), shape.height, shape.width})
                        values.push_back(float(value));
    }
    return at::tensor(values, at::kFloat).view({SsdMobileNet::anchors, 4});
}

TensorReader blockReader(const TensorReader& backbone, size_t index)
{
    return backbone.inside(index == 0 ? "expanded_conv" : "expanded_conv_" + std::to_string(index));
}

} // namespace

SsdMobileNet::SsdMobileNet(const TensorReader& reader)
    : m_type(reader.type()),
      m_first(reader.inside("FeatureExtractor.MobilenetV2.Conv"), 3, blockShapes.front().input, 3, 2),
      m_last(reader.inside("FeatureExtractor.MobilenetV2.Conv_1"), blockShapes.back().output, lastChannels,
             1),
      m_anchors(allAnchors())
{
    const TensorReader backbone = reader.inside("FeatureExtractor.MobilenetV2");
    for (size_t i = 0; i < blockShapes.size(); ++i)
        m_blocks.emplace_back(blockReader(backbone, i), blockShapes[i],
                              MobileBlock::Names{"expand", "depthwise", "project"});
    for (size_t i = 0; i < coarserShapes.size(); ++i) {
        const CoarserShape& shape = coarserShapes[i];
        const std::string number = std::to_string(i + 2);
        const std::string narrow = "layer_19_1_Conv2d_" + number + "_1x1_" + std::to_string(shape.hidden);
        const std::string widen = "layer_19_2_Conv2d_" + number + "_3x3_s2_" + std::to_string(shape.output);
        m_coarser.push_back({SameConvolution(backbone.inside(narrow), shape.input, shape.hidden, 1),
                             SameConvolution(backbone.inside(widen + "_depthwise"), shape.hidden,
                                             shape.hidden, 3, 2, shape.hidden),
                             SameConvolution(backbone.inside(widen), shape.hidden, shape.output, 1)});
    }
    for (size_t i = 0; i < mapSides.size(); ++i) {
        const TensorReader predictor = reader.inside("BoxPredictor_" + std::to_string(i));
        m_predictors.push_back({SameConvolution(predictor.inside("BoxEncodingPredictor"), mapChannels[i],
                                                anchorsAtPlace[i] * 4, 3),
                                SameConvolution(predictor.inside("ClassPredictor"), mapChannels[i],
                                                anchorsAtPlace[i] * kinds, 3)});
    }
}

std::vector<at::Tensor> SsdMobileNet::maps(const at::Tensor& pixels, const CancelToken& cancel) const
{
    std::vector<at::Tensor> result;
    const at::Tensor scaled =
        (pixels * 2 - 1).to(m_first.weight.device(), m_type).contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor x = boundedRelu(m_first(scaled));
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        cancel.throwIfCancelled();
        const at::Tensor wide = m_blocks[i].widened(x);
        if (i == finestBlock)
            result.push_back(wide);
        x = m_blocks[i].narrowed(x, wide);
    }
    result.push_back(boundedRelu(m_last(x)));
    for (const Coarser& coarser : m_coarser) {
        const at::Tensor narrow = boundedRelu(coarser.narrow(result.back()));
        const at::Tensor each = boundedRelu(coarser.depthwise(narrow));
        result.push_back(boundedRelu(coarser.widen(each)));
    }
    return result;
}

SsdMobileNet::Output SsdMobileNet::operator()(const at::Tensor& pixels, const CancelToken& cancel) const
{
    if (pixels.dim() != 4 || pixels.size(1) != 3 || pixels.size(2) != side || pixels.size(3) != side)
        throw LogicError(QStringLiteral("SSD: pixels must be [n, 3, 300, 300]"));
    const int64_t count = pixels.size(0);
    const std::vector<at::Tensor> seen = maps(pixels, cancel);
    std::vector<at::Tensor> codes;
    std::vector<at::Tensor> logits;
    for (size_t i = 0; i < seen.size(); ++i) {
        cancel.throwIfCancelled();
        const auto flat = [&](const at::Tensor& map, int64_t last) {
            return map.permute({0, 2, 3, 1}).reshape({count, -1, last});
        };
        codes.push_back(flat(m_predictors[i].boxes(seen[i]), 4));
        logits.push_back(flat(m_predictors[i].kinds(seen[i]), kinds));
    }
    const at::Tensor code = at::cat(codes, 1).to(at::kCPU, at::kFloat);
    const at::Tensor middle =
        code.narrow(-1, 0, 2) / middleScale * m_anchors.narrow(-1, 2, 2) + m_anchors.narrow(-1, 0, 2);
    const at::Tensor half = at::exp(code.narrow(-1, 2, 2) / sizeScale) * m_anchors.narrow(-1, 2, 2) / 2;
    return {at::cat({middle - half, middle + half}, -1).contiguous(),
            at::sigmoid(at::cat(logits, 1).to(at::kCPU, at::kFloat)).contiguous()};
}

} // namespace focal
