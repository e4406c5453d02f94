#include "core/image/codec/codec.h"
#include "core/image/colour.h"

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <memory>

namespace focal {

namespace {

struct Closer
{
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
    void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
    void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

QByteArray chunk(const WebPDemuxer* demuxer, const char* name)
{
    WebPChunkIterator iterator;
    QByteArray bytes;
    if (WebPDemuxGetChunk(demuxer, name, 1, &iterator) != 0)
        bytes = QByteArray(reinterpret_cast<const char*>(iterator.chunk.bytes),
                           static_cast<qsizetype>(iterator.chunk.size));
    WebPDemuxReleaseChunkIterator(&iterator);
    return bytes;
}

/// The RIFF header's length against what is there: the only way to miss a lost chunk behind the pixels.
bool isCutOff(std::span<const unsigned char> bytes)
{
    constexpr std::size_t riffHeader = 8;
    if (bytes.size() < riffHeader)
        return true;
    const std::uint64_t stated = bytes[4] | (std::uint64_t{bytes[5]} << 8) | (std::uint64_t{bytes[6]} << 16) |
                                 (std::uint64_t{bytes[7]} << 24);
    return stated + riffHeader > bytes.size();
}

void decodePixels(const DecodeInput& input, cv::Mat& pixels)
{
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0)
        throw std::bad_alloc();
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = pixels.ptr();
    config.output.u.RGBA.stride = static_cast<int>(pixels.step[0]);
    config.output.u.RGBA.size = pixels.step[0] * static_cast<std::size_t>(pixels.rows);
    const std::unique_ptr<WebPIDecoder, Closer> decoder(WebPIDecode(nullptr, 0, &config));
    if (!decoder)
        throw std::bad_alloc();
    // In slices, so that a large picture can be cancelled, also one that compressed to a few bytes.
    const std::size_t slice = std::clamp<std::size_t>(input.bytes.size() / 64, 64, 16'384);
    VP8StatusCode status = VP8_STATUS_SUSPENDED;
    for (std::size_t end = 0; end < input.bytes.size() && status == VP8_STATUS_SUSPENDED;) {
        input.cancel.throwIfCancelled();
        end = std::min(end + slice, input.bytes.size());
        status = WebPIUpdate(decoder.get(), input.bytes.data(), end);
    }
    if (status == VP8_STATUS_SUSPENDED || status == VP8_STATUS_NOT_ENOUGH_DATA)
        CodecError::truncated(input, PictureFormat::WebP);
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        throw std::bad_alloc();
    if (status != VP8_STATUS_OK)
        CodecError::damaged(input, PictureFormat::WebP, {});
}

void onlyOk(VP8StatusCode status, const DecodeInput& input)
{
    if (status == VP8_STATUS_OK)
        return;
    if (isCutOff(input.bytes) || status == VP8_STATUS_NOT_ENOUGH_DATA)
        CodecError::truncated(input, PictureFormat::WebP);
    CodecError::damaged(input, PictureFormat::WebP, {});
}

struct EncodedFrame
{
    WebPMemoryWriter writer;
    EncodedFrame() { WebPMemoryWriterInit(&writer); }
    ~EncodedFrame() { WebPMemoryWriterClear(&writer); }
    EncodedFrame(const EncodedFrame&) = delete;
    EncodedFrame& operator=(const EncodedFrame&) = delete;
};

struct SourceFrame
{
    WebPPicture picture;
    SourceFrame()
    {
        if (WebPPictureInit(&picture) == 0)
            throw std::bad_alloc();
    }
    ~SourceFrame() { WebPPictureFree(&picture); }
    SourceFrame(const SourceFrame&) = delete;
    SourceFrame& operator=(const SourceFrame&) = delete;
};

WebPConfig configOf(const SaveOptions& options)
{
    WebPConfig config;
    bool made = WebPConfigInit(&config) != 0;
    if (options.webpQuality) {
        config.quality = static_cast<float>(std::clamp(*options.webpQuality, 1, 100));
    } else {
        // Level 1 of 0..9: twice as fast as the usual 6 for a few per cent more bytes.
        constexpr int level = 1;
        made = made && WebPConfigLosslessPreset(&config, level) != 0;
        config.exact = 1; // keep the colours under transparent pixels
    }
    if (!made || WebPValidateConfig(&config) == 0)
        throw LogicError(QStringLiteral("libwebp refuses its configuration"));
    return config;
}

void addChunk(WebPMux* mux, const char* name, const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return;
    const WebPData data{reinterpret_cast<const uint8_t*>(bytes.constData()),
                        static_cast<std::size_t>(bytes.size())};
    if (WebPMuxSetChunk(mux, name, &data, 1) != WEBP_MUX_OK)
        CodecError::encodingFailed(PictureFormat::WebP, {});
}

} // namespace

Decoded decodeWebp(const DecodeInput& input)
{
    WebPBitstreamFeatures features;
    onlyOk(WebPGetFeatures(input.bytes.data(), input.bytes.size(), &features), input);
    if (features.has_animation != 0)
        CodecError::unsupported(input, PictureFormat::WebP, CodecError::tr("an animation"));
    CodecError::checkSize(input, PictureFormat::WebP, features.width, features.height);
    if (isCutOff(input.bytes))
        CodecError::truncated(input, PictureFormat::WebP);
    Decoded decoded;
    decoded.pixels.create(features.height, features.width, CV_8UC4);
    decoded.metadata.hasAlpha = features.has_alpha != 0;
    decodePixels(input, decoded.pixels);
    const WebPData data{input.bytes.data(), input.bytes.size()};
    const std::unique_ptr<WebPDemuxer, Closer> demuxer(WebPDemux(&data));
    if (demuxer) {
        decoded.metadata.iccProfile = chunk(demuxer.get(), "ICCP");
        decoded.metadata.exif = chunk(demuxer.get(), "EXIF");
        decoded.metadata.xmp = chunk(demuxer.get(), "XMP ");
        // Some writers copy JPEG's marker whole.
        constexpr QByteArrayView prefix("Exif\0\0", 6);
        if (decoded.metadata.exif.startsWith(prefix))
            decoded.metadata.exif.remove(0, prefix.size());
    }
    return decoded;
}

QByteArray encodeWebp(const EncodeInput& input)
{
    CodecError::checkEncodable(input.picture, PictureFormat::WebP, WEBP_MAX_DIMENSION);
    const WebPConfig config = configOf(input.options);
    const PictureMetadata& metadata = input.picture.metadata();
    SourceFrame source;
    EncodedFrame encoded;
    {
        const cv::Mat pixels = to8Bits(input.picture.pixels());
        source.picture.use_argb = 1;
        source.picture.width = pixels.cols;
        source.picture.height = pixels.rows;
        const auto import = metadata.hasAlpha ? WebPPictureImportRGBA : WebPPictureImportRGBX;
        if (import(&source.picture, pixels.ptr(), static_cast<int>(pixels.step[0])) == 0)
            throw std::bad_alloc();
    }
    source.picture.writer = WebPMemoryWrite;
    source.picture.custom_ptr = &encoded.writer;
    source.picture.user_data = const_cast<CancelToken*>(&input.cancel);
    source.picture.progress_hook = [](int, const WebPPicture* picture) {
        return static_cast<const CancelToken*>(picture->user_data)->isCancelled() ? 0 : 1;
    };
    if (WebPEncode(&config, &source.picture) == 0) {
        input.cancel.throwIfCancelled();
        if (source.picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY)
            throw std::bad_alloc();
        CodecError::encodingFailed(
            PictureFormat::WebP,
            QStringLiteral("libwebp %1").arg(static_cast<int>(source.picture.error_code)));
    }
    const WebPData frame{encoded.writer.mem, encoded.writer.size};
    const std::unique_ptr<WebPMux, Closer> mux(WebPMuxNew());
    if (!mux || WebPMuxSetImage(mux.get(), &frame, 0) != WEBP_MUX_OK)
        throw std::bad_alloc();
    addChunk(mux.get(), "ICCP", metadata.iccProfile);
    addChunk(mux.get(), "EXIF", metadata.exif);
    addChunk(mux.get(), "XMP ", metadata.xmp);
    WebPData assembled{nullptr, 0};
    if (WebPMuxAssemble(mux.get(), &assembled) != WEBP_MUX_OK)
        throw std::bad_alloc();
    QByteArray bytes(reinterpret_cast<const char*>(assembled.bytes), static_cast<qsizetype>(assembled.size));
    WebPDataClear(&assembled);
    return bytes;
}

} // namespace focal
