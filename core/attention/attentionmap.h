#pragma once

#include "core/base/textspan.h"

#include <QString>

#include <opencv2/core.hpp>

#include <optional>
#include <vector>

namespace focal {

/// Where a model looked for one word: the probabilities of its own attention, recorded where its output was
/// made.
struct AttentionMap
{
    QString word;
    TextSpan span;            ///< In the instruction of the request.
    int layer = 0;            ///< Index of the attention layer, 0 first.
    std::optional<int> head;  ///< Empty: the mean of all heads.
    std::optional<int> step;  ///< Denoising step; empty for models without steps.
    int image = 0;            ///< 0 is the picture being edited, 1.. are references.
    bool imageToText = false; ///< false: the word queried the picture; true: each patch queried the words.
    /// No probabilities: how alike patch and word come out of the attention (cosine, the least of the grid
    /// 0).
    bool outputSpace = false;
    cv::Mat grid; ///< CV_32FC1 [rows, columns], >= 0. Rows sum to 1 over the grid where !imageToText.
    cv::Rect2d nativeRect; ///< The part of the native picture that the grid covers, in native pixels.
};

/// One map a word: the mean over late layers, for display. Maps of several pieces of one word are averaged.
/// @param maps    any mix of layers, heads and words
/// @param layers  which layers count; empty means all
std::vector<AttentionMap> meanOverLayers(const std::vector<AttentionMap>& maps,
                                         const std::vector<int>& layers = {});

/// The grid enlarged to a window of the native picture, bicubic, scaled so that the value which one cell in
/// a hundred exceeds is 1 (the maximum in grids of fewer than a hundred cells); what lies above is 1 too.
/// @param window  native pixels; @param size  of the result
/// @return CV_32FC1, 0..1
cv::Mat resampled(const AttentionMap& map, cv::Rect2d window, cv::Size size);

} // namespace focal
