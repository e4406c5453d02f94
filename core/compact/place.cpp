#include "core/compact/place.h"

#include <QRegularExpression>

#include <cmath>

namespace focal {

namespace {

using namespace Qt::Literals::StringLiterals;

bool says(const QString& phrase, const QString& pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption).match(phrase).hasMatch();
}

/// 0, 1 or 0.5 for the near end, the far end and the middle; -1 where nothing or both is said.
double along(bool low, bool high, bool middle)
{
    if (low != high)
        return low ? 0 : 1;
    return middle ? 0.5 : -1;
}

} // namespace

std::optional<cv::Point2d> placeSaid(const QString& phrase)
{
    // 上 and 下 alone say "on" and "under" (沙发上的抱枕), "top" alone may be worn.
    const bool left = says(phrase, u"\\bleft(most)?\\b|左[边侧面方手上下角]|最左"_s);
    const bool right = says(phrase, u"\\bright(most)?\\b|右[边侧面方手上下角]|最右"_s);
    const bool top =
        says(phrase, u"\\b(top|upper) ?-?(left|right)|\\b(at|in) the top\\b|\\bupper\\b|\\btopmost\\b|"
                     u"[左右]上|上[方角]|最上|顶部|顶上"_s);
    const bool bottom = says(phrase, u"\\b(bottom|lower)\\b|\\bbottommost\\b|[左右]下|下[方角]|最下|底部"_s);
    const bool middle = says(phrase, u"\\b(middle|cent(er|re))\\b|中间|中央|正中|中部"_s);
    const cv::Point2d place(along(left, right, middle), along(top, bottom, middle && !left && !right));
    return place.x < 0 && place.y < 0 ? std::nullopt : std::optional(place);
}

cv::Mat nearness(cv::Point2d place, cv::Size size)
{
    constexpr double fall = 1.6; // A thing at the wrong end must fit five times as well.
    cv::Mat result(size, CV_32FC1);
    for (int y = 0; y < size.height; ++y) {
        const double dy = place.y < 0 ? 0 : std::abs((y + 0.5) / size.height - place.y);
        for (int x = 0; x < size.width; ++x) {
            const double dx = place.x < 0 ? 0 : std::abs((x + 0.5) / size.width - place.x);
            result.at<float>(y, x) = static_cast<float>(std::exp(-fall * (dx + dy)));
        }
    }
    return result;
}

} // namespace focal
