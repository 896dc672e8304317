// SPDX-License-Identifier: BSD-3-Clause
//
// One slot of a cell's uplink: scheduling requests and buffer status, power control, PUSCH grants,
// interference, hybrid ARQ. The mean channel counts: uplinks do not fade. A base station's antennas combine
// what they receive (maximum ratio, interference as white as noise). Grants are decided in the slot in which
// they are used, from what was known a grant delay before: a request leads to a first grant after its
// opportunity and that delay, later blocks carry the buffer status with them (TS 38.321 clauses 5.4.4
// and 5.4.5). Not modelled: PUCCH and PRACH load and errors, sounding, closed-loop power commands, uplink
// carrier aggregation and layers.
#include <algorithm>
#include <cmath>

#include "models/phy/bler.h"
#include "models/phy/link_adaptation.h"
#include "models/phy/lte_tables.h"
#include "models/phy/uplink_power.h"
#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using Phase = HarqProcess::Phase;

/// Forgetting of the interference that the scheduler expects.
constexpr float kInterferenceWeight = 0.02F;
/// Uplink scheme tables: without transform precoding PUSCH takes those of PDSCH (TS 38.214 clause 6.1.4.1).
phy::McsTable tableOf(const scenario::Carrier& carrier) {
    return phy::isLte(carrier.mcs_table) ? phy::McsTable::lte_64qam : phy::McsTable::table1_64qam;
}

double pathLossDb(const StepContext& x, const RanState& state, std::uint32_t ue, std::uint32_t cell) {
    const float rsrp_mw = std::max(1e-30F, state.rsrp_mw[x.linkAt(state, ue, cell)]);
    return x.element_power_dbm[cell] - decibelsOf(rsrp_mw);
}

/// Power per PRB at the base station over power per PRB sent, its antennas combined.
double receivedShare(const StepContext& x, const RanState& state, std::uint32_t ue, std::uint32_t cell) {
    const std::vector<float>& power = state.data_mw.empty() ? state.rsrp_mw : state.data_mw;
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    return static_cast<double>(power[x.linkAt(state, ue, cell)]) *
           x.uplink_gain_per_rsrp[carrier * state.row + cell] * x.scenario.ran.uplink.rx_antennas;
}

/// A request goes out when data waits that the base station does not know of.
void requestGrant(const StepContext& x, RanState& state, const Link& link, std::uint32_t carrier) {
    UplinkView& view = state.ue[link.ue].uplink;
    if (view.reported_bytes > 0 || view.request_slot != kNothingDue) return;
    if (state.ue[link.ue].waiting_bytes[1] <= 0) return;
    const std::int64_t period = requestPeriodSlots(x.scenario.ran.uplink, x.slotMs());
    view.request_slot = requestOpportunity(state.slot, link.ue, period) + x.slots[carrier].uplink_grant_slots;
}

struct Uplink {
    const StepContext& x;
    RanState& state;
    std::uint32_t cell, carrier_index;
    CellScratch& scratch;
    SiteScratch& shared;
    const scenario::Carrier& carrier;
    phy::McsTable table;
    int re_per_prb;
    phy::BandwidthPart part;
    double inverse_growth;  ///< of average rates
    int used = 0;

    const phy::Scheme& schemeAt(int mcs) const { return phy::mcsTable(table)[static_cast<std::size_t>(mcs)]; }
    double lossDb(const Link& link) const { return pathLossDb(x, state, link.ue, cell); }
    double powerPerPrbMw(double loss_db, int prb_count) const {
        return phy::puschPowerPerPrbMw(x.scenario.ran.uplink.power, carrier.numerology, prb_count, loss_db);
    }
    /// SINR the scheduler expects on `prb_count` PRBs.
    double expectedSinrDb(const Link& link, double loss_db, int prb_count) const {
        const double received = powerPerPrbMw(loss_db, prb_count) * receivedShare(x, state, link.ue, cell);
        const double noise_mw =
            x.slots[carrier_index].uplink_noise_mw + static_cast<double>(state.uplink_interference_mw[cell]);
        return decibelsOf(std::max(1e-30F, static_cast<float>(received / noise_mw))) +
               link.line().outer_loop_db;
    }
    std::uint32_t bits(int prb_count, int mcs) const {
        if (phy::isLte(table)) return phy::lteTransportBlockBits(prb_count, mcs, table, 1);
        return phy::transportBlockBits(prb_count, re_per_prb, schemeAt(mcs), 1);
    }
    bool retransmit(const Link& link) {
        HarqProcess* process = findProcess(x, link, Phase::waiting);
        if (process == nullptr) return false;
        if (process->prb_count <= part.prb_count - used &&
            static_cast<int>(scratch.sent_up.size()) < x.scenario.ran.max_ues_per_slot)
            send(link, *process, process->prb_count);
        return true;
    }
    void send(const Link& link, HarqProcess& process, int prb_count) {
        scratch.sent_up.push_back({link.row,
                                   link.ue,
                                   carrier_index,
                                   {part.first_prb + used, prb_count},
                                   &process,
                                   static_cast<float>(powerPerPrbMw(lossDb(link), prb_count))});
        countSlicePrbs(x, state, link.ue, prb_count, shared.slice_prbs);
        used += prb_count;
    }
    void addCandidate(const Link& link) {
        const UplinkView& view = state.ue[link.ue].uplink;
        const std::int64_t requested =
            state.slot >= view.request_slot ? x.scenario.ran.uplink.request_grant_bytes : 0;
        const std::int64_t wanted = std::max(view.reported_bytes, requested);
        if (wanted <= 0 || findProcess(x, link, Phase::idle) == nullptr) return;
        const double loss_db = lossDb(link);
        const int affordable =
            phy::affordablePrbs(x.scenario.ran.uplink.power, carrier.numerology, loss_db, part.prb_count);
        const int mcs = phy::mcsFromSinr(expectedSinrDb(link, loss_db, affordable), table);
        scheduler::Candidate candidate{
            link.row, wanted, re_per_prb * schemeAt(mcs).spectral_efficiency() / 8.0,
            link.line().average_rate_bytes * inverse_growth, link.line().last_served_slot};
        candidate.max_prbs = affordable;
        if (x.urgency) describeUrgency(x, state, link, candidate);
        shared.candidates.push_back(candidate);
    }
    void grant() {
        allocatePrbs(x, state.slot, carrier, used, scratch.sent_up.size(), shared);
        for (const scheduler::Grant& grant : shared.grants) {
            const Link link = uplinkOf(state, grant.row);
            HarqProcess& process = *findProcess(x, link, Phase::idle);
            const int mcs = phy::mcsFromSinr(expectedSinrDb(link, lossDb(link), grant.prb_count), table);
            fillProcess(x, state, link, {bits(grant.prb_count, mcs), grant.prb_count, re_per_prb, mcs, 1, 0},
                        process);
            UplinkView& view = state.ue[link.ue].uplink;
            view.request_slot = kNothingDue;
            if (view.reported_bytes < traffic::kEndless)
                view.reported_bytes =
                    std::max<std::int64_t>(0, view.reported_bytes - process.transport_bits / 8);
            send(link, process, grant.prb_count);
        }
    }
    void book() {
        addTo(state, cell, Kpi::rru_prb_used_ul, used);
        addTo(state, cell, Kpi::rru_prb_avail_ul, part.prb_count);
        raiseTo(state, cell, Kpi::rru_max_prb_used_ul, used);
    }
};

bool decodingFails(const StepContext& x, RanState& state, const Transmission& sent, std::uint32_t cell,
                   double interference_mw) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[sent.carrier];
    const phy::McsTable table = tableOf(carrier);
    HarqProcess& process = *sent.process;
    const bool lte = phy::isLte(table);
    const phy::Scheme scheme =
        lte ? phy::lteScheme(process.mcs, table, process.prb_count, process.resource_elements_per_prb, 1)
            : phy::mcsTable(table)[process.mcs];
    const double received = sent.power_per_prb_mw * receivedShare(x, state, sent.ue, cell);
    process.sinr[process.transmissions++] =
        static_cast<float>(received / (x.slots[sent.carrier].uplink_noise_mw + interference_mw));
    const phy::CodeBlocks blocks =
        lte ? phy::segmentLteTransportBlock(process.transport_bits)
            : phy::segmentTransportBlock(process.transport_bits, scheme.code_rate_x1024 / 1024.0);
    const phy::HarqState soft{process.sinr, process.transmissions};
    const double bler =
        phy::combinedErrorRate(soft, scheme, blocks, x.scenario.ran.link_adaptation.combining);
    return x.random.uniform(Stream::uplink_block_error, sent.ue, static_cast<std::uint64_t>(state.slot)) <
           bler;
}

/// Mean over PRBs of what is heard from other cells.
double heardOn(const StepContext& x, const RanState& state, std::uint32_t carrier, std::uint32_t cell,
               PrbRange prbs, const std::vector<float>& heard_mw) {
    if (heard_mw.empty()) return 0.0;
    const int chunk = x.slots[carrier].chunk_prbs;
    double sum = 0.0;
    for (int at = prbs.first; at < prbs.first + prbs.count;) {
        const int end = std::min(prbs.first + prbs.count, (at / chunk + 1) * chunk);
        sum += (end - at) * heard_mw[static_cast<std::size_t>(at / chunk) * state.row + cell];
        at = end;
    }
    return sum / prbs.count;
}

void countInterference(const StepContext& x, RanState& state, std::uint32_t cell, double mean_mw) {
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    const double noise_mw = x.slots[carrier].uplink_noise_mw;
    addTo(state, cell, Kpi::x_iot_ul, (mean_mw + noise_mw) / noise_mw);
    addTo(state, cell, Kpi::x_interference_ul, mean_mw);
    float& expected = state.uplink_interference_mw[cell];
    expected += kInterferenceWeight * (static_cast<float>(mean_mw) - expected);
}

/// Adds a transmission to what leaves its cell. A chunk only partly used counts with its mean.
void addReach(const StepContext& x, const RanState& state, const Transmission& sent, CellScratch& scratch) {
    const float* rsrp = state.rsrp_mw.data() + sent.ue * state.width;
    const std::size_t carriers = x.scenario.network.carriers.size();
    const int chunk = x.slots[sent.carrier].chunk_prbs;
    for (int at = sent.prbs.first; at < sent.prbs.first + sent.prbs.count;) {
        const int end = std::min(sent.prbs.first + sent.prbs.count, (at / chunk + 1) * chunk);
        const float power_mw =
            sent.power_per_prb_mw * static_cast<float>(end - at) / static_cast<float>(chunk);
        const auto index = static_cast<std::size_t>(at / chunk);
        float* reach = scratch.reach.data() + index * state.width;
        for (std::size_t i = 0; i < state.width; ++i) reach[i] += power_mw * rsrp[i];
        if (!state.far_mw.empty())
            scratch.far_reach[index] +=
                static_cast<double>(power_mw) * state.far_mw[sent.ue * carriers + sent.carrier];
        at = end;
    }
}

void collectReach(const StepContext& x, const RanState& state, CellScratch& scratch) {
    if (scratch.sent_up.empty()) return;
    scratch.reach.assign(x.chunks * state.width, 0.0F);
    scratch.far_reach.assign(x.chunks, 0.0);
    for (const Transmission& sent : scratch.sent_up) addReach(x, state, sent, scratch);
}

}  // namespace

void scheduleUplink(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch,
                    SiteScratch& shared) {
    scratch.sent_up.clear();
    const std::uint32_t carrier_index = x.scenario.network.cells[cell].carrier;
    const scenario::Carrier& carrier = x.scenario.network.carriers[carrier_index];
    const bool available = x.uplinkSymbols(carrier_index, state.slot) > 0 && state.cell_on_air[cell] != 0;
    const bool open = available && energy::maySend(state.power[cell]);
    shared.candidates.clear();
    shared.slice_prbs.assign(x.scenario.ran.slices.size(), 0);
    Uplink slot{x,
                state,
                cell,
                carrier_index,
                scratch,
                shared,
                carrier,
                tableOf(carrier),
                x.slots[carrier_index].uplink_re_per_prb,
                carrier.scheduled(),
                1.0 / state.pf_growth[1][cell]};
    for (std::uint32_t i = state.cell_begin[cell]; i < state.cell_begin[cell + 1]; ++i) {
        if (!x.isPrimary(state.cell_legs[i])) continue;
        const Link link = uplinkOf(state, x.ueOf(state.cell_legs[i]));
        const UplinkView& view = state.ue[link.ue].uplink;
        if (state.ue[link.ue].waiting_bytes[1] == 0 && view.reported_bytes <= 0 &&
            view.request_slot == kNothingDue && harqRests(state.up, link.row))
            continue;
        settleFeedback(x, state, link);
        if (state.slot < state.ue[link.ue].interrupted_until_slot) continue;
        requestGrant(x, state, link, carrier_index);
        if (open && !slot.retransmit(link)) slot.addCandidate(link);
    }
    if (!available) return;
    if (open) slot.grant();
    slot.book();
    collectReach(x, state, scratch);
}

void sumFarUplink(const StepContext& x, const RanState& state, const std::vector<CellScratch>& scratch,
                  std::vector<double>& far_heard) {
    if (state.far_mw.empty()) return;
    std::fill(far_heard.begin(), far_heard.end(), 0.0);
    for (std::uint32_t own = 0; own < scratch.size(); ++own) {
        if (scratch[own].sent_up.empty()) continue;
        const std::uint32_t carrier = x.scenario.network.cells[own].carrier;
        const double share = x.farUplinkShare(state.row, own);
        for (std::size_t chunk = 0; chunk < x.chunks; ++chunk)
            far_heard[carrier * x.chunks + chunk] += scratch[own].far_reach[chunk] * share;
    }
}

void hearUplink(const StepContext& x, const RanState& state, const std::vector<CellScratch>& scratch,
                const std::vector<double>& far_heard, Range cells, std::vector<float>& heard_mw) {
    for (std::size_t cell = cells.begin; cell < cells.end; ++cell) {
        if (x.in_background[cell] != 0) continue;
        const std::size_t far = x.scenario.network.cells[cell].carrier * x.chunks;
        const float background_mw =
            state.background_uplink_mw.empty() ? 0.0F : state.background_uplink_mw[cell];
        for (std::size_t chunk = 0; chunk < x.chunks; ++chunk)
            heard_mw[chunk * state.row + cell] =
                background_mw + (far_heard.empty() ? 0.0F : static_cast<float>(far_heard[far + chunk]));
        for (const HeardCells::Source& source : x.heard.sources(static_cast<std::uint32_t>(cell))) {
            const CellScratch& from = scratch[source.cell];
            if (from.sent_up.empty()) continue;
            const std::uint32_t carrier = x.scenario.network.cells[source.cell].carrier;
            const float weight = x.uplink_gain_per_rsrp[carrier * state.row + cell];
            if (weight == 0.0F) continue;
            for (std::size_t chunk = 0; chunk < x.chunks; ++chunk)
                heard_mw[chunk * state.row + cell] += weight * from.reach[chunk * state.width + source.place];
        }
    }
}

void transmitUplink(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch,
                    const std::vector<float>& heard_mw) {
    const std::uint32_t carrier_index = x.scenario.network.cells[cell].carrier;
    if (x.uplinkSymbols(carrier_index, state.slot) == 0 || state.cell_on_air[cell] == 0) return;
    decayAverages(x, state, Direction::uplink, cell, 1);
    const phy::BandwidthPart part = x.carrierOf(cell).scheduled();
    countInterference(x, state, cell,
                      heardOn(x, state, carrier_index, cell, {part.first_prb, part.prb_count}, heard_mw));
    for (const Transmission& sent : scratch.sent_up) {
        const Link link = uplinkOf(state, sent.row);
        const double interference_mw = heardOn(x, state, sent.carrier, cell, sent.prbs, heard_mw);
        const bool lost = decodingFails(x, state, sent, cell, interference_mw);
        const double headroom_db = phy::powerHeadroomDb(x.scenario.ran.uplink.power,
                                                        x.scenario.network.carriers[sent.carrier].numerology,
                                                        sent.prbs.count, pathLossDb(x, state, sent.ue, cell));
        countIn(state, cell, Kpi::l1m_phr1, headroom_db);
        // The block carries the buffer status as it was when it was filled.
        if (!lost) state.ue[sent.ue].uplink.reported_bytes = state.ue[sent.ue].waiting_bytes[1];
        bookTransmission(x, state, link, *sent.process, lost, x.slots[sent.carrier].uplink_round_trip_slots);
    }
}

}  // namespace celltwin::engine
