// SPDX-License-Identifier: BSD-3-Clause
//
// A run watched from slot to slot: what must hold in every slot of every run, to the byte. The expected
// values are bookkeeping identities; nothing here knows how the engine comes to its numbers.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::testing {

inline void holds(bool ok, const char* what, std::size_t row) {
    if (!ok) ADD_FAILURE() << what << ", row " << row;
}

/// What happened over many runs, by name.
using Seen = std::map<std::string, double>;

class Watch {
    using EventKind = record::EventKind;
    using Kpi = record::Kpi;
    using RrcState = rrc::RrcState;
    using HarqProcess = engine::HarqProcess;
    using Phase = HarqProcess::Phase;
    using Queue = engine::Queue;
    using UeRrc = engine::UeRrc;
    static constexpr std::size_t kDown = 0, kUp = 1, kMaxBearers = scenario::kMaxBearers;

  public:
    explicit Watch(const scenario::Scenario& scenario)
        : s_(scenario), engine_(s_, engine::dropUsers(s_), 1), x_(engine_.state()) {
        processes_ = static_cast<std::size_t>(s_.ran.link_adaptation.harq_processes);
        used_ = std::vector<std::array<int, 2>>(s_.network.cells.size());
        grants_ = used_;
        slice_prbs_.resize(s_.network.cells.size() * 2 * s_.ran.slices.size());
    }
    void run() {
        while (!engine_.done() && !::testing::Test::HasFailure()) {
            harq_before_ = {x_.down.harq, x_.up.harq};
            queue_before_ = x_.queue;
            leg_before_ = x_.leg_cell;
            slot_ = engine_.slot();
            engine_.step(keeper_);
            checkQueues();
            for (const std::size_t direction : {kDown, kUp}) checkBlocks(direction);
            checkCarriers();
            checkUes();
        }
        checkHandovers();
        checkConnections();
        checkPeriods();
    }
    /// Adds what happened in this run to what was seen.
    void addTo(Seen& seen) const {
        for (const record::Event& e : keeper_.all_events) {
            if (e.kind != EventKind::handover) continue;
            const bool from = behind(static_cast<std::size_t>(e.from_cell)),
                       to = behind(static_cast<std::size_t>(e.to_cell));
            seen["into the background"] += !from && to ? 1.0 : 0.0;
            seen["out of the background"] += from && !to ? 1.0 : 0.0;
        }
        for (const record::Event& e : keeper_.all_events) seen[std::string(record::eventName(e.kind))] += 1.0;
        seen["T304"] += causes({Kpi::x_ho_exe_intra_fail_by_cause, Kpi::mm_ho_exe_inter_fail_by_cause}, 1);
        seen["lost commands"] +=
            causes({Kpi::x_ho_exe_intra_fail_by_cause, Kpi::mm_ho_exe_inter_fail_by_cause}, 0);
        seen["refused handovers"] += counted({Kpi::x_ho_prep_intra_fail, Kpi::mm_ho_prep_inter_fail});
        seen["handovers to another frequency"] += counted(Kpi::mm_ho_exe_inter_freq_succ);
        seen["establishments"] += counted(Kpi::rrc_conn_estab_succ);
        seen["failed establishments"] += causes(Kpi::rrc_conn_estab_fail_by_cause);
        seen["UEs inactive"] += uesIn(RrcState::inactive);
        seen["retransmissions"] += counted({Kpi::tb_tot_nbr_dl, Kpi::tb_tot_nbr_ul}) -
                                   counted({Kpi::tb_tot_nbr_dl_initial, Kpi::tb_tot_nbr_ul_init});
        seen["blocks given up"] += counted({Kpi::tb_residual_err_nbr_dl, Kpi::tb_residual_err_nbr_ul});
        for (std::size_t cell = 0; cell < s_.network.cells.size(); ++cell)
            seen["cells asleep"] += s_.network.cells[cell].active && x_.cell_on_air[cell] == 0 ? 1.0 : 0.0;
        for (std::size_t leg = 0; leg < x_.leg_cell.size(); ++leg)
            seen["secondary cells"] += leg % x_.legs > 0 && x_.leg_cell[leg] >= 0 ? 1.0 : 0.0;
        for (const std::size_t direction : {kDown, kUp}) {
            const std::string name = direction == kDown ? " down" : " up";
            for (const Queue& q : x_.queue[direction]) {
                seen["delivered" + name] += static_cast<double>(q.delivered_bytes);
                seen["dropped" + name] += static_cast<double>(q.dropped_bytes);
                seen["in flight" + name] += static_cast<double>(q.in_flight_bytes);
                seen["waiting again" + name] += static_cast<double>(q.again_bytes);
            }
        }
    }

  private:
    struct Slot {
        int prbs = 0, first = 0;  ///< of a slice: all, and of first transmissions
    };
    std::size_t bearersOf(std::size_t ue) const {
        return s_.users.traffic[x_.traffic_class[ue]].bearers.size();
    }
    std::size_t linksOf(std::size_t direction) const { return direction == kDown ? x_.legs : 1; }
    const std::vector<HarqProcess>& harq(std::size_t direction) const {
        return direction == kDown ? x_.down.harq : x_.up.harq;
    }
    const scenario::Carrier& carrierOf(std::size_t cell) const {
        return s_.network.carriers[s_.network.cells[cell].carrier];
    }
    /// Within the slot a whole cell may have begun to send its UEs away, after its blocks were sent.
    bool mayHaveLeftAfterSending(std::size_t ue) const {
        return s_.energy.cell_sleep &&
               !std::equal(x_.leg_cell.begin() + static_cast<long>(ue * x_.legs),
                           x_.leg_cell.begin() + static_cast<long>((ue + 1) * x_.legs),
                           leg_before_.begin() + static_cast<long>(ue * x_.legs));
    }

    bool behind(std::size_t cell) const {
        const auto& front = s_.run.foreground;
        return front &&
               !std::binary_search(front->sites.begin(), front->sites.end(), s_.network.cells[cell].site);
    }
    bool inBackground(std::size_t ue) const {
        const std::int32_t cell = leg_before_[ue * x_.legs], now = x_.leg_cell[ue * x_.legs];
        return (cell >= 0 && behind(static_cast<std::size_t>(cell))) ||
               (now >= 0 && behind(static_cast<std::size_t>(now)));
    }

    /// offered = delivered + dropped + waiting + in flight; in flight is what lies undecoded in processes.
    void checkQueues() {
        for (const std::size_t direction : {kDown, kUp})
            for (std::size_t ue = 0; ue < x_.ueCount(); ++ue) {
                std::int64_t waiting = 0;
                for (std::size_t b = 0; b < bearersOf(ue); ++b) {
                    const std::size_t flow = ue * x_.flows + b;
                    const Queue& q = x_.queue[direction][flow];
                    const Queue& was = queue_before_[direction][flow];
                    waiting += q.waitingBytes();
                    const std::int64_t unsent = q.endless() ? 0 : q.unsent_bytes;
                    holds(q.offered_bytes == q.delivered_bytes + q.dropped_bytes + unsent + q.again_bytes +
                                                 q.in_flight_bytes,
                          "offered = delivered + dropped + waiting + in flight", flow);
                    holds(q.again_bytes >= 0 && q.unsent_bytes >= 0 && q.in_flight_bytes >= 0 &&
                              q.offered_bytes >= was.offered_bytes &&
                              q.delivered_bytes >= was.delivered_bytes &&
                              q.dropped_bytes >= was.dropped_bytes,
                          "no byte comes back from where it went", flow);
                    holds(q.in_flight_bytes == inFlight(direction, ue, b), "in flight = undecoded", flow);
                }
                holds(x_.ue[ue].waiting_bytes[direction] == waiting, "waiting_bytes = sum over queues", ue);
            }
    }
    std::int64_t inFlight(std::size_t direction, std::size_t ue, std::size_t bearer) const {
        const std::size_t count = linksOf(direction) * processes_;
        std::int64_t sum = 0;
        for (std::size_t i = ue * count; i < (ue + 1) * count; ++i)
            if (harq(direction)[i].undecoded()) sum += harq(direction)[i].payload_bytes[bearer];
        return sum;
    }

    /// Every byte delivered in the slot is of a block sent in it and decoded, and each block is sent again
    /// only where it was not: so none is delivered twice.
    void checkBlocks(std::size_t direction) {
        const std::size_t count = linksOf(direction) * processes_;
        for (std::size_t ue = 0; ue < x_.ueCount(); ++ue) {
            std::array<std::int64_t, kMaxBearers> decoded{};
            for (std::size_t i = ue * count; i < (ue + 1) * count; ++i) {
                const HarqProcess &is = harq(direction)[i], &was = harq_before_[direction][i];
                if (!sentNow(is, was)) continue;
                if (is.phase == Phase::decoded)
                    for (std::size_t b = 0; b < kMaxBearers; ++b) decoded[b] += is.payload_bytes[b];
                checkTransmission(is, was, i);
                bookPrbs(direction, ue, i / processes_, is);
            }
            for (std::size_t b = 0; b < bearersOf(ue); ++b) {
                const std::size_t flow = ue * x_.flows + b;
                const std::int64_t delivered = x_.queue[direction][flow].delivered_bytes -
                                               queue_before_[direction][flow].delivered_bytes;
                holds(mayHaveLeftAfterSending(ue) || inBackground(ue) ? delivered >= decoded[b]
                                                                      : delivered == decoded[b],
                      "delivered = decoded in this slot", flow);
            }
        }
    }
    bool sentNow(const HarqProcess& is, const HarqProcess& was) const {
        return (is.phase == Phase::decoded || is.phase == Phase::failed) &&
               (is.first_slot == slot_ || is.transmissions != was.transmissions ||
                is.due_slot != was.due_slot);
    }
    void checkTransmission(const HarqProcess& is, const HarqProcess& was, std::size_t row) const {
        holds(is.due_slot > slot_, "the fate is known later", row);
        holds(is.payload() * 8 <= is.transport_bits, "the payload fits its block", row);
        if (is.transmissions == 1) {
            holds(is.first_slot == slot_, "a first transmission is new", row);
            return;
        }
        const bool known =
            was.phase == Phase::waiting || (was.phase == Phase::failed && was.due_slot <= slot_);
        holds(known, "only what is known as lost is sent again", row);
        holds(is.transmissions == was.transmissions + 1 &&
                  is.transmissions <= s_.ran.link_adaptation.max_transmissions,
              "one transmission more, within the limit", row);
        holds(is.payload_bytes == was.payload_bytes && is.first_slot == was.first_slot &&
                  is.prb_count == was.prb_count && is.transport_bits == was.transport_bits,
              "a retransmission is the same block", row);
    }

    void bookPrbs(std::size_t direction, std::size_t ue, std::size_t link, const HarqProcess& process) {
        const std::int32_t at = direction == kDown ? x_.leg_cell[link] : x_.serving_cell[ue];
        holds(at >= 0, "who sends has a cell", ue);
        if (at < 0) return;
        const auto cell = static_cast<std::size_t>(at);
        used_[cell][direction] += process.prb_count;
        ++grants_[cell][direction];
        if (s_.ran.slices.empty()) return;
        Slot& slice = slice_prbs_[(cell * 2 + direction) * s_.ran.slices.size() + sliceOf(ue)];
        slice.prbs += process.prb_count;
        slice.first += process.transmissions == 1 ? process.prb_count : 0;
    }
    std::size_t sliceOf(std::size_t ue) const {
        const std::string& name = s_.users.traffic[x_.traffic_class[ue]].slice;
        std::size_t i = 0;
        while (s_.ran.slices[i].name != name) ++i;
        return i;
    }
    /// PRBs of a cell's slot within its bandwidth part, its slices' within their quotas.
    void checkCarriers() {
        for (std::size_t cell = 0; cell < used_.size(); ++cell)
            for (const std::size_t direction : {kDown, kUp}) {
                const int prbs = carrierOf(cell).scheduled().prb_count;
                holds(used_[cell][direction] <= prbs, "PRBs fit the carrier", cell);
                holds(grants_[cell][direction] <= s_.ran.max_ues_per_slot, "UEs of a slot", cell);
                if (used_[cell][direction] > 0)
                    holds(carries(cell, direction), "nothing against the pattern", cell);
                checkSlices(cell, direction, prbs);
                used_[cell][direction] = grants_[cell][direction] = 0;
            }
        std::fill(slice_prbs_.begin(), slice_prbs_.end(), Slot{});
    }
    bool carries(std::size_t cell, std::size_t direction) const {
        const std::string& pattern = carrierOf(cell).tdd_pattern;
        if (pattern.empty()) return true;
        const char slot = pattern[static_cast<std::size_t>(slot_) % pattern.size()];
        return direction == kDown ? slot != 'U' : slot == 'U';
    }
    /// Shares in whole PRBs, rounded down; retransmissions pass them, new blocks do not.
    void checkSlices(std::size_t cell, std::size_t direction, int prbs) const {
        const std::size_t count = s_.ran.slices.size();
        const Slot* slot = slice_prbs_.data() + (cell * 2 + direction) * count;
        const auto share = [prbs](double percent) {
            return static_cast<int>(std::floor(percent * prbs / 100.0 + 1e-9));
        };
        for (std::size_t i = 0; i < count; ++i) {
            if (slot[i].first > 0)
                holds(slot[i].prbs <= share(s_.ran.slices[i].ratio.max_percent), "a slice's maximum", i);
            const int dedicated = share(s_.ran.slices[i].ratio.dedicated_percent);
            const int reserved = std::max(slot[i].prbs, dedicated);
            int others = 0, others_first = 0;
            for (std::size_t k = 0; k < count; ++k) {
                others += k == i ? 0 : slot[k].prbs;
                others_first += k == i ? 0 : slot[k].first;
            }
            if (others_first > 0) holds(others + reserved <= prbs, "a slice's dedicated PRBs", i);
        }
    }

    /// UEs = connected + camped + on their way + lost, and cells count those they serve.
    void checkUes() const {
        std::vector<std::int32_t> served(s_.network.cells.size(), 0);
        for (std::size_t ue = 0; ue < x_.ueCount(); ++ue) {
            const UeRrc& rrc = x_.rrc[ue];
            const std::int32_t* leg = x_.leg_cell.data() + ue * x_.legs;
            holds(rrc.connected() == (leg[0] >= 0), "connected UEs have a primary cell, others none", ue);
            holds(rrc.connection.state <= RrcState::reestablishing, "a state that exists", ue);
            holds(rrc.connected() || rrc.handover.phase == rrc::HandoverPhase::none, "who hands over", ue);
            if (!rrc.connected()) {
                holds(std::all_of(leg, leg + x_.legs, [](std::int32_t c) { return c < 0; }), "no legs", ue);
                continue;
            }
            holds(leg[0] == x_.serving_cell[ue], "the primary cell serves", ue);
            ++served[static_cast<std::size_t>(leg[0])];
            for (std::size_t k = 1; k < x_.legs; ++k)
                for (std::size_t j = 0; j < k && leg[k] >= 0; ++j)
                    holds(leg[j] >= 0 && cellAt(leg[j]).carrier != cellAt(leg[k]).carrier &&
                              cellAt(leg[j]).site == cellAt(leg[k]).site,
                          "secondary cells: other carriers of the site", ue);
        }
        const int most = s_.ran.connection.max_connected;
        for (std::size_t cell = 0; cell < served.size(); ++cell) {
            holds(x_.connected_ues[cell] == served[cell], "connected_ues", cell);
            holds(most == 0 || served[cell] <= most, "admission", cell);
            holds(s_.network.cells[cell].active || x_.cell_on_air[cell] == 0, "off by configuration", cell);
            holds(x_.cell_on_air[cell] != 0 || served[cell] == 0, "no one is served by a cell that is off",
                  cell);
        }
    }
    const scenario::Cell& cellAt(std::int32_t c) const {
        return s_.network.cells[static_cast<std::size_t>(c)];
    }

    /// Whole run, whole network: closed periods and the open one.
    double counted(Kpi kpi, std::size_t label = 0) const {
        double sum = 0.0;
        const std::size_t column = record::column(kpi) + label;
        for (std::size_t cell = 0; cell < s_.network.cells.size(); ++cell) {
            // A cell that is not there has no values.
            if (!s_.network.cells[cell].active) continue;
            for (const auto& values : keeper_.values) {
                const double value = values[cell * record::rowWidth() + column];
                if (!std::isnan(value)) sum += value;
            }
            sum += x_.kpi[cell * record::rowWidth() + column];
        }
        return sum;
    }
    double counted(std::initializer_list<Kpi> kpis) const {
        double sum = 0.0;
        for (const Kpi kpi : kpis) sum += counted(kpi);
        return sum;
    }
    double causes(std::initializer_list<Kpi> kpis, std::size_t label) const {
        double sum = 0.0;
        for (const Kpi kpi : kpis) sum += counted(kpi, label);
        return sum;
    }
    double events(EventKind kind) const {
        return static_cast<double>(std::count_if(keeper_.all_events.begin(), keeper_.all_events.end(),
                                                 [kind](const record::Event& e) { return e.kind == kind; }));
    }
    double uesIn(RrcState state) const {
        return static_cast<double>(std::count_if(x_.rrc.begin(), x_.rrc.end(), [state](const UeRrc& rrc) {
            return rrc.connection.state == state;
        }));
    }
    double uesIn(rrc::HandoverPhase phase) const {
        return static_cast<double>(std::count_if(
            x_.rrc.begin(), x_.rrc.end(), [phase](const UeRrc& rrc) { return rrc.handover.phase == phase; }));
    }

    /// Started = completed + failed by cause + under way, of preparations and of executions.
    void checkHandovers() const {
        const double preparing = uesIn(rrc::HandoverPhase::preparation);
        const double executing = uesIn(rrc::HandoverPhase::execution);
        const double prepared = counted({Kpi::mm_ho_prep_intra_succ, Kpi::mm_ho_prep_inter_succ});
        const double prepared_badly = counted({Kpi::x_ho_prep_intra_fail, Kpi::mm_ho_prep_inter_fail});
        const double executed = counted({Kpi::mm_ho_exe_intra_req, Kpi::mm_ho_exe_inter_req});
        const double well = counted({Kpi::mm_ho_exe_intra_succ, Kpi::mm_ho_exe_inter_succ});
        const double badly = counted({Kpi::x_ho_exe_intra_fail, Kpi::mm_ho_exe_inter_fail});
        EXPECT_EQ(counted({Kpi::mm_ho_prep_intra_req, Kpi::mm_ho_prep_inter_req}),
                  prepared + prepared_badly + preparing);
        EXPECT_EQ(prepared, executed);
        EXPECT_EQ(executed, well + badly + executing);
        EXPECT_EQ(counted({Kpi::mm_ho_exe_intra_freq_req, Kpi::mm_ho_exe_inter_freq_req}), executed);
        EXPECT_EQ(counted({Kpi::mm_ho_exe_intra_freq_succ, Kpi::mm_ho_exe_inter_freq_succ}), well);
        EXPECT_EQ(counted({Kpi::x_ho_exe_intra_freq_fail, Kpi::x_ho_exe_inter_freq_fail}), badly);
        EXPECT_EQ(causes(Kpi::x_ho_exe_intra_fail_by_cause) + causes(Kpi::mm_ho_exe_inter_fail_by_cause),
                  badly);
        EXPECT_EQ(causes(Kpi::mm_ho_prep_inter_fail_by_cause), counted(Kpi::mm_ho_prep_inter_fail));
        EXPECT_EQ(events(EventKind::handover_start), prepared + prepared_badly + preparing);
        EXPECT_EQ(events(EventKind::handover), well);
        EXPECT_EQ(events(EventKind::handover_command), executed);
        EXPECT_EQ(events(EventKind::handover_refused), prepared_badly);
        EXPECT_EQ(events(EventKind::handover_failure), badly);
    }
    double causes(Kpi kpi) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < record::definition(kpi).width(); ++i) sum += counted(kpi, i);
        return sum;
    }

    /// Attempts = successes + failures + under way, of establishments and of the ways back after a failure.
    void checkConnections() const {
        EXPECT_EQ(counted(Kpi::rrc_conn_estab_att), counted(Kpi::rrc_conn_estab_succ) +
                                                        causes(Kpi::rrc_conn_estab_fail_by_cause) +
                                                        uesIn(RrcState::setting_up));
        EXPECT_EQ(causes(Kpi::rrc_conn_estab_att_by_cause), counted(Kpi::rrc_conn_estab_att));
        EXPECT_EQ(causes(Kpi::rrc_conn_estab_succ_by_cause), counted(Kpi::rrc_conn_estab_succ));
        EXPECT_EQ(events(EventKind::radio_link_failure), counted(Kpi::x_radio_link_failure));
        // Column 1 of the causes: the supervision timer T304.
        const double t304 =
            counted(Kpi::x_ho_exe_intra_fail_by_cause, 1) + counted(Kpi::mm_ho_exe_inter_fail_by_cause, 1);
        const double back =
            counted({Kpi::rrc_re_estab_succ_with_ue_context, Kpi::rrc_re_estab_succ_without_ue_context});
        EXPECT_EQ(events(EventKind::reestablishment), back);
        EXPECT_EQ(
            counted(Kpi::x_radio_link_failure) + t304,
            back + events(EventKind::detach) + uesIn(RrcState::searching) + uesIn(RrcState::reestablishing));
        EXPECT_GE(counted(Kpi::rrc_re_estab_att), back + uesIn(RrcState::reestablishing));
        EXPECT_LE(counted(Kpi::rrc_re_estab_att),
                  back + uesIn(RrcState::reestablishing) + events(EventKind::detach));
        if (s_.ran.radio_link.n310 == 0) {
            EXPECT_EQ(counted(Kpi::x_radio_link_failure), 0.0);
        }
    }

    void checkPeriods() const {
        for (std::size_t p = 0; p < keeper_.values.size(); ++p)
            for (std::size_t cell = 0; cell < s_.network.cells.size(); ++cell) {
                if (!s_.network.cells[cell].active) continue;
                const double* row = keeper_.values[p].data() + cell * record::rowWidth();
                for (std::size_t i = 0; i < record::rowWidth(); ++i)
                    holds(!std::isinf(row[i]), "a value is finite or none", i);
                const auto at = [row](Kpi kpi) { return row[record::column(kpi)]; };
                const double seconds =
                    static_cast<double>(keeper_.bounds[p].second - keeper_.bounds[p].first) * 1e-9;
                EXPECT_FALSE(at(Kpi::rru_prb_used_dl) > at(Kpi::rru_prb_avail_dl) + 1e-9) << cell;
                if (behind(cell)) continue;
                EXPECT_GE(at(Kpi::pee_energy), 0.0);
                EXPECT_NEAR(at(Kpi::pee_energy) * 3.6e6, at(Kpi::pee_avg_power) * seconds,
                            1e-9 * (1.0 + at(Kpi::pee_avg_power) * seconds));
                EXPECT_LE(at(Kpi::pee_min_power), at(Kpi::pee_max_power));
                for (const auto& [most, avail] : {std::pair{Kpi::rru_max_prb_used_dl, Kpi::rru_prb_avail_dl},
                                                  std::pair{Kpi::rru_max_prb_used_ul, Kpi::rru_prb_avail_ul}})
                    EXPECT_FALSE(at(most) > at(avail) + 1e-9) << cell;
            }
    }

    const scenario::Scenario& s_;
    engine::Engine engine_;
    const engine::RanState& x_;
    Keeper keeper_;
    std::size_t processes_ = 1;
    std::int64_t slot_ = 0;
    std::array<std::vector<HarqProcess>, 2> harq_before_;
    std::array<std::vector<Queue>, 2> queue_before_;
    std::vector<std::int32_t> leg_before_;
    std::vector<std::array<int, 2>> used_, grants_;  ///< of a cell in this slot, by direction
    std::vector<Slot> slice_prbs_;                   ///< [(cell * 2 + direction) * slices + slice]
};

}  // namespace celltwin::testing
