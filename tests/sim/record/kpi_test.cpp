// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/kpi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <vector>

#include "tests/sim/record/scratch_folder.h"

namespace celltwin::record {
namespace {

TEST(Kpi, CatalogueIsCompleteAndInOrder) {
    const auto catalogue = kpiCatalogue();
    ASSERT_EQ(catalogue.size(), static_cast<std::size_t>(Kpi::count_));
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        const KpiDefinition& kpi = catalogue[i];
        EXPECT_EQ(static_cast<std::size_t>(kpi.id), i);
        EXPECT_TRUE(names.insert(kpi.name).second) << kpi.name;
        EXPECT_EQ(findKpi(kpi.name), kpi.id);
        EXPECT_FALSE(kpi.unit.empty());
        EXPECT_TRUE(kpi.object == "NRCellDU" || kpi.object == "NRCellCU" || kpi.object == "ManagedElement")
            << kpi.name;
        EXPECT_TRUE(kpi.clause.starts_with("5.1.") || kpi.clause == "own") << kpi.name;
        EXPECT_TRUE(!kpi.name.starts_with("X.") || kpi.clause == "own") << kpi.name;
        EXPECT_GT(kpi.definition.size(), 20u) << kpi.name;
        EXPECT_EQ(kpi.definition.find('|'), std::string_view::npos) << "would break the table";
        EXPECT_EQ(kpi.kind == Kind::distribution, !kpi.bin_edges.empty()) << kpi.name;
        EXPECT_EQ(kpi.kind == Kind::ratio, findKpi(kpi.numerator) && findKpi(kpi.denominator)) << kpi.name;
        if (kpi.kind == Kind::ratio) {
            EXPECT_EQ(definition(*findKpi(kpi.numerator)).width(), kpi.width()) << kpi.name;
            EXPECT_EQ(definition(*findKpi(kpi.denominator)).width(), kpi.width()) << kpi.name;
        }
        EXPECT_TRUE(kpi.labels.empty() || kpi.kind != Kind::distribution) << kpi.name;
        EXPECT_TRUE(kpi.labels.empty() || kpi.labels.size() > 1) << kpi.name;
    }
    EXPECT_EQ(findKpi("DRB.NoSuch"), std::nullopt);
}

TEST(Kpi, ColumnsTileTheRow) {
    std::size_t next = 0;
    for (const KpiDefinition& kpi : kpiCatalogue()) {
        EXPECT_EQ(column(kpi.id), next) << kpi.name;
        next += kpi.width();
    }
    EXPECT_EQ(rowWidth(), next);
    std::set<std::string> names;
    for (std::size_t i = 0; i < rowWidth(); ++i)
        EXPECT_TRUE(names.insert(columnName(i)).second) << columnName(i);
    EXPECT_EQ(columnName(column(Kpi::carr_wbcqi_dist) + 7), "CARR.WBCQIDist.Bin7");
    EXPECT_EQ(columnName(column(Kpi::carr_pdsch_mcs_dist) + 28), "CARR.PDSCHMCSDist.Bin28");
    EXPECT_EQ(columnName(column(Kpi::carr_max_tx_pwr)), "CARR.MaxTxPwr");
    EXPECT_EQ(columnName(0), "DRB.UEThpDl");
    EXPECT_EQ(columnName(column(Kpi::rru_prb_used_dl_by_5qi) + 17), "RRU.PrbUsedDl.5QI85");
    EXPECT_EQ(columnName(column(Kpi::rru_prb_used_dl_by_slice)), "RRU.PrbUsedDl.SNSSAI0");
    EXPECT_EQ(columnName(column(Kpi::rrc_conn_estab_att_by_cause) + 1), "RRC.ConnEstabAtt.mo-VoiceCall");
    EXPECT_EQ(columnName(column(Kpi::x_mos) + 2), "X.Mos.video");
}

// CQI 0..15: TS 38.214 table 5.2.2.1-2; MCS 0..28: table 5.1.3.1-1; SS-SINR -23..40 dB: TS 38.133 table
// 10.1.16.1-1.
TEST(Kpi, BinsHoldWhatTheClausesRange) {
    const KpiDefinition& cqi = definition(Kpi::carr_wbcqi_dist);
    const KpiDefinition& mcs = definition(Kpi::carr_pdsch_mcs_dist);
    ASSERT_EQ(cqi.width(), 16u);
    ASSERT_EQ(mcs.width(), 29u);
    for (int i = 0; i < 16; ++i) EXPECT_EQ(binOf(cqi, i), static_cast<std::size_t>(i));
    for (int i = 0; i < 29; ++i) EXPECT_EQ(binOf(mcs, i), static_cast<std::size_t>(i));
    const KpiDefinition& sinr = definition(Kpi::mr_nr_sc_ss_sinr);
    EXPECT_EQ(sinr.bin_edges[1], -23.0);
    EXPECT_EQ(sinr.bin_edges[sinr.bin_edges.size() - 2], 40.0);
    const KpiDefinition& rsrp = definition(Kpi::l1m_ss_rsrp);
    EXPECT_EQ(rsrp.bin_edges[1], -140.0);
    EXPECT_EQ(rsrp.bin_edges[rsrp.bin_edges.size() - 2], -40.0);
}

TEST(Kpi, ValuesFallBetweenTheirEdges) {
    constexpr double kInf = std::numeric_limits<double>::infinity();
    for (const KpiDefinition& kpi : kpiCatalogue()) {
        if (kpi.kind != Kind::distribution) continue;
        const auto& edges = kpi.bin_edges;
        EXPECT_TRUE(std::is_sorted(edges.begin(), edges.end(), std::less_equal<>())) << kpi.name;
        EXPECT_EQ(binOf(kpi, -kInf), 0u);
        EXPECT_EQ(binOf(kpi, kInf), kpi.width() - 1);
        for (std::size_t bin = 1; bin < kpi.width(); ++bin) {
            EXPECT_EQ(binOf(kpi, edges[bin]), bin) << kpi.name;
            EXPECT_EQ(binOf(kpi, std::nextafter(edges[bin], -kInf)), bin - 1) << kpi.name;
        }
    }
}

// TS 23.501 table 5.7.4-1 is where the 5QIs come from; power headroom -32..38 dB: TS 38.133
// table 10.1.17.1-1.
TEST(Kpi, SplitsAndUplinkBinsHoldWhatTheClausesRange) {
    const KpiDefinition& qos = definition(Kpi::drb_pdcp_sdu_delay_dl_by_5qi);
    ASSERT_EQ(qos.width(), 18u);
    EXPECT_EQ(qos.labels.front(), "5QI1");
    EXPECT_EQ(definition(Kpi::drb_ue_thp_ul_by_slice).width(), 8u);
    const KpiDefinition& headroom = definition(Kpi::l1m_phr1);
    EXPECT_EQ(headroom.bin_edges[1], -32.0);
    EXPECT_EQ(headroom.bin_edges[headroom.bin_edges.size() - 2], 38.0);
    EXPECT_EQ(definition(Kpi::carr_pusch_mcs_dist).width(), 29u);
}

TEST(Kpi, RatiosAreFilledFromTheirParts) {
    std::vector<double> row(rowWidth(), 0.0);
    row[column(Kpi::drb_ue_thp_vol_dl)] = 30.0;
    row[column(Kpi::drb_ue_thp_time_dl)] = 20.0;
    row[column(Kpi::x_mos_sum) + 1] = 9.0;
    row[column(Kpi::x_mos_count) + 1] = 2.0;
    row[column(Kpi::x_rlc_sdu_volume_dl)] = 4.0;
    fillRatios(row);
    EXPECT_EQ(row[column(Kpi::drb_ue_thp_dl)], 1500.0);
    EXPECT_EQ(row[column(Kpi::x_mos) + 1], 4.5);
    EXPECT_TRUE(std::isnan(row[column(Kpi::x_mos)]));
    EXPECT_EQ(row[column(Kpi::drb_rlc_packet_drop_rate_dl)], 0.0)
        << "nothing dropped of something is a sample";
    EXPECT_TRUE(std::isnan(row[column(Kpi::drb_packet_loss_rate_ul)])) << "nothing of nothing is none";
}

TEST(Kpi, PageInDocsIsTheCatalogue) {
    EXPECT_EQ(slurp(CELLTWIN_SOURCE_DIR "/docs/kpi.md"), kpiPage())
        << "the catalogue changed: build the target kpi_page and write its output to docs/kpi.md";
}

}  // namespace
}  // namespace celltwin::record
