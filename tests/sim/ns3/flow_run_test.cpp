// SPDX-License-Identifier: BSD-3-Clause
//
// A whole run of fidelity `flow`, from YAML to a trace: read, recorded, interrupted, resumed, at any number
// of threads and under either host's name.
#include <gtest/gtest.h>

#include "scenarios/schema/reader.h"
#include "sim/record/trace.h"
#include "sim/run/simulate.h"
#include "tests/sim/record/scratch_folder.h"

namespace celltwin::run {
namespace {

constexpr const char* kScenario = R"(
network:
  carriers: [{frequency_mhz: 2000, bandwidth_mhz: 10}]
  sites: [{id: S1, east_m: 0, north_m: 0}, {id: S2, east_m: 600, north_m: 0}]
  cells: [{id: C1, site: S1, azimuth_deg: 90}, {id: C2, site: S2, azimuth_deg: 270}]
users:
  count: 30
  area: {min_east_m: 0, min_north_m: -100, max_east_m: 600, max_north_m: 100}
  mobility: [{share: 0.5, model: static}, {share: 0.5, model: random-waypoint, speed_min_kmh: 36, speed_max_kmh: 72}]
traffic: [{share: 0.5, model: ftp3}, {share: 0.3, model: web}, {share: 0.2, model: voip}]
run: {fidelity: flow, duration_s: 8, warmup_s: 1, kpi_period_s: 1, segment_s: 2, seed: 5}
)";

scenario::Scenario read() {
    return scenario::readScenarioText(kScenario, "flow.yaml", {}, {});
}

TEST(FlowRun, IsReadAndWrittenBack) {
    EXPECT_EQ(read().run.fidelity, scenario::Fidelity::flow);
    const std::string text = scenario::resolvedYaml(read());
    EXPECT_NE(text.find("fidelity: flow"), std::string::npos);
    EXPECT_EQ(scenario::readScenarioText(text, "flow.yaml", {}, {}).run.fidelity, scenario::Fidelity::flow);
}

TEST(FlowRun, OneFingerprintForAnyThreadsAndHost) {
    SimulateOptions options;
    options.host = Host::plain;
    const SimulateResult plain = simulate(read(), options);
    EXPECT_TRUE(plain.summary.complete);
    EXPECT_GT(plain.summary.host_events, 100U);
    options.threads = 4;
    options.host = Host::ns3;
    EXPECT_EQ(simulate(read(), options).fingerprint, plain.fingerprint);
    scenario::Scenario other = read();
    other.run.seed = 6;
    EXPECT_NE(simulate(other, options).fingerprint, plain.fingerprint);
}

TEST(FlowRun, AnInterruptedTraceIsResumed) {
    SimulateOptions options;
    options.host = Host::plain;
    const SimulateResult straight = simulate(read(), options);
    const record::ScratchFolder folder;
    options.trace_folder = folder.path() + "/trace";
    int calls = 0;
    options.interrupted = [&calls] { return ++calls > 450; };
    const SimulateResult part = simulate(read(), options);
    EXPECT_FALSE(part.summary.complete);
    EXPECT_LT(part.summary.reached_ns, straight.summary.reached_ns);
    options.interrupted = {};
    options.resume = true;
    const SimulateResult whole = simulate(read(), options);
    EXPECT_TRUE(whole.summary.complete);
    EXPECT_EQ(whole.fingerprint, straight.fingerprint);
    EXPECT_EQ(record::TraceReader(options.trace_folder).kpiPeriods().size(), 8U);
}

}  // namespace
}  // namespace celltwin::run
