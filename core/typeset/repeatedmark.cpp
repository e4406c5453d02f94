#include "core/typeset/repeatedmark.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int searchSide = 1400;      ///< Of the longer side: marks are looked for at this size.
constexpr double alike = 0.5;         ///< Correlation from which a place shows the mark.
constexpr double alikeInGrid = 0.05;  ///< The same where the others' grid has a place.
constexpr double alikeBetween = 0.25; ///< The same half way between two: every second one was not seen.
constexpr double leastDetail = 6.0 / 255;
constexpr size_t leastPlaces = 3;
constexpr size_t mostPlaces = 400;
constexpr size_t mostSeeds = 6;
constexpr float leastAlpha = 0.04F;
constexpr float leastOpacity = 0.12F; ///< Below, chance likenesses of the picture's own detail are found.
constexpr float mostOpacity = 0.85F;  ///< Above, too little of the picture is left to be brought back.

double fullValue(const cv::Mat& pixels)
{
    return pixels.depth() == CV_16U ? 65535 : 255;
}

cv::Rect around(cv::Point corner, cv::Size size)
{
    return {corner, size};
}

bool isInside(const cv::Rect& rect, cv::Size size)
{
    return (rect & cv::Rect({}, size)) == rect;
}

/// r, g, b as CV_32FC3, 0..1
cv::Mat colors(const cv::Mat& pixels)
{
    cv::Mat rgb;
    cv::cvtColor(pixels, rgb, cv::COLOR_RGBA2RGB);
    rgb.convertTo(rgb, CV_32F, 1 / fullValue(pixels));
    return rgb;
}

/// Detail finer than @p scale pixels, squeezed to -1..1 so that strong edges of the picture do not drown a
/// faint mark. CV_32FC1
cv::Mat detail(const cv::Mat& pixels, double scale)
{
    cv::Mat light;
    cv::transform(colors(pixels), light, cv::Matx13f(1 / 3.F, 1 / 3.F, 1 / 3.F));
    cv::Mat smooth;
    cv::GaussianBlur(light, smooth, {}, scale);
    light -= smooth;
    const double usual = 2 * (cv::mean(cv::abs(light))[0] + leastDetail);
    for (int y = 0; y < light.rows; ++y)
        for (float& value : cv::Mat_<float>(light.row(y)))
            value = std::tanh(static_cast<float>(value / usual));
    return light;
}

float median(std::vector<float>& values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The median, pixel by pixel. @p layers  CV_32FC1 of one size
cv::Mat medianOf(const std::vector<cv::Mat>& layers)
{
    cv::Mat result(layers.front().size(), CV_32FC1);
    std::vector<float> values(layers.size());
    for (int y = 0; y < result.rows; ++y)
        for (int x = 0; x < result.cols; ++x) {
            for (size_t i = 0; i < layers.size(); ++i)
                values[i] = layers[i].at<float>(y, x);
            result.at<float>(y, x) = median(values);
        }
    return result;
}

/// Places of a patch in one picture of detail, with half a patch of nothing around it for marks that its
/// border cuts.
class Search
{
public:
    Search(const cv::Mat& detail, cv::Size patch) : m_patch(patch), m_margin(patch / 2)
    {
        cv::copyMakeBorder(detail, m_detail, m_margin.height, m_margin.height, m_margin.width, m_margin.width,
                           cv::BORDER_CONSTANT, 0);
    }

    /// What the places have in common.
    cv::Mat common(const std::vector<cv::Point>& places) const
    {
        std::vector<cv::Mat> layers;
        for (const cv::Point& place : places)
            if (const cv::Rect rect = around(place + cv::Point(m_margin), m_patch);
                isInside(rect, m_detail.size()))
                layers.push_back(m_detail(rect));
        return layers.empty() ? cv::Mat() : medianOf(layers);
    }

    /// Bounds of text are only roughly alike: moves the places to where they agree best with the one of them
    /// that the others are most like.
    void align(std::vector<cv::Point>& places) const
    {
        double most = -1;
        std::vector<cv::Point> aligned = places;
        for (size_t i = 0; i < std::min(places.size(), mostSeeds); ++i) {
            const cv::Rect seed = around(places[i] + cv::Point(m_margin), m_patch);
            if (!isInside(seed, m_detail.size()))
                continue;
            double sum = 0;
            std::vector<cv::Point> moved;
            for (const cv::Point& place : places) {
                const cv::Size reach = m_patch / 4;
                const cv::Rect area =
                    cv::Rect(place + cv::Point(m_margin) - cv::Point(reach), m_patch + reach + reach) &
                    cv::Rect({}, m_detail.size());
                if (area.width < m_patch.width || area.height < m_patch.height)
                    continue;
                cv::Mat likeness;
                cv::matchTemplate(m_detail(area), m_detail(seed), likeness, cv::TM_CCOEFF_NORMED);
                double best = 0;
                cv::Point at;
                cv::minMaxLoc(likeness, nullptr, &best, nullptr, &at);
                sum += best;
                moved.push_back(area.tl() + at - cv::Point(m_margin));
            }
            if (sum > most) {
                most = sum;
                aligned = std::move(moved);
            }
        }
        places = std::move(aligned);
    }

    std::vector<cv::Point> places(const cv::Mat& mark)
    {
        cv::matchTemplate(m_detail, mark, m_likeness, cv::TM_CCOEFF_NORMED);
        cv::Mat left = m_likeness.clone();
        std::vector<cv::Point> found;
        while (found.size() < mostPlaces) {
            double best = 0;
            cv::Point at;
            cv::minMaxLoc(left, nullptr, &best, nullptr, &at);
            if (!(best >= alike))
                break;
            found.push_back(at - cv::Point(m_margin));
            left(around(at - cv::Point(m_patch / 2), m_patch) & cv::Rect({}, left.size())) = -1;
        }
        return found;
    }

    /// Adds what completes three places to a parallelogram, again and again, where some likeness is seen.
    void completeGrid(std::vector<cv::Point>& places) const
    {
        for (size_t a = 0; a < places.size() && places.size() < mostPlaces; ++a)
            for (size_t b = 0; b < places.size(); ++b)
                for (size_t c = 0; c < b; ++c) {
                    tryAt(places[a] + places[b] - places[c], alikeInGrid, places);
                    tryAt(places[a] - places[b] + places[c], alikeInGrid, places);
                    tryAt((places[b] + places[c]) / 2, alikeBetween, places);
                }
    }

private:
    cv::Size m_patch;
    cv::Size m_margin;
    cv::Mat m_detail;
    cv::Mat m_likeness; ///< Of the last mark, for every place in m_detail.

    void tryAt(cv::Point place, double least, std::vector<cv::Point>& places) const
    {
        const auto isNear = [&](const cv::Point& other) {
            return std::abs(place.x - other.x) < 0.6 * m_patch.width &&
                   std::abs(place.y - other.y) < 0.6 * m_patch.height;
        };
        if (places.size() >= mostPlaces || std::any_of(places.begin(), places.end(), isNear))
            return;
        const cv::Point center = place + cv::Point(m_margin);
        const cv::Rect window =
            cv::Rect(center - cv::Point(3, 3), cv::Size(7, 7)) & cv::Rect({}, m_likeness.size());
        if (window.empty())
            return;
        double best = 0;
        cv::Point at;
        cv::minMaxLoc(m_likeness(window), nullptr, &best, nullptr, &at);
        if (best >= least)
            places.push_back(window.tl() + at - cv::Point(m_margin));
    }
};

/// The patch about the middle of each known mark, at @p scale.
std::vector<cv::Point> cornersOf(const std::vector<cv::Rect>& known, cv::Size patch, double scale)
{
    std::vector<cv::Point> corners;
    corners.reserve(known.size());
    for (const cv::Rect& rect : known)
        corners.emplace_back(cvRound((rect.x + rect.width / 2.0) * scale - patch.width / 2.0),
                             cvRound((rect.y + rect.height / 2.0) * scale - patch.height / 2.0));
    return corners;
}

/// Moves places that were found at a reduced size to where the native pixels are most like each other.
void settle(const cv::Mat& pixels, cv::Size patch, double stroke, int reach, std::vector<cv::Point>& places,
            const CancelToken& cancel)
{
    const cv::Rect all({}, pixels.size());
    const cv::Size window = patch + cv::Size(2 * reach, 2 * reach);
    std::vector<cv::Mat> details;
    std::vector<size_t> whole;
    for (size_t i = 0; i < places.size(); ++i) {
        cancel.throwIfCancelled();
        const cv::Rect area = around(places[i] - cv::Point(reach, reach), window);
        if (isInside(area, all.size())) {
            details.push_back(detail(pixels(area), stroke));
            whole.push_back(i);
        }
    }
    if (whole.size() < 2)
        return;
    cv::Mat mark = details.front()(around({reach, reach}, patch)).clone();
    for (int round = 0; round < 2; ++round) {
        std::vector<cv::Mat> layers;
        for (size_t i = 0; i < whole.size(); ++i) {
            cv::Mat likeness;
            cv::matchTemplate(details[i], mark, likeness, cv::TM_CCOEFF_NORMED);
            cv::Point at;
            cv::minMaxLoc(likeness, nullptr, nullptr, nullptr, &at);
            layers.push_back(details[i](around(at, patch)));
            if (round == 1)
                places[whole[i]] += at - cv::Point(reach, reach);
        }
        mark = medianOf(layers);
    }
}

/// How much of the mark's colour each pixel of the patch has: the median over the places of what its
/// difference from a picture without the mark says. @p touched  CV_8UC1: where the mark may be
cv::Mat alphaOf(const cv::Mat& pixels, const std::vector<cv::Point>& places, const cv::Mat& touched,
                bool white, const CancelToken& cancel)
{
    std::vector<cv::Mat> layers;
    for (const cv::Point& place : places) {
        cancel.throwIfCancelled();
        const cv::Rect area = around(place, touched.size());
        if (!isInside(area, pixels.size()))
            continue;
        const cv::Mat seen = colors(pixels(area));
        cv::Mat eight;
        seen.convertTo(eight, CV_8U, 255);
        cv::Mat without;
        cv::inpaint(eight, touched, without, 5, cv::INPAINT_TELEA);
        without.convertTo(without, CV_32F, 1 / 255.0);
        cv::Mat layer(area.size(), CV_32FC1);
        for (int y = 0; y < layer.rows; ++y)
            for (int x = 0; x < layer.cols; ++x) {
                const auto& under = without.at<cv::Vec3f>(y, x);
                const cv::Vec3f room = cv::Vec3f::all(white ? 1.F : 0.F) - under;
                const cv::Vec3f change = seen.at<cv::Vec3f>(y, x) - under;
                layer.at<float>(y, x) = change.dot(room) / std::max(1e-4F, room.dot(room));
            }
        layers.push_back(layer);
    }
    return medianOf(layers);
}

/// The strength of @p mark that one pixel in a hundred exceeds.
float strongest(const cv::Mat& mark)
{
    std::vector<float> values(mark.begin<float>(), mark.end<float>());
    const auto rank = values.begin() + static_cast<std::ptrdiff_t>(values.size() - 1 - values.size() / 100);
    std::nth_element(values.begin(), rank, values.end());
    return *rank;
}

/// Completes @p result, whose places are known, by its colour and its alpha. @return whether it is half
/// transparent
bool measureMark(const cv::Mat& pixels, cv::Size patch, double stroke, RepeatedMark& result,
                 const CancelToken& cancel)
{
    std::vector<cv::Mat> layers;
    for (const cv::Point& place : result.places)
        if (const cv::Rect area = around(place, patch); isInside(area, pixels.size()))
            layers.push_back(detail(pixels(area), stroke));
    if (layers.size() < 2)
        return false;
    cv::Mat mark = medianOf(layers);
    result.white = strongest(mark) >= strongest(-mark);
    if (!result.white)
        mark = -mark;
    const float strong = strongest(mark);
    cv::Mat touched = mark > 0.2F * strong;
    cv::dilate(touched, touched, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    const cv::Mat core = mark > 0.5F * strong;
    result.alpha = alphaOf(pixels, result.places, touched, result.white, cancel);

    std::vector<float> values;
    for (int y = 0; y < core.rows; ++y)
        for (int x = 0; x < core.cols; ++x)
            if (core.at<uchar>(y, x) != 0)
                values.push_back(result.alpha.at<float>(y, x));
    const float opacity = values.empty() ? 0 : median(values);
    if (opacity < leastOpacity || opacity > mostOpacity)
        return false;
    cv::min(result.alpha, 1.12F * opacity, result.alpha);
    result.alpha.setTo(0, touched == 0);
    result.alpha.setTo(0, result.alpha < leastAlpha);
    return true;
}

template <typename Channel>
void unmix(cv::Mat& pixels, const cv::Mat& alpha, double color)
{
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* share = alpha.ptr<float>(y);
        auto* p = pixels.ptr<cv::Vec<Channel, 4>>(y);
        for (int x = 0; x < pixels.cols; ++x)
            if (share[x] > 0)
                for (int channel = 0; channel < 3; ++channel)
                    p[x][channel] =
                        cv::saturate_cast<Channel>((p[x][channel] - share[x] * color) / (1 - share[x]));
    }
}

} // namespace

std::optional<RepeatedMark> findRepeatedMark(const cv::Mat& pixels, const std::vector<cv::Rect>& known,
                                             const CancelToken& cancel)
{
    if (known.size() < 2)
        return {};
    cv::Size native;
    for (const cv::Rect& rect : known)
        native = {std::max(native.width, rect.width), std::max(native.height, rect.height)};
    native = {native.width * 11 / 10, native.height * 11 / 10};
    const double scale = std::min(1.0, double(searchSide) / std::max(pixels.cols, pixels.rows));
    const cv::Size patch(cvRound(native.width * scale), cvRound(native.height * scale));
    if (patch.width < 8 || patch.height < 8 || native.width > pixels.cols || native.height > pixels.rows)
        return {};

    const double stroke = std::max(2.0, patch.height / 5.0);
    cv::Mat small;
    cv::resize(pixels, small, {}, scale, scale, cv::INTER_AREA);
    Search search(detail(small, stroke), patch);
    RepeatedMark result;
    result.places = cornersOf(known, patch, scale);
    search.align(result.places);
    for (int round = 0; round < 3; ++round) {
        cancel.throwIfCancelled();
        const cv::Mat mark = search.common(result.places);
        if (mark.empty())
            return {};
        std::vector<cv::Point> places = search.places(mark);
        search.completeGrid(places);
        if (round > 0 && places.size() < result.places.size())
            break;
        result.places = std::move(places);
    }
    if (result.places.size() < leastPlaces)
        return {};
    for (cv::Point& place : result.places)
        place = {cvRound((place.x + patch.width / 2.0) / scale - native.width / 2.0),
                 cvRound((place.y + patch.height / 2.0) / scale - native.height / 2.0)};
    settle(pixels, native, stroke / scale, static_cast<int>(std::ceil(1 / scale)) + 1, result.places, cancel);
    if (!measureMark(pixels, native, stroke / scale, result, cancel))
        return {};
    return result;
}

cv::Mat removeRepeatedMark(cv::Mat& pixels, const RepeatedMark& mark)
{
    cv::Mat changed = cv::Mat::zeros(pixels.size(), CV_8UC1);
    for (const cv::Point& place : mark.places) {
        const cv::Rect area = around(place, mark.alpha.size()) & cv::Rect({}, pixels.size());
        if (area.empty())
            continue;
        const cv::Mat alpha = mark.alpha(area - place);
        cv::Mat part = pixels(area);
        if (pixels.depth() == CV_16U)
            unmix<std::uint16_t>(part, alpha, mark.white ? 65535 : 0);
        else
            unmix<std::uint8_t>(part, alpha, mark.white ? 255 : 0);
        changed(area).setTo(255, alpha > 0);
    }
    return changed;
}

} // namespace focal
