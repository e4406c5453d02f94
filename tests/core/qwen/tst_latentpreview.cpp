#include "core/base/error.h"
#include "core/nn/threads.h"
#include "core/qwen/latentpreview.h"
#include "tests/core/qwen/qwencheckpoints.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

class TestLatentPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreadBudget(availableThreads()); }

    void evenPatchesHaveTheCodersColour()
    {
        const c10::InferenceMode inference;
        Checkpoints checkpoints;
        const auto vae = checkpoints.vae();
        const LatentPreview preview(*vae);
        const at::Tensor even = at::zeros({16, 6, 6});
        const cv::Mat colours = preview(even);
        QVERIFY(colours.type() == CV_8UC4 && colours.size() == cv::Size(6, 6));
        const at::Tensor decoded = vae->decode(even).mul(0.5).add(0.5).mul(255);
        const at::Tensor middle = decoded.narrow(1, 16, 16).narrow(2, 16, 16).mean(at::IntArrayRef({1, 2}));
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(colours.at<cv::Vec4b>(3, 3)[c] - middle[c].item<double>()) <= 1);
        QCOMPARE(int(colours.at<cv::Vec4b>(0, 0)[3]), 255);
    }

    void colourFollowsEachLatentPixel()
    {
        const c10::InferenceMode inference;
        Checkpoints checkpoints;
        const LatentPreview preview(*checkpoints.vae());
        at::Tensor latents = values(u"latents.preview"_s, {16, 2, 3});
        const cv::Mat before = preview(latents);
        latents.select(1, 1).select(1, 2).mul_(-3);
        const cv::Mat after = preview(latents);
        for (int y = 0; y < 2; ++y)
            for (int x = 0; x < 3; ++x)
                QCOMPARE(before.at<cv::Vec4b>(y, x) != after.at<cv::Vec4b>(y, x), y == 1 && x == 2);
        QVERIFY_EXCEPTION_THROWN(preview(at::zeros({4, 2, 3})), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestLatentPreview)
#include "tst_latentpreview.moc"
