#include "core/image/codec/codec.h"
#include "core/image/codec/tosrgb.h"
#include "core/image/colour.h"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <vector>

// After <cstdio>, which it needs and does not include.
#include <jpeglib.h>

// After jpeglib.h: which codes there are, and their numbers, depend on how the library was built.
#include <jerror.h>

namespace focal {

namespace {

constexpr QByteArrayView exifPrefix("Exif\0\0", 6);
constexpr QByteArrayView xmpPrefix("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr qsizetype mostMarkerBytes = 65'533;
/// A progressive file may repeat cheap scans over many pixels without end; encoders write about ten.
constexpr int mostScans = 500;

/// libjpeg's error manager, with what we add. Errors jump (longjmp), so the functions that call libjpeg hold
/// nothing with a destructor.
struct JpegErrors
{
    jpeg_error_mgr base;
    std::jmp_buf jump;
    char text[JMSG_LENGTH_MAX];
    bool cutOff;
    bool damaged;
};

[[noreturn]] void onError(j_common_ptr cinfo)
{
    auto* errors = reinterpret_cast<JpegErrors*>(cinfo->err);
    (*cinfo->err->format_message)(cinfo, errors->text);
    std::longjmp(errors->jump, 1);
}

/// Warnings are libjpeg's way to say that it goes on with made-up data. Those that mean lost pixels end the
/// decoding; oddities of some writers (bytes between markers, unknown versions) do not.
void onMessage(j_common_ptr cinfo, int level)
{
    if (level >= 0)
        return;
    auto* errors = reinterpret_cast<JpegErrors*>(cinfo->err);
    switch (cinfo->err->msg_code) {
    case JWRN_JPEG_EOF:
        errors->cutOff = true;
        break;
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
        errors->damaged = true;
        break;
    default:
        return;
    }
    (*cinfo->err->format_message)(cinfo, errors->text);
    std::longjmp(errors->jump, 1);
}

void setUp(JpegErrors& errors)
{
    jpeg_std_error(&errors.base);
    errors.base.error_exit = onError;
    errors.base.emit_message = onMessage;
    errors.base.output_message = [](j_common_ptr) {};
    errors.text[0] = '\0';
    errors.cutOff = false;
    errors.damaged = false;
}

class JpegReader
{
public:
    explicit JpegReader(const DecodeInput& input) : m_input(input)
    {
        setUp(m_errors);
        m_jpeg.err = &m_errors.base;
        if (!guarded([](JpegReader& self) { jpeg_create_decompress(&self.m_jpeg); }))
            throw std::bad_alloc();
        m_progress.owner = this;
        m_progress.base.progress_monitor = onProgress;
    }
    ~JpegReader() { jpeg_destroy_decompress(&m_jpeg); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    Decoded read()
    {
        if (!guarded([](JpegReader& self) { self.readHeader(); }))
            fail();
        CodecError::checkSize(m_input, PictureFormat::Jpeg, m_jpeg.image_width, m_jpeg.image_height);
        readMetadata();
        chooseColours();
        m_decoded.pixels.create(static_cast<int>(m_jpeg.image_height), static_cast<int>(m_jpeg.image_width),
                                CV_8UC4);
        m_jpeg.progress = &m_progress.base;
        if (!guarded([](JpegReader& self) { jpeg_start_decompress(&self.m_jpeg); }))
            fail();
        std::optional<CmykConverter> inks;
        if (m_jpeg.out_color_space == JCS_CMYK)
            inks.emplace(m_decoded.metadata.iccProfile, CV_8U);
        for (int y = 0; y < m_decoded.pixels.rows; ++y) {
            m_input.cancel.throwIfCancelled();
            m_row = m_decoded.pixels.ptr(y);
            if (!guarded([](JpegReader& self) { jpeg_read_scanlines(&self.m_jpeg, &self.m_row, 1); }))
                fail();
            if (inks) {
                // Adobe's programs store how much ink is left out.
                if (m_jpeg.saw_Adobe_marker) {
                    cv::Mat row = m_decoded.pixels.row(y);
                    cv::bitwise_not(row, row);
                }
                inks->convertRow(m_decoded.pixels, y);
            }
        }
        if (!guarded([](JpegReader& self) { jpeg_finish_decompress(&self.m_jpeg); }))
            fail();
        if (inks)
            m_decoded.metadata.iccProfile.clear();
        return std::move(m_decoded);
    }

private:
    bool guarded(void (*calls)(JpegReader&))
    {
        if (setjmp(m_errors.jump) != 0)
            return false;
        calls(*this);
        return true;
    }

    [[noreturn]] void fail() const
    {
        m_input.cancel.throwIfCancelled(); // the progress monitor jumps as well
        const int code = m_errors.base.msg_code;
        if (m_errors.cutOff || code == JERR_INPUT_EOF || code == JERR_INPUT_EMPTY)
            CodecError::truncated(m_input, PictureFormat::Jpeg);
        if (code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED || code == JERR_CONVERSION_NOTIMPL)
            CodecError::unsupported(m_input, PictureFormat::Jpeg, QString::fromLatin1(m_errors.text));
        if (code == JERR_OUT_OF_MEMORY)
            throw std::bad_alloc();
        CodecError::damaged(m_input, PictureFormat::Jpeg, QString::fromLatin1(m_errors.text));
    }

    void readHeader()
    {
        jpeg_mem_src(&m_jpeg, m_input.bytes.data(), static_cast<unsigned long>(m_input.bytes.size()));
        constexpr unsigned all = 0xffff;
        jpeg_save_markers(&m_jpeg, JPEG_APP0 + 1, all); // Exif, XMP
        jpeg_save_markers(&m_jpeg, JPEG_APP0 + 2, all); // ICC
        jpeg_read_header(&m_jpeg, TRUE);
    }

    void chooseColours()
    {
        m_decoded.metadata.grey = m_jpeg.jpeg_color_space == JCS_GRAYSCALE;
        const bool inks = m_jpeg.jpeg_color_space == JCS_CMYK || m_jpeg.jpeg_color_space == JCS_YCCK;
        // With JCS_EXT_RGBA, libjpeg-turbo fills alpha itself, and spreads grey over all channels.
        m_jpeg.out_color_space = inks ? JCS_CMYK : JCS_EXT_RGBA;
        m_jpeg.dct_method = JDCT_ISLOW;
    }

    void readMetadata()
    {
        PictureMetadata& metadata = m_decoded.metadata;
        for (const jpeg_marker_struct* marker = m_jpeg.marker_list; marker; marker = marker->next) {
            const QByteArrayView data(marker->data, static_cast<qsizetype>(marker->data_length));
            if (marker->marker != JPEG_APP0 + 1)
                continue;
            if (data.startsWith(exifPrefix) && metadata.exif.isEmpty())
                metadata.exif = data.sliced(exifPrefix.size()).toByteArray();
            else if (data.startsWith(xmpPrefix) && metadata.xmp.isEmpty())
                metadata.xmp = data.sliced(xmpPrefix.size()).toByteArray();
        }
        JOCTET* profile = nullptr;
        unsigned int size = 0;
        m_profile = &profile;
        m_profileSize = &size;
        if (guarded([](JpegReader& self) {
                jpeg_read_icc_profile(&self.m_jpeg, self.m_profile, self.m_profileSize);
            }) &&
            profile) {
            metadata.iccProfile =
                QByteArray(reinterpret_cast<const char*>(profile), static_cast<qsizetype>(size));
        }
        std::free(profile);
    }

    /// Called at least once for every row of blocks, also while all of a progressive file is read before its
    /// first row.
    static void onProgress(j_common_ptr cinfo)
    {
        const auto* progress = reinterpret_cast<const Progress*>(cinfo->progress);
        JpegReader& self = *progress->owner;
        if (!self.m_input.cancel.isCancelled() && self.m_jpeg.input_scan_number <= mostScans)
            return;
        self.m_errors.damaged = true;
        std::snprintf(self.m_errors.text, sizeof self.m_errors.text, "more than %d scans", mostScans);
        std::longjmp(self.m_errors.jump, 1);
    }

    struct Progress
    {
        jpeg_progress_mgr base;
        JpegReader* owner;
    };

    const DecodeInput& m_input;
    JpegErrors m_errors = {};
    jpeg_decompress_struct m_jpeg = {};
    Progress m_progress = {};
    Decoded m_decoded;
    JSAMPROW m_row = nullptr;
    JOCTET** m_profile = nullptr;
    unsigned int* m_profileSize = nullptr;
};

class JpegWriter
{
public:
    explicit JpegWriter(const EncodeInput& input) : m_input(input)
    {
        setUp(m_errors);
        m_jpeg.err = &m_errors.base;
        if (!guarded([](JpegWriter& self) { jpeg_create_compress(&self.m_jpeg); }))
            throw std::bad_alloc();
    }
    ~JpegWriter() { jpeg_destroy_compress(&m_jpeg); }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;

    QByteArray write()
    {
        m_grey = isStillGrey(m_input.picture);
        if (!guarded([](JpegWriter& self) { self.writeHeader(); }))
            fail();
        const cv::Mat& pixels = m_input.picture.pixels();
        cv::Mat grey(1, pixels.cols, CV_8UC1);
        for (int y = 0; y < pixels.rows; ++y) {
            m_input.cancel.throwIfCancelled();
            cv::Mat row = flattened(pixels.row(y));
            if (m_grey) {
                cv::extractChannel(row, grey, 0);
                row = grey;
            }
            m_row = row.ptr();
            if (!guarded([](JpegWriter& self) { jpeg_write_scanlines(&self.m_jpeg, &self.m_row, 1); }))
                fail();
        }
        if (!guarded([](JpegWriter& self) { jpeg_finish_compress(&self.m_jpeg); }))
            fail();
        return std::move(m_sink.out);
    }

private:
    bool guarded(void (*calls)(JpegWriter&))
    {
        if (setjmp(m_errors.jump) != 0)
            return false;
        calls(*this);
        return true;
    }

    [[noreturn]] void fail() const
    {
        if (m_errors.base.msg_code == JERR_OUT_OF_MEMORY)
            throw std::bad_alloc();
        CodecError::encodingFailed(PictureFormat::Jpeg, QString::fromLatin1(m_errors.text));
    }

    void writeHeader()
    {
        m_sink.base.init_destination = [](j_compress_ptr cinfo) { Sink::of(cinfo).rewind(); };
        m_sink.base.empty_output_buffer = [](j_compress_ptr cinfo) -> boolean {
            Sink::of(cinfo).take(Sink::blockBytes);
            return TRUE;
        };
        m_sink.base.term_destination = [](j_compress_ptr cinfo) {
            Sink& sink = Sink::of(cinfo);
            sink.take(Sink::blockBytes - sink.base.free_in_buffer);
        };
        m_jpeg.dest = &m_sink.base;
        m_jpeg.image_width = static_cast<JDIMENSION>(m_input.picture.width());
        m_jpeg.image_height = static_cast<JDIMENSION>(m_input.picture.height());
        m_jpeg.input_components = m_grey ? 1 : 4;
        m_jpeg.in_color_space = m_grey ? JCS_GRAYSCALE : JCS_EXT_RGBX;
        jpeg_set_defaults(&m_jpeg);
        constexpr int fullChromaFrom = 90;
        jpeg_set_quality(&m_jpeg, m_input.options.jpegQuality, TRUE);
        if (!m_grey && m_input.options.jpegQuality >= fullChromaFrom)
            m_jpeg.comp_info[0].h_samp_factor = m_jpeg.comp_info[0].v_samp_factor = 1;
        jpeg_start_compress(&m_jpeg, TRUE);
        writeMarker(exifPrefix, m_input.picture.metadata().exif);
        writeMarker(xmpPrefix, m_input.picture.metadata().xmp);
        const QByteArray& profile = m_input.picture.metadata().iccProfile;
        if (!profile.isEmpty())
            jpeg_write_icc_profile(&m_jpeg, reinterpret_cast<const JOCTET*>(profile.constData()),
                                   static_cast<unsigned>(profile.size()));
    }

    /// Metadata that do not fit one marker are left out: JPEG has no other place for them.
    void writeMarker(QByteArrayView prefix, const QByteArray& data)
    {
        if (data.isEmpty() || prefix.size() + data.size() > mostMarkerBytes)
            return;
        jpeg_write_m_header(&m_jpeg, JPEG_APP0 + 1, static_cast<unsigned>(prefix.size() + data.size()));
        for (const char c : prefix)
            jpeg_write_m_byte(&m_jpeg, static_cast<unsigned char>(c));
        for (qsizetype i = 0; i < data.size(); ++i)
            jpeg_write_m_byte(&m_jpeg, static_cast<unsigned char>(data.constData()[i]));
    }

    /// One row at 8 bits, laid over white.
    cv::Mat flattened(const cv::Mat& row) const
    {
        cv::Mat flat = to8Bits(row);
        if (!m_input.picture.metadata().hasAlpha)
            return flat;
        flat = flat.clone();
        uchar* p = flat.ptr();
        for (int x = 0; x < flat.cols; ++x, p += 4) {
            for (int c = 0; c < 3; ++c)
                p[c] = static_cast<uchar>((p[c] * p[3] + 255 * (255 - p[3]) + 127) / 255);
            p[3] = 255;
        }
        return flat;
    }

    /// Where the bytes go; jpeg_mem_dest() would leave its memory dangling after a cancel.
    struct Sink
    {
        static constexpr std::size_t blockBytes = 65'536;
        jpeg_destination_mgr base = {};
        QByteArray out;
        std::vector<JOCTET> block = std::vector<JOCTET>(blockBytes);

        static Sink& of(j_compress_ptr cinfo) { return *reinterpret_cast<Sink*>(cinfo->dest); }
        void rewind()
        {
            base.next_output_byte = block.data();
            base.free_in_buffer = blockBytes;
        }
        void take(std::size_t count)
        {
            out.append(reinterpret_cast<const char*>(block.data()), static_cast<qsizetype>(count));
            rewind();
        }
    };

    const EncodeInput& m_input;
    JpegErrors m_errors = {};
    jpeg_compress_struct m_jpeg = {};
    Sink m_sink;
    JSAMPROW m_row = nullptr;
    bool m_grey = false;
};

} // namespace

Decoded decodeJpeg(const DecodeInput& input)
{
    return JpegReader(input).read();
}

QByteArray encodeJpeg(const EncodeInput& input)
{
    CodecError::checkEncodable(input.picture, PictureFormat::Jpeg, JPEG_MAX_DIMENSION);
    return JpegWriter(input).write();
}

} // namespace focal
