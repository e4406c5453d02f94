#include "core/ocr/textreader.h"

#include "core/image/colour.h"
#include "core/nn/translateexception.h"
#include "core/ocr/detection.h"
#include "core/ocr/recognition.h"

#include <opencv2/imgproc.hpp>

namespace focal {

namespace {

constexpr double standingFrom = 1.5; ///< Boxes so much higher than wide are read as lines that run down.

/// CV_8UC3 b, g, r of @p area, over white.
cv::Mat readable(const cv::Mat& pixels, cv::Rect area)
{
    const cv::Mat part = to8Bits(pixels(area));
    cv::Mat bgr;
    cv::cvtColor(part, bgr, cv::COLOR_RGBA2BGR);
    cv::Mat alpha;
    cv::extractChannel(part, alpha, 3);
    double least = 255;
    cv::minMaxIdx(alpha, &least);
    if (least < 255)
        for (int y = 0; y < bgr.rows; ++y)
            for (int x = 0; x < bgr.cols; ++x) {
                const int a = alpha.at<uchar>(y, x);
                for (uchar& channel : bgr.at<cv::Vec3b>(y, x).val)
                    channel = uchar((channel * a + 255 * (255 - a) + 127) / 255);
            }
    return bgr;
}

} // namespace

struct TextReader::Parts
{
    GraphNetwork detection;
    GraphNetwork direction;
    GraphNetwork recognition;
    QStringList alphabet;

    /// @param quad  as detected; turned to the reading order on return
    TextLine readLine(const cv::Mat& bgr, TextQuad quad, const CancelToken& cancel) const
    {
        TextLine line;
        const cv::Size2f size = sizeOf(quad);
        line.vertical = size.height >= standingFrom * size.width;
        if (line.vertical)
            quad = {quad[1], quad[2], quad[3], quad[0]};
        cv::Mat straight = straightened(bgr, quad);
        if (isUpsideDown(direction, straight, cancel)) {
            quad = {quad[2], quad[3], quad[0], quad[1]};
            cv::rotate(straight, straight, cv::ROTATE_180);
        }
        RecognizedText read = recognizedText(recognition, alphabet, straight, cancel);
        line.quad = quad;
        line.text = std::move(read.text);
        line.confidence = read.confidence;
        line.characters = std::move(read.characters);
        return line;
    }
};

TextReader::TextReader(const OcrPaths& paths, const CancelToken& cancel)
{
    m_parts = withTranslatedErrors([&] {
        GraphNetwork detection(paths.detection);
        cancel.throwIfCancelled();
        GraphNetwork direction(paths.direction);
        cancel.throwIfCancelled();
        GraphNetwork recognition(paths.recognition);
        QStringList alphabet = alphabetOf(recognition);
        return std::make_unique<const Parts>(
            Parts{std::move(detection), std::move(direction), std::move(recognition), std::move(alphabet)});
    });
}

TextReader::~TextReader() = default;

std::vector<TextLine> TextReader::read(const Picture& picture, const CancelToken& cancel,
                                       const ReadTextOptions& options) const
{
    if (picture.isNull())
        throw LogicError(QStringLiteral("Reading text in no picture"));
    const cv::Rect whole({}, picture.size());
    const cv::Rect area = options.area.value_or(whole) & whole;
    if (area.empty())
        return {};
    return withTranslatedErrors([&] {
        const cv::Mat bgr = readable(picture.pixels(), area);
        cancel.throwIfCancelled();
        std::vector<TextLine> lines;
        for (const TextQuad& quad : detectText(m_parts->detection, bgr, options.longSide, cancel)) {
            TextLine line = m_parts->readLine(bgr, quad, cancel);
            if (line.text.trimmed().isEmpty() || line.confidence < options.leastConfidence)
                continue;
            for (cv::Point2f& corner : line.quad)
                corner += cv::Point2f(area.tl());
            lines.push_back(std::move(line));
        }
        return lines;
    });
}

} // namespace focal
