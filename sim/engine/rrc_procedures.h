// SPDX-License-Identifier: BSD-3-Clause
//
// RRC procedures of all UEs: set-up and release, handover, radio link failure and re-establishment, load
// balancing. Serial and in order of rows, between the parallel steps; it acts when a UE's next moment has
// come (due_ns), or on what its measurements ask for. Private to sim/engine.
#pragma once

#include <vector>

#include "sim/engine/halo.h"
#include "sim/engine/steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {

class RrcProcedures {
  public:
    RrcProcedures(const StepContext& context, RanState& state, Halo& halo, std::vector<record::Event>& events,
                  ChannelScratch& scratch)
        : x_(context),
          state_(state),
          halo_(halo),
          events_(events),
          scratch_(scratch),
          neighbour_load_(context.radio.cellCount()),
          inactive_(context.radio.cellCount()) {
        at_hand_.reserve(state.ueCount());
    }

    /// The first cell of every UE: connected there, or camped where the scenario lets UEs go idle.
    void attachAll();
    /// Once a slot: UEs whose moment has come.
    void advance();
    /// Once a measurement period, with what evaluateRrc() found for each UE.
    void act(const std::vector<RrcWish>& wishes);
    /// Once a balancing period.
    void balance();
    /// Whether legs changed since the last call: groupLegsByCell() is due.
    bool takeMoved();
    /// Likewise whether UEs came onto other lists: groupUesByList() is due.
    bool takeRelisted();
    /// A cell that goes off the air, or wants to, sends its UEs elsewhere.
    void vacate(std::uint32_t cell);

  private:
    /// Why a handover ended before its execution: the target, the command, the source link.
    enum class Refusal { target_full, command_lost, link_failed };

    std::int64_t now() const { return x_.clock.timeAt(state_.slot); }
    void count(std::int32_t cell, record::Kpi kpi, double value = 1.0);
    void countLabel(std::int32_t cell, record::Kpi kpi, int label);
    void note(record::EventKind kind, std::size_t ue, std::int32_t from, std::int32_t to);
    bool sameSite(std::int32_t a, std::int32_t b) const;
    bool sameFrequency(std::int32_t a, std::int32_t b) const;
    bool admits(std::int32_t cell) const;
    double sinrDbAt(std::size_t ue, std::int32_t cell);
    void moveList(std::size_t ue, std::int32_t cell);
    void followUe(std::size_t ue);

    void connect(std::size_t ue, std::int32_t cell);
    void disconnect(std::size_t ue, bool keep_data);
    void dropData(std::size_t ue);
    void setLeg(std::size_t leg, std::int32_t cell);
    void chooseSecondaries(std::size_t ue);
    /// Makes `at_hand_` the UEs that `which` takes, their columns brought here.
    template <class Which>
    void bringUes(const Which& which) {
        at_hand_.clear();
        for (std::uint32_t ue = 0; ue < state_.ueCount(); ++ue)
            if (which(ue)) at_hand_.push_back(ue);
        halo_.bring(at_hand_);
    }
    void grant(std::size_t ue, const RrcWish& wish);
    void schedule(std::size_t ue);
    void countCamped(std::size_t ue);

    void advanceUe(std::size_t ue);
    void advanceHandover(std::size_t ue);
    void advanceConnection(std::size_t ue);
    void wakeForData(std::size_t ue);
    bool request(std::size_t ue);
    void beginHandover(std::size_t ue, std::int32_t target);
    void commanded(std::size_t ue, std::int32_t source, std::int32_t target);
    void completed(std::size_t ue, std::int32_t source, std::int32_t target);
    void refused(std::size_t ue, std::int32_t source, std::int32_t target, Refusal why);
    void executionFailed(std::size_t ue, std::int32_t source, std::int32_t target);
    void radioLinkFailed(std::size_t ue);
    void fail(std::size_t ue, std::int32_t cell, bool in_handover);
    void backAgain(std::size_t ue, std::int32_t cell, bool with_context);
    void classify(std::size_t ue, std::int32_t cell);
    void step(std::size_t ue, rrc::ConnectionStep step);
    std::int32_t accessCell(std::size_t ue) const;

    const StepContext& x_;
    RanState& state_;
    Halo& halo_;
    std::vector<record::Event>& events_;
    ChannelScratch& scratch_;
    NearLoad load_;
    bool moved_ = false, relisted_ = false;
    std::vector<std::uint32_t> at_hand_;  ///< scratch: UEs that are to be acted upon
    std::vector<double> neighbour_load_;  ///< scratch, by cell
    std::vector<int> inactive_;           ///< scratch: inactive UEs by cell
};

}  // namespace celltwin::engine
