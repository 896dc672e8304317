// SPDX-License-Identifier: BSD-3-Clause
//
// A UE drives past two sites in a straight line. Where the path loss is 10 n log10(d) on both links, event A3
// begins at a place with a closed form, and the report is due at the first measurement sample at which the
// condition has held for the time to trigger.
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>

#include "bench/behaviour_figures.h"
#include "sim/engine/engine.h"

namespace celltwin::bench {
namespace {

constexpr double kSiteDistanceM = 800.0, kHeightM = 25.0, kUeHeightM = 1.5, kSampleMs = 40.0;
constexpr double kStartM = 100.0;

/// One drive from site 0, at the origin, towards site 1 and beyond, `aside_m` off the line through both.
struct Drive {
    double offset_db, hysteresis_db, cell_offset_db, time_to_trigger_ms;
    double speed_mps, aside_m;
    bool street;  ///< path loss over streets instead of free space

    /// n of 10 n log10(d): free space 2; TR 38.901 Table 7.4.1-1, UMa NLOS 3.908.
    double exponent() const { return street ? 3.908 : 2.0; }
    /// A3-1 of TS 38.331 clause 5.5.4.4 without noise: Mn - Mp > Off + Hys - Ocn
    double marginDb() const { return offset_db + hysteresis_db - cell_offset_db; }
};

/// Where the way crosses into the place where site 1 is `margin` dB stronger: d0^2 = q d1^2 with
/// q = 10^(margin / (5 n)), a quadratic in x.
double crossingM(const Drive& drive) {
    const double q = std::pow(10.0, drive.marginDb() / (5.0 * drive.exponent()));
    const double rise = kHeightM - kUeHeightM, c2 = drive.aside_m * drive.aside_m + rise * rise;
    // x^2 + c2 = q ((x - D)^2 + c2)
    const double a = 1.0 - q, b = 2.0 * q * kSiteDistanceM,
                 c = c2 - q * (kSiteDistanceM * kSiteDistanceM + c2);
    if (std::fabs(a) < 1e-12) return -c / b;
    return (-b + std::sqrt(b * b - 4.0 * a * c)) / (2.0 * a);
}

/// The sample, counted from the start, at which the report is due. The condition is strict; a crossing on a
/// sample counts from the next.
std::int64_t dueSample(const Drive& drive) {
    const double entered_ms = (crossingM(drive) - kStartM) / drive.speed_mps * 1e3;
    const double first = std::floor(entered_ms / kSampleMs) + 1.0;
    return static_cast<std::int64_t>(first + std::ceil(drive.time_to_trigger_ms / kSampleMs - 1e-9));
}

scenario::Scenario scenarioOf(const Drive& drive) {
    scenario::Scenario s =
        plainNetwork({{0.0, 0.0}, {kSiteDistanceM, 0.0}}, drive.street ? "tr38901-uma" : "free-space");
    s.radio.line_of_sight = drive.street ? scenario::LosMode::never : scenario::LosMode::always;
    for (scenario::Cell& cell : s.network.cells) cell.height_m = kHeightM;
    s.network.cells[1].cell_offset_db = drive.cell_offset_db;
    s.users.count = 1;
    s.users.height_m = kUeHeightM;
    const double end_m = kSiteDistanceM + 400.0;
    const double seconds = (end_m - kStartM) / drive.speed_mps;
    auto route = std::make_shared<std::vector<mobility::RoutePoint>>();
    route->push_back({0, {kStartM, drive.aside_m}});
    route->push_back({std::llround(seconds * 1e9), {end_m, drive.aside_m}});
    s.users.mobility[0].profile.kind = mobility::Kind::route;
    s.users.mobility[0].profile.routes = {route};
    s.users.traffic[0].bearers[0].profile.kind = traffic::Kind::constant_rate;
    s.users.traffic[0].bearers[0].profile.rate_kbps = 10.0;
    s.ran.handover.offset_db = drive.offset_db;
    s.ran.handover.hysteresis_db = drive.hysteresis_db;
    s.ran.handover.time_to_trigger_ms = drive.time_to_trigger_ms;
    s.ran.handover.filter_coefficient_k = 0;
    s.run.measurement_period_ms = s.run.mobility_period_ms = kSampleMs;
    s.run.warmup_s = 0.0;
    s.run.duration_s = std::ceil(seconds);
    s.run.kpi_period_s = s.run.ue_sample_period_s = s.run.segment_s = s.run.duration_s;
    return s;
}

/// When the first handover from cell 0 to cell 1 began, ms; infinity = never.
double triggerMs(const Drive& drive) {
    const scenario::Scenario s = scenarioOf(drive);
    engine::Engine engine(s, engine::dropUsers(s), 1);
    Listener listener;
    while (!engine.done()) {
        engine.step(listener);
        for (const record::Event& event : listener.all_events)
            if (event.kind == record::EventKind::handover_start && event.from_cell == 0)
                return static_cast<double>(event.time_ns) * 1e-6;
        listener.all_events.clear();
    }
    return std::numeric_limits<double>::infinity();
}

std::vector<Drive> allDrives(bool quick) {
    std::vector<Drive> drives;
    constexpr std::array kTimes{0.0, 40.0, 100.0, 256.0, 320.0, 640.0};
    constexpr std::array kMargins{std::array{3.0, 0.0, 0.0},  std::array{0.0, 1.0, 0.0},
                                  std::array{3.0, 2.0, 2.0},  std::array{2.0, 1.5, -3.0},
                                  std::array{-3.0, 0.0, 0.0}, std::array{6.0, 0.5, 0.0}};
    constexpr std::array kSpeeds{3.0, 13.9, 33.3};
    for (const double time : kTimes)
        for (const auto& [offset, hysteresis, cell_offset] : kMargins)
            for (const double speed : kSpeeds)
                for (const bool street : {false, true}) {
                    if (quick && speed < 10.0) continue;
                    // Every drive beside another line, so that crossings fall anywhere between samples.
                    const double aside_m = 20.0 + 3.7 * static_cast<double>(drives.size() % 17);
                    drives.push_back({offset, hysteresis, cell_offset, time, speed, aside_m, street});
                }
    return drives;
}

}  // namespace

std::vector<FigureRow> handoverRows(const BehaviourOptions& options) {
    const std::vector<Drive> drives = allDrives(options.quick);
    double worst_samples = 0.0, worst_m = 0.0;
    int exact = 0;
    for (const Drive& drive : drives) {
        const double measured_ms = triggerMs(drive);
        const double due_ms = static_cast<double>(dueSample(drive)) * kSampleMs;
        const double off = std::fabs(measured_ms - due_ms) / kSampleMs;
        worst_samples = std::max(worst_samples, off);
        worst_m = std::max(worst_m, off * kSampleMs * 1e-3 * drive.speed_mps);
        exact += off < 1e-6 ? 1 : 0;
        if (options.verbose)
            fmt::print(stderr,
                       "offset {} hysteresis {} cell offset {} TTT {} ms, {} m/s, {} m aside, {}: due {:.0f} "
                       "ms, at {:.0f} ms\n",
                       drive.offset_db, drive.hysteresis_db, drive.cell_offset_db, drive.time_to_trigger_ms,
                       drive.speed_mps, drive.aside_m, drive.street ? "UMa NLOS" : "free space", due_ms,
                       measured_ms);
    }
    return {{"straight drive past two sites: A3 trigger against the analytic sample, largest", worst_samples,
             1.0, 0.0, "samples", Better::below,
             fmt::format("{} drives, {} on the very sample of {:g} ms; largest {:.2f} m", drives.size(),
                         exact, kSampleMs, worst_m)}};
}

}  // namespace celltwin::bench
