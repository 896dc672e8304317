// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/radio_link.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace celltwin::rrc {
namespace {

constexpr std::int64_t kMs = 1'000'000;
using enum RadioLinkStep;

struct Row {
    int ms;
    double sinr_db;
    RadioLinkStep step;
};

void expectRows(const RadioLinkConfig& config, const std::vector<Row>& rows) {
    RadioLinkState state;
    for (const Row& row : rows)
        EXPECT_EQ(sample(config, row.sinr_db, row.ms * kMs, state), row.step) << "at " << row.ms << " ms";
}

// By hand from TS 38.331 clause 5.3.10: N310 = 3, N311 = 2, T310 = 100 ms.
TEST(RadioLink, TimersByHand) {
    const RadioLinkConfig config{.n310 = 3, .n311 = 2, .t310_ns = 100 * kMs};
    expectRows(config, {{0, 5.0, none},           {10, -9.0, none},
                        {20, -9.0, none},         {30, -5.0, none},  // in-sync breaks the row
                        {40, -9.0, none},         {50, -7.0, none},  // no indication: the row goes on
                        {60, -9.0, none},         {70, -8.0, none},  // Qout itself is not out of sync
                        {80, -9.0, started_t310}, {90, -5.0, none},
                        {100, -9.0, none},                            // out-of-sync breaks the row of in-sync
                        {110, -5.0, none},        {120, -6.0, none},  // Qin itself is not in sync
                        {130, -5.0, recovered},   {140, -9.0, none},
                        {150, -9.0, none},        {160, -9.0, started_t310},
                        {170, -9.0, none},        {250, -5.0, none},
                        {260, -5.0, failed},  // expiry comes before the second in-sync
                        {270, -9.0, none}});
}

// N310 = N311 = 1 as in TR 36.839: one bad evaluation starts T310, one good one stops it.
TEST(RadioLink, DefaultsOfTheStudy) {
    expectRows({}, {{0, -8.1, started_t310},
                    {200, -5.9, recovered},
                    {400, -8.1, started_t310},
                    {1200, -20.0, none},
                    {1399, -7.0, none},
                    {1400, 30.0, failed}});
}

// A harder Qout, a shorter T310 or a smaller N310 never lets a random link live longer.
TEST(RadioLink, FailsNoLaterWithStricterSettings) {
    std::mt19937 draw(5);
    std::normal_distribution<double> noise(0.0, 1.0);
    const auto failsAt = [](const RadioLinkConfig& config, const std::vector<double>& sinr) {
        RadioLinkState state;
        for (std::size_t i = 0; i < sinr.size(); ++i)
            if (sample(config, sinr[i], static_cast<std::int64_t>(i) * 20 * kMs, state) == failed) return i;
        return sinr.size();
    };
    int failures = 0;
    for (int round = 0; round < 200; ++round) {
        std::vector<double> sinr;
        double level = -2.0;
        for (int i = 0; i < 600; ++i) sinr.push_back(level += noise(draw) - 0.02 * (level + 6.0));
        const RadioLinkConfig base{.n310 = 4, .n311 = 2, .t310_ns = 400 * kMs};
        RadioLinkConfig stricter = base;
        stricter.t310_ns = 200 * kMs;
        const std::size_t at = failsAt(base, sinr);
        EXPECT_LE(failsAt(stricter, sinr), at);
        stricter = base;
        stricter.n310 = 2;
        EXPECT_LE(failsAt(stricter, sinr), at);
        failures += at < sinr.size() ? 1 : 0;
    }
    EXPECT_GT(failures, 20);
    EXPECT_LT(failures, 200);
}

}  // namespace
}  // namespace celltwin::rrc
