#pragma once
/// Edits of the text in a picture: reading it, changing it, and reading back what was set.

#include "core/edit/editrequest.h"
#include "core/edit/editresult.h"
#include "core/ocr/textreader.h"

namespace focal {

struct TextEdit
{
    enum class Answer {
        Done,
        NotFound, ///< The picture has no such text, or none at all.
        WhichOne, ///< Several lines may be meant: candidates.
    };
    Answer answer = Answer::NotFound;
    cv::Mat pixels; ///< Type and size of the source.
    cv::Mat mask;   ///< CV_8UC1: 255 wherever a pixel may differ. For composite().
    cv::Mat found;  ///< CV_8UC1: the lines that were meant.
    std::vector<Candidate> candidates;
    QString before;        ///< What stood there, as read.
    QString readBack;      ///< What the reader makes of the place now; empty where nothing is read any more.
    bool asWished = false; ///< readBack says what it should (foldedText()).
};

/// What the operations work on.
struct TextScene
{
    const Picture& picture;
    const TextReader& reader;
    const std::vector<TextLine>& lines; ///< Of the picture.
    const Region& region;               ///< Limits which lines may be meant.
    quint64 seed;
    const CancelToken& cancel;
};

/// Sets other words in the place of @p value's, like them in font, size, colour, spacing, slant and
/// perspective. Only the words named change; what follows them in their line is set anew where they grow or
/// shrink. Text that is not read back as it should be is tried again in other fonts and a larger size. The
/// same words in several places change in all of them.
/// @param target  of the plan: chooses among the lines where value.from is empty ("the price", "the date")
TextEdit replaceText(const TextScene& scene, const QString& target, const ReplaceTextValue& value);

/// Sets words where they disturb nothing, or where @p value says, in a colour that can be read there.
TextEdit addText(const TextScene& scene, const AddTextValue& value);

/// Whether @p target names text, of whatever kind: "the text", 水印, "the date stamp", or words in quotes.
bool namesText(const QString& target);

/// Takes away the text that @p target names until nothing is read there any more.
TextEdit removeText(const TextScene& scene, const QString& target);

/// What the reader makes of @p area (native pixels) of @p pixels.
std::vector<TextLine> readAgain(const TextScene& scene, const cv::Mat& pixels, cv::Rect area);

} // namespace focal
