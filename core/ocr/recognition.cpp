#include "core/ocr/recognition.h"

#include "core/ocr/detection.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int inputHeight = 48;
constexpr int directionWidth = 192;
constexpr int leastWidth = 320; ///< Shorter lines are padded, as in training.
constexpr int mostWidth = 3200;
constexpr int widthStep = 64; ///< Few different sizes: LibTorch prepares kernels for each.
constexpr double sureOfDirection = 0.9;

/// Scaled to the input's height, padded with grey on the right (0 in the network's values).
struct FittedLine
{
    cv::Mat image;
    double used; ///< 0..1 of its width
};

FittedLine fitted(const cv::Mat& bgr, int least, int most, int step)
{
    const int width = std::clamp(int(std::ceil(double(bgr.cols) * inputHeight / bgr.rows)), 1, most);
    const int whole = std::max(least, (width + step - 1) / step * step);
    cv::Mat scaled;
    cv::resize(bgr, scaled, {width, inputHeight}, 0, 0, cv::INTER_LINEAR);
    FittedLine line{cv::Mat(inputHeight, whole, CV_8UC3, cv::Scalar::all(127.5)), double(width) / whole};
    scaled.copyTo(line.image(cv::Rect(0, 0, width, inputHeight)));
    return line;
}

at::Tensor inputOf(const FittedLine& line)
{
    at::Tensor input = networkInput(line.image);
    const int64_t width = std::lround(line.used * line.image.cols);
    input.slice(3, width).zero_();
    return input;
}

} // namespace

RecognizedText decodedText(const at::Tensor& probabilities, const QStringList& alphabet, double used)
{
    const auto [best, index] = probabilities.max(1);
    const at::Tensor values = best.contiguous();
    const at::Tensor indices = index.contiguous();
    const auto* value = values.data_ptr<float>();
    const auto* character = indices.data_ptr<int64_t>();
    const int64_t steps = probabilities.size(0);
    RecognizedText result;
    std::vector<double> centres;
    for (int64_t step = 0; step < steps;) {
        int64_t end = step + 1;
        while (end < steps && character[end] == character[step])
            ++end;
        if (character[step] > 0 && character[step] <= alphabet.size()) {
            const double likely = *std::max_element(value + step, value + end);
            result.characters.push_back({alphabet[character[step] - 1], 0, 0, likely});
            centres.push_back(std::min(1.0, double(step + end) / 2 / double(steps) / used));
            result.text += result.characters.back().text;
            result.confidence += likely;
        }
        step = end;
    }
    const size_t count = centres.size();
    for (size_t i = 0; i < count; ++i) {
        result.characters[i].begin = i == 0 ? 0 : (centres[i - 1] + centres[i]) / 2;
        result.characters[i].end = i + 1 == count ? 1 : (centres[i] + centres[i + 1]) / 2;
    }
    if (count > 0)
        result.confidence /= double(count);
    return result;
}

QStringList alphabetOf(const GraphNetwork& recognition)
{
    QStringList alphabet = recognition.metadata().value(QStringLiteral("characters")).split(u'\n');
    if (alphabet.last().isEmpty())
        alphabet.removeLast();
    return alphabet << QStringLiteral(" ");
}

RecognizedText recognizedText(const GraphNetwork& network, const QStringList& alphabet, const cv::Mat& bgr,
                              const CancelToken& cancel)
{
    const FittedLine line = fitted(bgr, leastWidth, mostWidth, widthStep);
    return decodedText(network(inputOf(line), cancel)[0], alphabet, line.used);
}

bool isUpsideDown(const GraphNetwork& network, const cv::Mat& bgr, const CancelToken& cancel)
{
    const FittedLine line = fitted(bgr, directionWidth, directionWidth, 1);
    return network(inputOf(line), cancel)[0][1].item<double>() > sureOfDirection;
}

cv::Mat straightened(const cv::Mat& bgr, const TextQuad& quad)
{
    const cv::Size2f size = sizeOf(quad);
    const cv::Size whole(std::max(1, cvRound(size.width)), std::max(1, cvRound(size.height)));
    const TextQuad upright = {cv::Point2f(0, 0), cv::Point2f(float(whole.width), 0),
                              cv::Point2f(float(whole.width), float(whole.height)),
                              cv::Point2f(0, float(whole.height))};
    cv::Mat result;
    cv::warpPerspective(bgr, result, cv::getPerspectiveTransform(quad.data(), upright.data()), whole,
                        cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return result;
}

} // namespace focal
