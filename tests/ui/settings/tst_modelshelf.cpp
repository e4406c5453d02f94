#include "ui/settings/modelshelf.h"

#include "ui/settings/settings.h"

#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace focal {

using namespace Qt::Literals::StringLiterals;

class tst_ModelShelf : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

    static ModelPlaces whole(const QString& path)
    {
        ModelPlaces places;
        places.whole = path;
        return places;
    }
    static ModelSettings someSettings()
    {
        ModelSettings settings;
        settings.steps = 8;
        settings.guidance = 1;
        settings.fixedSeed = true;
        settings.seed = 4'000'000'000U;
        settings.negative = u"blurry"_s;
        settings.size = QSize(1024, 768);
        settings.lightning = true;
        settings.loras = {{u"/l/a.safetensors"_s, 0.8, true}, {u"/l/b.safetensors"_s, 1, false}};
        return settings;
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(u"focal.ini"_s);
        QFile::remove(m_path);
    }

    void whatWasAddedIsThereNextTime()
    {
        ModelPlaces places = whole(u"/m/qwen"_s);
        places.vae = QStringList{u"/v/vae.safetensors"_s};
        places.tokenizer = u"/t"_s;
        {
            Settings settings(m_path);
            ModelShelf shelf(settings);
            QSignalSpy changed(&shelf, &ModelShelf::addedChanged);
            const QString id = shelf.add(u"Qwen"_s, places);
            QCOMPARE(shelf.add(u"again"_s, places), id);
            QCOMPARE(changed.count(), 1);
            shelf.setSettings(id, someSettings());
            settings.sync();
        }
        Settings settings(m_path);
        const ModelShelf shelf(settings);
        QCOMPARE(shelf.added().size(), 1U);
        QCOMPARE(shelf.added().front(), (AddedModel{u"/m/qwen"_s, u"Qwen"_s, places}));
        QCOMPARE(shelf.settingsOf(u"/m/qwen"_s), someSettings());
    }

    void twoOfOnePlaceAreToldApart()
    {
        Settings settings(m_path);
        ModelShelf shelf(settings);
        ModelPlaces other = whole(u"/m/qwen"_s);
        other.vae = QStringList{u"/v/vae.safetensors"_s};
        QCOMPARE(shelf.add(u"a"_s, whole(u"/m/qwen"_s)), u"/m/qwen"_s);
        QCOMPARE(shelf.add(u"b"_s, other), u"/m/qwen#2"_s);
        QSignalSpy moved(&shelf, &ModelShelf::placesChanged);
        shelf.setPlaces(u"/m/qwen"_s, whole(u"/n"_s));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(shelf.find(u"/m/qwen"_s)->places.whole, u"/n"_s);
        shelf.remove(u"/m/qwen"_s);
        QVERIFY(!shelf.find(u"/m/qwen"_s));
        QCOMPARE(shelf.added().size(), 1U);
    }

    void damagedSettingsAreLeftOut()
    {
        Settings settings(m_path);
        settings.setValue(SettingKey::AddedModels, u"[{\"id\":\"\"},{\"id\":\"x\"},7,{\"id\":\"y\","
                                                   "\"places\":{\"whole\":\"/y\"}}]"_s);
        settings.setValue(SettingKey::ModelSettings,
                          u"{\"y\":{\"steps\":100000,\"guidance\":\"x\",\"width\":1000,\"height\":70,"
                          "\"loras\":[{\"strength\":1},{\"file\":\"l\",\"strength\":99}]}}"_s);
        const ModelShelf shelf(settings);
        QCOMPARE(shelf.added().size(), 1U);
        const ModelSettings read = shelf.settingsOf(u"y"_s);
        QVERIFY(!read.steps && !read.guidance && read.loras.empty());
        QCOMPARE(read.size, std::optional(QSize(992, 64)));
    }

    void settingsGoIntoTheRequest()
    {
        EditRequest request;
        request.seed = 3;
        applySettings(someSettings(), request, true);
        QCOMPARE(request.seed, quint64(4'000'000'000U));
        QCOMPARE(request.steps, std::optional(8));
        QCOMPARE(request.modelSettings.value(u"guidance"_s).toDouble(), 1.0);
        QCOMPARE(request.modelSettings.value(u"negative"_s).toString(), u"blurry"_s);
        QCOMPARE(request.modelSettings.value(u"width"_s).toInt(), 1024);
        QVERIFY(request.modelSettings.value(u"lightning"_s).toBool());
        const QJsonArray loras = request.modelSettings.value(u"loras"_s).toArray();
        QCOMPARE(loras.size(), 1); // the other one is off
        QCOMPARE(loras.at(0).toObject().value(u"strength"_s).toDouble(), 0.8);

        ModelSettings free;
        free.fixedSeed = false;
        request = {};
        request.seed = 7;
        applySettings(free, request, true);
        QCOMPARE(request.seed, quint64(7)); // another version of the same turn
        QVERIFY(request.modelSettings.isEmpty() && !request.steps);
        QSet<quint64> seeds;
        for (int i = 0; i < 8; ++i) {
            applySettings(free, request, false);
            seeds.insert(request.seed);
        }
        QVERIFY(seeds.size() > 6);
    }

    void aResultSaysHowItWasMade()
    {
        QVERIFY(settingsText({}, 7).isEmpty());
        QJsonObject made{
            {u"steps"_s, 8},
            {u"guidance"_s, 1.5},
            {u"lightning"_s, true},
            {u"loras"_s, QJsonArray{QJsonObject{{u"file"_s, u"/l/a.safetensors"_s}, {u"strength"_s, 0.8}}}}};
        const QString words = settingsText(made, 7);
        for (const QString& part : {u"8"_s, u"Lightning"_s, u"CFG 1.5"_s, u"seed 7"_s, u"a 0.8"_s})
            QVERIFY2(words.contains(part), qPrintable(words));
    }
};

} // namespace focal

QTEST_GUILESS_MAIN(focal::tst_ModelShelf)
#include "tst_modelshelf.moc"
