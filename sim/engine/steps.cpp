// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/steps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/link/sinr.h"
#include "models/phy/bler.h"
#include "models/phy/link_adaptation.h"
#include "models/phy/nr_frame.h"
#include "models/traffic/traffic.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

constexpr float kNoPowerDbm = -std::numeric_limits<float>::infinity();

double* kpiRow(RanState& state, std::uint32_t cell) {
    return state.kpi.data() + cell * record::rowWidth();
}

void addTo(RanState& state, std::uint32_t cell, Kpi kpi, double value) {
    kpiRow(state, cell)[record::column(kpi)] += value;
}

void raiseTo(RanState& state, std::uint32_t cell, Kpi kpi, double value) {
    double& x = kpiRow(state, cell)[record::column(kpi)];
    x = std::max(x, value);
}

void countIn(RanState& state, std::uint32_t cell, Kpi kpi, double value, double weight = 1.0) {
    kpiRow(state, cell)[record::column(kpi) + record::binOf(record::definition(kpi), value)] += weight;
}

float toDbmOrNone(float mw) {
    return mw > 0.0F ? static_cast<float>(toDbm(Milliwatts{mw}).value) : kNoPowerDbm;
}

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
    if (state.queue_bytes[ue] <= 0.0) state.burst_open[ue] = 0;
}

void receiveTraffic(const StepContext& x, RanState& state, std::uint32_t ue) {
    const traffic::Profile& profile = x.scenario.users.traffic[state.traffic_class[ue]].profile;
    state.queue_bytes[ue] += traffic::arrivingBytes(profile, x.random, ue, x.clock.timeAt(state.slot),
                                                    x.clock.timeAt(state.slot + 1), state.traffic_cursor[ue]);
}

void reportCqi(const StepContext& x, RanState& state, std::uint32_t ue, std::uint32_t cell) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[x.scenario.network.cells[cell].carrier];
    state.sinr_db[ue] = sinrDb(x, state, ue, state.csi_on_carrier);
    state.cqi[ue] = static_cast<std::uint8_t>(phy::cqiFromSinr(state.sinr_db[ue], carrier.mcs_table));
    countIn(state, cell, Kpi::carr_wbcqi_dist, state.cqi[ue]);
}

/// Queue and population statistics of the slot; the delay is Little's law, bytes waiting x time / bytes
/// delivered.
void sampleUe(const StepContext& x, RanState& state, std::uint32_t ue, std::uint32_t cell, int& active) {
    const double queue = state.queue_bytes[ue];
    if (queue > 0.0) ++active;
    if (std::isfinite(queue))
        addTo(state, cell, Kpi::drb_rlc_sdu_delay_dl, queue * static_cast<double>(x.clock.slot_ns) * 1e-5);
}

const phy::Scheme& schemeFor(const scenario::Carrier& carrier, const RanState& state, std::uint32_t ue) {
    const int mcs = phy::mcsFromCqi(state.cqi[ue], carrier.mcs_table, state.outer_loop_db[ue]);
    return phy::mcsTable(carrier.mcs_table)[static_cast<std::size_t>(mcs)];
}

void addCandidate(const RanState& state, std::uint32_t ue, const scenario::Carrier& carrier, int re_per_prb,
                  CellScratch& scratch) {
    if (state.queue_bytes[ue] <= 0.0 || state.cqi[ue] == 0 || state.slot < state.interrupted_until_slot[ue])
        return;
    const phy::Scheme& scheme = schemeFor(carrier, state, ue);
    const double bytes_per_prb = re_per_prb * scheme.spectral_efficiency() * carrier.layers / 8.0;
    scratch.candidates.push_back(
        {ue, state.queue_bytes[ue], bytes_per_prb, state.average_rate_bytes[ue], state.last_served_slot[ue]});
}

}  // namespace

StepContext makeStepContext(const scenario::Scenario& scenario, const RadioModel& radio) {
    StepContext x{scenario, radio, makeClock(scenario), Random(scenario.run.seed), {}, {}, 0.0};
    for (const scenario::Carrier& carrier : scenario.network.carriers) {
        x.downlink_symbols.push_back(
            phy::downlinkSymbols(carrier.tdd_pattern, carrier.special_downlink_symbols, carrier.numerology));
        for (int symbols = 0; symbols <= phy::kSymbolsPerSlot; ++symbols)
            x.resource_elements_per_prb.push_back(
                static_cast<int>(std::floor(phy::kSubcarriersPerPrb * symbols * (1.0 - carrier.overhead))));
    }
    x.pf_weight = std::min(1.0, static_cast<double>(x.clock.slot_ns) * 1e-6 / scenario.ran.pf_window_ms);
    const double sample_ms = static_cast<double>(x.clock.measurement_slots * x.clock.slot_ns) * 1e-6;
    x.filter_weight = mobility::filterWeight(scenario.ran.handover.filter_coefficient_k, sample_ms);
    return x;
}

void moveAndMeasureLinks(const StepContext& x, RanState& state, Range ues, bool first) {
    std::array<double, RadioModel::kBlock> east, north, indoor;
    std::array<std::size_t, RadioModel::kBlock> row_of;
    std::vector<float> rows(RadioModel::kBlock * state.row);
    const auto flush = [&](std::size_t n) {
        x.radio.rsrpMw({{east.data(), n}, {north.data(), n}, {indoor.data(), n}, x.scenario.users.height_m},
                       {rows.data(), n * state.row});
        for (std::size_t i = 0; i < n; ++i)
            std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(i * state.row), state.row,
                        state.rsrp_mw.begin() + static_cast<std::ptrdiff_t>(row_of[i] * state.row));
    };
    std::size_t n = 0;
    for (std::size_t ue = ues.begin; ue < ues.end; ++ue) {
        const mobility::Profile& profile = x.scenario.users.mobility[state.mobility_class[ue]].profile;
        if (!first && profile.kind == mobility::Kind::fixed) continue;
        const Enu at = mobility::positionAt(profile, x.random, ue, x.clock.timeAt(state.slot),
                                            state.mobility_cursor[ue]);
        if (!first && at.east_m == state.east_m[ue] && at.north_m == state.north_m[ue]) continue;
        state.east_m[ue] = east[n] = at.east_m;
        state.north_m[ue] = north[n] = at.north_m;
        indoor[n] = state.indoor_distance_m[ue];
        row_of[n] = ue;
        if (++n == RadioModel::kBlock) {
            flush(n);
            n = 0;
        }
    }
    if (n > 0) flush(n);
}

void filterMeasurements(const StepContext& x, RanState& state, Range ues, bool first) {
    const std::size_t cells = x.radio.cellCount();
    for (std::size_t ue = ues.begin; ue < ues.end; ++ue) {
        const float* measured = state.rsrp_mw.data() + ue * state.row;
        float* filtered = state.filtered_rsrp_dbm.data() + ue * state.row;
        for (std::size_t c = 0; c < cells; ++c) {
            const float dbm = toDbmOrNone(measured[c]);
            const bool seed = first || !std::isfinite(dbm) || !std::isfinite(filtered[c]);
            filtered[c] =
                seed ? dbm : static_cast<float>(mobility::applyFilterDbm(filtered[c], dbm, x.filter_weight));
        }
    }
}

std::int32_t evaluateHandover(const StepContext& x, RanState& state, std::size_t ue) {
    const std::int32_t serving = state.serving_cell[ue];
    if (serving < 0 || state.slot < state.interrupted_until_slot[ue]) return -1;
    const auto& cells = x.scenario.network.cells;
    const auto& carriers = x.scenario.network.carriers;
    const double frequency = carriers[cells[static_cast<std::size_t>(serving)].carrier].frequency_mhz;
    const float* filtered = state.filtered_rsrp_dbm.data() + ue * state.row;
    // A3 compares cells of one measurement object, so of one frequency.
    std::int32_t best = -1;
    for (std::size_t c = 0; c < cells.size(); ++c)
        if (static_cast<std::int32_t>(c) != serving && cells[c].active &&
            carriers[cells[c].carrier].frequency_mhz == frequency &&
            (best < 0 || filtered[c] > filtered[static_cast<std::size_t>(best)]))
            best = static_cast<std::int32_t>(c);
    if (best < 0) return -1;
    const bool go = mobility::a3Triggered(x.scenario.ran.handover, filtered[serving], best, filtered[best],
                                          x.clock.timeAt(state.slot), state.a3[ue]);
    return go ? best : -1;
}

void attachAll(const StepContext& x, RanState& state, std::vector<record::Event>& events) {
    const std::size_t cells = x.radio.cellCount();
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
        const float* power = state.rsrp_mw.data() + ue * state.row;
        const auto best = static_cast<std::int32_t>(std::max_element(power, power + cells) - power);
        state.serving_cell[ue] = power[best] > 0.0F ? best : -1;
        if (state.serving_cell[ue] >= 0)
            events.push_back({x.clock.timeAt(state.slot), record::EventKind::attach,
                              static_cast<std::uint32_t>(ue), -1, best});
    }
}

void executeHandover(const StepContext& x, RanState& state, std::size_t ue, std::int32_t target,
                     std::vector<record::Event>& events) {
    const std::int32_t source = state.serving_cell[ue];
    const SimTimeNs now = x.clock.timeAt(state.slot);
    addTo(state, static_cast<std::uint32_t>(source), Kpi::mm_ho_exe_intra_freq_req, 1.0);
    addTo(state, static_cast<std::uint32_t>(source), Kpi::mm_ho_exe_intra_freq_succ, 1.0);
    state.serving_cell[ue] = target;
    state.a3[ue] = {};
    state.interrupted_until_slot[ue] = state.slot + std::llround(x.scenario.ran.handover_interruption_ms *
                                                                 1e6 / static_cast<double>(x.clock.slot_ns));
    // The first CQI on the new cell is measured there at once; the average rate starts afresh.
    state.sinr_db[ue] = sinrDb(x, state, ue, state.csi_on_carrier);
    const auto& cell = x.scenario.network.cells[static_cast<std::size_t>(target)];
    state.cqi[ue] = static_cast<std::uint8_t>(
        phy::cqiFromSinr(state.sinr_db[ue], x.scenario.network.carriers[cell.carrier].mcs_table));
    state.average_rate_bytes[ue] = 0.0;
    state.outer_loop_db[ue] = 0.0;
    events.push_back({now, record::EventKind::handover, static_cast<std::uint32_t>(ue), source, target});
}

void groupUesByCell(const StepContext& x, RanState& state) {
    const std::size_t cells = x.radio.cellCount();
    state.cell_begin.assign(cells + 1, 0);
    for (const std::int32_t c : state.serving_cell)
        if (c >= 0) ++state.cell_begin[static_cast<std::size_t>(c) + 1];
    for (std::size_t c = 0; c < cells; ++c) state.cell_begin[c + 1] += state.cell_begin[c];
    state.cell_ues.resize(state.cell_begin[cells]);
    std::vector<std::uint32_t> next(state.cell_begin.begin(), state.cell_begin.end() - 1);
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue)
        if (state.serving_cell[ue] >= 0)
            state.cell_ues[next[static_cast<std::size_t>(state.serving_cell[ue])]++] =
                static_cast<std::uint32_t>(ue);
}

float sinrDb(const StepContext& x, const RanState& state, std::size_t ue,
             const std::vector<float>& on_carrier) {
    const std::int32_t serving = state.serving_cell[ue];
    if (serving < 0) return kNoPowerDbm;
    const auto cell = static_cast<std::size_t>(serving);
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    const std::span<const float> power{state.rsrp_mw.data() + ue * state.row, state.row};
    const float interference =
        link::interferenceMw(power, {on_carrier.data() + carrier * state.row, state.row}, cell);
    const float layers = static_cast<float>(x.scenario.network.carriers[carrier].layers);
    return toDbmOrNone(power[cell] / (layers * (interference + x.radio.noiseMw(carrier))));
}

void scheduleCell(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch) {
    const scenario::Cell& config = x.scenario.network.cells[cell];
    const scenario::Carrier& carrier = x.scenario.network.carriers[config.carrier];
    const int symbols = x.downlinkSymbols(config.carrier, state.slot);
    const int re_per_prb = x.resourceElementsPerPrb(config.carrier, symbols);
    const bool cqi_due = state.slot % x.clock.cqi_slots == 0;
    const bool measurement_due = state.slot % x.clock.measurement_slots == 0;
    scratch.candidates.clear();
    scratch.grants.clear();
    int active = 0;
    // The synchronisation signal is sent on one port: SS-SINR knows no split over layers.
    const double layers_db = toDb(static_cast<double>(carrier.layers)).value;
    const std::uint32_t first = state.cell_begin[cell], last = state.cell_begin[cell + 1];
    for (std::uint32_t i = first; i < last; ++i) {
        const std::uint32_t ue = state.cell_ues[i];
        receiveTraffic(x, state, ue);
        if (cqi_due) reportCqi(x, state, ue, cell);
        if (measurement_due) {
            countIn(state, cell, Kpi::l1m_ss_rsrp, state.filtered_rsrp_dbm[ue * state.row + cell]);
            countIn(state, cell, Kpi::mr_nr_sc_ss_sinr, state.sinr_db[ue] + layers_db);
        }
        sampleUe(x, state, ue, cell, active);
        if (re_per_prb > 0) addCandidate(state, ue, carrier, re_per_prb, scratch);
    }
    addTo(state, cell, Kpi::rrc_conn_mean, last - first);
    raiseTo(state, cell, Kpi::rrc_conn_max, last - first);
    addTo(state, cell, Kpi::drb_mean_active_ue_dl, active);
    raiseTo(state, cell, Kpi::drb_max_active_ue_dl, active);

    state.activity[cell] = 0.0F;
    if (symbols == 0 || !config.active) return;
    scheduler::allocate(x.scenario.ran.scheduler, scratch.candidates, state.slot, carrier.prb_count,
                        x.scenario.ran.max_ues_per_slot, scratch.order, scratch.grants);
    int used = 0;
    for (const scheduler::Grant& grant : scratch.grants) used += grant.prb_count;
    addTo(state, cell, Kpi::rru_prb_used_dl, used);
    addTo(state, cell, Kpi::rru_prb_avail_dl, carrier.prb_count);
    raiseTo(state, cell, Kpi::rru_max_prb_used_dl, used);
    const double share = static_cast<double>(used) / carrier.prb_count;
    state.activity[cell] = static_cast<float>(std::max(share, config.load));
}

void transmitCell(const StepContext& x, RanState& state, std::uint32_t cell, CellScratch& scratch) {
    const scenario::Cell& config = x.scenario.network.cells[cell];
    const scenario::Carrier& carrier = x.scenario.network.carriers[config.carrier];
    const int re_per_prb =
        x.resourceElementsPerPrb(config.carrier, x.downlinkSymbols(config.carrier, state.slot));
    const double slot_ms = static_cast<double>(x.clock.slot_ns) * 1e-6;
    for (std::uint32_t i = state.cell_begin[cell]; i < state.cell_begin[cell + 1]; ++i)
        state.average_rate_bytes[state.cell_ues[i]] *= 1.0 - x.pf_weight;
    for (const scheduler::Grant& grant : scratch.grants) {
        const std::uint32_t ue = grant.row;
        const phy::Scheme& scheme = schemeFor(carrier, state, ue);
        const std::uint32_t bits =
            phy::transportBlockBits(grant.prb_count, re_per_prb, scheme, carrier.layers);
        const double bler =
            phy::transportBlockErrorRate(sinrDb(x, state, ue, state.activity_on_carrier), scheme, bits);
        const bool lost =
            x.random.uniform(Stream::block_error, ue, static_cast<std::uint64_t>(state.slot)) < bler;
        state.outer_loop_db[ue] = phy::outerLoopOffsetDb(state.outer_loop_db[ue], lost);
        addTo(state, cell, Kpi::tb_tot_nbr_dl, 1.0);
        addTo(state, cell, Kpi::tb_err_tot_nbr_dl, lost ? 1.0 : 0.0);
        countIn(state, cell, Kpi::carr_pdsch_mcs_dist, scheme.index, grant.prb_count);
        state.last_served_slot[ue] = state.slot;
        openBurst(state, ue);
        if (lost) continue;
        const double delivered = std::min(state.queue_bytes[ue], bits / 8.0);
        if (std::isfinite(state.queue_bytes[ue])) state.queued_delivery_bytes[cell] += delivered;
        state.queue_bytes[ue] -= delivered;
        state.delivered_bytes[ue] += delivered;
        state.average_rate_bytes[ue] += x.pf_weight * delivered;
        addTo(state, cell, Kpi::drb_pdcp_sdu_volume_dl, delivered * 8e-6);
        trackBurst(state, ue, cell, delivered, slot_ms);
    }
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
