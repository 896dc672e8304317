// SPDX-License-Identifier: BSD-3-Clause
//
// SINR to CQI to MCS to transport block: TS 38.214 clause 5.1.3 and 5.2.2.1, tables as data in
// models/phy/data/. The SINR at which a scheme has 10 % BLER is that of bler.h for one code block of
// kReferenceBlockBits. Valid for one layer in AWGN or an effective SINR (effective_sinr.h). Not modelled
// here: HARQ combining (harq.h), rank selection, what overhead the CSI reference resource has.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace celltwin::phy {

inline constexpr int kMostLayers = 4;

/// Which pair of MCS and CQI tables a link uses. The two of LTE have transport blocks of their own
/// (lte_tables.h).
enum class McsTable : std::uint8_t {
    table1_64qam = 1,
    table2_256qam = 2,
    table3_low_se = 3,
    table4_1024qam = 4,
    lte_64qam = 5,
    lte_256qam = 6,
};
inline constexpr int kMcsTableCount = 6;
constexpr bool isLte(McsTable table) {
    return table == McsTable::lte_64qam || table == McsTable::lte_256qam;
}

/// One row of TS 38.214 Table 5.1.3.1-x or 5.2.2.1-x.
struct Scheme {
    int index;
    int modulation_order;    ///< Q_m
    double code_rate_x1024;  ///< R x 1024
    double spectral_efficiency() const { return modulation_order * code_rate_x1024 / 1024.0; }
};
/// MCS rows in index order, reserved ones left out (29, 28, 29 and 27 rows; LTE 29 and 28).
std::span<const Scheme> mcsTable(McsTable table);
/// CQI 1..15 in order (CQI 0 = out of range, not a row): tables 5.2.2.1-2 to -5 (LTE: TS 36.213
/// Tables 7.2.3-1 and -2).
std::span<const Scheme> cqiTable(McsTable table);

/// Transport block size in bits, TS 38.214 clause 5.1.3.2, all steps.
/// `resource_elements_per_prb` is N'_RE before the cap of 156; `layers` 1..4. 0 where there is no resource.
/// Integer arithmetic throughout: 2 x code_rate_x1024 must be a whole number, as it is in every table.
std::uint32_t transportBlockBits(int prb_count, int resource_elements_per_prb, const Scheme& scheme,
                                 int layers);

/// Code block for which the thresholds of CQI and MCS are tabulated: the largest both base graphs take.
inline constexpr int kReferenceBlockBits = 3840;
/// SINR in dB at which a CQI (1..15) has 10 % BLER. Looked up.
double cqiThresholdDb(int cqi, McsTable table);
/// Highest CQI whose BLER is <= 10 %; 0 where even CQI 1 is not. Cheap: thresholds are looked up.
int cqiFromSinr(double sinr_db, McsTable table);
/// Highest MCS that reaches 10 % BLER at the CQI's threshold moved by `outer_loop_db`; without offset the
/// highest whose spectral efficiency does not exceed the CQI's. 0 for CQI 0 and where no MCS is that low (CQI
/// 1 of tables 1 and 2: MCS 0 then misses the 10 % target). `cqi` 0..15. Looked up.
int mcsFromCqi(int cqi, McsTable table, double outer_loop_db = 0.0);

/// The 10 % thresholds of a table's MCS, and for steps of SINR the highest MCS that some SINR of the step
/// reaches.
class McsThresholds {
  public:
    explicit McsThresholds(McsTable table);
    /// As below.
    int mcsFromSinr(double sinr_db) const {
        const double step = (sinr_db - kFirstDb) * kStepsPerDb;
        // Table 1 is not monotone (64QAM begins below where 16QAM ends), so the last that fits is looked for
        // from the top. NaN has MCS 0.
        for (std::size_t mcs = top_[step > 0.0 ? static_cast<std::size_t>(std::min(step, kSteps - 1.0)) : 0];
             mcs > 0; --mcs)
            if (threshold_db_[mcs] <= sinr_db) return static_cast<int>(mcs);
        return 0;
    }

  private:
    static constexpr double kFirstDb = -10.0, kStepsPerDb = 16.0;
    static constexpr std::size_t kSteps = 768, kMostMcs = 29;
    std::array<double, kMostMcs> threshold_db_;
    std::array<std::uint8_t, kSteps> top_{};
};
const McsThresholds& mcsThresholds(McsTable table);

/// Highest MCS within 10 % BLER at an SINR, its highest threshold reached counted first as in mcsFromCqi; 0
/// where none is. Looked up.
int mcsFromSinr(double sinr_db, McsTable table);

/// Outer loop: the offset in dB a scheduler adds to the reported SINR, after one more block. An error takes
/// kOuterLoopStepDb off, a success adds a ninth of it, so that errors settle at 10 % (Pedersen et al.,
/// Frequency Domain Scheduling for OFDMA with Limited and Noisy Channel Feedback, VTC Fall 2007); kept within
/// +-kOuterLoopLimitDb.
inline constexpr double kOuterLoopStepDb = 0.5;
inline constexpr double kOuterLoopLimitDb = 15.0;
double outerLoopOffsetDb(double offset_db, bool block_lost);

}  // namespace celltwin::phy
