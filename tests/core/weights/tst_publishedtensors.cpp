#include "core/weights/publishedtensors.h"

#include "core/base/error.h"
#include "tests/core/weights/modelparts.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/// What tests/parity/make_published_names.py stored: name -> shape.
QMap<QString, TensorShape> reference(ModelPart part)
{
    QFile file(QStringLiteral(FOCAL_SOURCE_DIR "/tests/data/weights/published.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no reference");
    QMap<QString, TensorShape> tensors;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.split(u' ');
        if (words[0] != partName(part))
            continue;
        TensorShape shape;
        for (const QString& number : words.mid(2))
            shape.push_back(number.toLongLong());
        tensors.insert(words[1], shape);
    }
    return tensors;
}

QJsonObject config(ModelPart part)
{
    switch (part) {
    case ModelPart::Transformer:
        return {{u"num_layers"_s, 2},   {u"num_attention_heads"_s, 2}, {u"attention_head_dim"_s, 128},
                {u"in_channels"_s, 64}, {u"out_channels"_s, 16},       {u"joint_attention_dim"_s, 256}};
    case ModelPart::TextEncoder:
        return {{u"hidden_size"_s, 256},
                {u"intermediate_size"_s, 320},
                {u"num_hidden_layers"_s, 3},
                {u"num_attention_heads"_s, 2},
                {u"num_key_value_heads"_s, 1},
                {u"vocab_size"_s, 512},
                {u"vision_config"_s, QJsonObject{{u"depth"_s, 4},
                                                 {u"hidden_size"_s, 64},
                                                 {u"intermediate_size"_s, 96},
                                                 {u"out_hidden_size"_s, 256}}}};
    case ModelPart::Vae:
        break;
    }
    return {{u"base_dim"_s, 16},
            {u"z_dim"_s, 16},
            {u"dim_mult"_s, QJsonArray{1, 2, 4, 4}},
            {u"temperal_downsample"_s, QJsonArray{false, true, true}}};
}

void compare(const std::vector<PublishedTensor>& got, const QMap<QString, TensorShape>& expected)
{
    QCOMPARE(static_cast<qsizetype>(got.size()), expected.size());
    for (const PublishedTensor& tensor : got) {
        QVERIFY2(expected.contains(tensor.name), qPrintable(tensor.name));
        QVERIFY2(expected[tensor.name] == tensor.shape,
                 qPrintable(tensor.name + u' ' + shapeText(tensor.shape)));
    }
}

} // namespace

class TestPublishedTensors : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void areThoseOfTheLibraries_data()
    {
        QTest::addColumn<int>("part");
        for (const ModelPart part : {ModelPart::Transformer, ModelPart::TextEncoder, ModelPart::Vae})
            QTest::newRow(qPrintable(partName(part))) << static_cast<int>(part);
    }
    void areThoseOfTheLibraries()
    {
        QFETCH(int, part);
        const auto kind = static_cast<ModelPart>(part);
        compare(publishedTensors(kind, config(kind)), reference(kind));
        if (kind == ModelPart::TextEncoder) { // the newer form of the same configuration
            QJsonObject text = config(kind);
            const QJsonValue vision = text.take(u"vision_config"_s);
            compare(publishedTensors(kind, {{u"text_config"_s, text}, {u"vision_config"_s, vision}}),
                    reference(kind));
        }
    }

    void theFullSizeHasThePublishedNumberOfTensors()
    {
        QJsonObject full{{u"num_layers"_s, 60},          {u"num_attention_heads"_s, 24},
                         {u"attention_head_dim"_s, 128}, {u"in_channels"_s, 64},
                         {u"out_channels"_s, 16},        {u"joint_attention_dim"_s, 3584}};
        const auto tensors = publishedTensors(ModelPart::Transformer, full);
        QCOMPARE(tensors.size(), std::size_t{1933});
        qint64 elements = 0;
        for (const PublishedTensor& tensor : tensors)
            elements += shapeElements(tensor.shape).value();
        // A file of one byte for each, with its header, has 20,430,635,136 bytes.
        QCOMPARE(elements, qint64{20'430'401'088});
    }

    void theShapesTellTheConfiguration_data() { areThoseOfTheLibraries_data(); }
    void theShapesTellTheConfiguration()
    {
        QFETCH(int, part);
        const auto kind = static_cast<ModelPart>(part);
        std::vector<OwnedTensor> tensors;
        const auto expected = reference(kind);
        for (const auto& [name, shape] : expected.asKeyValueRange())
            tensors.push_back(
                raw(name, TensorType::F8E5M2, shape, QByteArray(shapeElements(shape).value(), '\0')));
        const QString path = writeTensors(m_folder.filePath(u"part.safetensors"_s), tensors);
        const TensorSet set = TensorSet::open(kind, {path});
        compare(publishedTensors(kind, configFromTensors(kind, set)), expected);
    }

    void refusesConfigurationsThatCannotBe_data()
    {
        QTest::addColumn<QJsonValue>("layers");
        QTest::newRow("none") << QJsonValue();
        QTest::newRow("zero") << QJsonValue(0);
        QTest::newRow("negative") << QJsonValue(-1);
        QTest::newRow("huge") << QJsonValue(1e18);
        QTest::newRow("fraction") << QJsonValue(1.5);
        QTest::newRow("text") << QJsonValue(u"sixty"_s);
    }
    void refusesConfigurationsThatCannotBe()
    {
        QFETCH(QJsonValue, layers);
        QJsonObject wrong = config(ModelPart::Transformer);
        wrong[u"num_layers"_s] = layers;
        try {
            publishedTensors(ModelPart::Transformer, wrong);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(u"num_layers"_s), qPrintable(error.message()));
        }
    }

    void readsOnlyJsonObjects()
    {
        const auto file = [this](const QByteArray& content) {
            QFile made(m_folder.filePath(u"config.json"_s));
            if (!made.open(QIODevice::WriteOnly) || made.write(content) != content.size())
                qFatal("cannot write");
            return made.fileName();
        };
        QCOMPARE(readJsonObject(file("{\"a\":1}")).value(u"a"_s).toInt(), 1);
        QVERIFY_EXCEPTION_THROWN(readJsonObject(file("[1]")), UserError);
        QVERIFY_EXCEPTION_THROWN(readJsonObject(file("{\"a\":")), UserError);
        QVERIFY_EXCEPTION_THROWN(readJsonObject(m_folder.filePath(u"absent"_s)), UserError);
    }
};

QTEST_GUILESS_MAIN(TestPublishedTensors)
#include "tst_publishedtensors.moc"
