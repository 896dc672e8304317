// SPDX-License-Identifier: BSD-3-Clause
#include <memory>

#include "bench/gate_cases.h"
#include "bench/slot_networks.h"
#include "scenarios/schema/reader.h"
#include "sim/engine/engine.h"
#include "sim/engine/user_drop.h"
#include "sim/record/run_sink.h"

namespace celltwin::bench {
namespace {

/// Takes what the engine hands out and leaves it: the trace has cases of its own.
class Nowhere final : public record::RunSink {
  public:
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod&) override {}
    void ueSamples(const record::UeSamples&) override {}
    void events(std::span<const record::Event>) override {}
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}
};

/// A round is a slot. Queues and HARQ processes are filled before the first one that counts.
Rounds slotsOf(const SlotNetwork& network, int slots_before) {
    auto scenario = std::make_shared<scenario::Scenario>(slotScenario(network));
    auto engine = std::make_shared<engine::Engine>(*scenario, engine::dropUsers(*scenario), 1);
    auto sink = std::make_shared<Nowhere>();
    for (int slot = 0; slot < slots_before; ++slot) engine->step(*sink);
    return [scenario, engine, sink](int rounds) {
        for (int slot = 0; slot < rounds; ++slot) engine->step(*sink);
    };
}

Rounds fullBuffer() {
    return slotsOf({.sites = 7}, 50);
}
Rounds fading() {
    return slotsOf({.sites = 1, .fading = true}, 50);
}
Rounds files() {
    return slotsOf({.sites = 7, .numerology = 1, .load = Load::files}, 50);
}
Rounds idle() {
    return slotsOf({.sites = 7, .load = Load::idle}, 50);
}
Rounds manyCells() {
    return slotsOf({.sites = 61, .ues_per_cell = 3}, 20);
}

/// Builds the engine: links of all UEs to all cells.
Rounds build() {
    auto scenario = std::make_shared<scenario::Scenario>(slotScenario({.sites = 7}));
    auto users = std::make_shared<engine::UserDrop>(engine::dropUsers(*scenario));
    return [scenario, users](int rounds) {
        for (int i = 0; i < rounds; ++i) {
            engine::Engine engine(*scenario, *users, 1);
            keep(engine);
        }
    };
}

Rounds readScenario() {
    static constexpr const char* kText = R"(
name: gate
network:
  layout: {type: hexagonal, sites: 19, isd_m: 500}
  carrier: {bandwidth_mhz: 10, frequency_mhz: 2000}
users: {per_cell: 5, mobility: [{share: 0.5, model: static}, {share: 0.5, model: random-waypoint, speed_min_kmh: 3, speed_max_kmh: 60}]}
traffic: [{share: 0.8, model: ftp3, file_bytes: 100000, files_per_second: 1}, {share: 0.2, model: full-buffer}]
run: {duration_s: 4, seed: 3}
changes: [{cell: C1, downtilt_deg: {add: 6}}]
)";
    return [](int rounds) {
        for (int i = 0; i < rounds; ++i) keep(scenario::readScenarioText(kText, "gate.yaml", {}, {}));
    };
}

}  // namespace

std::vector<GateCase> engineCases() {
    return {{"engine.full-buffer-21x10", 200, fullBuffer},
            {"engine.fading-3x10", 100, fading},
            {"engine.files-moving-21x10", 400, files},
            {"engine.idle-21x10", 400, idle},
            {"engine.full-buffer-183x3", 100, manyCells},
            {"engine.build-21x10", 1, build},
            {"scenario.read", 1, readScenario}};
}

}  // namespace celltwin::bench
