#pragma once

#include <QObject>
#include <QTranslator>

#include <memory>
#include <vector>

namespace focal {

/// The language of the window, changed while it runs: Qt sends LanguageChange to every widget when
/// translators change.
class Language : public QObject
{
    Q_OBJECT

public:
    explicit Language(QObject* parent = nullptr) : QObject(parent) {}
    ~Language() override;

    /// @param choice  a value of SettingKey::Language: "system", "en", "zh_CN"
    void use(const QString& choice);
    /// What a choice means here: "en" or "zh_CN".
    static QString resolved(const QString& choice);

private:
    std::vector<std::unique_ptr<QTranslator>> m_installed;

    void install(const QString& file, const QString& folder);
};

} // namespace focal
