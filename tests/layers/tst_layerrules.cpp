#include <QDirIterator>
#include <QFile>
#include <QLibraryInfo>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

/// What each layer may include beside itself. Everything that is not listed is forbidden.
const QMap<QString, QStringList>& allowedLayers()
{
    static const QMap<QString, QStringList> table = {
        {QStringLiteral("base"), {}},
        {QStringLiteral("image"), {QStringLiteral("base")}},
        {QStringLiteral("weights"), {QStringLiteral("base")}},
        {QStringLiteral("text"), {QStringLiteral("base")}},
        {QStringLiteral("attention"), {QStringLiteral("base"), QStringLiteral("image")}},
        {QStringLiteral("nn"),
         {QStringLiteral("base"), QStringLiteral("weights"), QStringLiteral("attention")}},
        {QStringLiteral("plan"), {QStringLiteral("base"), QStringLiteral("text")}},
        {QStringLiteral("edit"),
         {QStringLiteral("base"), QStringLiteral("image"), QStringLiteral("attention"),
          QStringLiteral("plan")}},
        {QStringLiteral("ocr"),
         {QStringLiteral("base"), QStringLiteral("image"), QStringLiteral("weights"), QStringLiteral("nn")}},
        {QStringLiteral("typeset"), {QStringLiteral("base"), QStringLiteral("image")}},
        {QStringLiteral("compact"),
         {QStringLiteral("base"), QStringLiteral("image"), QStringLiteral("weights"), QStringLiteral("text"),
          QStringLiteral("attention"), QStringLiteral("nn"), QStringLiteral("plan"), QStringLiteral("edit"),
          QStringLiteral("ocr"), QStringLiteral("typeset")}},
        {QStringLiteral("qwen"),
         {QStringLiteral("base"), QStringLiteral("image"), QStringLiteral("weights"), QStringLiteral("text"),
          QStringLiteral("attention"), QStringLiteral("nn"), QStringLiteral("plan"), QStringLiteral("edit")}},
        {QStringLiteral("document"),
         {QStringLiteral("base"), QStringLiteral("image"), QStringLiteral("attention"),
          QStringLiteral("plan"), QStringLiteral("edit")}},
    };
    return table;
}

struct Include
{
    QString file; ///< Path from the root of the sources.
    int line = 0;
    QString header;
};

QList<Include> includesBelow(const QString& folder)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"));
    const QDir root(QStringLiteral(FOCAL_SOURCE_DIR));
    QList<Include> found;
    QDirIterator files(root.filePath(folder),
                       {QStringLiteral("*.h"), QStringLiteral("*.cpp"), QStringLiteral("*.cu")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        int line = 0;
        while (!file.atEnd()) {
            ++line;
            const auto match = pattern.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch())
                found.append({root.relativeFilePath(file.fileName()), line, match.captured(1)});
        }
    }
    return found;
}

/// The headers of one Qt module, as they are written in an include: "QImage", "qimage.h".
QSet<QString> qtHeaders(const QString& module)
{
    const QDir folder(QLibraryInfo::path(QLibraryInfo::HeadersPath) + u'/' + module);
    const QStringList names = folder.entryList(QDir::Files);
    if (names.isEmpty())
        qFatal("no headers of %s in %s", qPrintable(module), qPrintable(folder.path()));
    return {names.begin(), names.end()};
}

QString place(const Include& include)
{
    return QStringLiteral("%1:%2 includes %3").arg(include.file).arg(include.line).arg(include.header);
}

} // namespace

/// The dependency rules of the house: which folder may know which.
class TestLayerRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLayerIsListed()
    {
        const QDir core(QStringLiteral(FOCAL_SOURCE_DIR "/core"));
        for (const QString& layer : core.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QVERIFY2(allowedLayers().contains(layer),
                     qPrintable(QStringLiteral("core/%1 has no rule").arg(layer)));
    }

    void coreIncludesOnlyWhatItMay()
    {
        QStringList broken;
        int seen = 0;
        for (const Include& include : includesBelow(QStringLiteral("core"))) {
            ++seen;
            const QString layer = include.file.section(u'/', 1, 1);
            const QString target = include.header.section(u'/', 0, 0);
            if (target == QLatin1String("ui") || target == QLatin1String("app") ||
                include.header.contains(QLatin1String("../")))
                broken << place(include);
            if (target != QLatin1String("core"))
                continue;
            const QString other = include.header.section(u'/', 1, 1);
            if (other != layer && !allowedLayers().value(layer).contains(other))
                broken << place(include);
        }
        QVERIFY2(seen > 100, "the sources were not found");
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void coreKnowsNoWidgetsAndLittleOfGui()
    {
        const QSet<QString> widgets = qtHeaders(QStringLiteral("QtWidgets"));
        const QSet<QString> gui = qtHeaders(QStringLiteral("QtGui"));
        QVERIFY(widgets.contains(QStringLiteral("QWidget")));
        const QSet<QString> imageMay = {QStringLiteral("QImage"), QStringLiteral("QColorSpace")};
        const QSet<QString> typesetMay =
            imageMay + QSet<QString>{QStringLiteral("QFont"),         QStringLiteral("QFontDatabase"),
                                     QStringLiteral("QRawFont"),      QStringLiteral("QGlyphRun"),
                                     QStringLiteral("QPainterPath"),  QStringLiteral("QPainter"),
                                     QStringLiteral("QFontMetricsF"), QStringLiteral("QTransform")};
        QStringList broken;
        for (const Include& include : includesBelow(QStringLiteral("core"))) {
            const QString name = include.header.section(u'/', -1);
            const QString layer = include.file.section(u'/', 1, 1);
            if (widgets.contains(name) || include.header.startsWith(QLatin1String("QtWidgets")))
                broken << place(include);
            const bool may = (layer == QLatin1String("image") && imageMay.contains(name)) ||
                             (layer == QLatin1String("typeset") && typesetMay.contains(name));
            if (gui.contains(name) && !may)
                broken << place(include);
        }
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void torchStaysInTheModels()
    {
        static const QRegularExpression torch(QStringLiteral("^(torch|ATen|c10|caffe2)/"));
        const QSet<QString> may = {QStringLiteral("nn"), QStringLiteral("compact"), QStringLiteral("qwen"),
                                   QStringLiteral("ocr")};
        QStringList broken;
        for (const Include& include : includesBelow(QStringLiteral("core")) +
                                          includesBelow(QStringLiteral("ui")) +
                                          includesBelow(QStringLiteral("app"))) {
            const bool model = include.file.startsWith(QLatin1String("core/")) &&
                               may.contains(include.file.section(u'/', 1, 1));
            if (!model && torch.match(include.header).hasMatch())
                broken << place(include);
        }
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void openCvModulesThatClashStayOut()
    {
        // Full protobuf beside sentencepiece's lite one crashes before main(); highgui and cvv bring Qt 5.
        static const QRegularExpression clash(
            QStringLiteral("^opencv2/(opencv|dnn|ximgproc|text|highgui|cvv)(\\.hpp|/)"));
        QStringList broken;
        for (const QString& folder : {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")}) {
            for (const Include& include : includesBelow(folder)) {
                if (clash.match(include.header).hasMatch())
                    broken << place(include);
            }
        }
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void commandLineProgramLinksNoWidgets()
    {
        QProcess ldd;
        ldd.start(QStringLiteral("ldd"), {QStringLiteral(FOCAL_CLI)});
        QVERIFY(ldd.waitForFinished());
        const QString libraries = QString::fromLocal8Bit(ldd.readAllStandardOutput());
        QVERIFY2(libraries.contains(QLatin1String("libQt6Core")), qPrintable(libraries));
        for (const char* forbidden : {"libQt6Widgets", "libQt5", "libprotobuf.so", "not found"})
            QVERIFY2(!libraries.contains(QLatin1String(forbidden)), forbidden);
    }
};

QTEST_GUILESS_MAIN(TestLayerRules)
#include "tst_layerrules.moc"
