#include "core/image/iccprofile.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

namespace focal {

namespace {

struct CloseProfile
{
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

/// A context of our own: errors are not printed, and no other user of lcms2 in the process is affected.
cmsContext quietContext()
{
    cmsContext context = cmsCreateContext(nullptr, nullptr);
    cmsSetLogErrorHandlerTHR(context, [](cmsContext, cmsUInt32Number, const char*) {});
    return context;
}

class Context
{
public:
    Context() : m_context(quietContext()) {}
    ~Context() { cmsDeleteContext(m_context); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    cmsContext handle() const { return m_context; }

private:
    cmsContext m_context;
};

Profile openProfile(cmsContext context, const QByteArray& bytes)
{
    return Profile(
        cmsOpenProfileFromMemTHR(context, bytes.constData(), static_cast<cmsUInt32Number>(bytes.size())));
}

QByteArray bytesOf(const Profile& profile)
{
    cmsUInt32Number size = 0;
    if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size))
        return {};
    QByteArray bytes(static_cast<qsizetype>(size), '\0');
    if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size))
        return {};
    return bytes;
}

} // namespace

ProfileKind profileKind(const QByteArray& iccProfile)
{
    if (iccProfile.isEmpty())
        return ProfileKind::None;
    const Context context;
    const Profile profile = openProfile(context.handle(), iccProfile);
    if (!profile)
        return ProfileKind::Unusable;
    const cmsProfileClassSignature kind = cmsGetDeviceClass(profile.get());
    if (kind != cmsSigDisplayClass && kind != cmsSigInputClass && kind != cmsSigOutputClass &&
        kind != cmsSigColorSpaceClass)
        return ProfileKind::Unusable;
    switch (cmsGetColorSpace(profile.get())) {
    case cmsSigRgbData:
        return ProfileKind::Rgb;
    case cmsSigGrayData:
        return ProfileKind::Grey;
    case cmsSigCmykData:
        return ProfileKind::Cmyk;
    default:
        return ProfileKind::Unusable;
    }
}

bool isEffectivelySrgb(const QByteArray& iccProfile)
{
    if (profileKind(iccProfile) != ProfileKind::Rgb)
        return true;
    const IccTransform transform(iccProfile, TYPE_RGB_8, TYPE_RGB_8);
    if (!transform.isValid())
        return true;
    // A grid through the whole cube, and the grey axis finely, where a wrong curve shows first.
    std::vector<std::array<std::uint8_t, 3>> colours;
    constexpr int step = 51;
    for (int r = 0; r < 256; r += step)
        for (int g = 0; g < 256; g += step)
            for (int b = 0; b < 256; b += step)
                colours.push_back({static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g),
                                   static_cast<std::uint8_t>(b)});
    for (int grey = 0; grey < 256; ++grey)
        colours.push_back({static_cast<std::uint8_t>(grey), static_cast<std::uint8_t>(grey),
                           static_cast<std::uint8_t>(grey)});
    std::vector<std::array<std::uint8_t, 3>> shown(colours.size());
    transform.apply(colours.data(), shown.data(), static_cast<int>(colours.size()));
    for (std::size_t i = 0; i < colours.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            if (std::abs(colours[i][c] - shown[i][c]) > 1)
                return false;
        }
    }
    return true;
}

QByteArray gammaProfile(double gamma, cmsCIExyY white, const cmsCIExyYTRIPLE& primaries)
{
    const Context context;
    cmsToneCurve* const curve = cmsBuildGamma(context.handle(), gamma);
    std::array<cmsToneCurve*, 3> curves{curve, curve, curve};
    const Profile profile(cmsCreateRGBProfileTHR(context.handle(), &white, &primaries, curves.data()));
    cmsFreeToneCurve(curve);
    return bytesOf(profile);
}

QByteArray labProfile()
{
    const Context context;
    return bytesOf(Profile(cmsCreateLab4ProfileTHR(context.handle(), nullptr)));
}

IccTransform::IccTransform(const QByteArray& iccProfile, cmsUInt32Number inputFormat,
                           cmsUInt32Number outputFormat, Direction direction)
    : m_context(quietContext())
{
    auto* const context = static_cast<cmsContext>(m_context.get());
    Profile source = openProfile(context, iccProfile);
    Profile target(cmsCreate_sRGBProfileTHR(context));
    if (!source || !target)
        return;
    if (direction == Direction::FromSrgb)
        std::swap(source, target);
    cmsUInt32Number flags =
        cmsFLAGS_NOCACHE | cmsFLAGS_BLACKPOINTCOMPENSATION; // a cache is not safe between threads
    if (T_EXTRA(inputFormat) > 0 && T_EXTRA(inputFormat) == T_EXTRA(outputFormat))
        flags |= cmsFLAGS_COPY_ALPHA;
    m_transform.reset(cmsCreateTransformTHR(context, source.get(), inputFormat, target.get(), outputFormat,
                                            INTENT_RELATIVE_COLORIMETRIC, flags));
}

void IccTransform::apply(const void* in, void* out, int pixels) const
{
    cmsDoTransform(m_transform.get(), in, out, static_cast<cmsUInt32Number>(pixels));
}

} // namespace focal
