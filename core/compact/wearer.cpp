#include "core/compact/wearer.h"

#include <opencv2/imgproc.hpp>

#include <QRegularExpression>

#include <algorithm>

namespace focal {

namespace {

/// Of a person's part, in the smaller of its area and the clothes' that lie on it: less is a neighbour's
/// sleeve.
constexpr double leastWorn = 0.1;
constexpr double aloneWidth = 1.8; ///< Of the clothes: a part that is wider holds several people.
constexpr double columnMargin = 0.12;

TextSpan spanOf(const QRegularExpressionMatch& match, const char* name)
{
    const QString group = QString::fromLatin1(name);
    return {static_cast<int>(match.capturedStart(group)), static_cast<int>(match.capturedLength(group))};
}

/// People who touch are one part: where it is much wider than its clothes, the column in which these stand.
cv::Mat columnOf(const cv::Mat& part, const cv::Mat& clothes)
{
    const cv::Rect all = cv::boundingRect(part);
    const cv::Rect worn = cv::boundingRect(part & clothes);
    if (all.width < aloneWidth * worn.width)
        return part;
    const int margin = static_cast<int>(columnMargin * worn.width);
    const cv::Rect column =
        cv::Rect(worn.x - margin, 0, worn.width + 2 * margin, part.rows) & cv::Rect({}, part.size());
    cv::Mat result = cv::Mat::zeros(part.size(), CV_8UC1);
    part(column).copyTo(result(column));
    return result;
}

} // namespace

std::optional<WearerPhrase> wearerOf(const QString& phrase)
{
    static const QRegularExpression chinese(QStringLiteral(
        "(?:穿|戴|身着|身穿)着?了?(?<wears>.+?)的(?<who>[^的]*(?:人|男士|女士|男孩|女孩|孩子|小孩|"
        "男子|女子|老师|学生|球员|模特|妈妈|爸爸|男生|女生)[^的]*)$"));
    static const QRegularExpression english(
        QStringLiteral(
            "^(?<who>(?:the |a |all |every |that |this |other |left |right |two )*(?:\\w+ )?(?:person|"
            "people|man|men|woman|women|boys?|girls?|kids?|child|children|guys?|lad(?:y|ies)|player|"
            "players|model|one)) (?:in|wearing|with|who wears|dressed in)(?: an?| the| his| her)? "
            "(?<wears>.+)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression worn(
        QStringLiteral(
            "衣|衫|裤|裙|恤|帽|鞋|外套|夹克|西装|毛衣|眼镜|围巾|制服|背心|领带|^(black|white|red|blue|"
            "green|yellow|gray|grey|pink|purple|orange|brown)$|\\b(clothes|clothing|shirts?|t-shirts?|tee|"
            "jackets?|coats?|sweaters?|hoodies?|dress(es)?|skirts?|pants|trousers|jeans|shorts|suits?|"
            "hats?|caps?|helmets?|glasses|sunglasses|scarf|scarves|uniforms?|vests?|ties?|boots|shoes|"
            "tops?|blouses?|jersey|jerseys)\\b|^.{1,3}色$"),
        QRegularExpression::CaseInsensitiveOption);
    for (const QRegularExpression& pattern : {chinese, english})
        if (const auto match = pattern.match(phrase);
            match.hasMatch() && worn.match(match.captured(QStringLiteral("wears"))).hasMatch())
            return WearerPhrase{spanOf(match, "who"), spanOf(match, "wears")};
    return std::nullopt;
}

cv::Mat wearersOf(const cv::Mat& people, const cv::Mat& clothes)
{
    const cv::Mat both = (people > 127) | (clothes > 127);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centers;
    const int count = cv::connectedComponentsWithStats(both, labels, stats, centers, 8, CV_32S);
    std::vector<int> worn(static_cast<size_t>(count), 0);
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x)
            if (clothes.at<uchar>(y, x) > 127)
                ++worn[static_cast<size_t>(labels.at<int>(y, x))];
    const cv::Mat worn8 = clothes > 127;
    const int all = cv::countNonZero(worn8);
    cv::Mat result = cv::Mat::zeros(people.size(), CV_8UC1);
    for (int i = 1; i < count; ++i) {
        const int least = std::min(all, stats.at<int>(i, cv::CC_STAT_AREA));
        if (worn[static_cast<size_t>(i)] >= std::max(1.0, leastWorn * least))
            cv::Mat(cv::max(people, clothes)).copyTo(result, columnOf(labels == i, worn8));
    }
    return result;
}

} // namespace focal
