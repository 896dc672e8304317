// SPDX-License-Identifier: BSD-3-Clause
//
// Transmit power of a UE's PUSCH after TS 38.213 clause 7.1.1, its type 1 power headroom (clause 7.7.1), and
// how many PRBs that power carries. Holds for one PUSCH on one carrier with Delta_TF off (deltaMCS not
// configured). Path loss PL is the difference of referenceSignalPower and L3-filtered RSRP, so it includes
// antenna gains. The formulas of clauses 7.1.1 and 7.7.1 were read in a transcription of TS 38.213; the least
// output power (TS 38.101-1 Table 6.3.1-1) stands on second-hand knowledge. Not modelled: the closed loop
// (TPC commands, f = 0), power reductions that depend on the allocation (MPR, A-MPR), power sharing between
// carriers, SRS, PUCCH and PRACH power.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace celltwin::phy {

/// What is configured. Ranges: p0_dbm -202..24 (P_O_NOMINAL plus P_O_UE), alpha
/// 0..1, of which TS 38.331 signals 0, 0.4, 0.5, ..., 1.
struct UplinkPower {
    double p0_dbm = -80.0;       ///< P_O_PUSCH: wanted at the receiver on one 180 kHz PRB where alpha is 1
    double alpha = 0.8;          ///< share of the path loss that is made up for
    double p_cmax_dbm = 23.0;    ///< most a UE sends; 23 = power class 3
    double p_least_dbm = -40.0;  ///< least it sends (TS 38.101-1 clause 6.3.1; -40 up to 20 MHz)
};

/// What the formula asks for on `prb_count` (>= 1) PRBs, before the limits:
/// P0 + 10 log10(2^mu M_RB) + alpha PL.
double puschDemandDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db);
/// The same within p_least_dbm and p_cmax_dbm: what is sent, over all its PRBs.
double puschPowerDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db);
/// The same on each PRB, mW: what interferes elsewhere and arrives here after the path loss.
double puschPowerPerPrbMw(const UplinkPower& power, int numerology, int prb_count, double path_loss_db);

// The same from the demand of one PRB, for schedulers that ask many times: no logarithm, no power.
/// 10 log10 of 1..275 PRBs, looked up.
inline double prbDecibels(int prb_count) {
    static const auto kDecibels = [] {
        std::array<double, 276> decibels{};
        for (std::size_t i = 1; i < decibels.size(); ++i)
            decibels[i] = 10.0 * std::log10(static_cast<double>(i));
        return decibels;
    }();
    return kDecibels[static_cast<std::size_t>(prb_count)];
}
/// dBm on each PRB, where one alone would ask for `demand_dbm`.
inline double puschPowerPerPrbDbm(const UplinkPower& power, double demand_dbm, int prb_count) {
    const double decibels = prbDecibels(prb_count);
    return std::clamp(demand_dbm + decibels, power.p_least_dbm, power.p_cmax_dbm) - decibels;
}

/// Type 1 headroom of a PUSCH that is sent: P_CMAX less the demand; negative where power falls short.
double powerHeadroomDb(const UplinkPower& power, int numerology, int prb_count, double path_loss_db);
/// Most PRBs that get the full demand each: the largest M with powerHeadroomDb >= 0. At least 1 (a UE short
/// of power sends one PRB below its demand), at most `carrier_prbs` (>= 1).
int affordablePrbs(const UplinkPower& power, int numerology, double path_loss_db, int carrier_prbs);

}  // namespace celltwin::phy
