#include "ui/window/filecontroller.h"

#include "core/image/qimagebridge.h"
#include "ui/settings/settings.h"
#include "ui/window/editcontroller.h"
#include "ui/window/noticebar.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QStandardPaths>
#include <QUrl>

namespace focal {

namespace {

constexpr int RecentKept = 10;
constexpr qint64 PixelsOfAMegapixel = 1'000'000;
constexpr auto SampleFile = ":/sample/dog.jpg";

QString picturesFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
}

} // namespace

FileController::FileController(EditController& edits, Settings& settings, std::unique_ptr<Dialogs> dialogs,
                               NoticeBar* notices, QWidget* window)
    : QObject(window), m_edits(edits), m_settings(settings), m_dialogs(std::move(dialogs)),
      m_notices(notices), m_window(window)
{
    connect(&m_worker, &FileWorker::opened, this, &FileController::opened);
    connect(&m_worker, &FileWorker::openFailed, this, &FileController::openFailed);
    connect(&m_worker, &FileWorker::saved, this, &FileController::saved);
    connect(&m_worker, &FileWorker::saveFailed, this,
            [this](const QString&, quint64 tag, const ErrorText& error) { saveFailed(tag, error); });
    connect(&m_worker, &FileWorker::openingChanged, this, [this](bool opening) {
        if (opening) {
            m_notices->sayBusy(tr("Opening \"%1\"…").arg(m_worker.openingName()),
                               [this] { m_worker.stopOpening(); });
        } else {
            m_notices->endBusy();
            // Posted: whoever listens finds the picture, or the error, in its place.
            QMetaObject::invokeMethod(this, &FileController::openingEnded, Qt::QueuedConnection);
        }
    });
}

FileController::~FileController() = default;

void FileController::openWithDialog()
{
    QString folder = m_settings.text(SettingKey::OpenFolder);
    if (!QFileInfo(folder).isDir())
        folder = picturesFolder();
    m_dialogs->askOpen(m_window, folder, [this](const QString& path) { openPath(path); });
}

void FileController::openPath(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    whenSafe([this, absolute] { read(absolute); });
}

void FileController::openSample()
{
    whenSafe([this] {
        m_openingSample = true;
        m_worker.open(tr("Sample photo"), [](const CancelToken& token) {
            QFile file(QString::fromLatin1(SampleFile));
            if (!file.open(QIODevice::ReadOnly))
                throw LogicError(QStringLiteral("the sample photo is not in the program"));
            return decodePicture(file.readAll(), {}, token);
        });
    });
}

void FileController::read(const QString& path)
{
    LoadOptions options;
    options.limits.pixels = m_settings.number(SettingKey::LargestPicture) * PixelsOfAMegapixel;
    m_openingSample = false;
    m_worker.open(path, options);
}

bool FileController::canOpen(const QMimeData& mime)
{
    for (const QUrl& url : mime.urls()) {
        if (url.isLocalFile())
            return true;
    }
    return mime.hasImage();
}

void FileController::openMime(const QMimeData& mime)
{
    for (const QUrl& url : mime.urls()) {
        if (url.isLocalFile()) {
            openPath(url.toLocalFile());
            return;
        }
    }
    if (!mime.hasImage())
        return;
    // A QImage is implicitly shared; converting the copy elsewhere is safe.
    const auto image = qvariant_cast<QImage>(mime.imageData());
    whenSafe([this, image] {
        m_openingSample = false;
        m_worker.open(tr("Pasted picture"), [image](const CancelToken& token) {
            token.throwIfCancelled();
            Picture picture = pictureFromQImage(image);
            if (picture.isNull())
                throw UserError(ErrorKind::BadInput, tr("What was pasted is not a picture."));
            return picture;
        });
    });
}

void FileController::paste()
{
    const QMimeData* mime = QApplication::clipboard()->mimeData();
    if (mime && canOpen(*mime))
        openMime(*mime);
    else
        m_notices->say(NoticeBar::Kind::Info, tr("There is no picture on the clipboard."));
}

void FileController::copyPicture() const
{
    if (const Document* document = m_edits.document())
        QApplication::clipboard()->setImage(toQImage(document->currentPicture()));
}

void FileController::copyChangedRegion() const
{
    const Document* document = m_edits.document();
    if (!document || document->turn(document->current()).isRoot())
        return;
    cv::Mat mask = document->turn(document->current()).result.changed.toMat();
    mask.setTo(255, mask > 0);
    const QImage view(mask.data, mask.cols, mask.rows, qsizetype(mask.step), QImage::Format_Grayscale8);
    QApplication::clipboard()->setImage(view.copy());
}

void FileController::opened(const QString& path, const QString& name, const Picture& picture)
{
    ++m_documentCount;
    m_isSample = m_openingSample;
    m_savedPath.clear();
    if (!path.isEmpty()) {
        remember(path);
        m_settings.setValue(SettingKey::OpenFolder, QFileInfo(path).absolutePath());
    }
    m_notices->takeBack(m_openError);
    m_edits.setPicture(picture, path, name);
}

void FileController::openFailed(const QString& path, const ErrorText& error)
{
    if (!path.isEmpty() && !QFileInfo::exists(path))
        forget(path);
    m_notices->say(NoticeBar::Kind::Error, error.message(), tr("Open Another…"),
                   [this] { openWithDialog(); });
}

void FileController::whenSafe(std::function<void()> action)
{
    const Document* document = m_edits.document();
    if (!document || document->isClean()) {
        action();
        return;
    }
    m_dialogs->askClose(m_window, document->name(),
                        [this, action = std::move(action)](Dialogs::CloseAnswer answer) {
                            if (answer == Dialogs::CloseAnswer::Save)
                                saveThen(action);
                            else if (answer == Dialogs::CloseAnswer::Discard)
                                action();
                        });
}

QString FileController::suggestedPath() const
{
    const Document& document = *m_edits.document();
    const QFileInfo source(document.path());
    QString folder = m_settings.text(SettingKey::SaveFolder);
    if (folder.isEmpty() || !QFileInfo(folder).isDir())
        folder = document.path().isEmpty() ? picturesFolder() : source.absolutePath();
    const QString base = document.path().isEmpty() ? document.name() : source.completeBaseName();
    const auto format = formatFromName(document.path());
    const QString suffix = format ? formatSuffixes(*format).first() : m_settings.text(SettingKey::SaveSuffix);
    return QDir(folder).filePath(tr("%1-edited", "file name").arg(base) + u'.' + suffix);
}

void FileController::saveThen(std::function<void()> then)
{
    if (!m_edits.document())
        return;
    if (m_savedPath.isEmpty())
        saveAsThen(std::move(then));
    else
        write(m_savedPath, m_savedOptions, std::move(then));
}

void FileController::saveAsThen(std::function<void()> then)
{
    if (!m_edits.document())
        return;
    const quint64 asked = m_documentCount;
    m_dialogs->askSave(m_window, suggestedPath(), m_settings,
                       [this, asked, then = std::move(then)](const Dialogs::SaveChoice& choice) {
                           if (asked != m_documentCount)
                               return;
                           m_settings.setValue(SettingKey::SaveFolder, QFileInfo(choice.path).absolutePath());
                           const auto go = [this, choice, then] { write(choice.path, choice.options, then); };
                           if (QFileInfo::exists(choice.path) && choice.path != m_savedPath)
                               m_dialogs->askOverwrite(m_window, choice.path, go);
                           else
                               go();
                       });
}

void FileController::write(const QString& path, const SaveOptions& options, std::function<void()> then)
{
    const Document* document = m_edits.document();
    if (!document)
        return;
    m_savedOptions = options;
    const quint64 tag = ++m_lastTag;
    m_saving[tag] = {m_documentCount, quint32(document->current()), std::move(then)};
    m_worker.save(document->currentPicture(), path, options, tag);
}

void FileController::saved(const QString& path, quint64 tag)
{
    const Saving saving = std::move(m_saving.extract(tag).mapped());
    remember(path);
    if (saving.document == m_documentCount && m_edits.document()) {
        m_savedPath = path;
        m_edits.document()->markSaved(path, TurnId(saving.turn));
        m_notices->say(NoticeBar::Kind::Info, tr("Saved as \"%1\".").arg(QDir::toNativeSeparators(path)));
    }
    if (saving.then)
        saving.then();
}

void FileController::saveFailed(quint64 tag, const ErrorText& error)
{
    m_saving.erase(tag);
    m_notices->say(NoticeBar::Kind::Error, error.message(), tr("Save As…"), [this] { saveAs(); });
}

QStringList FileController::recentFiles() const
{
    return m_settings.value(SettingKey::RecentFiles).toStringList();
}

void FileController::remember(const QString& path)
{
    QStringList recent = recentFiles();
    recent.removeAll(path);
    recent.prepend(path);
    m_settings.setValue(SettingKey::RecentFiles, QStringList(recent.mid(0, RecentKept)));
    Q_EMIT
    recentFilesChanged();
}

void FileController::forget(const QString& path)
{
    QStringList recent = recentFiles();
    recent.removeAll(path);
    m_settings.setValue(SettingKey::RecentFiles, recent);
    Q_EMIT
    recentFilesChanged();
}

void FileController::clearRecentFiles()
{
    m_settings.setValue(SettingKey::RecentFiles, QStringList());
    Q_EMIT
    recentFilesChanged();
}

} // namespace focal
