#include "core/compact/answers.h"

#include "core/compact/region.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace focal::answers {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(focal::CompactModel)
};

QString abilities()
{
    return Tr::tr(
        "Focal Compact can recolour and remove things, lay patterns over them, change light, colour "
        "and sharpness, give looks such as black and white, change the background, replace and add "
        "text, place pictures, and crop, turn and mirror.");
}

QString colorName(const PlannedEdit& edit, const OperatorSettings& used)
{
    const auto* value = std::get_if<ColorValue>(&edit.value);
    if (value && used.color == value->color && !value->words.isEmpty())
        return value->words;
    return used.color ? used.color->hex() : QString();
}

/// %1 is the thing, or "the picture".
QString adjustSentence(AdjustProperty property, bool more)
{
    switch (property) {
    case AdjustProperty::Brightness:
        return more ? Tr::tr("Brightened %1.") : Tr::tr("Darkened %1.");
    case AdjustProperty::Contrast:
        return more ? Tr::tr("Gave %1 more contrast.") : Tr::tr("Gave %1 less contrast.");
    case AdjustProperty::Temperature:
        return more ? Tr::tr("Made the colours of %1 warmer.") : Tr::tr("Made the colours of %1 cooler.");
    case AdjustProperty::Saturation:
        return more ? Tr::tr("Made the colours of %1 stronger.") : Tr::tr("Made the colours of %1 paler.");
    case AdjustProperty::Blur:
        return Tr::tr("Blurred %1.");
    case AdjustProperty::Sharpness:
        return more ? Tr::tr("Sharpened %1.") : Tr::tr("Softened %1.");
    }
    return {};
}

QString backgroundSentence(const PlannedEdit& edit, const OperatorSettings& used)
{
    if (used.color)
        return Tr::tr("Made the background %1.").arg(colorName(edit, used));
    return Tr::tr("Blurred the background.");
}

/// %1 is the thing, or "the picture".
QString styleSentence(Style style)
{
    switch (style) {
    case Style::BlackAndWhite:
        return Tr::tr("Made %1 black and white.");
    case Style::Sepia:
        return Tr::tr("Gave %1 a sepia tone.");
    case Style::Sketch:
        return Tr::tr("Turned %1 into a pencil sketch.");
    case Style::Film:
        return Tr::tr("Gave %1 the look of film.");
    case Style::Vintage:
        return Tr::tr("Gave %1 a vintage look.");
    case Style::Cinematic:
        return Tr::tr("Gave %1 a cinematic look.");
    case Style::Fresh:
        return Tr::tr("Gave %1 a fresh, bright look.");
    case Style::Negative:
        return Tr::tr("Turned %1 into its negative.");
    }
    return {};
}

QString turnSentence(double degrees)
{
    const QString amount = QLocale().toString(std::abs(degrees), 'g', 4);
    return degrees >= 0 ? Tr::tr("Turned the picture clockwise by %1°.").arg(amount)
                        : Tr::tr("Turned the picture anticlockwise by %1°.").arg(amount);
}

QString sentence(const PlannedEdit& edit, const OperatorSettings& used)
{
    const QString pointedAt = Tr::tr("what you marked");
    const QString thing = edit.target.isEmpty() ? pointedAt : Tr::tr("“%1”").arg(edit.target);
    switch (edit.operation) {
    case Operation::Recolor:
        return Tr::tr("Recoloured %1: %2.").arg(thing, colorName(edit, used));
    case Operation::Remove:
        return Tr::tr("Removed %1 and filled the place from its surroundings.").arg(thing);
    case Operation::Adjust: {
        // Without a region nothing grew or faded: it was the whole picture.
        const QString what = used.grow ? thing : Tr::tr("the picture");
        return adjustSentence(std::get<AdjustValue>(edit.value).property, used.strength.value_or(0) >= 0)
            .arg(what);
    }
    case Operation::Pattern: {
        const QString words = std::get<PatternValue>(edit.value).words;
        return words.isEmpty() ? Tr::tr("Laid a pattern over %1.").arg(thing)
                               : Tr::tr("Laid a pattern over %1: %2.").arg(thing, words);
    }
    case Operation::Style:
        return styleSentence(std::get<StyleValue>(edit.value).style)
            .arg(used.grow ? thing : Tr::tr("the picture"));
    case Operation::Place:
        return edit.target.isEmpty() ? Tr::tr("Placed the picture.")
                                     : Tr::tr("Placed the picture instead of %1.").arg(thing);
    case Operation::Crop:
        return edit.target.isEmpty() ? Tr::tr("Cropped the picture.")
                                     : Tr::tr("Cropped the picture to %1.").arg(thing);
    case Operation::Rotate:
        return turnSentence(std::get<RotateValue>(edit.value).degrees);
    case Operation::Flip:
        return std::get<FlipValue>(edit.value).horizontal
                   ? Tr::tr("Mirrored the picture left to right.")
                   : Tr::tr("Turned the picture upside down, mirrored.");
    case Operation::Background:
        return backgroundSentence(edit, used);
    default:
        return {};
    }
}

} // namespace

QString done(const PlannedEdit& edit, const OperatorSettings& used, double confidence, bool nothingDiffers)
{
    if (nothingDiffers)
        return Tr::tr("Nothing changed: it already is as you asked, or the strength is 0.");
    QString text = sentence(edit, used);
    if (confidence < sureConfidence)
        text +=
            u' ' + Tr::tr("I am not sure that this is the right place: click what you mean if it is not.");
    return text;
}

QString notFound(const QString& target, bool withCandidates)
{
    const QString what =
        target.isEmpty()
            ? Tr::tr("I could not find a thing where you pointed.")
            : Tr::tr("I could not find “%1” in this picture, so nothing was changed.").arg(target);
    const QString help =
        withCandidates ? Tr::tr("Choose one of the outlined places, click the thing, or name it differently.")
                       : Tr::tr("Click the thing, draw a box around it, or name it differently.");
    return what + u' ' + help;
}

QString colorNotFound(const QString& like)
{
    return Tr::tr("I could not find “%1”, whose colour was meant, so nothing was changed.").arg(like) + u' ' +
           Tr::tr("Name the colour itself, or the thing differently.");
}

QString cannotDraw(const PlannedEdit& edit)
{
    const auto* value = std::get_if<GenerateValue>(&edit.value);
    const QString what =
        value && !value->description.isEmpty()
            ? Tr::tr("Drawing something new (“%1”) needs a generative model.").arg(value->description)
            : Tr::tr("Drawing something new needs a generative model.");
    return what + u' ' + abilities();
}

QString cannotDo()
{
    return Tr::tr("I understood that, but this model cannot do it.") + u' ' + abilities();
}

QString needsHistory(Operation operation, bool hasBefore)
{
    if (operation == Operation::Undo)
        return Tr::tr("There is no step before this one to go back to.");
    return hasBefore
               ? Tr::tr("Which one do you mean instead? Name it, or click it in the picture.")
               : Tr::tr("There is no edit before this one to correct: say what should change, and of what.");
}

QString understoodAs(const QString& standalone, const QString& message)
{
    return Tr::tr("Understood as “%1”.").arg(standalone) + u' ' + message;
}

QString noReference(int reference, std::size_t count)
{
    if (count == 0)
        return Tr::tr("Which picture should be placed? None was given: add it as a reference.");
    return Tr::tr("There is no reference picture %1: %n given.", nullptr, int(count)).arg(reference);
}

QString pictureTooSmall(cv::Size size)
{
    return Tr::tr("The picture has only %1 x %2 pixels, so a larger part cannot be cut out of it.")
               .arg(size.width)
               .arg(size.height) +
           u' ' + Tr::tr("Ask for fewer pixels, or for a form such as 16:9.");
}

QString whichThing(Operation operation)
{
    switch (operation) {
    case Operation::Recolor:
        return Tr::tr("What should get the other colour? Name it, or click it in the picture.");
    case Operation::Remove:
        return Tr::tr("What should be removed? Name it, or click it in the picture.");
    default:
        return Tr::tr("Which thing do you mean? Name it, or click it in the picture.");
    }
}

QString textDone(const PlannedEdit& edit, const TextEdit& done)
{
    if (const auto* replaced = std::get_if<ReplaceTextValue>(&edit.value)) {
        const QString said = Tr::tr("Replaced “%1” with “%2”.").arg(done.before, replaced->to);
        if (done.asWished)
            return said + u' ' + Tr::tr("Read back: it says exactly that.");
        return said + u' ' +
               Tr::tr("Read back it is “%1”, which is not quite the same: please look at it closely.")
                   .arg(done.readBack);
    }
    if (const auto* added = std::get_if<AddTextValue>(&edit.value)) {
        const QString said = Tr::tr("Added “%1”.").arg(added->text);
        if (done.asWished)
            return said + u' ' + Tr::tr("Read back: it says exactly that.");
        return said + u' ' + Tr::tr("It is hard to read there: name another place or colour.");
    }
    const QString said = Tr::tr("Removed the text “%1”.").arg(done.before);
    return done.asWished
               ? said
               : said + u' ' + Tr::tr("Something can still be read there: “%1”.").arg(done.readBack);
}

QString whichOne(const QString& target, std::size_t count)
{
    return Tr::tr("I see %1 things that could be “%2”. Click the one you mean, or say where it is.")
        .arg(count)
        .arg(target);
}

QString noText(const PlannedEdit& edit, const TextEdit& tried)
{
    if (tried.answer == TextEdit::Answer::WhichOne)
        return Tr::tr("Several texts may be meant. Say which words to replace, or click them.");
    if (tried.candidates.empty())
        return Tr::tr("I can read no text in this picture, so nothing was changed.");
    const auto* value = std::get_if<ReplaceTextValue>(&edit.value);
    const QString words = value && !value->from.isEmpty() ? value->from : edit.target;
    return Tr::tr("I can read text in this picture, but not “%1”, so nothing was changed.").arg(words);
}

} // namespace focal::answers
