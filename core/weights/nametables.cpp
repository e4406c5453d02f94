#include "core/weights/nametables.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PartTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::ModelPart)
};

struct Rename
{
    QStringView from;
    QStringView to;
};

/// llama.cpp's names of the layers below "blk.N." and of what stands outside of them.
constexpr std::array languageLayer{
    Rename{u"attn_norm.", u"input_layernorm."}, Rename{u"ffn_norm.", u"post_attention_layernorm."},
    Rename{u"attn_q.", u"self_attn.q_proj."},   Rename{u"attn_k.", u"self_attn.k_proj."},
    Rename{u"attn_v.", u"self_attn.v_proj."},   Rename{u"attn_output.", u"self_attn.o_proj."},
    Rename{u"ffn_gate.", u"mlp.gate_proj."},    Rename{u"ffn_up.", u"mlp.up_proj."},
    Rename{u"ffn_down.", u"mlp.down_proj."},
};
constexpr std::array languageOuter{
    Rename{u"token_embd.", u"model.embed_tokens."},
    Rename{u"output_norm.", u"model.norm."},
    Rename{u"output.", u"lm_head."},
};
constexpr std::array visionLayer{
    Rename{u"ln1.", u"norm1."},
    Rename{u"ln2.", u"norm2."},
    Rename{u"attn_qkv.", u"attn.qkv."},
    Rename{u"attn_out.", u"attn.proj."},
    Rename{u"ffn_gate.", u"mlp.gate_proj."},
    Rename{u"ffn_up.", u"mlp.up_proj."},
    Rename{u"ffn_down.", u"mlp.down_proj."},
};
constexpr std::array visionOuter{
    Rename{u"v.post_ln.", u"visual.merger.ln_q."},
    Rename{u"mm.0.", u"visual.merger.mlp.0."},
    Rename{u"mm.2.", u"visual.merger.mlp.2."},
};

template <typename Table>
std::optional<QString> renamed(const Table& table, QStringView name)
{
    for (const Rename& row : table) {
        if (name.startsWith(row.from))
            return row.to.toString() + name.mid(row.from.size()).toString();
    }
    return std::nullopt;
}

/// Splits "blk.12.attn_q.weight" into "12" and "attn_q.weight".
std::optional<std::pair<QString, QString>> layerOf(const QString& name, QStringView prefix)
{
    if (!name.startsWith(prefix))
        return std::nullopt;
    const QString rest = name.mid(prefix.size());
    const qsizetype dot = rest.indexOf(u'.');
    if (dot <= 0)
        return std::nullopt;
    return std::pair(rest.left(dot), rest.mid(dot + 1));
}

std::optional<PublishedPlace> visionPlace(const QString& name)
{
    if (name == u"v.patch_embd.weight" || name == u"v.patch_embd.weight.1")
        return PublishedPlace{u"visual.patch_embed.proj.weight"_s, Joining::Slices,
                              name.endsWith(u".1") ? 1 : 0, 2};
    if (const auto outer = renamed(visionOuter, name))
        return PublishedPlace{*outer};
    const auto layer = layerOf(name, u"v.blk.");
    if (!layer)
        return std::nullopt;
    const QString prefix = u"visual.blocks."_s + layer->first + u'.';
    constexpr std::array<QStringView, 3> joined{u"attn_q.", u"attn_k.", u"attn_v."};
    for (std::size_t i = 0; i < joined.size(); ++i) {
        if (layer->second.startsWith(joined[i]))
            return PublishedPlace{prefix + u"attn.qkv."_s + layer->second.mid(joined[i].size()),
                                  Joining::Rows, static_cast<int>(i), static_cast<int>(joined.size())};
    }
    if (const auto inner = renamed(visionLayer, layer->second))
        return PublishedPlace{prefix + *inner};
    return std::nullopt;
}

PublishedPlace llamaPlace(const QString& name)
{
    if (const auto vision = visionPlace(name))
        return *vision;
    if (const auto outer = renamed(languageOuter, name))
        return {*outer};
    if (const auto layer = layerOf(name, u"blk.")) {
        if (const auto inner = renamed(languageLayer, layer->second))
            return {u"model.layers."_s + layer->first + u'.' + *inner};
    }
    return {name};
}

/// Inside of a residual block of Wan's own names.
QString residualName(const QString& rest)
{
    constexpr std::array rows{
        Rename{u"residual.0.gamma", u"norm1.gamma"}, Rename{u"residual.2.", u"conv1."},
        Rename{u"residual.3.gamma", u"norm2.gamma"}, Rename{u"residual.6.", u"conv2."},
        Rename{u"shortcut.", u"conv_shortcut."},
    };
    return renamed(rows, rest).value_or(rest);
}

QString wanName(const QString& name)
{
    constexpr std::array outer{Rename{u"conv1.", u"quant_conv."}, Rename{u"conv2.", u"post_quant_conv."}};
    if (const auto found = renamed(outer, name))
        return *found;
    const QString side = name.section(u'.', 0, 0);
    if (side != u"encoder" && side != u"decoder")
        return name;
    const QString rest = name.mid(side.size() + 1);
    constexpr std::array ends{
        Rename{u"conv1.", u"conv_in."},
        Rename{u"head.0.gamma", u"norm_out.gamma"},
        Rename{u"head.2.", u"conv_out."},
        Rename{u"middle.1.", u"mid_block.attentions.0."},
    };
    if (const auto found = renamed(ends, rest))
        return side + u'.' + *found;
    for (const auto& [from, to] :
         {Rename{u"middle.0.", u"mid_block.resnets.0."}, Rename{u"middle.2.", u"mid_block.resnets.1."}}) {
        if (rest.startsWith(from))
            return side + u'.' + to.toString() + residualName(rest.mid(from.size()));
    }
    if (const auto layer = layerOf(rest, u"downsamples."); layer && side == u"encoder")
        return u"encoder.down_blocks."_s + layer->first + u'.' + residualName(layer->second);
    const auto layer = layerOf(rest, u"upsamples.");
    bool isNumber = false;
    const int index = layer ? layer->first.toInt(&isNumber) : 0;
    if (!isNumber || side != u"decoder")
        return name;
    // Three residual blocks and what doubles the size make up one block of diffusers.
    const QString block = u"decoder.up_blocks.%1."_s.arg(index / 4);
    if (index % 4 == 3)
        return block + u"upsamplers.0."_s + layer->second;
    return block + u"resnets.%1."_s.arg(index % 4) + residualName(layer->second);
}

/// What comes before @p anchor in the one name that ends with it: empty, or something that ends with a dot.
std::optional<QString> prefixBefore(const QStringList& names, QStringView anchor)
{
    std::optional<QString> shortest;
    for (const QString& name : names) {
        if (!name.endsWith(anchor))
            continue;
        const QString prefix = name.chopped(anchor.size());
        if ((prefix.isEmpty() || prefix.endsWith(u'.')) && (!shortest || prefix.size() < shortest->size()))
            shortest = prefix;
    }
    return shortest;
}

/// Whether the name is one of a file that holds all parts of a model.
bool belongsToAnother(const QString& name, const QString& ownPrefix)
{
    constexpr std::array<QStringView, 8> prefixes{
        u"model.diffusion_model.", u"diffusion_model.",  u"transformer.", u"first_stage_model.", u"vae.",
        u"text_encoders.",         u"cond_stage_model.", u"conditioner."};
    return std::any_of(prefixes.begin(), prefixes.end(), [&](QStringView prefix) {
        return name.startsWith(prefix) && !ownPrefix.startsWith(prefix);
    });
}

} // namespace

QString partName(ModelPart part)
{
    switch (part) {
    case ModelPart::Transformer:
        return u"transformer"_s;
    case ModelPart::TextEncoder:
        return u"text_encoder"_s;
    case ModelPart::Vae:
        break;
    }
    return u"vae"_s;
}

QString partWords(ModelPart part)
{
    switch (part) {
    case ModelPart::Transformer:
        return PartTexts::tr("transformer");
    case ModelPart::TextEncoder:
        return PartTexts::tr("text encoder");
    case ModelPart::Vae:
        break;
    }
    return PartTexts::tr("VAE");
}

std::optional<NameTable> NameTable::detect(ModelPart part, const QStringList& names)
{
    struct Anchor
    {
        ModelPart part;
        Spelling spelling;
        QStringView name;
    };
    // In this order: the newer names of a text encoder would also match as the older ones behind a prefix.
    constexpr std::array anchors{
        Anchor{ModelPart::Transformer, Spelling::Published, u"transformer_blocks.0.img_mod.1.weight"},
        Anchor{ModelPart::TextEncoder, Spelling::Nested,
               u"model.language_model.layers.0.self_attn.q_proj.weight"},
        Anchor{ModelPart::TextEncoder, Spelling::Published, u"model.layers.0.self_attn.q_proj.weight"},
        Anchor{ModelPart::TextEncoder, Spelling::LlamaCpp, u"blk.0.attn_q.weight"},
        Anchor{ModelPart::TextEncoder, Spelling::LlamaCpp, u"v.blk.0.ln1.weight"},
        Anchor{ModelPart::Vae, Spelling::Published, u"decoder.mid_block.resnets.0.norm1.gamma"},
        Anchor{ModelPart::Vae, Spelling::Wan, u"decoder.middle.0.residual.0.gamma"},
    };
    for (const Anchor& anchor : anchors) {
        if (anchor.part != part)
            continue;
        if (anchor.spelling == Spelling::LlamaCpp) {
            if (names.contains(anchor.name))
                return NameTable(anchor.spelling, {});
        } else if (const auto prefix = prefixBefore(names, anchor.name)) {
            return NameTable(anchor.spelling, *prefix);
        }
    }
    return std::nullopt;
}

std::optional<PublishedPlace> NameTable::place(const QString& stored) const
{
    if (belongsToAnother(stored, m_prefix))
        return std::nullopt;
    if (!stored.startsWith(m_prefix))
        return PublishedPlace{stored};
    const QString name = stored.mid(m_prefix.size());
    switch (m_spelling) {
    case Spelling::Published:
        return PublishedPlace{name};
    case Spelling::Nested:
        if (name.startsWith(u"model.language_model."))
            return PublishedPlace{u"model."_s + name.mid(21)};
        if (name.startsWith(u"model.visual."))
            return PublishedPlace{name.mid(6)};
        return PublishedPlace{name};
    case Spelling::LlamaCpp:
        return llamaPlace(name);
    case Spelling::Wan:
        break;
    }
    return PublishedPlace{wanName(name)};
}

QString NameTable::words() const
{
    const QString suffix = m_prefix.isEmpty() ? QString() : PartTexts::tr(", behind \"%1\"").arg(m_prefix);
    switch (m_spelling) {
    case Spelling::Published:
        return PartTexts::tr("published names") + suffix;
    case Spelling::Nested:
        return PartTexts::tr("newer names of transformers") + suffix;
    case Spelling::LlamaCpp:
        return PartTexts::tr("names of llama.cpp") + suffix;
    case Spelling::Wan:
        break;
    }
    return PartTexts::tr("names of Wan") + suffix;
}

} // namespace focal
