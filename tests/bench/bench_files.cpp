// Times of opening and saving, by format.
//
//   bench_files [--megapixels M]
#include "tests/bench/benchtable.h"

#include "core/image/picturefile.h"
#include "core/image/qimagebridge.h"

#include <opencv2/imgproc.hpp>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QImage>

#include <cmath>

using namespace focal;
using namespace focal::bench;

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption({QStringLiteral("megapixels"), QStringLiteral("The size."), QStringLiteral("M"),
                       QStringLiteral("12")});
    options.process(app);
    const double megapixels = options.value(QStringLiteral("megapixels")).toDouble();

    try {
        const Picture small =
            loadPicture(QStringLiteral("/usr/share/doc/opencv-doc/examples/data/fruits.jpg"));
        const double scale = std::sqrt(megapixels * 1e6 / (double(small.width()) * small.height()));
        cv::Mat pixels;
        cv::resize(small.pixels(), pixels, {}, scale, scale, cv::INTER_CUBIC);
        const Picture picture = small.withPixels(pixels);

        printHead(qPrintable(QStringLiteral("files, %1 megapixels, 8 bits").arg(megapixels)));
        for (const PictureFormat format :
             {PictureFormat::Png, PictureFormat::Jpeg, PictureFormat::Tiff, PictureFormat::WebP}) {
            QByteArray bytes;
            const Spread saving = measured(3, [&] { bytes = encodePicture(picture, format); });
            printRow(QStringLiteral("%1: save (%2 MB)").arg(formatName(format)).arg(bytes.size() / 1'000'000),
                     saving);
            printRow(QStringLiteral("%1: open").arg(formatName(format)),
                     measured(3, [&] { decodePicture(bytes); }));
        }
        printRow(QStringLiteral("thumbnail, 320 px"),
                 measured(3, [&] { thumbnail(picture, QSize(320, 320)); }));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_files: %s\n", error.what());
        return 1;
    }
    return 0;
}
