#pragma once
/// Safetensors files for tests, sound and broken.

#include <QByteArray>
#include <QFile>

namespace focal::test {

inline QByteArray safetensorsBytes(const QByteArray& json, const QByteArray& data)
{
    QByteArray length(8, '\0');
    for (int i = 0; i < 8; ++i)
        length[i] = static_cast<char>(static_cast<quint64>(json.size()) >> (8 * i) & 0xff);
    return length + json + data;
}

inline QByteArray tensorJson(const char* name, const char* type, const char* shape, qint64 begin, qint64 end)
{
    return QByteArray("\"") + name + R"(":{"dtype":")" + type + R"(","shape":)" + shape +
           R"(,"data_offsets":[)" + QByteArray::number(begin) + ',' + QByteArray::number(end) + "]}";
}

inline QString writeBytes(const QString& path, const QByteArray& content)
{
    QFile::remove(path);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write a test file");
    return path;
}

} // namespace focal::test
