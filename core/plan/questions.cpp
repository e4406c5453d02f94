#include "core/plan/questions.h"

#include <QCoreApplication>

namespace focal::questions {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("focal::questions", text);
}

/// Names in questions stay readable however long the instruction was.
QString shortened(const QString& words)
{
    constexpr int Longest = 40;
    return words.size() <= Longest ? words.simplified() : words.left(Longest).simplified() + u'…';
}

} // namespace

QString nothingSaid()
{
    return translated(
        QT_TRANSLATE_NOOP("focal::questions",
                          "What should change? For example: “make the car red”, or “blur the background”."));
}

QString tooLong(int limit)
{
    return translated(QT_TRANSLATE_NOOP(
                          "focal::questions",
                          "That is too long to read (more than %1 characters). Which one change should "
                          "be made?"))
        .arg(limit);
}

QString notUnderstood()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions",
        "I did not understand what should change. Name a thing and what to do with it, for example "
        "“make the car red”, “remove the sign”, “brighten the face” or “blur the background”."));
}

QString isThatOneThing(const QString& words)
{
    return translated(
               QT_TRANSLATE_NOOP(
                   "focal::questions",
                   "I am not sure that I understood: is “%1” one thing in the picture? Name it in a few "
                   "words, or point at it, and say what to do with it."))
        .arg(shortened(words));
}

QString onlyThing(const QString& thing)
{
    return translated(
               QT_TRANSLATE_NOOP(
                   "focal::questions",
                   "What should be done with “%1”? It can get another colour, be removed, made brighter, "
                   "warmer, sharper or blurred."))
        .arg(shortened(thing));
}

QString whichThingForColor(const QString& color)
{
    return translated(
               QT_TRANSLATE_NOOP("focal::questions",
                                 "What should become “%1”? Name the thing, or point at it in the picture."))
        .arg(shortened(color));
}

QString whichColor(const QString& thing)
{
    if (thing.isEmpty())
        return translated(QT_TRANSLATE_NOOP(
            "focal::questions", "Which colour should it be? A name, such as dark green, or a value, such as "
                                "#2b5fd9."));
    return translated(QT_TRANSLATE_NOOP(
                          "focal::questions",
                          "Which colour should “%1” get? A name, such as dark green, or a value, such as "
                          "#2b5fd9."))
        .arg(shortened(thing));
}

QString whatToRemove()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions", "What should be removed? Name the thing, or point at it in the picture."));
}

QString whatBehind()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions", "What should be behind instead? The background can get one colour (“make the "
                            "background white”) or be blurred."));
}

QString becomeWhat(const QString& thing)
{
    return translated(
               QT_TRANSLATE_NOOP("focal::questions",
                                 "What should “%1” become? Say the colour, or what to do with it: remove, "
                                 "brighten, darken, blur."))
        .arg(shortened(thing));
}

QString whichThingBecomesWhat()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions", "Which thing is meant, and what should it become? For example: “make the cup "
                            "green”."));
}

QString whatToAdd()
{
    return translated(QT_TRANSLATE_NOOP("focal::questions", "What should be added, and where?"));
}

QString sayWhatShouldChange()
{
    return translated(QT_TRANSLATE_NOOP("focal::questions",
                                        "Nothing that is not named changes. What is it that should change?"));
}

QString noExceptions()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions", "Exceptions cannot be read yet. Name the thing that should change, or say "
                            "“the background” for everything behind it."));
}

QString notThisKind()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions", "Resizing, saving and zooming are in the menus. What should change in the "
                            "picture itself?"));
}

QString whichWords()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions", "Which words should stand there? Put them in quotation marks, and say "
                            "where: “add “New” in the top right corner”."));
}

QString howToCrop()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions",
        "What should be kept? A shape, such as 16:9 or square, a thing (“crop to the dog”), "
        "or what to cut off (“the left third”)."));
}

QString howFarToTurn()
{
    return translated(QT_TRANSLATE_NOOP("focal::questions",
                                        "How far should it be turned? For example: “2 degrees clockwise”."));
}

QString warmerOrCooler()
{
    return translated(QT_TRANSLATE_NOOP(
        "focal::questions",
        "In which direction: warmer, cooler, brighter, darker, stronger or paler colours?"));
}

} // namespace focal::questions
