// SPDX-License-Identifier: BSD-3-Clause
//
// The analytic fidelity: no events and no slots. In each KPI period the mean demand of every UE and the loads
// of all cells are one fixed point (models/load_coupling), from which the period's counters follow. The same
// drop, radio model, traffic profiles and link adaptation as the slot engine's.
//
// A UE's offered load is that of its profile over the period (traffic::offeredBps): closed loops at zero
// transfer time. Users of one cell share it in time: with rho_i the share a UE asks for and n UEs whose
// buffer is always full, UE i waits for or gets data for the share of time
//   x_i = rho_i (1 + n + sum over others x_j),
// which is processor sharing where users are many (mean time of a file: size / rate (1 + n) / (1 - rho)) and
// no more than rho_i where a user is alone. Valid for time-fair scheduling (PF without fading, round robin)
// and periods much longer than a file. UEs that no CQI reaches even without interference ask for nothing;
// full buffers take what is left.
//
// UEs stand, for a period, where they are in its middle. What a counter needs and this fidelity does not know
// has no value (NaN): delays, HARQ, MCS, uplink beyond the volume offered, RRC procedures, experience. Energy
// has one where cells sleep no deeper than a symbol at a time.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "sim/engine/clock.h"
#include "sim/engine/user_drop.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

/// What a UE has in the period solved last.
struct AnalyticUe {
    std::int32_t cell = -1;
    bool endless = false;         ///< some bearer is never empty
    double demand_bps = 0.0;      ///< of all other bearers
    double served_bps = 0.0;      ///< of all bearers
    double rate_bps = 0.0;        ///< alone in its cell, at the others' loads
    double share = 0.0;           ///< of its cell's time and band that its finite demand takes
    double busy = 0.0;            ///< share of the time with data
    double throughput_bps = 0.0;  ///< served while it has data; NaN without demand
    float sinr_db = 0.0F;         ///< at mean interference
};

class AnalyticEngine {
  public:
    /// The scenario as it stands, with users as they were dropped before any change.
    AnalyticEngine(const scenario::Scenario& scenario, const UserDrop& users, int threads);
    ~AnalyticEngine();
    AnalyticEngine(const AnalyticEngine&) = delete;
    AnalyticEngine& operator=(const AnalyticEngine&) = delete;

    const Clock& clock() const;
    /// Where the next period begins.
    std::int64_t slot() const;
    bool done() const { return slot() >= clock().end_slot; }
    /// Solves one KPI period (the first call passes over the warm-up as well) and hands it, the samples in it
    /// and, when one is due, a checkpoint to `sink`.
    void step(record::RunSink& sink);

    record::Checkpoint checkpoint() const;
    /// Throws DataError where the checkpoint is another engine's.
    void restore(const record::Checkpoint& checkpoint);

    const scenario::Scenario& scenario() const;
    /// Of the period solved last, by cell: the share needed, above 1 where it cannot be served, and the share
    /// transmitted.
    std::span<const double> loads() const;
    std::span<const double> activities() const;
    std::span<const AnalyticUe> ues() const;
    /// Rounds the last period's solve took; 0 where nothing had changed.
    int rounds() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// As runPlainLoop() of the slot engine.
bool runAnalytic(AnalyticEngine& engine, record::RunSink& sink, const std::function<bool()>& interrupted);

}  // namespace celltwin::engine
