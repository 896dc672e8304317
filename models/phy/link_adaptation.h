// SPDX-License-Identifier: BSD-3-Clause
//
// SINR to CQI to MCS to transport block: TS 38.214 clause 5.1.3 and 5.2.2.1, tables as data in
// models/phy/data/. The SINR at which a scheme reaches 10 % BLER comes from the attenuated and truncated
// Shannon bound of TR 36.942 Annex A (validity: -10..22 dB there; here the tables bound it).
// Not modelled: HARQ combining, frequency selectivity, rank above 1 (the PHY abstraction issue brings them).
#pragma once

#include <cstdint>
#include <span>

namespace celltwin::phy {

enum class McsTable : std::uint8_t { table1_64qam = 1, table2_256qam = 2, table3_low_se = 3 };

/// One row of TS 38.214 Table 5.1.3.1-x or 5.2.2.1-x.
struct Scheme {
    int index;
    int modulation_order;    ///< Q_m
    double code_rate_x1024;  ///< R x 1024
    double spectral_efficiency() const { return modulation_order * code_rate_x1024 / 1024.0; }
};
/// MCS rows in index order, reserved ones left out (29, 28 and 29 rows).
std::span<const Scheme> mcsTable(McsTable table);
/// CQI 1..15 in order (CQI 0 = out of range, not a row): tables 5.2.2.1-2, -3, -4.
std::span<const Scheme> cqiTable(McsTable table);

/// Transport block size in bits, TS 38.214 clause 5.1.3.2, all steps.
/// `resource_elements_per_prb` is N'_RE before the cap of 156; `layers` 1..4.
std::uint32_t transportBlockBits(int prb_count, int resource_elements_per_prb, const Scheme& scheme,
                                 int layers);

/// SINR at which a spectral efficiency (bit/s/Hz) has 10 % BLER: inverse of alpha log2(1 + SINR).
double requiredSinrDb(double spectral_efficiency);
/// Block error rate 0..1 of a scheme at an SINR: logistic in dB, 10 % at requiredSinrDb, slope per dB as in
/// the .cpp with its source.
double blockErrorRate(double sinr_db, const Scheme& scheme);
/// Highest CQI whose BLER is <= 10 %; 0 where even CQI 1 is not.
int cqiFromSinr(double sinr_db, McsTable table);
/// Highest MCS whose spectral efficiency does not exceed the CQI's; 0 for CQI 0.
int mcsFromCqi(int cqi, McsTable table);

}  // namespace celltwin::phy
