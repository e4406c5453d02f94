#include "ui/panels/thumbnails.h"

#include "core/base/threadpriority.h"
#include "core/image/qimagebridge.h"

#include <algorithm>

namespace focal {

namespace {

/// So that the shorter side has Thumbnails::Side pixels, which a square that is filled needs; very long
/// pictures less.
QSize sizeFor(cv::Size native)
{
    constexpr int MostRatio = 4;
    const int shorter = std::max(1, std::min(native.width, native.height));
    const int longer = std::max(native.width, native.height);
    const int most = std::min(Thumbnails::Side * MostRatio, Thumbnails::Side * longer / shorter + 1);
    return native.width >= native.height ? QSize(most, Thumbnails::Side) : QSize(Thumbnails::Side, most);
}

QImage make(const Picture& picture, cv::Rect part)
{
    const cv::Rect whole(cv::Point(), picture.size());
    const cv::Rect rect = part.empty() ? whole : part & whole;
    if (rect.empty())
        return {};
    const Picture shown = rect == whole ? picture : picture.withPixels(picture.pixels()(rect).clone());
    return thumbnail(shown, sizeFor(rect.size()));
}

} // namespace

Thumbnails::Thumbnails(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

Thumbnails::~Thumbnails()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void Thumbnails::request(const QString& key, const Picture& picture, cv::Rect part)
{
    if (isKnown(key) || picture.isNull())
        return;
    m_asked.insert(key, m_generation);
    m_pool.start([this, key, picture, part, generation = m_generation] {
        giveWay();
        QImage image;
        try {
            image = make(picture, part);
        } catch (const std::exception& error) {
            qWarning("no thumbnail: %s", error.what());
        }
        // This object waits for its pool before it goes, and what is posted to it afterwards is dropped.
        QMetaObject::invokeMethod(
            this,
            [this, key, image, generation] {
                if (generation != m_generation)
                    return;
                m_asked.remove(key);
                m_images.insert(key, image);
                Q_EMIT
                made(key);
            },
            Qt::QueuedConnection);
    });
}

void Thumbnails::clear()
{
    m_pool.clear();
    ++m_generation;
    m_images.clear();
    m_asked.clear();
}

} // namespace focal
