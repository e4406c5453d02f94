#include "core/image/codec/codec.h"
#include "core/image/iccprofile.h"

#include <png.h>

#include <QtEndian>

#include <cmath>
#include <csetjmp>
#include <cstring>
#include <vector>

namespace focal {

namespace {

constexpr char xmpKeyword[] = "XML:com.adobe.xmp";

/// What libpng's callbacks see. Its errors jump (longjmp), so the functions that call it hold nothing with a
/// destructor; all such things live here, in the caller's frame.
struct PngState
{
    png_structp png = nullptr;
    png_infop info = nullptr;
    QString error;

    std::span<const unsigned char> in;
    std::size_t at = 0;
    bool cutOff = false; ///< libpng wanted more than there is

    QByteArray out;
};

[[noreturn]] void onError(png_structp png, png_const_charp message)
{
    static_cast<PngState*>(png_get_error_ptr(png))->error = QString::fromLatin1(message);
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

void onRead(png_structp png, png_bytep target, std::size_t count)
{
    auto* state = static_cast<PngState*>(png_get_io_ptr(png));
    if (count > state->in.size() - state->at) {
        state->cutOff = true;
        png_error(png, "cut off");
    }
    std::memcpy(target, state->in.data() + state->at, count);
    state->at += count;
}

void onWrite(png_structp png, png_bytep source, std::size_t count)
{
    static_cast<PngState*>(png_get_io_ptr(png))
        ->out.append(reinterpret_cast<const char*>(source), static_cast<qsizetype>(count));
}

class PngReader
{
public:
    explicit PngReader(const DecodeInput& input) : m_input(input)
    {
        m_state.in = input.bytes;
        m_state.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_state, onError, onWarning);
        if (m_state.png)
            m_state.info = png_create_info_struct(m_state.png);
        if (!m_state.info)
            throw std::bad_alloc();
        // Our own limits are checked first, with a better message.
        png_set_user_limits(m_state.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_set_read_fn(m_state.png, &m_state, onRead);
    }
    ~PngReader() { png_destroy_read_struct(&m_state.png, &m_state.info, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;

    Decoded read()
    {
        if (!guarded([](PngReader& self) { png_read_info(self.m_state.png, self.m_state.info); }))
            fail();
        const png_uint_32 width = png_get_image_width(m_state.png, m_state.info);
        const png_uint_32 height = png_get_image_height(m_state.png, m_state.info);
        CodecError::checkSize(m_input, PictureFormat::Png, width, height);
        const int depth = png_get_bit_depth(m_state.png, m_state.info);
        describe();
        if (!guarded([](PngReader& self) { self.setTransforms(); }))
            fail();
        m_decoded.pixels.create(static_cast<int>(height), static_cast<int>(width),
                                depth == 16 ? CV_16UC4 : CV_8UC4);
        if (png_get_rowbytes(m_state.png, m_state.info) != m_decoded.pixels.step[0])
            CodecError::unsupported(m_input, PictureFormat::Png, CodecError::tr("an unknown pixel format"));
        for (int pass = 0; pass < m_passes; ++pass) {
            for (int y = 0; y < m_decoded.pixels.rows; ++y) {
                m_input.cancel.throwIfCancelled();
                m_row = m_decoded.pixels.ptr(y);
                if (!guarded([](PngReader& self) { png_read_row(self.m_state.png, self.m_row, nullptr); }))
                    fail();
            }
        }
        // The rest holds the check of the pixels, and maybe metadata.
        if (!guarded([](PngReader& self) { png_read_end(self.m_state.png, self.m_state.info); }))
            fail();
        readMetadata();
        return std::move(m_decoded);
    }

private:
    /// Runs calls into libpng; false where it reported an error. The function must hold nothing with a
    /// destructor.
    bool guarded(void (*calls)(PngReader&))
    {
        if (setjmp(png_jmpbuf(m_state.png)) != 0)
            return false;
        calls(*this);
        return true;
    }

    [[noreturn]] void fail() const
    {
        // libpng words some shortages of data itself.
        if (m_state.cutOff || m_state.error.contains(QLatin1String("Not enough")))
            CodecError::truncated(m_input, PictureFormat::Png);
        CodecError::damaged(m_input, PictureFormat::Png, m_state.error);
    }

    void describe()
    {
        const int type = png_get_color_type(m_state.png, m_state.info);
        m_decoded.metadata.hasAlpha = (type & PNG_COLOR_MASK_ALPHA) != 0 ||
                                      png_get_valid(m_state.png, m_state.info, PNG_INFO_tRNS) != 0;
        m_decoded.metadata.grey = (type & PNG_COLOR_MASK_COLOR) == 0;
    }

    void setTransforms()
    {
        png_set_expand(m_state.png); // palettes, 1, 2 and 4 bits, a transparent colour
        png_set_gray_to_rgb(m_state.png);
        png_set_add_alpha(m_state.png, 0xffff, PNG_FILLER_AFTER);
        if constexpr (Q_BYTE_ORDER == Q_LITTLE_ENDIAN)
            png_set_swap(m_state.png);
        m_passes = png_set_interlace_handling(m_state.png);
        png_read_update_info(m_state.png, m_state.info);
    }

    void readMetadata()
    {
        png_bytep exif = nullptr;
        png_uint_32 exifSize = 0;
        if (png_get_eXIf_1(m_state.png, m_state.info, &exifSize, &exif) != 0)
            m_decoded.metadata.exif =
                QByteArray(reinterpret_cast<const char*>(exif), static_cast<qsizetype>(exifSize));
        png_textp texts = nullptr;
        const int textCount = png_get_text(m_state.png, m_state.info, &texts, nullptr);
        for (int i = 0; i < textCount; ++i) {
            const png_text& text = texts[i];
            if (std::strcmp(text.key, xmpKeyword) == 0 && text.text)
                m_decoded.metadata.xmp = QByteArray(
                    text.text, static_cast<qsizetype>(std::max(text.text_length, text.itxt_length)));
        }
        png_charp name = nullptr;
        png_bytep profile = nullptr;
        png_uint_32 profileSize = 0;
        int compression = 0;
        if (png_get_iCCP(m_state.png, m_state.info, &name, &compression, &profile, &profileSize) != 0)
            m_decoded.metadata.iccProfile =
                QByteArray(reinterpret_cast<const char*>(profile), static_cast<qsizetype>(profileSize));
        else if (png_get_valid(m_state.png, m_state.info, PNG_INFO_sRGB) == 0)
            m_decoded.metadata.iccProfile = profileOfGamma();
    }

    /// Files that state a gamma of their own, and maybe primaries, instead of a profile.
    QByteArray profileOfGamma() const
    {
        double encoding = 0;
        if (png_get_gAMA(m_state.png, m_state.info, &encoding) == 0 || encoding < 0.1 || encoding > 2)
            return {};
        cmsCIExyY white{0.3127, 0.3290, 1};
        cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
        bool standard = true;
        double w[2];
        double r[2];
        double g[2];
        double b[2];
        if (png_get_cHRM(m_state.png, m_state.info, &w[0], &w[1], &r[0], &r[1], &g[0], &g[1], &b[0], &b[1]) !=
            0) {
            constexpr double tolerance = 0.002;
            const cmsCIExyYTRIPLE stated{{r[0], r[1], 1}, {g[0], g[1], 1}, {b[0], b[1], 1}};
            const auto same = [](const cmsCIExyY& p, const cmsCIExyY& q) {
                return std::abs(p.x - q.x) < tolerance && std::abs(p.y - q.y) < tolerance;
            };
            const cmsCIExyY statedWhite{w[0], w[1], 1};
            standard = same(statedWhite, white) && same(stated.Red, primaries.Red) &&
                       same(stated.Green, primaries.Green) && same(stated.Blue, primaries.Blue);
            white = statedWhite;
            primaries = stated;
        }
        constexpr double srgbEncoding = 0.45455;
        if (standard && std::abs(encoding - srgbEncoding) < 0.005)
            return {}; // how sRGB is customarily stated
        return gammaProfile(1 / encoding, white, primaries);
    }

    const DecodeInput& m_input;
    PngState m_state;
    Decoded m_decoded;
    png_bytep m_row = nullptr;
    int m_passes = 1;
};

class PngWriter
{
public:
    explicit PngWriter(const EncodeInput& input) : m_input(input), m_metadata(input.picture.metadata())
    {
        m_state.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_state, onError, onWarning);
        if (m_state.png)
            m_state.info = png_create_info_struct(m_state.png);
        if (!m_state.info)
            throw std::bad_alloc();
        png_set_write_fn(m_state.png, &m_state, onWrite, nullptr);
        png_set_user_limits(m_state.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    }
    ~PngWriter() { png_destroy_write_struct(&m_state.png, &m_state.info); }
    PngWriter(const PngWriter&) = delete;
    PngWriter& operator=(const PngWriter&) = delete;

    QByteArray write()
    {
        m_grey = isStillGrey(m_input.picture);
        const cv::Mat& pixels = m_input.picture.pixels();
        const int channels = (m_grey ? 1 : 3) + (m_metadata.hasAlpha ? 1 : 0);
        cv::Mat row(1, pixels.cols, CV_MAKETYPE(pixels.depth(), channels));
        m_row = row.ptr();
        if (!guarded([](PngWriter& self) { self.writeHeader(); }))
            fail();
        std::vector<int> mapping; // from r, g, b, a to the channels of the row
        for (int target = 0; target < channels; ++target)
            mapping.insert(mapping.end(), {m_grey && target == 1 ? 3 : target, target});
        for (int y = 0; y < pixels.rows; ++y) {
            m_input.cancel.throwIfCancelled();
            const cv::Mat source = pixels.row(y);
            cv::mixChannels(&source, 1, &row, 1, mapping.data(), static_cast<std::size_t>(channels));
            if (!guarded([](PngWriter& self) { png_write_row(self.m_state.png, self.m_row); }))
                fail();
        }
        if (!guarded([](PngWriter& self) { png_write_end(self.m_state.png, self.m_state.info); }))
            fail();
        return std::move(m_state.out);
    }

private:
    bool guarded(void (*calls)(PngWriter&))
    {
        if (setjmp(png_jmpbuf(m_state.png)) != 0)
            return false;
        calls(*this);
        return true;
    }

    [[noreturn]] void fail() const { CodecError::encodingFailed(PictureFormat::Png, m_state.error); }

    void writeHeader()
    {
        png_structp png = m_state.png;
        png_infop info = m_state.info;
        const int type =
            (m_grey ? 0 : PNG_COLOR_MASK_COLOR) | (m_metadata.hasAlpha ? PNG_COLOR_MASK_ALPHA : 0);
        png_set_IHDR(png, info, static_cast<png_uint_32>(m_input.picture.width()),
                     static_cast<png_uint_32>(m_input.picture.height()), m_input.picture.bitDepth(), type,
                     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_set_benign_errors(png, 1); // a profile that libpng finds fault with is left out
        png_set_compression_level(png, 1);
        png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
        if (m_metadata.iccProfile.isEmpty())
            png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
        else
            png_set_iCCP(png, info, "ICC", PNG_COMPRESSION_TYPE_BASE,
                         reinterpret_cast<png_const_bytep>(m_metadata.iccProfile.constData()),
                         static_cast<png_uint_32>(m_metadata.iccProfile.size()));
        if (!m_metadata.exif.isEmpty())
            png_set_eXIf_1(png, info, static_cast<png_uint_32>(m_metadata.exif.size()),
                           reinterpret_cast<png_bytep>(const_cast<char*>(m_metadata.exif.constData())));
        if (!m_metadata.xmp.isEmpty()) {
            png_text text = {};
            text.compression = PNG_ITXT_COMPRESSION_NONE;
            text.key = const_cast<char*>(xmpKeyword);
            text.text = const_cast<char*>(m_metadata.xmp.constData());
            text.itxt_length = static_cast<std::size_t>(m_metadata.xmp.size());
            text.lang = const_cast<char*>("");
            text.lang_key = const_cast<char*>("");
            png_set_text(png, info, &text, 1);
        }
        png_write_info(png, info);
        if constexpr (Q_BYTE_ORDER == Q_LITTLE_ENDIAN)
            png_set_swap(png);
    }

    const EncodeInput& m_input;
    const PictureMetadata& m_metadata;
    PngState m_state;
    png_bytep m_row = nullptr;
    bool m_grey = false;
};

} // namespace

Decoded decodePng(const DecodeInput& input)
{
    return PngReader(input).read();
}

QByteArray encodePng(const EncodeInput& input)
{
    return PngWriter(input).write();
}

} // namespace focal
