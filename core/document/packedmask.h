#pragma once

#include <QByteArray>

#include <opencv2/core.hpp>

namespace focal {

/// A mask in few bytes: run lengths, then zlib. Exact; an immutable value, cheap to copy.
class PackedMask
{
public:
    PackedMask() = default;

    /// @param mask  CV_8UC1 of any size; empty packs to an empty one. @throws LogicError for another type
    static PackedMask fromMat(const cv::Mat& mask);
    /// What fromMat() was given. @throws LogicError where the bytes are damaged
    cv::Mat toMat() const;

    bool isEmpty() const noexcept { return m_size.empty(); }
    cv::Size size() const noexcept { return m_size; }
    qint64 byteCount() const noexcept { return m_bytes.size(); }

private:
    cv::Size m_size;
    QByteArray
        m_bytes; ///< zlib (qCompress) of pairs: a value, and how often it stands in a row as a LEB128 number.
};

} // namespace focal
