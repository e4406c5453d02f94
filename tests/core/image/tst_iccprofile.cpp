#include "core/image/iccprofile.h"

#include "tests/core/image/testpictures.h"

#include <QTest>

using namespace focal;
using namespace focal::test;

class TestIccProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsKinds()
    {
        QCOMPARE(profileKind({}), ProfileKind::None);
        QCOMPARE(profileKind(wideProfile()), ProfileKind::Rgb);
        QCOMPARE(profileKind(greyProfile(2.2)), ProfileKind::Grey);
        QCOMPARE(profileKind(cmykProfile()), ProfileKind::Cmyk);
        QCOMPARE(profileKind("not a profile"), ProfileKind::Unusable);
        QCOMPARE(profileKind(wideProfile().left(100)), ProfileKind::Unusable);
        QCOMPARE(profileKind(profileBytes(cmsCreateLab2Profile(nullptr))), ProfileKind::Unusable);
    }

    void knowsSrgb()
    {
        QVERIFY(isEffectivelySrgb({}));
        QVERIFY(isEffectivelySrgb(profileBytes(cmsCreate_sRGBProfile())));
        QVERIFY(isEffectivelySrgb("broken"));
        QVERIFY(!isEffectivelySrgb(wideProfile()));
        const cmsCIExyYTRIPLE srgb{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
        QVERIFY(!isEffectivelySrgb(gammaProfile(1.8, {0.3127, 0.3290, 1}, srgb)));
    }

    void convertsAndCopiesAlpha()
    {
        const cmsCIExyYTRIPLE srgb{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
        const QByteArray linear = gammaProfile(1.0, {0.3127, 0.3290, 1}, srgb);
        const IccTransform transform(linear, TYPE_RGBA_16, TYPE_RGBA_16);
        QVERIFY(transform.isValid());
        // IEC 61966-2-1: linear 0.2140 is 0.5 encoded
        const std::array<ushort, 4> in{14025, 14025, 14025, 1234};
        std::array<ushort, 4> out{};
        transform.apply(in.data(), out.data(), 1);
        for (std::size_t c = 0; c < 3; ++c)
            QVERIFY2(std::abs(out[c] - 32768) < 150, qPrintable(QString::number(out[c])));
        QCOMPARE(out[3], in[3]);
    }

    void isInvalidForTheWrongKind()
    {
        QVERIFY(!IccTransform("broken", TYPE_RGB_8, TYPE_RGB_8).isValid());
        QVERIFY(!IccTransform(greyProfile(2), TYPE_RGB_8, TYPE_RGB_8).isValid());
    }
};

QTEST_GUILESS_MAIN(TestIccProfile)
#include "tst_iccprofile.moc"
