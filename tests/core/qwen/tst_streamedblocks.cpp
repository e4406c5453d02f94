#include "core/qwen/streamedblocks.h"

#include "core/base/error.h"
#include "core/nn/threads.h"
#include "tests/core/qwen/qwencheckpoints.h"
#include "tests/core/weights/modelparts.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

class TestStreamedBlocks : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

    TensorSet tensors() const { return TensorSet::open(ModelPart::Transformer, {m_path}); }

    static std::vector<TimeCondition> times()
    {
        return {{1, values(u"time.1"_s, {1, 256})}, {0.5, values(u"time.2"_s, {1, 256})}};
    }

    static void compare(BlockSource& got, BlockSource& expected)
    {
        for (int pass = 0; pass < 2; ++pass) {
            for (int64_t i = 0; i < expected.count(); ++i) {
                const auto a = got.block(i, {});
                const auto b = expected.block(i, {});
                QVERIFY(at::equal(a->picture.q.weight, b->picture.q.weight));
                QVERIFY(at::equal(a->text.mlpSecond.bias, b->text.mlpSecond.bias));
                for (const TimeCondition& time : times()) {
                    const BlockModulation one = got.modulation(i, time, {});
                    const BlockModulation two = expected.modulation(i, time, {});
                    QVERIFY(at::equal(one.picture, two.picture) && at::equal(one.text, two.text));
                }
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        setThreadBudget(availableThreads());
        m_path = m_folder.filePath(u"transformer.safetensors"_s);
        const QString reference = referencePath(u"qwen_transformer.safetensors"_s);
        writeFormulaCheckpoint(m_path,
                               formulaShapes(SafetensorsFile(reference).metadata().value(u"weights"_s)));
    }

    void givesWhatResidentBlocksGive_data()
    {
        QTest::addColumn<bool>("staying");
        QTest::newRow("pages stay") << true;
        QTest::newRow("pages are given back") << false;
    }
    void givesWhatResidentBlocksGive()
    {
        QFETCH(bool, staying);
        const c10::InferenceMode inference;
        const TransformerConfig config = smallTransformer(false);
        TensorClaims all(tensors());
        ResidentBlocks resident(config, TensorReader(all, at::kFloat));
        TensorClaims claims(tensors());
        StreamedBlocks streamed(config, TensorReader(claims, at::kFloat),
                                staying ? StreamedBlocks::Pages::Stay : StreamedBlocks::Pages::GivenBack);
        for (const auto& name : {u"img_in."_s, u"txt_in."_s, u"txt_norm."_s, u"time_text_embed."_s,
                                 u"norm_out."_s, u"proj_out."_s})
            claims.ignore(name);
        claims.finish(); // all tensors of the blocks are claimed by now
        compare(streamed, resident);
        QVERIFY(streamed.secondsWaited() > 0);
    }

    void keepsModulationsInAFile()
    {
        const c10::InferenceMode inference;
        const TransformerConfig config = smallTransformer(false);
        const QString cache = m_folder.filePath(u"cache.safetensors"_s);
        TensorClaims all(tensors());
        ResidentBlocks resident(config, TensorReader(all, at::kFloat));
        for (int run = 0; run < 2; ++run) { // made, then read
            TensorClaims claims(tensors());
            StreamedBlocks streamed(config, TensorReader(claims, at::kFloat), StreamedBlocks::Pages::Stay);
            streamed.prepareModulations(times(), cache, {});
            compare(streamed, resident);
        }
        const TensorSet set = tensors();
        const QByteArray key = ModulationCache::key(set, {1, 0.5}, false, at::kFloat, {});
        ModulationCache read;
        QVERIFY(read.load(cache, key));
        QVERIFY(read.find(1, 0.5) && !read.find(1, 0.25) && !read.find(2, 0.5));
        for (const QByteArray& other : {ModulationCache::key(set, {1, 0.25}, false, at::kFloat, {}),
                                        ModulationCache::key(set, {1, 0.5}, true, at::kFloat, {}),
                                        ModulationCache::key(set, {1, 0.5}, false, at::kBFloat16, {})}) {
            QVERIFY(other != key);
            QVERIFY(!ModulationCache().load(cache, other));
        }
        QVERIFY(QFile::resize(cache, 1000)); // damaged: no error, it is made again
        QVERIFY(!ModulationCache().load(cache, key));
    }

    void adaptersAreMergedOnTheWayAndCanBeSwitched()
    {
        const c10::InferenceMode inference;
        const TransformerConfig config = smallTransformer(false);
        const QString module = u"transformer_blocks.1.attn.to_q"_s;
        const LoraFile adapter(test::writeTensors(m_folder.filePath(u"lora.safetensors"_s),
                                                  {test::floats(module + u".lora_down.weight"_s, {2, 256}),
                                                   test::floats(module + u".lora_up.weight"_s, {256, 2})}),
                               {{module, {256, 256}}});
        TensorClaims claims(tensors());
        StreamedBlocks streamed(config, TensorReader(claims, at::kFloat), StreamedBlocks::Pages::Stay);
        const at::Tensor plain = streamed.block(1, {})->picture.q.weight;
        at::Tensor expected = plain.clone();
        const LoraStack stack({{adapter, 0.5}});
        stack.merge(module, expected);
        streamed.setAdapters(stack);
        QVERIFY(at::equal(streamed.block(1, {})->picture.q.weight, expected));
        QVERIFY(!at::equal(expected, plain));
        streamed.setAdapters({});
        QVERIFY(at::equal(streamed.block(1, {})->picture.q.weight, plain));
    }

    void errorsOfTheReadingThreadComeOut()
    {
        ReadAhead<int> failing(3, [](int64_t index, const CancelToken&) -> std::shared_ptr<const int> {
            if (index == 1)
                throw UserError(ErrorKind::BadInput, u"broken"_s);
            return std::make_shared<const int>(int(index));
        });
        QCOMPARE(*failing.take(0, {}), 0);
        QVERIFY_EXCEPTION_THROWN(failing.take(1, {}), UserError);
        QCOMPARE(*failing.take(2, {}), 2); // another order, and after an error
        QCOMPARE(*failing.take(0, {}), 0);
        CancelToken cancel;
        cancel.cancel();
        ReadAhead<int> slow(2, [](int64_t, const CancelToken&) {
            QTest::qSleep(50);
            return std::make_shared<const int>(0);
        });
        QVERIFY_EXCEPTION_THROWN(slow.take(0, cancel), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestStreamedBlocks)
#include "tst_streamedblocks.moc"
