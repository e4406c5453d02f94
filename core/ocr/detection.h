#pragma once
/// Where text is: PP-OCRv4's detection network, and from its map of probabilities to boxes ("DB"; Liao et al.
/// 2020, "Real-time Scene Text Detection with Differentiable Binarization").

#include "core/ocr/graphnetwork.h"
#include "core/ocr/textline.h"

namespace focal {

/// The published settings.
struct DetectionSettings
{
    double pixelThreshold = 0.3; ///< Probability from which a pixel belongs to text.
    double boxThreshold = 0.5;   ///< Mean probability inside a box, below which it is none.
    double unclipRatio = 1.6; ///< The map shows shrunken text: a box grows by area x ratio / circumference.
    int most = 1000;          ///< Boxes.
};

/// Boxes of the text in @p probability (CV_32FC1, 0..1), in its pixels times @p scale, top to bottom, each
/// beginning at its upper left; cut to the map's bounds.
std::vector<TextQuad> textBoxes(const cv::Mat& probability, cv::Size2d scale,
                                const DetectionSettings& settings = {});

/// Boxes that stand side by side on one line, less than half their height apart, as one: gaps between
/// words may part a line. Keeps the order of the first ones.
std::vector<TextQuad> joinedBoxes(std::vector<TextQuad> boxes);

/// The size at which the network sees a picture: the longer side @p longSide, smaller pictures enlarged up to
/// twice, both sides multiples of 32.
cv::Size detectionSize(cv::Size picture, int longSide);

/// @param bgr       CV_8UC3
/// @param longSide  see detectionSize()
/// @return boxes in the pixels of @p bgr
std::vector<TextQuad> detectText(const GraphNetwork& network, const cv::Mat& bgr, int longSide,
                                 const CancelToken& cancel);

/// [1, 3, h, w] from CV_8UC3, scaled to -1..1, as the three networks want it.
at::Tensor networkInput(const cv::Mat& bgr);

} // namespace focal
