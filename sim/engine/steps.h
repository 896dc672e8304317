// SPDX-License-Identifier: BSD-3-Clause
//
// The steps of a slot, in the order Engine::step calls them. Each is a function of a block of UEs, sites or
// cells and touches only rows of that block, so blocks may run on any thread. The comment of each says what
// it reads and writes. A UE belongs to the site of its serving cell: the cells of one site run one after
// another, so component carriers of one UE may share its queues.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/base/random.h"
#include "models/scheduler/scheduler.h"
#include "models/scheduler/subbands.h"
#include "scenarios/schema/scenario.h"
#include "sim/engine/air_interface.h"
#include "sim/engine/clock.h"
#include "sim/engine/heard_cells.h"
#include "sim/engine/radio_model.h"
#include "sim/engine/ran_state.h"
#include "sim/engine/rrc_rules.h"
#include "sim/engine/strips.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

using traffic::Direction;

/// Neighbours whose load a cell's is compared with: two rings of three-sector sites have 54, the nearest 8
/// share most borders.
inline constexpr std::size_t kBalancedNeighbours = 8;

/// How the RAN treats one bearer of a traffic class.
struct BearerRules {
    const traffic::Profile* profile = nullptr;
    int five_qi = 9, priority_level = 90;
    double delay_budget_ms = 300.0;
    std::int64_t discard_ns = traffic::kNever;  ///< PDCP discardTimer
    bool acknowledged = true;                   ///< RLC AM
    double guaranteed_bytes_per_s = 0.0;
    int five_qi_label = -1;  ///< sub-counter, -1 = not split
    int slice = -1;          ///< index into ran.slices, -1 = there are none
};

/// Uplink power by chunk of PRBs.
struct alignas(64) ChunkRow {
    static constexpr std::size_t kMost = 32;
    std::array<float, kMost> mw;
};

/// `each` times the share of every chunk of `chunk_prbs` PRBs that lies in `prbs`.
void spreadOver(PrbRange prbs, int chunk_prbs, float each, ChunkRow& row);

/// Bytes of a PRB. LTE's block sizes are tabulated, do not know of the resource elements, and grow faster
/// than their PRBs: a policy ranks by what one resource block group carries, the unit it grants (TS 36.213
/// clause 7.1.6.1), while a queue needs the PRBs of its whole block.
struct PrbBytes {
    double ranked, granted;
};

/// Uplink scheme tables: without transform precoding PUSCH takes those of PDSCH (TS 38.214 clause 6.1.4.1).
inline phy::McsTable uplinkTable(const scenario::Carrier& carrier) {
    return phy::isLte(carrier.mcs_table) ? phy::McsTable::lte_64qam : phy::McsTable::table1_64qam;
}

/// What a carrier gives to each slot of its pattern.
struct CarrierSlots {
    std::vector<int> downlink_symbols, uplink_symbols;
    /// Until the base station may act on the fate of a downlink block.
    std::vector<int> feedback_slots;
    int uplink_round_trip_slots = 2;  ///< from a block to the retransmission that its failure asks for
    int uplink_grant_slots = 2;       ///< from a scheduling request to the transmission it brings
    int uplink_re_per_prb = 0;        ///< of a whole uplink slot
    int chunk_prbs = 1;               ///< in which uplink interference is told apart
    double uplink_noise_mw = 0.0;     ///< per PRB at the base station
    ChunkRow part_share{};            ///< of the bandwidth part in each chunk; 1 in all
    std::vector<double> uplink_bytes_per_prb;  ///< by MCS
    std::vector<PrbBytes> lte_prb_bytes;       ///< downlink, MCS x phy::kMostLayers; empty = not LTE
};

/// Everything a step reads and never writes.
struct StepContext {
    StepContext(const scenario::Scenario& scenario, const RadioModel& radio, const AirInterface& air);

    const scenario::Scenario& scenario;
    const RadioModel& radio;
    const AirInterface& air;
    HeardCells heard;
    Clock clock;
    Random random;
    std::vector<CarrierSlots> slots;             ///< per carrier
    std::vector<int> resource_elements_per_prb;  ///< per carrier and symbols: [carrier * 15 + symbols]
    /// Likewise: what the code rate of a block really is over that of its MCS, since CSI-RS and SS/PBCH
    /// blocks take resource elements that its size does not know of.
    std::vector<double> code_rate_factor;
    std::vector<float> always_on_carrier;  ///< activity of reference signals, as RanState::csi_on_carrier
    double pf_weight = 0.0;                ///< 1 / PF window in slots
    /// Instead of letting all averages decay every slot, what is added grows by this factor a slot; 0 = the
    /// window is too short for that.
    double pf_growth_step = 0.0;
    bool urgency = false;        ///< whether bearers' urgency matters to the scheduler
    bool by_rank = false;        ///< whether rates and turns alone do
    double filter_weight = 1.0;  ///< of a new measurement in the L3 filter
    double min_speed_mps = 0.0;  ///< behind the fading of a UE that stands
    int csi_delay_slots = 0;
    std::int64_t csi_depth = 1;  ///< reports of a UE that are kept: until the newest is known
    std::size_t flows = 1, legs = 1;
    std::vector<BearerRules> bearers;       ///< [traffic class * kMaxBearers + bearer]
    std::vector<std::size_t> bearer_count;  ///< per traffic class
    std::vector<std::vector<std::uint32_t>> cells_of_site;
    /// Sites whose cells go slot by slot, and those served as a fluid (background.h), ascending.
    std::vector<std::uint32_t> slot_sites, background_sites;
    std::vector<std::uint8_t> in_background;  ///< by cell
    /// 1 / power per PRB at each cell's port where the cell is on the carrier, else 0: [carrier * row +
    /// cell].
    std::vector<float> uplink_gain_per_rsrp;
    std::size_t chunks = 1;  ///< of the widest carrier
    std::vector<double> cells_on_carrier;
    std::vector<double> element_power_dbm;    ///< by cell, of a resource element at its port
    std::vector<std::uint16_t> frequency_of;  ///< by cell; equal ones are one frequency
    std::vector<double> cell_offset_db;       ///< by cell: Ofn + Ocn of TS 38.331
    /// Cells of the same frequency at the nearest other sites and at the own one.
    std::vector<std::vector<std::uint32_t>> neighbours;
    RrcRules rrc;
    std::vector<energy::PowerModel> power_model;  ///< per cell
    std::int64_t reading_slots = 1;               ///< of a power meter
    std::int64_t sleep_slots = 1;                 ///< between decisions on the sleep of whole cells
    double load_weight = 1.0;                     ///< of a slot in a cell's averaged load

    // Most UEs have one leg, and divisions are slow.
    std::size_t ueOf(std::size_t leg) const { return legs == 1 ? leg : leg / legs; }
    bool isPrimary(std::size_t leg) const { return legs == 1 || leg % legs == 0; }
    double slotMs() const { return static_cast<double>(clock.slot_ns) * 1e-6; }
    int downlinkSymbols(std::uint32_t carrier, std::int64_t slot) const {
        return atSlot(slots[carrier].downlink_symbols, slot);
    }
    int uplinkSymbols(std::uint32_t carrier, std::int64_t slot) const {
        return atSlot(slots[carrier].uplink_symbols, slot);
    }
    int feedbackSlots(std::uint32_t carrier, std::int64_t slot) const {
        return atSlot(slots[carrier].feedback_slots, slot);
    }
    int resourceElementsPerPrb(std::uint32_t carrier, int symbols) const {
        return resource_elements_per_prb[carrier * 15 + static_cast<std::size_t>(symbols)];
    }
    double codeRateFactor(std::uint32_t carrier, std::int64_t slot) const {
        return code_rate_factor[carrier * 15 + static_cast<std::size_t>(downlinkSymbols(carrier, slot))];
    }
    /// By reciprocity, what a UE of a cell is heard by far cells in all equals what it hears of them, power
    /// by power; each cell of the carrier gets this share.
    double farUplinkShare(std::size_t row, std::uint32_t cell) const {
        const std::uint32_t carrier = scenario.network.cells[cell].carrier;
        return static_cast<double>(uplink_gain_per_rsrp[carrier * row + cell]) / cells_on_carrier[carrier];
    }
    const scenario::Carrier& carrierOf(std::uint32_t cell) const {
        return scenario.network.carriers[scenario.network.cells[cell].carrier];
    }
    /// Where a UE's rows have a cell; HeardCells::kNowhere = its list does not.
    std::size_t linkAt(const RanState& state, std::size_t ue, std::size_t cell) const {
        const std::uint32_t list = state.list[ue], id = static_cast<std::uint32_t>(cell);
        const std::size_t place = heard.listOf(id) == list ? heard.ownPlace(id) : heard.placeOf(list, id);
        return place == HeardCells::kNowhere ? place : ue * state.width + place;
    }
    /// Filtered RSRP of a cell, -infinity where the UE does not hear it.
    float levelDbm(const RanState& state, std::size_t ue, std::size_t cell) const;
    std::span<const BearerRules> bearersOf(const RanState& state, std::size_t ue) const {
        const std::size_t c = state.traffic_class[ue];
        return {bearers.data() + c * kMaxBearers, bearer_count[c]};
    }
    /// Number of the report the scheduler knows in a slot, and the report measured last.
    std::int64_t activeReportNumber(std::int64_t slot) const;
    CsiReport latestReport(const RanState& state, std::size_t leg) const {
        return state.csi[placeOf(leg, state.slot / clock.cqi_slots)];
    }
    bool bySubband() const { return scenario.ran.link_adaptation.cqi_format == scenario::CqiFormat::subband; }
    /// Of a leg's report in its ring: the `number`th since the start.
    std::size_t placeOf(std::size_t leg, std::int64_t number) const {
        return leg * static_cast<std::size_t>(csi_depth) + static_cast<std::size_t>(number % csi_depth);
    }

  private:
    void addResourceElements(const scenario::Carrier& carrier, int symbols);
    void addBearers();
    void addUplink();
    void addNeighbours();
    void addBackground();
    void addEnergy();
    static int atSlot(const std::vector<int>& pattern, std::int64_t slot) {
        return pattern[static_cast<std::size_t>(slot) % pattern.size()];
    }
};

/// One link of one direction: a leg downlink, a UE uplink.
struct Link {
    Direction direction;
    LinkColumns& columns;
    std::uint32_t row, ue, cell;

    LinkRow& line() const { return columns.rows[row]; }
};

/// What is sent in the current slot.
struct Transmission {
    std::uint32_t row, ue, carrier;
    PrbRange prbs;  ///< downlink by subbands: as many, somewhere in them
    HarqProcess* process;
    float power_per_prb_mw = 0.0F;  ///< uplink
    SubbandSet subbands = 0;        ///< downlink
};

/// Working memory of one cell at a time, re-used every slot; one for each block of sites that a thread works
/// on.
struct SiteScratch {
    std::vector<scheduler::Candidate> candidates;
    std::vector<scheduler::SliceQuota> quotas;
    std::vector<int> slice_prbs;
    scheduler::Scratch scheduling;
    std::vector<scheduler::Grant> grants;
    // Where reports have subbands:
    std::vector<scheduler::SubbandRates> rates;  ///< of each candidate
    scheduler::SubbandScratch subband_scheduling;
    std::vector<scheduler::SubbandGrant> subband_grants;
    NearLoad load;
    ChannelScratch channel;
};

/// What a cell does in a slot, from its first pass to its second.
struct CellScratch {
    std::vector<Transmission> sent, sent_up;
    bool waiting = false;              ///< some UE of the cell has data, either way
    std::vector<ChunkRow> sent_power;  ///< per PRB, of each in sent_up
    /// Where something is sent: power that leaves for all cells that are on no list, per PRB over RSRP there,
    /// by chunk.
    ChunkRow far_reach;
};

struct Range {
    std::size_t begin, end;
};

/// Before the first slot: reads mobility columns; writes positions, and for each UE the list of the cell it
/// hears best.
void findLists(const StepContext& context, RanState& state, Range ues);
/// Serial: rebuilds list_begin and list_ues from list, of the UEs that are at home here.
void groupUesByList(const StepContext& context, const Strips& strips, RanState& state);
/// UEs of a range of list_ues. Reads mobility columns; writes positions, travelled_m, speed_mps, and the rows
/// of links of the UEs that moved (all where `first`).
void moveAndMeasureLinks(const StepContext& context, RanState& state, Range ues, bool first);
/// Puts a UE onto another list; what it has measured of cells on both stays.
void changeList(const StepContext& context, RanState& state, std::size_t ue, std::uint32_t list);
/// UEs of a range of list_ues. Reads rsrp_mw and cell_on_air; writes filtered_rsrp_dbm (set, not filtered,
/// where `first`).
void filterMeasurements(const StepContext& context, RanState& state, Range ues, bool first);
/// Serial: rebuilds cell_begin and cell_legs from leg_cell.
void groupLegsByCell(const StepContext& context, RanState& state);

/// Reads filtered_rsrp_dbm and sinr_db; writes the event, radio link and reselection states of a UE, and what
/// they ask for.
struct RrcWish {
    std::int32_t handover_to = -1, camp_on = -1;
    bool radio_link_failed = false;
    bool secondaries_change = false;
    bool leaves_list = false;  ///< without a cell, it hears another one best than that of its list

    bool any() const {
        return handover_to >= 0 || camp_on >= 0 || radio_link_failed || secondaries_change || leaves_list;
    }
};
RrcWish evaluateRrc(const StepContext& context, RanState& state, std::size_t ue);

/// The cell of the UE's list with the highest filtered RSRP among those that `accept(cell, level_dbm)` takes,
/// the lowest of equal ones; -1 = none.
template <class Accept>
std::int32_t strongestCell(const StepContext& x, const RanState& state, std::size_t ue,
                           const Accept& accept) {
    const std::span<const std::uint32_t> cells = x.heard.cells(state.list[ue]);
    const float* level = state.filtered_rsrp_dbm.data() + ue * state.width;
    std::int32_t best = -1;
    float best_dbm = 0.0F;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (accept(cells[i], level[i]) && (best < 0 || level[i] > best_dbm)) {
            best = static_cast<std::int32_t>(cells[i]);
            best_dbm = level[i];
        }
    return best;
}

/// The strongest cell that a UE hears at all.
inline std::int32_t strongestHeard(const StepContext& x, const RanState& state, std::size_t ue) {
    return strongestCell(x, state, ue,
                         [](std::uint32_t, float level_dbm) { return std::isfinite(level_dbm); });
}

/// The cell of a site that may be a UE's secondary on a carrier: the strongest that is suitable, -1 = none.
std::int32_t secondaryCell(const StepContext& context, const RanState& state, std::size_t ue,
                           std::uint32_t site, std::uint32_t carrier);
/// Calls visit(leg, cell) with what each secondary leg of a connected UE should be on; -1 = nothing.
template <class Visit>
void forEachSecondary(const StepContext& x, const RanState& state, std::size_t ue, const Visit& visit) {
    const std::int32_t primary = state.leg_cell[ue * x.legs];
    if (x.legs == 1 || primary < 0) return;
    const scenario::Cell& own = x.scenario.network.cells[static_cast<std::size_t>(primary)];
    std::size_t k = 1;
    for (std::uint32_t carrier = 0; carrier < x.scenario.network.carriers.size() && k < x.legs; ++carrier) {
        if (carrier == own.carrier) continue;
        const std::int32_t cell = secondaryCell(x, state, ue, own.site, carrier);
        if (cell >= 0) visit(ue * x.legs + k++, cell);
    }
    for (; k < x.legs; ++k) visit(ue * x.legs + k, -1);
}

/// Units of application data that arrive before the end of the slot go into the UE's queues. Counts at the
/// serving cell.
void takeArrivals(const StepContext& context, RanState& state, std::size_t ue);
/// What is too old is dropped; sets traffic_due_ns.
void dropOldTraffic(const StepContext& context, RanState& state, std::size_t ue);
inline void receiveTraffic(const StepContext& context, RanState& state, std::size_t ue) {
    UeRow& row = state.ue[ue];
    if (row.traffic_due_ns < context.clock.timeAt(state.slot + 1)) {
        takeArrivals(context, state, ue);
        dropOldTraffic(context, state, ue);
    }
    if (row.waiting_bytes[0] + row.waiting_bytes[1] > 0) row.active_slot = state.slot;
}
/// First pass of a site: arrivals, reports, measurement histograms, scheduling, cell by cell. Reads
/// csi_activity; writes rows of the site's UEs, its cells' kpi rows and activity, and what is sent in
/// `scratch`.
void scheduleSite(const StepContext& context, RanState& state, std::uint32_t site,
                  std::vector<CellScratch>& scratch, SiteScratch& shared);
void scheduleUplink(const StepContext& context, RanState& state, std::uint32_t cell, CellScratch& scratch,
                    SiteScratch& shared);
/// What all cells together send up in a slot.
struct UplinkAir {
    bool silent = true;
    std::vector<double> far_mw;  ///< what reaches each cell of a carrier from afar: carrier x chunk; or empty
};
/// Serial, between the passes.
void gatherUplink(const StepContext& context, const RanState& state, const std::vector<CellScratch>& scratch,
                  UplinkAir& air);
/// What a cell sends up, as heard by the cells at some places of its list, to and from bytes that another
/// rank has; there sent_up has its length already.
void packSent(const RanState& state, const CellScratch& scratch, std::span<const std::uint32_t> places,
              std::vector<std::byte>& out);
void unpackSent(RanState& state, std::span<const std::uint32_t> places, const std::byte*& in,
                CellScratch& scratch);
/// Second pass of a site, after every cell's activity is known: SINR, block errors, HARQ, delivery,
/// throughput.
void transmitSite(const StepContext& context, RanState& state, std::uint32_t site,
                  std::vector<CellScratch>& scratch, SiteScratch& shared, const UplinkAir& air);
void transmitUplink(const StepContext& context, RanState& state, std::uint32_t cell,
                    std::vector<CellScratch>& scratch, const UplinkAir& air);
/// Last pass of a cell: what it drew in this slot.
void drawPower(const StepContext& context, RanState& state, std::uint32_t cell, const CellScratch& scratch);
class RrcProcedures;
/// Serial: cells of little load hand their UEs over and sleep, or wake again.
void decideSleep(const StepContext& context, RanState& state, RrcProcedures& rrc);
/// One of RanState's per-carrier rows.
inline std::span<const float> carrierRow(const RanState& state, const std::vector<float>& rows,
                                         std::uint32_t carrier) {
    return {rows.data() + carrier * state.row, state.row};
}
/// Serial: activity weighted by carrier overlap, one padded row per carrier.
void spreadActivity(const StepContext& context, const std::vector<float>& activity,
                    std::vector<float>& per_carrier);
/// Serial, at the end of a slot: loads of cells, and the mean activity that CQI reports see.
void averageActivity(const StepContext& context, RanState& state);

/// Closes the KPI period: turns accumulators into values (cell x rowWidth(), NaN = no sample) and clears
/// them. Of cells of other ranks there are no values.
void closeKpiPeriod(const StepContext& context, const Strips& strips, RanState& state,
                    std::vector<double>& values);
/// Clears the accumulators without looking at them (end of the warm-up).
void clearKpiPeriod(RanState& state);

/// Mean signal over interference and noise of a leg, linear, all layers together: of the reference
/// signal (SS-SINR) and of its data; `load` is the activity that neighbours are heard with.
struct Signal {
    float reference_snr, data_snr;
};
Signal signalOf(const StepContext& context, const RanState& state, std::size_t ue, std::size_t cell,
                const NearLoad& load);
/// The same link for the air interface, in the current slot.
LinkState linkOf(const StepContext& context, const RanState& state, std::size_t ue, std::size_t cell,
                 float snr);
/// Reads csi_on_carrier; writes sinr_db and the leg's report `age` periods ago (0: the current one). `load`
/// is gathered where it is of another list or carrier.
void measureCsi(const StepContext& context, RanState& state, std::size_t leg, std::int64_t age,
                NearLoad& load, ChannelScratch& scratch);
/// The activity that channel reports see.
void gatherCsiLoad(const StepContext& context, const RanState& state, std::uint32_t list,
                   std::uint32_t carrier, NearLoad& load);
/// What a UE measures of a cell in the current period, errors included; -infinity where it hears nothing.
float measuredDbm(const StepContext& context, const RanState& state, std::size_t ue, std::uint32_t cell,
                  float rsrp_mw);

}  // namespace celltwin::engine
