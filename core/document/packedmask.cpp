#include "core/document/packedmask.h"

#include "core/base/error.h"

#include <cstring>

namespace focal {

namespace {

/// Runs leave zlib little to do, so the quickest level is enough.
constexpr int ZlibLevel = 1;

void appendRun(QByteArray& out, std::uint8_t value, std::size_t length)
{
    out.append(static_cast<char>(value));
    while (length >= 0x80) {
        out.append(static_cast<char>((length & 0x7f) | 0x80));
        length >>= 7;
    }
    out.append(static_cast<char>(length));
}

/// How many bytes from @p at on equal the first one; @p at is not @p end.
std::size_t runLength(const std::uint8_t* at, const std::uint8_t* end)
{
    const std::uint8_t value = *at;
    std::uint64_t pattern = 0;
    std::memset(&pattern, value, sizeof pattern);
    const std::uint8_t* p = at + 1;
    for (; static_cast<std::size_t>(end - p) >= sizeof pattern; p += sizeof pattern) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, sizeof word);
        if (word != pattern)
            break;
    }
    while (p != end && *p == value)
        ++p;
    return static_cast<std::size_t>(p - at);
}

} // namespace

PackedMask PackedMask::fromMat(const cv::Mat& mask)
{
    PackedMask packed;
    if (mask.empty())
        return packed;
    if (mask.type() != CV_8UC1)
        throw LogicError(QStringLiteral("a mask must be CV_8UC1"));
    const cv::Mat whole = mask.isContinuous() ? mask : mask.clone();
    QByteArray runs;
    const std::uint8_t* at = whole.data;
    const std::uint8_t* const end = at + whole.total();
    while (at != end) {
        const std::size_t length = runLength(at, end);
        appendRun(runs, *at, length);
        at += length;
    }
    packed.m_size = mask.size();
    packed.m_bytes = qCompress(runs, ZlibLevel);
    return packed;
}

cv::Mat PackedMask::toMat() const
{
    if (isEmpty())
        return {};
    const QByteArray runs = qUncompress(m_bytes);
    cv::Mat mask(m_size, CV_8UC1);
    std::uint8_t* out = mask.data;
    std::size_t left = mask.total();
    for (auto at = runs.cbegin(); at != runs.cend();) {
        const int value = static_cast<std::uint8_t>(*at++);
        std::size_t length = 0;
        for (unsigned shift = 0; at != runs.cend() && shift < 63; shift += 7) {
            const auto byte = static_cast<std::uint8_t>(*at++);
            length |= static_cast<std::size_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0)
                break;
        }
        if (length > left)
            throw LogicError(QStringLiteral("a packed mask is longer than its size"));
        std::memset(out, value, length);
        out += length;
        left -= length;
    }
    if (left != 0)
        throw LogicError(QStringLiteral("a packed mask is shorter than its size"));
    return mask;
}

} // namespace focal
