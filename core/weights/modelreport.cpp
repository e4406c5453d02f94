#include "core/weights/modelreport.h"

#include "core/base/error.h"
#include "core/weights/tensorclaims.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ReportTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::ModelReport)
};

constexpr std::array allParts{ModelPart::Transformer, ModelPart::TextEncoder, ModelPart::Vae};

PartReport reportOf(ModelPart part, const ModelFiles& files, const TensorSet& set)
{
    PartReport report;
    report.part = part;
    report.paths = set.paths();
    report.container = set.container();
    report.spelling = set.spelling();
    for (const StoredTensor& tensor : set.tensors()) {
        for (const TensorView& view : tensor.parts) {
            PartReport::TypeUse& use = report.types[tensorTypeName(view.type)];
            ++use.tensors;
            use.bytes += view.bytes;
        }
        ++report.tensors;
        report.parameters += tensor.elements();
        report.bytes += tensor.bytes();
    }
    report.config = configOf(files, part, set);
    report.configIsDerived = files.configOf(part).isEmpty();
    return report;
}

/// The first value among samples of the tensor that is no finite number, in words; empty for none.
QString badValueIn(const StoredTensor& tensor)
{
    constexpr qint64 sampledRows = 3;
    const qint64 rows = tensor.rows();
    std::vector<float> row(static_cast<std::size_t>(tensor.rowElements()));
    for (qint64 i = 0; rows > 0 && i < sampledRows; ++i) {
        const qint64 at = (rows - 1) * i / (sampledRows - 1);
        decodeRows(tensor, at, 1, row.data());
        const auto bad =
            std::find_if(row.begin(), row.end(), [](float value) { return !std::isfinite(value); });
        if (bad != row.end())
            return std::isnan(*bad) ? ReportTexts::tr("not a number in row %1").arg(at)
                                    : ReportTexts::tr("infinite in row %1").arg(at);
    }
    return {};
}

/// @throws UserError naming what is wrong
void verifyPart(const PartReport& part, const CancelToken& cancel,
                const std::function<void(double)>& progress)
{
    const TensorSet set = TensorSet::open(part.part, part.paths);
    TensorClaims claims(set);
    for (const PublishedTensor& tensor : publishedTensors(part.part, part.config)) {
        if (!tensor.isOptional || claims.contains(tensor.name))
            claims.claimStored(tensor.name, tensor.shape);
    }
    claims.finish();
    std::vector<TensorFault> faults;
    double done = 0;
    for (const StoredTensor& tensor : set.tensors()) {
        cancel.throwIfCancelled();
        const QString bad = badValueIn(tensor);
        if (!bad.isEmpty())
            faults.push_back({TensorFault::Kind::Inconsistent, tensor.name, bad});
        set.release(tensor);
        done += 1;
        if (progress)
            progress(done / static_cast<double>(set.tensors().size()));
    }
    set.throwIfChanged();
    throwTensorFaults(set.paths().join(u", "_s), faults);
}

} // namespace

ModelReport inspectModel(const QString& folderOrFile)
{
    ModelPlaces places;
    places.whole = folderOrFile;
    return inspectModel(places);
}

ModelReport inspectModel(const ModelPlaces& places)
{
    ModelReport report;
    report.files = findModelFiles(places);
    for (const ModelPart part : allParts) {
        if (report.files.of(part).isEmpty()) {
            report.missing << partWords(part);
            continue;
        }
        const TensorSet set = TensorSet::open(part, report.files.of(part));
        report.parts.push_back(reportOf(part, report.files, set));
        addNeeds(report.needs, part, set);
        if (part == ModelPart::TextEncoder && !set.find(u"visual.merger.ln_q.weight"_s))
            report.missing << ReportTexts::tr("vision tower of the text encoder (mmproj)");
        if (part == ModelPart::Transformer)
            report.family = familyOf(report.files, report.parts.back().config);
    }
    if (report.files.tokenizer.isEmpty())
        report.missing << ReportTexts::tr("tokenizer (vocab.json and merges.txt)");
    return report;
}

MemoryPlan planHere(const ModelReport& report, const std::optional<Machine::Gpu>& gpu,
                    const CancelToken& cancel)
{
    Machine machine = readMachine();
    machine.gpu = gpu;
    if (!report.files.transformer.isEmpty())
        machine.diskBytesPerSecond = measureDiskSpeed(report.files.transformer.front(), cancel).value_or(0);
    return planMemory(report.needs, machine, publishedWorkingBytes);
}

QStringList verifyModel(const ModelReport& report, const CancelToken& cancel,
                        const std::function<void(double)>& progress)
{
    QStringList wrong;
    const auto parts = static_cast<double>(report.parts.size());
    double before = 0;
    for (const PartReport& part : report.parts) {
        try {
            verifyPart(part, cancel, [&](double fraction) {
                if (progress)
                    progress((before + fraction) / parts);
            });
        } catch (const UserError& error) {
            wrong << error.summary() + u' ' + error.why();
        }
        before += 1;
    }
    return wrong;
}

} // namespace focal
