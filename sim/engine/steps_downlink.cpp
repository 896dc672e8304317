// SPDX-License-Identifier: BSD-3-Clause
//
// One slot of a cell's downlink: reports, scheduling, hybrid ARQ, delivery.
#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

#include "models/phy/bler.h"
#include "models/phy/csi.h"
#include "models/phy/lte_tables.h"
#include "models/phy/nr_frame.h"
#include "sim/engine/background.h"
#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using Phase = HarqProcess::Phase;

/// Queue and population statistics of the slot; the delay is Little's law, bytes waiting x time / bytes
/// delivered.
void sampleQueues(const StepContext& x, RanState& state, std::uint32_t ue, std::uint32_t cell, int& active,
                  int& active_up) {
    const UeRow& row = state.ue[ue];
    active += row.busy[0] != 0 ? 1 : 0;
    active_up += row.busy[1] != 0 ? 1 : 0;
    forEachBearer(static_cast<std::uint8_t>(row.busy[0] & ~row.endless[0]), [&](std::size_t b) {
        const Queue& queue = queueOf(x, state, Direction::downlink, ue, b);
        const double kilobits =
            static_cast<double>(queue.waitingBytes() + queue.in_flight_bytes) * 8e-3 * x.slotMs();
        addTo(state, cell, Kpi::x_pdcp_sdu_delay_sum_dl, kilobits);
        addToLabel(state, cell, Kpi::x_pdcp_sdu_delay_sum_dl_by_5qi, x.bearersOf(state, ue)[b].five_qi_label,
                   kilobits);
    });
}

const phy::Scheme& schemeAt(const scenario::Carrier& carrier, int mcs) {
    return phy::mcsTable(carrier.mcs_table)[static_cast<std::size_t>(mcs)];
}

/// TS 38.214 clause 5.1.3: a UE may skip blocks beyond 0.95; the curves end there.
constexpr double kMaxCodeRateX1024 = 0.95 * 1024.0;

std::uint32_t blockBits(const scenario::Carrier& carrier, int prb_count, int re_per_prb, int mcs, int rank) {
    if (phy::isLte(carrier.mcs_table))
        return phy::lteTransportBlockBits(prb_count, mcs, carrier.mcs_table, rank);
    return phy::transportBlockBits(prb_count, re_per_prb, schemeAt(carrier, mcs), rank);
}

/// PRBs at each CQI.
using CqiPrbs = std::array<int, phy::kCqiCount + 1>;

int mcsOf(const scenario::Carrier& carrier, double outer_loop_db, int cqi) {
    if (carrier.link_table) return phy::mcsFromCqi(cqi, *carrier.link_table);
    return phy::mcsFromCqi(cqi, carrier.mcs_table, outer_loop_db);
}
int mcsOf(const scenario::Carrier& carrier, double outer_loop_db, const CqiPrbs& prbs) {
    if (carrier.link_table)
        return phy::mcsFromCqi(phy::meanCqi(prbs, carrier.mcs_table), *carrier.link_table);
    return phy::mcsFromSinr(phy::sinrOfCqisDb(prbs, carrier.mcs_table) + outer_loop_db, carrier.mcs_table);
}

PrbBytes prbBytes(const StepContext& x, std::uint32_t carrier_index, int re_per_prb, int mcs, int rank) {
    const std::vector<PrbBytes>& of_lte = x.slots[carrier_index].lte_prb_bytes;
    if (!of_lte.empty()) return of_lte[static_cast<std::size_t>(mcs * phy::kMostLayers + rank - 1)];
    const scenario::Carrier& carrier = x.scenario.network.carriers[carrier_index];
    const double bytes = re_per_prb * schemeAt(carrier, mcs).spectral_efficiency() * rank / 8.0;
    return {bytes, bytes};
}

/// Scheduling of one cell's slot.
struct Downlink {
    const StepContext& x;
    RanState& state;
    std::uint32_t cell;
    CellScratch& scratch;
    SiteScratch& shared;
    const scenario::Carrier& carrier;
    std::uint32_t carrier_index;
    int re_per_prb;
    phy::BandwidthPart part;
    std::int32_t report;       ///< number of the one that is known
    std::size_t report_place;  ///< in its ring
    double inverse_growth;     ///< of average rates
    int used = 0;

    std::size_t reportPlace(std::size_t leg) const {
        return leg * static_cast<std::size_t>(x.csi_depth) + report_place;
    }
    const CsiReport& reportOf(std::size_t leg) const { return state.csi[reportPlace(leg)]; }
    const LegRate& rateOf(std::size_t leg) {
        LegRate& rate = state.down.rows[leg].rate;
        if (rate.report == report && rate.re_per_prb == re_per_prb) return rate;
        rate = {0.0, 0.0, report, static_cast<std::int16_t>(re_per_prb), 0};
        const CsiReport& csi = reportOf(leg);
        if (csi.cqi == 0) return rate;
        rate.mcs = static_cast<std::int16_t>(mcsOf(carrier, outerLoopDb(leg), csi.cqi));
        const PrbBytes bytes = prbBytes(x, carrier_index, re_per_prb, rate.mcs, csi.rank);
        rate.granted_bytes = bytes.granted;
        rate.ranked_bytes = bytes.ranked;
        return rate;
    }

    /// A retransmission goes first, on as many PRBs as the block had. Returns whether the leg has one to
    /// send: then it is no candidate for a new block in this slot.
    bool retransmit(const Link& link) {
        HarqProcess* process = findProcess(x, link, Phase::waiting);
        if (process == nullptr) return false;
        const bool fits = process->prb_count <= part.prb_count - used &&
                          process->resource_elements_per_prb <= re_per_prb &&
                          static_cast<int>(scratch.sent.size()) < x.scenario.ran.max_ues_per_slot;
        if (fits) send(link.row, *process, process->prb_count);
        return true;
    }
    void send(std::uint32_t leg, HarqProcess& process, int prb_count) {
        const PrbRange prbs{part.first_prb + used, prb_count};
        send(leg, process, prbs, x.air.subbandsOf(carrier_index, prbs));
    }
    void send(std::uint32_t leg, HarqProcess& process, PrbRange prbs, SubbandSet subbands) {
        const auto ue = static_cast<std::uint32_t>(x.ueOf(leg));
        scratch.sent.push_back({leg, ue, carrier_index, prbs, &process, 0.0F, subbands});
        countSlicePrbs(x, state, ue, prbs.count, shared.slice_prbs);
        used += prbs.count;
    }
    double outerLoopDb(std::size_t leg) const { return state.down.rows[leg].outer_loop_db; }
    void addCandidate(const Link& link) {
        const std::int64_t waiting = state.ue[link.ue].waiting_bytes[0];
        if (waiting <= 0) return;
        const LegRate& rate = rateOf(link.row);
        if (rate.granted_bytes <= 0.0 || findProcess(x, link, Phase::idle) == nullptr) return;
        if (x.by_rank)
            return rankLink(x, state.slot, link, rate.ranked_bytes,
                            link.line().average_rate_bytes * inverse_growth, shared);
        scheduler::Candidate& candidate = shared.candidates.emplace_back(scheduler::Candidate{
            link.row, waiting, rate.granted_bytes, link.line().average_rate_bytes * inverse_growth,
            link.line().last_served_slot});
        candidate.ranked_bytes_per_prb = rate.ranked_bytes;
        if (x.urgency) describeUrgency(x, state, link, candidate);
        if (x.bySubband()) addRates(link, reportOf(link.row));
    }
    /// What each step of the differential CQI stands for.
    void addRates(const Link& link, const CsiReport& csi) {
        scheduler::SubbandRates rates;
        rates.levels = state.csi_subbands[reportPlace(link.row)];
        for (std::size_t level = 0; level < scheduler::SubbandRates::kLevels; ++level) {
            const int cqi = phy::cqiFromDifferential(static_cast<int>(level), csi.cqi);
            if (cqi == 0) continue;
            const int mcs = mcsOf(carrier, outerLoopDb(link.row), cqi);
            const PrbBytes bytes = prbBytes(x, carrier_index, re_per_prb, mcs, csi.rank);
            rates.bytes_per_prb[level] = bytes.granted;
            rates.ranked_bytes_per_prb[level] = bytes.ranked;
        }
        shared.rates.push_back(rates);
    }
    HarqProcess& fill(std::uint32_t leg, int prb_count, int mcs) {
        const CsiReport& csi = reportOf(leg);
        const Link link = downlinkOf(x, state, leg, cell);
        HarqProcess& process = *findProcess(x, link, Phase::idle);
        fillProcess(x, state, link,
                    {blockBits(carrier, prb_count, re_per_prb, mcs, csi.rank), prb_count, re_per_prb, mcs,
                     csi.rank, csi.precoder},
                    process);
        return process;
    }
    void grant() {
        if (x.bySubband()) return grantSubbands();
        if (x.by_rank) {
            shared.grants.clear();
            scheduler::serveInOrder(
                shared.scheduling.order, part.prb_count - used, grantsLeft(x, scratch.sent.size()),
                [&](const scheduler::Scratch::Entry& entry) {
                    return scheduler::Offer{state.ue[x.ueOf(entry.row)].waiting_bytes[0],
                                            rateOf(entry.row).granted_bytes, part.prb_count};
                },
                shared.grants);
        } else {
            allocatePrbs(x, state.slot, carrier, used, scratch.sent.size(), shared);
        }
        for (const scheduler::Grant& grant : shared.grants) {
            send(grant.row, fill(grant.row, grant.prb_count, rateOf(grant.row).mcs), grant.prb_count);
        }
    }
    /// PRBs of each subband in the bandwidth part, behind those that retransmissions have taken.
    std::span<const int> freeSubbands(std::array<int, scheduler::kMostSubbands>& prbs) const {
        const int size = x.air.subbandPrbs(carrier_index), count = x.air.subbandCount(carrier_index);
        const int begin = part.first_prb + used, end = part.first_prb + part.prb_count;
        for (int subband = 0; subband < count; ++subband)
            prbs[static_cast<std::size_t>(subband)] =
                std::max(0, std::min(end, (subband + 1) * size) - std::max(begin, subband * size));
        return std::span(prbs).first(static_cast<std::size_t>(count));
    }
    void grantSubbands() {
        std::array<int, scheduler::kMostSubbands> prbs;
        allocateSubbandPrbs(x, state.slot, freeSubbands(prbs), carrier, scratch.sent.size(), shared);
        for (const scheduler::SubbandGrant& grant : shared.subband_grants) {
            const int wideband = reportOf(grant.row).cqi;
            CqiPrbs at{};
            for (std::size_t level = 0; level < grant.level_prbs.size(); ++level)
                at[static_cast<std::size_t>(phy::cqiFromDifferential(static_cast<int>(level), wideband))] +=
                    grant.level_prbs[level];
            const int mcs = mcsOf(carrier, outerLoopDb(grant.row), at);
            const int first = std::countr_zero(grant.subbands) * x.air.subbandPrbs(carrier_index);
            send(grant.row, fill(grant.row, grant.prb_count, mcs), {first, grant.prb_count}, grant.subbands);
        }
    }
    void book() {
        addTo(state, cell, Kpi::rru_prb_used_dl, used);
        addTo(state, cell, Kpi::rru_prb_avail_dl, part.prb_count);
        raiseTo(state, cell, Kpi::rru_max_prb_used_dl, used);
        if (!energy::maySend(state.power[cell])) return;
        const double share = static_cast<double>(used) / carrier.prb_count;
        state.activity[cell] = static_cast<float>(std::max(share, x.scenario.network.cells[cell].load));
    }
};

/// Timing advance index, TS 38.213 clause 4.2: the round trip in steps of 16 x 64 x Tc / 2^mu.
double timingAdvance(const StepContext& x, const RanState& state, std::uint32_t ue, std::uint32_t cell) {
    constexpr double kTcS = 1.0 / (480e3 * 4096.0);
    const scenario::Cell& config = x.scenario.network.cells[cell];
    const double distance_m =
        std::hypot(distance2dM(config.position, Enu{state.east_m[ue], state.north_m[ue]}),
                   config.height_m - state.height_m[ue]);
    const double step_s = 16.0 * 64.0 * kTcS / (1 << x.carrierOf(cell).numerology);
    return std::floor(2.0 * distance_m / kSpeedOfLight / step_s);
}

void countReports(const StepContext& x, RanState& state, const Link& link, SiteScratch& shared) {
    if (state.slot % x.clock.cqi_slots == 0) {
        measureCsi(x, state, link.row, 0, shared.load, shared.channel);
        countIn(state, link.cell, Kpi::carr_wbcqi_dist, x.latestReport(state, link.row).cqi);
    }
    if (state.slot % x.clock.measurement_slots == 0) countMeasurements(x, state, link);
}

void countPopulation(RanState& state, std::uint32_t cell, int connected, int active, int active_up) {
    addTo(state, cell, Kpi::rrc_conn_mean, connected);
    raiseTo(state, cell, Kpi::rrc_conn_max, connected);
    addTo(state, cell, Kpi::drb_mean_active_ue_dl, active);
    raiseTo(state, cell, Kpi::drb_max_active_ue_dl, active);
    addTo(state, cell, Kpi::drb_mean_active_ue_ul, active_up);
    raiseTo(state, cell, Kpi::drb_max_active_ue_ul, active_up);
}

/// UEs of a cell lie anywhere in the columns: their rows are asked for some UEs before their turn.
constexpr std::uint32_t kAhead = 6;
void fetchAhead(const StepContext& x, const RanState& state, std::uint32_t leg) {
    const std::size_t ue = x.ueOf(leg);
    __builtin_prefetch(&state.ue[ue], 1);
    __builtin_prefetch(&state.down.rows[leg], 1);
    __builtin_prefetch(&state.up.rows[ue], 1);
}
/// What every slot counts and draws in a cell.
void fetchCell(const RanState& state, std::uint32_t cell) {
    const double* kpis = state.slot_kpi.data() + cell * kSlotKpiStride;
    for (std::size_t i = 0; i < kSlotKpiStride; i += 8) __builtin_prefetch(kpis + i, 1);
    __builtin_prefetch(&state.power[cell], 1);
    __builtin_prefetch(&state.meter[cell], 1);
}

/// Whether nothing is to be done for a UE of one leg: no data, nothing in the air.
bool rests(const RanState& state, const Link& link) {
    return state.ue[link.ue].waiting_bytes[0] == 0 && state.ue[link.ue].waiting_bytes[1] == 0 &&
           harqRests(state.down, link.row) && harqRests(state.up, link.ue);
}

void scheduleDownlink(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch,
                      SiteScratch& shared) {
    const std::uint32_t carrier_index = x.scenario.network.cells[cell].carrier;
    const scenario::Carrier& carrier = x.scenario.network.carriers[carrier_index];
    const int symbols = x.downlinkSymbols(carrier_index, state.slot);
    const int re_per_prb = x.resourceElementsPerPrb(carrier_index, symbols);
    shared.candidates.clear();
    shared.scheduling.order.clear();
    shared.rates.clear();
    shared.load.forget();
    scratch.sent.clear();
    shared.slice_prbs.assign(x.scenario.ran.slices.size(), 0);
    const std::int64_t report = x.activeReportNumber(state.slot);
    Downlink slot{x,
                  state,
                  cell,
                  scratch,
                  shared,
                  carrier,
                  carrier_index,
                  re_per_prb,
                  carrier.scheduled(),
                  static_cast<std::int32_t>(report),
                  x.placeOf(0, report),
                  1.0 / state.pf_growth[0][cell]};
    const bool silent = state.cell_on_air[cell] == 0 || !energy::maySend(state.power[cell]);
    const bool closed = re_per_prb == 0 || silent;
    const bool observes = state.slot % x.clock.cqi_slots == 0 || state.slot % x.clock.measurement_slots == 0;
    int connected = 0, active = 0, active_up = 0;
    for (std::uint32_t i = state.cell_begin[cell]; i < state.cell_begin[cell + 1]; ++i) {
        if (i + kAhead < state.cell_begin[cell + 1]) fetchAhead(x, state, state.cell_legs[i + kAhead]);
        const Link link = downlinkOf(x, state, state.cell_legs[i], cell);
        const bool primary = x.isPrimary(link.row);
        if (primary) {
            ++connected;
            receiveTraffic(x, state, link.ue);
        }
        if (observes) countReports(x, state, link, shared);
        if (x.legs == 1 && rests(state, link)) continue;
        settleFeedback(x, state, link);
        if (primary) sampleQueues(x, state, link.ue, cell, active, active_up);
        if (closed || state.slot < state.ue[link.ue].interrupted_until_slot) continue;
        if (!slot.retransmit(link)) slot.addCandidate(link);
    }
    countPopulation(state, cell, connected, active, active_up);
    scratch.waiting = active + active_up > 0;
    state.activity[cell] = 0.0F;
    if (symbols == 0 || state.cell_on_air[cell] == 0) return;
    // Equipment that sleeps between data leaves its PRBs available.
    if (!silent) slot.grant();
    slot.book();
}

/// Whether the receiver, with all transmissions so far, fails.
bool decodingFails(const StepContext& x, RanState& state, const Link& link, const Transmission& sent,
                   SiteScratch& shared) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[sent.carrier];
    HarqProcess& process = *sent.process;
    const bool lte = phy::isLte(carrier.mcs_table);
    phy::Scheme scheme = lte ? phy::lteScheme(process.mcs, carrier.mcs_table, process.prb_count,
                                              process.resource_elements_per_prb, process.rank)
                             : schemeAt(carrier, process.mcs);
    scheme.code_rate_x1024 =
        std::min(kMaxCodeRateX1024, scheme.code_rate_x1024 * x.codeRateFactor(sent.carrier, state.slot));
    if (!shared.load.isOf(state.list[link.ue], sent.carrier))
        shared.load.gather(x.heard, carrierRow(state, state.activity_on_carrier, sent.carrier),
                           state.list[link.ue], sent.carrier, state.far_activity[sent.carrier]);
    const Signal signal = signalOf(x, state, link.ue, link.cell, shared.load);
    process.sinr[process.transmissions++] =
        x.air.effectiveSinr(linkOf(x, state, link.ue, link.cell, signal.data_snr),
                            {0, process.rank, process.precoder}, sent.subbands, scheme, shared.channel);
    const phy::CodeBlocks blocks =
        lte ? phy::segmentLteTransportBlock(process.transport_bits)
            : phy::segmentTransportBlock(process.transport_bits, scheme.code_rate_x1024 / 1024.0);
    const phy::HarqState soft{process.sinr, process.transmissions};
    const double bler =
        phy::combinedErrorRate(soft, scheme, blocks, x.scenario.ran.link_adaptation.combining);
    return x.random.uniform(Stream::block_error, sent.row, static_cast<std::uint64_t>(state.slot)) < bler;
}

void transmitDownlink(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch,
                      SiteScratch& shared) {
    decayAverages(x, state, Direction::downlink, cell, 1);
    shared.load.forget();
    for (const Transmission& sent : scratch.sent)
        fetchForOutcome(x, state, downlinkOf(x, state, sent.row, cell), sent);
    for (const Transmission& sent : scratch.sent) {
        const Link link = downlinkOf(x, state, sent.row, cell);
        const bool lost = decodingFails(x, state, link, sent, shared);
        bookTransmission(x, state, link, *sent.process, lost, x.feedbackSlots(sent.carrier, state.slot));
    }
    state.period_activity_sum[cell] += state.activity[cell];
}

}  // namespace

void countMeasurements(const StepContext& x, RanState& state, const Link& link) {
    countIn(state, link.cell, Kpi::l1m_ss_rsrp, state.filtered_rsrp_dbm[x.linkAt(state, link.ue, link.cell)]);
    countIn(state, link.cell, Kpi::mr_nr_sc_ss_sinr, state.sinr_db[link.row]);
    countIn(state, link.cell, Kpi::l1m_ata_dist, timingAdvance(x, state, link.ue, link.cell));
}

void gatherCsiLoad(const StepContext& x, const RanState& state, std::uint32_t list, std::uint32_t carrier,
                   NearLoad& load) {
    const bool of_data = x.scenario.ran.link_adaptation.csi_interference == scenario::CsiInterference::data;
    const std::vector<float>& activity = of_data ? state.csi_on_carrier : x.always_on_carrier;
    load.gather(x.heard, carrierRow(state, activity, carrier), list, carrier,
                of_data ? state.far_activity[carrier] : 1.0F);
}

void measureCsi(const StepContext& x, RanState& state, std::size_t leg, std::int64_t age, NearLoad& load,
                ChannelScratch& scratch) {
    const std::size_t ue = leg / x.legs;
    const auto cell = static_cast<std::size_t>(state.leg_cell[leg]);
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    if (!load.isOf(state.list[ue], carrier)) gatherCsiLoad(x, state, state.list[ue], carrier, load);
    const Signal signal = signalOf(x, state, ue, cell, load);
    state.sinr_db[leg] = static_cast<float>(ratioDb(signal.reference_snr));
    const std::size_t place = x.placeOf(leg, state.slot / x.clock.cqi_slots + x.csi_depth - age);
    const LinkState link = linkOf(x, state, ue, cell, signal.data_snr);
    state.csi[place] = x.air.report(link, scratch);
    if (x.bySubband()) state.csi_subbands[place] = x.air.subbandReport(link, state.csi[place], scratch);
}

std::int64_t StepContext::activeReportNumber(std::int64_t slot) const {
    const std::int64_t measured =
        phy::newestReportSlot(slot, static_cast<int>(clock.cqi_slots), 0, csi_delay_slots);
    return std::max<std::int64_t>(measured, 0) / clock.cqi_slots;
}

void scheduleSite(const StepContext& x, RanState& state, std::uint32_t site,
                  std::vector<CellScratch>& scratch, SiteScratch& shared) {
    for (const std::uint32_t cell : x.cells_of_site[site]) fetchCell(state, cell);
    for (const std::uint32_t cell : x.cells_of_site[site])
        scheduleDownlink(x, state, cell, scratch[cell], shared);
    for (const std::uint32_t cell : x.cells_of_site[site])
        scheduleUplink(x, state, cell, scratch[cell], shared);
}

void transmitSite(const StepContext& x, RanState& state, std::uint32_t site,
                  std::vector<CellScratch>& scratch, SiteScratch& shared, const UplinkAir& air) {
    for (const std::uint32_t cell : x.cells_of_site[site]) fetchCell(state, cell);
    for (const std::uint32_t cell : x.cells_of_site[site]) {
        transmitDownlink(x, state, cell, scratch[cell], shared);
        transmitUplink(x, state, cell, scratch, air);
        drawPower(x, state, cell, scratch[cell]);
    }
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
    for (std::size_t c = 0; c < x.radio.cellCount(); ++c) {
        state.activity_sum[c] += state.activity[c];
        state.cell_load[c] += x.load_weight * (state.activity[c] - state.cell_load[c]);
    }
    if ((state.slot + 1) % x.clock.cqi_slots != 0) return;
    keepLoads(x, state);
    for (std::size_t c = 0; c < x.radio.cellCount(); ++c) {
        if (x.in_background[c] != 0) {
            state.csi_activity[c] = state.activity[c];
            continue;
        }
        // CSI is measured in downlink slots, so the mean is over those alone.
        const std::uint32_t carrier = x.scenario.network.cells[c].carrier;
        int downlink = 0;
        for (std::int64_t back = 0; back < x.clock.cqi_slots; ++back)
            downlink += x.downlinkSymbols(carrier, state.slot - back) > 0 ? 1 : 0;
        if (downlink > 0) state.csi_activity[c] = static_cast<float>(state.activity_sum[c] / downlink);
        if (downlink > 0) state.activity_sum[c] = 0.0;
    }
    spreadActivity(x, state.csi_activity, state.csi_on_carrier);
    if (x.heard.complete()) return;
    for (std::uint32_t k = 0; k < state.far_activity.size(); ++k) {
        double sum = 0.0, cells = 0.0;
        const std::span<const float> overlap = x.radio.overlap(k),
                                     active = carrierRow(state, state.csi_on_carrier, k);
        for (std::size_t c = 0; c < x.radio.cellCount(); ++c) {
            sum += static_cast<double>(active[c]);
            cells += static_cast<double>(overlap[c]);
        }
        state.far_activity[k] = cells > 0.0 ? static_cast<float>(sum / cells) : 0.0F;
    }
}

}  // namespace celltwin::engine
