// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/connection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <string>

#include "models/rrc/reselection.h"

namespace celltwin::rrc {
namespace {

constexpr std::int64_t kMs = 1'000'000;
using enum ConnectionStep;

TEST(Connection, StaysConnectedByDefault) {
    ConnectionState state;
    for (std::int64_t ms = 0; ms < 3'600'000; ms += 1000)
        ASSERT_EQ(advanceConnection({}, {}, ms * kMs, state), none);
    EXPECT_EQ(state.state, RrcState::connected);
}

TEST(Connection, CausesAreNamedAsInTheSpecification) {
    std::set<std::string> names;
    for (std::uint32_t c = 0; c < kEstablishmentCauses; ++c)
        names.insert(nameOf(static_cast<EstablishmentCause>(c)));
    EXPECT_EQ(names, (std::set<std::string>{"emergency", "highPriorityAccess", "mt-Access", "mo-Signalling",
                                            "mo-Data", "mo-VoiceCall", "mo-VideoCall", "mo-SMS",
                                            "mps-PriorityAccess", "mcs-PriorityAccess"}));
}

/// Steps a state in 1 ms samples and gives the first step that is not `none` with its time.
std::pair<ConnectionStep, std::int64_t> next(const ConnectionConfig& config, ConnectionState& state,
                                             std::int64_t from_ms, const Access& access = {}) {
    for (std::int64_t ms = from_ms; ms < from_ms + 20'000; ++ms)
        if (const ConnectionStep step = advanceConnection(config, access, ms * kMs, state); step != none)
            return {step, ms};
    return {none, -1};
}

using Step = std::pair<ConnectionStep, std::int64_t>;

// Connected, inactive, resumed, inactive, idle, set up: by hand.
TEST(Connection, ReleasesResumesAndSetsUp) {
    const ConnectionConfig config{.setup_ns = 50 * kMs,
                                  .resume_ns = 15 * kMs,
                                  .inactivity_ns = 200 * kMs,
                                  .inactive_to_idle_ns = 1000 * kMs};
    ConnectionState state;
    EXPECT_FALSE(requestConnection(EstablishmentCause::mo_data, 0, state));  // connected already
    EXPECT_EQ(next(config, state, 0), Step(to_inactive, 200));
    EXPECT_TRUE(requestConnection(EstablishmentCause::mo_voice_call, 500 * kMs, state));
    EXPECT_EQ(next(config, state, 500), Step(resumed, 515));
    EXPECT_EQ(next(config, state, 516), Step(to_inactive, 715));
    EXPECT_EQ(next(config, state, 716), Step(to_idle, 1715));
    EXPECT_TRUE(requestConnection(EstablishmentCause::mo_signalling, 2000 * kMs, state));
    EXPECT_FALSE(requestConnection(EstablishmentCause::mo_data, 2001 * kMs, state));  // under way
    EXPECT_EQ(state.cause, EstablishmentCause::mo_signalling);
    EXPECT_EQ(next(config, state, 2000), Step(set_up, 2050));
    ConnectionConfig straight = config;
    straight.inactive_to_idle_ns = 0;
    EXPECT_EQ(next(straight, state, 2051), Step(to_idle, 2250));
}

// Each timer's end, and what a full cell does.
TEST(Connection, FailuresByTimer) {
    const ConnectionConfig config{
        .t300_ns = 400 * kMs, .t301_ns = 300 * kMs, .t311_ns = 500 * kMs, .t319_ns = 200 * kMs};
    const Access dead{.usable = false}, full{.admits = false}, stranger{.known = false};
    const auto from = [](RrcState s) { return ConnectionState{.state = s}; };
    ConnectionState state = from(RrcState::setting_up);
    EXPECT_EQ(next(config, state, 0, dead), Step(setup_timed_out, 400));
    EXPECT_EQ(state.state, RrcState::idle);
    state = from(RrcState::setting_up);
    EXPECT_EQ(next(config, state, 0, full), Step(rejected, 50));
    EXPECT_EQ(state.state, RrcState::idle);
    state = from(RrcState::resuming);
    EXPECT_EQ(next(config, state, 0, dead), Step(resume_timed_out, 200));
    EXPECT_EQ(state.state, RrcState::idle);
    state = from(RrcState::resuming);
    EXPECT_EQ(next(config, state, 0, full), Step(rejected, 15));
    EXPECT_EQ(state.state, RrcState::inactive);
    state = from(RrcState::resuming);
    EXPECT_EQ(next(config, state, 0, stranger), Step(fallen_back, 50));
    EXPECT_EQ(state.state, RrcState::connected);
    state = from(RrcState::searching);
    EXPECT_EQ(next(config, state, 0, dead), Step(lost, 500));
    EXPECT_EQ(state.state, RrcState::idle);
}

// Clause 5.3.7: T311 ends with a cell, T301 with its answer; there is no reject.
TEST(Connection, Reestablishes) {
    const ConnectionConfig config{.t301_ns = 300 * kMs};
    const Access dead{.usable = false}, full{.admits = false}, stranger{.known = false};
    const auto found = [&] {
        ConnectionState state;
        startReestablishment(0, state);
        EXPECT_EQ(advanceConnection(config, dead, 100 * kMs, state), none);
        EXPECT_EQ(advanceConnection(config, {}, 200 * kMs, state), reestablishing);
        return state;
    };
    ConnectionState state = found();
    EXPECT_EQ(next(config, state, 200), Step(reestablished, 230));
    EXPECT_EQ(state.state, RrcState::connected);
    EXPECT_EQ(state.activity_ns, 230 * kMs);
    state = found();
    EXPECT_EQ(next(config, state, 200, stranger), Step(fallen_back, 250));
    state = found();
    EXPECT_EQ(next(config, state, 200, full), Step(lost, 500));
    state = found();
    EXPECT_EQ(next(config, state, 210, dead), Step(lost, 210));  // the cell chosen is no longer suitable
    EXPECT_EQ(state.state, RrcState::idle);
}

// Analytic: data as a Poisson process of rate r ends a connection at the first gap longer than T; its mean
// length is (e^(rT) - 1) / r (the waiting time for a run without arrivals). 8000 rounds: about 1.6 % error.
TEST(Connection, MeanConnectedTimeUnderPoissonData) {
    const double rate = 1.0;
    const ConnectionConfig config{.setup_ns = 0, .inactivity_ns = 1000 * kMs};
    std::mt19937_64 draw(12);
    std::exponential_distribution<double> gap(rate);
    ConnectionState state;
    std::int64_t now = 0, connected_ns = 0;
    constexpr int kRounds = 8000;
    for (int round = 0; round < kRounds; ++round) {
        const std::int64_t begin = now;
        for (bool released = false; !released;) {
            const std::int64_t data = now + std::llround(gap(draw) * 1e9);
            const std::int64_t expiry = state.activity_ns + config.inactivity_ns;
            now = std::min(data, expiry);
            released = advanceConnection(config, {}, now, state) == to_idle;
            if (!released) noteActivity(now, state);
        }
        connected_ns += now - begin;
        ASSERT_TRUE(requestConnection(EstablishmentCause::mo_data, now, state));
        ASSERT_EQ(advanceConnection(config, {}, now, state), set_up);
    }
    const double mean_s = static_cast<double>(connected_ns) * 1e-9 / kRounds;
    EXPECT_NEAR(mean_s, (std::exp(rate) - 1.0) / rate, 0.06);
}

const ReselectionConfig kRules{.q_rx_lev_min_dbm = -110.0, .q_hyst_db = 4.0, .t_reselection_ns = 1000 * kMs};

/// When in ms the neighbour is taken, sampled every 100 ms; camped since 0.
std::int64_t reselectedMs(double serving_dbm, double neighbour_dbm, double offset_db,
                          const ReselectionConfig& rules = kRules) {
    ReselectionState state;
    const Measurement neighbour{5, neighbour_dbm, offset_db};
    for (std::int64_t ms = 0; ms < 5000; ms += 100)
        if (reselect(rules, {1, serving_dbm}, {&neighbour, 1}, ms * kMs, state) == 5) return ms;
    return -1;
}

// TS 38.304 clause 5.2.4.6 at its edges: Rn > Rs, Treselection, more than 1 s camped, S above 0.
TEST(Reselection, RanksAndTimes) {
    EXPECT_EQ(reselectedMs(-100.0, -96.0, 0.0), -1);
    EXPECT_EQ(reselectedMs(-100.0, -95.75, 0.0), 1100);  // Treselection 1 s, but more than 1 s camped
    EXPECT_EQ(reselectedMs(-100.0, -95.75, -0.25), -1);
    ReselectionConfig slow = kRules, fast = kRules;
    slow.t_reselection_ns = 2000 * kMs;
    fast.t_reselection_ns = 0;
    EXPECT_EQ(reselectedMs(-100.0, -90.0, 0.0, slow), 2000);
    EXPECT_EQ(reselectedMs(-100.0, -90.0, 0.0, fast), 1100);
    EXPECT_EQ(reselectedMs(-120.0, -110.0, 0.0), -1);     // not suitable
    EXPECT_EQ(reselectedMs(-110.0, -109.75, 0.0), 1100);  // the serving cell is not
}

TEST(Reselection, ABreakStartsTheTimeAnewAndTheBestIsTaken) {
    ReselectionState state;
    const auto at = [&](std::int64_t ms, double first, double second) {
        const Measurement cells[] = {{5, first}, {6, second}};
        return reselect(kRules, {1, -100.0}, cells, ms * kMs, state);
    };
    EXPECT_EQ(at(0, -90.0, -90.0), -1);
    EXPECT_EQ(at(500, -98.0, -90.0), -1);
    EXPECT_EQ(at(600, -80.0, -90.0), -1);
    EXPECT_EQ(at(1100, -80.0, -90.0), 6);
    EXPECT_EQ(at(1600, -80.0, -90.0), 5);
}

}  // namespace
}  // namespace celltwin::rrc
