#include "core/base/error.h"
#include "core/qwen/flowmatch.h"

#include <QTest>

#include <cmath>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

/// Values of diffusers' FlowMatchEulerDiscreteScheduler with the published configuration.
class TestFlowMatch : public QObject
{
    Q_OBJECT

    static void compare(const std::vector<float>& got, const std::vector<float>& expected)
    {
        QCOMPARE(got.size(), expected.size());
        for (size_t i = 0; i < got.size(); ++i)
            QVERIFY2(
                std::abs(got[i] - expected[i]) <= 1.2e-7F,
                qPrintable(u"%1: %2, not %3"_s.arg(i).arg(got[i], 0, 'g', 9).arg(expected[i], 0, 'g', 9)));
    }

private Q_SLOTS:
    void dynamicShift()
    {
        compare(FlowMatch().sigmas(4, 4096), {1, 0.766709328F, 0.455613732F, 0.0199999809F, 0});
        compare(FlowMatch().sigmas(8, 4096), {1, 0.91602397F, 0.820045769F, 0.709294558F, 0.580074847F,
                                              0.427346945F, 0.2440539F, 0.0199999809F, 0});
        compare(FlowMatch().sigmas(4, 4128), {1, 0.766881406F, 0.455847859F, 0.0200000405F, 0});
        compare(FlowMatch().sigmas(2, 1000), {1, 0.02F, 0});
    }

    void lightning()
    {
        const FlowMatch schedule = FlowMatch::lightning();
        compare(schedule.sigmas(4, 4096), {1, 0.899999976F, 0.75F, 0.5F, 0});
        compare(schedule.sigmas(8, 77),
                {1, 0.954545498F, 0.899999976F, 0.833333373F, 0.75F, 0.642857075F, 0.5F, 0.300000012F, 0});
        compare(schedule.sigmas(1, 4096), {1, 0});
    }

    void stepsThatCannotBe()
    {
        QVERIFY_EXCEPTION_THROWN(FlowMatch().sigmas(0, 4096), UserError);
        QVERIFY_EXCEPTION_THROWN(FlowMatch().sigmas(1, 4096), UserError);
    }

    void configIsReadAndChecked()
    {
        QJsonObject json{{u"base_shift"_s, std::log(3.0)},
                         {u"max_shift"_s, std::log(3.0)},
                         {u"shift_terminal"_s, QJsonValue()}};
        compare(FlowMatch::fromJson(json).sigmas(4, 4096), FlowMatch::lightning().sigmas(4, 4096));
        json = {{u"shift_terminal"_s, 0.02}};
        compare(FlowMatch::fromJson(json).sigmas(4, 4096), FlowMatch().sigmas(4, 4096));
        json[u"use_karras_sigmas"_s] = true;
        QVERIFY_EXCEPTION_THROWN(FlowMatch::fromJson(json), UserError);
        QVERIFY_EXCEPTION_THROWN(FlowMatch::fromJson({{u"base_shift"_s, u"half"_s}}), UserError);
    }
};

QTEST_GUILESS_MAIN(TestFlowMatch)
#include "tst_flowmatch.moc"
