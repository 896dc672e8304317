// SPDX-License-Identifier: BSD-3-Clause
//
// The slot engine: columns in, columns out, one step a slot. The hot path touches nothing but RanState; the
// same engine runs under the ns-3 host (sim/ns3) and in the plain loop below. Results do not depend on the
// number of threads: TBB works over fixed blocks and every sum has one owner.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "sim/engine/clock.h"
#include "sim/engine/user_drop.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

class Exchange;
struct RanState;

/// Memory the columns of a scenario take, bytes, before anything is allocated.
std::size_t estimateBytes(const scenario::Scenario& scenario);

class Engine {
  public:
    /// Builds models and columns at slot 0 of the scenario as it stands (changes are not applied here), with
    /// users as they were dropped before any change. With an `exchange` the engine is one rank of several:
    /// each builds the same and works for its strip of sites, all call step(), stops() and checkpoint()
    /// together, and rank 0 alone hands out what there is to record.
    Engine(const scenario::Scenario& scenario, const UserDrop& users, int threads,
           Exchange* exchange = nullptr);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    const Clock& clock() const;
    /// The next slot to simulate; clock().end_slot when done.
    std::int64_t slot() const;
    bool done() const { return slot() >= clock().end_slot; }
    /// Simulates one slot and hands closed periods, samples, events and checkpoints to `sink`.
    void step(record::RunSink& sink);

    /// Whether to stop, where some rank has been `asked` to; several ranks agree on it one slot later.
    bool stops(bool asked);

    /// Everything a later engine of the same scenario needs to go on bit for bit; empty but on rank 0.
    record::Checkpoint checkpoint() const;
    /// Throws DataError where a column is missing or has another length.
    void restore(const record::Checkpoint& checkpoint);

    /// Of several ranks: right for what is at home at this one.
    const RanState& state() const;
    const scenario::Scenario& scenario() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Runs to the end, or until `interrupted` returns true (asked once a slot), without ns-3. Returns whether
/// complete.
bool runPlainLoop(Engine& engine, record::RunSink& sink, const std::function<bool()>& interrupted);

}  // namespace celltwin::engine
