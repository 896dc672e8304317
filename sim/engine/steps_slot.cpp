// SPDX-License-Identifier: BSD-3-Clause
//
// One slot of a cell: reports, scheduling, hybrid ARQ, delivery.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/phy/bler.h"
#include "models/phy/csi.h"
#include "models/phy/lte_tables.h"
#include "models/phy/nr_frame.h"
#include "models/traffic/traffic.h"
#include "sim/engine/kpi_row.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using Phase = HarqProcess::Phase;

/// The throughput a burst shows is known up to its last but one piece: count the piece before this one.
void countBurstPiece(RanState& state, std::uint32_t ue, std::uint32_t cell, double slot_ms) {
    const auto end_slot = state.burst_piece_slot[ue] + 1;
    const double ms = static_cast<double>(end_slot - state.burst_mark_slot[ue]) * slot_ms;
    const double kbit = state.burst_piece_bytes[ue] * 8e-3;
    addTo(state, cell, Kpi::drb_ue_thp_vol_dl, kbit);
    addTo(state, cell, Kpi::drb_ue_thp_time_dl, ms);
    state.period_thp_kbit[ue] += kbit;
    state.period_thp_ms[ue] += ms;
    state.burst_mark_slot[ue] = end_slot;
}

/// A burst begins with its first transmission, received or not (T2 of TS 28.552 clause 5.1.1.3.1). Until a
/// piece is received there is an empty one that ends where the burst begins.
void openBurst(RanState& state, std::uint32_t ue) {
    if (state.burst_open[ue] != 0) return;
    state.burst_open[ue] = 1;
    state.burst_mark_slot[ue] = state.slot;
    state.burst_piece_slot[ue] = state.slot - 1;
    state.burst_piece_bytes[ue] = 0.0;
}

void trackBurst(RanState& state, std::uint32_t ue, std::uint32_t cell, double delivered_bytes,
                double slot_ms) {
    countBurstPiece(state, ue, cell, slot_ms);
    state.burst_piece_slot[ue] = state.slot;
    state.burst_piece_bytes[ue] = delivered_bytes;
    if (state.queue_bytes[ue] <= 0.0 && state.in_flight_bytes[ue] <= 0.0) state.burst_open[ue] = 0;
}

void receiveTraffic(const StepContext& x, RanState& state, std::uint32_t ue) {
    const traffic::Profile& profile = x.scenario.users.traffic[state.traffic_class[ue]].profile;
    state.queue_bytes[ue] += traffic::arrivingBytes(profile, x.random, ue, x.clock.timeAt(state.slot),
                                                    x.clock.timeAt(state.slot + 1), state.traffic_cursor[ue]);
}

/// Queue and population statistics of the slot; the delay is Little's law, bytes waiting x time / bytes
/// delivered.
void sampleUe(const StepContext& x, RanState& state, std::uint32_t ue, std::uint32_t cell, int& active) {
    const double waiting = state.queue_bytes[ue] + state.in_flight_bytes[ue];
    if (waiting > 0.0) ++active;
    if (std::isfinite(waiting))
        addTo(state, cell, Kpi::drb_rlc_sdu_delay_dl, waiting * static_cast<double>(x.clock.slot_ns) * 1e-5);
}

const phy::Scheme& schemeAt(const scenario::Carrier& carrier, int mcs) {
    return phy::mcsTable(carrier.mcs_table)[static_cast<std::size_t>(mcs)];
}

/// TS 38.214 clause 5.1.3: a UE may skip blocks beyond 0.95; the curves end there.
constexpr double kMaxCodeRateX1024 = 0.95 * 1024.0;

/// Takes bytes out of flight. Sums of different order leave a residue of rounding, which would keep a burst
/// open: with nothing undecoded, nothing is in flight.
void leaveFlight(const StepContext& x, RanState& state, std::uint32_t ue, double bytes) {
    double& in_flight = state.in_flight_bytes[ue];
    in_flight = std::max(0.0, in_flight - bytes);
    if (in_flight >= 1.0) return;
    for (const HarqProcess& process : x.processes(state, ue))
        if (process.phase == Phase::failed || process.phase == Phase::waiting) return;
    in_flight = 0.0;
}

/// The acknowledgement of one process is here.
void settle(const StepContext& x, RanState& state, std::uint32_t ue, std::uint32_t cell,
            HarqProcess& process) {
    const bool lost = process.phase == Phase::failed;
    // The outer loop steers first transmissions: later ones are meant to succeed.
    if (process.transmissions == 1)
        state.outer_loop_db[ue] = phy::outerLoopOffsetDb(state.outer_loop_db[ue], lost);
    if (lost && process.transmissions < x.scenario.ran.link_adaptation.max_transmissions) {
        process.phase = Phase::waiting;
        return;
    }
    const double payload_bytes = process.payload_bytes;
    process = HarqProcess{};
    if (!lost) return;
    addTo(state, cell, Kpi::tb_residual_err_nbr_dl, 1.0);
    state.queue_bytes[ue] += payload_bytes;
    leaveFlight(x, state, ue, payload_bytes);
}

void settleFeedback(const StepContext& x, RanState& state, std::uint32_t ue, std::uint32_t cell) {
    if (state.slot < state.harq_due_slot[ue]) return;
    state.harq_due_slot[ue] = kNothingDue;
    for (HarqProcess& process : x.processes(state, ue)) {
        if (process.phase != Phase::decoded && process.phase != Phase::failed) continue;
        if (process.due_slot <= state.slot)
            settle(x, state, ue, cell, process);
        else
            state.harq_due_slot[ue] = std::min(state.harq_due_slot[ue], process.due_slot);
    }
}

/// The process in `phase`, or nullptr.
HarqProcess* findProcess(const StepContext& x, RanState& state, std::uint32_t ue, Phase phase) {
    for (HarqProcess& process : x.processes(state, ue))
        if (process.phase == phase) return &process;
    return nullptr;
}

/// Retransmissions go first, in the order of rows, on as many PRBs as the block had; returns PRBs taken.
struct Retransmissions {
    const StepContext& x;
    RanState& state;
    CellScratch& scratch;
    std::uint32_t carrier;
    phy::BandwidthPart part;
    int re_per_prb;
    int used = 0;

    /// Whether the UE has one to send: then it is no candidate for a new block in this slot.
    bool take(std::uint32_t ue) {
        HarqProcess* process = findProcess(x, state, ue, Phase::waiting);
        if (process == nullptr) return false;
        const bool fits = process->prb_count <= part.prb_count - used &&
                          process->resource_elements_per_prb <= re_per_prb &&
                          static_cast<int>(scratch.sent.size()) < x.scenario.ran.max_ues_per_slot;
        if (!fits) return true;
        scratch.sent.push_back({ue, carrier, {part.first_prb + used, process->prb_count}, process});
        used += process->prb_count;
        return true;
    }
};

int mcsOf(const scenario::Carrier& carrier, const RanState& state, std::uint32_t ue,
          const CsiReport& report) {
    if (carrier.link_table) return phy::mcsFromCqi(report.cqi, *carrier.link_table);
    return phy::mcsFromCqi(report.cqi, carrier.mcs_table, state.outer_loop_db[ue]);
}

/// Bytes of a PRB. LTE's block sizes are tabulated, do not know of the resource elements, and grow faster
/// than their PRBs: a policy ranks by what one resource block group carries, the unit it grants (TS 36.213
/// clause 7.1.6.1), while a queue needs the PRBs of its whole block.
struct PrbBytes {
    double ranked, granted;
};
PrbBytes prbBytes(const scenario::Carrier& carrier, int re_per_prb, int mcs, int rank) {
    if (!phy::isLte(carrier.mcs_table)) {
        const double bytes = re_per_prb * schemeAt(carrier, mcs).spectral_efficiency() * rank / 8.0;
        return {bytes, bytes};
    }
    const auto of = [&](int prbs) {
        return phy::lteTransportBlockBits(prbs, mcs, carrier.mcs_table, rank) / (8.0 * prbs);
    };
    const int prbs = carrier.scheduled().prb_count;
    return {of(phy::lteRbgSize(prbs)), of(prbs)};
}

void addCandidate(const StepContext& x, RanState& state, std::uint32_t ue, const scenario::Carrier& carrier,
                  int re_per_prb, CellScratch& scratch) {
    if (state.queue_bytes[ue] <= 0.0) return;
    const CsiReport report = x.activeReport(state, ue);
    if (report.cqi == 0 || findProcess(x, state, ue, Phase::idle) == nullptr) return;
    const PrbBytes bytes = prbBytes(carrier, re_per_prb, mcsOf(carrier, state, ue, report), report.rank);
    // The queue in the measure of the ranked rate, so that it takes the PRBs it needs by the granted one.
    scratch.candidates.push_back({ue, state.queue_bytes[ue] * (bytes.ranked / bytes.granted), bytes.ranked,
                                  state.average_rate_bytes[ue], state.last_served_slot[ue]});
}

std::uint32_t blockBits(const scenario::Carrier& carrier, int prb_count, int re_per_prb, int mcs, int rank) {
    if (phy::isLte(carrier.mcs_table))
        return phy::lteTransportBlockBits(prb_count, mcs, carrier.mcs_table, rank);
    return phy::transportBlockBits(prb_count, re_per_prb, schemeAt(carrier, mcs), rank);
}

/// A new block for the UE, taken out of its queue.
void fillProcess(const StepContext& x, RanState& state, std::uint32_t ue, const scenario::Carrier& carrier,
                 int prb_count, int re_per_prb, HarqProcess& process) {
    const CsiReport report = x.activeReport(state, ue);
    const int mcs = mcsOf(carrier, state, ue, report);
    process = HarqProcess{};
    process.transport_bits = blockBits(carrier, prb_count, re_per_prb, mcs, report.rank);
    process.payload_bytes = std::min(state.queue_bytes[ue], process.transport_bits / 8.0);
    process.prb_count = static_cast<std::uint16_t>(prb_count);
    process.resource_elements_per_prb = static_cast<std::uint16_t>(re_per_prb);
    process.precoder = report.precoder;
    process.mcs = static_cast<std::uint8_t>(mcs);
    process.rank = report.rank;
    state.queue_bytes[ue] -= process.payload_bytes;
    state.in_flight_bytes[ue] += process.payload_bytes;
}

/// Whether the receiver, with all transmissions so far, fails.
bool decodingFails(const StepContext& x, RanState& state, const Transmission& sent, ChannelScratch& scratch) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[sent.carrier];
    HarqProcess& process = *sent.process;
    const bool lte = phy::isLte(carrier.mcs_table);
    phy::Scheme scheme = lte ? phy::lteScheme(process.mcs, carrier.mcs_table, process.prb_count,
                                              process.resource_elements_per_prb, process.rank)
                             : schemeAt(carrier, process.mcs);
    scheme.code_rate_x1024 =
        std::min(kMaxCodeRateX1024, scheme.code_rate_x1024 * x.codeRateFactor(sent.carrier, state.slot));
    const Signal signal = signalOf(x, state, sent.ue, state.activity_on_carrier);
    process.sinr[process.transmissions++] =
        x.air.effectiveSinr(linkOf(x, state, sent.ue, signal.data_snr), {0, process.rank, process.precoder},
                            sent.prbs, scheme, scratch);
    const phy::CodeBlocks blocks =
        lte ? phy::segmentLteTransportBlock(process.transport_bits)
            : phy::segmentTransportBlock(process.transport_bits, scheme.code_rate_x1024 / 1024.0);
    const phy::HarqState soft{process.sinr, process.transmissions};
    const double bler =
        phy::combinedErrorRate(soft, scheme, blocks, x.scenario.ran.link_adaptation.combining);
    return x.random.uniform(Stream::block_error, sent.ue, static_cast<std::uint64_t>(state.slot)) < bler;
}

void deliver(const StepContext& x, RanState& state, std::uint32_t ue, std::uint32_t cell, double bytes) {
    if (std::isfinite(state.queue_bytes[ue])) state.queued_delivery_bytes[cell] += bytes;
    leaveFlight(x, state, ue, bytes);
    state.delivered_bytes[ue] += bytes;
    state.average_rate_bytes[ue] += x.pf_weight * bytes;
    addTo(state, cell, Kpi::drb_pdcp_sdu_volume_dl, bytes * 8e-6);
    trackBurst(state, ue, cell, bytes, static_cast<double>(x.clock.slot_ns) * 1e-6);
}

void transmit(const StepContext& x, RanState& state, std::uint32_t cell, const Transmission& sent,
              ChannelScratch& scratch) {
    HarqProcess& process = *sent.process;
    const bool first = process.transmissions == 0;
    const bool lost = decodingFails(x, state, sent, scratch);
    process.phase = lost ? Phase::failed : Phase::decoded;
    process.due_slot = state.slot + x.feedbackSlots(sent.carrier, state.slot);
    state.harq_due_slot[sent.ue] = std::min(state.harq_due_slot[sent.ue], process.due_slot);
    addTo(state, cell, Kpi::tb_tot_nbr_dl, 1.0);
    addTo(state, cell, Kpi::tb_err_tot_nbr_dl, lost ? 1.0 : 0.0);
    addTo(state, cell, Kpi::tb_tot_nbr_dl_initial, first ? 1.0 : 0.0);
    addTo(state, cell, Kpi::tb_initial_err_nbr_dl, first && lost ? 1.0 : 0.0);
    countIn(state, cell, Kpi::carr_pdsch_mcs_dist, process.mcs, process.prb_count);
    state.last_served_slot[sent.ue] = state.slot;
    openBurst(state, sent.ue);
    if (!lost) deliver(x, state, sent.ue, cell, process.payload_bytes);
}

void grantPrbs(const StepContext& x, RanState& state, std::uint32_t cell, int used, int re_per_prb,
               CellScratch& scratch) {
    const scenario::Cell& config = x.scenario.network.cells[cell];
    const scenario::Carrier& carrier = x.scenario.network.carriers[config.carrier];
    const phy::BandwidthPart part = carrier.scheduled();
    scheduler::allocate(x.scenario.ran.scheduler, scratch.candidates, state.slot, part.prb_count - used,
                        x.scenario.ran.max_ues_per_slot - static_cast<int>(scratch.sent.size()),
                        scratch.order, scratch.grants);
    for (const scheduler::Grant& grant : scratch.grants) {
        HarqProcess* process = findProcess(x, state, grant.row, Phase::idle);
        fillProcess(x, state, grant.row, carrier, grant.prb_count, re_per_prb, *process);
        scratch.sent.push_back(
            {grant.row, config.carrier, {part.first_prb + used, grant.prb_count}, process});
        used += grant.prb_count;
    }
    addTo(state, cell, Kpi::rru_prb_used_dl, used);
    addTo(state, cell, Kpi::rru_prb_avail_dl, part.prb_count);
    raiseTo(state, cell, Kpi::rru_max_prb_used_dl, used);
    const double share = static_cast<double>(used) / carrier.prb_count;
    state.activity[cell] = static_cast<float>(std::max(share, config.load));
}

}  // namespace

void measureCsi(const StepContext& x, RanState& state, std::size_t ue, std::int64_t age,
                ChannelScratch& scratch) {
    const bool of_data = x.scenario.ran.link_adaptation.csi_interference == scenario::CsiInterference::data;
    const Signal signal = signalOf(x, state, ue, of_data ? state.csi_on_carrier : x.always_on_carrier);
    state.sinr_db[ue] = static_cast<float>(toDb(signal.reference_snr).value);
    const std::int64_t number = state.slot / x.clock.cqi_slots + x.csi_depth - age;
    state.csi[ue * static_cast<std::size_t>(x.csi_depth) + static_cast<std::size_t>(number % x.csi_depth)] =
        x.air.report(linkOf(x, state, ue, signal.data_snr), scratch);
}

CsiReport StepContext::latestReport(const RanState& state, std::size_t ue) const {
    const std::int64_t number = state.slot / clock.cqi_slots;
    return state.csi[ue * static_cast<std::size_t>(csi_depth) + static_cast<std::size_t>(number % csi_depth)];
}

CsiReport StepContext::activeReport(const RanState& state, std::size_t ue) const {
    const std::int64_t measured =
        phy::newestReportSlot(state.slot, static_cast<int>(clock.cqi_slots), 0, csi_delay_slots);
    const std::int64_t number = std::max<std::int64_t>(measured, 0) / clock.cqi_slots;
    return state.csi[ue * static_cast<std::size_t>(csi_depth) + static_cast<std::size_t>(number % csi_depth)];
}

void returnToQueue(const StepContext& x, RanState& state, std::size_t ue) {
    for (HarqProcess& process : x.processes(state, ue)) {
        if (process.phase == Phase::failed || process.phase == Phase::waiting)
            state.queue_bytes[ue] += process.payload_bytes;
        process = HarqProcess{};
    }
    state.in_flight_bytes[ue] = 0.0;
    state.harq_due_slot[ue] = kNothingDue;
}

void scheduleCell(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch) {
    const scenario::Cell& config = x.scenario.network.cells[cell];
    const scenario::Carrier& carrier = x.scenario.network.carriers[config.carrier];
    const int symbols = x.downlinkSymbols(config.carrier, state.slot);
    const int re_per_prb = x.resourceElementsPerPrb(config.carrier, symbols);
    const bool cqi_due = state.slot % x.clock.cqi_slots == 0;
    const bool measurement_due = state.slot % x.clock.measurement_slots == 0;
    scratch.candidates.clear();
    scratch.sent.clear();
    Retransmissions again{x, state, scratch, config.carrier, carrier.scheduled(), re_per_prb};
    int active = 0;
    const std::uint32_t first = state.cell_begin[cell], last = state.cell_begin[cell + 1];
    for (std::uint32_t i = first; i < last; ++i) {
        const std::uint32_t ue = state.cell_ues[i];
        receiveTraffic(x, state, ue);
        settleFeedback(x, state, ue, cell);
        if (cqi_due) {
            measureCsi(x, state, ue, 0, scratch.channel);
            countIn(state, cell, Kpi::carr_wbcqi_dist, x.latestReport(state, ue).cqi);
        }
        if (measurement_due) {
            countIn(state, cell, Kpi::l1m_ss_rsrp, state.filtered_rsrp_dbm[ue * state.row + cell]);
            countIn(state, cell, Kpi::mr_nr_sc_ss_sinr, state.sinr_db[ue]);
        }
        sampleUe(x, state, ue, cell, active);
        if (re_per_prb == 0 || !config.active || state.slot < state.interrupted_until_slot[ue]) continue;
        if (!again.take(ue)) addCandidate(x, state, ue, carrier, re_per_prb, scratch);
    }
    addTo(state, cell, Kpi::rrc_conn_mean, last - first);
    raiseTo(state, cell, Kpi::rrc_conn_max, last - first);
    addTo(state, cell, Kpi::drb_mean_active_ue_dl, active);
    raiseTo(state, cell, Kpi::drb_max_active_ue_dl, active);
    state.activity[cell] = 0.0F;
    if (symbols > 0 && config.active) grantPrbs(x, state, cell, again.used, re_per_prb, scratch);
}

void transmitCell(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch) {
    for (std::uint32_t i = state.cell_begin[cell]; i < state.cell_begin[cell + 1]; ++i)
        state.average_rate_bytes[state.cell_ues[i]] *= 1.0 - x.pf_weight;
    for (const Transmission& sent : scratch.sent) transmit(x, state, cell, sent, scratch.channel);
    state.activity_sum[cell] += state.activity[cell];
    state.period_activity_sum[cell] += state.activity[cell];
}

void spreadActivity(const StepContext& x, const std::vector<float>& activity,
                    std::vector<float>& per_carrier) {
    const std::size_t row = activity.size();
    for (std::uint32_t k = 0; k < x.scenario.network.carriers.size(); ++k) {
        const std::span<const float> overlap = x.radio.overlap(k);
        for (std::size_t c = 0; c < row; ++c) per_carrier[k * row + c] = activity[c] * overlap[c];
    }
}

void averageActivity(const StepContext& x, RanState& state) {
    if ((state.slot + 1) % x.clock.cqi_slots != 0) return;
    for (std::size_t c = 0; c < x.radio.cellCount(); ++c) {
        // CSI is measured in downlink slots, so the mean is over those alone.
        const std::uint32_t carrier = x.scenario.network.cells[c].carrier;
        int downlink = 0;
        for (std::int64_t back = 0; back < x.clock.cqi_slots; ++back)
            downlink += x.downlinkSymbols(carrier, state.slot - back) > 0 ? 1 : 0;
        if (downlink > 0) state.csi_activity[c] = static_cast<float>(state.activity_sum[c] / downlink);
        if (downlink > 0) state.activity_sum[c] = 0.0;
    }
    spreadActivity(x, state.csi_activity, state.csi_on_carrier);
}

}  // namespace celltwin::engine
