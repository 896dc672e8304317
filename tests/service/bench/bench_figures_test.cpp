// SPDX-License-Identifier: BSD-3-Clause
//
// Figures of a bench from runs made up here: expected values by hand.
#include "service/bench_figures.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "models/base/error.h"

namespace celltwin::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

BenchRun made(const std::string& name, int threads, double cells, double cpu_s, double wall_s,
              const std::string& fingerprint = "f") {
    BenchRun run;
    run.name = name;
    run.series = "cells";
    run.host = "plain";
    run.threads = threads;
    run.cells = static_cast<std::uint64_t>(cells);
    run.ues = 10 * run.cells;
    run.slots = 2000;
    run.simulated_s = 2.0;
    run.cpu_s = cpu_s;
    run.wall_s = wall_s;
    run.peak_bytes = 3.0 * 1024.0 * 1024.0;
    run.fingerprint = fingerprint;
    return run;
}

/// 57 cells for 2 s in 0.5 s of CPU: 228 cell-seconds a core-second. Ten times the cells in 6 s: 1.2 times
/// the cost each. Two threads: 3 s of wall time instead of 5.
std::vector<BenchRun> someRuns() {
    return {made("small", 1, 57, 0.5, 0.4), made("large", 1, 570, 6.0, 5.0), made("large", 2, 570, 6.4, 3.0)};
}

TEST(BenchFigures, RatesAreByHand) {
    const BenchRates rates = ratesOf(someRuns()[0]);
    EXPECT_DOUBLE_EQ(rates.cell_s_per_core_s, 228.0);
    EXPECT_DOUBLE_EQ(rates.real_time, 5.0);
    EXPECT_DOUBLE_EQ(rates.slots_per_s, 5000.0);
    EXPECT_DOUBLE_EQ(rates.cpu_s_per_s, 0.25);
    EXPECT_DOUBLE_EQ(ratesOf({}).cell_s_per_core_s, 0.0);
}

TEST(BenchFigures, CostIsOfTheSeriesAndSpeedOfTheCase) {
    const BenchTable table(someRuns());
    EXPECT_FALSE(table.costOverSeries(0));
    EXPECT_NEAR(*table.costOverSeries(1), 1.2, 1e-12);
    EXPECT_FALSE(table.costOverSeries(2)) << "no other of the series has two threads";
    EXPECT_FALSE(table.speedup(1));
    EXPECT_NEAR(*table.speedup(2), 5.0 / 3.0, 1e-12);
    EXPECT_THAT(table.differing(), ElementsAre());
}

TEST(BenchFigures, AnotherFingerprintIsNamed) {
    std::vector<BenchRun> runs = someRuns();
    runs[2].fingerprint = "other";
    EXPECT_THAT(BenchTable(runs).differing(), ElementsAre("large"));
}

TEST(BenchFigures, WhatWasSkippedCountsNowhere) {
    std::vector<BenchRun> runs = someRuns();
    runs[0].skipped = "needs 1 TiB of memory";
    const BenchTable table(runs);
    EXPECT_FALSE(table.costOverSeries(1)) << "it is the first of its series now";
    EXPECT_THAT(table.text(), HasSubstr("skipped: needs 1 TiB"));
    EXPECT_THAT(table.json(BenchTable::Better::smaller), ::testing::Not(HasSubstr("small,")));
}

TEST(BenchFigures, RepeatsKeepTheLeast) {
    const BenchRun better = betterOf(made("a", 1, 57, 0.5, 0.9), made("a", 1, 57, 0.6, 0.7));
    EXPECT_EQ(better.cpu_s, 0.5);
    EXPECT_EQ(better.wall_s, 0.7);
    EXPECT_THROW(betterOf(made("a", 1, 57, 1, 1, "f"), made("a", 1, 57, 1, 1, "g")), DataError);
}

/// https://github.com/benchmark-action/github-action-benchmark, customSmallerIsBetter: a list of objects with
/// name, unit and value, and extra as text. (By its documentation as quoted elsewhere.)
TEST(BenchFigures, JsonIsWhatBenchmarkActionsRead) {
    const BenchTable table(someRuns());
    std::size_t entries = 0;
    for (const auto better : {BenchTable::Better::smaller, BenchTable::Better::bigger}) {
        const nlohmann::json list = nlohmann::json::parse(table.json(better));
        ASSERT_TRUE(list.is_array());
        std::set<std::string> names;
        for (const nlohmann::json& entry : list) {
            EXPECT_TRUE(entry.at("name").is_string() && entry.at("unit").is_string());
            EXPECT_TRUE(entry.at("value").is_number() && entry.at("extra").is_string());
            EXPECT_EQ(entry.size(), 4U);
            EXPECT_TRUE(names.insert(entry.at("name").get<std::string>()).second) << entry;
            ++entries;
        }
    }
    // Smaller: CPU, memory, start of three and one cost. Bigger: cell-seconds, real time, slots and one
    // speed.
    EXPECT_EQ(entries, 3U * 3U + 1U + 3U * 3U + 1U);
}

TEST(BenchFigures, ARunGoesThroughItsText) {
    BenchRun run = made("a, \"b\"", 3, 57, 1.0 / 3.0, 0.1);
    run.events = 7;
    const BenchRun back = benchRunFromText(benchRunText(run));
    EXPECT_EQ(benchRunText(back), benchRunText(run));
    EXPECT_EQ(back.cpu_s, run.cpu_s);
    EXPECT_EQ(back.name, run.name);
    EXPECT_EQ(benchRunText(run).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace celltwin::service
