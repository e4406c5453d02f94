#pragma once
/// The stages of an edit or a search, as StageTiming names them.

#include <QString>

namespace focal {

inline QString stagePlan()
{
    return QStringLiteral("plan");
}
inline QString stageFeatures()
{
    return QStringLiteral("features");
}
inline QString stageText()
{
    return QStringLiteral("text");
}
inline QString stageSearch()
{
    return QStringLiteral("search");
}
inline QString stageRefine()
{
    return QStringLiteral("refine");
}
inline QString stageOperate()
{
    return QStringLiteral("operate");
}
inline QString stageComposite()
{
    return QStringLiteral("composite");
}

} // namespace focal
