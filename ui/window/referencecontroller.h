#pragma once

#include "ui/worker/fileworker.h"

#include <QImage>
#include <QObject>
#include <QStringList>

#include <deque>
#include <functional>

class QMimeData;
class QWidget;

namespace focal {

class Dialogs;
class NoticeBar;
class ReferenceStrip;
class Settings;

/// Brings pictures into the reference strip: from files, drops and the clipboard, read one after the other
/// off the GUI thread. Decides when the strip is seen.
class ReferenceController : public QObject
{
    Q_OBJECT

public:
    ReferenceController(ReferenceStrip* strip, Settings& settings, Dialogs& dialogs, NoticeBar* notices,
                        QWidget* window);
    ~ReferenceController() override;

    void addWithDialog();
    void addFiles(const QStringList& paths);
    void addImage(const QImage& image);
    void paste();
    void addMime(const QMimeData& mime);

    /// The user wants to see the strip, or not. It is seen too while it holds something, is asked for, or may
    /// be dropped on.
    void setShown(bool shown);
    /// Only where a picture is open there is anything to refer from.
    void setReady(bool ready);
    /// Something that it could take is being dragged over the window.
    void setDragging(bool dragging);
    void updateVisible();
    bool isReading() const { return m_worker.isOpening() || !m_waiting.empty(); }

Q_SIGNALS:
    void visibleChanged(bool visible);

private:
    struct Waiting
    {
        QString path; ///< Empty: image.
        QImage image;
    };

    ReferenceStrip* m_strip;
    Settings& m_settings;
    Dialogs& m_dialogs;
    NoticeBar* m_notices;
    QWidget* m_window;
    FileWorker m_worker;
    std::deque<Waiting> m_waiting;
    bool m_ready = false;
    bool m_dragging = false;

    void readNext();
    void sayFull();
};

} // namespace focal
