#include "ui/window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace focal {

Language::~Language()
{
    for (const auto& translator : m_installed)
        QCoreApplication::removeTranslator(translator.get());
}

QString Language::resolved(const QString& choice)
{
    if (choice != QStringLiteral("system"))
        return choice;
    const QLocale system = QLocale::system();
    for (const QString& name : system.uiLanguages()) {
        if (name.startsWith(QStringLiteral("zh")))
            return QStringLiteral("zh_CN");
        if (name.startsWith(QStringLiteral("en")) || name == QStringLiteral("C"))
            return QStringLiteral("en");
    }
    return QStringLiteral("en");
}

void Language::install(const QString& file, const QString& folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(file, folder))
        return; // Qt's own texts may not be installed, and in English they are the source.
    QCoreApplication::installTranslator(translator.get());
    m_installed.push_back(std::move(translator));
}

void Language::use(const QString& choice)
{
    for (const auto& translator : m_installed)
        QCoreApplication::removeTranslator(translator.get());
    m_installed.clear();
    const QString name = resolved(choice);
    QLocale::setDefault(QLocale(name));
    install(QStringLiteral("qtbase_") + name, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QStringLiteral("focal_") + name, QStringLiteral(":/translations"));
}

} // namespace focal
