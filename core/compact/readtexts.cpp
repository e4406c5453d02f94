#include "core/compact/readtexts.h"

#include "core/compact/modelpaths.h"

namespace focal {

const TextReader& ReadTexts::reader(const CancelToken& cancel)
{
    if (!m_reader)
        m_reader = std::make_unique<const TextReader>(findOcrModels(), cancel);
    return *m_reader;
}

const std::vector<TextLine>& ReadTexts::lines(const Picture& picture, const CancelToken& cancel)
{
    if (!m_picture.sharesPixelsWith(picture)) {
        m_lines = reader(cancel).read(picture, cancel);
        m_picture = picture;
    }
    return m_lines;
}

} // namespace focal
