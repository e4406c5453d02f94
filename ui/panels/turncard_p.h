#pragma once
/// What turncard.cpp and turncardpaint.cpp share; nobody else includes it.

#include "ui/panels/flowlayout.h"
#include "ui/panels/turncard.h"
#include "ui/theme/theme.h"

#include <QFont>

namespace focal {

namespace turncard {

constexpr int Thumb = 48;
constexpr int StateIcon = 14;
constexpr int Indent = grid::Medium;
constexpr int MostDepth = 6; ///< Deeper branches are drawn no narrower.
constexpr int CandidateIcon = 36;
constexpr int SmallButton = 20;

inline QFont smallFont(QFont font)
{
    font.setPixelSize(text::Small);
    return font;
}

inline QFont titleFont(QFont font, bool current)
{
    font.setPixelSize(text::Normal);
    font.setWeight(current ? QFont::DemiBold : QFont::Normal);
    return font;
}

} // namespace turncard

struct TurnCard::Places
{
    int cardLeft = 0;
    int branchTop = 0;
    QRect card;
    QRect thumbnail;
    QPoint title;
    QPoint body;
    QPoint foot; ///< Of the state icon; the text stands right of it.
    QRect buttons;
    QRect progress;
    int height = 0;
};

} // namespace focal
