#pragma once

#include "core/qwen/vlpreprocess.h"
#include "core/text/qwentokenizer.h"
#include "core/text/tokenwords.h"

#include <cstdint>
#include <vector>

namespace focal {

enum class PromptStyle {
    Edit,     ///< the first Qwen-Image-Edit: one picture, not named
    EditPlus, ///< 2509 and 2511: "Picture 1: ", "Picture 2: ", ...
};

/// An instruction and its pictures as token ids for the text encoder.
struct QwenPrompt
{
    /// Tokens of the template in front, up to and including "user\n", whose states the image model never
    /// sees.
    static constexpr int64_t dropped = 64;
    static constexpr int64_t maxPictures = 3;

    std::vector<int64_t> ids;     ///< all of them; each picture has as many <|image_pad|> as tokens
    std::vector<PatchGrid> grids; ///< of the pictures, in order
    int64_t imagePad = 0;         ///< the id of <|image_pad|>
    /// The instruction's words; PhraseWord::tokens are rows of the prompt embeddings, which lack the dropped
    /// ones.
    std::vector<PhraseWord> words;

    int64_t embeddingRows() const { return int64_t(ids.size()) - dropped; }
};

/// @param grids  of 1 to 3 pictures (1 for PromptStyle::Edit)
/// @throws UserError (BadUsage) where the instruction holds the model's own mark for a picture; LogicError
/// for another number of pictures
QwenPrompt makePrompt(const QwenTokenizer& tokenizer, const QString& instruction,
                      const std::vector<PatchGrid>& grids, PromptStyle style = PromptStyle::EditPlus);

} // namespace focal
