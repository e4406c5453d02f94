#pragma once
/// What Focal asks back, translated. Each says what is missing and how it could be said.

#include <QString>

namespace focal::questions {

QString nothingSaid();
QString tooLong(int limit);
QString notUnderstood();
QString isThatOneThing(const QString& words); ///< Read, but so unsurely that nothing may be changed on it.
QString onlyThing(const QString& thing);      ///< A thing was named and nothing to do with it.
QString whichThingForColor(const QString& color); ///< "make it blue"
QString whichColor(const QString& thing);         ///< "change the colour of the car"; may be empty
QString whatToRemove();
QString whatBehind();                     ///< "remove the background"
QString becomeWhat(const QString& thing); ///< "change the car"
QString whichThingBecomesWhat();          ///< 把那个换掉
QString whatToAdd();
QString sayWhatShouldChange(); ///< "don't touch the sky"
QString noExceptions();        ///< "everything but the dog"
QString notThisKind();         ///< resize, save, ...
QString whichWords();          ///< "add some text"
QString howToCrop();           ///< "crop it"
QString howFarToTurn();        ///< "straighten the horizon"
QString warmerOrCooler();      ///< "adjust the colour tone"

} // namespace focal::questions
