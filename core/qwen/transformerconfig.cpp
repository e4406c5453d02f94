#include "core/qwen/transformerconfig.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace focal {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(focal::TransformerConfig)
};

[[noreturn]] void throwOther(const QString& why)
{
    throw UserError(ErrorKind::BadInput, Text::tr("This is no transformer of Qwen-Image-Edit."), why,
                    Text::tr("Choose a folder or file of Qwen-Image-Edit, 2509 or 2511."));
}

/// A whole number of config.json within limits that no sound model leaves.
int64_t number(const QJsonObject& json, const char* key, int64_t otherwise, int64_t most)
{
    const QJsonValue value = json.value(QLatin1String(key));
    if (value.isUndefined() || value.isNull())
        return otherwise;
    const double real = value.toDouble(-1);
    if (real < 1 || real > double(most) || real != double(int64_t(real)))
        throwOther(Text::tr("Its config.json gives no usable value for %1.").arg(QLatin1String(key)));
    return int64_t(real);
}

void check(const TransformerConfig& config)
{
    const auto& axes = config.axes;
    if (axes[0] + axes[1] + axes[2] != config.headChannels || axes[0] % 2 || axes[1] % 2 || axes[2] % 2)
        throwOther(Text::tr("The channels of its rotary positions do not add up to a head's."));
    if (config.inChannels != config.outChannels * config.patchSize * config.patchSize)
        throwOther(Text::tr("Its tokens do not hold whole patches of the latent picture."));
}

} // namespace

TransformerConfig TransformerConfig::fromJson(const QJsonObject& json)
{
    const QString kind = json.value(QLatin1String("_class_name")).toString();
    if (!kind.isEmpty() && kind != QLatin1String("QwenImageTransformer2DModel"))
        throwOther(Text::tr("Its config.json names the class %1.").arg(kind));
    for (const char* unknown : {"use_layer3d_rope", "use_additional_t_cond", "guidance_embeds"}) {
        if (json.value(QLatin1String(unknown)).toBool())
            throwOther(
                Text::tr("It asks for %1, which belongs to another model.").arg(QLatin1String(unknown)));
    }
    TransformerConfig config;
    config.patchSize = number(json, "patch_size", config.patchSize, 16);
    config.inChannels = number(json, "in_channels", config.inChannels, 65536);
    config.outChannels = number(json, "out_channels", config.outChannels, 4096);
    config.layers = number(json, "num_layers", config.layers, 1000);
    config.heads = number(json, "num_attention_heads", config.heads, 1000);
    config.headChannels = number(json, "attention_head_dim", config.headChannels, 4096);
    config.jointWidth = number(json, "joint_attention_dim", config.jointWidth, 65536);
    config.zeroCondT = json.value(QLatin1String("zero_cond_t")).toBool();
    const QJsonArray axes = json.value(QLatin1String("axes_dims_rope")).toArray();
    if (axes.size() == 3) {
        for (qsizetype i = 0; i < 3; ++i)
            config.axes[size_t(i)] = axes[i].toInt();
    }
    check(config);
    return config;
}

TransformerConfig TransformerConfig::fromTensors(const ShapeOf& shapeOf)
{
    const auto matrix = [&](const QString& name) {
        const std::optional<TensorShape> shape = shapeOf(name);
        if (!shape || shape->size() != 2)
            throwOther(Text::tr("It has no matrix %1.").arg(name));
        return *shape;
    };
    const QString block = QStringLiteral("transformer_blocks.%1.attn.norm_q.weight");
    const std::optional<TensorShape> head = shapeOf(block.arg(0));
    if (!head || head->size() != 1 || (*head)[0] < 1)
        throwOther(Text::tr("It has no tensor %1.").arg(block.arg(0)));

    TransformerConfig config;
    config.headChannels = (*head)[0];
    const TensorShape input = matrix(QStringLiteral("img_in.weight"));
    config.heads = input[0] / config.headChannels;
    config.inChannels = input[1];
    config.outChannels = config.inChannels / (config.patchSize * config.patchSize);
    config.jointWidth = matrix(QStringLiteral("txt_in.weight"))[1];
    config.layers = 1;
    while (shapeOf(block.arg(config.layers)))
        ++config.layers;
    config.zeroCondT = shapeOf(QStringLiteral("__index_timestep_zero__")).has_value();
    check(config);
    return config;
}

} // namespace focal
