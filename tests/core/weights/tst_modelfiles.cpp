#include "core/weights/modelfiles.h"

#include "core/base/error.h"
#include "tests/core/weights/gguffiles.h"
#include "tests/core/weights/modelparts.h"
#include "tests/core/weights/tensorfiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

class TestModelFiles : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString at(const QString& name) const { return m_folder->filePath(name); }
    void text(const QString& name, const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(at(name)).path());
        writeBytes(at(name), content);
    }
    QString transformer(const QString& name) const
    {
        return writeTensors(at(name), {floats(u"transformer_blocks.0.img_mod.1.weight"_s, {2})});
    }
    QString vae(const QString& name) const
    {
        return writeTensors(at(name), {floats(u"decoder.middle.0.residual.0.gamma"_s, {2})});
    }
    void diffusersFolder(const char* pipeline) const
    {
        text(u"model_index.json"_s, QByteArray(R"({"_class_name":")") + pipeline + "\"}");
        transformer(u"transformer/a-00001-of-00002.safetensors"_s);
        writeTensors(at(u"transformer/a-00002-of-00002.safetensors"_s), {floats(u"img_in.bias"_s, {2})});
        text(
            u"transformer/a.safetensors.index.json"_s,
            R"({"weight_map":{"transformer_blocks.0.img_mod.1.weight":"a-00001-of-00002.safetensors","img_in.bias":"a-00002-of-00002.safetensors"}})");
        text(u"transformer/config.json"_s, R"({"num_layers":1})");
        vae(u"vae/model.safetensors"_s);
        text(u"tokenizer/vocab.json"_s, "{}");
        text(u"tokenizer/merges.txt"_s, "");
    }
    void complains(const QString& path, const QString& says) const
    {
        try {
            findModelFiles(path);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(says), qPrintable(error.message()));
        }
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void opensADiffusersFolder()
    {
        diffusersFolder("QwenImageEditPlusPipeline");
        const ModelFiles files = findModelFiles(m_folder->path());
        QCOMPARE(files.transformer, QStringList({at(u"transformer/a-00001-of-00002.safetensors"_s),
                                                 at(u"transformer/a-00002-of-00002.safetensors"_s)}));
        QVERIFY(files.textEncoder.isEmpty());
        QCOMPARE(files.vae, QStringList{at(u"vae/model.safetensors"_s)});
        QCOMPARE(files.tokenizer, at(u"tokenizer"_s));
        const TensorSet set = TensorSet::open(ModelPart::Transformer, files.transformer);
        QVERIFY(set.find(u"img_in.bias"_s));
        const QJsonObject config = configOf(files, ModelPart::Transformer, set);
        QCOMPARE(config.value(u"num_layers"_s).toInt(), 1);
        QCOMPARE(familyOf(files, config), ModelFamily::Edit2509);
        QCOMPARE(familyOf(files, {{u"zero_cond_t"_s, true}}), ModelFamily::Edit2511);
    }

    void saysWhatAFolderLacks()
    {
        diffusersFolder("QwenImageEditPipeline");
        QCOMPARE(familyOf(findModelFiles(m_folder->path()), {}), ModelFamily::FirstEdit);
        QVERIFY(QFile::remove(at(u"transformer/a-00002-of-00002.safetensors"_s)));
        complains(m_folder->path(),
                  u"these are missing: "_s + at(u"transformer/a-00002-of-00002.safetensors"_s));
        text(u"transformer/a.safetensors.index.json"_s, R"({"weight_map":{"a":"../../etc/passwd"}})");
        complains(m_folder->path(), u"no file beside it"_s);
        text(u"model_index.json"_s, R"({"_class_name":"FluxPipeline"})");
        complains(m_folder->path(), u"FluxPipeline"_s);
        complains(at(u"absent"_s), u"no such file"_s);
    }

    void tellsLooseFilesApartByTheirTensors()
    {
        transformer(u"diffusion_models/one_2509.safetensors"_s);
        vae(u"vae/two.safetensors"_s);
        const auto gguf = [this](const char* name, const char* tensor) {
            return writeBytes(at(QLatin1String(name)),
                              ggufBytes({}, {{tensor, 0, {2}, QByteArray(8, '\0')}}));
        };
        const QString language = gguf("a.gguf", "blk.0.attn_q.weight");
        const QString vision = gguf("b.gguf", "v.blk.0.ln1.weight");
        writeTensors(at(u"other.safetensors"_s), {floats(u"something.else"_s, {2})});
        const ModelFiles files = findModelFiles(m_folder->path());
        QCOMPARE(files.transformer, QStringList{at(u"diffusion_models/one_2509.safetensors"_s)});
        QCOMPARE(files.vae, QStringList{at(u"vae/two.safetensors"_s)});
        QCOMPARE(files.textEncoder, QStringList({language, vision}));
        QCOMPARE(familyOf(files, {}), ModelFamily::Edit2509);
        transformer(u"another.safetensors"_s);
        complains(m_folder->path(), u"Several files hold a transformer"_s);
    }

    void opensOneFile()
    {
        const QString path = transformer(u"any-2511.safetensors"_s);
        const ModelFiles files = findModelFiles(path);
        QCOMPARE(files.transformer, QStringList{path});
        QCOMPARE(familyOf(files, {}), ModelFamily::Edit2511);
        complains(writeTensors(at(u"other.safetensors"_s), {floats(u"x"_s, {2})}), u"No tensors of"_s);
    }

    void partsChosenByHandGoBeforeWhatWasFound()
    {
        diffusersFolder("QwenImageEditPlusPipeline");
        ModelPlaces places;
        places.whole = m_folder->path();
        places.transformer = QStringList{transformer(u"elsewhere/q4-2511.safetensors"_s)};
        places.tokenizer = u"/other"_s;
        const ModelFiles files = findModelFiles(places);
        QCOMPARE(files.transformer, places.transformer);
        QVERIFY2(files.transformerConfig.isEmpty(), "that one describes another transformer");
        QCOMPARE(familyOf(files, {}), ModelFamily::Edit2511);
        QCOMPARE(files.vae, QStringList{at(u"vae/model.safetensors"_s)});
        QCOMPARE(files.tokenizer, u"/other"_s);
        places.transformer =
            QStringList{at(u"transformer"_s)}; // a folder, or an index, stands for its shards
        QCOMPARE(findModelFiles(places).transformer.size(), 2);
        QCOMPARE(findModelFiles(places).transformerConfig, at(u"transformer/config.json"_s));
        places.transformer = QStringList{at(u"transformer/a.safetensors.index.json"_s)};
        QCOMPARE(findModelFiles(places).transformer.size(), 2);
        places.transformer = QStringList{at(u"vae/model.safetensors"_s)};
        QVERIFY_EXCEPTION_THROWN(findModelFiles(places), UserError);
    }

    void aChoiceSettlesWhichOfTwoIsMeant()
    {
        ModelPlaces places;
        places.whole = m_folder->path();
        transformer(u"one.safetensors"_s);
        places.transformer = QStringList{transformer(u"two.safetensors"_s)};
        vae(u"three.safetensors"_s);
        const ModelFiles files = findModelFiles(places);
        QCOMPARE(files.transformer, places.transformer);
        QCOMPARE(files.vae.size(), 1);
    }

    void pickedFilesAreToldApart()
    {
        text(u"t/vocab.json"_s, "{}");
        const QString drawing = transformer(u"one.safetensors"_s);
        const QString decoder = vae(u"two.safetensors"_s);
        const ModelPlaces places = placesOf({decoder, at(u"t/vocab.json"_s), drawing});
        QCOMPARE(places.transformer, QStringList{drawing});
        QCOMPARE(places.vae, QStringList{decoder});
        QCOMPARE(places.tokenizer, at(u"t"_s));
        QVERIFY(places.textEncoder.isEmpty() && places.whole.isEmpty());
        QVERIFY_EXCEPTION_THROWN(placesOf({at(u"t/vocab.json"_s)}), UserError);
        QVERIFY_EXCEPTION_THROWN(placesOf({drawing, transformer(u"three.safetensors"_s)}), UserError);
    }
};

QTEST_GUILESS_MAIN(TestModelFiles)
#include "tst_modelfiles.moc"
