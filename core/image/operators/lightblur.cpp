#include "core/image/operators/lightblur.h"

#include <opencv2/imgproc.hpp>

namespace focal {
namespace {

/// One reduced row: means over cells of @p factor * @p factor native pixels of @p area.
template <typename Channel>
void reduceRow(const cv::Mat& pixels, const cv::Mat& weight, cv::Rect area, int factor, int row,
               cv::Vec4f* out)
{
    const auto& curve = TransferCurve<Channel>::instance();
    const float full = 255.F * float(std::numeric_limits<Channel>::max());
    const int bottom = std::min(area.y + (row + 1) * factor, area.y + area.height);
    const int cells = (area.width + factor - 1) / factor;
    std::fill(out, out + cells, cv::Vec4f());
    for (int y = area.y + row * factor; y < bottom; ++y) {
        const std::uint8_t* w = weight.ptr(y) + area.x;
        const auto* p = pixels.ptr<Channel>(y) + std::ptrdiff_t(4) * area.x;
        for (int cell = 0; cell < cells; ++cell) {
            const int end = std::min((cell + 1) * factor, area.width);
            cv::Vec4f sum = out[cell];
            for (int x = cell * factor; x < end; ++x) {
                if (w[x] == 0)
                    continue;
                const auto* q = p + std::ptrdiff_t(4) * x;
                const float k = float(w[x]) * float(q[3]) / full;
                sum[0] += k * curve.toLight(q[0]);
                sum[1] += k * curve.toLight(q[1]);
                sum[2] += k * curve.toLight(q[2]);
                sum[3] += k;
            }
            out[cell] = sum;
        }
    }
    // Cells cut by the area's edge count for the pixels that they hold.
    const int rows = bottom - area.y - row * factor;
    for (int cell = 0; cell < cells; ++cell)
        out[cell] *= 1.F / float(rows * (std::min((cell + 1) * factor, area.width) - cell * factor));
}

/// A disc of sum 1 with a soft rim one pixel wide.
cv::Mat disc(double radius)
{
    const int half = static_cast<int>(std::ceil(radius));
    cv::Mat kernel(2 * half + 1, 2 * half + 1, CV_32FC1);
    for (int y = -half; y <= half; ++y)
        for (int x = -half; x <= half; ++x)
            kernel.at<float>(y + half, x + half) =
                static_cast<float>(std::clamp(radius + 0.5 - std::hypot(x, y), 0.0, 1.0));
    return kernel / cv::sum(kernel)[0];
}

/// Strip by strip, so that no call takes long.
cv::Mat filteredInStrips(const cv::Mat& sums, LightBlur::Kernel kernel, double sigma,
                         const CancelToken& token)
{
    const cv::Mat lens = kernel == LightBlur::Kernel::Disc ? disc(2 * sigma) : cv::Mat();
    const int rows = std::max(32, 250'000 / sums.cols);
    cv::Mat out(sums.size(), sums.type());
    for (int y = 0; y < sums.rows; y += rows) {
        token.throwIfCancelled();
        // A filter reads beyond the borders of a view.
        const cv::Mat from = sums.rowRange(y, std::min(y + rows, sums.rows));
        cv::Mat to = out.rowRange(y, std::min(y + rows, sums.rows));
        if (lens.empty())
            cv::GaussianBlur(from, to, {}, sigma, sigma, cv::BORDER_REPLICATE);
        else
            cv::filter2D(from, to, -1, lens, {-1, -1}, 0, cv::BORDER_REPLICATE);
    }
    token.throwIfCancelled();
    return out;
}

} // namespace

LightBlur::LightBlur(const cv::Mat& pixels, const cv::Mat& weight, cv::Rect area, Kernel kernel, double sigma,
                     const CancelToken& token)
    : m_area(area), m_factor(std::max(1, static_cast<int>(sigma / (kernel == Kernel::Disc ? 4 : 2))))
{
    m_sums.create((area.height + m_factor - 1) / m_factor, (area.width + m_factor - 1) / m_factor, CV_32FC4);
    forEachRow(m_sums.rows, token, [&](int row) {
        if (pixels.depth() == CV_16U)
            reduceRow<std::uint16_t>(pixels, weight, area, m_factor, row, m_sums.ptr<cv::Vec4f>(row));
        else
            reduceRow<std::uint8_t>(pixels, weight, area, m_factor, row, m_sums.ptr<cv::Vec4f>(row));
    });
    const double reduced = sigma / m_factor;
    m_sums = filteredInStrips(m_sums, kernel, reduced, token);
}

LightBlur::Value LightBlur::at(int x, int y) const
{
    const auto factor = static_cast<float>(m_factor);
    const float u = std::clamp((float(x - m_area.x) + 0.5F) / factor - 0.5F, 0.F, float(m_sums.cols - 1));
    const float v = std::clamp((float(y - m_area.y) + 0.5F) / factor - 0.5F, 0.F, float(m_sums.rows - 1));
    const int i = static_cast<int>(u);
    const int j = static_cast<int>(v);
    const int right = std::min(i + 1, m_sums.cols - 1);
    const int below = std::min(j + 1, m_sums.rows - 1);
    const float s = u - float(i);
    const float t = v - float(j);
    const auto* upper = m_sums.ptr<cv::Vec4f>(j);
    const auto* lower = m_sums.ptr<cv::Vec4f>(below);
    const cv::Vec4f sum =
        (1 - t) * ((1 - s) * upper[i] + s * upper[right]) + t * ((1 - s) * lower[i] + s * lower[right]);
    if (sum[3] <= 0)
        return {};
    return {{sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]}, sum[3]};
}

} // namespace focal
