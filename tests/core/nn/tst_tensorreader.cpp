#include "core/base/error.h"
#include "core/nn/tensorreader.h"
#include "tests/parity/reference.h"

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

class TestTensorReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.filePath(u"weights.safetensors"_s);
        static const at::Tensor exact = formula({2, 3}, 0.1);
        static const at::Tensor half = formula({3}, 0.2).to(at::kHalf);
        const auto source = [](const QString& name, TensorType type, const at::Tensor& tensor) {
            return TensorSource{name,
                                type,
                                TensorShape(tensor.sizes().begin(), tensor.sizes().end()),
                                {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}};
        };
        writeSafetensors(m_path, {source(u"block.0.weight"_s, TensorType::F32, exact),
                                  source(u"block.0.bias"_s, TensorType::F16, half)});
    }

    void readsBelowItsPlaceAsItsType()
    {
        TensorClaims claims{SafetensorsFile(m_path)};
        const TensorReader reader = TensorReader(claims, at::kBFloat16).inside("block").inside(0);
        const at::Tensor weight = reader.as(at::kFloat).read("weight", {2, 3});
        const at::Tensor bias = reader.read("bias", {3});
        claims.finish();
        QCOMPARE(maxError(weight, formula({2, 3}, 0.1)), 0.0);
        QCOMPARE(bias.scalar_type(), at::kBFloat16);
        QVERIFY(maxError(bias, formula({3}, 0.2)) < 0.01);
    }

    void readsSomeRows()
    {
        TensorClaims claims{SafetensorsFile(m_path)};
        const StoredTensor* weight = TensorReader(claims, at::kFloat).stored("block.0.weight", {2, 3});
        QVERIFY(weight);
        const at::Tensor order = at::tensor({1, 0, 1}, at::kLong);
        const at::Tensor expected = formula({2, 3}, 0.1).index_select(0, order);
        QVERIFY(at::equal(rowsOf(*weight, order, at::kFloat), expected));
        QVERIFY(at::equal(rowsOf(*weight, order, at::kBFloat16), expected.to(at::kBFloat16)));
        QVERIFY_EXCEPTION_THROWN(rowsOf(*weight, at::tensor({2}, at::kLong), at::kFloat), LogicError);
    }

    void listsWithoutReading()
    {
        TensorClaims claims{SafetensorsFile(m_path)};
        std::vector<const StoredTensor*> listed;
        const TensorReader reader = TensorReader(claims, at::kFloat).listing(listed).inside("block.0");
        QVERIFY(!reader.read("weight", {2, 3}).defined());
        QVERIFY(!reader.read("bias", {3}).defined());
        claims.finish(); // claimed as ever
        QCOMPARE(listed.size(), std::size_t(2));
        QCOMPARE(listed.front()->name, u"block.0.weight"_s);
    }

    void cancelStopsReading()
    {
        TensorClaims claims{SafetensorsFile(m_path)};
        const CancelToken cancel;
        const TensorReader reader = TensorReader(claims, at::kFloat).until(cancel).inside("block.0");
        QVERIFY(reader.read("weight", {2, 3}).defined());
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(reader.read("bias", {3}), Cancelled);
    }

    void whatCannotBeUsedIsReportedAtTheEnd()
    {
        TensorClaims claims{SafetensorsFile(m_path)};
        const TensorReader reader = TensorReader(claims, at::kFloat).inside("block").inside(0);
        QVERIFY(!reader.read("weight", {3, 2}).defined());
        QVERIFY(!reader.read("absent", {1}).defined());
        try {
            claims.finish();
            QFAIL("a wrong shape, a missing and an extra tensor went unnoticed");
        } catch (const UserError& error) {
            for (const char* name : {"block.0.weight", "block.0.absent", "block.0.bias"})
                QVERIFY2(error.message().contains(QLatin1String(name)), qPrintable(error.message()));
        }
    }
};

QTEST_GUILESS_MAIN(TestTensorReader)
#include "tst_tensorreader.moc"
