#include "core/weights/filehash.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace focal {

QByteArray sha256OfFile(const QString& path, const CancelToken& cancel)
{
    constexpr qint64 blockBytes = 1 << 20;
    const auto fail = [&path](const QString& why) {
        throw UserError(ErrorKind::BadInput,
                        QCoreApplication::translate("focal::FileHash", "%1 cannot be read.").arg(path), why);
    };
    QFile file(path);
    if (QFileInfo(path).isDir())
        fail(QCoreApplication::translate("focal::FileHash", "It is a folder."));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        fail(file.errorString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(blockBytes, Qt::Uninitialized);
    for (;;) {
        cancel.throwIfCancelled();
        const qint64 got = file.read(block.data(), blockBytes);
        if (got < 0)
            fail(file.errorString());
        if (got == 0)
            break;
        hash.addData(QByteArrayView(block.constData(), got));
    }
    return hash.result().toHex();
}

} // namespace focal
