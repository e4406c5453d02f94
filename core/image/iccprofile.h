#pragma once
/// ICC profiles through lcms2. No process-wide state: every transform has its own lcms2 context, which also
/// takes the library's error messages.

#include <QByteArray>

#include <lcms2.h>

#include <memory>

namespace focal {

enum class ProfileKind {
    None, ///< no bytes
    Rgb,
    Grey,
    Cmyk,
    Unusable, ///< broken, or of another colour space or class; pixels are then taken for sRGB
};

ProfileKind profileKind(const QByteArray& iccProfile);

/// Whether converting from this profile to sRGB changes nothing worth mentioning: no profile, an unusable
/// one, or an RGB profile with sRGB's primaries and curve (compared at sample colours, to within 1 of 255).
bool isEffectivelySrgb(const QByteArray& iccProfile);

/// The profile of RGB pixels with a pure power curve, for files that state no more than a gamma.
/// @param gamma     display exponent, such as 2.2
/// @param white, primaries  CIE xy chromaticities, Y 1
QByteArray gammaProfile(double gamma, cmsCIExyY white, const cmsCIExyYTRIPLE& primaries);

/// The profile of CIE L*a*b* values (D50).
QByteArray labProfile();

/// A fixed conversion from a profile to sRGB, or back; relative colorimetric with black-point compensation.
/// Safe to use from several threads at once.
class IccTransform
{
public:
    enum class Direction { ToSrgb, FromSrgb };

    /// @param iccProfile  of a kind that fits its side's format (lcms2's TYPE_... words); when it cannot be
    /// used,
    ///                    isValid() is false
    /// An extra (alpha) channel that both formats have is copied.
    IccTransform(const QByteArray& iccProfile, cmsUInt32Number inputFormat, cmsUInt32Number outputFormat,
                 Direction direction = Direction::ToSrgb);

    bool isValid() const noexcept { return m_transform != nullptr; }
    /// Converts @p pixels pixels; @p in and @p out may be the same where the formats have the same size.
    void apply(const void* in, void* out, int pixels) const;

private:
    struct CloseContext
    {
        void operator()(void* context) const { cmsDeleteContext(static_cast<cmsContext>(context)); }
    };
    struct CloseTransform
    {
        void operator()(void* transform) const { cmsDeleteTransform(transform); }
    };
    std::unique_ptr<void, CloseContext> m_context; // outlives the transform
    std::unique_ptr<void, CloseTransform> m_transform;
};

} // namespace focal
