// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/uplink_power.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace celltwin::phy {
namespace {

double decibels(double ratio) {
    return 10.0 * std::log10(ratio);
}

/// The largest whole number not above 10^(room_db / 10); a hair of rounding must not cost a PRB.
int wholeRatio(double room_db, int most) {
    const double ratio = std::pow(10.0, std::min(room_db, 60.0) / 10.0);
    return static_cast<int>(std::min(std::floor(ratio * (1.0 + 1e-12)), static_cast<double>(most)));
}

}  // namespace

double puschDemandDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db) {
    assert(prb_count >= 1 && numerology >= 0 && numerology <= 4);
    // P0 + 10 log10(2^mu M_RB) + alpha PL, clause 7.1.1 with Delta_TF = 0
    return power.p0_dbm + decibels(static_cast<double>(prb_count) * (1 << numerology)) +
           power.alpha * path_loss_db;
}

double puschPowerDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db) {
    return std::clamp(puschDemandDbm(power, numerology, prb_count, path_loss_db), power.p_least_dbm,
                      power.p_cmax_dbm);
}

double puschPowerPerPrbMw(const UplinkPower& power, int numerology, int prb_count, double path_loss_db) {
    const double level_dbm = puschPowerDbm(power, numerology, prb_count, path_loss_db);
    return std::pow(10.0, level_dbm / 10.0) / prb_count;
}

double powerHeadroomDb(const UplinkPower& power, int numerology, int prb_count, double path_loss_db) {
    // P_CMAX - {P0 + 10 log10(2^mu M_RB) + alpha PL}, clause 7.7.1
    return power.p_cmax_dbm - puschDemandDbm(power, numerology, prb_count, path_loss_db);
}

int affordablePrbs(const UplinkPower& power, int numerology, double path_loss_db, int carrier_prbs) {
    assert(carrier_prbs >= 1);
    return std::max(1, wholeRatio(powerHeadroomDb(power, numerology, 1, path_loss_db), carrier_prbs));
}

}  // namespace celltwin::phy
