// SPDX-License-Identifier: BSD-3-Clause
//
// Expected values are worked out by hand from the definitions in docs/kpi.md.
#include "sim/record/aggregate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sim/record/kpi.h"

namespace celltwin::record {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> blankRow() {
    return std::vector<double>(rowWidth(), kNan);
}
double at(const std::vector<double>& row, Kpi kpi, std::size_t bin = 0) {
    return row[column(kpi) + bin];
}
double& at(std::vector<double>& row, Kpi kpi, std::size_t bin = 0) {
    return row[column(kpi) + bin];
}
std::vector<double> combine(const std::vector<double>& a, const std::vector<double>& b, double weight_a = 1.0,
                            double weight_b = 1.0) {
    const WeightedRow rows[] = {{a, weight_a}, {b, weight_b}};
    return aggregate(rows);
}

TEST(Aggregate, NothingIsMissingEverywhere) {
    for (const double value : aggregate({})) EXPECT_TRUE(std::isnan(value));
    for (const double value : combine(blankRow(), blankRow())) EXPECT_TRUE(std::isnan(value));
}

TEST(Aggregate, CountsAndBinsAreSummed) {
    auto a = blankRow(), b = blankRow();
    at(a, Kpi::tb_tot_nbr_dl) = 10;
    at(b, Kpi::tb_tot_nbr_dl) = 32;
    at(a, Kpi::tb_err_tot_nbr_dl) = 3;  // missing in b: not zero, not lost
    at(a, Kpi::carr_wbcqi_dist, 7) = 5;
    at(b, Kpi::carr_wbcqi_dist, 7) = 6;
    at(b, Kpi::carr_wbcqi_dist, 8) = 1;
    const auto total = combine(a, b, 1.0, 9.0);
    EXPECT_EQ(at(total, Kpi::tb_tot_nbr_dl), 42.0);
    EXPECT_EQ(at(total, Kpi::tb_err_tot_nbr_dl), 3.0);
    EXPECT_EQ(at(total, Kpi::carr_wbcqi_dist, 7), 11.0);
    EXPECT_EQ(at(total, Kpi::carr_wbcqi_dist, 8), 1.0);
    EXPECT_TRUE(std::isnan(at(total, Kpi::carr_wbcqi_dist, 9)));
}

// 0 dB and 10 dB are 1 and 10: their mean 5.5 is 7.40 dB.
TEST(Aggregate, MinimaSplitRatiosAndDecibels) {
    auto a = blankRow(), b = blankRow();
    at(a, Kpi::pee_min_power) = 300;
    at(b, Kpi::pee_min_power) = 120;
    at(a, Kpi::drb_ue_thp_vol_dl_by_5qi, 3) = 60;
    at(a, Kpi::drb_ue_thp_time_dl_by_5qi, 3) = 10;
    at(b, Kpi::drb_ue_thp_vol_dl_by_5qi, 3) = 20;
    at(b, Kpi::drb_ue_thp_time_dl_by_5qi, 3) = 30;
    at(a, Kpi::x_iot_ul) = 0.0;
    at(b, Kpi::x_iot_ul) = 10.0;
    const auto total = combine(a, b);
    EXPECT_EQ(at(total, Kpi::pee_min_power), 120.0);
    EXPECT_DOUBLE_EQ(at(total, Kpi::drb_ue_thp_dl_by_5qi, 3), 2000.0);
    EXPECT_TRUE(std::isnan(at(total, Kpi::drb_ue_thp_dl_by_5qi, 2)));
    EXPECT_NEAR(at(total, Kpi::x_iot_ul), 7.4036, 1e-4);
}

TEST(Aggregate, MeansAreWeightedByTime) {
    auto a = blankRow(), b = blankRow();
    at(a, Kpi::rrc_conn_mean) = 10;
    at(b, Kpi::rrc_conn_mean) = 20;
    at(b, Kpi::drb_rlc_sdu_delay_dl) = 8;
    const auto total = combine(a, b, 1.0, 3.0);
    EXPECT_DOUBLE_EQ(at(total, Kpi::rrc_conn_mean), 17.5);  // (10*1 + 20*3) / 4
    EXPECT_DOUBLE_EQ(at(total, Kpi::drb_rlc_sdu_delay_dl), 8.0);
}

TEST(Aggregate, PowersAreAveragedInMilliwatts) {
    auto a = blankRow(), b = blankRow();
    at(a, Kpi::carr_mean_tx_pwr) = 40.0;  // 10 W
    at(b, Kpi::carr_mean_tx_pwr) = 30.0;  // 1 W
    at(a, Kpi::carr_max_tx_pwr) = 43.0;
    at(b, Kpi::carr_max_tx_pwr) = 46.0;
    EXPECT_NEAR(at(combine(a, b), Kpi::carr_mean_tx_pwr), 37.403626894942434, 1e-12);  // 10 log10(5500)
    EXPECT_EQ(at(combine(a, b), Kpi::carr_max_tx_pwr), 46.0);
    at(b, Kpi::carr_mean_tx_pwr) = -std::numeric_limits<double>::infinity();  // silent
    EXPECT_NEAR(at(combine(a, b), Kpi::carr_mean_tx_pwr), 40.0 - 3.010299956639812, 1e-12);
}

TEST(Aggregate, MaximaAreMaxima) {
    auto a = blankRow(), b = blankRow();
    at(a, Kpi::rrc_conn_max) = 4;
    at(b, Kpi::rrc_conn_max) = 9;
    at(a, Kpi::rru_max_prb_used_dl) = 51;
    EXPECT_EQ(at(combine(a, b), Kpi::rrc_conn_max), 9.0);
    EXPECT_EQ(at(combine(a, b), Kpi::rru_max_prb_used_dl), 51.0);
}

TEST(Aggregate, RatiosAreRecomputed) {
    auto a = blankRow(), b = blankRow();
    at(a, Kpi::drb_ue_thp_vol_dl) = 1000;  // kbit in 100 ms: 10 Mbit/s
    at(a, Kpi::drb_ue_thp_time_dl) = 100;
    at(a, Kpi::drb_ue_thp_dl) = 10000;
    at(b, Kpi::drb_ue_thp_vol_dl) = 1000;  // in 900 ms
    at(b, Kpi::drb_ue_thp_time_dl) = 900;
    at(b, Kpi::drb_ue_thp_dl) = 1111.1;
    const auto total = combine(a, b);
    EXPECT_DOUBLE_EQ(at(total, Kpi::drb_ue_thp_dl), 2000.0);  // 2000 kbit in 1 s; the mean would be 5555
    EXPECT_EQ(at(total, Kpi::drb_ue_thp_vol_dl), 2000.0);

    at(b, Kpi::drb_ue_thp_time_dl) = kNan;  // half a pair says nothing about the ratio
    EXPECT_DOUBLE_EQ(at(combine(a, b), Kpi::drb_ue_thp_dl), 10000.0);
    at(a, Kpi::drb_ue_thp_vol_dl) = at(a, Kpi::drb_ue_thp_time_dl) = 0;
    EXPECT_TRUE(std::isnan(at(combine(a, b), Kpi::drb_ue_thp_dl)));
}

TEST(Aggregate, CellsAndPeriodsSelectTheirRows) {
    constexpr SimTimeNs kSecond = 1'000'000'000;
    std::vector<StoredKpiPeriod> periods;
    for (int p = 0; p < 2; ++p) {
        StoredKpiPeriod period{p * kSecond, p == 0 ? kSecond : 4 * kSecond, {}};  // 1 s and 3 s
        for (int cell = 0; cell < 3; ++cell) {
            auto row = blankRow();
            at(row, Kpi::tb_tot_nbr_dl) = 1 + 10 * cell + 100 * p;
            at(row, Kpi::rrc_conn_mean) = cell + 4.0 * p;
            period.values.insert(period.values.end(), row.begin(), row.end());
        }
        periods.push_back(period);
    }
    EXPECT_EQ(at(aggregateAll({&periods[1], 1}), Kpi::tb_tot_nbr_dl), 101 + 111 + 121);
    EXPECT_DOUBLE_EQ(at(aggregateAll({&periods[1], 1}), Kpi::rrc_conn_mean), 5.0);
    EXPECT_EQ(at(aggregatePeriods(periods, 2), Kpi::tb_tot_nbr_dl), 21 + 121);
    EXPECT_DOUBLE_EQ(at(aggregatePeriods(periods, 2), Kpi::rrc_conn_mean), (2 * 1 + 6 * 3) / 4.0);
    EXPECT_EQ(at(aggregateAll(periods), Kpi::tb_tot_nbr_dl), 1 + 11 + 21 + 101 + 111 + 121);
    EXPECT_DOUBLE_EQ(at(aggregateAll(periods), Kpi::rrc_conn_mean), 1.0 * 0.25 + 5.0 * 0.75);
}

}  // namespace
}  // namespace celltwin::record
