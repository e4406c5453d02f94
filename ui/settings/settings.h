#pragma once

#include <QObject>
#include <QSettings>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <optional>
#include <span>

namespace focal {

enum class SettingKey {
    Language,       ///< "system", "en", "zh_CN"
    Theme,          ///< "dark", "light", "system"
    Model,          ///< ModelInfo::id
    AddedModels,    ///< JSON: ModelShelf's.
    ModelSettings,  ///< JSON: ModelShelf's.
    Threads,        ///< For the models; 0: as many as the machine gives.
    LargestPicture, ///< Megapixels that are opened at most.
    JpegQuality,
    WebpLossless,
    WebpQuality,
    HeatOpacity, ///< 0..1
    OpenFolder,
    SaveFolder,
    SaveSuffix, ///< The format last saved in: "png", ...
    RecentFiles,
    WindowGeometry,
    SideSizes, ///< Widths of turns, canvas and right-hand column.
    ShowTurns,
    ShowLookedAt,
    ShowReferences,
};

struct SettingInfo
{
    SettingKey key;
    const char* name; ///< As stored.
    QVariant fallback;
    std::optional<double> minimum;
    std::optional<double> maximum;
    QStringList choices; ///< Empty: any.
};

/// The only place that reads and writes the settings file; keys, defaults and ranges stand in one table.
/// What is stored but does not fit its row (another type, out of range, no known choice) counts as not
/// stored.
class Settings : public QObject
{
    Q_OBJECT

public:
    /// The user's own file.
    explicit Settings(QObject* parent = nullptr);
    /// A file for one test or one run.
    explicit Settings(const QString& path, QObject* parent = nullptr);

    static std::span<const SettingInfo> table();
    static const SettingInfo& info(SettingKey key);

    QVariant value(SettingKey key) const;
    QString text(SettingKey key) const { return value(key).toString(); }
    int number(SettingKey key) const { return value(key).toInt(); }
    double real(SettingKey key) const { return value(key).toDouble(); }
    bool flag(SettingKey key) const { return value(key).toBool(); }

    /// Stores a value that fits its row; another one is a LogicError.
    void setValue(SettingKey key, const QVariant& value);
    void sync() { m_file->sync(); }

Q_SIGNALS:
    void changed(focal::SettingKey key);

private:
    std::unique_ptr<QSettings> m_file;
};

} // namespace focal
