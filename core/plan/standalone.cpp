#include "core/plan/standalone.h"

#include "core/plan/colorlexicon.h"
#include "core/plan/phrasetable.h"

#include <cmath>

namespace focal {

namespace {

QString percent(double amount)
{
    return QStringLiteral("%1%").arg(std::lround(std::abs(amount) * 100));
}

QString propertyWord(AdjustProperty property, bool chinese)
{
    switch (property) {
    case AdjustProperty::Brightness:
        return chinese ? QStringLiteral("亮度") : QStringLiteral("brightness");
    case AdjustProperty::Contrast:
        return chinese ? QStringLiteral("对比度") : QStringLiteral("contrast");
    case AdjustProperty::Temperature:
        return chinese ? QStringLiteral("色温") : QStringLiteral("warmth");
    case AdjustProperty::Saturation:
        return chinese ? QStringLiteral("饱和度") : QStringLiteral("saturation");
    case AdjustProperty::Blur:
        return chinese ? QStringLiteral("模糊") : QStringLiteral("blur");
    case AdjustProperty::Sharpness:
        break;
    }
    return chinese ? QStringLiteral("清晰度") : QStringLiteral("sharpness");
}

QString adjustSentence(const AdjustValue& value, const QString& thing, bool chinese)
{
    const QString property = propertyWord(value.property, chinese);
    const bool more = value.amount >= 0;
    if (chinese)
        return QStringLiteral("把%1的%2%3%4")
            .arg(thing, property, more ? QStringLiteral("提高") : QStringLiteral("降低"),
                 percent(value.amount));
    return QStringLiteral("%1 the %2 of %3 by %4")
        .arg(more ? QStringLiteral("increase") : QStringLiteral("reduce"), property, thing,
             percent(value.amount));
}

QString colorWords(const ColorValue& value)
{
    return value.words.isEmpty() ? value.color.hex() : value.words;
}

struct ValueSentence
{
    const QString& thing;
    bool chinese;

    QString operator()(const ColorValue& value) const
    {
        if (!value.like.isEmpty())
            return chinese ? QStringLiteral("把%1换成和%2一样的颜色").arg(thing, value.like)
                           : QStringLiteral("make %1 the same colour as the %2").arg(thing, value.like);
        return (chinese ? QStringLiteral("把%1换成%2") : QStringLiteral("make %1 %2"))
            .arg(thing, colorWords(value));
    }
    QString operator()(const PatternValue& value) const
    {
        return (chinese ? QStringLiteral("把%1换成%2") : QStringLiteral("change %1 to %2"))
            .arg(thing, value.words);
    }
    QString operator()(const AdjustValue& value) const { return adjustSentence(value, thing, chinese); }
    QString operator()(const BlurValue& value) const
    {
        return (chinese ? QStringLiteral("把%1虚化%2") : QStringLiteral("blur %1 by %2"))
            .arg(thing, percent(value.amount));
    }
    QString operator()(const ReplaceTextValue& value) const
    {
        return (chinese ? QStringLiteral("把%1改成“%2”") : QStringLiteral("change %1 to “%2”"))
            .arg(thing, value.to);
    }
    QString operator()(const RotateValue& value) const
    {
        const bool right = value.degrees >= 0;
        const QString degrees = QString::number(std::abs(value.degrees));
        if (chinese)
            return QStringLiteral("%1旋转%2度")
                .arg(right ? QStringLiteral("顺时针") : QStringLiteral("逆时针"), degrees);
        return QStringLiteral("rotate the picture %1 degrees %2")
            .arg(degrees, right ? QStringLiteral("clockwise") : QStringLiteral("counterclockwise"));
    }
    QString operator()(const FlipValue& value) const
    {
        if (chinese)
            return value.horizontal ? QStringLiteral("水平翻转") : QStringLiteral("垂直翻转");
        return value.horizontal ? QStringLiteral("flip the picture horizontally")
                                : QStringLiteral("flip the picture vertically");
    }
    QString operator()(const GenerateValue& value) const
    {
        return (chinese ? QStringLiteral("把%1变成%2") : QStringLiteral("turn %1 into %2"))
            .arg(thing, value.description);
    }
    QString operator()(std::monostate) const
    {
        return (chinese ? QStringLiteral("去掉%1") : QStringLiteral("remove %1")).arg(thing);
    }
    template <typename Other>
    QString operator()(const Other& /*value*/) const
    {
        return {};
    }
};

} // namespace

QString standaloneSentence(const PlannedEdit& edit, bool chinese)
{
    QString thing = edit.target;
    if (thing.isEmpty())
        thing = chinese ? QStringLiteral("整张图片") : QStringLiteral("the picture");
    else if (!chinese)
        thing.prepend(QStringLiteral("the "));
    return std::visit(ValueSentence{thing, chinese}, edit.value);
}

QString coreName(const QString& target)
{
    static const PhraseTable<bool> places = {
        {u"左边的|右边的|左侧的|右侧的|上面的|下面的|中间的|前面的|后面的|左边|"
         u"右边|最左边的|最右边的|left|right|top|bottom|middle|front|back|"
         u"first|second|third|last",
         true}};
    const Sentence sentence(target);
    Range range = sentence.all();
    while (const auto place = places.at(sentence, range, range.begin)) {
        if (place->length >= range.size())
            break;
        range.begin += place->length;
    }
    while (const auto color = leadingColor(sentence, range)) { // 红色的车: the other one may have another
        int begin = color->end;
        while (begin < range.end && sentence.at(begin).text == u"的")
            ++begin;
        if (begin >= range.end)
            break;
        range.begin = begin;
    }
    return sentence.words(range);
}

} // namespace focal
