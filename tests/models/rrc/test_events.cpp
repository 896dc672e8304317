// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "models/rrc/inter_frequency.h"

namespace celltwin::rrc {
namespace {

constexpr std::int64_t kMs = 1'000'000;

// The inequalities of the clauses at their edges: all numbers are exact in binary, so "equal" is equal.
TEST(Events, InequalitiesAtTheirEdges) {
    const double step = 0.25;
    const EventConfig a1{.event = Event::a1, .threshold = -100.0, .hysteresis_db = 2.0};
    EXPECT_FALSE(entering(a1, -98.0));
    EXPECT_TRUE(entering(a1, -98.0 + step));
    EXPECT_FALSE(leaving(a1, -102.0));
    EXPECT_TRUE(leaving(a1, -102.0 - step));
    const EventConfig a2{.event = Event::a2, .threshold = -100.0, .hysteresis_db = 2.0};
    EXPECT_FALSE(entering(a2, -102.0));
    EXPECT_TRUE(entering(a2, -102.0 - step));
    EXPECT_FALSE(leaving(a2, -98.0));
    EXPECT_TRUE(leaving(a2, -98.0 + step));

    const Measurement serving{0, -95.0, 1.5};
    const auto neighbour = [](double value) { return Measurement{1, value, -0.5}; };
    for (const Event event : {Event::a3, Event::a6}) {
        // Mn - 0.5 -+ 2 against -95 + 1.5 + 3 = -90.5
        const EventConfig c{.event = event, .offset_db = 3.0, .hysteresis_db = 2.0};
        EXPECT_FALSE(entering(c, serving, neighbour(-88.0)));
        EXPECT_TRUE(entering(c, serving, neighbour(-88.0 + step)));
        EXPECT_FALSE(leaving(c, serving, neighbour(-92.0)));
        EXPECT_TRUE(leaving(c, serving, neighbour(-92.0 - step)));
    }
    const EventConfig a4{.event = Event::a4, .threshold = -100.0, .hysteresis_db = 2.0};
    EXPECT_FALSE(entering(a4, serving, neighbour(-97.5)));
    EXPECT_TRUE(entering(a4, serving, neighbour(-97.5 + step)));
    EXPECT_FALSE(leaving(a4, serving, neighbour(-101.5)));
    EXPECT_TRUE(leaving(a4, serving, neighbour(-101.5 - step)));
}

// A5 asks both of the serving cell, without its offsets, and of the neighbour; either ends it.
TEST(Events, A5AtItsEdges) {
    const EventConfig a5{.event = Event::a5, .threshold = -100.0, .threshold_2 = -90.0, .hysteresis_db = 2.0};
    const auto serving = [](double value) { return Measurement{0, value, 40.0}; };
    const auto neighbour = [](double value) { return Measurement{1, value, 0.5}; };
    EXPECT_TRUE(entering(a5, serving(-102.25), neighbour(-88.25)));
    EXPECT_FALSE(entering(a5, serving(-102.0), neighbour(-88.25)));
    EXPECT_FALSE(entering(a5, serving(-102.25), neighbour(-88.5)));
    EXPECT_FALSE(leaving(a5, serving(-98.0), neighbour(-92.5)));
    EXPECT_TRUE(leaving(a5, serving(-97.75), neighbour(-92.5)));
    EXPECT_TRUE(leaving(a5, serving(-98.0), neighbour(-92.75)));
}

/// A drive at 20 m/s past two sites 1000 m apart and 30 m beside the road, 35 dB a decade.
struct Drive {
    static constexpr double kSpacing = 1000.0, kBeside = 30.0, kSpeed = 20.0, kExponent = 35.0;
    static double level(double along_m) {
        return -40.0 - kExponent * 0.5 * std::log10(along_m * along_m + kBeside * kBeside);
    }
    /// Where 35 log10(dp / dn) exceeds the margin: dp^2 = r^2 dn^2 on the road, the nearer root of
    /// (r^2 - 1) x^2 - 2 r^2 D x + r^2 D^2 + (r^2 - 1) h^2 = 0.
    static double enteringM(double margin_db) {
        const double r2 = std::pow(10.0, 2.0 * margin_db / kExponent);
        const double a = r2 - 1.0, half_b = r2 * kSpacing;
        const double c = r2 * kSpacing * kSpacing + a * kBeside * kBeside;
        return (half_b - std::sqrt(half_b * half_b - a * c)) / a;
    }
};

// Analytic: the first sample beyond the position where Mn + On - Hys > Mp + Op + Off, and the time to trigger
// from there in whole samples.
TEST(Events, StraightDriveTriggersAtTheAnalyticSample) {
    for (const double offset_of_cell : {0.0, 2.0})
        for (const std::int64_t sample_ms : {1, 10, 40, 100})
            for (const std::int64_t ttt_ms : {0, 40, 160, 640}) {
                const EventConfig config{
                    .offset_db = 3.0, .hysteresis_db = 1.0, .time_to_trigger_ns = ttt_ms * kMs};
                EventState state;
                std::int64_t trigger_ms = -1;
                for (std::int64_t t = 0; t < 49'000 && trigger_ms < 0; t += sample_ms) {
                    const double x = Drive::kSpeed * 1e-3 * static_cast<double>(t);
                    const Measurement neighbour{1, Drive::level(Drive::kSpacing - x), offset_of_cell};
                    if (update(config, {0, Drive::level(x)}, {&neighbour, 1}, t * kMs, state).any())
                        trigger_ms = t;
                }
                const double entering_samples = Drive::enteringM(4.0 - offset_of_cell) / Drive::kSpeed * 1e3 /
                                                static_cast<double>(sample_ms);
                const auto first = static_cast<std::int64_t>(std::floor(entering_samples)) + 1;
                EXPECT_EQ(trigger_ms, (first + (ttt_ms + sample_ms - 1) / sample_ms) * sample_ms)
                    << sample_ms << " ms samples, TTT " << ttt_ms << " ms";
            }
}

// Two neighbours' times run side by side: the second is not put back by the first.
TEST(Events, TimersOfNeighboursAreIndependent) {
    const EventConfig config{.hysteresis_db = 1.0, .time_to_trigger_ns = 100 * kMs};
    EventState state;
    const auto at = [&](std::int64_t ms, double first, double second) {
        const Measurement cells[] = {{1, first}, {2, second}};
        return update(config, {0, -90.0}, cells, ms * kMs, state);
    };
    EXPECT_FALSE(at(0, -80.0, -95.0).any());
    EXPECT_FALSE(at(50, -80.0, -85.0).any());
    Triggered list = at(100, -80.0, -85.0);
    EXPECT_EQ(list.count, 1);
    EXPECT_EQ(list.cells[0], 1);
    list = at(150, -86.0, -85.0);
    EXPECT_EQ(list.count, 2);
    EXPECT_EQ(list.fresh, 1);
    EXPECT_EQ(list.cells[0], 2);  // the better one now
    // Between the conditions nothing changes; -92 leaves after 100 ms.
    EXPECT_EQ(at(200, -90.5, -85.0).count, 2);
    EXPECT_EQ(at(210, -92.0, -85.0).count, 2);
    EXPECT_EQ(at(300, -92.0, -85.0).count, 2);
    EXPECT_EQ(at(310, -92.0, -85.0).count, 1);
    // Not measured is not listed.
    const Measurement first{1, -80.0};
    EXPECT_EQ(update(config, {0, -90.0}, {&first, 1}, 320 * kMs, state).count, 0);
}

// More than eight at once: those with the highest value and offset are followed, whatever their order.
TEST(Events, FollowsTheBestEight) {
    const EventConfig config{.time_to_trigger_ns = 40 * kMs};
    std::vector<Measurement> cells;
    for (std::int32_t c = 0; c < 20; ++c) cells.push_back({c, -80.0 + (c * 7 % 20), c % 2 == 0 ? 0.0 : 3.0});
    std::vector<Measurement> sorted = cells;
    std::ranges::sort(sorted, [](const Measurement& a, const Measurement& b) {
        return std::pair(-a.value - a.offset_db, a.cell) < std::pair(-b.value - b.offset_db, b.cell);
    });
    std::mt19937 order(1);
    for (int round = 0; round < 20; ++round) {
        std::ranges::shuffle(cells, order);
        EventState state;
        EXPECT_FALSE(update(config, {50, -90.0}, cells, 0, state).any());
        const Triggered list = update(config, {50, -90.0}, cells, 40 * kMs, state);
        ASSERT_EQ(list.count, 8);
        for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(list.cells[i], sorted[i].cell);
    }
}

// A newcomer takes the place of the last whose time still runs, never that of a triggered cell.
TEST(Events, ANewcomerSparesTriggeredCells) {
    const EventConfig config{.time_to_trigger_ns = 40 * kMs};
    EventState state;
    std::vector<Measurement> cells;
    for (std::int32_t c = 0; c < 7; ++c) cells.push_back({c, -80.0 + c});
    update(config, {50, -90.0}, cells, 0, state);
    cells.push_back({7, -70.0});
    EXPECT_EQ(update(config, {50, -90.0}, cells, 40 * kMs, state).count, 7);
    cells.push_back({8, -60.0});  // all places taken: 7 is put back by 8, though 0 to 6 rank lower
    EXPECT_EQ(update(config, {50, -90.0}, cells, 60 * kMs, state).count, 7);
    EXPECT_EQ(update(config, {50, -90.0}, cells, 80 * kMs, state).count, 7);
    const Triggered list = update(config, {50, -90.0}, cells, 100 * kMs, state);
    EXPECT_EQ(std::vector(list.cells.begin(), list.cells.end()),
              (std::vector<std::int32_t>{8, 6, 5, 4, 3, 2, 1, 0}));
}

// A serving cell that is off is left for any neighbour; a neighbour that is off never enters.
TEST(Events, CellsThatAreOff) {
    const double none = -std::numeric_limits<double>::infinity();
    EventState state;
    const Measurement alive{1, -130.0}, dead{1, none};
    EXPECT_TRUE(update({}, {0, none}, {&alive, 1}, 0, state).any());
    state = {};
    EXPECT_FALSE(update({}, {0, none}, {&dead, 1}, 0, state).any());
    EXPECT_FALSE(update({}, {0, -90.0}, {&dead, 1}, 0, state).any());
}

struct Walk {
    std::vector<double> serving;
    std::vector<std::vector<double>> neighbours;  ///< by sample
};

Walk randomWalk(std::mt19937& draw, std::size_t cells, std::size_t samples) {
    std::normal_distribution<double> step(0.0, 1.5);
    Walk walk;
    double serving = -95.0;
    std::vector<double> levels(cells, -96.0);
    for (std::size_t i = 0; i < samples; ++i) {
        serving += step(draw) - 0.05 * (serving + 95.0);
        for (double& level : levels) level += step(draw) - 0.05 * (level + 96.0);
        walk.serving.push_back(serving);
        walk.neighbours.push_back(levels);
    }
    return walk;
}

/// How often a cell comes on the list.
int reports(const EventConfig& config, const Walk& walk) {
    EventState state;
    ServingEventState serving_state;
    int count = 0;
    std::vector<Measurement> cells;
    for (std::size_t i = 0; i < walk.serving.size(); ++i) {
        const auto now = static_cast<std::int64_t>(i) * 40 * kMs;
        if (config.event == Event::a1 || config.event == Event::a2) {
            const bool before = serving_state.triggered != 0;
            count += updateServing(config, walk.serving[i], now, serving_state) && !before ? 1 : 0;
            continue;
        }
        cells.clear();
        for (std::size_t c = 0; c < walk.neighbours[i].size(); ++c)
            cells.push_back({static_cast<std::int32_t>(c), walk.neighbours[i][c]});
        count += update(config, {100, walk.serving[i]}, cells, now, state).fresh;
    }
    return count;
}

// Between two reports of a cell lie a stretch of leaving and one of entering, both at least the time to
// trigger long; a shorter time or a smaller hysteresis sees both as well, so it reports no less.
TEST(Events, StricterSettingsNeverReportMore) {
    std::mt19937 draw(4);
    int first = 0, last = 0;
    for (int round = 0; round < 60; ++round) {
        const Walk walk = randomWalk(draw, 6, 400);
        for (const Event event : {Event::a1, Event::a2, Event::a3, Event::a4, Event::a5, Event::a6}) {
            EventConfig config{.event = event, .offset_db = 1.0, .threshold = -95.0, .threshold_2 = -96.0};
            int before = std::numeric_limits<int>::max();
            for (const int ttt_ms : {0, 40, 100, 160, 320, 640, 1280}) {
                config.time_to_trigger_ns = ttt_ms * kMs;
                const int count = reports(config, walk);
                EXPECT_LE(count, before) << "A" << static_cast<int>(event) << " TTT " << ttt_ms;
                before = count;
                if (ttt_ms == 0) first += count;
                if (ttt_ms == 1280) last += count;
            }
            config.time_to_trigger_ns = 80 * kMs;
            before = std::numeric_limits<int>::max();
            for (const double hysteresis_db : {0.0, 0.5, 1.0, 2.0, 4.0, 8.0}) {
                config.hysteresis_db = hysteresis_db;
                const int count = reports(config, walk);
                EXPECT_LE(count, before) << "A" << static_cast<int>(event) << " Hys " << hysteresis_db;
                before = count;
            }
        }
    }
    EXPECT_GT(last, 0);
    EXPECT_GT(first, 10 * last);  // the walks exercise it
}

// Other names and another order of the neighbours name the same cells.
TEST(Events, RelabellingCellsChangesNothing) {
    std::mt19937 draw(9);
    std::vector<std::int32_t> names(12);
    std::iota(names.begin(), names.end(), 0);
    int listed = 0;
    for (int round = 0; round < 40; ++round) {
        const Walk walk = randomWalk(draw, names.size(), 300);
        std::ranges::shuffle(names, draw);
        const EventConfig config{.offset_db = 0.5, .hysteresis_db = 0.5, .time_to_trigger_ns = 80 * kMs};
        EventState plain, renamed;
        for (std::size_t i = 0; i < walk.serving.size(); ++i) {
            std::vector<Measurement> a, b;
            for (std::size_t c = 0; c < names.size(); ++c) {
                a.push_back({static_cast<std::int32_t>(c), walk.neighbours[i][c]});
                b.push_back({names[c], walk.neighbours[i][c]});
            }
            std::ranges::shuffle(b, draw);
            const auto now = static_cast<std::int64_t>(i) * 40 * kMs;
            const Triggered x = update(config, {100, walk.serving[i]}, a, now, plain);
            const Triggered y = update(config, {200, walk.serving[i]}, b, now, renamed);
            ASSERT_EQ(x.count, y.count);
            ASSERT_EQ(x.fresh, y.fresh);
            for (std::size_t k = 0; k < static_cast<std::size_t>(x.count); ++k)
                ASSERT_EQ(names[static_cast<std::size_t>(x.cells[k])], y.cells[k]);
            listed += x.count;
        }
    }
    EXPECT_GT(listed, 1000);
}

// A2 opens the gaps, the band between A2 and A1 changes nothing, A1 closes them and forgets the targets.
TEST(InterFrequency, A2StartsA1EndsA5Names) {
    InterFrequencyConfig config;  // below -110 start, above -107 stop, A5 -110 and -108
    config.start.time_to_trigger_ns = config.stop.time_to_trigger_ns = 80 * kMs;
    config.target.time_to_trigger_ns = 40 * kMs;
    InterFrequencyState state;
    const Measurement other{7, -90.0};
    const auto at = [&](std::int64_t ms, double serving) {
        const bool measuring = updateGaps(config, serving, ms * kMs, state);
        const Triggered list = updateInterFrequency(config, {0, serving}, {&other, 1}, ms * kMs, state);
        return std::pair(measuring, list.count);
    };
    EXPECT_EQ(at(0, -100.0), std::pair(false, 0));
    EXPECT_EQ(at(40, -112.0), std::pair(false, 0));
    EXPECT_EQ(at(80, -112.0), std::pair(false, 0));
    EXPECT_EQ(at(120, -112.0), std::pair(true, 0));  // A2; A5 enters
    EXPECT_EQ(at(160, -112.0), std::pair(true, 1));
    EXPECT_EQ(at(200, -108.0), std::pair(true, 1));  // A5-3 leaves, its time runs
    EXPECT_EQ(at(240, -108.0), std::pair(true, 0));
    EXPECT_EQ(at(280, -108.0), std::pair(true, 0));  // between the thresholds
    EXPECT_EQ(at(320, -106.0), std::pair(true, 0));
    EXPECT_EQ(at(400, -106.0), std::pair(false, 0));  // A1
    EXPECT_EQ(at(440, -108.0), std::pair(false, 0));  // between the thresholds
    EXPECT_EQ(at(480, -112.0), std::pair(false, 0));
    EXPECT_EQ(at(560, -112.0), std::pair(true, 0));
    EXPECT_EQ(at(600, -112.0), std::pair(true, 1));
}

}  // namespace
}  // namespace celltwin::rrc
