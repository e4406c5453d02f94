#pragma once

#include "core/image/picturefile.h"
#include "ui/worker/errortext.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <optional>

namespace focal {

/// Reads and writes picture files off the GUI thread. All functions are called on the GUI thread and return
/// at once, all signals come on it. One file is read at a time: opening another one stops the first. Writing
/// never stops before it is done, except with its own cancel; files written stay whole (see savePicture()).
class FileWorker : public QObject
{
    Q_OBJECT

public:
    explicit FileWorker(QObject* parent = nullptr);
    /// Stops reading, waits for writing.
    ~FileWorker() override;

    /// Ends in opened() or openFailed(), or in nothing where it was stopped or another one was opened.
    void open(const QString& path, const LoadOptions& options);
    /// The same for encoded bytes or any other way to make a picture off the GUI thread.
    /// @param name  how errors and titles call it
    /// @param make  called on another thread; may throw what loadPicture() throws
    void open(const QString& name, std::function<Picture(const CancelToken&)> make);
    bool isOpening() const { return m_opening.has_value(); }
    QString openingName() const;
    void stopOpening();

    /// Ends in saved() or saveFailed(). @param tag  comes back with either
    void save(const Picture& picture, const QString& path, const SaveOptions& options, quint64 tag);
    bool isSaving() const { return m_saving > 0; }

Q_SIGNALS:
    void openingChanged(bool opening);
    /// @param path  empty for what has no file
    void opened(const QString& path, const QString& name, const focal::Picture& picture);
    void openFailed(const QString& path, const focal::ErrorText& error);
    void saved(const QString& path, quint64 tag);
    void saveFailed(const QString& path, quint64 tag, const focal::ErrorText& error);

private:
    struct Opening
    {
        QString name;
        CancelToken token;
        quint64 number = 0;
    };

    QThreadPool m_pool; ///< Its own, so that nothing else in the process delays it.
    std::optional<Opening> m_opening;
    quint64 m_count = 0;
    int m_saving = 0;

    void start(const QString& path, const QString& name, std::function<Picture(const CancelToken&)> make);
};

} // namespace focal
