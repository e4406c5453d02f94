#include "ui/settings/settings.h"

#include "core/base/error.h"

#include <QByteArray>

#include <algorithm>
#include <vector>

namespace focal {

std::span<const SettingInfo> Settings::table()
{
    using K = SettingKey;
    static const std::vector<SettingInfo> rows = {
        {K::Language,
         "language",
         QStringLiteral("system"),
         {},
         {},
         {QStringLiteral("system"), QStringLiteral("en"), QStringLiteral("zh_CN")}},
        {K::Theme,
         "theme",
         QStringLiteral("dark"),
         {},
         {},
         {QStringLiteral("dark"), QStringLiteral("light"), QStringLiteral("system")}},
        {K::Model, "model", QStringLiteral("compact"), {}, {}, {}},
        {K::AddedModels, "models/added", QString(), {}, {}, {}},
        {K::ModelSettings, "models/settings", QString(), {}, {}, {}},
        {K::Threads, "threads", 0, 0, 256, {}},
        {K::LargestPicture, "largestPicture", 300, 1, 1000, {}},
        {K::JpegQuality, "save/jpegQuality", 95, 1, 100, {}},
        {K::WebpLossless, "save/webpLossless", true, {}, {}, {}},
        {K::WebpQuality, "save/webpQuality", 90, 1, 100, {}},
        {K::HeatOpacity, "heatOpacity", 0.65, 0, 1, {}},
        {K::OpenFolder, "openFolder", QString(), {}, {}, {}},
        {K::SaveFolder, "save/folder", QString(), {}, {}, {}},
        {K::SaveSuffix,
         "save/suffix",
         QStringLiteral("png"),
         {},
         {},
         {QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("webp"), QStringLiteral("tif")}},
        {K::RecentFiles, "recentFiles", QStringList(), {}, {}, {}},
        {K::WindowGeometry, "window/geometry", QByteArray(), {}, {}, {}},
        {K::SideSizes, "window/sideSizes", QVariantList(), {}, {}, {}},
        {K::ShowTurns, "window/showTurns", true, {}, {}, {}},
        {K::ShowLookedAt, "window/showLookedAt", true, {}, {}, {}},
        {K::ShowReferences, "window/showReferences", false, {}, {}, {}},
    };
    return rows;
}

const SettingInfo& Settings::info(SettingKey key)
{
    const auto rows = table();
    const auto row =
        std::find_if(rows.begin(), rows.end(), [key](const SettingInfo& r) { return r.key == key; });
    if (row == rows.end())
        throw LogicError(QStringLiteral("a setting without a row in the table"));
    return *row;
}

namespace {

/// The value in its row's type, or nothing where it does not fit.
std::optional<QVariant> fitted(const SettingInfo& row, QVariant value)
{
    if (!value.isValid())
        return std::nullopt;
    const QMetaType type = row.fallback.metaType();
    // An INI file knows only text: "true", "0.65" and lists of one come back as strings.
    if (type.id() == QMetaType::QStringList && value.typeId() == QMetaType::QString)
        value = value.toString().isEmpty() ? QStringList() : QStringList(value.toString());
    bool numeric = true;
    if (type.id() == QMetaType::Double || type.id() == QMetaType::Int)
        value.toDouble(&numeric);
    if (!numeric || !value.convert(type))
        return std::nullopt;
    if (row.minimum && value.toDouble() < *row.minimum)
        return std::nullopt;
    if (row.maximum && value.toDouble() > *row.maximum)
        return std::nullopt;
    if (!row.choices.isEmpty() && !row.choices.contains(value.toString()))
        return std::nullopt;
    return value;
}

} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent), m_file(std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                                          QStringLiteral("focal"), QStringLiteral("focal")))
{
}

Settings::Settings(const QString& path, QObject* parent)
    : QObject(parent), m_file(std::make_unique<QSettings>(path, QSettings::IniFormat))
{
}

QVariant Settings::value(SettingKey key) const
{
    const SettingInfo& row = info(key);
    return fitted(row, m_file->value(QLatin1String(row.name))).value_or(row.fallback);
}

void Settings::setValue(SettingKey key, const QVariant& value)
{
    const SettingInfo& row = info(key);
    const auto stored = fitted(row, value);
    if (!stored)
        throw LogicError(
            QStringLiteral("setting %1 cannot be %2").arg(QLatin1String(row.name), value.toString()));
    if (this->value(key) == *stored)
        return;
    m_file->setValue(QLatin1String(row.name), *stored);
    Q_EMIT
    changed(key);
}

} // namespace focal
