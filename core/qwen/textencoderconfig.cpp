#include "core/qwen/textencoderconfig.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr qint64 maxFileBytes = 1024 * 1024;
constexpr double maxCount = 1 << 20; // above every width and count of these models, and no product overflows

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(focal::TextEncoderConfig)
};

[[noreturn]] void unusable(const QString& name, const QString& why)
{
    throw UserError(ErrorKind::BadInput,
                    Text::tr("The description %1 of the text encoder cannot be used.").arg(name), why,
                    Text::tr("Focal reads the text encoder of Qwen-Image-Edit (Qwen2.5-VL)."));
}

/// The fields of a part, and the file's for those that it lacks.
class Fields
{
public:
    Fields(QString name, QJsonObject own, QJsonObject outer = {})
        : m_name(std::move(name)), m_own(std::move(own)), m_outer(std::move(outer))
    {
    }

    QJsonValue value(const char* key) const
    {
        const QJsonValue own = m_own.value(QLatin1String(key));
        return own.isUndefined() || own.isNull() ? m_outer.value(QLatin1String(key)) : own;
    }

    void read(const char* key, int64_t& target) const
    {
        const QJsonValue found = value(key);
        if (!found.isUndefined() && !found.isNull())
            target = whole(found, key);
    }

    void read(const char* key, double& target) const
    {
        const QJsonValue found = value(key);
        if (found.isUndefined() || found.isNull())
            return;
        const double number = found.toDouble();
        if (!(number > 0) || !std::isfinite(number))
            unusable(m_name, Text::tr("%1 is not a positive number.").arg(QLatin1String(key)));
        target = number;
    }

    int64_t whole(const QJsonValue& found, const char* key, int64_t least = 1) const
    {
        const double number = found.toDouble(-1);
        if (number < double(least) || number > maxCount || number != std::floor(number))
            unusable(m_name, Text::tr("%1 is not a whole number in range.").arg(QLatin1String(key)));
        return int64_t(number);
    }

    /// @throws UserError where the field is there and says something else
    void require(const char* key, const QStringList& allowed) const
    {
        const QJsonValue found = value(key);
        if (found.isString() && !allowed.contains(found.toString()))
            unusable(m_name, Text::tr("%1 is \"%2\", which Focal does not know.")
                                 .arg(QLatin1String(key), found.toString()));
    }

    const QString& name() const { return m_name; }

private:
    QString m_name;
    QJsonObject m_own;
    QJsonObject m_outer;
};

VisionConfig visionFrom(const Fields& fields)
{
    VisionConfig config;
    fields.require("hidden_act", {QStringLiteral("silu")});
    fields.read("depth", config.depth);
    fields.read("hidden_size", config.hidden);
    fields.read("intermediate_size", config.intermediate);
    fields.read("num_heads", config.heads);
    fields.read("in_chans", config.channels);
    fields.read("in_channels", config.channels);
    fields.read("patch_size", config.patch);
    fields.read("temporal_patch_size", config.temporalPatch);
    fields.read("spatial_merge_size", config.merge);
    fields.read("window_size", config.window);
    fields.read("out_hidden_size", config.output);
    if (const QJsonValue blocks = fields.value("fullatt_block_indexes"); blocks.isArray()) {
        config.fullAttention.clear();
        for (const QJsonValue block : blocks.toArray())
            config.fullAttention.push_back(fields.whole(block, "fullatt_block_indexes", 0));
    }
    // Channels turn by row and by column, in pairs.
    if (config.hidden % config.heads != 0 || config.headWidth() % 4 != 0 || config.windowCells() < 1 ||
        config.channels != 3)
        unusable(fields.name(), Text::tr("The sizes of its vision part do not fit together."));
    return config;
}

LanguageConfig languageFrom(const Fields& fields)
{
    LanguageConfig config;
    fields.require("hidden_act", {QStringLiteral("silu")});
    fields.read("hidden_size", config.hidden);
    fields.read("intermediate_size", config.intermediate);
    fields.read("num_hidden_layers", config.layers);
    fields.read("num_attention_heads", config.heads);
    fields.read("num_key_value_heads", config.keyHeads);
    fields.read("vocab_size", config.vocabulary);
    fields.read("rms_norm_eps", config.normEpsilon);
    fields.read("rope_theta", config.ropeTheta);
    if (fields.value("use_sliding_window").toBool())
        unusable(fields.name(), Text::tr("It attends within sliding windows, which Focal does not know."));
    for (const char* key : {"rope_scaling", "rope_parameters"}) {
        const Fields rope(fields.name(), fields.value(key).toObject());
        rope.require("type", {QStringLiteral("default"), QStringLiteral("mrope")});
        rope.require("rope_type", {QStringLiteral("default"), QStringLiteral("mrope")});
        rope.read("rope_theta", config.ropeTheta);
        const QJsonValue sections = rope.value("mrope_section");
        if (!sections.isArray())
            continue;
        if (sections.toArray().size() != 3)
            unusable(fields.name(), Text::tr("%1 is not three numbers.").arg(QLatin1String("mrope_section")));
        for (int i = 0; i < 3; ++i)
            config.ropeSections[size_t(i)] = rope.whole(sections.toArray()[i], "mrope_section", 0);
    }
    const int64_t pairs = config.ropeSections[0] + config.ropeSections[1] + config.ropeSections[2];
    if (config.hidden % config.heads != 0 || config.heads % config.keyHeads != 0 ||
        2 * pairs != config.headWidth())
        unusable(fields.name(), Text::tr("The sizes of its language part do not fit together."));
    return config;
}

} // namespace

bool VisionConfig::isFull(int64_t block) const
{
    return std::find(fullAttention.begin(), fullAttention.end(), block) != fullAttention.end();
}

TextEncoderConfig TextEncoderConfig::fromFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        unusable(path, file.errorString());
    if (file.size() > maxFileBytes)
        unusable(path, Text::tr("It is too large for a description."));
    return fromJson(file.readAll(), path);
}

TextEncoderConfig TextEncoderConfig::fromJson(const QByteArray& json, const QString& name)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        unusable(name, error.error == QJsonParseError::NoError ? Text::tr("It is not a JSON object.")
                                                               : error.errorString());
    const QJsonObject root = document.object();
    const QString vision = QStringLiteral("vision_config");
    if (!root.value(vision).isObject())
        unusable(name, Text::tr("It has no vision part."));
    TextEncoderConfig config;
    config.vision = visionFrom(Fields(name, root.value(vision).toObject()));
    config.language = languageFrom(Fields(name, root.value(QLatin1String("text_config")).toObject(), root));
    if (config.vision.output != config.language.hidden)
        unusable(name, Text::tr("Its two parts are of different widths."));
    return config;
}

} // namespace focal
