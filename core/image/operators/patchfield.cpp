#include "core/image/operators/patchfield.h"

#include "core/image/operators/operands.h"

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

#include <limits>

namespace focal {
namespace {

constexpr int bands = 16;
constexpr int side = 2 * PatchField::radius + 1;

/// One row of a patch, 28 bytes, as two overlapping loads that read nothing beyond it.
inline cv::v_uint32x4 rowDifference(const std::uint8_t* a, const std::uint8_t* b, const cv::v_uint32x4& sum)
{
    const cv::v_uint8x16 left = cv::v_absdiff(cv::v_load(a), cv::v_load(b));
    const cv::v_uint8x16 right = cv::v_absdiff(cv::v_load(a + 12), cv::v_load(b + 12));
    return cv::v_dotprod_expand(right, right, cv::v_dotprod_expand(left, left, sum));
}

/// Stops early, with some value >= limit, where the patches differ by more.
std::uint32_t difference(const cv::Mat& features, cv::Point p, cv::Point q, std::uint32_t limit)
{
    const std::size_t step = features.step[0];
    const std::uint8_t* a = features.ptr(p.y - PatchField::radius, p.x - PatchField::radius);
    const std::uint8_t* b = features.ptr(q.y - PatchField::radius, q.x - PatchField::radius);
    cv::v_uint32x4 sum = cv::v_setzero_u32();
    for (int row = 0; row < 3; ++row, a += step, b += step)
        sum = rowDifference(a, b, sum);
    if (cv::v_reduce_sum(sum) >= limit)
        return limit;
    for (int row = 3; row < side; ++row, a += step, b += step)
        sum = rowDifference(a, b, sum);
    return cv::v_reduce_sum(sum);
}

} // namespace

PatchField::PatchField(const cv::Mat& hole)
    : m_match(hole.size(), CV_32SC2, cv::Scalar::all(0)), m_cost(hole.size(), CV_32SC1, cv::Scalar::all(-1))
{
    const cv::Mat patch = cv::Mat::ones(side, side, CV_8UC1);
    cv::Mat touching;
    cv::dilate(hole, touching, patch);
    touching = touching > 0;
    cv::Mat inPicture = cv::Mat::zeros(hole.size(), CV_8UC1);
    if (hole.cols >= side && hole.rows >= side)
        inPicture(cv::Rect(radius, radius, hole.cols - 2 * radius, hole.rows - 2 * radius)) = 255;
    m_isTarget = touching & inPicture;
    m_isSource = ~touching & inPicture;
    cv::findNonZero(m_isTarget, m_targets);
    cv::findNonZero(m_isSource, m_sources);
}

bool PatchField::isSource(cv::Point p) const
{
    return p.x >= 0 && p.y >= 0 && p.x < m_isSource.cols && p.y < m_isSource.rows &&
           m_isSource.at<std::uint8_t>(p) != 0;
}

void PatchField::randomise(std::uint64_t seed)
{
    PatchRandom random(seed);
    for (const cv::Point& p : m_targets)
        m_match.at<cv::Point>(p) =
            m_sources[static_cast<std::size_t>(random.below(static_cast<int>(m_sources.size())))];
}

void PatchField::refine(const PatchField& half, std::uint64_t seed)
{
    randomise(seed);
    const cv::Rect inside({}, half.m_isTarget.size());
    for (const cv::Point& p : m_targets) {
        const cv::Point coarse(p.x / 2, p.y / 2);
        if (!inside.contains(coarse) || !half.isTarget(coarse))
            continue;
        const cv::Point fine = 2 * half.match(coarse) + (p - 2 * coarse);
        if (isSource(fine))
            m_match.at<cv::Point>(p) = fine;
    }
}

void PatchField::searchBand(const cv::Mat& features, const cv::Mat& before, std::size_t from, std::size_t to,
                            bool forward, std::uint64_t seed)
{
    PatchRandom random(seed);
    const int ownTop = m_targets[from].y;
    const int ownBottom = m_targets[to - 1].y;
    const int step = forward ? -1 : 1;
    const int widest = std::max(m_isSource.cols, m_isSource.rows) / 2;
    for (std::size_t n = 0; n < to - from; ++n) {
        const cv::Point p = m_targets[forward ? from + n : to - 1 - n];
        cv::Point best = m_match.at<cv::Point>(p);
        auto cost = this->cost(p);
        const auto offer = [&](cv::Point q) {
            if (q == best || !isSource(q))
                return;
            const std::uint32_t other = difference(features, p, q, cost);
            if (other < cost) {
                cost = other;
                best = q;
            }
        };
        const cv::Point beside(p.x + step, p.y);
        if (m_isTarget.at<std::uint8_t>(beside)) // patches never reach the picture's rim: p +- 1 is in it
            offer(m_match.at<cv::Point>(beside) - cv::Point(step, 0));
        const cv::Point above(p.x, p.y + step);
        if (m_isTarget.at<std::uint8_t>(above)) {
            const bool own = above.y >= ownTop && above.y <= ownBottom;
            offer((own ? m_match : before).at<cv::Point>(above) - cv::Point(0, step));
        }
        for (int reach = widest; reach >= 1; reach /= 2)
            offer(
                {best.x + random.below(2 * reach + 1) - reach, best.y + random.below(2 * reach + 1) - reach});
        m_match.at<cv::Point>(p) = best;
        m_cost.at<int>(p) = static_cast<int>(cost);
    }
}

std::vector<std::size_t> PatchField::bandStarts() const
{
    std::vector<std::size_t> starts{0};
    for (int band = 1; band < bands; ++band) { // at whole rows
        std::size_t i =
            std::max(m_targets.size() * static_cast<std::size_t>(band) / bands, starts.back() + 1);
        while (i < m_targets.size() && m_targets[i].y == m_targets[i - 1].y)
            ++i;
        if (i >= m_targets.size())
            break;
        starts.push_back(i);
    }
    starts.push_back(m_targets.size());
    return starts;
}

void PatchField::measure(const cv::Mat& features, const CancelToken& token)
{
    constexpr int chunk = 1024;
    const int count = static_cast<int>(m_targets.size());
    forEachRow((count + chunk - 1) / chunk, token, [&](int c) {
        for (int i = c * chunk; i < std::min((c + 1) * chunk, count); ++i) {
            const cv::Point p = m_targets[static_cast<std::size_t>(i)];
            m_cost.at<int>(p) = static_cast<int>(
                difference(features, p, m_match.at<cv::Point>(p), std::numeric_limits<std::uint32_t>::max()));
        }
    });
}

void PatchField::search(const cv::Mat& features, int passes, std::uint64_t seed, const CancelToken& token)
{
    if (m_targets.empty())
        return;
    measure(features, token); // the guess has changed since
    const std::vector<std::size_t> starts = bandStarts();
    for (int pass = 0; pass < passes; ++pass) {
        const cv::Mat before = m_match.clone();
        forEachRow(static_cast<int>(starts.size()) - 1, token, [&](int band) {
            const auto b = static_cast<std::size_t>(band);
            searchBand(features, before, starts[b], starts[b + 1], pass % 2 == 0,
                       (seed * 31 + static_cast<std::uint64_t>(pass)) * 31 + b);
        });
    }
}

} // namespace focal
