#include "core/base/error.h"
#include "core/compact/modelpaths.h"
#include "core/compact/weightshash.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestModelPaths : public QObject
{
    Q_OBJECT

    static void write(const QString& path, const QByteArray& content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    static CompactModelPaths small(const QTemporaryDir& folder)
    {
        const CompactModelPaths paths{folder.filePath(u"dinov2-vits14/model.safetensors"_s),
                                      folder.filePath(u"compact/grounding.safetensors"_s),
                                      folder.filePath(u"compact/tokenizer.model"_s),
                                      folder.filePath(u"mobilesam/model.safetensors"_s),
                                      folder.filePath(u"ssd-mobilenet-v2/model.safetensors"_s),
                                      folder.filePath(u"efficientnet-lite2/model.safetensors"_s)};
        write(paths.encoder, "encoder");
        write(paths.grounding, "grounding");
        write(paths.tokenizer, "tokenizer");
        write(paths.cutter, "cutter");
        write(paths.detector, "detector");
        write(paths.classifier, "classifier");
        return paths;
    }

private Q_SLOTS:
    void cleanup()
    {
        qunsetenv("FOCAL_MODELS");
        qunsetenv("XDG_CACHE_HOME");
    }

    void theVariableComesFirst()
    {
        const QTemporaryDir folder;
        small(folder);
        qputenv("FOCAL_MODELS", folder.path().toUtf8());
        QCOMPARE(modelFolders().first(), folder.path());
        QCOMPARE(findCompactModel().grounding, folder.filePath(u"compact/grounding.safetensors"_s));
        // What it lacks is found elsewhere: the tokenizer in the source tree.
        QVERIFY(QFile::remove(folder.filePath(u"compact/tokenizer.model"_s)));
        QCOMPARE(findCompactModel().tokenizer,
                 QStringLiteral(FOCAL_SOURCE_DIR "/models/compact/tokenizer.model"));
    }

    void theCacheFolderIsTheUsers()
    {
        const QTemporaryDir folder;
        qputenv("XDG_CACHE_HOME", folder.path().toUtf8());
        write(folder.filePath(u"focal/models/dinov2-vits14/model.safetensors"_s), "encoder");
        write(folder.filePath(u"focal/models/mobilesam/model.safetensors"_s), "cutter");
        write(folder.filePath(u"focal/models/ssd-mobilenet-v2/model.safetensors"_s), "detector");
        write(folder.filePath(u"focal/models/efficientnet-lite2/model.safetensors"_s), "classifier");
        QCOMPARE(findCompactModel().encoder,
                 folder.filePath(u"focal/models/dinov2-vits14/model.safetensors"_s));
    }

    void aMissingFileIsNamedWithThePlaces()
    {
        const QTemporaryDir folder;
        qputenv("XDG_CACHE_HOME", folder.path().toUtf8());
        try {
            findCompactModel();
            QFAIL("an encoder was found in an empty cache");
        } catch (const UserError& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY(error.message().contains(u"dinov2-vits14/model.safetensors"_s));
            QVERIFY(error.message().contains(folder.path()));
            QVERIFY(!error.remedy().isEmpty());
        }
    }

    void everyFileCountsInTheHash()
    {
        const QTemporaryDir folder;
        const CompactModelPaths paths = small(folder);
        const QString before = verifiedWeightsHash(paths, {});
        QCOMPARE(before.size(), 64);
        QCOMPARE(verifiedWeightsHash(paths, {}), before);
        for (const QString& path : paths.all()) {
            write(path, "other");
            QVERIFY2(verifiedWeightsHash(paths, {}) != before, qPrintable(path));
            small(folder);
        }
    }

    void damagedFilesAreNoticed()
    {
        const QTemporaryDir folder;
        const CompactModelPaths paths = small(folder);
        const QString manifest = folder.filePath(u"compact/manifest.json"_s);
        write(manifest, R"({"files": [{"path": "dinov2-vits14/model.safetensors", "sha256": "00"}]})");
        try {
            verifiedWeightsHash(paths, {});
            QFAIL("a file of another content passed");
        } catch (const UserError& error) {
            QVERIFY(error.message().contains(paths.encoder));
        }
        write(manifest, "{");
        QVERIFY_EXCEPTION_THROWN(verifiedWeightsHash(paths, {}), UserError);
    }

    void theManifestInTheTreeFits()
    {
        try {
            QCOMPARE(verifiedWeightsHash(findCompactModel(), {}).size(), 64);
        } catch (const UserError& error) {
            QFAIL(qPrintable(error.message()));
        }
    }
};

QTEST_GUILESS_MAIN(TestModelPaths)
#include "tst_modelpaths.moc"
