#pragma once

#include "core/image/picture.h"
#include "core/ocr/textline.h"

#include "core/base/canceltoken.h"

#include <memory>
#include <optional>
#include <vector>

namespace focal {

/// The files that packaging/import_ppocr.py writes.
struct OcrPaths
{
    QString detection;
    QString direction;
    QString recognition;
};

struct ReadTextOptions
{
    int longSide = 960; ///< Pixels of the longer side when looking for text: more finds smaller text, slower.
    std::optional<cv::Rect> area; ///< Native pixels: read only in here.
    double leastConfidence = 0.5; ///< Lines below are left out.
};

/// Reads Latin and Chinese text in pictures with PP-OCRv4. Immutable; any thread may use it.
/// Times: tests/bench/bench_text.
class TextReader
{
public:
    /// @throws UserError (BadInput) for files that are missing or damaged, Cancelled
    explicit TextReader(const OcrPaths& paths, const CancelToken& cancel = {});
    ~TextReader();

    /// Lines from top to bottom. Text is found at a reduced size and read at the native one; what is
    /// transparent is read over white. @throws Cancelled, LogicError for a null picture
    std::vector<TextLine> read(const Picture& picture, const CancelToken& cancel,
                               const ReadTextOptions& options = {}) const;

private:
    struct Parts;
    std::unique_ptr<const Parts> m_parts;
};

} // namespace focal
