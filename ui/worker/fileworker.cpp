#include "ui/worker/fileworker.h"

#include <QFileInfo>

#include <variant>

namespace focal {

FileWorker::FileWorker(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(2); // A picture that is being written does not hold up the next one to be read.
}

FileWorker::~FileWorker()
{
    if (m_opening)
        m_opening->token.cancel();
    m_pool.waitForDone();
}

QString FileWorker::openingName() const
{
    return m_opening ? m_opening->name : QString();
}

void FileWorker::open(const QString& path, const LoadOptions& options)
{
    start(path, QFileInfo(path).fileName(),
          [path, options](const CancelToken& token) { return loadPicture(path, options, token); });
}

void FileWorker::open(const QString& name, std::function<Picture(const CancelToken&)> make)
{
    start({}, name, std::move(make));
}

void FileWorker::start(const QString& path, const QString& name,
                       std::function<Picture(const CancelToken&)> make)
{
    if (m_opening)
        m_opening->token.cancel();
    m_opening = Opening{name, {}, ++m_count};
    Q_EMIT
    openingChanged(true);

    m_pool.start([this, path, make = std::move(make), opening = *m_opening] {
        std::variant<Picture, ErrorText, Cancelled> how;
        try {
            how = make(opening.token);
        } catch (const Cancelled& cancelled) {
            how = cancelled;
        } catch (...) {
            how = currentError();
        }
        // Posted to this object: where it goes first, the event goes with it.
        QMetaObject::invokeMethod(
            this,
            [this, path, opening, how = std::move(how)] {
                if (!m_opening || m_opening->number != opening.number)
                    return;
                m_opening.reset();
                Q_EMIT
                openingChanged(false);
                if (const auto* picture = std::get_if<Picture>(&how))
                    Q_EMIT
                opened(path, opening.name, *picture);
                else if (const auto* error = std::get_if<ErrorText>(&how)) Q_EMIT
                openFailed(path, *error);
            },
            Qt::QueuedConnection);
    });
}

void FileWorker::stopOpening()
{
    if (!m_opening)
        return;
    m_opening->token.cancel();
    m_opening.reset();
    Q_EMIT
    openingChanged(false);
}

void FileWorker::save(const Picture& picture, const QString& path, const SaveOptions& options, quint64 tag)
{
    ++m_saving;
    m_pool.start([this, picture, path, options, tag] {
        std::optional<ErrorText> error;
        try {
            savePicture(picture, path, options);
        } catch (...) {
            error = currentError();
        }
        QMetaObject::invokeMethod(
            this,
            [this, path, tag, error] {
                --m_saving;
                if (error)
                    Q_EMIT
                saveFailed(path, tag, *error);
                else Q_EMIT
                saved(path, tag);
            },
            Qt::QueuedConnection);
    });
}

} // namespace focal
