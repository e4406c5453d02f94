#pragma once

#include "ui/dialogs/dialogs.h"
#include "ui/worker/fileworker.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>

class QMimeData;
class QWidget;

namespace focal {

class EditController;
class NoticeBar;
class Settings;

/// Pictures in and out: files, drops, the clipboard, recent files, and the question about edits that are in
/// no file.
class FileController : public QObject
{
    Q_OBJECT

public:
    FileController(EditController& edits, Settings& settings, std::unique_ptr<Dialogs> dialogs,
                   NoticeBar* notices, QWidget* window);
    ~FileController() override;

    void openWithDialog();
    void openPath(const QString& path);
    void openSample();
    /// What the clipboard, or a drop, holds: a file, a picture, or encoded bytes.
    void openMime(const QMimeData& mime);
    static bool canOpen(const QMimeData& mime);
    void paste();
    void copyPicture() const;
    void copyChangedRegion() const;

    /// Over the file that it was saved to before, otherwise like saveAs().
    void save() { saveThen({}); }
    void saveAs() { saveAsThen({}); }
    /// Calls @p action at once where nothing would be lost, else after the question was answered so.
    void whenSafe(std::function<void()> action);

    /// For who else asks in windows of their own.
    Dialogs& dialogs() const { return *m_dialogs; }

    QStringList recentFiles() const;
    void clearRecentFiles();
    bool isSample() const { return m_isSample; } ///< The open picture is the one that comes with Focal.
    bool isOpening() const { return m_worker.isOpening(); }
    void stopOpening() { m_worker.stopOpening(); }

Q_SIGNALS:
    void recentFilesChanged();
    void openingEnded(); ///< With a picture or without.

private:
    struct Saving
    {
        quint64 document = 0; ///< m_documentCount when it was begun.
        quint32 turn = 0;
        std::function<void()> then;
    };

    EditController& m_edits;
    Settings& m_settings;
    std::unique_ptr<Dialogs> m_dialogs;
    NoticeBar* m_notices;
    QWidget* m_window;
    FileWorker m_worker;
    QString m_savedPath; ///< Where this document was saved to; empty: nowhere yet.
    SaveOptions m_savedOptions;
    std::map<quint64, Saving> m_saving;
    int m_openError = 0; ///< Number of the notice about it; the first one is 1.
    bool m_openingSample = false;
    bool m_isSample = false;
    quint64 m_documentCount = 0;
    quint64 m_lastTag = 0;

    void read(const QString& path);
    void opened(const QString& path, const QString& name, const Picture& picture);
    void openFailed(const QString& path, const ErrorText& error);
    void saveThen(std::function<void()> then);
    void saveAsThen(std::function<void()> then);
    void write(const QString& path, const SaveOptions& options, std::function<void()> then);
    void saved(const QString& path, quint64 tag);
    void saveFailed(quint64 tag, const ErrorText& error);
    void remember(const QString& path);
    void forget(const QString& path);
    QString suggestedPath() const;
};

} // namespace focal
