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
#include <cstring>

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
/// Power per PRB at the base station over power per PRB sent, its antennas combined.
double receivedShare(const StepContext& x, const RanState& state, std::uint32_t ue, std::uint32_t cell) {
    const std::vector<float>& power = state.data_mw.empty() ? state.rsrp_mw : state.data_mw;
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    return static_cast<double>(power[x.linkAt(state, ue, cell)]) *
           x.uplink_gain_per_rsrp[carrier * state.row + cell] * x.scenario.ran.uplink.rx_antennas;
}

constexpr float kLeastMw = 1e-30F;

[[gnu::noinline]] void renewBudget(const StepContext& x, const RanState& state, const Link& link,
                                   UplinkBudget& budget) {
    const phy::UplinkPower& power = x.scenario.ran.uplink.power;
    const scenario::Carrier& carrier = x.carrierOf(link.cell);
    const float rsrp_mw = std::max(kLeastMw, state.rsrp_mw[x.linkAt(state, link.ue, link.cell)]);
    const double loss_db = x.element_power_dbm[link.cell] - decibelsOf(rsrp_mw);
    const double demand_dbm = phy::puschDemandDbm(power, carrier.numerology, 1, loss_db);
    budget.demand_dbm = static_cast<float>(demand_dbm);
    budget.power_mw = static_cast<float>(toMilliwatts(Dbm{demand_dbm}).value);
    budget.gain = static_cast<float>(receivedShare(x, state, link.ue, link.cell));
    budget.gain_db = static_cast<float>(decibelsOf(std::max(kLeastMw, budget.gain)));
    budget.affordable_prbs =
        phy::affordablePrbs(power, carrier.numerology, loss_db, carrier.scheduled().prb_count);
    budget.cell = static_cast<std::int32_t>(link.cell);
}
inline const UplinkBudget& budgetOf(const StepContext& x, const RanState& state, const Link& link) {
    UplinkBudget& budget = link.line().budget;
    if (budget.cell != static_cast<std::int32_t>(link.cell)) renewBudget(x, state, link, budget);
    return budget;
}

/// The chunks of a row in registers.
class ChunkLanes {
    using Lanes [[gnu::vector_size(32), gnu::may_alias]] = float;
    static constexpr std::size_t kVectors = sizeof(ChunkRow) / sizeof(Lanes);
    Lanes sum_[kVectors] = {};

  public:
    ChunkLanes() = default;
    explicit ChunkLanes(const ChunkRow& first) { add(first, 1.0F); }
    void add(const ChunkRow& row, float weight) {
        const auto* lanes = reinterpret_cast<const Lanes*>(row.mw.data());
        for (std::size_t i = 0; i < kVectors; ++i) sum_[i] += lanes[i] * weight;
    }
    /// Of two rows, in a fixed order of additions.
    static double product(const ChunkRow& a, const ChunkRow& b) {
        Lanes sum{};
        for (std::size_t i = 0; i < kVectors; ++i)
            sum += reinterpret_cast<const Lanes*>(a.mw.data())[i] *
                   reinterpret_cast<const Lanes*>(b.mw.data())[i];
        return (static_cast<double>(sum[0]) + sum[1]) + (static_cast<double>(sum[2]) + sum[3]) +
               ((static_cast<double>(sum[4]) + sum[5]) + (static_cast<double>(sum[6]) + sum[7]));
    }
    void store(ChunkRow& row) const {
        auto* lanes = reinterpret_cast<Lanes*>(row.mw.data());
        for (std::size_t i = 0; i < kVectors; ++i) lanes[i] = sum_[i];
    }
};

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
    const phy::McsThresholds& thresholds;
    const std::vector<double>& bytes_per_prb;  ///< by MCS
    int re_per_prb;
    phy::BandwidthPart part;
    double inverse_growth;  ///< of average rates
    double noise_dbm;       ///< and interference that is expected, on a PRB
    int used = 0;

    const phy::Scheme& schemeAt(int mcs) const { return phy::mcsTable(table)[static_cast<std::size_t>(mcs)]; }
    const UplinkBudget& budgetOf(const Link& link) const { return engine::budgetOf(x, state, link); }
    float powerPerPrbMw(const UplinkBudget& budget, int prb_count) const {
        const phy::UplinkPower& power = x.scenario.ran.uplink.power;
        const double all_dbm = budget.demand_dbm + phy::prbDecibels(prb_count);
        if (all_dbm >= power.p_least_dbm && all_dbm <= power.p_cmax_dbm) return budget.power_mw;
        return static_cast<float>(
            toMilliwatts(Dbm{phy::puschPowerPerPrbDbm(power, budget.demand_dbm, prb_count)}).value);
    }
    /// SINR the scheduler expects on `prb_count` PRBs.
    double expectedSinrDb(const Link& link, const UplinkBudget& budget, int prb_count) const {
        return phy::puschPowerPerPrbDbm(x.scenario.ran.uplink.power, budget.demand_dbm, prb_count) +
               budget.gain_db - noise_dbm + link.line().outer_loop_db;
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
                                   powerPerPrbMw(budgetOf(link), prb_count)});
        countSlicePrbs(x, state, link.ue, prb_count, shared.slice_prbs);
        used += prb_count;
    }
    std::int64_t wantedBytes(const UplinkView& view) const {
        const std::int64_t requested =
            state.slot >= view.request_slot ? x.scenario.ran.uplink.request_grant_bytes : 0;
        return std::max(view.reported_bytes, requested);
    }
    /// At the PRBs its power affords.
    double expectedBytesPerPrb(const Link& link, const UplinkBudget& budget) const {
        const int mcs = thresholds.mcsFromSinr(expectedSinrDb(link, budget, budget.affordable_prbs));
        return bytes_per_prb[static_cast<std::size_t>(mcs)];
    }
    void addCandidate(const Link& link) {
        const std::int64_t wanted = wantedBytes(state.ue[link.ue].uplink);
        if (wanted <= 0 || findProcess(x, link, Phase::idle) == nullptr) return;
        const UplinkBudget& budget = budgetOf(link);
        const double bytes = expectedBytesPerPrb(link, budget),
                     average = link.line().average_rate_bytes * inverse_growth;
        if (x.by_rank) return rankLink(x, state.slot, link, bytes, average, shared);
        scheduler::Candidate& candidate = shared.candidates.emplace_back(
            scheduler::Candidate{link.row, wanted, bytes, average, link.line().last_served_slot});
        candidate.max_prbs = budget.affordable_prbs;
        if (x.urgency) describeUrgency(x, state, link, candidate);
    }
    void allocate() {
        if (!x.by_rank) return allocatePrbs(x, state.slot, carrier, used, scratch.sent_up.size(), shared);
        shared.grants.clear();
        scheduler::serveInOrder(
            shared.scheduling.order, part.prb_count - used, grantsLeft(x, scratch.sent_up.size()),
            [&](const scheduler::Scratch::Entry& entry) {
                const Link link = uplinkOf(state, entry.row, cell);
                const UplinkBudget& budget = budgetOf(link);
                return scheduler::Offer{wantedBytes(state.ue[link.ue].uplink),
                                        expectedBytesPerPrb(link, budget), budget.affordable_prbs};
            },
            shared.grants);
    }
    void grant() {
        allocate();
        for (const scheduler::Grant& grant : shared.grants)
            fetchForBlock(x, state, uplinkOf(state, grant.row, cell));
        for (const scheduler::Grant& grant : shared.grants) {
            const Link link = uplinkOf(state, grant.row, cell);
            HarqProcess& process = *findProcess(x, link, Phase::idle);
            const int mcs = thresholds.mcsFromSinr(expectedSinrDb(link, budgetOf(link), grant.prb_count));
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

bool decodingFails(const StepContext& x, const RanState& state, const Transmission& sent, double gain,
                   double interference_mw) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[sent.carrier];
    const phy::McsTable table = uplinkTable(carrier);
    HarqProcess& process = *sent.process;
    const bool lte = phy::isLte(table);
    const phy::Scheme scheme =
        lte ? phy::lteScheme(process.mcs, table, process.prb_count, process.resource_elements_per_prb, 1)
            : phy::mcsTable(table)[process.mcs];
    const double received = static_cast<double>(sent.power_per_prb_mw) * gain;
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

void countInterference(const StepContext& x, RanState& state, std::uint32_t cell, double mean_mw) {
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    const double noise_mw = x.slots[carrier].uplink_noise_mw;
    addTo(state, cell, Kpi::x_iot_ul, (mean_mw + noise_mw) / noise_mw);
    addTo(state, cell, Kpi::x_interference_ul, mean_mw);
    float& expected = state.uplink_interference_mw[cell];
    expected += kInterferenceWeight * (static_cast<float>(mean_mw) - expected);
}

/// What other cells need to know of what is sent.
void spreadSent(const StepContext& x, const RanState& state, CellScratch& scratch) {
    const std::size_t count = scratch.sent_up.size();
    if (count == 0) return;
    scratch.sent_power.resize(count);
    for (std::size_t t = 0; t < count; ++t) {
        const Transmission& sent = scratch.sent_up[t];
        spreadOver(sent.prbs, x.slots[sent.carrier].chunk_prbs, sent.power_per_prb_mw, scratch.sent_power[t]);
    }
    if (state.far_mw.empty()) return;
    ChunkLanes far;
    for (std::size_t t = 0; t < count; ++t) {
        const Transmission& sent = scratch.sent_up[t];
        far.add(scratch.sent_power[t],
                state.far_mw[sent.ue * x.scenario.network.carriers.size() + sent.carrier]);
    }
    far.store(scratch.far_reach);
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
    shared.scheduling.order.clear();
    shared.slice_prbs.assign(x.scenario.ran.slices.size(), 0);
    Uplink slot{x,
                state,
                cell,
                carrier_index,
                scratch,
                shared,
                carrier,
                uplinkTable(carrier),
                phy::mcsThresholds(uplinkTable(carrier)),
                x.slots[carrier_index].uplink_bytes_per_prb,
                x.slots[carrier_index].uplink_re_per_prb,
                carrier.scheduled(),
                1.0 / state.pf_growth[1][cell],
                decibelsOf(static_cast<float>(x.slots[carrier_index].uplink_noise_mw) +
                           state.uplink_interference_mw[cell])};
    for (std::uint32_t i = state.cell_begin[cell]; i < state.cell_begin[cell + 1]; ++i) {
        if (!x.isPrimary(state.cell_legs[i])) continue;
        const Link link = uplinkOf(state, x.ueOf(state.cell_legs[i]), cell);
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
    spreadSent(x, state, scratch);
}

/// By reciprocity: what a UE is heard by far cells in all equals what it hears of them, power by power;
/// spread over the cells of the carrier.
void gatherUplink(const StepContext& x, const RanState& state, const std::vector<CellScratch>& scratch,
                  UplinkAir& air) {
    air.silent = std::all_of(scratch.begin(), scratch.end(),
                             [](const CellScratch& cell) { return cell.sent_up.empty(); });
    if (air.silent || state.far_mw.empty()) return;
    std::vector<double>& far_heard = air.far_mw;
    std::fill(far_heard.begin(), far_heard.end(), 0.0);
    for (std::uint32_t own = 0; own < scratch.size(); ++own) {
        if (scratch[own].sent_up.empty()) continue;
        const std::uint32_t carrier = x.scenario.network.cells[own].carrier;
        const double share = x.farUplinkShare(state.row, own);
        for (std::size_t chunk = 0; chunk < x.chunks; ++chunk)
            far_heard[carrier * x.chunks + chunk] +=
                static_cast<double>(scratch[own].far_reach.mw[chunk]) * share;
    }
}

void packSent(const RanState& state, const CellScratch& scratch, std::span<const std::uint32_t> places,
              std::vector<std::byte>& out) {
    std::size_t at = out.size();
    out.resize(at + scratch.sent_up.size() *
                        (sizeof(std::uint32_t) + sizeof(ChunkRow) + places.size() * sizeof(float)));
    const auto put = [&](const auto& value) {
        std::memcpy(out.data() + at, &value, sizeof value);
        at += sizeof value;
    };
    for (std::size_t t = 0; t < scratch.sent_up.size(); ++t) {
        const std::uint32_t ue = scratch.sent_up[t].ue;
        put(ue);
        put(scratch.sent_power[t]);
        for (const std::uint32_t place : places) put(state.rsrp_mw[ue * state.width + place]);
    }
}

void unpackSent(RanState& state, std::span<const std::uint32_t> places, const std::byte*& in,
                CellScratch& scratch) {
    const auto take = [&in](auto& value) {
        std::memcpy(&value, in, sizeof value);
        in += sizeof value;
    };
    scratch.sent_power.resize(scratch.sent_up.size());
    for (std::size_t t = 0; t < scratch.sent_up.size(); ++t) {
        std::uint32_t& ue = scratch.sent_up[t].ue;
        take(ue);
        take(scratch.sent_power[t]);
        for (const std::uint32_t place : places) take(state.rsrp_mw[ue * state.width + place]);
    }
}

namespace {

/// Power that uplink transmissions of other cells bring to a cell, per PRB.
ChunkRow heardBy(const StepContext& x, const RanState& state, const std::vector<CellScratch>& scratch,
                 const UplinkAir& air, std::uint32_t cell) {
    ChunkRow heard;
    heard.mw.fill(state.background_uplink_mw.empty() ? 0.0F : state.background_uplink_mw[cell]);
    if (air.silent) return heard;
    if (!air.far_mw.empty()) {
        const double* far = air.far_mw.data() + x.scenario.network.cells[cell].carrier * x.chunks;
        for (std::size_t chunk = 0; chunk < x.chunks; ++chunk)
            heard.mw[chunk] += static_cast<float>(far[chunk]);
    }
    ChunkLanes sum(heard);
    for (const HeardCells::Source& source : x.heard.sources(cell)) {
        const CellScratch& from = scratch[source.cell];
        if (from.sent_up.empty()) continue;
        const std::uint32_t carrier = x.scenario.network.cells[source.cell].carrier;
        const float weight = x.uplink_gain_per_rsrp[carrier * state.row + cell];
        if (weight == 0.0F) continue;
        for (std::size_t t = 0; t < from.sent_up.size(); ++t)
            sum.add(from.sent_power[t],
                    weight * state.rsrp_mw[from.sent_up[t].ue * state.width + source.place]);
    }
    sum.store(heard);
    return heard;
}

}  // namespace

void transmitUplink(const StepContext& x, RanState& state, std::uint32_t cell, std::vector<CellScratch>& all,
                    const UplinkAir& air) {
    const std::uint32_t carrier_index = x.scenario.network.cells[cell].carrier;
    if (x.uplinkSymbols(carrier_index, state.slot) == 0 || state.cell_on_air[cell] == 0) return;
    decayAverages(x, state, Direction::uplink, cell, 1);
    CellScratch& scratch = all[cell];
    const ChunkRow heard = heardBy(x, state, all, air, cell);
    const CarrierSlots& its = x.slots[carrier_index];
    countInterference(x, state, cell, ChunkLanes::product(its.part_share, heard));
    for (const Transmission& sent : scratch.sent_up)
        fetchForOutcome(x, state, uplinkOf(state, sent.row, cell), sent);
    for (std::size_t t = 0; t < scratch.sent_up.size(); ++t) {
        const Transmission& sent = scratch.sent_up[t];
        const Link link = uplinkOf(state, sent.row, cell);
        // Mean over its PRBs; its own power stands for their number in each chunk.
        const double interference_mw = ChunkLanes::product(scratch.sent_power[t], heard) * its.chunk_prbs /
                                       (static_cast<double>(sent.power_per_prb_mw) * sent.prbs.count);
        const UplinkBudget& budget = budgetOf(x, state, link);
        const bool lost = decodingFails(x, state, sent, budget.gain, interference_mw);
        // P_CMAX less the demand of all PRBs, TS 38.213 clause 7.7.1
        const double headroom_db =
            x.scenario.ran.uplink.power.p_cmax_dbm - budget.demand_dbm - phy::prbDecibels(sent.prbs.count);
        countIn(state, cell, Kpi::l1m_phr1, headroom_db);
        // The block carries the buffer status as it was when it was filled.
        if (!lost) state.ue[sent.ue].uplink.reported_bytes = state.ue[sent.ue].waiting_bytes[1];
        bookTransmission(x, state, link, *sent.process, lost, x.slots[sent.carrier].uplink_round_trip_slots);
    }
}

}  // namespace celltwin::engine
