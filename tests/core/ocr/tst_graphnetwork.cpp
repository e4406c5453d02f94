#include "core/ocr/graphnetwork.h"

#include "core/base/error.h"
#include "tests/core/ocr/ocrfiles.h"
#include "tests/parity/reference.h"

#include <c10/core/InferenceMode.h>

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

class TestGraphNetwork : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"ppocr.safetensors"_s};

    static QString pathOf(const QString& name)
    {
        const OcrPaths files = ocrFiles();
        return name == u"detection"   ? files.detection
               : name == u"direction" ? files.direction
                                      : files.recognition;
    }

    at::Tensor input(const QString& network, const QString& kind) const
    {
        if (kind == u"formula")
            return network == u"recognition" ? formula({1, 3, 48, 128}, 0.5) : formula({1, 3, 64, 96}, 0.5);
        at::Tensor line = (m_reference[u"line"_s] / 127.5 - 1).expand({1, 3, 48, 320}).contiguous();
        return network == u"detection" ? at::constant_pad_nd(line, {0, 0, 8, 8}, 235 / 127.5 - 1) : line;
    }

    static void write(const QString& path, const char* graph)
    {
        writeSafetensors(path, {}, {{u"graph"_s, QString::fromLatin1(graph)}});
    }

private Q_SLOTS:
    void agreesWithOnnxRuntime_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<QString>("kind");
        for (const char* network : {"detection", "direction", "recognition"})
            for (const char* kind : {"line", "formula"})
                QTest::addRow("%s %s", network, kind)
                    << QString::fromLatin1(network) << QString::fromLatin1(kind);
    }

    void agreesWithOnnxRuntime()
    {
        QFETCH(const QString, network);
        QFETCH(const QString, kind);
        const c10::InferenceMode inference;
        const GraphNetwork run(pathOf(network));
        at::Tensor output = run(input(network, kind), {}).flatten();
        if (output.numel() > 64)
            output = sampled(output, 17);
        const double error = maxError(output, m_reference[network + u'.' + kind]);
        QVERIFY2(error < 1e-4, qPrintable(QString::number(error)));
    }

    void stopsBetweenNodes()
    {
        const GraphNetwork run(pathOf(u"direction"_s));
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(run(at::zeros({1, 3, 48, 192}), cancel), Cancelled);
    }

    void sizesZeroAndMinusOneOfReshape()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a.safetensors"_s);
        write(path, R"([{"operator":"Reshape","inputs":["x"],"output":"y","attributes":{"shape":[0,-1]}},
                        {"operator":"Affine","inputs":["y"],"output":"z","attributes":{"scale":2,"shift":1}}])");
        const at::Tensor result = GraphNetwork(path)(at::ones({2, 3, 4, 5}), {});
        QCOMPARE(result.sizes(), at::IntArrayRef({2, 60}));
        QCOMPARE(result[1][7].item<float>(), 3.0F);
    }

    void refusesWhatIsNoGraph_data()
    {
        QTest::addColumn<QByteArray>("graph");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("unknown operator")
            << QByteArray(R"([{"operator":"Magic","inputs":["x"],"output":"y","attributes":{}}])");
        QTest::newRow("unknown input")
            << QByteArray(R"([{"operator":"Relu","inputs":["w"],"output":"y","attributes":{}}])");
        QTest::newRow("no weights") << QByteArray(
            R"([{"operator":"Linear","inputs":["x"],"output":"y","attributes":{}}])");
    }

    void refusesWhatIsNoGraph()
    {
        QFETCH(const QByteArray, graph);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a.safetensors"_s);
        write(path, graph.constData());
        QVERIFY_EXCEPTION_THROWN(GraphNetwork{path}, UserError);
        QVERIFY_EXCEPTION_THROWN(GraphNetwork{folder.filePath(u"none"_s)}, UserError);
    }
};

QTEST_GUILESS_MAIN(TestGraphNetwork)
#include "tst_graphnetwork.moc"
