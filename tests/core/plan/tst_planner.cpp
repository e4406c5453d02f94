#include "core/plan/planner.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace focal;

namespace {

/// The value in the notation of instructions.txt.
QString written(const PlanValue& value)
{
    if (const auto* color = std::get_if<ColorValue>(&value))
        return color->color.hex();
    if (const auto* adjust = std::get_if<AdjustValue>(&value))
        return QStringLiteral("%1 %2").arg(adjustPropertyName(adjust->property)).arg(adjust->amount);
    if (const auto* blur = std::get_if<BlurValue>(&value))
        return QStringLiteral("blur %1").arg(blur->amount);
    if (const auto* style = std::get_if<StyleValue>(&value))
        return styleName(style->style);
    if (const auto* pattern = std::get_if<PatternValue>(&value))
        return motifName(pattern->motif);
    if (const auto* rotate = std::get_if<RotateValue>(&value))
        return QString::number(rotate->degrees);
    if (const auto* replace = std::get_if<ReplaceTextValue>(&value))
        return (replace->from + QStringLiteral(" => ") + replace->to).trimmed();
    if (const auto* generate = std::get_if<GenerateValue>(&value))
        return generate->description;
    return QStringLiteral("-");
}

QStringList instructions()
{
    QFile file(QStringLiteral(FOCAL_SOURCE_DIR "/tests/core/plan/instructions.txt"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList lines;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        if (!line.isEmpty() && !line.startsWith(u'#'))
            lines << line;
    }
    return lines;
}

bool isPart(double value)
{
    return value >= 0 && value <= 1;
}

bool isWithin(TextSpan span, const QString& instruction)
{
    return span.start >= 0 && span.length >= 0 && span.start + span.length <= instruction.size();
}

/// Whether a value is in the range that plan.h gives, and is of a kind that the operation has.
struct InRange
{
    const PlannedEdit& edit;
    const QString& instruction;

    bool is(Operation operation) const { return edit.operation == operation; }

    bool operator()(std::monostate) const { return is(Operation::Remove); }
    bool operator()(const ColorValue& value) const
    {
        return (is(Operation::Recolor) || is(Operation::Background)) &&
               !(value.words.isEmpty() && value.like.isEmpty());
    }
    bool operator()(const PatternValue& value) const
    {
        return is(Operation::Pattern) && !value.words.isEmpty();
    }
    bool operator()(const ReplaceTextValue& value) const
    {
        return is(Operation::ReplaceText) && !value.to.isEmpty() && isWithin(value.fromSpan, instruction) &&
               isWithin(value.toSpan, instruction);
    }
    bool operator()(const AddTextValue& value) const
    {
        return is(Operation::AddText) && !value.text.isEmpty() && isWithin(value.span, instruction) &&
               isWithin(value.position.span, instruction);
    }
    bool operator()(const PlaceValue& value) const
    {
        return is(Operation::Place) && value.reference >= 1 && isWithin(value.position.span, instruction);
    }
    bool operator()(const AdjustValue& value) const
    {
        return is(Operation::Adjust) && std::abs(value.amount) <= 1 && value.amount != 0;
    }
    bool operator()(const BlurValue& value) const
    {
        return is(Operation::Background) && isPart(value.amount);
    }
    bool operator()(const CropValue& value) const
    {
        const bool measured =
            value.measure == CropValue::Measure::None || (value.width > 0 && value.height > 0);
        const bool cut =
            isPart(value.left) && isPart(value.right) && isPart(value.top) && isPart(value.bottom);
        return is(Operation::Crop) && measured && cut && value.left + value.right < 1 &&
               value.top + value.bottom < 1;
    }
    bool operator()(const RotateValue& value) const
    {
        return is(Operation::Rotate) && std::abs(value.degrees) <= 360 && value.degrees != 0;
    }
    bool operator()(const FlipValue& /*value*/) const { return is(Operation::Flip); }
    bool operator()(const StyleValue& value) const { return is(Operation::Style) && isPart(value.amount); }
    bool operator()(const GenerateValue& value) const
    {
        return is(Operation::Generate) && !value.description.isEmpty();
    }
    bool operator()(const UndoValue& value) const { return is(Operation::Undo) && value.steps >= 1; }
    bool operator()(const CorrectValue& /*value*/) const { return is(Operation::Correct); }
    bool operator()(const QuestionValue& value) const
    {
        return is(Operation::Unclear) && !value.question.isEmpty();
    }
};

/// What every plan keeps, whatever was said. @return what is broken, or nothing
QString brokenPromise(const Plan& plan, const QString& instruction)
{
    if (plan.instruction != instruction)
        return QStringLiteral("another instruction");
    if (plan.edits.empty())
        return QStringLiteral("no edits");
    if (!isPart(plan.confidence))
        return QStringLiteral("confidence %1").arg(plan.confidence);
    for (const PlannedEdit& edit : plan.edits) {
        const TextSpan span = edit.targetSpan;
        if (!isWithin(span, instruction))
            return QStringLiteral("a span outside of the text");
        if (span.length > 0 && edit.target != instruction.mid(span.start, span.length))
            return QStringLiteral("a target that is not what stands there");
        if (!std::visit(InRange{edit, instruction}, edit.value))
            return QStringLiteral("a value out of range: %1 ").arg(operationName(edit.operation)) +
                   QString::fromUtf8(QJsonDocument(toJson(edit)).toJson(QJsonDocument::Compact));
    }
    return {};
}

/// A piece of the known instructions, of other scripts, or of nothing that any language has.
QString randomText(QRandomGenerator& random, const QStringList& known)
{
    static const QStringList Odd = {
        QStringLiteral("😀"),        QStringLiteral("\u0000"),  QStringLiteral("，"),
        QStringLiteral("“"),        QStringLiteral("'"),       QStringLiteral("#12"),
        QStringLiteral("rgb("),     QStringLiteral("% "),      QStringLiteral("百分之"),
        QStringLiteral("to to to"), QStringLiteral("من"),      QStringLiteral("한국"),
        QStringLiteral("\u202e"),   QStringLiteral("e\u0301"), QStringLiteral("-99999999999999999999%"),
        QStringLiteral("的的的"),   QString(QChar(0xD800)),    QString(QChar(0xDC00)),
        QStringLiteral("make the"), QStringLiteral("把")};
    QString text;
    const int pieces = 1 + random.bounded(random.bounded(8) == 0 ? 40 : 4);
    for (int i = 0; i < pieces; ++i) {
        const QString& line = known.at(random.bounded(static_cast<int>(known.size())));
        switch (random.bounded(4)) {
        case 0:
            text += Odd.at(random.bounded(static_cast<int>(Odd.size())));
            break;
        case 1:
            text += QChar(static_cast<char16_t>(random.bounded(0x10000)));
            break;
        default: {
            const int from = random.bounded(static_cast<int>(line.size()));
            text += line.mid(from, 1 + random.bounded(random.bounded(2) == 0 ? 12 : 60));
        }
        }
        if (random.bounded(3) == 0)
            text += u' ';
    }
    return text;
}

} // namespace

class TestPlanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understands_data()
    {
        QTest::addColumn<QString>("instruction");
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("value");
        for (const QString& line : instructions()) {
            const QStringList parts = line.split(u'|');
            if (parts.size() != 4)
                QFAIL(qPrintable(QStringLiteral("not four parts: ") + line));
            QTest::newRow(qPrintable(parts[0].trimmed()))
                << parts[0].trimmed() << parts[1].trimmed() << parts[2].trimmed() << parts[3].trimmed();
        }
    }
    void understands()
    {
        QFETCH(QString, instruction);
        QFETCH(QString, operation);
        QFETCH(QString, target);
        QFETCH(QString, value);
        const Plan plan = planInstruction(instruction);
        QCOMPARE(brokenPromise(plan, instruction), QString());
        const PlannedEdit& edit = plan.edits.front();
        QCOMPARE(operationName(edit.operation), operation);
        if (!target.isEmpty())
            QCOMPARE(edit.target.isEmpty() ? QStringLiteral("-") : edit.target, target);
        if (operation == u"unclear") {
            QVERIFY(plan.confidence < 0.5);
        } else {
            QCOMPARE(written(edit.value), value);
            QVERIFY2(plan.confidence >= (operation == u"generate" ? 0.4 : 0.5),
                     qPrintable(QString::number(plan.confidence)));
        }
    }

    void thereAreEnoughInstructions() { QVERIFY(instructions().size() >= 150); }

    void spanStandsWhereTheWordsDo()
    {
        const Plan plan = planInstruction(QStringLiteral("  请把 那只狗 变成灰色"));
        QCOMPARE(plan.edits.front().targetSpan, (TextSpan{7, 1}));
        const Plan doubled = planInstruction(QStringLiteral("make the orange orange"));
        QCOMPARE(doubled.edits.front().targetSpan, (TextSpan{9, 6}));
    }

    void colorKeepsItsWords_data()
    {
        QTest::addColumn<QString>("instruction");
        QTest::addColumn<QString>("words");
        QTest::newRow("zh") << QStringLiteral("把红色T恤换成蓝色") << QStringLiteral("蓝色");
        QTest::newRow("particle") << QStringLiteral("把狗变成浅灰色的") << QStringLiteral("浅灰色");
        QTest::newRow("en") << QStringLiteral("make the car a Navy Blue colour")
                            << QStringLiteral("Navy Blue colour");
        QTest::newRow("hex") << QStringLiteral("make the car #2B5fd9") << QStringLiteral("#2B5fd9");
    }
    void colorKeepsItsWords()
    {
        QFETCH(QString, instruction);
        QFETCH(QString, words);
        const Plan plan = planInstruction(instruction);
        const auto* color = std::get_if<ColorValue>(&plan.edits.front().value);
        QVERIFY(color);
        QCOMPARE(color->words, words);
    }

    void pointingStandsInForAName()
    {
        const PlanContext pointed{true};
        const Plan removal = planInstruction(QStringLiteral("remove this"), pointed);
        QCOMPARE(removal.edits.front().operation, Operation::Remove);
        QVERIFY(removal.edits.front().target.isEmpty());
        for (const QString& text :
             {QStringLiteral("make it blue"), QStringLiteral("把这个变成蓝色"), QStringLiteral("换成蓝色")}) {
            const Plan plan = planInstruction(text, pointed);
            QCOMPARE(plan.edits.front().operation, Operation::Recolor);
            QVERIFY(plan.edits.front().target.isEmpty());
            QVERIFY(plan.confidence > 0.8);
        }
        // A name still wins over the pointer.
        QCOMPARE(planInstruction(QStringLiteral("remove the dog"), pointed).edits.front().target,
                 QStringLiteral("dog"));
    }

    void questionsSayWhatIsMissing()
    {
        const auto question = [](const QString& text) {
            const Plan plan = planInstruction(text);
            const auto* value = std::get_if<QuestionValue>(&plan.edits.front().value);
            return value ? value->question : QString();
        };
        QVERIFY(question(QStringLiteral("make it blue")).contains(u"blue"));
        QVERIFY(question(QStringLiteral("recolor the car")).contains(u"car"));
        QVERIFY(question(QStringLiteral("remove")).contains(u"removed"));
        QVERIFY(question({}).contains(u"?"));
        QVERIFY(question(QString(100'000, u'a')).contains(u"2000"));
    }

    void readsNoTextPastTheLimit()
    {
        const QString order = QStringLiteral("make the dog grey");
        const QString atLimit = order + QString(LongestInstruction - order.size(), u' ');
        QCOMPARE(planInstruction(atLimit).edits.front().operation, Operation::Recolor);
        const Plan beyond = planInstruction(atLimit + u' ');
        QCOMPARE(beyond.edits.front().operation, Operation::Unclear);
        QCOMPARE(beyond.confidence, 0.0);
    }

    void surerWhereMoreIsSaid()
    {
        const double full = planInstruction(QStringLiteral("把T恤换成蓝色")).confidence;
        const double bare = planInstruction(QStringLiteral("T恤蓝色")).confidence;
        const double name = planInstruction(QStringLiteral("T恤")).confidence;
        QVERIFY(full > bare && bare > name);
    }

    void asksWhereItIsNotSure()
    {
        // So many words are hardly the name of one thing: nothing may be taken away on them.
        const QString rambling = QStringLiteral(
            "remove the tall old man who was standing there with his two little dogs near that big red barn "
            "when we came by last summer on our long way to the blue lake in the hills");
        const Plan plan = planInstruction(rambling);
        QVERIFY(plan.confidence < leastPlanConfidence);
        QCOMPARE(plan.edits.size(), std::size_t(1));
        QCOMPARE(plan.edits.front().operation, Operation::Unclear);
        QVERIFY(!std::get<QuestionValue>(plan.edits.front().value).question.isEmpty());
        QCOMPARE(planInstruction(QStringLiteral("remove the tall old man")).edits.front().operation,
                 Operation::Remove);
    }

    void namesTheBackground()
    {
        for (const QString& text : {QStringLiteral("背景"), QStringLiteral("the background"),
                                    QStringLiteral("白色背景"), QStringLiteral("background of the photo")})
            QVERIFY2(namesBackground(text), qPrintable(text));
        for (const QString& text : {QStringLiteral("dog"), QStringLiteral("背景里的人"), QString(),
                                    QStringLiteral("person in the background")})
            QVERIFY2(!namesBackground(text), qPrintable(text));
    }

    void theEditedPictureIsTheFirst_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("reference");
        QTest::newRow("picture 2") << QStringLiteral("place picture 2 at the top right") << 1;
        QTest::newRow("picture 3") << QStringLiteral("place picture 3 at the top right") << 2;
        QTest::newRow("reference 2") << QStringLiteral("place reference 2 at the top right") << 2;
        QTest::newRow("chinese") << QStringLiteral("把图片3放在右上角") << 2;
        QTest::newRow("ordinal") << QStringLiteral("把第二张图放在右上角") << 1;
        QTest::newRow("reference, chinese") << QStringLiteral("把参考图2放在右上角") << 2;
        QTest::newRow("no number") << QStringLiteral("把logo放在右上角") << 1;
    }
    void theEditedPictureIsTheFirst()
    {
        QFETCH(const QString, text);
        const Plan plan = planInstruction(text);
        const auto* value = std::get_if<PlaceValue>(&plan.edits.front().value);
        QVERIFY(value);
        QTEST(value->reference, "reference");
    }

    void aSpotNeedsNoPreposition()
    {
        const Plan plan = planInstruction(QStringLiteral("place the logo top right"));
        QCOMPARE(plan.edits.size(), std::size_t{1});
        QCOMPARE(plan.edits.front().operation, Operation::Place);
        const auto& value = std::get<PlaceValue>(plan.edits.front().value);
        QCOMPARE(value.position.spot, Spot::TopRight);
        QCOMPARE(value.position.words, QStringLiteral("top right"));
        QCOMPARE(value.position.span, (TextSpan{15, 9}));
        QVERIFY(plan.confidence >= 0.5);
        const Plan table = planInstruction(QStringLiteral("put a table bottom left"));
        QVERIFY2(table.edits.front().operation != Operation::Place, "no picture was named");
    }

    void sameTextSamePlan()
    {
        for (const QString& line : instructions()) {
            const QString text = line.section(u'|', 0, 0).trimmed();
            QCOMPARE(toJson(planInstruction(text)), toJson(planInstruction(text)));
        }
    }

    /// Ten thousand texts, mostly broken pieces of real ones, every other one after a turn before.
    void survivesAnything()
    {
        const QStringList known = instructions();
        QVERIFY(!known.isEmpty());
        QRandomGenerator random(20240611);
        for (int i = 0; i < 10'000; ++i) {
            const QString text = randomText(random, known);
            PlanContext context;
            context.pointed = i % 3 == 0;
            if (i % 2 == 1) {
                const QString& line = known.at(random.bounded(static_cast<int>(known.size())));
                context.before = planInstruction(line.section(u'|', 0, 0).trimmed());
            }
            const QString broken = brokenPromise(planInstruction(text, context), text);
            QVERIFY2(broken.isEmpty(), qPrintable(broken + QStringLiteral(": ") + text));
        }
    }

    void survivesLongTexts_data()
    {
        QTest::addColumn<QString>("text");
        for (const char16_t* piece :
             {u"a", u"把", u"换成", u"to ", u"'", u"“", u"make ", u"亮", u"and ", u"，", u"的", u"rgb(",
              u"remove the dog and ", u"red ", u"\U0001F600"}) {
            QTest::newRow(qPrintable(QString::fromUtf16(piece)))
                << QString::fromUtf16(piece).repeated(LongestInstruction).left(LongestInstruction);
        }
    }
    void survivesLongTexts()
    {
        QFETCH(QString, text);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(brokenPromise(planInstruction(text), text), QString());
        // What grows with the square of the length would take minutes; sanitizers on a busy machine took 0.6
        // s.
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    }

    void isQuick()
    {
        QStringList texts;
        for (const QString& line : instructions())
            texts << line.section(u'|', 0, 0).trimmed();
        planInstruction(texts.first()); // the tables are made once
        QElapsedTimer clock;
        clock.start();
        for (const QString& text : texts)
            planInstruction(text);
        const double milliseconds =
            static_cast<double>(clock.nsecsElapsed()) / 1e6 / static_cast<double>(texts.size());
        QVERIFY2(milliseconds < 1.0, qPrintable(QString::number(milliseconds)));
    }
};

QTEST_GUILESS_MAIN(TestPlanner)
#include "tst_planner.moc"
