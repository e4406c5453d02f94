#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

namespace focal {

/// The Chinese translation is complete: every string in the sources is in the file, finished, and in the
/// program.
class tst_Translations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStringIsTranslated();
    void nothingIsLeftOver();
    void placeholdersAreKept();
    void mnemonicsAreKept();
    void englishHasItsPlurals();
    void theProgramCarriesIt();

private:
    struct Message
    {
        QString context;
        QString source;
        QString comment;
        QStringList translations; ///< One, or one a plural form.
        bool finished = true;
        bool numerus = false; ///< Depends on a number.
        QString key() const { return QStringList{context, source, comment}.join(QChar(0x1f)); }
    };
    QList<Message> m_inSources;
    QList<Message> m_inFile;

    static QList<Message> read(const QString& path);
};

namespace {
const QString TsFile = QStringLiteral(FOCAL_SOURCE_DIR "/translations/focal_zh_CN.ts");
}

QList<tst_Translations::Message> tst_Translations::read(const QString& path)
{
    QList<Message> messages;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() && xml.name() == u"message")
            messages.append(message);
        if (!xml.isStartElement())
            continue;
        if (xml.name() == u"name") {
            context = xml.readElementText();
        } else if (xml.name() == u"message") {
            message = Message();
            message.context = context;
            message.numerus = xml.attributes().value(QStringLiteral("numerus")) == u"yes";
        } else if (xml.name() == u"source") {
            message.source = xml.readElementText();
        } else if (xml.name() == u"comment") {
            message.comment = xml.readElementText();
        } else if (xml.name() == u"translation") {
            message.finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
            // Either text, or one element a plural form.
            QString text;
            while (!(xml.isEndElement() && xml.name() == u"translation")) {
                xml.readNext();
                if (xml.isStartElement() && xml.name() == u"numerusform")
                    message.translations.append(xml.readElementText());
                else if (xml.isCharacters())
                    text += xml.text();
            }
            if (message.translations.isEmpty())
                message.translations.append(text);
        }
    }
    return messages;
}

void tst_Translations::initTestCase()
{
    QTemporaryDir folder;
    const QString fresh = folder.filePath(QStringLiteral("focal_zh_CN.ts"));
    QProcess lupdate;
    lupdate.setWorkingDirectory(QStringLiteral(FOCAL_SOURCE_DIR));
    lupdate.start(QStringLiteral(LUPDATE),
                  {QStringLiteral("-locations"), QStringLiteral("none"), QStringLiteral("-no-obsolete"),
                   QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app"), QStringLiteral("-I"),
                   QStringLiteral("."), QStringLiteral("-ts"), fresh});
    QVERIFY2(lupdate.waitForFinished(120'000), "lupdate (qt6-l10n-tools) did not run");
    QCOMPARE(lupdate.exitCode(), 0);
    m_inSources = read(fresh);
    m_inFile = read(TsFile);
    QVERIFY(m_inSources.size() > 100);
}

void tst_Translations::everyStringIsTranslated()
{
    QHash<QString, Message> known;
    for (const Message& message : m_inFile)
        known.insert(message.key(), message);
    QStringList missing;
    for (const Message& message : m_inSources) {
        const auto found = known.constFind(message.key());
        const bool complete =
            found != known.constEnd() && found->finished && !found->translations.contains(QString());
        if (!complete)
            missing.append(message.context + QStringLiteral(": ") + message.source);
    }
    QVERIFY2(missing.isEmpty(),
             qPrintable(QStringLiteral("%1 not translated:\n").arg(missing.size()) + missing.join(u'\n')));
}

void tst_Translations::nothingIsLeftOver()
{
    QSet<QString> used;
    for (const Message& message : m_inSources)
        used.insert(message.key());
    for (const Message& message : m_inFile)
        QVERIFY2(used.contains(message.key()),
                 qPrintable(message.context + QStringLiteral(": ") + message.source));
}

void tst_Translations::placeholdersAreKept()
{
    static const QStringList marks = {QStringLiteral("%1"), QStringLiteral("%2"), QStringLiteral("%3"),
                                      QStringLiteral("%4"), QStringLiteral("[*]")};
    for (const Message& message : m_inFile) {
        for (const QString& translation : message.translations) {
            for (const QString& mark : marks)
                QVERIFY2(message.source.contains(mark) == translation.contains(mark),
                         qPrintable(message.source));
        }
    }
}

/// "&" marks a key, which a menu needs in every language.
void tst_Translations::mnemonicsAreKept()
{
    for (const Message& message : m_inFile) {
        if (message.context != QStringLiteral("focal::Commands"))
            continue;
        QVERIFY2(message.source.contains(u'&') == message.translations.first().contains(u'&'),
                 qPrintable(message.source));
    }
}

void tst_Translations::englishHasItsPlurals()
{
    QHash<QString, Message> english;
    for (const Message& message : read(QStringLiteral(FOCAL_SOURCE_DIR "/translations/focal_en.ts")))
        english.insert(message.key(), message);
    for (const Message& message : m_inSources) {
        if (!message.numerus)
            continue;
        const Message plural = english.value(message.key());
        QVERIFY2(plural.finished && plural.translations.size() == 2 &&
                     !plural.translations.contains(QString()),
                 qPrintable(message.source));
    }
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/translations/focal_en.qm")));
    QCOMPARE(translator.translate("focal::EditController", "at %n point(s)", nullptr, 2),
             QStringLiteral("at %n points"));
}

void tst_Translations::theProgramCarriesIt()
{
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/translations/focal_zh_CN.qm")));
    QVERIFY(QCoreApplication::installTranslator(&translator));
    for (const Message& message : m_inFile) {
        if (message.translations.size() > 1 || message.source.contains(QStringLiteral("%n")))
            continue;
        QCOMPARE(QCoreApplication::translate(
                     message.context.toUtf8().constData(), message.source.toUtf8().constData(),
                     message.comment.isEmpty() ? nullptr : message.comment.toUtf8().constData()),
                 message.translations.first());
    }
}

} // namespace focal

QTEST_GUILESS_MAIN(focal::tst_Translations)
#include "tst_translations.moc"
