#include "core/edit/composite.h"

#include "core/base/error.h"

#include <cstdint>
#include <cstring>

namespace focal {
namespace {

/// Rounded source + (edited - source) * weight / 255, exact at both ends.
template <typename Channel>
Channel mixed(Channel source, Channel edited, int weight)
{
    const std::int64_t sum = std::int64_t(source) * (255 - weight) + std::int64_t(edited) * weight;
    return static_cast<Channel>((sum + 127) / 255);
}

template <typename Channel>
void mixRow(const Channel* source, const Channel* edited, const std::uint8_t* mask, Channel* out,
            std::uint8_t* changed, int width)
{
    for (int x = 0; x < width; ++x, source += 4, edited += 4, out += 4) {
        const int weight = mask[x];
        if (weight == 0)
            continue;
        for (int c = 0; c < 4; ++c)
            out[c] = mixed(source[c], edited[c], weight);
        changed[x] = std::memcmp(source, out, 4 * sizeof(Channel)) != 0 ? 255 : 0;
    }
}

} // namespace

Composite composite(const Picture& source, const cv::Mat& edited, const cv::Mat& mask)
{
    const cv::Mat& native = source.pixels();
    if (edited.size() != native.size() || edited.type() != native.type())
        throw LogicError(
            QStringLiteral("composite: the edited pixels do not match the source's size and type"));
    if (mask.size() != native.size() || mask.type() != CV_8UC1)
        throw LogicError(QStringLiteral("composite: the mask must be CV_8UC1 of the picture's size"));

    cv::Mat out = native.clone();
    cv::Mat changed = cv::Mat::zeros(native.size(), CV_8UC1);
    cv::parallel_for_(cv::Range(0, native.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            if (native.depth() == CV_16U)
                mixRow(native.ptr<std::uint16_t>(y), edited.ptr<std::uint16_t>(y), mask.ptr(y),
                       out.ptr<std::uint16_t>(y), changed.ptr(y), native.cols);
            else
                mixRow(native.ptr(y), edited.ptr(y), mask.ptr(y), out.ptr(y), changed.ptr(y), native.cols);
        }
    });

    // The bounding box, row by row: cv::boundingRect would need imgproc for a single loop.
    int left = native.cols, right = -1, top = native.rows, bottom = -1;
    for (int y = 0; y < changed.rows; ++y) {
        const std::uint8_t* row = changed.ptr(y);
        const auto* first =
            static_cast<const std::uint8_t*>(std::memchr(row, 255, static_cast<std::size_t>(changed.cols)));
        if (!first)
            continue;
        top = std::min(top, y);
        bottom = y;
        left = std::min(left, static_cast<int>(first - row));
        for (int x = changed.cols - 1; x > right; --x) {
            if (row[x]) {
                right = x;
                break;
            }
        }
    }
    const cv::Rect bounds = right < 0 ? cv::Rect() : cv::Rect(left, top, right - left + 1, bottom - top + 1);
    if (right < 0)
        return {source, changed, bounds};
    return {source.withPixels(out), changed, bounds};
}

} // namespace focal
