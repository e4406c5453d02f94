#pragma once

namespace focal {

/// What the pattern that cuts text for Qwen2's tokenizer distinguishes: \p{L}, \p{N}, \s, and the rest.
enum class CharacterClass { Letter, Number, Space, Other };

/// As the tokenizer's own library (Hugging Face tokenizers 0.23, Unicode 16) has it, whatever version Qt
/// knows: all 1,112,064 code points were compared.
CharacterClass characterClass(char32_t character) noexcept;

} // namespace focal
