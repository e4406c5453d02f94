#pragma once

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <vector>

namespace focal {

/// For every patch that touches a hole, where in the known part of the same picture its likest patch lies.
///
/// Searched as in Barnes et al. 2009, "PatchMatch": neighbours propose their own shift, and random places
/// around the best one are tried. Rows are searched in bands of fixed count whose borders read the pass
/// before, so that the outcome depends on the seed and not on the number of threads.
class PatchField
{
public:
    static constexpr int radius = 3; ///< Patches are 7 x 7; the middle column counts twice.

    /// @param hole  CV_8UC1, above 0 where unknown
    explicit PatchField(const cv::Mat& hole);

    /// Whether a single patch is wholly known; without one nothing can be searched.
    bool hasSources() const { return !m_sources.empty(); }
    /// Centres of all patches that touch the hole and lie in the picture, row by row.
    const std::vector<cv::Point>& targets() const { return m_targets; }
    /// Centres of all wholly known patches, row by row.
    const std::vector<cv::Point>& sources() const { return m_sources; }
    bool isSource(cv::Point p) const;
    bool isTarget(cv::Point p) const { return m_isTarget.at<std::uint8_t>(p) != 0; }

    /// Centre of the likest known patch, for a target.
    cv::Point match(cv::Point target) const { return m_match.at<cv::Point>(target); }
    /// Sum of squared differences of 4 channels, 8 bits each, over the patch.
    std::uint32_t cost(cv::Point target) const { return static_cast<std::uint32_t>(m_cost.at<int>(target)); }

    /// Starts from random sources.
    void randomise(std::uint64_t seed);
    /// Starts from a field found at half the size.
    void refine(const PatchField& half, std::uint64_t seed);
    /// Finds the costs of the matches as they are. @throws Cancelled
    void measure(const cv::Mat& features, const CancelToken& token);
    /// Improves the matches.
    /// @param features  CV_8UC4 of the hole's size, the hole's present guess included
    /// @throws Cancelled
    void search(const cv::Mat& features, int passes, std::uint64_t seed, const CancelToken& token);

private:
    cv::Mat m_isSource; ///< CV_8UC1
    cv::Mat m_isTarget; ///< CV_8UC1
    cv::Mat m_match;    ///< CV_32SC2
    cv::Mat m_cost;     ///< CV_32SC1 holding unsigned values
    std::vector<cv::Point> m_targets;
    std::vector<cv::Point> m_sources;

    std::vector<std::size_t> bandStarts() const;
    void searchBand(const cv::Mat& features, const cv::Mat& before, std::size_t from, std::size_t to,
                    bool forward, std::uint64_t seed);
};

/// A small fast generator with equal results everywhere (xorshift64*, Vigna 2016).
class PatchRandom
{
public:
    explicit PatchRandom(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15ULL + 0x632BE59BD9B4E019ULL)
    {
        if (m_state == 0)
            m_state = 1;
        below(2);
    }
    /// 0 .. bound - 1; bound > 0.
    int below(int bound)
    {
        m_state ^= m_state >> 12;
        m_state ^= m_state << 25;
        m_state ^= m_state >> 27;
        const std::uint64_t high = (m_state * 0x2545F4914F6CDD1DULL) >> 32;
        return static_cast<int>((high * static_cast<std::uint64_t>(bound)) >> 32);
    }

private:
    std::uint64_t m_state;
};

} // namespace focal
