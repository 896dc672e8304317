// SPDX-License-Identifier: BSD-3-Clause
//
// The list of cases: what it says, what is refused and where, and that the shipped one reads and names what
// is there.
#include "service/bench_cases.h"

#include <gmock/gmock.h>

#include <set>

#include "models/base/error.h"
#include "service/scenario_input.h"

namespace celltwin::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// As if it stood beside the shipped list, so that city.yaml is there.
const std::string kFile = CELLTWIN_SOURCE_DIR "/bench/made-up.yaml";

std::vector<Diagnostic> findings(const std::string& text) {
    try {
        benchCasesFromText(text, kFile);
    } catch (const ConfigError& error) {
        return error.findings();
    }
    return {};
}

/// The one finding of a text, and where it is.
void expectFinding(const std::string& text, int line, int column, const std::string& words) {
    const std::vector<Diagnostic> found = findings(text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].where.file, kFile);
    EXPECT_EQ(found[0].where.line, line) << found[0].text();
    EXPECT_EQ(found[0].where.column, column) << found[0].text();
    EXPECT_THAT(found[0].text(), HasSubstr(words));
}

TEST(BenchCases, SayWhatIsRun) {
    const auto cases = benchCasesFromText(R"(cases:
  - name: one
    scenario: city.yaml
  - name: two.2
    scenario: busy-city.yaml
    set: [run.seed=8, 'traffic=[{model: iot}]']
    quick: [run.duration_s=0.01]
    threads: [1, 4]
    host: ns3
    series: both
)",
                                          kFile);
    ASSERT_EQ(cases.size(), 2U);
    EXPECT_EQ(cases[0].name, "one");
    EXPECT_EQ(cases[0].scenario, CELLTWIN_SOURCE_DIR "/bench/city.yaml");
    EXPECT_EQ(cases[0].host, "plain");
    EXPECT_THAT(cases[0].threads, ElementsAre(1));
    EXPECT_THAT(cases[0].settings, IsEmpty());
    EXPECT_THAT(cases[1].settings, ElementsAre("run.seed=8", "traffic=[{model: iot}]"));
    EXPECT_THAT(cases[1].quick_settings, ElementsAre("run.duration_s=0.01"));
    EXPECT_THAT(cases[1].threads, ElementsAre(1, 4));
    EXPECT_EQ(cases[1].host, "ns3");
    EXPECT_EQ(cases[1].series, "both");
}

TEST(BenchCases, RefuseWithThePlace) {
    const std::string one = "cases:\n  - name: one\n    scenario: city.yaml\n";
    expectFinding(one + "    thread: [1]\n", 4, 5, "did you mean 'threads'");
    expectFinding(one + "    threads: [0]\n", 4, 15, "1 to 1024");
    expectFinding(one + "    threads: []\n", 4, 14, "threads");
    expectFinding(one + "    host: simulator\n", 4, 11, "plain");
    expectFinding(one + "    set: [run.seed]\n", 4, 11, "key.path=value");
    expectFinding(one + "    quick: [=3]\n", 4, 13, "key.path=value");
    expectFinding(one + "    name: two\n", 4, 5, "name");
    expectFinding(one + "  - name: one\n    scenario: city.yaml\n", 4, 11, "two cases 'one'");
    expectFinding("cases:\n  - name: a b\n    scenario: city.yaml\n", 2, 11, "letters, digits");
    expectFinding("cases:\n  - name: one\n    scenario: absent.yaml\n", 3, 15, "cannot read");
    expectFinding("cases:\n  - name: one\n", 2, 5, "scenario");
    expectFinding("- name: one\n", 1, 1, "begins with 'cases:'");
    expectFinding(one + "case: []\n", 4, 1, "did you mean 'cases'");
}

TEST(BenchCases, TellEverythingInOnePass) {
    EXPECT_EQ(findings("cases:\n  - name: one\n    scenario: absent.yaml\n    threads: [-1]\n    set: [x]\n")
                  .size(),
              3U);
}

TEST(BenchCases, AreChosenByPattern) {
    const auto cases = readBenchCases(CELLTWIN_SOURCE_DIR "/bench/cases.yaml");
    EXPECT_EQ(chosenCases(cases, {}).size(), cases.size());
    const auto chosen = chosenCases(cases, {"ues-*", "*-57"});
    std::set<std::string> names;
    for (const BenchCase& one : chosen) names.insert(one.name);
    EXPECT_TRUE(names.count("cells-57") == 1 && names.count("ues-57x3") == 1);
    EXPECT_EQ(names.count("cells-570"), 0U);
    EXPECT_THROW(chosenCases(cases, {"cells-*", "absent*"}), ConfigError);
}

/// Every scenario of the shipped list reads, with and without --quick, and the three sizes have one density.
TEST(BenchCases, TheShippedOnesRead) {
    std::vector<std::size_t> cells;
    for (const BenchCase& one : readBenchCases(CELLTWIN_SOURCE_DIR "/bench/cases.yaml")) {
        SCOPED_TRACE(one.name);
        const scenario::Scenario s = readScenario(one.scenario, one.settings);
        EXPECT_GT(s.run.warmup_s, 0.0);
        std::vector<std::string> quick = one.settings;
        quick.insert(quick.end(), one.quick_settings.begin(), one.quick_settings.end());
        EXPECT_LT(readScenario(one.scenario, quick).run.duration_s, s.run.duration_s + 1e-9);
        if (one.series != "cells") continue;
        cells.push_back(s.network.cells.size());
        EXPECT_EQ(static_cast<std::size_t>(s.users.count), 10 * cells.back());
    }
    EXPECT_THAT(cells, ElementsAre(57, 570, 5700));
}

}  // namespace
}  // namespace celltwin::service
