#include "core/base/canceltoken.h"
#include "core/nn/translateexception.h"

#include <ATen/ATen.h>

#include <opencv2/core.hpp>

#include <QTest>

#include <new>

using namespace focal;

class TestTranslateException : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongShapesAreBugs()
    {
        try {
            withTranslatedErrors([] { return at::matmul(at::ones({2, 3}), at::ones({2, 3})); });
            QFAIL("the product of 2 x 3 and 2 x 3 went through");
        } catch (const LogicError& error) {
            QVERIFY2(QByteArray(error.what()).contains("LibTorch"), error.what());
        }
    }

    void memoryThatIsNotThereDoesNotFit()
    {
        try {
            withTranslatedErrors([] { return at::empty({int64_t(1) << 50}); });
            QFAIL("an impossible allocation went through");
        } catch (const UserError& error) {
            QCOMPARE(error.kind(), ErrorKind::DoesNotFit);
            QVERIFY(!error.remedy().isEmpty());
        }
        QVERIFY_EXCEPTION_THROWN(withTranslatedErrors([]() -> int { throw std::bad_alloc(); }), UserError);
    }

    void openCvIsTranslatedToo()
    {
        try {
            withTranslatedErrors(
                [] { return cv::Mat(cv::Mat::ones(2, 3, CV_32F) * cv::Mat::ones(2, 3, CV_32F)); });
            QFAIL("OpenCV multiplied 2 x 3 by 2 x 3");
        } catch (const LogicError& error) {
            QVERIFY2(QByteArray(error.what()).contains("OpenCV"), error.what());
        }
        try {
            withTranslatedErrors([] { return cv::Mat(1 << 30, 1 << 15, CV_32F); });
            QFAIL("OpenCV allocated 128 TiB");
        } catch (const UserError& error) {
            QCOMPARE(error.kind(), ErrorKind::DoesNotFit);
        }
    }

    void othersPassUnchanged()
    {
        QVERIFY_EXCEPTION_THROWN(withTranslatedErrors([]() -> int { throw Cancelled(); }), Cancelled);
        QVERIFY_EXCEPTION_THROWN(withTranslatedErrors([]() -> int { throw std::out_of_range("x"); }),
                                 std::out_of_range);
        QCOMPARE(withTranslatedErrors([] { return 7; }), 7);
    }
};

QTEST_GUILESS_MAIN(TestTranslateException)
#include "tst_translateexception.moc"
