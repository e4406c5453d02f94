#pragma once

#include "ui/canvas/projection.h"
#include "ui/canvas/tilepyramid.h"

#include <QColor>
#include <QImage>
#include <QObject>
#include <QRegion>

#include <optional>

namespace focal {

/// What the stage is to show. A value: two equal ones give the same image.
struct StageScene
{
    enum class Shows {
        Picture,
        Before,
        Both, ///< Before on the left of the divider.
    };

    Projection projection;
    QColor surround;
    Shows shows = Shows::Picture;
    int divider = 0; ///< Device pixels from the left; for Shows::Both.

    friend bool operator==(const StageScene&, const StageScene&) = default;
};

/// The picture on its surround as an image of the view, kept from frame to frame. After a pan what is still
/// in view is moved and only the uncovered strips are painted; after a change only the tiles that changed.
class PictureStage : public QObject
{
    Q_OBJECT

public:
    explicit PictureStage(QObject* parent = nullptr);

    void setPicture(const Picture& picture, std::optional<QRect> changed = std::nullopt);
    void setBefore(const Picture& picture);
    const Picture& picture() const { return m_after.picture(); }
    const Picture& before() const { return m_before.picture(); }

    /// @return device pixels, RGB32, of projection.deviceSize()
    const QImage& render(const StageScene& scene);
    /// Counts up whenever render() changed any pixel.
    quint64 generation() const { return m_generation; }

Q_SIGNALS:
    /// Something in these native pixels will look different.
    void changed(QRect native);

private:
    TilePyramid m_after;
    TilePyramid m_before;
    QImage m_image;
    QRegion m_dirty; ///< Device pixels.
    StageScene m_scene;
    quint64 m_generation = 0;

    void update(const QRect& native);
    bool moveTo(const StageScene& scene);
    void paint(const QRect& device, QDeadlineTimer deadline);
    void paintPicture(TilePyramid& pyramid, const QRect& device, QDeadlineTimer deadline);
    void paintGrid(const QRect& device);
};

} // namespace focal
