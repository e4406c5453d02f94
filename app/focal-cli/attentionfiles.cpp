#include "app/focal-cli/attentionfiles.h"

#include "core/attention/colormap.h"
#include "core/base/error.h"
#include "core/image/picturefile.h"
#include "core/weights/safetensors.h"

#include <opencv2/imgproc.hpp>

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <cmath>
#include <span>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

constexpr int LongSide = 768; ///< Pixels of the PNGs: maps are coarse, and there are many.

/// The picture, small, grey and dark, so that colours laid over it are read rightly. CV_8UC3.
cv::Mat dimmed(const Picture& picture)
{
    cv::Mat pixels = picture.pixels();
    const double scale =
        std::min(1.0, static_cast<double>(LongSide) / std::max(picture.width(), picture.height()));
    const cv::Size size(std::max(1, static_cast<int>(std::lround(picture.width() * scale))),
                        std::max(1, static_cast<int>(std::lround(picture.height() * scale))));
    cv::resize(pixels, pixels, size, 0, 0, cv::INTER_AREA);
    pixels.convertTo(pixels, CV_8U, picture.bitDepth() == 16 ? 1.0 / 257.0 : 1.0);
    cv::Mat grey;
    cv::cvtColor(pixels, grey, cv::COLOR_RGBA2GRAY);
    cv::cvtColor(grey * 0.6, grey, cv::COLOR_GRAY2RGB);
    return grey;
}

Picture colored(const AttentionMap& map, const cv::Mat& ground, cv::Rect2d whole)
{
    constexpr double Opacity = 0.85;
    const cv::Mat colors = overlay(resampled(map, whole, ground.size()), sequentialColors(), Opacity);
    cv::Mat pixels(ground.size(), CV_8UC4);
    for (int y = 0; y < pixels.rows; ++y) {
        for (int x = 0; x < pixels.cols; ++x) {
            const cv::Vec4b& over = colors.at<cv::Vec4b>(y, x);
            const cv::Vec3b& under = ground.at<cv::Vec3b>(y, x);
            cv::Vec4b& result = pixels.at<cv::Vec4b>(y, x);
            for (int c = 0; c < 3; ++c)
                result[c] = static_cast<uchar>((over[c] * over[3] + under[c] * (255 - over[3]) + 127) / 255);
            result[3] = 255;
        }
    }
    return Picture::fromMat(pixels);
}

/// Letters and digits of the word, so that the file can be recognised; the number in front keeps names apart.
QString fileName(int number, const AttentionMap& map)
{
    QString word;
    for (const QChar c : map.word.left(24))
        word += c.isLetterOrNumber() ? c : QChar(u'_');
    QString name =
        QStringLiteral("%1-%2-layer%3").arg(number, 3, 10, QLatin1Char('0')).arg(word).arg(map.layer);
    if (map.step)
        name += QStringLiteral("-step%1").arg(*map.step);
    return name + (map.imageToText ? QStringLiteral("-from-picture.png") : QStringLiteral("-to-picture.png"));
}

QJsonValue optionalNumber(std::optional<int> number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

QJsonObject indexEntry(const AttentionMap& map, const QString& file, const QString& tensor)
{
    const cv::Rect2d& rect = map.nativeRect;
    return {{QStringLiteral("file"), file.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(file)},
            {QStringLiteral("tensor"), tensor},
            {QStringLiteral("word"), map.word},
            {QStringLiteral("span"), QJsonArray{map.span.start, map.span.length}},
            {QStringLiteral("layer"), map.layer},
            {QStringLiteral("head"), optionalNumber(map.head)},
            {QStringLiteral("step"), optionalNumber(map.step)},
            {QStringLiteral("image"), map.image},
            {QStringLiteral("direction"),
             map.imageToText ? QStringLiteral("picture_to_words") : QStringLiteral("word_to_picture")},
            {QStringLiteral("grid"), QJsonArray{map.grid.rows, map.grid.cols}},
            {QStringLiteral("native_rect"), QJsonArray{rect.x, rect.y, rect.width, rect.height}}};
}

void writeJson(const QJsonObject& json, const QString& path)
{
    QSaveFile file(path);
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw UserError(ErrorKind::BadInput, tr("%1 cannot be written.").arg(path),
                        file.errorString() + u'.');
}

} // namespace

void saveAttention(const std::vector<AttentionMap>& maps, const Picture& picture, const QString& instruction,
                   const QString& folder, const CancelToken& cancel)
{
    if (!QDir().mkpath(folder))
        throw UserError(ErrorKind::BadInput, tr("The folder %1 cannot be made.").arg(folder));
    const QDir dir(folder);
    const cv::Mat ground = dimmed(picture);
    const cv::Rect2d whole(0, 0, picture.width(), picture.height());
    QJsonArray index;
    std::vector<cv::Mat> values; // the writer borrows their bytes
    std::vector<TensorSource> tensors;
    values.reserve(maps.size());
    for (const AttentionMap& map : maps) {
        cancel.throwIfCancelled();
        const int number = static_cast<int>(values.size());
        const QString file = map.head ? QString() : fileName(number, map);
        const QString tensor = QStringLiteral("map_%1").arg(number, 3, 10, QLatin1Char('0'));
        if (!file.isEmpty())
            savePicture(colored(map, ground, whole), dir.filePath(file), {}, cancel);
        values.push_back(map.grid.clone()); // a clone is continuous
        const cv::Mat& grid = values.back();
        tensors.push_back({tensor,
                           TensorType::F32,
                           {grid.rows, grid.cols},
                           std::as_bytes(std::span(grid.ptr<float>(), grid.total()))});
        index.append(indexEntry(map, file, tensor));
    }
    writeSafetensors(dir.filePath(QStringLiteral("maps.safetensors")), std::move(tensors), {}, cancel);
    writeJson({{QStringLiteral("instruction"), instruction},
               {QStringLiteral("picture"), QJsonArray{picture.width(), picture.height()}},
               {QStringLiteral("values"), QStringLiteral("maps.safetensors")},
               {QStringLiteral("maps"), index}},
              dir.filePath(QStringLiteral("index.json")));
}

} // namespace focal::cli
