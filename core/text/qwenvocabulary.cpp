#include "core/text/qwenvocabulary.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace focal {

namespace {

constexpr qint64 maxFileBytes = 64 * 1024 * 1024; // the published tokenizer.json has 11.4 MB
constexpr const char* splitPattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(focal::QwenVocabulary)
};

[[noreturn]] void unusable(const QString& path, const QString& why)
{
    throw UserError(ErrorKind::BadInput, Text::tr("The tokenizer file %1 cannot be used.").arg(path), why,
                    Text::tr("Take the tokenizer's files from the model's own download."));
}

QByteArray contentsOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        unusable(path, file.errorString());
    if (file.size() > maxFileBytes)
        unusable(path, Text::tr("It is larger than any tokenizer."));
    return file.readAll();
}

QJsonObject objectIn(const QString& path)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(contentsOf(path), &error);
    if (error.error != QJsonParseError::NoError)
        unusable(path, Text::tr("It is not JSON: %1").arg(error.errorString()));
    if (!document.isObject())
        unusable(path, Text::tr("It is not a JSON object."));
    return document.object();
}

int idFrom(const QJsonValue& value, const QString& path)
{
    const int id = value.isDouble() ? value.toInt(-1) : -1;
    if (id < 0)
        unusable(path, Text::tr("A token's number is no whole number."));
    return id;
}

QHash<QString, int> idsIn(const QJsonObject& object, const QString& path)
{
    QHash<QString, int> ids;
    ids.reserve(object.size());
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        ids.insert(entry.key(), idFrom(entry.value(), path));
    return ids;
}

std::pair<QString, QString> mergeFrom(const QString& line, const QString& path)
{
    const qsizetype space = line.indexOf(u' ');
    if (space <= 0 || space + 1 == line.size() || line.indexOf(u' ', space + 1) >= 0)
        unusable(path, Text::tr("A merge is not two tokens with a space between."));
    return {line.left(space), line.mid(space + 1)};
}

std::vector<std::pair<QString, QString>> mergesIn(const QString& path)
{
    std::vector<std::pair<QString, QString>> merges;
    const QString text = QString::fromUtf8(contentsOf(path));
    for (qsizetype start = 0; start < text.size();) {
        qsizetype end = text.indexOf(u'\n', start);
        end = end < 0 ? text.size() : end;
        QString line = text.mid(start, end - start);
        if (line.endsWith(u'\r'))
            line.chop(1);
        const bool isHeader = start == 0 && line.startsWith(QLatin1String("#version"));
        if (!line.isEmpty() && !isHeader)
            merges.push_back(mergeFrom(line, path));
        start = end + 1;
    }
    return merges;
}

/// {"151643": {"content": "<|endoftext|>", ...}, ...}
QHash<QString, int> decoderTokens(const QJsonObject& decoder, const QString& path)
{
    QHash<QString, int> added;
    for (auto entry = decoder.begin(); entry != decoder.end(); ++entry) {
        bool isNumber = false;
        const int id = entry.key().toInt(&isNumber);
        const QString text = entry.value().toObject().value(QLatin1String("content")).toString();
        if (!isNumber || id < 0 || text.isEmpty())
            unusable(path, Text::tr("An added token has no text or number."));
        added.insert(text, id);
    }
    return added;
}

QHash<QString, int> addedTokensIn(const QDir& folder)
{
    const QString path = folder.filePath(QStringLiteral("added_tokens.json"));
    if (QFile::exists(path))
        return idsIn(objectIn(path), path);
    const QString config = folder.filePath(QStringLiteral("tokenizer_config.json"));
    if (QFile::exists(config))
        if (const QJsonValue decoder = objectIn(config).value(QLatin1String("added_tokens_decoder"));
            decoder.isObject())
            return decoderTokens(decoder.toObject(), config);
    return QwenVocabulary::publishedAddedTokens();
}

/// Whether the description says what core/text/qwentokenizer.cpp does.
bool isQwenPipeline(const QJsonObject& root)
{
    if (root.value(QLatin1String("normalizer")).toObject().value(QLatin1String("type")) !=
        QJsonValue(QStringLiteral("NFC")))
        return false;
    const QJsonObject before = root.value(QLatin1String("pre_tokenizer")).toObject();
    for (const QJsonValue step : before.value(QLatin1String("pretokenizers")).toArray())
        if (step.toObject().value(QLatin1String("pattern")).toObject().value(QLatin1String("Regex")) ==
            QJsonValue(QString::fromLatin1(splitPattern)))
            return true;
    return false;
}

std::pair<QString, QString> mergeFrom(const QJsonValue& value, const QString& path)
{
    if (value.isString())
        return mergeFrom(value.toString(), path);
    const QJsonArray halves = value.toArray();
    if (halves.size() != 2 || !halves[0].isString() || !halves[1].isString())
        unusable(path, Text::tr("A merge is not two tokens."));
    return {halves[0].toString(), halves[1].toString()};
}

} // namespace

QHash<QString, int> QwenVocabulary::publishedAddedTokens()
{
    static const char* const texts[] = {
        "<|endoftext|>",  "<|im_start|>",   "<|im_end|>",     "<|object_ref_start|>", "<|object_ref_end|>",
        "<|box_start|>",  "<|box_end|>",    "<|quad_start|>", "<|quad_end|>",         "<|vision_start|>",
        "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>",  "<|video_pad|>",        "<tool_call>",
        "</tool_call>",   "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>",       "<|fim_pad|>",
        "<|repo_name|>",  "<|file_sep|>"};
    QHash<QString, int> added;
    int id = 151643;
    for (const char* text : texts)
        added.insert(QString::fromLatin1(text), id++);
    return added;
}

QwenVocabulary QwenVocabulary::fromFolder(const QString& folder)
{
    const QDir dir(folder);
    const QString vocabulary = dir.filePath(QStringLiteral("vocab.json"));
    const QString whole = dir.filePath(QStringLiteral("tokenizer.json"));
    if (!QFile::exists(vocabulary) && QFile::exists(whole))
        return fromTokenizerJson(whole);
    QwenVocabulary result;
    result.source = folder;
    result.tokens = idsIn(objectIn(vocabulary), vocabulary);
    result.merges = mergesIn(dir.filePath(QStringLiteral("merges.txt")));
    result.added = addedTokensIn(dir);
    return result;
}

QwenVocabulary QwenVocabulary::fromTokenizerJson(const QString& path)
{
    const QJsonObject root = objectIn(path);
    const QJsonObject model = root.value(QLatin1String("model")).toObject();
    if (model.value(QLatin1String("type")) != QJsonValue(QStringLiteral("BPE")) || !isQwenPipeline(root))
        unusable(path, Text::tr("It describes another kind of tokenizer than Qwen2's."));
    QwenVocabulary result;
    result.source = path;
    result.tokens = idsIn(model.value(QLatin1String("vocab")).toObject(), path);
    const QJsonArray merges = model.value(QLatin1String("merges")).toArray();
    result.merges.reserve(size_t(merges.size()));
    for (const QJsonValue merge : merges)
        result.merges.push_back(mergeFrom(merge, path));
    for (const QJsonValue value : root.value(QLatin1String("added_tokens")).toArray()) {
        const QJsonObject token = value.toObject();
        const QString text = token.value(QLatin1String("content")).toString();
        if (text.isEmpty())
            unusable(path, Text::tr("An added token has no text or number."));
        result.added.insert(text, idFrom(token.value(QLatin1String("id")), path));
    }
    return result;
}

} // namespace focal
