#pragma once

#include "core/image/picture.h"
#include "ui/panels/thumbnails.h"

#include <QFrame>
#include <QImage>
#include <QStringList>

#include <vector>

class QLabel;
class QListWidget;
class QMenu;
class QMimeData;
class QToolButton;

namespace focal {

/// The reference pictures, beside the canvas: "Picture 2", "Picture 3" and so on, as a sentence calls them;
/// the picture that is edited is the first. They are put in order by dragging or by Alt with an arrow key,
/// and taken away by Delete. Files and pictures dropped here become references instead of being opened. Reads
/// no files.
class ReferenceStrip : public QFrame
{
    Q_OBJECT

public:
    static constexpr int Most = 8; ///< Pictures that it holds.

    explicit ReferenceStrip(QWidget* parent = nullptr);
    ~ReferenceStrip() override;

    /// Emits nothing.
    void setPictures(std::vector<Picture> pictures);
    const std::vector<Picture>& pictures() const { return m_pictures; }
    bool isFull() const { return m_pictures.size() >= std::size_t(Most); }

    /// By the user, in some way: puts it last. @return false where no more fit
    bool add(const Picture& picture);
    void remove(int index);
    /// @p to is where it stands afterwards.
    void move(int from, int to);

    /// A sentence needs a picture that is not here: the strip says so until there is one.
    void setWanted(bool wanted);
    bool isWanted() const { return m_wanted; }
    void setReading(bool reading); ///< A file is being read for it.
    bool hasKeyboard() const;      ///< The focus is in it.
    bool isDraggedOver() const { return m_draggedOver; }

    /// "Picture 2" for the first one.
    static QString nameOf(int index);
    static bool canTake(const QMimeData& mime);

Q_SIGNALS:
    void picturesChanged(); ///< By the user.
    void addRequested();
    void pasteRequested();
    void closeRequested();
    void filesDropped(const QStringList& paths);
    void imageDropped(const QImage& image);
    void dragEnded(); ///< A drag left it, or was dropped.

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    std::vector<Picture> m_pictures;
    Thumbnails m_thumbnails;
    quint64 m_lastKey = 0;
    std::vector<quint64> m_keys; ///< Of the pictures' thumbnails.
    QLabel* m_title = nullptr;
    QToolButton* m_close = nullptr;
    QLabel* m_hint = nullptr;
    QListWidget* m_list = nullptr;
    QToolButton* m_add = nullptr;
    bool m_wanted = false;
    bool m_reading = false;
    bool m_draggedOver = false;

    void rebuild();
    void updateHint();
    void retranslate();
    void thumbnailMade(const QString& key);
    void takeOrder();
    void showMenu(QPoint where);
    void setDraggedOver(bool over);
};

} // namespace focal
