// How often text in pictures is read, replaced and removed as it should be, and how long it takes.
//
//   bench_text [--quick] [--marks] [--save FOLDER]      --marks: only those
//
// Rendered: tests/core/compact/textscenes.h, each also removed; the code was tuned on the first twenty and
// not on the others. Marks: watermarks and date stamps over photographs; "nearer" is how many times nearer to
// the photograph without its mark the result is where the mark was. Photographed: opencv-doc's scene text;
// every line of at least four characters that is read with some certainty, replaced by another word and
// removed.
#include "tests/bench/benchtable.h"
#include "tests/core/compact/textscenes.h"

#include "core/compact/modelpaths.h"
#include "core/compact/textoperations.h"
#include "core/image/picturefile.h"
#include "core/nn/threads.h"

#include <opencv2/imgproc.hpp>

#include <QCommandLineParser>
#include <QGuiApplication>

using namespace focal;
using namespace focal::bench;

namespace {

struct Score
{
    int right = 0;
    int all = 0;
    std::vector<double> seconds;

    void add(bool good, double time)
    {
        right += good;
        ++all;
        seconds.push_back(time);
    }
    void print(const QString& name) const
    {
        if (all == 0)
            return;
        std::printf("%-28s %3d of %3d right (%.0f %%)\n", qPrintable(name), right, all, 100.0 * right / all);
        printRow(name, spread(seconds));
    }
};

class Bench
{
public:
    explicit Bench(QString folder) : m_folder(std::move(folder)) {}

    std::vector<TextLine> read(const Picture& picture) const { return m_reader.read(picture, m_cancel); }

    void replace(const Picture& picture, const std::vector<TextLine>& lines, const QString& from,
                 const QString& to, Score& score)
    {
        const TextScene scene{picture, m_reader, lines, m_region, 7, m_cancel};
        TextEdit edit;
        const double time = secondsOf([&] { edit = replaceText(scene, {}, {from, {}, to, {}}); });
        score.add(edit.asWished, time);
        if (!edit.asWished)
            std::printf("    %s -> %s: %s\n", qPrintable(from), qPrintable(to), qPrintable(edit.readBack));
        save(edit, QStringLiteral("replaced"));
    }

    void remove(const Picture& picture, const std::vector<TextLine>& lines, Score& score)
    {
        const TextScene scene{picture, m_reader, lines, m_region, 7, m_cancel};
        TextEdit edit;
        const double time = secondsOf([&] { edit = removeText(scene, QStringLiteral("the text")); });
        score.add(edit.asWished, time);
        if (!edit.asWished)
            std::printf("    left: %s\n", qPrintable(edit.readBack));
        save(edit, QStringLiteral("removed"));
    }

    void removeMark(const MarkCase& each, Score& score)
    {
        const Picture picture = markedPicture(each);
        const cv::Mat bare = markedPicture(each, true).pixels();
        const auto lines = read(picture);
        const TextScene scene{picture, m_reader, lines, m_region, 7, m_cancel};
        TextEdit edit;
        const double time = secondsOf([&] { edit = removeText(scene, QString::fromUtf8(each.target)); });
        score.add(edit.asWished, time);
        cv::Mat difference;
        cv::absdiff(picture.pixels(), bare, difference);
        cv::Mat marked;
        cv::transform(difference, marked, cv::Matx<float, 1, 4>(1, 1, 1, 0));
        marked = marked > 6;
        const auto distance = [&](const cv::Mat& pixels) {
            return cv::norm(pixels, bare, cv::NORM_L2, marked);
        };
        const double nearer =
            edit.pixels.empty() ? 1 : distance(picture.pixels()) / std::max(1.0, distance(edit.pixels));
        std::printf("    %-18s %-18s %s, %.2f times nearer\n", each.photo, each.text,
                    edit.asWished ? "gone" : qPrintable(QStringLiteral("left: ") + edit.readBack), nearer);
        if (edit.answer == TextEdit::Answer::NotFound)
            for (const TextLine& line : lines)
                std::printf("        read: %s (%.2f)\n", qPrintable(line.text), line.confidence);
        save(edit, QStringLiteral("mark"));
    }

private:
    TextReader m_reader{findOcrModels()};
    Region m_region;
    CancelToken m_cancel;
    QString m_folder;
    int m_number = 0;

    void save(const TextEdit& edit, const QString& what)
    {
        if (m_folder.isEmpty() || edit.pixels.empty())
            return;
        toQImage(Picture::fromMat(edit.pixels))
            .save(QStringLiteral("%1/%2%3.png").arg(m_folder, what).arg(++m_number, 3, 10, QLatin1Char('0')));
    }
};

void rendered(Bench& bench, const std::vector<TextCase>& cases, size_t most, const QString& name)
{
    Score replaced;
    Score removed;
    for (size_t i = 0; i < std::min(most, cases.size()); ++i) {
        const TextCase& each = cases[i];
        const Picture picture = textPicture(each);
        const auto lines = bench.read(picture);
        bench.replace(picture, lines, QString::fromUtf8(each.from), QString::fromUtf8(each.to), replaced);
        bench.remove(picture, lines, removed);
    }
    replaced.print(name + QStringLiteral(", replaced"));
    removed.print(name + QStringLiteral(", removed"));
}

void marks(Bench& bench, size_t most)
{
    Score removed;
    for (size_t i = 0; i < std::min(most, markCases().size()); ++i)
        bench.removeMark(markCases()[i], removed);
    removed.print(QStringLiteral("marks, removed"));
}

void photographed(Bench& bench, int most)
{
    Score replaced;
    Score removed;
    for (int i = 1; i <= most; ++i) {
        const Picture picture =
            loadPicture(QStringLiteral("/usr/share/doc/opencv-doc/examples/text/scenetext%1.jpg")
                            .arg(i, 2, 10, QLatin1Char('0')));
        const auto lines = bench.read(picture);
        for (const TextLine& line : lines)
            if (line.text.size() >= 4 && line.confidence > 0.85)
                bench.replace(picture, lines, line.text,
                              line.text.size() > 7 ? QStringLiteral("Welcome") : QStringLiteral("Hotel"),
                              replaced);
        if (!lines.empty())
            bench.remove(picture, lines, removed);
    }
    replaced.print(QStringLiteral("photographed, replaced"));
    removed.print(QStringLiteral("photographed, removed"));
}

void reading(const Bench& bench)
{
    const Picture small = textPicture(textCases()[2]);
    for (const cv::Size size : {cv::Size(512, 512), cv::Size(4000, 3000)}) {
        cv::Mat pixels;
        cv::resize(small.pixels(), pixels, size, 0, 0, cv::INTER_CUBIC);
        const Picture picture = Picture::fromMat(pixels);
        bench.read(picture);
        printRow(QStringLiteral("read, %1 x %2").arg(size.width).arg(size.height),
                 measured(3, [&] { bench.read(picture); }));
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QGuiApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("quick"), {}},
                       {QStringLiteral("marks"), {}},
                       {QStringLiteral("save"), {}, QStringLiteral("folder")}});
    parser.process(application);
    setThreadBudget(availableThreads());
    const bool quick = parser.isSet(QStringLiteral("quick"));
    Bench bench(parser.value(QStringLiteral("save")));
    printHead("text in pictures");
    if (parser.isSet(QStringLiteral("marks"))) {
        marks(bench, markCases().size());
        return 0;
    }
    reading(bench);
    rendered(bench, textCases(), quick ? 1 : textCases().size(), QStringLiteral("rendered"));
    rendered(bench, unmetTextCases(), quick ? 1 : unmetTextCases().size(), QStringLiteral("not met before"));
    marks(bench, quick ? 1 : markCases().size());
    photographed(bench, quick ? 1 : 6);
    return 0;
}
