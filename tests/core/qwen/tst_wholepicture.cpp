#include "core/edit/editresult.h"
#include "core/nn/device.h"
#include "core/nn/threads.h"
#include "core/qwen/denoise.h"
#include "core/qwen/editrun.h"
#include "core/qwen/vlpreprocess.h"
#include "tests/core/nn/otherdevice.h"
#include "tests/core/qwen/tinymodel.h"
#include "tests/core/weights/gguffiles.h"
#include "tests/core/weights/modelparts.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Half.h>

#include <QTemporaryDir>

#include <map>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

/// As in tests/parity/make_reference_qwen_pictures.py, and likewise what follows.
QByteArray formulaBytes(const QString& name, qint64 count)
{
    const std::uint64_t seed = fnv1a64(name + u".bytes"_s);
    QByteArray bytes(count, Qt::Uninitialized);
    for (qint64 i = 0; i < count; ++i) {
        const int value = std::min(int((uniformAt(seed, std::uint64_t(i)) + 1) * 128), 255);
        bytes[i] = char(value);
    }
    return bytes;
}

void setHalf(QByteArray& bytes, qint64 at, float value)
{
    const c10::Half half(value);
    std::memcpy(bytes.data() + at, &half.x, sizeof half.x);
}

bool isQuantisedLayer(const QString& name, const TensorShape& shape)
{
    return shape.size() == 2 && name.startsWith(u"transformer_blocks."_s);
}

test::GgufTensor ggufTensor(const QString& name, const TensorShape& shape)
{
    constexpr quint32 f32 = 0;
    constexpr quint32 q8 = 8;
    constexpr quint32 q4k = 12;
    test::GgufTensor tensor{name.toUtf8(), f32, {shape.rbegin(), shape.rend()}, {}};
    if (!isQuantisedLayer(name, shape)) {
        const at::Tensor values = formulaWeight(name, shape);
        tensor.data = QByteArray(static_cast<const char*>(values.data_ptr()), qsizetype(values.nbytes()));
        return tensor;
    }
    const bool isAttention = name.contains(u".attn."_s);
    tensor.type = isAttention ? q4k : q8;
    const qint64 elements = isAttention ? 256 : 32;
    const qint64 bytes = isAttention ? 144 : 34;
    tensor.data = formulaBytes(name, shape[0] * shape[1] / elements * bytes);
    for (qint64 block = 0; block < tensor.data.size(); block += bytes) {
        setHalf(tensor.data, block, isAttention ? 3.47e-4F : 6e-4F);
        if (isAttention)
            setHalf(tensor.data, block + 2, 2.6e-3F);
    }
    return tensor;
}

test::OwnedTensor floatTensor(const QString& name, const TensorShape& shape)
{
    const at::Tensor values = formulaWeight(name, shape);
    return {name, TensorType::F32, shape,
            QByteArray(static_cast<const char*>(values.data_ptr()), qsizetype(values.nbytes()))};
}

void writeFp8(const QString& path, const FormulaShapes& shapes)
{
    std::vector<test::OwnedTensor> tensors;
    for (const auto& [name, shape] : shapes) {
        if (!isQuantisedLayer(name, shape)) {
            tensors.push_back(floatTensor(name, shape));
            continue;
        }
        QByteArray bytes = formulaBytes(name, shape[0] * shape[1]);
        for (char& byte : bytes)
            if ((byte & 127) == 127)
                byte ^= 1; // that is no number
        tensors.push_back({name, TensorType::F8E4M3, shape, bytes});
        const float scale = 4.8e-4F;
        tensors.push_back({name.chopped(6) + u"scale_weight"_s,
                           TensorType::F32,
                           {},
                           QByteArray(reinterpret_cast<const char*>(&scale), sizeof scale)});
    }
    test::writeTensors(path, tensors);
}

void writeAdapter(const QString& path, const FormulaShapes& shapes)
{
    constexpr qint64 rank = 2;
    constexpr float alpha = 4;
    const QStringList adapted{u"transformer_blocks.0.attn.to_q"_s, u"transformer_blocks.0.img_mod.1"_s,
                              u"transformer_blocks.1.img_mlp.net.2"_s};
    std::vector<test::OwnedTensor> tensors;
    for (const auto& [name, shape] : shapes) {
        const QString module = name.chopped(7);
        if (!name.endsWith(u".weight"_s) || !adapted.contains(module))
            continue;
        tensors.push_back(floatTensor(module + u".lora_up.weight"_s, {shape[0], rank}));
        tensors.push_back(floatTensor(module + u".lora_down.weight"_s, {rank, shape[1]}));
        tensors.push_back({module + u".alpha"_s,
                           TensorType::F32,
                           {},
                           QByteArray(reinterpret_cast<const char*>(&alpha), sizeof alpha)});
    }
    test::writeTensors(path, tensors);
}

} // namespace

/// Whole edits against diffusers' pipeline, from pictures and an instruction to the picture drawn: in both
/// languages, with one to three pictures, with and without guidance, with an adapter, of each container.
class TestWholePicture : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SafetensorsFile> m_file;
    std::map<QString, std::unique_ptr<QwenModelParts>> m_models;

    QString told(const QString& name, const char* what) const
    {
        return m_file->metadata().value(name + u'.' + QLatin1String(what));
    }

    /// The model whose transformer is stored in a certain way; made once.
    const QwenModelParts& model(const QString& weights, bool zeroCondT)
    {
        const QString stored = weights == "lora"_L1 ? QString() : weights; // a file of its own
        const QString key = stored + (zeroCondT ? u"2511"_s : u"2509"_s);
        std::unique_ptr<QwenModelParts>& made = m_models[key];
        if (!made) {
            const QString folder = m_folder.filePath(key);
            writeTinyModelAround(folder, QStringLiteral(FOCAL_QWEN_VOCABULARY), zeroCondT,
                                 QDir(m_folder.path()));
            const FormulaShapes shapes = shapesIn(u"qwen_transformer.safetensors"_s);
            if (weights == "gguf"_L1) {
                std::vector<test::GgufTensor> tensors;
                tensors.reserve(shapes.size());
                for (const auto& [name, shape] : shapes)
                    tensors.push_back(ggufTensor(name, shape));
                constexpr quint32 text = 8;
                const QByteArray architecture =
                    test::ggufPair("general.architecture", text, test::ggufText("qwen_image"));
                writeText(QDir(folder).filePath(u"transformer/model-Q4_K.gguf"_s),
                          test::ggufBytes({architecture}, tensors));
            } else if (weights == "fp8"_L1) {
                writeFp8(transformerFile(folder), shapes);
            } else {
                writeFormulaCheckpoint(transformerFile(folder), shapes);
            }
            made = std::make_unique<QwenModelParts>(folder);
        }
        return *made;
    }

    QwenEditSettings settingsOf(const QString& name, const TensorView& expected)
    {
        QwenEditSettings settings;
        settings.steps = m_file->metadata().value(u"steps"_s).toInt();
        settings.area = m_file->metadata().value(u"area"_s).toInt();
        settings.guidance = told(name, "guidance").toDouble();
        settings.size = cv::Size(int(expected.shape[1]), int(expected.shape[0]));
        settings.stretch = true;
        settings.exact = true;
        settings.blocks = {1};
        if (told(name, "weights") == "lora"_L1) {
            const QString adapter = m_folder.filePath(u"adapter.safetensors"_s);
            writeAdapter(adapter, shapesIn(u"qwen_transformer.safetensors"_s));
            settings.loras = {{adapter, 0.75}};
        }
        return settings;
    }

private Q_SLOTS:
    void initTestCase()
    {
        setThreadBudget(1);
        writeTinyCoders(QDir(m_folder.path()));
        m_file = std::make_unique<SafetensorsFile>(referencePath(u"qwen_pictures.safetensors"_s));
    }

    void isThatOfThePipeline_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("gpuBytes");
        for (const QString& name : m_file->metadata().value(u"cases"_s).split(u' ')) {
            QTest::newRow(qPrintable(name)) << name << qint64{0};
            QTest::newRow(qPrintable(name + u", on a GPU"_s)) << name << qint64{4'000'000'000};
        }
    }
    void isThatOfThePipeline()
    {
        QFETCH(const QString, name);
        QFETCH(const qint64, gpuBytes);
        if (gpuBytes > 0)
            setComputeDevice(test::otherDevice, Machine::Gpu{u"Other"_s, gpuBytes});
        const auto restored = qScopeGuard([] { setComputeDevice(at::kCPU, {}); });
        const TensorView* expected = m_file->find(name);
        QVERIFY(expected && expected->type == TensorType::U8);
        EditRunInput input;
        for (const QString& size : told(name, "sizes").split(u' ')) {
            const QStringList sides = size.split(u'x');
            input.pictures.push_back(
                picture({sides[0].toInt(), sides[1].toInt()}, int(input.pictures.size())));
        }
        input.instruction = told(name, "instruction");
        input.seed = told(name, "seed").toULongLong();
        KeptPrompt kept;
        Job job;
        const EditRunResult result = runEdit(model(told(name, "weights"), told(name, "2511") == "1"_L1),
                                             settingsOf(name, *expected), input, kept, job);
        const cv::Mat& drawn = result.drawn;
        QVERIFY(!result.attention.empty());
        const bool onGpu = gpuBytes > 0;
        QCOMPARE(result.weights.value(u"device"_s).toString(), onGpu ? u"privateuseone:0"_s : u"cpu"_s);
        QCOMPARE(result.weights.value(u"transformer"_s).toString(), onGpu ? u"on_gpu"_s : u"resident"_s);
        QCOMPARE(test::otherDeviceBytes.load(), qint64{0}); // nothing is left there
        QCOMPARE(drawn.size(), cv::Size(int(expected->shape[1]), int(expected->shape[0])));
        const cv::Mat reference(drawn.size(), CV_8UC3, const_cast<std::byte*>(expected->data));
        const double largest = cv::norm(drawn, reference, cv::NORM_INF);
        QVERIFY2(largest <= 1, qPrintable(QString::number(largest)));
        cv::Scalar mean;
        cv::Scalar deviation;
        cv::meanStdDev(reference, mean, deviation);
        QVERIFY(deviation[0] > 10); // a picture, not a surface
    }

    /// A GPU that holds only some of the blocks: what it is given while it computes is what it is given at
    /// once.
    void blocksComeToAGpuOneByOne_data()
    {
        QTest::addColumn<QString>("weights");
        for (const char* weights : {"", "gguf", "fp8"})
            QTest::newRow(*weights ? weights : "bf16") << QString::fromLatin1(weights);
    }
    void blocksComeToAGpuOneByOne()
    {
        QFETCH(const QString, weights);
        const c10::InferenceMode inference;
        const QwenModelParts& parts = model(weights, true);
        DenoiseInput input;
        input.grids = {{3, 4}, {2, 5}};
        input.references = at::randn({10, 64}, at::make_generator<at::CPUGeneratorImpl>(1));
        input.guidance = 1;
        input.sigmas = {1, 0.5F, 0};
        const at::Tensor prompt = at::randn({7, 64}, at::make_generator<at::CPUGeneratorImpl>(2));
        const auto drawn = [&](const Numbers& numbers, Placement placement) {
            const QwenImageTransformer transformer =
                parts.transformer(numbers, {}, placement, input.sigmas, {});
            input.positive = transformer.prompt(prompt, input.grids);
            return denoise(transformer, input, {});
        };
        const at::Tensor expected = drawn({at::kFloat, at::kCPU}, Placement::Resident);
        for (const Placement placement : {Placement::Compressed, Placement::Streamed}) {
            test::otherDeviceUploads = 0;
            const at::Tensor given = drawn({at::kFloat, test::otherDevice}, placement);
            QVERIFY(test::otherDeviceUploads > 0); // beside what computes
            QVERIFY(given.is_cpu() && relativeError(given, expected) < 1e-5);
        }
        input.positive = {};
        QCOMPARE(test::otherDeviceBytes.load(), qint64{0});
    }

    void theEncoderToo()
    {
        const c10::InferenceMode inference;
        const QwenModelParts& parts = model({}, false);
        const VlPictures pictures = preparedForVision({picture({80, 60}, 0)}, 112 * 112, {});
        const QwenPrompt prompt =
            makePrompt(parts.tokenizer(), u"make it red"_s, pictures.grids, PromptStyle::EditPlus);
        const auto encoded = [&](const Numbers& numbers, Placement placement) {
            const TextEncoder encoder = parts.textEncoder(numbers, placement, {});
            return encoder.encode(prompt, encoder.look(pictures), {}).cpu();
        };
        const at::Tensor expected = encoded({at::kFloat, at::kCPU}, Placement::Resident);
        test::otherDeviceUploads = 0;
        const at::Tensor given = encoded({at::kFloat, test::otherDevice}, Placement::Streamed);
        QVERIFY(test::otherDeviceUploads > 0);
        QVERIFY(relativeError(given, expected) < 1e-5);
        QCOMPARE(test::otherDeviceBytes.load(), qint64{0});
    }
};

QTEST_GUILESS_MAIN(TestWholePicture)
#include "tst_wholepicture.moc"
