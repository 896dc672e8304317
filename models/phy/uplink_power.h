// SPDX-License-Identifier: BSD-3-Clause
//
// Transmit power of a UE's PUSCH after TS 38.213 clause 7.1.1, its type 1 power headroom (clause 7.7.1), how
// many PRBs that power carries, and the rise of an uplink's noise over thermal. Holds for one PUSCH on one
// carrier with Delta_TF off (deltaMCS not configured) and one power control loop. Path loss PL is the
// difference of referenceSignalPower and L3-filtered RSRP, so it includes antenna gains. The formulas of
// clauses 7.1.1 and 7.7.1 were read in a transcription of TS 38.213; the steps of TPC commands, the 64
// reported levels (TS 38.133 Table 10.1.17.1-1) and the least output power (TS 38.101-1 Table 6.3.1-1) stand
// on second-hand knowledge. Not modelled: power reductions that depend on the allocation (MPR, A-MPR), power
// sharing between carriers, SRS, PUCCH and PRACH power.
#pragma once

#include <span>

namespace celltwin::phy {

/// What is configured. Ranges: p0_dbm -202..24 (P_O_NOMINAL plus P_O_UE), alpha one of alphaChoices().
struct UplinkPower {
    double p0_dbm = -80.0;       ///< P_O_PUSCH: wanted at the receiver on one 180 kHz PRB where alpha is 1
    double alpha = 0.8;          ///< share of the path loss that is made up for
    double p_cmax_dbm = 23.0;    ///< most a UE sends; 23 = power class 3
    double p_least_dbm = -40.0;  ///< least it sends (TS 38.101-1 clause 6.3.1; -40 up to 20 MHz)
};

/// 0, 0.4, 0.5, ..., 1: what TS 38.331 lets alpha be.
std::span<const double> alphaChoices();

/// What the formula asks for on `prb_count` (>= 1) PRBs, before the limits:
/// P0 + 10 log10(2^mu M_RB) + alpha PL + f.
double puschDemandDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                      double closed_loop_db = 0.0);
/// The same within p_least_dbm and p_cmax_dbm: what is sent, over all its PRBs.
double puschPowerDbm(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                     double closed_loop_db = 0.0);
/// The same on each PRB, mW: what interferes elsewhere and arrives here after the path loss.
double puschPowerPerPrbMw(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                          double closed_loop_db = 0.0);

/// Type 1 headroom of a PUSCH that is sent: P_CMAX less the demand; negative where power falls short.
double powerHeadroomDb(const UplinkPower& power, int numerology, int prb_count, double path_loss_db,
                       double closed_loop_db = 0.0);
/// Type 1 headroom from a reference PUSCH, where none is sent: P_CMAX - (P0 + alpha PL + f), no bandwidth
/// term.
double referenceHeadroomDb(const UplinkPower& power, double path_loss_db, double closed_loop_db = 0.0);
/// The reported level 0..63: 1 dB steps from -32 to 22 dB, then 2 dB steps to 38 dB.
int headroomLevel(double headroom_db);

/// Most PRBs that get the full demand each: the largest M with powerHeadroomDb >= 0. At least 1 (a UE short
/// of power sends one PRB below its demand), at most `carrier_prbs` (>= 1).
int affordablePrbs(const UplinkPower& power, int numerology, double path_loss_db, int carrier_prbs,
                   double closed_loop_db = 0.0);
/// Most PRBs whose SNR at the receiver, with P_CMAX over all of them, is `least_snr_db`; 0 where one PRB is
/// too many, at most `carrier_prbs`. `noise_dbm_per_prb`: noise and interference at the receiver.
int reachablePrbs(const UplinkPower& power, double path_loss_db, double noise_dbm_per_prb,
                  double least_snr_db, int carrier_prbs);

/// f after one TPC command 0..3 of DCI format 0_0 or 0_1: -1, 0, 1, 3 dB are accumulated (Table 7.1.1-1), an
/// increase not while the demand has reached p_cmax_dbm, a decrease not while it has reached p_least_dbm.
double accumulateTpcDb(const UplinkPower& power, double closed_loop_db, int command, double demand_dbm);
/// The command whose step is nearest to what a measured SINR lacks of its target.
int tpcCommand(double measured_sinr_db, double target_sinr_db);

/// Interference over thermal: (I + N) / N, dB. `noise_mw` > 0.
double interferenceOverThermalDb(double interference_mw, double noise_mw);
/// Noise rise, rise over thermal: everything received over thermal noise, (S + I + N) / N, dB.
double noiseRiseDb(double received_signal_mw, double interference_mw, double noise_mw);

}  // namespace celltwin::phy
