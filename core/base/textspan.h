#pragma once

namespace focal {

/// A run of characters of the instruction, in UTF-16 code units.
struct TextSpan
{
    int start = 0;
    int length = 0;
    friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

} // namespace focal
