// SPDX-License-Identifier: BSD-3-Clause
//
// The groups of rows of behaviour_figures, each in a file of its own, and what they share: a sink that keeps
// events and delivered bytes, and one cell or two without surprises.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/figure_rows.h"
#include "scenarios/schema/scenario.h"
#include "sim/record/run_sink.h"

namespace celltwin::bench {

struct BehaviourOptions {
    bool quick = false;
    bool verbose = false;  ///< every case, on standard error
    int threads = 2;
    std::string scenario;  ///< of the full-buffer network; empty = the shipped one
};

/// File times of one cell against M/G/1 processor sharing.
std::vector<FigureRow> sharingRows(const BehaviourOptions& options);
/// Event A3 of a straight drive against where it must be.
std::vector<FigureRow> handoverRows(const BehaviourOptions& options);
/// Spectral efficiency of a full-buffer network against published figures.
std::vector<FigureRow> fullBufferRows(const BehaviourOptions& options);

/// Keeps events and sums of delivered bytes.
class Listener final : public record::RunSink {
  public:
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod&) override {}
    void ueSamples(const record::UeSamples& samples) override {
        delivered_bytes.resize(samples.delivered_bytes.size(), 0.0);
        for (std::size_t ue = 0; ue < delivered_bytes.size(); ++ue)
            delivered_bytes[ue] += samples.delivered_bytes[ue];
    }
    void events(std::span<const record::Event> events) override {
        all_events.insert(all_events.end(), events.begin(), events.end());
    }
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}

    std::vector<record::Event> all_events;
    std::vector<double> delivered_bytes;  ///< by UE, recorded time alone
};

/// Isotropic cells at the given places, one 10 MHz carrier at 2 GHz, the mean channel of a plain path loss.
scenario::Scenario plainNetwork(const std::vector<Enu>& cells, const std::string& path_loss);

}  // namespace celltwin::bench
