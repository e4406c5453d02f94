#pragma once
/// What a line says: PP-OCR's direction and recognition networks on one line cut out of the picture.

#include "core/ocr/graphnetwork.h"
#include "core/ocr/textline.h"

#include <QStringList>

namespace focal {

/// The line as the recognition sees it: 48 pixels high.
struct RecognizedText
{
    QString text;
    double confidence = 0;
    std::vector<TextCharacter> characters;
};

/// "CTC": of every step the likeliest character, runs of one drawn together, blanks left out (Graves et al.
/// 2006).
/// @param probabilities  [steps, 1 + alphabet], the blank first; rows sum to 1
/// @param used           the part of the steps that shows the line, 0..1; the rest is padding
RecognizedText decodedText(const at::Tensor& probabilities, const QStringList& alphabet, double used);

/// The recognition's alphabet: characters of its metadata, then the space.
QStringList alphabetOf(const GraphNetwork& recognition);

/// @param bgr  CV_8UC3: the line, upright, any size
RecognizedText recognizedText(const GraphNetwork& network, const QStringList& alphabet, const cv::Mat& bgr,
                              const CancelToken& cancel);

/// Whether the line stands on its head, and the network is sure of it.
bool isUpsideDown(const GraphNetwork& network, const cv::Mat& bgr, const CancelToken& cancel);

/// The line cut out of @p bgr (CV_8UC3) upright, as high and as wide as it is in the picture.
cv::Mat straightened(const cv::Mat& bgr, const TextQuad& quad);

} // namespace focal
