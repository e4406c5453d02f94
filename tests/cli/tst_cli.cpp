#include "core/image/picturefile.h"

#include <opencv2/imgproc.hpp>

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace focal;

namespace {

struct Ran
{
    int code = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// The one line of a failure, which says whose it is.
    bool isOneLine() const
    {
        return err.endsWith('\n') && err.count('\n') == 1 && err.startsWith("focal-cli: ") && err.size() > 15;
    }
};

Ran run(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(FOCAL_CLI), arguments);
    Ran ran;
    if (process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit)
        ran.code = process.exitCode();
    ran.out = process.readAllStandardOutput();
    ran.err = process.readAllStandardError();
    return ran;
}

/// A photo of Debian's opencv-doc, which packaging installs for the tests.
QString photo(const QString& name)
{
    return QStringLiteral("/usr/share/doc/opencv-doc/examples/data/") + name;
}

/// Whether the process handles @p signal by now; before, while its libraries are loaded, a signal just ends
/// it.
bool catches(qint64 process, int signal)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("SigCgt:"))
            return line.mid(7).trimmed().toULongLong(nullptr, 16) >> (signal - 1) & 1;
    }
    return false;
}

/// A picture of one colour with another in its middle.
void writePicture(const QString& path, int width = 64, int height = 48)
{
    cv::Mat pixels(height, width, CV_8UC4, cv::Scalar(40, 160, 60, 255));
    pixels(cv::Rect(width / 4, height / 4, width / 2, height / 2)).setTo(cv::Scalar(200, 30, 30, 255));
    savePicture(Picture::fromMat(pixels), path);
}

/// Where any byte of two pictures differs. CV_8UC1
cv::Mat differing(const Picture& a, const Picture& b)
{
    cv::Mat difference;
    cv::compare(a.pixels().reshape(1), b.pixels().reshape(1), difference, cv::CMP_NE);
    std::vector<cv::Mat> channels;
    cv::split(difference.reshape(4, a.height()), channels);
    return channels[0] | channels[1] | channels[2] | channels[3];
}

} // namespace

class TestCli : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        writePicture(at(QStringLiteral("in.png")));
        writePicture(at(QStringLiteral("other.png")), 32, 32);
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder.png")));
        QFile text(at(QStringLiteral("text.png")));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("this is no picture");
    }

    void plansAsJson()
    {
        const Ran ran = run({QStringLiteral("plan"), QStringLiteral("把红色T恤换成蓝色"),
                             QStringLiteral("--json"), QStringLiteral("-")});
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.err, QByteArray());
        const QJsonArray edits = ran.json().value(u"edits").toArray();
        QCOMPARE(edits.size(), 1);
        QCOMPARE(edits[0].toObject().value(u"operation").toString(), QStringLiteral("recolor"));
        QCOMPARE(edits[0].toObject().value(u"target").toString(), QStringLiteral("红色T恤"));
        QCOMPARE(edits[0].toObject().value(u"value").toObject().value(u"color").toString(),
                 QStringLiteral("#2b5fd9"));
        QVERIFY(ran.json().value(u"confidence").toDouble() > 0.9);
    }

    void plansForPeople()
    {
        const Ran ran = run({QStringLiteral("plan"), QStringLiteral("brighten the player")});
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.out.startsWith("adjust “player” ("), ran.out.constData());
    }

    void helpsAndTellsItsVersion()
    {
        QCOMPARE(run({QStringLiteral("--version")}).out, QByteArray("focal-cli " FOCAL_VERSION "\n"));
        const Ran overview = run({QStringLiteral("--help")});
        QCOMPARE(overview.code, 0);
        for (const QString& command :
             {QStringLiteral("edit"), QStringLiteral("ground"), QStringLiteral("plan"),
              QStringLiteral("model"), QStringLiteral("help")}) {
            QVERIFY(overview.out.contains("focal-cli " + command.toUtf8()));
            const Ran help = run({QStringLiteral("help"), command});
            QCOMPARE(help.code, 0);
            QVERIFY(help.out.startsWith("focal-cli " + command.toUtf8()));
            QCOMPARE(run({command, QStringLiteral("--help")}).out, help.out);
        }
        const QByteArray edit = run({QStringLiteral("help"), QStringLiteral("edit")}).out;
        for (const char* option : {"--output", "--reference", "--region ", "--region-mask", "--seed",
                                   "--model", "--save-mask", "--save-attention", "--overwrite", "--json"})
            QVERIFY2(edit.contains(option), option);
    }

    void listsModels()
    {
        const Ran ran = run(
            {QStringLiteral("model"), QStringLiteral("list"), QStringLiteral("--json"), QStringLiteral("-")});
        QCOMPARE(ran.code, 0);
        const QJsonArray models = ran.json().value(u"models").toArray();
        QVERIFY(!models.isEmpty());
        QCOMPARE(models[0].toObject().value(u"id").toString(), QStringLiteral("compact"));
        QVERIFY2(models[0].toObject().value(u"available").toBool(), ran.out.constData());
    }

    /// Every one is said in one line, and leaves no output behind.
    void fails_data()
    {
        QTest::addColumn<QStringList>("arguments"); // @ stands for the temporary folder
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QString& arguments, int code, const char* says) {
            QTest::newRow(name) << arguments.split(u'|') << code << QString::fromUtf8(says);
        };
        row("no command", QString(), 2, "help");
        row("unknown command", QStringLiteral("paint"), 2, "paint");
        row("unknown help", QStringLiteral("help|paint"), 2, "paint");
        row("unknown option", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--fast"), 2, "fast");
        row("too few arguments", QStringLiteral("edit|@in.png|-o|@out.png"), 2, "arguments");
        row("too many arguments", QStringLiteral("edit|@in.png|make|the|dog|red|-o|@out.png"), 2,
            "quotation");
        row("no output", QStringLiteral("edit|@in.png|make it red"), 2, "-o");
        row("unknown ending", QStringLiteral("edit|@in.png|make it red|-o|@out.xyz"), 2, "out.xyz");
        row("no ending", QStringLiteral("edit|@in.png|make it red|-o|@out"), 2, "out");
        row("mask is no png", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--save-mask|@mask.jpg"), 2,
            "mask.jpg");
        row("bad seed", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--seed|-1"), 2, "-1");
        row("bad region", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--region|1,2,3"), 2, "1,2,3");
        row("empty region", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--region|1,2,0,5"), 2,
            "1,2,0,5");
        row("both regions",
            QStringLiteral("edit|@in.png|make it red|-o|@out.png|--region|1,2,3,4|--region-mask|@in.png"), 2,
            "together");
        row("unknown model", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--model|nosuch"), 2,
            "nosuch");
        row("model folder without model",
            QStringLiteral("edit|@in.png|make it red|-o|@out.png|--model|@folder.png"), 3, "folder.png");
        row("unknown model verb", QStringLiteral("model|paint"), 2, "paint");
        row("no such picture", QStringLiteral("edit|@none.png|make it red|-o|@out.png"), 3, "none.png");
        row("no picture", QStringLiteral("edit|@text.png|make it red|-o|@out.png"), 3, "text.png");
        row("a folder as picture", QStringLiteral("edit|@folder.png|make it red|-o|@out.png"), 3,
            "folder.png");
        row("output folder missing", QStringLiteral("edit|@none.png|make it red|-o|@none/out.png"), 3,
            "none");
        row("mask folder missing",
            QStringLiteral("edit|@in.png|make it red|-o|@out.png|--save-mask|@none/m.png"), 3, "none");
        row("report folder missing",
            QStringLiteral("edit|@in.png|make it red|-o|@out.png|--json|@none/r.json"), 3, "none");
        row("region outside", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--region|64,0,5,5"), 3,
            "64 x 48");
        row("mask of another size",
            QStringLiteral("edit|@in.png|make it red|-o|@out.png|--region-mask|@other.png"), 3, "32 x 32");
        row("reference missing", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--reference|@none.png"),
            3, "none.png");
        row("output is input", QStringLiteral("edit|@in.png|make it red|-o|@in.png"), 6, "--overwrite");
        row("output is input by another path",
            QStringLiteral("edit|@in.png|make it red|-o|@folder.png/../in.png"), 6, "--overwrite");
        row("output is a folder", QStringLiteral("edit|@in.png|make it red|-o|@folder.png"), 6, "folder");
        row("mask is input", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--save-mask|@in.png"), 6,
            "in.png");
        row("mask is output", QStringLiteral("edit|@in.png|make it red|-o|@out.png|--save-mask|@out.png"), 6,
            "out.png");
        row("attention folder is a file",
            QStringLiteral("edit|@in.png|make it red|-o|@out.png|--save-attention|@in.png"), 6, "in.png");
        row("draws", QStringLiteral("edit|@in.png|add a hat|-o|@out.png|--save-mask|@mask.png"), 4, "hat");
        row("asks back", QStringLiteral("edit|@in.png|remove it|-o|@out.png"), 4, "removed");
        row("goes back", QStringLiteral("edit|@in.png|undo that|-o|@out.png"), 4, "no step before");
        row("no picture to place",
            QStringLiteral("edit|@in.png|put picture 1 in the top left corner|-o|@out.png"), 4, "reference");
        row("says nothing", QStringLiteral("edit|@in.png||-o|@out.png"), 4, "change");
        row("grounds nothing", QStringLiteral("ground|@in.png"), 2, "arguments");
    }
    void fails()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, says);
        for (QString& argument : arguments) {
            if (argument.startsWith(u'@'))
                argument = at(argument.mid(1));
        }
        if (arguments == QStringList{QString()})
            arguments.clear();
        const Ran ran = run(arguments);
        QVERIFY2(ran.code == code, ran.err.constData());
        QVERIFY2(ran.isOneLine(), ran.err.constData());
        QVERIFY2(QString::fromUtf8(ran.err).contains(says), ran.err.constData());
        QCOMPARE(ran.out, QByteArray());
        for (const char* output : {"out.png", "mask.png", "out.xyz", "out"})
            QVERIFY2(!QFile::exists(at(QString::fromUtf8(output))), output);
    }

    void reportsWhatItCannotDo()
    {
        const Ran ran = run({QStringLiteral("edit"), at(QStringLiteral("in.png")),
                             QStringLiteral("add a hat"), QStringLiteral("-o"), at(QStringLiteral("out.png")),
                             QStringLiteral("--json"), QStringLiteral("-")});
        QCOMPARE(ran.code, 4);
        QVERIFY2(ran.isOneLine(), ran.err.constData());
        QCOMPARE(ran.json().value(u"outcome").toString(), QStringLiteral("cannot_do"));
        QVERIFY(ran.json().value(u"output").isNull());
        QVERIFY(!ran.json().value(u"message").toString().isEmpty());
        QVERIFY(!QFile::exists(at(QStringLiteral("out.png"))));
    }

    void editsAPhoto()
    {
        const QString input = photo(QStringLiteral("orange.jpg"));
        QVERIFY2(QFile::exists(input), "the package opencv-doc is needed");
        const QString output = at(QStringLiteral("blue.png"));
        const QString maskPath = at(QStringLiteral("blue-mask.png"));
        const QString attention = at(QStringLiteral("attention"));
        const Ran ran = run({QStringLiteral("edit"), input, QStringLiteral("make the orange blue"),
                             QStringLiteral("-o"), output, QStringLiteral("--save-mask"), maskPath,
                             QStringLiteral("--save-attention"), attention, QStringLiteral("--seed"),
                             QStringLiteral("7"), QStringLiteral("--json"), QStringLiteral("-")});
        QVERIFY2(ran.code == 0, ran.err.constData());

        const Picture before = loadPicture(input);
        const Picture after = loadPicture(output);
        const Picture mask = loadPicture(maskPath);
        QCOMPARE(after.size(), before.size());
        QCOMPARE(mask.size(), before.size());
        QVERIFY(mask.metadata().grey);
        cv::Mat white;
        cv::extractChannel(mask.pixels(), white, 0);
        const cv::Mat changed = differing(before, after);
        QVERIFY(cv::countNonZero(changed) > 0);
        QCOMPARE(cv::countNonZero(changed & (white == 0)), 0);

        const QJsonObject report = ran.json();
        QCOMPARE(report.value(u"outcome").toString(), QStringLiteral("done"));
        QCOMPARE(report.value(u"seed").toInt(), 7);
        QCOMPARE(report.value(u"plan").toObject().value(u"edits").toArray().size(), 1);
        const QJsonObject region = report.value(u"region").toObject();
        QCOMPARE(region.value(u"area").toInt(), cv::countNonZero(white));
        const cv::Rect bounds = cv::boundingRect(white);
        QCOMPARE(region.value(u"x").toInt(), bounds.x);
        QCOMPARE(region.value(u"y").toInt(), bounds.y);
        QCOMPARE(region.value(u"width").toInt(), bounds.width);
        QCOMPARE(region.value(u"height").toInt(), bounds.height);
        QVERIFY(report.value(u"peak_memory").toDouble() > 1e6);
        QVERIFY(report.value(u"seconds").toDouble() > 0);
        QCOMPARE(report.value(u"model").toObject().value(u"weights_sha256").toString().size(), 64);
        for (const char* version : {"focal", "qt", "opencv", "torch"})
            QVERIFY2(!report.value(u"versions").toObject().value(QLatin1String(version)).toString().isEmpty(),
                     version);
        QStringList stages;
        for (const QJsonValue& timing : report.value(u"timings").toArray())
            stages << timing[u"stage"].toString();
        for (const QString& stage : {QStringLiteral("open"), QStringLiteral("load"), QStringLiteral("search"),
                                     QStringLiteral("operate"), QStringLiteral("save")})
            QVERIFY2(stages.contains(stage), qPrintable(stages.join(u' ')));

        checkAttention(attention);
    }

    void findsOnly()
    {
        const QString maskPath = at(QStringLiteral("found.png"));
        const Ran ran =
            run({QStringLiteral("ground"), photo(QStringLiteral("orange.jpg")), QStringLiteral("orange"),
                 QStringLiteral("--save-mask"), maskPath, QStringLiteral("--json"), QStringLiteral("-")});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const Picture mask = loadPicture(maskPath);
        const QJsonObject region = ran.json().value(u"region").toObject();
        cv::Mat white;
        cv::extractChannel(mask.pixels(), white, 0);
        QCOMPARE(region.value(u"area").toInt(), cv::countNonZero(white > 127));
    }

    void regionMaskIsTheRegion()
    {
        cv::Mat white(48, 64, CV_8UC4, cv::Scalar(0, 0, 0, 255));
        const cv::Rect marked(8, 8, 20, 12);
        white(marked).setTo(cv::Scalar::all(255));
        savePicture(Picture::fromMat(white), at(QStringLiteral("marked.png")));
        const Ran ran =
            run({QStringLiteral("edit"), at(QStringLiteral("in.png")), QStringLiteral("make it blue"),
                 QStringLiteral("-o"), at(QStringLiteral("marked-out.png")), QStringLiteral("--region-mask"),
                 at(QStringLiteral("marked.png"))});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const cv::Mat changed = differing(loadPicture(at(QStringLiteral("in.png"))),
                                          loadPicture(at(QStringLiteral("marked-out.png"))));
        const cv::Rect bounds = cv::boundingRect(changed);
        QVERIFY(!bounds.empty());
        // The edit may fade out over a few pixels around what was marked.
        QCOMPARE((bounds & cv::Rect(marked.x - 8, marked.y - 8, marked.width + 16, marked.height + 16)),
                 bounds);
        QVERIFY(cv::countNonZero(changed(marked)) > marked.area() / 2);
    }

    void aTurnedPictureAndItsMaskHaveTheNewSize()
    {
        const QString input = at(QStringLiteral("wide.png"));
        writePicture(input, 48, 32);
        const Ran ran = run({QStringLiteral("edit"), input, QStringLiteral("rotate 90 degrees clockwise"),
                             QStringLiteral("-o"), at(QStringLiteral("tall.png")),
                             QStringLiteral("--save-mask"), at(QStringLiteral("tall-mask.png"))});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(loadPicture(at(QStringLiteral("tall.png"))).size(), cv::Size(32, 48));
        const Picture mask = loadPicture(at(QStringLiteral("tall-mask.png")));
        QCOMPARE(mask.size(), cv::Size(32, 48));
        QCOMPARE(mask.pixels().at<cv::Vec4b>(0, 0)[0], uchar(255));
    }

    void overwritesOnlyWhenTold()
    {
        const QString path = at(QStringLiteral("own.png"));
        writePicture(path);
        const Picture before = loadPicture(path);
        const Ran ran = run({QStringLiteral("edit"), path, QStringLiteral("a bit brighter"),
                             QStringLiteral("-o"), path, QStringLiteral("--overwrite")});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QVERIFY(!(loadPicture(path) == before));
    }

    void writesTheReportToAFile()
    {
        const QString path = at(QStringLiteral("report.json"));
        const Ran ran = run(
            {QStringLiteral("plan"), QStringLiteral("blur the background"), QStringLiteral("--json"), path});
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.out, QByteArray());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(file.readAll()).object().value(u"instruction").toString(),
                 QStringLiteral("blur the background"));
    }

    /// At several moments of the work: while opening, loading and editing.
    void stopsWithinASecond_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<int>("afterMs");
        QTest::newRow("at once") << SIGINT << 0;
        QTest::newRow("a little later") << SIGTERM << 400;
        QTest::newRow("later") << SIGINT << 900;
    }
    void stopsWithinASecond()
    {
        QFETCH(int, signal);
        QFETCH(int, afterMs);
        const QString large = at(QStringLiteral("large.jpg"));
        if (!QFile::exists(large))
            writePicture(large, 5000, 4000);
        const QString output = at(QStringLiteral("stopped.png"));
        QProcess process;
        process.start(QStringLiteral(FOCAL_CLI),
                      {QStringLiteral("edit"), large, QStringLiteral("remove the square"),
                       QStringLiteral("-o"), output});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(catches(process.processId(), signal), 20'000);
        QTest::qWait(afterMs);
        QCOMPARE(process.state(), QProcess::Running);
        QElapsedTimer clock;
        clock.start();
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished(20'000));
        const qint64 took = clock.elapsed();
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 5);
        QVERIFY2(took < 1000, qPrintable(QString::number(took)));
        const QByteArray err = process.readAllStandardError();
        QCOMPARE(err.count('\n'), 1);
        QVERIFY(!QFile::exists(output));
    }

private:
    /// Every map has its picture and its values, and every file is in the index.
    static void checkAttention(const QString& folder)
    {
        QFile file(folder + QStringLiteral("/index.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray maps = QJsonDocument::fromJson(file.readAll()).object().value(u"maps").toArray();
        QVERIFY(!maps.isEmpty());
        QVERIFY(QFile::exists(folder + QStringLiteral("/maps.safetensors")));
        QSet<QString> files;
        QSet<QString> tensors;
        QSet<QString> words;
        for (const QJsonValue& map : maps) {
            words << map[u"word"].toString();
            tensors << map[u"tensor"].toString();
            QCOMPARE(map[u"span"].toArray().size(), 2);
            QCOMPARE(map[u"file"].isNull(), !map[u"head"].isNull());
            if (map[u"file"].isNull())
                continue;
            files << map[u"file"].toString();
            QVERIFY(!loadPicture(folder + u'/' + map[u"file"].toString()).isNull());
        }
        QVERIFY(words.contains(QStringLiteral("orange")));
        QCOMPARE(tensors.size(), maps.size());
        QVERIFY(!files.isEmpty());
        QCOMPARE(QDir(folder).entryList({QStringLiteral("*.png")}).size(), files.size());
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
