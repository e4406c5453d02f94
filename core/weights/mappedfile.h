#pragma once

#include <QCoreApplication>
#include <QString>

#include <cstddef>
#include <span>

namespace focal {

/// A whole file mapped read-only, which stays readable whatever happens to the file.
///
/// A page of a mapping that lies beyond the end of a file that was shortened, or that the disk cannot
/// deliver, raises SIGBUS, in whichever thread touches it: a loader, or a thread of somebody's matrix
/// product. Copying every tensor with pread() would avoid that, but doubles the memory of a model and gives
/// up lazy loading of files larger than the memory. So the mapping is kept, and a SIGBUS handler, installed
/// once, puts zero pages over the lost part of a registered mapping, marks it as damaged and lets the reader
/// go on: the way in which Wayland compositors survive clients that shrink shared memory. A fault anywhere
/// else goes to the handler that was there before. The program thus cannot crash; it may compute with zeros
/// until somebody asks throwIfChanged(), which whoever has read must do before believing what was read.
///
/// Not copyable. Reading is safe from any thread.
class MappedFile
{
    Q_DECLARE_TR_FUNCTIONS(focal::MappedFile)

public:
    /// @throws UserError (BadInput) when the file is not there, unreadable, not a regular file, or empty.
    explicit MappedFile(const QString& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const QString& path() const noexcept { return m_path; }
    std::span<const std::byte> bytes() const noexcept { return {m_data, m_size}; }

    /// @throws UserError (BadInput) when the file was shortened, rewritten, or could not be read since it was
    /// opened. A file that was replaced by renaming another over it, or deleted, is as good as before.
    void throwIfChanged() const;

    /// Asks the system to read these bytes of the file ahead. A wish: nothing fails.
    void willNeed(std::span<const std::byte> part) const noexcept;
    /// Gives back the memory of the whole pages inside @p part, in this process and in the system's cache of
    /// the file. They are read again when touched: to be called once nobody will for a while.
    void release(std::span<const std::byte> part) const noexcept;

    struct Guard; ///< An entry of the table that the signal handler reads.

private:
    void open();

    QString m_path;
    int m_descriptor = -1;
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
    qint64 m_modified = 0; ///< ns since the epoch
    Guard* m_guard = nullptr;
};

} // namespace focal
