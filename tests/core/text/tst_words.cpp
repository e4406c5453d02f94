#include "core/text/words.h"

#include <QTest>

using namespace focal;

class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const char* phrase, const QStringList& words) {
            QTest::newRow(name) << QString::fromUtf8(phrase) << words;
        };
        row("english", "the red  car", {"the", "red", "car"});
        row("punctuation", "dog's tail, left-hand (big)!", {"dog's", "tail", "left-hand", "big"});
        row("colour", "红色杯子", {"红色", "杯子"});
        row("particle", "左边的红色杯子", {"左边", "的", "红色", "杯子"});
        row("place", "左上角的车", {"左上角", "的", "车"});
        row("deep", "深蓝色的裙子", {"深蓝色", "的", "裙子"});
        row("single", "红苹果", {"红", "苹果"});
        row("counted", "两只猫和一辆车", {"两只", "猫", "和", "一辆", "车"});
        row("mixed", "红色T恤和blue mug", {"红色", "T", "恤", "和", "blue", "mug"});
        row("outside the plane", "the 𠀀 dog", {"the", "𠀀", "dog"});
        row("none", " ，。 ", {});
        row("empty", "", {});
    }

    void splits()
    {
        QFETCH(const QString, phrase);
        QFETCH(const QStringList, expected);
        QStringList words;
        int end = 0;
        for (const TextSpan& span : splitWords(phrase)) {
            QVERIFY(span.start >= end && span.length > 0);
            end = span.start + span.length;
            words << phrase.mid(span.start, span.length);
        }
        QCOMPARE(words, expected);
    }
};

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
