#include "core/plan/textnouns.h"

#include "core/plan/nounphrase.h"
#include "core/plan/numbers.h"
#include "core/plan/phrasetable.h"

#include <algorithm>

namespace focal {

namespace {

using Words = PhraseTable<bool>;

const Words& nouns()
{
    static const Words table = {
        {u"text|word|words|title|headline|heading|subtitle|caption|slogan|tagline|price|price tag|date|"
         u"phone number|discount|label text|watermark text|copy|lettering|typo|tag line|some text|any text|"
         u"文字|字|标题|大标题|副标题|标语|口号|文案|价格|售价|原价|现价|价钱|日期|时间|电话|电话号码|手机号|"
         u"折扣|优惠|文本|字样|广告语|宣传语|品牌标语|地址|网址|内容|品名|说明|落款|署名",
         true}};
    return table;
}

const Words& references()
{
    static const Words table = {
        {u"logo|brand logo|company logo|shop logo|qr code|icon|attached image|attached picture|attached "
         u"photo|"
         u"attachment|reference|this picture|this image|uploaded image|uploaded picture|logo file|new logo|"
         u"标志|商标|图标|二维码|素材|附件|附图|新logo|参考图|店标|品牌标志",
         true}};
    return table;
}

} // namespace

bool namesText(const Sentence& sentence, Range range)
{
    static const Words places = {{u"on|of|in|at", true}};
    if (range.isEmpty())
        return false;
    const auto place = places.find(sentence, range);
    if (place && sentence.at(range.begin).kind == Token::Kind::Word)
        range.end = place->first;
    while (!range.isEmpty() && sentence.at(range.end - 1).text == u"的")
        --range.end;
    return nouns().atEnd(sentence, range).has_value();
}

std::optional<int> namesReference(const Sentence& sentence, Range range)
{
    // Whether the picture that is edited counts as the first one: the window calls the references picture 2,
    // picture 3, and so does the published model.
    static const PhraseTable<bool> counted = {{u"picture|image|photo|pic|图|图片|照片|第", true},
                                              {u"reference|reference picture|参考图|参考图片|附图", false}};
    static const Words owned = {{u"我上传的|上传的|附件里的|附件中的|我的|我们的|附件的|my|our|the attached|"
                                 u"attached|the uploaded|uploaded",
                                 true}};
    range = withoutArticle(sentence, range);
    if (range.isEmpty())
        return std::nullopt;
    if (const auto word = counted.at(sentence, range, range.begin)) {
        const auto number = numberAt(sentence, range, range.begin + word->length);
        constexpr double Most = 99;
        if (number && !number->isShare && number->value >= 1 && number->value <= Most) {
            const int end = range.begin + word->length + number->length;
            static const Words rest = {{u"张图|张|张图片|张照片|幅图|个图", true}};
            if (end == range.end || rest.exactly(sentence, {end, range.end}))
                return std::max(1, static_cast<int>(number->value) - (*word->meaning ? 1 : 0));
        }
    }
    if (references().exactly(sentence, range))
        return 1;
    if (const auto owner = owned.at(sentence, range, range.begin))
        range.begin += owner->length;
    return references().exactly(sentence, range) ? std::optional(1) : std::nullopt;
}

} // namespace focal
