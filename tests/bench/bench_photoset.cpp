// Text to region on photographs: the whole pipeline of Focal Compact over the frozen set in tests/photoset.
//
//   bench_photoset [--photos DIR] [--out DIR] [--limit N] [--tag T] [--set FILE] [--saliency]
//
// DIR is where fetch_photos.py put the photographs; --set takes another set of the same form, such as the
// held-out scenes of models/training/heldout.py, whose pictures lie in --photos. --saliency answers
// everything with what stands out, the least that a model must do better than. Prints means; the predictions
// written to --out are what evaluate.py there makes intervals, categories and the worst of. Photographs that
// are missing are left out, and said.
#include "tests/bench/benchtable.h"

#include "core/compact/compactmodel.h"
#include "core/compact/networks.h"
#include "core/compact/region.h"
#include "core/image/picturefile.h"
#include "core/nn/threads.h"

#include <opencv2/imgproc.hpp>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <functional>
#include <map>
#include <optional>

using namespace focal;
using namespace focal::bench;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Sums of figures by group, in the order they came.
class Means
{
public:
    void add(const QString& group, const char* figure, double value)
    {
        auto& [sum, count] = m_sums[group][QString::fromLatin1(figure)];
        sum += value;
        ++count;
    }
    void print() const
    {
        for (const auto& [group, figures] : m_sums) {
            std::printf("%-24s", qPrintable(group));
            for (const auto& [figure, value] : figures)
                std::printf("  %s %.3f (%d)", qPrintable(figure), value.first / value.second, value.second);
            std::printf("\n");
        }
    }

private:
    std::map<QString, std::map<QString, std::pair<double, int>>> m_sums;
};

struct Photo
{
    Picture picture;
    cv::Size grid; ///< Of the annotation.
};

/// The annotated mask: polygons of the grid filled by the even-odd rule, 255 inside.
cv::Mat truthOf(const QJsonObject& mask, cv::Size grid)
{
    constexpr int shift = 4;
    std::vector<std::vector<cv::Point>> polygons;
    const QJsonArray flats = mask.value("polygons"_L1).toArray();
    for (const QJsonValue flat : flats) {
        const QJsonArray numbers = flat.toArray();
        std::vector<cv::Point> polygon;
        for (qsizetype i = 0; i + 1 < numbers.size(); i += 2)
            polygon.emplace_back(cvRound((numbers[i].toDouble() - 0.5) * (1 << shift)),
                                 cvRound((numbers[i + 1].toDouble() - 0.5) * (1 << shift)));
        polygons.push_back(std::move(polygon));
    }
    cv::Mat truth(grid, CV_8UC1, cv::Scalar(0));
    cv::fillPoly(truth, polygons, cv::Scalar(255), cv::LINE_8, shift);
    return truth;
}

double overlap(const cv::Mat& found, const cv::Mat& truth)
{
    cv::Mat small;
    cv::resize(found, small, truth.size(), 0, 0, cv::INTER_AREA);
    const cv::Mat inside = small > 127;
    const int either = cv::countNonZero(inside | truth);
    return either == 0 ? 0 : double(cv::countNonZero(inside & truth)) / either;
}

/// Shares of width and height: where the model is surest.
cv::Point2d peakOf(const GroundResult& result, cv::Size size)
{
    cv::Point peak;
    if (!result.candidates.empty())
        peak = result.candidates.front().peak;
    else
        cv::minMaxLoc(result.mask, nullptr, nullptr, nullptr, &peak);
    return {(peak.x + 0.5) / size.width, (peak.y + 0.5) / size.height};
}

bool onThing(cv::Point2d share, const cv::Mat& truth)
{
    const cv::Point at(std::clamp(int(share.x * truth.cols), 0, truth.cols - 1),
                       std::clamp(int(share.y * truth.rows), 0, truth.rows - 1));
    return truth.at<uchar>(at) != 0;
}

/// Whether the mean map of a phrase's words in one layer has its peak on the thing.
std::optional<bool> attentionPoints(const std::vector<AttentionMap>& maps, int layer, cv::Size size,
                                    const cv::Mat& truth)
{
    cv::Mat sum;
    cv::Rect2d rect;
    for (const AttentionMap& map : maps) {
        if (map.imageToText || map.layer != layer)
            continue;
        sum = sum.empty() ? map.grid.clone() : cv::Mat(sum + map.grid);
        rect = map.nativeRect;
    }
    if (sum.empty())
        return std::nullopt;
    cv::Point peak;
    cv::minMaxLoc(sum, nullptr, nullptr, nullptr, &peak);
    const double x = rect.x + (peak.x + 0.5) * rect.width / sum.cols;
    const double y = rect.y + (peak.y + 0.5) * rect.height / sum.rows;
    return onThing({x / size.width, y / size.height}, truth);
}

void writeMask(const cv::Mat& mask, const QString& path)
{
    const double scale = std::min(1.0, 640.0 / std::max(mask.cols, mask.rows));
    cv::Mat small;
    cv::resize(mask, small, {}, scale, scale, cv::INTER_AREA);
    QImage(small.data, small.cols, small.rows, qsizetype(small.step), QImage::Format_Grayscale8).save(path);
}

class Run
{
public:
    using Ground = std::function<GroundResult(const Picture&, const QString&, const Region&)>;

    Run(Ground ground, const QDir& photos, const QString& out)
        : m_ground(std::move(ground)), m_photos(photos), m_out(out)
    {
        if (!m_out.isEmpty())
            QDir().mkpath(m_out + u"/click"_s);
    }

    /// @param tag  only phrases with it, and nothing else; empty: all
    void run(const QJsonObject& set, int limit, const QString& tag);

private:
    Ground m_ground;
    QDir m_photos;
    QString m_out;
    Means m_means;
    QJsonObject m_predictions;
    std::vector<double> m_seconds;

    std::optional<Photo> open(const QJsonObject& entry) const;
    GroundResult ground(const Photo& photo, const QString& words, const Region& region);
    void phrase(const Photo& photo, const QJsonObject& entry, const cv::Mat& truth);
    void absent(const Photo& photo, const QJsonObject& entry);
    void click(const Photo& photo, const QJsonObject& mask, const cv::Mat& truth);
};

std::optional<Photo> Run::open(const QJsonObject& entry) const
{
    const QString suffix = QFileInfo(entry.value("path"_L1).toString()).suffix().toLower();
    const QString path = m_photos.filePath(entry.value("id"_L1).toString() + u'.' + suffix);
    if (!QFileInfo::exists(path)) {
        std::printf("left out, not there: %s\n", qPrintable(path));
        return std::nullopt;
    }
    const QJsonArray grid = entry.value("grid"_L1).toArray();
    return Photo{loadPicture(path), {grid[0].toInt(), grid[1].toInt()}};
}

GroundResult Run::ground(const Photo& photo, const QString& words, const Region& region)
{
    GroundResult result;
    m_seconds.push_back(secondsOf([&] { result = m_ground(photo.picture, words, region); }));
    return result;
}

void Run::phrase(const Photo& photo, const QJsonObject& entry, const cv::Mat& truth)
{
    const GroundResult result = ground(photo, entry.value("text"_L1).toString(), {});
    const bool found = result.confidence >= leastConfidence && !result.box.empty();
    const cv::Point2d peak = peakOf(result, photo.picture.size());
    const QString id = entry.value("id"_L1).toString();
    QStringList groups{u"all"_s, u"category: "_s + entry.value("category"_L1).toString(),
                       u"language: "_s + entry.value("language"_L1).toString(),
                       entry.value("everyday"_L1).toBool() ? u"everyday word"_s : u"uncommon word"_s};
    for (const QString& group : groups) {
        m_means.add(group, "iou", found ? overlap(result.mask, truth) : 0);
        m_means.add(group, "pointing", onThing(peak, truth));
        m_means.add(group, "present", found);
        for (int layer = 0; layer < 3; ++layer)
            if (const auto points = attentionPoints(result.attention, layer, photo.picture.size(), truth))
                m_means.add(group, ("attention" + QByteArray::number(layer)).constData(), *points);
    }
    m_predictions.insert(id, QJsonObject{{"found"_L1, found},
                                         {"confidence"_L1, result.confidence},
                                         {"peak"_L1, QJsonArray{peak.x, peak.y}}});
    if (!m_out.isEmpty())
        writeMask(result.mask, m_out + u'/' + id + u".png"_s);
}

void Run::absent(const Photo& photo, const QJsonObject& entry)
{
    const GroundResult result = ground(photo, entry.value("text"_L1).toString(), {});
    const bool found = result.confidence >= leastConfidence && !result.box.empty();
    m_means.add(u"all"_s, "not here", !found);
    m_predictions.insert(entry.value("id"_L1).toString(),
                         QJsonObject{{"found"_L1, found}, {"confidence"_L1, result.confidence}});
}

void Run::click(const Photo& photo, const QJsonObject& mask, const cv::Mat& truth)
{
    const QJsonArray at = mask.value("click"_L1).toArray();
    Region region;
    const cv::Size size = photo.picture.size();
    region.clicks = {
        {std::clamp(int(at[0].toDouble() / photo.grid.width * size.width), 0, size.width - 1),
         std::clamp(int(at[1].toDouble() / photo.grid.height * size.height), 0, size.height - 1)}};
    const GroundResult result = ground(photo, {}, region);
    m_means.add(u"all"_s, "click", overlap(result.mask, truth));
    if (!m_out.isEmpty())
        writeMask(result.mask,
                  m_out + u"/click/"_s + mask.value("id"_L1).toString().replace(u'/', u'_') + u".png"_s);
}

void Run::run(const QJsonObject& set, int limit, const QString& tag)
{
    const QJsonArray photos = set.value("photos"_L1).toArray();
    const QJsonArray masks = set.value("masks"_L1).toArray();
    const QJsonArray phrases = set.value("phrases"_L1).toArray();
    const QJsonArray absents = set.value("absent"_L1).toArray();
    for (qsizetype i = 0; i < photos.size() && (limit == 0 || i < limit); ++i) {
        const QString id = photos[i].toObject().value("id"_L1).toString();
        const std::optional<Photo> photo = open(photos[i].toObject());
        if (!photo)
            continue;
        std::map<QString, cv::Mat> truths;
        for (const QJsonValue mask : masks) {
            if (mask["photo"_L1].toString() != id)
                continue;
            const cv::Mat truth = truthOf(mask.toObject(), photo->grid);
            truths.emplace(mask["id"_L1].toString(), truth);
            if (tag.isEmpty() && mask["click"_L1].isArray())
                click(*photo, mask.toObject(), truth);
        }
        for (const QJsonValue entry : phrases)
            if (entry["photo"_L1].toString() == id &&
                (tag.isEmpty() || entry["tags"_L1].toArray().contains(tag)))
                phrase(*photo, entry.toObject(), truths.at(entry["mask"_L1].toString()));
        for (const QJsonValue entry : absents)
            if (entry["photo"_L1].toString() == id && tag.isEmpty())
                absent(*photo, entry.toObject());
    }
    m_means.print();
    if (!m_seconds.empty()) {
        printHead("one search");
        printRow(u"ground"_s, spread(m_seconds));
    }
    if (!m_out.isEmpty()) {
        QFile file(m_out + u"/predictions.json"_s);
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(m_predictions).toJson()) < 0)
            throw std::runtime_error("predictions.json cannot be written");
    }
}

/// The salient part of @p picture, whatever was asked.
GroundResult salientPart(const Networks& networks, const Picture& picture)
{
    const ReadPicture read = networks.read(picture, regionLongSide, {});
    const PictureFeatures& features = read.features;
    GroundResult result;
    features.saliency(cv::Rect({}, features.geometry.content)).convertTo(result.mask, CV_8U, 255);
    cv::resize(result.mask, result.mask, picture.size(), 0, 0, cv::INTER_LINEAR);
    result.box = cv::boundingRect(result.mask > 127);
    result.confidence = result.box.empty() ? 0 : 1;
    return result;
}

QJsonObject readSet(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error(path.toStdString() + " cannot be read");
    return QJsonDocument::fromJson(file.readAll()).object();
}

} // namespace

int main(int argc, char** argv)
{
    letThreadsSleep(argv);
    QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption(
        {u"photos"_s, u"The photographs."_s, u"DIR"_s,
         qEnvironmentVariable("FOCAL_PHOTOSET_CACHE", QDir::homePath() + u"/.cache/focal/photoset"_s)});
    options.addOption({u"out"_s, u"Folder for the predictions."_s, u"DIR"_s});
    options.addOption({u"limit"_s, u"Only so many photographs; 0 is all."_s, u"N"_s, u"0"_s});
    options.addOption(
        {u"tag"_s, u"Only phrases with this tag: position, colour, plural, part, size."_s, u"T"_s});
    options.addOption({u"set"_s, u"What is asked of the photographs."_s, u"FILE"_s,
                       QStringLiteral(FOCAL_SOURCE_DIR "/tests/photoset/photoset.json")});
    options.addOption({u"saliency"_s, u"Answers with what stands out."_s});
    options.process(app);
    try {
        Job job;
        std::unique_ptr<EditModel> model;
        std::unique_ptr<const Networks> networks;
        Run::Ground ground;
        if (options.isSet(u"saliency"_s)) {
            networks = std::make_unique<const Networks>(findCompactModel(), job.token());
            ground = [&](const Picture& picture, const QString&, const Region&) {
                return salientPart(*networks, picture);
            };
        } else {
            model = loadCompactModel(findCompactModel(), job);
            ground = [&](const Picture& picture, const QString& words, const Region& region) {
                Job search;
                return model->ground(picture, words, region, search);
            };
        }
        Run(ground, QDir(options.value(u"photos"_s)), options.value(u"out"_s))
            .run(readSet(options.value(u"set"_s)), options.value(u"limit"_s).toInt(),
                 options.value(u"tag"_s));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_photoset: %s\n", error.what());
        return 1;
    }
    return 0;
}
