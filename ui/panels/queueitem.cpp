#include "ui/panels/queueitem.h"

#include <QCoreApplication>
#include <QHash>

namespace focal {

QString stageText(const QString& stage)
{
    static const QHash<QString, const char*> texts = {
        {QStringLiteral("plan"), QT_TRANSLATE_NOOP("focal::Stages", "Reading the sentence")},
        {QStringLiteral("features"), QT_TRANSLATE_NOOP("focal::Stages", "Looking at the picture")},
        {QStringLiteral("search"), QT_TRANSLATE_NOOP("focal::Stages", "Looking for it")},
        {QStringLiteral("refine"), QT_TRANSLATE_NOOP("focal::Stages", "Finding its edges")},
        {QStringLiteral("operate"), QT_TRANSLATE_NOOP("focal::Stages", "Changing it")},
        {QStringLiteral("composite"), QT_TRANSLATE_NOOP("focal::Stages", "Laying it over the picture")},
    };
    return QCoreApplication::translate("focal::Stages",
                                       texts.value(stage, QT_TRANSLATE_NOOP("focal::Stages", "Working")));
}

} // namespace focal
