#include "core/weights/nametables.h"

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestNameTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsPublishedNames_data()
    {
        QTest::addColumn<int>("part");
        QTest::addColumn<QString>("anchor");
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("published");
        const auto row = [](ModelPart part, const char* anchor, const char* stored, const char* published) {
            QTest::newRow(stored) << static_cast<int>(part) << QString::fromLatin1(anchor)
                                  << QString::fromLatin1(stored) << QString::fromLatin1(published);
        };
        const auto transformer = ModelPart::Transformer;
        row(transformer, "transformer_blocks.0.img_mod.1.weight", "img_in.bias", "img_in.bias");
        row(transformer, "model.diffusion_model.transformer_blocks.0.img_mod.1.weight",
            "model.diffusion_model.proj_out.bias", "proj_out.bias");
        const char* const wan = "decoder.middle.0.residual.0.gamma";
        for (const auto& [stored, published] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"conv1.weight", "quant_conv.weight"},
                 {"conv2.bias", "post_quant_conv.bias"},
                 {"encoder.conv1.weight", "encoder.conv_in.weight"},
                 {"encoder.downsamples.0.residual.0.gamma", "encoder.down_blocks.0.norm1.gamma"},
                 {"encoder.downsamples.3.shortcut.bias", "encoder.down_blocks.3.conv_shortcut.bias"},
                 {"encoder.downsamples.5.resample.1.weight", "encoder.down_blocks.5.resample.1.weight"},
                 {"encoder.downsamples.5.time_conv.weight", "encoder.down_blocks.5.time_conv.weight"},
                 {"encoder.middle.0.residual.2.weight", "encoder.mid_block.resnets.0.conv1.weight"},
                 {"decoder.middle.1.to_qkv.weight", "decoder.mid_block.attentions.0.to_qkv.weight"},
                 {"decoder.middle.1.norm.gamma", "decoder.mid_block.attentions.0.norm.gamma"},
                 {"decoder.middle.2.residual.6.bias", "decoder.mid_block.resnets.1.conv2.bias"},
                 {"decoder.upsamples.0.residual.3.gamma", "decoder.up_blocks.0.resnets.0.norm2.gamma"},
                 {"decoder.upsamples.3.time_conv.bias", "decoder.up_blocks.0.upsamplers.0.time_conv.bias"},
                 {"decoder.upsamples.4.shortcut.weight",
                  "decoder.up_blocks.1.resnets.0.conv_shortcut.weight"},
                 {"decoder.upsamples.14.residual.2.bias", "decoder.up_blocks.3.resnets.2.conv1.bias"},
                 {"decoder.head.0.gamma", "decoder.norm_out.gamma"},
                 {"decoder.head.2.weight", "decoder.conv_out.weight"},
                 {"decoder.upsamples.x.weight", "decoder.upsamples.x.weight"}})
            row(ModelPart::Vae, wan, stored, published);
        row(ModelPart::Vae, "vae.decoder.mid_block.resnets.0.norm1.gamma", "vae.quant_conv.bias",
            "quant_conv.bias");
        const auto text = ModelPart::TextEncoder;
        row(text, "model.language_model.layers.0.self_attn.q_proj.weight", "model.visual.merger.ln_q.weight",
            "visual.merger.ln_q.weight");
        row(text, "model.language_model.layers.0.self_attn.q_proj.weight",
            "model.language_model.embed_tokens.weight", "model.embed_tokens.weight");
        row(text, "text_encoders.qwen25_7b.transformer.model.layers.0.self_attn.q_proj.weight",
            "text_encoders.qwen25_7b.transformer.visual.blocks.0.norm1.weight",
            "visual.blocks.0.norm1.weight");
        for (const auto& [stored, published] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"token_embd.weight", "model.embed_tokens.weight"},
                 {"output_norm.weight", "model.norm.weight"},
                 {"output.weight", "lm_head.weight"},
                 {"blk.27.attn_q.bias", "model.layers.27.self_attn.q_proj.bias"},
                 {"blk.2.attn_output.weight", "model.layers.2.self_attn.o_proj.weight"},
                 {"blk.2.attn_norm.weight", "model.layers.2.input_layernorm.weight"},
                 {"blk.2.ffn_norm.weight", "model.layers.2.post_attention_layernorm.weight"},
                 {"blk.2.ffn_gate.weight", "model.layers.2.mlp.gate_proj.weight"},
                 {"v.blk.31.attn_out.bias", "visual.blocks.31.attn.proj.bias"},
                 {"v.blk.3.ffn_down.bias", "visual.blocks.3.mlp.down_proj.bias"},
                 {"v.blk.3.ln2.weight", "visual.blocks.3.norm2.weight"},
                 {"v.post_ln.weight", "visual.merger.ln_q.weight"},
                 {"mm.2.bias", "visual.merger.mlp.2.bias"}})
            row(text, "blk.0.attn_q.weight", stored, published);
    }
    void findsPublishedNames()
    {
        QFETCH(int, part);
        QFETCH(QString, anchor);
        QFETCH(QString, stored);
        QFETCH(QString, published);
        const auto table = NameTable::detect(static_cast<ModelPart>(part), {u"other"_s, anchor, stored});
        QVERIFY(table);
        const auto place = table->place(stored);
        QVERIFY(place);
        QCOMPARE(place->name, published);
        QCOMPARE(place->slots, 1);
    }

    void joinsWhatLlamaCppTookApart()
    {
        const auto table = NameTable::detect(ModelPart::TextEncoder, {u"v.blk.0.ln1.weight"_s});
        QVERIFY(table);
        const auto key = table->place(u"v.blk.7.attn_k.bias"_s);
        QCOMPARE(key->name, u"visual.blocks.7.attn.qkv.bias"_s);
        QCOMPARE(key->joining, Joining::Rows);
        QCOMPARE(key->slot, 1);
        QCOMPARE(key->slots, 3);
        const auto patch = table->place(u"v.patch_embd.weight.1"_s);
        QCOMPARE(patch->name, u"visual.patch_embed.proj.weight"_s);
        QCOMPARE(patch->joining, Joining::Slices);
        QCOMPARE(patch->slot, 1);
    }

    void leavesOtherPartsOfOneFileAlone()
    {
        const QStringList names{u"model.diffusion_model.transformer_blocks.0.img_mod.1.weight"_s,
                                u"vae.decoder.middle.0.residual.0.gamma"_s};
        const auto transformer = NameTable::detect(ModelPart::Transformer, names);
        const auto vae = NameTable::detect(ModelPart::Vae, names);
        QVERIFY(transformer && vae);
        QVERIFY(!transformer->place(names[1]) && !vae->place(names[0]));
        QCOMPARE(vae->place(names[1])->name, u"decoder.mid_block.resnets.0.norm1.gamma"_s);
        QVERIFY(!NameTable::detect(ModelPart::TextEncoder, names));
        // What nobody knows is neither's, and both report it.
        QCOMPARE(transformer->place(u"surprise"_s)->name, u"surprise"_s);
    }

    void doesNotTakeOtherModelsForItsOwn()
    {
        // FLUX has transformer_blocks as well.
        QVERIFY(!NameTable::detect(ModelPart::Transformer, {u"transformer_blocks.0.attn.to_q.weight"_s}));
        QVERIFY(!NameTable::detect(ModelPart::Vae, {u"decoder.conv_in.weight"_s}));
    }
};

QTEST_GUILESS_MAIN(TestNameTables)
#include "tst_nametables.moc"
