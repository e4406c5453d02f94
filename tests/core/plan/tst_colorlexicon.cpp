#include "core/plan/colorlexicon.h"

#include <QTest>

#include <algorithm>

using namespace focal;

namespace {

std::optional<Rgb> colorOf(const QString& text)
{
    const Sentence sentence(text);
    const auto match = parseColor(sentence, sentence.all());
    return match ? std::optional(match->color) : std::nullopt;
}

int lightness(Rgb color)
{
    return std::max({color.r, color.g, color.b}) + std::min({color.r, color.g, color.b});
}

int chroma(Rgb color)
{
    return std::max({color.r, color.g, color.b}) - std::min({color.r, color.g, color.b});
}

} // namespace

class TestColorLexicon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothLanguagesAgree_data()
    {
        QTest::addColumn<QString>("chinese");
        QTest::addColumn<QString>("english");
        const std::initializer_list<std::pair<const char*, const char*>> pairs = {
            {"黑色", "black"},        {"白色", "white"},        {"灰色", "gray"},
            {"红色", "red"},          {"橙色", "orange"},       {"黄色", "yellow"},
            {"绿色", "green"},        {"蓝色", "blue"},         {"紫色", "purple"},
            {"粉色", "pink"},         {"棕色", "brown"},        {"天蓝色", "sky blue"},
            {"藏青", "navy blue"},    {"米色", "beige"},        {"酒红", "burgundy"},
            {"深绿色", "dark green"}, {"浅灰色", "light grey"}, {"青色", "cyan"},
            {"孔雀蓝", "teal"},       {"薰衣草紫", "lavender"}, {"金色", "gold"},
            {"银色", "silver"},       {"卡其色", "khaki"},      {"橄榄绿", "olive"},
            {"珊瑚色", "coral"},      {"亮红色", "bright red"}, {"象牙白", "ivory"},
            {"咖啡色", "coffee"},     {"靛蓝", "indigo"},       {"玫瑰金", "rose gold"},
            {"薄荷绿", "mint green"}, {"军绿色", "army green"}, {"砖红色", "brick red"}};
        for (const auto& [chinese, english] : pairs)
            QTest::newRow(english) << QString::fromUtf8(chinese) << QString::fromUtf8(english);
    }
    void bothLanguagesAgree()
    {
        QFETCH(QString, chinese);
        QFETCH(QString, english);
        QVERIFY(colorOf(chinese).has_value());
        QCOMPARE(colorOf(chinese), colorOf(english));
    }

    void modifiersMoveTheRightWay_data()
    {
        QTest::addColumn<QString>("base");
        for (const char* base : {"red", "green", "blue", "purple", "brown", "pink"})
            QTest::newRow(base) << QString::fromUtf8(base);
    }
    void modifiersMoveTheRightWay()
    {
        QFETCH(QString, base);
        const Rgb plain = *colorOf(base);
        QVERIFY(lightness(*colorOf(u"dark "_qs + base)) < lightness(plain));
        QVERIFY(lightness(*colorOf(u"very dark "_qs + base)) < lightness(*colorOf(u"dark "_qs + base)) ||
                base == u"red"); // dark red has a name of its own
        QVERIFY(lightness(*colorOf(u"light "_qs + base)) > lightness(plain));
        QVERIFY(chroma(*colorOf(u"muted "_qs + base)) < chroma(plain));
    }

    void isNoColor_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "an orange", "a rose", "香蕉", "橙子", "red car", "colour", "颜色",
                                 "brighter", "亮一点", "dark", "the", "blue and red", "#12", "口红"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void isNoColor()
    {
        QFETCH(QString, text);
        QVERIFY(!colorOf(text).has_value());
    }

    void articleNeedsAColourNoun()
    {
        QCOMPARE(colorOf(u"an orange colour"_qs), colorOf(u"orange"_qs));
        QCOMPARE(colorOf(u"a dark orange"_qs), colorOf(u"dark orange"_qs));
        QCOMPARE(colorOf(u"a lighter shade of blue"_qs), colorOf(u"light blue"_qs));
    }

    void leavesTheThingBehindTheColor()
    {
        const Sentence sentence(QStringLiteral("深绿色的苹果"));
        const auto match = leadingColor(sentence, sentence.all());
        QVERIFY(match);
        QCOMPARE(sentence.words(match->words), QStringLiteral("深绿色"));
        QCOMPARE(sentence.words({match->end, sentence.size()}), QStringLiteral("苹果"));
        const Sentence only(QStringLiteral("red"));
        QVERIFY(!leadingColor(only, only.all()));
    }
};

QTEST_GUILESS_MAIN(TestColorLexicon)
#include "tst_colorlexicon.moc"
