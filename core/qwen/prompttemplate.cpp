#include "core/qwen/prompttemplate.h"

#include "core/base/error.h"

#include <QCoreApplication>

namespace focal {

namespace {

const QString& templateHead()
{
    static const QString text = QStringLiteral("<|im_start|>system\nDescribe the key features of the input "
                                               "image (color, shape, size, texture, objects, "
                                               "background), then explain how the user's text instruction "
                                               "should alter or modify the image. Generate a new "
                                               "image that meets the user's requirements while maintaining "
                                               "consistency with the original input where "
                                               "appropriate.<|im_end|>\n<|im_start|>user\n");
    return text;
}

QString pictureMarks(size_t count, PromptStyle style)
{
    QString mark = QStringLiteral("<|vision_start|><|image_pad|><|vision_end|>");
    if (style == PromptStyle::Edit)
        return mark;
    QString text;
    for (size_t i = 1; i <= count; ++i)
        text += QStringLiteral("Picture %1: ").arg(i) + mark;
    return text;
}

[[noreturn]] void reserved(const QString& text)
{
    throw UserError(ErrorKind::BadUsage,
                    QCoreApplication::translate("focal::PromptTemplate",
                                                "The instruction holds \"%1\", which stands for a picture "
                                                "in this model's language.")
                        .arg(text),
                    {}, QCoreApplication::translate("focal::PromptTemplate", "Leave it out."));
}

} // namespace

QwenPrompt makePrompt(const QwenTokenizer& tokenizer, const QString& instruction,
                      const std::vector<PatchGrid>& grids, PromptStyle style)
{
    const int64_t most = style == PromptStyle::Edit ? 1 : QwenPrompt::maxPictures;
    if (grids.empty() || int64_t(grids.size()) > most)
        throw LogicError(QStringLiteral("A prompt with %1 pictures").arg(grids.size()));
    const QString before = templateHead() + pictureMarks(grids.size(), style);
    const int begin = int(before.size());
    const int end = begin + int(instruction.size());
    const QString text = before + instruction + QStringLiteral("<|im_end|>\n<|im_start|>assistant\n");

    QwenPrompt prompt;
    prompt.grids = grids;
    prompt.imagePad = tokenizer.addedToken(QStringLiteral("<|image_pad|>"));
    const int videoPad = tokenizer.addedToken(QStringLiteral("<|video_pad|>"));
    std::vector<TextSpan> spans; // of the instruction's tokens
    int64_t firstRow = 0;
    size_t picture = 0;
    for (const QwenToken& token : tokenizer.tokenize(text)) {
        const bool ofInstruction = token.span.start >= begin && token.span.start < end;
        if (ofInstruction && (token.id == prompt.imagePad || token.id == videoPad))
            reserved(text.mid(token.span.start, token.span.length));
        if (ofInstruction) {
            if (spans.empty())
                firstRow = int64_t(prompt.ids.size()) - QwenPrompt::dropped;
            spans.push_back({token.span.start - begin, token.span.length});
        }
        const bool isPicture = token.id == prompt.imagePad;
        prompt.ids.insert(prompt.ids.end(), isPicture ? size_t(grids[picture++].tokens()) : 1, token.id);
    }
    prompt.words = groupIntoWords(instruction, spans);
    for (PhraseWord& word : prompt.words)
        for (int& row : word.tokens)
            row += int(firstRow);
    return prompt;
}

} // namespace focal
