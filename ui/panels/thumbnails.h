#pragma once

#include "core/image/picture.h"

#include <QHash>
#include <QImage>
#include <QObject>
#include <QThreadPool>

namespace focal {

/// Makes small pictures on a thread of its own, one after the other, and keeps them.
class Thumbnails : public QObject
{
    Q_OBJECT

public:
    explicit Thumbnails(QObject* parent = nullptr);
    ~Thumbnails() override;

    /// Null until made. @p key is the caller's name for the picture.
    QImage image(const QString& key) const { return m_images.value(key); }
    bool isKnown(const QString& key) const { return m_images.contains(key) || m_asked.contains(key); }
    /// Asks for one that is not known yet. @param part  native pixels; empty for the whole picture.
    void request(const QString& key, const Picture& picture, cv::Rect part = {});
    void clear();

    /// Pixels of the shorter side: enough for a card on a screen of double density.
    static constexpr int Side = 112;

Q_SIGNALS:
    void made(const QString& key);

private:
    QHash<QString, QImage> m_images;
    QHash<QString, int> m_asked; ///< To the generation that asked.
    int m_generation = 0;        ///< What was asked for before clear() comes too late.
    QThreadPool m_pool;
};

} // namespace focal
