// Times of whole edits by Focal Compact, stage by stage, and of cancelling them.
//
//   bench_edit [--runs N] [--megapixels M]
//
// Photographs are opencv-doc's; the large ones are enlarged from them, since only their number of pixels
// matters here.
#include "tests/bench/benchtable.h"

#include "core/compact/compactmodel.h"
#include "core/image/picturefile.h"
#include "core/nn/threads.h"

#include <opencv2/imgproc.hpp>

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cmath>
#include <map>
#include <thread>

using namespace focal;
using namespace focal::bench;

namespace {

struct Case
{
    const char* photo;
    const char* instruction;
};

constexpr Case cases[] = {
    {"chicky_512.png", "把狗变成灰色"},     {"squirrel_cls.jpg", "remove the squirrel"},
    {"orange.jpg", "make the orange blue"}, {"butterfly.jpg", "把背景换成白色"},
    {"messi5.jpg", "brighten the player"},
};

Picture photo(const char* name, double megapixels)
{
    const Picture small =
        loadPicture(QStringLiteral("/usr/share/doc/opencv-doc/examples/data/") + QString::fromUtf8(name));
    const double scale = std::sqrt(megapixels * 1e6 / (double(small.width()) * small.height()));
    cv::Mat pixels;
    cv::resize(small.pixels(), pixels, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return small.withPixels(pixels);
}

EditResult edit(EditModel& model, const Picture& picture, const char* instruction,
                const CancelToken& token = {})
{
    EditRequest request;
    request.picture = picture;
    request.instruction = QString::fromUtf8(instruction);
    Job job(token);
    return model.edit(request, job);
}

void benchEdits(EditModel& model, double megapixels, int runs)
{
    printHead(qPrintable(QStringLiteral("edit, %1 megapixels").arg(megapixels)));
    for (const Case& each : cases) {
        const Picture picture = photo(each.photo, megapixels);
        std::map<QString, std::vector<double>> stages;
        const double first = secondsOf([&] { edit(model, picture, each.instruction); });
        const Spread warm = measured(runs, [&] {
            for (const StageTiming& timing : edit(model, picture, each.instruction).timings)
                stages[timing.stage].push_back(timing.seconds);
        });
        printRow(QStringLiteral("%1: first").arg(QString::fromUtf8(each.instruction)), {first, first, first});
        printRow(QStringLiteral("%1: warm").arg(QString::fromUtf8(each.instruction)), warm);
        for (const auto& [stage, seconds] : stages)
            printRow(QStringLiteral("    ") + stage, spread(seconds));
    }
    std::printf("most memory ever resident: %.0f MiB\n", statusMiB("VmHWM:"));
}

/// How long an edit goes on after its token was raised, at moments spread over its whole course.
void benchCancel(EditModel& model, double megapixels)
{
    printHead(qPrintable(QStringLiteral("cancel, %1 megapixels").arg(megapixels)));
    for (const Case& each : cases) {
        // A new picture every time: nothing of it is known, so that every stage is cancelled in its turn.
        const double whole = secondsOf([&] { edit(model, photo(each.photo, megapixels), each.instruction); });
        std::vector<double> delays;
        for (int i = 1; i < 12; ++i) {
            const Picture picture = photo(each.photo, megapixels);
            const CancelToken token;
            QElapsedTimer since;
            std::thread stopper([&] {
                std::this_thread::sleep_for(std::chrono::duration<double>(whole * i / 12));
                since.start();
                token.cancel();
            });
            bool wasCancelled = false;
            try {
                edit(model, picture, each.instruction, token);
            } catch (const Cancelled&) {
                wasCancelled = true;
            }
            const qint64 now = since.isValid() ? since.nsecsElapsed() : 0;
            stopper.join();
            if (wasCancelled)
                delays.push_back(static_cast<double>(now) * 1e-9);
        }
        if (!delays.empty())
            printRow(QString::fromUtf8(each.instruction), spread(delays));
    }
}

} // namespace

int main(int argc, char** argv)
{
    letThreadsSleep(argv);
    QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption({QStringLiteral("runs"), QStringLiteral("Warm runs of each."), QStringLiteral("N"),
                       QStringLiteral("7")});
    options.addOption({QStringLiteral("megapixels"), QStringLiteral("The large size."), QStringLiteral("M"),
                       QStringLiteral("12")});
    options.process(app);
    const int runs = std::max(1, options.value(QStringLiteral("runs")).toInt());
    const double large = options.value(QStringLiteral("megapixels")).toDouble();

    try {
        std::unique_ptr<EditModel> model;
        printHead("load");
        const double loading = secondsOf([&] {
            Job job;
            model = loadCompactModel(findCompactModel(), job);
        });
        printRow(QStringLiteral("Focal Compact"), {loading, loading, loading});
        benchEdits(*model, 512 * 512 / 1e6, runs);
        benchEdits(*model, large, std::max(1, runs / 2));
        benchCancel(*model, 512 * 512 / 1e6);
        benchCancel(*model, large);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_edit: %s\n", error.what());
        return 1;
    }
    return 0;
}
