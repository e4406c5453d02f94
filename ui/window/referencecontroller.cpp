#include "ui/window/referencecontroller.h"

#include "core/image/qimagebridge.h"
#include "ui/dialogs/dialogs.h"
#include "ui/panels/referencestrip.h"
#include "ui/settings/settings.h"
#include "ui/window/noticebar.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QMimeData>
#include <QStandardPaths>
#include <QUrl>

namespace focal {

namespace {

constexpr qint64 PixelsOfAMegapixel = 1'000'000;

} // namespace

ReferenceController::ReferenceController(ReferenceStrip* strip, Settings& settings, Dialogs& dialogs,
                                         NoticeBar* notices, QWidget* window)
    : QObject(window), m_strip(strip), m_settings(settings), m_dialogs(dialogs), m_notices(notices),
      m_window(window)
{
    connect(&m_worker, &FileWorker::opened, this,
            [this](const QString&, const QString&, const Picture& picture) {
                if (!m_strip->add(picture))
                    sayFull();
            });
    connect(&m_worker, &FileWorker::openFailed, this, [this](const QString&, const ErrorText& error) {
        m_notices->say(NoticeBar::Kind::Error, error.message());
    });
    // Posted: the worker is still in its own turn.
    connect(&m_worker, &FileWorker::openingChanged, this, &ReferenceController::readNext,
            Qt::QueuedConnection);
    connect(m_strip, &ReferenceStrip::addRequested, this, &ReferenceController::addWithDialog);
    connect(m_strip, &ReferenceStrip::pasteRequested, this, &ReferenceController::paste);
    connect(m_strip, &ReferenceStrip::filesDropped, this, &ReferenceController::addFiles);
    connect(m_strip, &ReferenceStrip::imageDropped, this, &ReferenceController::addImage);
    connect(m_strip, &ReferenceStrip::picturesChanged, this, &ReferenceController::updateVisible);
    connect(m_strip, &ReferenceStrip::dragEnded, this, [this] { setDragging(false); });
    connect(m_strip, &ReferenceStrip::closeRequested, this, [this] {
        m_strip->setWanted(false);
        setShown(false);
    });
}

ReferenceController::~ReferenceController() = default;

void ReferenceController::addWithDialog()
{
    QString folder = m_settings.text(SettingKey::OpenFolder);
    if (!QFileInfo(folder).isDir())
        folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    m_dialogs.askOpenSeveral(m_window, folder, [this](const QStringList& paths) { addFiles(paths); });
}

void ReferenceController::addFiles(const QStringList& paths)
{
    for (const QString& path : paths)
        m_waiting.push_back({QFileInfo(path).absoluteFilePath(), {}});
    readNext();
}

void ReferenceController::addImage(const QImage& image)
{
    m_waiting.push_back({{}, image});
    readNext();
}

void ReferenceController::paste()
{
    if (const QMimeData* mime = QApplication::clipboard()->mimeData(); mime && ReferenceStrip::canTake(*mime))
        addMime(*mime);
    else
        m_notices->say(NoticeBar::Kind::Info, tr("There is no picture on the clipboard."));
}

void ReferenceController::addMime(const QMimeData& mime)
{
    QStringList paths;
    for (const QUrl& url : mime.urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    if (!paths.isEmpty())
        addFiles(paths);
    else if (mime.hasImage())
        addImage(qvariant_cast<QImage>(mime.imageData()));
}

void ReferenceController::readNext()
{
    m_strip->setReading(isReading());
    updateVisible();
    if (m_worker.isOpening() || m_waiting.empty())
        return;
    const Waiting next = m_waiting.front();
    m_waiting.pop_front();
    if (m_strip->isFull()) {
        m_waiting.clear();
        sayFull();
        return;
    }
    if (!next.path.isEmpty()) {
        LoadOptions options;
        options.limits.pixels = m_settings.number(SettingKey::LargestPicture) * PixelsOfAMegapixel;
        m_worker.open(next.path, options);
        return;
    }
    m_worker.open(tr("Pasted picture"), [image = next.image](const CancelToken& token) {
        token.throwIfCancelled();
        Picture picture = pictureFromQImage(image);
        if (picture.isNull())
            throw UserError(ErrorKind::BadInput, tr("What was pasted is not a picture."));
        return picture;
    });
}

void ReferenceController::sayFull()
{
    m_strip->setReading(false);
    m_notices->say(
        NoticeBar::Kind::Info,
        tr("There is room for %n reference picture(s). Take one away first.", nullptr, ReferenceStrip::Most));
}

void ReferenceController::setShown(bool shown)
{
    m_settings.setValue(SettingKey::ShowReferences, shown);
    updateVisible();
}

void ReferenceController::setReady(bool ready)
{
    m_ready = ready;
    if (!ready)
        m_waiting.clear();
    updateVisible();
}

void ReferenceController::setDragging(bool dragging)
{
    m_dragging = dragging;
    updateVisible();
}

void ReferenceController::updateVisible()
{
    const bool needed = !m_strip->pictures().empty() || m_strip->isWanted() || m_dragging || isReading();
    const bool visible = m_ready && (needed || m_settings.flag(SettingKey::ShowReferences));
    if (m_strip->isHidden() == !visible)
        return;
    m_strip->setVisible(visible);
    Q_EMIT
    visibleChanged(visible);
}

} // namespace focal
