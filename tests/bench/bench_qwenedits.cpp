// Whole edits with a tiny Qwen-Image-Edit, one after another in one process: what they leave in memory.
//
//   bench_qwenedits [--edits N]
//
// Prints what is resident after every tenth of the edits. Weights are opened, read and let go within each
// edit, as with a model of any size.
#include "tests/bench/benchtable.h"

#include "core/nn/threads.h"
#include "core/qwen/qwenimageeditmodel.h"
#include "tests/core/qwen/tinymodel.h"

#include <malloc.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

using namespace focal;
using namespace focal::bench;
using namespace focal::parity;

namespace {

EditRequest requestOf(int number)
{
    cv::Mat pixels(71, 97, CV_8UC4);
    const cv::Mat rgb = picture(pixels.size(), number % 3);
    for (int y = 0; y < pixels.rows; ++y)
        for (int x = 0; x < pixels.cols; ++x) {
            const cv::Vec3b p = rgb.at<cv::Vec3b>(y, x);
            pixels.at<cv::Vec4b>(y, x) = {p[0], p[1], p[2], 255};
        }
    EditRequest request;
    request.picture = Picture::fromMat(pixels);
    request.instruction = QStringLiteral("make it blue, number %1").arg(number);
    request.steps = 2;
    request.seed = quint64(number);
    request.modelSettings = {{QStringLiteral("guidance"), 4}, {QStringLiteral("area"), 64 * 64}};
    return request;
}

void run(int edits)
{
    const QTemporaryDir folder;
    writeTinyModel(folder.path(), QStringLiteral(FOCAL_QWEN_VOCABULARY));
    QwenImageEditModel model(QStringLiteral("tiny"), folder.path());
    std::printf("\n%-20s %14s\n", "edits", "resident MiB");
    for (int i = 1; i <= edits; ++i) {
        Job job;
        model.edit(requestOf(i), job);
        if (i % std::max(1, edits / 10) != 0)
            continue;
        malloc_trim(0); // what is free in the heap is no leak
        std::printf("%-20d %14.1f\n", i, statusMiB("VmRSS:"));
        std::fflush(stdout);
    }
}

} // namespace

int main(int argc, char** argv)
{
    letThreadsSleep(argv);
    const QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption(
        {QStringLiteral("edits"), QStringLiteral("How many."), QStringLiteral("N"), QStringLiteral("50")});
    options.process(app);
    try {
        setThreadBudget(availableThreads());
        run(std::max(1, options.value(QStringLiteral("edits")).toInt()));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_qwenedits: %s\n", error.what());
        return 1;
    }
    return 0;
}
