// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/analytic_kpis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/base/units.h"
#include "models/phy/nr_frame.h"
#include "models/traffic/profile.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

constexpr double kNoSample = std::numeric_limits<double>::quiet_NaN();

/// Counters that are filled: they start from zero, all others stay without a value.
constexpr Kpi kFilled[] = {
    Kpi::drb_ue_thp_vol_dl,
    Kpi::drb_ue_thp_time_dl,
    Kpi::drb_ue_thp_dl_dist,
    Kpi::drb_mean_active_ue_dl,
    Kpi::drb_pdcp_sdu_volume_dl,
    Kpi::drb_pdcp_sdu_volume_dl_in,
    Kpi::drb_pdcp_sdu_volume_ul_in,
    Kpi::qosflow_pdcp_pdu_volume_dl,
    Kpi::rru_prb_used_dl_by_5qi,
    Kpi::rru_prb_used_dl_by_slice,
    Kpi::drb_pdcp_sdu_volume_dl_by_5qi,
    Kpi::drb_pdcp_sdu_volume_dl_by_slice,
    Kpi::l1m_ss_rsrp,
    Kpi::mr_nr_sc_ss_sinr,
    Kpi::drb_pdcp_sdu_volume_dl_in_by_5qi,
};

class Rows {
  public:
    Rows(const StepContext& x, const AnalyticPower& power, const AnalyticPeriod& period,
         std::vector<double>& values)
        : x_(x), power_(power), period_(period), values_(values) {
        const std::size_t width = record::rowWidth();
        values_.assign(x.radio.cellCount() * width, kNoSample);
        for (std::size_t c = 0; c < x.radio.cellCount(); ++c) {
            const auto zero = [&](Kpi kpi) {
                std::fill_n(values_.begin() + static_cast<std::ptrdiff_t>(c * width + record::column(kpi)),
                            record::definition(kpi).width(), 0.0);
            };
            for (const Kpi kpi : kFilled) zero(kpi);
            if (x.rrc.connection.inactivity_ns == 0) zero(Kpi::rrc_conn_mean);
            if (!period.cqi.empty()) zero(Kpi::carr_wbcqi_dist);
        }
    }

    void addUe(std::size_t ue) {
        const AnalyticUe& u = period_.ues[ue];
        if (u.cell < 0) return;
        cell_ = static_cast<std::size_t>(u.cell);
        countQuality(ue);
        if (x_.rrc.connection.inactivity_ns == 0) at(Kpi::rrc_conn_mean) += 1.0;
        at(Kpi::drb_mean_active_ue_dl) += u.busy;
        if (u.rate_bps > 0.0 && u.busy > 0.0) {
            at(Kpi::drb_ue_thp_vol_dl) += u.served_bps * seconds() * 1e-3;
            at(Kpi::drb_ue_thp_time_dl) += u.busy * seconds() * 1e3;
            count(Kpi::drb_ue_thp_dl_dist, u.throughput_bps * 1e-3, 1.0);
        }
        addBearers(ue);
    }

    void closeCell(std::uint32_t c) {
        cell_ = c;
        const scenario::Cell& cell = x_.scenario.network.cells[c];
        if (cell.active) {
            const double prbs = x_.carrierOf(c).scheduled().prb_count;
            const double used = usedShare(c);
            at(Kpi::rru_prb_avail_dl) = prbs;
            at(Kpi::rru_prb_used_dl) = used * prbs;
            at(Kpi::rru_prb_tot_dl) = used * 100.0;
            at(Kpi::carr_max_tx_pwr) = cell.tx_power_dbm;
            if (period_.activity[c] > 0.0)
                at(Kpi::carr_mean_tx_pwr) = cell.tx_power_dbm + toDb(period_.activity[c]).value;
        }
        at(Kpi::pee_avg_power) = power_.watts(c, period_.activity[c]);
        at(Kpi::pee_energy) = at(Kpi::pee_avg_power) * seconds() / 3.6e6;
        record::fillRatios({values_.data() + c * record::rowWidth(), record::rowWidth()});
    }

    void noteEndless(std::size_t ue) {
        const AnalyticUe& u = period_.ues[ue];
        if (endless_.empty()) endless_.assign(x_.radio.cellCount(), 0);
        if (u.endless && u.cell >= 0 && u.rate_bps > 0.0) ++endless_[static_cast<std::size_t>(u.cell)];
    }

  private:
    double& at(Kpi kpi) { return values_[cell_ * record::rowWidth() + record::column(kpi)]; }
    void addLabel(Kpi kpi, int label, double value) {
        if (label >= 0) (&at(kpi))[label] += value;
    }
    void count(Kpi kpi, double value, double weight) {
        (&at(kpi))[record::binOf(record::definition(kpi), value)] += weight;
    }
    double seconds() const { return static_cast<double>(period_.end_ns - period_.begin_ns) * 1e-9; }
    /// Share of PRBs that carry data.
    double usedShare(std::size_t c) const {
        return endless_.empty() || endless_[c] == 0 ? std::min(1.0, period_.load[c]) : 1.0;
    }

    /// As many reports as slots would bring.
    void countQuality(std::size_t ue) {
        const double every = static_cast<double>(period_.end_ns - period_.begin_ns);
        const double measured = every / static_cast<double>(x_.clock.timeAt(x_.clock.measurement_slots));
        const auto rsrp_mw = static_cast<double>(period_.rsrp_mw[ue]);
        const auto data_to_reference = static_cast<double>(period_.reference_over_data[ue]);
        count(Kpi::l1m_ss_rsrp, toDbm(Milliwatts{rsrp_mw}).value, measured);
        count(Kpi::mr_nr_sc_ss_sinr,
              static_cast<double>(period_.ues[ue].sinr_db) + toDb(data_to_reference).value, measured);
        if (!period_.cqi.empty())
            count(Kpi::carr_wbcqi_dist, period_.cqi[ue],
                  every / static_cast<double>(x_.clock.timeAt(x_.clock.cqi_slots)));
    }

    /// Volumes, and PRBs by what they carry: a UE's finite bearers by their demand, endless ones the rest.
    void addBearers(std::size_t ue) {
        const AnalyticUe& u = period_.ues[ue];
        const std::size_t traffic = period_.traffic_class[ue];
        const double prbs = x_.carrierOf(static_cast<std::uint32_t>(cell_)).scheduled().prb_count;
        const double finite_share =
            std::min(1.0, period_.load[cell_] > 1.0 ? 1.0 / period_.load[cell_] : 1.0);
        const std::span<const BearerRules> bearers{x_.bearers.data() + traffic * scenario::kMaxBearers,
                                                   x_.bearer_count[traffic]};
        double endless_bearers = 0.0;
        for (const BearerRules& rules : bearers)
            endless_bearers += std::isinf(offered(rules, traffic::Direction::downlink)) ? 1.0 : 0.0;
        for (const BearerRules& rules : bearers) {
            const double up = offered(rules, traffic::Direction::uplink);
            if (std::isfinite(up)) at(Kpi::drb_pdcp_sdu_volume_ul_in) += up * seconds() * 1e-6;
            const double bps = offered(rules, traffic::Direction::downlink);
            double served = 0.0;
            if (std::isinf(bps)) {
                served = std::max(0.0, u.served_bps - u.demand_bps * finite_share) / endless_bearers;
            } else {
                at(Kpi::drb_pdcp_sdu_volume_dl_in) += bps * seconds() * 1e-6;
                addLabel(Kpi::drb_pdcp_sdu_volume_dl_in_by_5qi, rules.five_qi_label, bps * seconds() * 1e-6);
                served = u.rate_bps > 0.0 ? bps * finite_share : 0.0;
            }
            const double megabits = served * seconds() * 1e-6;
            at(Kpi::drb_pdcp_sdu_volume_dl) += megabits;
            at(Kpi::qosflow_pdcp_pdu_volume_dl) += megabits;
            addLabel(Kpi::drb_pdcp_sdu_volume_dl_by_5qi, rules.five_qi_label, megabits);
            addLabel(Kpi::drb_pdcp_sdu_volume_dl_by_slice, rules.slice, megabits);
            if (!(u.rate_bps > 0.0)) continue;
            addLabel(Kpi::rru_prb_used_dl_by_5qi, rules.five_qi_label, prbs * served / u.rate_bps);
            addLabel(Kpi::rru_prb_used_dl_by_slice, rules.slice, prbs * served / u.rate_bps);
        }
    }
    double offered(const BearerRules& rules, traffic::Direction direction) const {
        return traffic::offeredBps(*rules.profile, direction, period_.begin_ns, period_.end_ns);
    }

    const StepContext& x_;
    const AnalyticPower& power_;
    const AnalyticPeriod& period_;
    std::vector<double>& values_;
    std::vector<int> endless_;  ///< UEs of each cell that always have data and are served
    std::size_t cell_ = 0;
};

/// Power of equal slots once sleep has settled, within a second.
double settledWatts(const StepContext& x, const energy::PowerModel& model, energy::Depth deepest,
                    int downlink_symbols) {
    energy::SleepPolicy policy = x.scenario.energy.sleep;
    policy.deepest = deepest;
    const bool busy = downlink_symbols > 0;
    const energy::Activity activity{busy ? 1.0 : 0.0, downlink_symbols, 0, busy};
    energy::PowerState state;
    energy::SlotEnergy drawn;
    for (SimTimeNs at = 0; at < 1'000'000'000; at += x.clock.slot_ns)
        drawn = energy::step(model, policy, activity, x.clock.slot_ns, state);
    return drawn.joule / (x.slotMs() * 1e-3);
}

}  // namespace

AnalyticPower::AnalyticPower(const StepContext& x)
    : x_(x),
      known_(x.scenario.energy.sleep.deepest <= energy::Depth::micro && !x.scenario.energy.cell_sleep),
      of_carrier_(x.scenario.network.carriers.size(), Levels{0.0, 0.0, 0.0}) {
    if (!known_) return;
    const energy::Depth deepest = x.scenario.energy.sleep.deepest;
    std::vector<bool> done(of_carrier_.size(), false);
    for (std::uint32_t c = 0; c < x.scenario.network.cells.size(); ++c) {
        const std::uint32_t carrier = x.scenario.network.cells[c].carrier;
        if (done[carrier]) continue;
        done[carrier] = true;
        Levels& its = of_carrier_[carrier];
        its.off_w = settledWatts(x, x.power_model[c], energy::Depth::deep, 0);
        its.idle_w = settledWatts(x, x.power_model[c], deepest, 0);
        std::array<double, phy::kSymbolsPerSlot + 1> busy_w{};
        for (int symbols = 1; symbols <= phy::kSymbolsPerSlot; ++symbols)
            busy_w[static_cast<std::size_t>(symbols)] = settledWatts(x, x.power_model[c], deepest, symbols);
        busy_w[0] = its.idle_w;
        const std::vector<int>& pattern = x.slots[carrier].downlink_symbols;
        for (const int symbols : pattern)
            its.busy_w += busy_w[static_cast<std::size_t>(symbols)] / static_cast<double>(pattern.size());
    }
}

double AnalyticPower::watts(std::uint32_t cell, double activity) const {
    if (!known_) return kNoSample;
    const scenario::Cell& its = x_.scenario.network.cells[cell];
    const Levels& at = of_carrier_[its.carrier];
    return its.active ? at.idle_w + activity * (at.busy_w - at.idle_w) : at.off_w;
}

void fillAnalyticKpis(const StepContext& x, const AnalyticPower& power, const AnalyticPeriod& period,
                      std::vector<double>& values) {
    Rows rows(x, power, period, values);
    for (std::size_t ue = 0; ue < period.ues.size(); ++ue) {
        rows.noteEndless(ue);
        rows.addUe(ue);
    }
    for (std::uint32_t c = 0; c < x.radio.cellCount(); ++c) rows.closeCell(c);
}

}  // namespace celltwin::engine
