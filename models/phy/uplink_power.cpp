// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/uplink_power.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace celltwin::phy {
namespace {

constexpr std::array kAlpha{0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
/// TS 38.213 Table 7.1.1-1, accumulated delta_PUSCH of TPC commands 0..3.
constexpr std::array kTpcDb{-1.0, 0.0, 1.0, 3.0};

double decibels(double ratio) {
    return 10.0 * std::log10(ratio);
}

/// The largest whole number not above 10^(room_db / 10); a hair of rounding must not cost a PRB.
int wholeRatio(double room_db, int most) {
    const double ratio = std::pow(10.0, std::min(room_db, 60.0) / 10.0);
    return static_cast<int>(std::min(std::floor(ratio * (1.0 + 1e-12)), static_cast<double>(most)));
}

}  // namespace

std::span<const double> alphaChoices() {
    return kAlpha;
}

double puschDemandDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                      double closed_loop_db) {
    assert(prb_count >= 1 && numerology >= 0 && numerology <= 4);
    // P0 + 10 log10(2^mu M_RB) + alpha PL + f, clause 7.1.1 with Delta_TF = 0
    return power.p0_dbm + decibels(static_cast<double>(prb_count) * (1 << numerology)) +
           power.alpha * path_loss_db + closed_loop_db;
}

double puschPowerDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                     double closed_loop_db) {
    return std::clamp(puschDemandDbm(power, numerology, prb_count, path_loss_db, closed_loop_db),
                      power.p_least_dbm, power.p_cmax_dbm);
}

double puschPowerPerPrbMw(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                          double closed_loop_db) {
    const double level_dbm = puschPowerDbm(power, numerology, prb_count, path_loss_db, closed_loop_db);
    return std::pow(10.0, level_dbm / 10.0) / prb_count;
}

double powerHeadroomDb(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                       double closed_loop_db) {
    // P_CMAX - {P0 + 10 log10(2^mu M_RB) + alpha PL + f}, clause 7.7.1
    return power.p_cmax_dbm - puschDemandDbm(power, numerology, prb_count, path_loss_db, closed_loop_db);
}

double referenceHeadroomDb(const UplinkPower& power, double path_loss_db, double closed_loop_db) {
    // P~_CMAX - {P0 + alpha PL + f}, clause 7.7.1
    return power.p_cmax_dbm - (power.p0_dbm + power.alpha * path_loss_db + closed_loop_db);
}

int headroomLevel(double headroom_db) {
    if (headroom_db < -32.0) return 0;
    if (headroom_db < 22.0) return 33 + static_cast<int>(std::floor(headroom_db));
    return std::min(63, 55 + static_cast<int>(std::floor((std::min(headroom_db, 40.0) - 22.0) / 2.0)));
}

int affordablePrbs(const UplinkPower& power, int numerology, double path_loss_db, int carrier_prbs,
                   double closed_loop_db) {
    assert(carrier_prbs >= 1);
    return std::max(
        1, wholeRatio(powerHeadroomDb(power, numerology, 1, path_loss_db, closed_loop_db), carrier_prbs));
}

int reachablePrbs(const UplinkPower& power, double path_loss_db, double noise_dbm_per_prb,
                  double least_snr_db, int carrier_prbs) {
    // P_CMAX - 10 log10(M) - PL - N >= SNR
    return wholeRatio(power.p_cmax_dbm - path_loss_db - noise_dbm_per_prb - least_snr_db, carrier_prbs);
}

double accumulateTpcDb(const UplinkPower& power, double closed_loop_db, int command, double demand_dbm) {
    assert(command >= 0 && command < static_cast<int>(kTpcDb.size()));
    const double step_db = kTpcDb[static_cast<std::size_t>(command)];
    const bool held = (step_db > 0.0 && demand_dbm >= power.p_cmax_dbm) ||
                      (step_db < 0.0 && demand_dbm <= power.p_least_dbm);
    return held ? closed_loop_db : closed_loop_db + step_db;
}

int tpcCommand(double measured_sinr_db, double target_sinr_db) {
    const double wanted_db = target_sinr_db - measured_sinr_db;
    if (wanted_db >= 2.0) return 3;
    if (wanted_db >= 0.5) return 2;
    return wanted_db > -0.5 ? 1 : 0;
}

double interferenceOverThermalDb(double interference_mw, double noise_mw) {
    assert(interference_mw >= 0.0 && noise_mw > 0.0);
    return decibels((interference_mw + noise_mw) / noise_mw);
}

double noiseRiseDb(double received_signal_mw, double interference_mw, double noise_mw) {
    return interferenceOverThermalDb(received_signal_mw + interference_mw, noise_mw);
}

}  // namespace celltwin::phy
