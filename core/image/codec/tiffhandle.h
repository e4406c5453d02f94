#pragma once

#include <QByteArray>
#include <QString>

#include <tiffio.h>

#include <span>

namespace focal {

/// libtiff reading from memory or writing to memory, its messages caught for this handle alone.
/// Not movable: libtiff keeps a pointer to it.
class TiffHandle
{
public:
    explicit TiffHandle(std::span<const unsigned char> bytes); ///< for reading; borrows the bytes
    TiffHandle();                                              ///< for writing
    ~TiffHandle();
    TiffHandle(const TiffHandle&) = delete;
    TiffHandle& operator=(const TiffHandle&) = delete;

    bool isOpen() const noexcept { return m_tiff != nullptr; }
    TIFF* handle() const noexcept { return m_tiff; }
    const QString& error() const noexcept { return m_error; } ///< libtiff's first message
    /// Whether something was looked for behind the end of the bytes.
    bool readBeyondEnd() const noexcept { return m_beyondEnd; }

    /// Writes what is pending and closes. @return whether all went well.
    bool finish();
    QByteArray takeOutput() { return std::move(m_out); }

private:
    struct Callbacks;
    void open(const char* mode);
    std::uint64_t size() const { return m_writing ? static_cast<std::uint64_t>(m_out.size()) : m_in.size(); }

    std::span<const unsigned char> m_in;
    QByteArray m_out;
    bool m_writing = false;
    bool m_beyondEnd = false;
    std::uint64_t m_at = 0;
    QString m_error;
    TIFF* m_tiff = nullptr;
};

} // namespace focal
