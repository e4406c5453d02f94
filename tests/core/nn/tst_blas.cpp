#include <ATen/ATen.h>

#include <opencv2/core.hpp>

#include <QTest>

#include <dlfcn.h>

/// Debian's reference BLAS, which OpenCV's and LAPACK's dependencies bring, exports the sgemm_ that
/// libtorch_cpu calls.
class TestBlas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sgemmIsLibTorchsOwn()
    {
        // Both libraries must really be in the process for the answer to mean something.
        QCOMPARE(at::ones({2, 2}).sum().item<float>(), 4.0F);
        QCOMPARE(cv::countNonZero(cv::Mat::ones(2, 2, CV_8U)), 4);

        void* symbol = dlsym(RTLD_DEFAULT, "sgemm_");
        QVERIFY2(symbol, "sgemm_ is not in the process");
        Dl_info info;
        QVERIFY(dladdr(symbol, &info) != 0);
        const QString library = QString::fromLocal8Bit(info.dli_fname);
        QVERIFY2(library.contains(QStringLiteral("libtorch_cpu")),
                 qPrintable(QStringLiteral("sgemm_ resolves to %1: link LibTorch directly and before OpenCV")
                                .arg(library)));
    }
};

QTEST_GUILESS_MAIN(TestBlas)
#include "tst_blas.moc"
