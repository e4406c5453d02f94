#pragma once

#include "core/ocr/textreader.h"

#include <memory>
#include <vector>

namespace focal {

/// The reader of text, loaded when it is first needed, and what it read in the last picture.
class ReadTexts
{
public:
    /// @throws UserError (BadInput) where its files are missing or damaged, Cancelled
    const TextReader& reader(const CancelToken& cancel);
    /// Lines of @p picture; at once where it is the last one again.
    const std::vector<TextLine>& lines(const Picture& picture, const CancelToken& cancel);

private:
    std::unique_ptr<const TextReader> m_reader;
    Picture m_picture;
    std::vector<TextLine> m_lines;
};

} // namespace focal
