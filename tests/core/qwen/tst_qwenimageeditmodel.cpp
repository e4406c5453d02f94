#include "core/base/error.h"
#include "core/image/srgb.h"
#include "core/qwen/loadmodel.h"
#include "core/qwen/qwenimageeditmodel.h"
#include "core/qwen/vlpreprocess.h"
#include "tests/core/image/testpictures.h"
#include "tests/core/qwen/tinymodel.h"

#include <QJsonArray>
#include <QTemporaryDir>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

Picture photo(cv::Size size, int number)
{
    cv::Mat pixels(size, CV_8UC4);
    const cv::Mat rgb = picture(size, number);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const cv::Vec3b p = rgb.at<cv::Vec3b>(y, x);
            pixels.at<cv::Vec4b>(y, x) = {p[0], p[1], p[2], 255};
        }
    return Picture::fromMat(pixels);
}

} // namespace

/// The whole model over a tiny checkpoint, laid out as diffusers saves one.
class TestQwenImageEditModel : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    static EditRequest smallRequest()
    {
        EditRequest request;
        request.picture = photo({97, 71}, 0);
        request.instruction = u"把红色的杯子 make it blue"_s;
        request.steps = 2;
        request.seed = 7;
        request.modelSettings = {{u"guidance"_s, 1},
                                 {u"width"_s, 96},
                                 {u"height"_s, 64},
                                 {u"area"_s, 96 * 64},
                                 {u"exact"_s, true}};
        return request;
    }

private Q_SLOTS:
    void initTestCase() { writeTinyModel(m_folder.path(), QStringLiteral(FOCAL_QWEN_VOCABULARY)); }

    void drawsWithinTheRegion()
    {
        QVERIFY(holdsQwenImageEdit(m_folder.path()));
        QwenImageEditModel model(u"tiny"_s, m_folder.path());
        EditRequest request = smallRequest();
        request.region.box = cv::Rect(20, 10, 40, 30);
        QVERIFY(model.estimate(request).fits);
        std::vector<QString> stages;
        int previews = 0;
        Job job(
            {},
            [&](const Progress& progress) {
                if (stages.empty() || stages.back() != progress.stage)
                    stages.push_back(progress.stage);
            },
            [&](const Preview& preview) {
                ++previews;
                QCOMPARE(preview.pixels.size(), cv::Size(12, 8));
            });
        const EditResult result = model.edit(request, job);
        QCOMPARE(result.outcome, Outcome::Done);
        QCOMPARE(stages, (std::vector<QString>{u"look"_s, u"encode"_s, u"read"_s, u"denoise"_s, u"decode"_s,
                                               u"composite"_s}));
        QCOMPARE(previews, 1); // after each step but the last
        for (int y = 0; y < 71; ++y)
            for (int x = 0; x < 97; ++x)
                if (!request.region.box->contains({x, y}))
                    QCOMPARE(result.picture.pixels().at<cv::Vec4b>(y, x),
                             request.picture.pixels().at<cv::Vec4b>(y, x));
        QVERIFY(!result.changedBounds.empty());
        // Every word has its maps over what was drawn and over the picture.
        QVERIFY(std::any_of(result.attention.begin(), result.attention.end(), [](const AttentionMap& map) {
            return map.word == u"blue"_s && map.image == 1 && !map.grid.empty();
        }));
        QCOMPARE(result.provenance.settings.value(u"steps"_s).toInt(), 2);
        QCOMPARE(result.provenance.seed, quint64(7));

        // The same seed gives the same bytes, another one does not.
        Job again;
        QVERIFY(model.edit(request, again).picture == result.picture);
        request.seed = 8;
        Job other;
        QVERIFY(!(model.edit(request, other).picture == result.picture));
    }

    void seesPicturesInSrgb()
    {
        PictureMetadata metadata;
        metadata.iccProfile = test::wideProfile();
        const Picture plain = photo({20, 10}, 0);
        const Picture wide = Picture::fromMat(plain.pixels().clone(), metadata);
        QVERIFY(cv::norm(modelPixels(wide), modelPixels(plain), cv::NORM_INF) > 8);
        const cv::Mat srgb = toSrgb(wide);
        QCOMPARE(cv::norm(modelPixels(wide), modelPixels(Picture::fromMat(srgb)), cv::NORM_INF), 0.0);
    }

    void stopsWhenCancelled()
    {
        QwenImageEditModel model(u"tiny"_s, m_folder.path());
        const CancelToken cancel;
        Job job(cancel, [&](const Progress& progress) {
            if (progress.stage == u"denoise"_s)
                cancel.cancel();
        });
        QVERIFY_EXCEPTION_THROWN(model.edit(smallRequest(), job), Cancelled);
    }

    void saysWhatCannotBe()
    {
        QwenImageEditModel model(u"tiny"_s, m_folder.path());
        EditRequest request = smallRequest();
        request.references = {photo({30, 30}, 1), photo({30, 30}, 2), photo({30, 30}, 3)};
        const auto kindOf = [&model](const EditRequest& asked) -> std::optional<ErrorKind> {
            Job job;
            try {
                model.edit(asked, job);
            } catch (const UserError& error) {
                return error.kind();
            }
            return std::nullopt;
        };
        QCOMPARE(kindOf(request), std::optional(ErrorKind::BadUsage));
        request = smallRequest();
        request.steps = 0;
        QCOMPARE(kindOf(request), std::optional(ErrorKind::BadUsage));
        request = smallRequest();
        request.modelSettings.insert(u"loras"_s,
                                     QJsonArray{QJsonObject{{u"file"_s, at(u"none.safetensors"_s)}}});
        QCOMPARE(kindOf(request), std::optional(ErrorKind::BadInput));
    }

    void namesAMissingPart()
    {
        const QTemporaryDir part;
        QVERIFY(QFile::link(at(u"transformer"_s), part.filePath(u"transformer"_s)));
        QVERIFY(QFile::copy(at(u"model_index.json"_s), part.filePath(u"model_index.json"_s)));
        try {
            const QwenImageEditModel model(u"part"_s, part.path());
            QFAIL("loaded");
        } catch (const UserError& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(error.message().contains(part.path()), qPrintable(error.message()));
        }
        QVERIFY(!holdsQwenImageEdit(QDir::tempPath() + u"/surely-not-there"_s));
    }
};

QTEST_GUILESS_MAIN(TestQwenImageEditModel)
#include "tst_qwenimageeditmodel.moc"
