#include "core/weights/publishedtensors.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ConfigTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::PublishedTensors)
};

/// A whole number of a configuration, which is nobody's to trust: products of three must fit 63 bits.
qint64 number(const QJsonObject& config, const QString& key, std::optional<qint64> otherwise = {},
              qint64 largest = 1 << 20)
{
    const QJsonValue value = config.value(key);
    if (value.isUndefined() && otherwise)
        return *otherwise;
    const qint64 found = value.toInteger(-1);
    if (found < 1 || found > largest)
        throw UserError(ErrorKind::BadInput, ConfigTexts::tr("The model's configuration cannot be used."),
                        ConfigTexts::tr("Expected \"%1\" from 1 to %2, got %3.")
                            .arg(key)
                            .arg(largest)
                            .arg(value.isUndefined() ? ConfigTexts::tr("nothing")
                                                     : value.toVariant().toString().left(40)),
                        ConfigTexts::tr("Fetch config.json again."));
    return found;
}

/// As many layers as one may ask for without filling the memory with their names.
qint64 layerCount(const QJsonObject& config, const QString& key)
{
    constexpr qint64 most = 256;
    return number(config, key, {}, most);
}

class List
{
public:
    std::vector<PublishedTensor> tensors;

    void add(const QString& name, TensorShape shape, bool isOptional = false)
    {
        tensors.push_back({name, std::move(shape), isOptional});
    }
    void linear(const QString& name, qint64 output, qint64 input, bool hasBias = true)
    {
        add(name + u".weight"_s, {output, input});
        if (hasBias)
            add(name + u".bias"_s, {output});
    }
    void convolution(const QString& name, TensorShape shape)
    {
        const qint64 output = shape.front();
        add(name + u".weight"_s, std::move(shape));
        add(name + u".bias"_s, {output});
    }
};

void addTransformerBlock(List& list, const QString& block, qint64 width, qint64 headWidth)
{
    for (const auto& stream : {u"img"_s, u"txt"_s}) {
        list.linear(block + stream + u"_mod.1"_s, 6 * width, width);
        list.linear(block + stream + u"_mlp.net.0.proj"_s, 4 * width, width);
        list.linear(block + stream + u"_mlp.net.2"_s, width, 4 * width);
    }
    for (const auto& name : {u"to_q"_s, u"to_k"_s, u"to_v"_s, u"add_q_proj"_s, u"add_k_proj"_s,
                             u"add_v_proj"_s, u"to_out.0"_s, u"to_add_out"_s})
        list.linear(block + u"attn."_s + name, width, width);
    for (const auto& name : {u"norm_q"_s, u"norm_k"_s, u"norm_added_q"_s, u"norm_added_k"_s})
        list.add(block + u"attn."_s + name + u".weight"_s, {headWidth});
}

void addTransformer(List& list, const QJsonObject& config)
{
    constexpr qint64 sinusoidWidth = 256;
    const qint64 headWidth = number(config, u"attention_head_dim"_s);
    const qint64 width = number(config, u"num_attention_heads"_s) * headWidth;
    const qint64 joint = number(config, u"joint_attention_dim"_s);
    const qint64 patch = number(config, u"patch_size"_s, 2);
    list.linear(u"img_in"_s, width, number(config, u"in_channels"_s));
    list.linear(u"txt_in"_s, width, joint);
    list.add(u"txt_norm.weight"_s, {joint});
    list.linear(u"time_text_embed.timestep_embedder.linear_1"_s, width, sinusoidWidth);
    list.linear(u"time_text_embed.timestep_embedder.linear_2"_s, width, width);
    list.linear(u"norm_out.linear"_s, 2 * width, width);
    list.linear(u"proj_out"_s, patch * patch * number(config, u"out_channels"_s), width);
    const qint64 layers = layerCount(config, u"num_layers"_s);
    for (qint64 i = 0; i < layers; ++i)
        addTransformerBlock(list, u"transformer_blocks.%1."_s.arg(i), width, headWidth);
}

void addLanguage(List& list, const QJsonObject& text)
{
    const qint64 width = number(text, u"hidden_size"_s);
    const qint64 heads = number(text, u"num_attention_heads"_s);
    const qint64 headWidth = number(text, u"head_dim"_s, std::max<qint64>(1, width / heads));
    const qint64 keys = number(text, u"num_key_value_heads"_s) * headWidth;
    const qint64 inner = number(text, u"intermediate_size"_s);
    const qint64 vocabulary = number(text, u"vocab_size"_s);
    list.add(u"model.embed_tokens.weight"_s, {vocabulary, width});
    list.add(u"model.norm.weight"_s, {width});
    list.add(u"lm_head.weight"_s, {vocabulary, width}, true);
    const qint64 layers = layerCount(text, u"num_hidden_layers"_s);
    for (qint64 i = 0; i < layers; ++i) {
        const QString layer = u"model.layers.%1."_s.arg(i);
        list.add(layer + u"input_layernorm.weight"_s, {width});
        list.add(layer + u"post_attention_layernorm.weight"_s, {width});
        list.linear(layer + u"self_attn.q_proj"_s, heads * headWidth, width);
        list.linear(layer + u"self_attn.k_proj"_s, keys, width);
        list.linear(layer + u"self_attn.v_proj"_s, keys, width);
        list.linear(layer + u"self_attn.o_proj"_s, width, heads * headWidth, false);
        list.linear(layer + u"mlp.gate_proj"_s, inner, width, false);
        list.linear(layer + u"mlp.up_proj"_s, inner, width, false);
        list.linear(layer + u"mlp.down_proj"_s, width, inner, false);
    }
}

void addVision(List& list, const QJsonObject& vision)
{
    const qint64 width = number(vision, u"hidden_size"_s);
    const qint64 inner = number(vision, u"intermediate_size"_s);
    const qint64 patch = number(vision, u"patch_size"_s, 14);
    const qint64 merge = number(vision, u"spatial_merge_size"_s, 2);
    const qint64 merged = width * merge * merge;
    list.add(u"visual.patch_embed.proj.weight"_s,
             {width, number(vision, u"in_channels"_s, number(vision, u"in_chans"_s, 3)),
              number(vision, u"temporal_patch_size"_s, 2), patch, patch});
    list.add(u"visual.merger.ln_q.weight"_s, {width});
    list.linear(u"visual.merger.mlp.0"_s, merged, merged);
    list.linear(u"visual.merger.mlp.2"_s, number(vision, u"out_hidden_size"_s), merged);
    const qint64 layers = layerCount(vision, u"depth"_s);
    for (qint64 i = 0; i < layers; ++i) {
        const QString layer = u"visual.blocks.%1."_s.arg(i);
        list.add(layer + u"norm1.weight"_s, {width});
        list.add(layer + u"norm2.weight"_s, {width});
        list.linear(layer + u"attn.qkv"_s, 3 * width, width);
        list.linear(layer + u"attn.proj"_s, width, width);
        list.linear(layer + u"mlp.gate_proj"_s, inner, width);
        list.linear(layer + u"mlp.up_proj"_s, inner, width);
        list.linear(layer + u"mlp.down_proj"_s, width, inner);
    }
}

/// The parts of the VAE, which all lie on one side of it: "encoder." or "decoder.".
class VaeSide
{
public:
    VaeSide(List& list, QString prefix) : m_list(list), m_prefix(std::move(prefix)) {}

    void convolution(const QString& name, qint64 output, qint64 input)
    {
        m_list.convolution(m_prefix + name, {output, input, 3, 3, 3});
    }
    void norm(const QString& name, qint64 width)
    {
        m_list.add(m_prefix + name + u".gamma"_s, {width, 1, 1, 1});
    }
    void residual(const QString& name, qint64 input, qint64 output)
    {
        norm(name + u".norm1"_s, input);
        convolution(name + u".conv1"_s, output, input);
        norm(name + u".norm2"_s, output);
        convolution(name + u".conv2"_s, output, output);
        if (input != output)
            m_list.convolution(m_prefix + name + u".conv_shortcut"_s, {output, input, 1, 1, 1});
    }
    void resample(const QString& name, qint64 output, qint64 input, qint64 timeOutput)
    {
        m_list.convolution(m_prefix + name + u".resample.1"_s, {output, input, 3, 3});
        if (timeOutput > 0)
            m_list.convolution(m_prefix + name + u".time_conv"_s, {timeOutput, input, 3, 1, 1});
    }
    void middle(qint64 width)
    {
        const QString attention = m_prefix + u"mid_block.attentions.0."_s;
        m_list.add(attention + u"norm.gamma"_s, {width, 1, 1});
        m_list.convolution(attention + u"to_qkv"_s, {3 * width, width, 1, 1});
        m_list.convolution(attention + u"proj"_s, {width, width, 1, 1});
        residual(u"mid_block.resnets.0"_s, width, width);
        residual(u"mid_block.resnets.1"_s, width, width);
    }

private:
    List& m_list;
    QString m_prefix;
};

/// A short list of the VAE's configuration, or the published one.
template <std::size_t count>
std::vector<qint64> numbers(const QJsonObject& config, const QString& key,
                            const std::array<qint64, count>& published)
{
    if (!config.contains(key))
        return {published.begin(), published.end()};
    constexpr qsizetype most = 8;
    std::vector<qint64> list;
    const QJsonArray array = config.value(key).toArray();
    for (qsizetype i = 0; i < std::min(most, array.size()); ++i)
        list.push_back(
            std::clamp<qint64>(array[i].isBool() ? qint64{array[i].toBool()} : array[i].toInteger(), 0, 64));
    return list;
}

void addVae(List& list, const QJsonObject& config)
{
    const qint64 base = number(config, u"base_dim"_s);
    const qint64 latent = number(config, u"z_dim"_s);
    const qint64 blocks = std::min<qint64>(number(config, u"num_res_blocks"_s, 2), 16);
    const qint64 channels = number(config, u"input_channels"_s, 3);
    const std::vector<qint64> factors = numbers<4>(config, u"dim_mult"_s, {1, 2, 4, 4});
    std::vector<qint64> inTime = numbers<3>(config, u"temperal_downsample"_s, {0, 1, 1});
    if (factors.empty())
        number({}, u"dim_mult"_s); // says what is missing
    inTime.resize(factors.size());
    const std::size_t last = factors.size() - 1;
    VaeSide encoder(list, u"encoder."_s);
    encoder.convolution(u"conv_in"_s, base, channels);
    qint64 width = base;
    int index = 0;
    for (std::size_t i = 0; i <= last; ++i) {
        for (qint64 block = 0; block < blocks; ++block, width = base * factors[i])
            encoder.residual(u"down_blocks.%1"_s.arg(index++), width, base * factors[i]);
        if (i < last)
            encoder.resample(u"down_blocks.%1"_s.arg(index++), width, width, inTime[i] != 0 ? width : 0);
    }
    encoder.middle(width);
    encoder.norm(u"norm_out"_s, width);
    encoder.convolution(u"conv_out"_s, 2 * latent, width);
    list.convolution(u"quant_conv"_s, {2 * latent, 2 * latent, 1, 1, 1});
    list.convolution(u"post_quant_conv"_s, {latent, latent, 1, 1, 1});
    VaeSide decoder(list, u"decoder."_s);
    decoder.convolution(u"conv_in"_s, width, latent);
    decoder.middle(width);
    for (std::size_t i = 0; i <= last; ++i) {
        const qint64 output = base * factors[last - i];
        for (qint64 block = 0; block <= blocks; ++block, width = output)
            decoder.residual(u"up_blocks.%1.resnets.%2"_s.arg(i).arg(block), width, output);
        if (i < last) {
            decoder.resample(u"up_blocks.%1.upsamplers.0"_s.arg(i), output / 2, output,
                             inTime[last - 1 - i] != 0 ? 2 * output : 0);
            width = output / 2;
        }
    }
    decoder.norm(u"norm_out"_s, width);
    decoder.convolution(u"conv_out"_s, channels, width);
}

/// The dimension @p at of a tensor; nothing in the way of a number where it is not there.
qint64 dimension(const TensorSet& tensors, const QString& name, std::size_t at)
{
    const StoredTensor* tensor = tensors.find(name);
    return tensor && tensor->shape.size() > at ? tensor->shape[at] : 0;
}

/// How many layers there are: one more than the highest number behind @p prefix.
qint64 layersBehind(const TensorSet& tensors, const QString& prefix)
{
    qint64 count = 0;
    for (const StoredTensor& tensor : tensors.tensors()) {
        if (tensor.name.startsWith(prefix))
            count = std::max(count, tensor.name.mid(prefix.size()).section(u'.', 0, 0).toLongLong() + 1);
    }
    return count;
}

QJsonObject transformerConfig(const TensorSet& tensors)
{
    const qint64 headWidth = dimension(tensors, u"transformer_blocks.0.attn.norm_q.weight"_s, 0);
    const qint64 width = dimension(tensors, u"img_in.weight"_s, 0);
    const qint64 patch = 2;
    return {{u"patch_size"_s, patch},
            {u"in_channels"_s, dimension(tensors, u"img_in.weight"_s, 1)},
            {u"out_channels"_s, dimension(tensors, u"proj_out.weight"_s, 0) / (patch * patch)},
            {u"num_layers"_s, layersBehind(tensors, u"transformer_blocks."_s)},
            {u"attention_head_dim"_s, headWidth},
            {u"num_attention_heads"_s, headWidth > 0 ? width / headWidth : 0},
            {u"joint_attention_dim"_s, dimension(tensors, u"txt_in.weight"_s, 1)},
            {u"guidance_embeds"_s, false},
            {u"axes_dims_rope"_s, QJsonArray{16, 56, 56}},
            {u"zero_cond_t"_s, tensors.hasMarker(u"__index_timestep_zero__"_s)}};
}

QJsonObject textEncoderConfig(const TensorSet& tensors)
{
    const qint64 headWidth = 128;
    const qint64 visionHeadWidth = 80;
    const qint64 visionWidth = dimension(tensors, u"visual.merger.ln_q.weight"_s, 0);
    const QJsonObject vision{
        {u"depth"_s, layersBehind(tensors, u"visual.blocks."_s)},
        {u"hidden_size"_s, visionWidth},
        {u"intermediate_size"_s, dimension(tensors, u"visual.blocks.0.mlp.gate_proj.weight"_s, 0)},
        {u"num_heads"_s, std::max<qint64>(1, visionWidth / visionHeadWidth)},
        {u"in_chans"_s, dimension(tensors, u"visual.patch_embed.proj.weight"_s, 1)},
        {u"temporal_patch_size"_s, dimension(tensors, u"visual.patch_embed.proj.weight"_s, 2)},
        {u"patch_size"_s, dimension(tensors, u"visual.patch_embed.proj.weight"_s, 3)},
        {u"spatial_merge_size"_s, 2},
        {u"window_size"_s, 112},
        {u"fullatt_block_indexes"_s, QJsonArray{7, 15, 23, 31}},
        {u"out_hidden_size"_s, dimension(tensors, u"visual.merger.mlp.2.weight"_s, 0)},
        {u"hidden_act"_s, u"silu"_s},
        {u"tokens_per_second"_s, 2}};
    return {{u"hidden_size"_s, dimension(tensors, u"model.norm.weight"_s, 0)},
            {u"intermediate_size"_s, dimension(tensors, u"model.layers.0.mlp.gate_proj.weight"_s, 0)},
            {u"num_hidden_layers"_s, layersBehind(tensors, u"model.layers."_s)},
            {u"num_attention_heads"_s,
             dimension(tensors, u"model.layers.0.self_attn.q_proj.weight"_s, 0) / headWidth},
            {u"num_key_value_heads"_s,
             dimension(tensors, u"model.layers.0.self_attn.k_proj.weight"_s, 0) / headWidth},
            {u"vocab_size"_s, dimension(tensors, u"model.embed_tokens.weight"_s, 0)},
            {u"rms_norm_eps"_s, 1e-6},
            {u"rope_theta"_s, 1e6},
            {u"rope_scaling"_s,
             QJsonObject{{u"type"_s, u"default"_s}, {u"mrope_section"_s, QJsonArray{16, 24, 24}}}},
            {u"hidden_act"_s, u"silu"_s},
            {u"vision_config"_s, vision}};
}

QJsonObject vaeConfig(const TensorSet& tensors)
{
    constexpr std::array mean{-0.7571, -0.7089, -0.9113, 0.1075,  -0.1745, 0.9653,  -0.1517, 1.5508,
                              0.4134,  -0.0715, 0.5517,  -0.3632, -0.1922, -0.9497, 0.2503,  -0.2921};
    constexpr std::array deviation{2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743,
                                   3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160};
    QJsonArray means;
    QJsonArray deviations;
    for (std::size_t i = 0; i < mean.size(); ++i) {
        means.append(mean[i]);
        deviations.append(deviation[i]);
    }
    return {{u"base_dim"_s, dimension(tensors, u"encoder.conv_in.weight"_s, 0)},
            {u"z_dim"_s, dimension(tensors, u"post_quant_conv.weight"_s, 0)},
            {u"dim_mult"_s, QJsonArray{1, 2, 4, 4}},
            {u"num_res_blocks"_s, 2},
            {u"attn_scales"_s, QJsonArray{}},
            {u"temperal_downsample"_s, QJsonArray{false, true, true}},
            {u"input_channels"_s, dimension(tensors, u"encoder.conv_in.weight"_s, 1)},
            {u"latents_mean"_s, means},
            {u"latents_std"_s, deviations}};
}

} // namespace

std::vector<PublishedTensor> publishedTensors(ModelPart part, const QJsonObject& config)
{
    List list;
    switch (part) {
    case ModelPart::Transformer:
        addTransformer(list, config);
        break;
    case ModelPart::TextEncoder: {
        const QJsonObject text = config.value(u"text_config"_s).toObject();
        addLanguage(list, text.isEmpty() ? config : text);
        addVision(list, config.value(u"vision_config"_s).toObject());
        break;
    }
    case ModelPart::Vae:
        addVae(list, config);
        break;
    }
    return std::move(list.tensors);
}

QJsonObject configFromTensors(ModelPart part, const TensorSet& tensors)
{
    switch (part) {
    case ModelPart::Transformer:
        return transformerConfig(tensors);
    case ModelPart::TextEncoder:
        return textEncoderConfig(tensors);
    case ModelPart::Vae:
        break;
    }
    return vaeConfig(tensors);
}

QJsonObject readJsonObject(const QString& path)
{
    constexpr qint64 longest = 16 << 20;
    const QString what = ConfigTexts::tr("%1 cannot be used.").arg(path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw UserError(ErrorKind::BadInput, what, file.errorString(), ConfigTexts::tr("Check the path."));
    if (file.size() > longest)
        throw UserError(ErrorKind::BadInput, what,
                        ConfigTexts::tr("It has %1 bytes; the limit is %2.").arg(file.size()).arg(longest));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.read(file.size()), &error);
    if (!document.isObject())
        throw UserError(ErrorKind::BadInput, what,
                        error.error == QJsonParseError::NoError
                            ? ConfigTexts::tr("It holds no JSON object.")
                            : ConfigTexts::tr("It is not valid JSON at byte %1: %2.")
                                  .arg(error.offset)
                                  .arg(error.errorString()),
                        ConfigTexts::tr("Fetch the file again."));
    return document.object();
}

} // namespace focal
