// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/handover.h"

#include <gtest/gtest.h>

#include <vector>

#include "models/rrc/mobility_history.h"

namespace celltwin::rrc {
namespace {

constexpr std::int64_t kMs = 1'000'000;

/// Runs a handover from 0 on and gives the steps with their times in ms.
std::vector<std::pair<HandoverStep, std::int64_t>> run(const HandoverConfig& config, std::int64_t sample_ms,
                                                       auto&& sampleAt) {
    HandoverState state;
    beginHandover(3, 8, 0, state);
    std::vector<std::pair<HandoverStep, std::int64_t>> steps;
    for (std::int64_t t = 0; state.phase != HandoverPhase::none && t < 10'000; t += sample_ms)
        for (HandoverStep step = HandoverStep::none;
             (step = advanceHandover(config, sampleAt(t), t * kMs, state)) != HandoverStep::none;)
            steps.emplace_back(step, t);
    EXPECT_EQ(state.phase, HandoverPhase::none);
    EXPECT_EQ(state.target, -1);
    return steps;
}

using Steps = std::vector<std::pair<HandoverStep, std::int64_t>>;
const auto good = [](std::int64_t) { return HandoverSample{0.0, 0.0, true}; };

// TR 36.839: 50 ms of preparation, 40 ms of execution. The total stays 90 ms at samples that miss the 50.
TEST(Handover, TakesItsDelays) {
    EXPECT_EQ(run({}, 1, good), (Steps{{HandoverStep::commanded, 50}, {HandoverStep::complete, 90}}));
    EXPECT_EQ(run({}, 30, good), (Steps{{HandoverStep::commanded, 60}, {HandoverStep::complete, 90}}));
    EXPECT_EQ(run({.preparation_ns = 0, .execution_ns = 0}, 10, good),
              (Steps{{HandoverStep::commanded, 0}, {HandoverStep::complete, 0}}));
}

// RLC sends the command again: it arrives at the first sample whose link carries it, or is lost at the end.
TEST(Handover, TheCommandIsSentAgain) {
    const auto source = [](std::int64_t good_at) {
        return [=](std::int64_t t) { return HandoverSample{t >= good_at ? 0.0 : -30.0, 0.0, true}; };
    };
    HandoverConfig config;
    config.command_ns = 100 * kMs;
    EXPECT_EQ(run(config, 10, source(120)),
              (Steps{{HandoverStep::commanded, 120}, {HandoverStep::complete, 160}}));
    EXPECT_EQ(run(config, 10, source(200)), (Steps{{HandoverStep::command_lost, 150}}));
    EXPECT_EQ(run(config, 10, good), (Steps{{HandoverStep::commanded, 50}, {HandoverStep::complete, 90}}));
}

// The three ways to fail, each at its own moment; Qout itself still carries.
TEST(Handover, FailsByCause) {
    const auto refused = [](std::int64_t) { return HandoverSample{0.0, 0.0, false}; };
    EXPECT_EQ(run({}, 10, refused), (Steps{{HandoverStep::preparation_failed, 50}}));
    const auto source = [](double at_50) {
        return [=](std::int64_t t) { return HandoverSample{t == 50 ? at_50 : -30.0, 0.0, true}; };
    };
    EXPECT_EQ(run({}, 10, source(-8.1)), (Steps{{HandoverStep::command_lost, 50}}));
    EXPECT_EQ(run({}, 10, source(-8.0)),
              (Steps{{HandoverStep::commanded, 50}, {HandoverStep::complete, 90}}));
    const auto target = [](std::int64_t good_at) {
        return [=](std::int64_t t) { return HandoverSample{0.0, t == good_at ? -8.0 : -8.1, true}; };
    };
    const HandoverConfig config{.t304_ns = 200 * kMs};
    EXPECT_EQ(run(config, 10, target(80)),
              (Steps{{HandoverStep::commanded, 50}, {HandoverStep::t304_expired, 250}}));
    EXPECT_EQ(run(config, 10, target(240)),
              (Steps{{HandoverStep::commanded, 50}, {HandoverStep::complete, 240}}));
    EXPECT_EQ(run(config, 10, target(260)),
              (Steps{{HandoverStep::commanded, 50}, {HandoverStep::t304_expired, 250}}));
}

/// A history in which A=1 handed over to B=2 with the command at 10 s and completion at 10.04 s.
MobilityHistory fromOneToTwo() {
    MobilityHistory history;
    noteCommand(1, 2, 10'000 * kMs, history);
    noteCompletion({}, 10'040 * kMs, history);
    return history;
}

// The definitions of TS 38.300 clause 15.5.2 and TS 28.552 clause 5.1.1.25, row by row; window 5 s.
TEST(MobilityHistory, ClassesOfFailure) {
    const auto classOf = [](MobilityHistory history, ConnectionFailure failure) {
        return classifyFailure({}, failure, history);
    };
    using enum FailureClass;
    const auto link = [](std::int32_t serving, std::int32_t back, std::int64_t ms) {
        return ConnectionFailure{FailureKind::radio_link, serving, back, ms * kMs};
    };
    // No handover at all: elsewhere is too late, the same cell is a hole.
    EXPECT_EQ(classOf({}, link(1, 2, 100)), too_late);
    EXPECT_EQ(classOf({}, link(1, 1, 100)), unrelated);
    EXPECT_EQ(classOf({}, link(1, -1, 100)), unrelated);
    // Shortly after 1 -> 2.
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 1, 10'500)), too_early);
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 3, 10'500)), wrong_cell);
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 2, 10'500)), unrelated);
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, -1, 10'500)), unrelated);
    // The window counts from the command.
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 1, 15'000)), too_early);
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 1, 15'001)), too_late);
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 3, 15'001)), too_late);
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 2, 15'001)), unrelated);
    // The handover itself fails, recent or not.
    MobilityHistory failed;
    noteCommand(1, 2, 10'000 * kMs, failed);
    for (const std::int64_t ms : {11'000, 20'000}) {
        const auto handover = [&](std::int32_t back) {
            return ConnectionFailure{FailureKind::handover, 1, back, ms * kMs};
        };
        EXPECT_EQ(classOf(failed, handover(1)), too_early);
        EXPECT_EQ(classOf(failed, handover(3)), wrong_cell);
        EXPECT_EQ(classOf(failed, handover(2)), unrelated);
    }
    // The command of 2 -> 3 is lost on the link: the last handover is still that into 2.
    EXPECT_EQ(classOf(fromOneToTwo(), link(2, 3, 16'000)), too_late);
}

TEST(MobilityHistory, AFailureEndsTheHistory) {
    MobilityHistory history = fromOneToTwo();
    classifyFailure({}, {FailureKind::radio_link, 2, 3, 10'500 * kMs}, history);
    EXPECT_EQ(classifyFailure({}, {FailureKind::radio_link, 3, 2, 10'600 * kMs}, history),
              FailureClass::too_late);
}

// Back in the previous cell after less than 1 s of stay, from completion to completion.
TEST(MobilityHistory, PingPong) {
    const auto second = [](std::int32_t target, std::int64_t stay_ms) {
        MobilityHistory history = fromOneToTwo();
        noteCommand(2, target, (10'000 + stay_ms) * kMs, history);
        return noteCompletion({}, (10'040 + stay_ms) * kMs, history);
    };
    EXPECT_EQ(second(1, 999), Stay::ping_pong);
    EXPECT_EQ(second(1, 1000), Stay::ordinary);
    EXPECT_EQ(second(3, 200), Stay::ordinary);
    MobilityHistory first;
    noteCommand(1, 2, 0, first);
    EXPECT_EQ(noteCompletion({}, 40 * kMs, first), Stay::ordinary);
    // 1 2 1 2: two returns.
    MobilityHistory history = fromOneToTwo();
    int returns = 0;
    for (int n = 1; n <= 2; ++n) {
        noteCommand(n % 2 == 1 ? 2 : 1, n % 2 == 1 ? 1 : 2, (10'000 + 300 * n) * kMs, history);
        returns += noteCompletion({}, (10'040 + 300 * n) * kMs, history) == Stay::ping_pong ? 1 : 0;
    }
    EXPECT_EQ(returns, 2);
}

}  // namespace
}  // namespace celltwin::rrc
