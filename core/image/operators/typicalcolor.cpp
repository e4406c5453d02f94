#include "core/image/operators/typicalcolor.h"

#include "core/image/operators/operands.h"

#include <array>

namespace focal {
namespace {

using Counts = std::array<std::array<qint64, 256>, 3>; ///< Pixels of each 8-bit level, by channel.

template <typename Channel>
qint64 count(const cv::Mat& pixels, const cv::Mat& mask, Counts& counts)
{
    constexpr int toEightBits = 8 * (sizeof(Channel) - 1);
    qint64 all = 0;
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* p = pixels.ptr<Channel>(y);
        const std::uint8_t* inside = mask.ptr(y);
        for (int x = 0; x < pixels.cols; ++x, p += 4) {
            if (inside[x] <= 127 || p[3] == 0)
                continue;
            ++all;
            for (std::size_t c = 0; c < 3; ++c)
                ++counts[c][static_cast<std::size_t>(p[c] >> toEightBits)];
        }
    }
    return all;
}

} // namespace

std::optional<Rgb> typicalColor(const cv::Mat& pixels, const cv::Mat& mask)
{
    checkOperands(pixels, mask);
    Counts counts{};
    const qint64 all = pixels.depth() == CV_16U ? count<std::uint16_t>(pixels, mask, counts)
                                                : count<std::uint8_t>(pixels, mask, counts);
    if (all == 0)
        return std::nullopt;
    std::array<std::uint8_t, 3> median{};
    for (std::size_t c = 0; c < 3; ++c) {
        qint64 upTo = 0;
        std::size_t level = 0;
        while ((upTo += counts[c][level]) * 2 < all)
            ++level;
        median[c] = static_cast<std::uint8_t>(level);
    }
    return Rgb{median[0], median[1], median[2]};
}

} // namespace focal
