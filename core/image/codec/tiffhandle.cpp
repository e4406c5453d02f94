#include "core/image/codec/tiffhandle.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace focal {

struct TiffHandle::Callbacks
{
    static TiffHandle& of(thandle_t data) { return *static_cast<TiffHandle*>(data); }

    static tmsize_t read(thandle_t data, void* target, tmsize_t count)
    {
        TiffHandle& self = of(data);
        const std::uint64_t size = self.size();
        const std::uint64_t left = self.m_at < size ? size - self.m_at : 0;
        const std::uint64_t taken = std::min(left, static_cast<std::uint64_t>(std::max<tmsize_t>(count, 0)));
        if (taken < static_cast<std::uint64_t>(count))
            self.m_beyondEnd = true;
        const char* source =
            self.m_writing ? self.m_out.constData() : reinterpret_cast<const char*>(self.m_in.data());
        if (taken > 0)
            std::memcpy(target, source + self.m_at, taken);
        self.m_at += taken;
        return static_cast<tmsize_t>(taken);
    }

    static tmsize_t write(thandle_t data, void* source, tmsize_t count)
    {
        TiffHandle& self = of(data);
        if (!self.m_writing || count < 0)
            return 0;
        const auto end = static_cast<qsizetype>(self.m_at) + static_cast<qsizetype>(count);
        if (end > self.m_out.size())
            self.m_out.resize(end);
        std::memcpy(self.m_out.data() + self.m_at, source, static_cast<std::size_t>(count));
        self.m_at = static_cast<std::uint64_t>(end);
        return count;
    }

    static toff_t seek(thandle_t data, toff_t offset, int from)
    {
        TiffHandle& self = of(data);
        if (from == SEEK_CUR)
            offset += self.m_at;
        else if (from == SEEK_END)
            offset += self.size();
        self.m_at = offset;
        return offset;
    }

    static int close(thandle_t) { return 0; }
    static toff_t fileSize(thandle_t data) { return of(data).size(); }
    static int map(thandle_t, void**, toff_t*) { return 0; }
    static void unmap(thandle_t, void*, toff_t) {}

    static int onError(TIFF*, void* data, const char*, const char* format, va_list arguments)
    {
        TiffHandle& self = of(data);
        if (self.m_error.isEmpty()) {
            std::array<char, 300> text{};
            std::vsnprintf(text.data(), text.size(), format, arguments);
            self.m_error = QString::fromLatin1(text.data());
        }
        return 1;
    }
    static int onWarning(TIFF*, void*, const char*, const char*, va_list) { return 1; }
};

TiffHandle::TiffHandle(std::span<const unsigned char> bytes) : m_in(bytes)
{
    open("rm"); // no mapping: it would skip our check for reads behind the end
}

TiffHandle::TiffHandle() : m_writing(true)
{
    open("w");
}

TiffHandle::~TiffHandle()
{
    if (m_tiff)
        TIFFClose(m_tiff);
}

void TiffHandle::open(const char* mode)
{
    TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetErrorHandlerExtR(options, Callbacks::onError, this);
    TIFFOpenOptionsSetWarningHandlerExtR(options, Callbacks::onWarning, this);
    // No single part of a picture within our limits needs more; damaged files ask for anything.
    constexpr tmsize_t mostBytes = tmsize_t{3} << 30;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, mostBytes);
    m_tiff =
        TIFFClientOpenExt("picture", mode, this, Callbacks::read, Callbacks::write, Callbacks::seek,
                          Callbacks::close, Callbacks::fileSize, Callbacks::map, Callbacks::unmap, options);
    TIFFOpenOptionsFree(options);
}

bool TiffHandle::finish()
{
    const bool written = TIFFFlush(m_tiff) == 1;
    TIFFClose(m_tiff);
    m_tiff = nullptr;
    return written && m_error.isEmpty();
}

} // namespace focal
