// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/air_interface.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "models/phy/csi.h"
#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/engine/steps.h"
#include "sim/record/kpi.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::engine {
namespace {

using fading::TdlProfile;
using record::Kpi;
using testing::Keeper;
using testing::oneLink;
using testing::oneLinkAt;
using testing::setFading;

constexpr PrbRange kAllPrbs{0, 52};
/// More than any carrier has: of a channel without fading there is but one.
constexpr SubbandSet kAll = 0b1'1111'1111'1111;

const phy::Scheme& top(phy::McsTable table = phy::McsTable::table2_256qam) {
    return phy::mcsTable(table).back();
}

float linear(double db) {
    return static_cast<float>(std::pow(10.0, db / 10.0));
}

TEST(AirInterface, WithoutFadingLayersShareThePower) {
    scenario::Scenario s = oneLink();
    for (const int layers : {1, 2, 4}) {
        s.network.carriers[0].layers = layers;
        const AirInterface air(s);
        ChannelScratch scratch;
        ASSERT_FALSE(air.fades());
        for (double snr_db = -12.0; snr_db < 45.0; snr_db += 0.7) {
            const LinkState link{.key = 5, .travelled_m = snr_db, .snr = linear(snr_db)};
            const CsiReport report = air.report(link, scratch);
            const double layer_db = 10.0 * std::log10(static_cast<double>(link.snr) / layers);
            EXPECT_EQ(report.rank, layers);
            EXPECT_EQ(report.cqi, phy::cqiFromSinr(layer_db, phy::McsTable::table2_256qam)) << snr_db;
            EXPECT_EQ(air.effectiveSinr(link, report, kAll, top(), scratch),
                      link.snr / static_cast<float>(layers));
        }
    }
}

// A flat channel of one antenna pair has one SINR, |h|^2 times the mean.
TEST(AirInterface, MeanChannelPowerIsTheMeanSnr) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::a, 1, 3.0);
    s.radio.fading.delay_spread_ns = 0.0;
    const AirInterface air(s);
    ChannelScratch scratch;
    const double wavelength_m = kSpeedOfLight / 2e9;
    for (const std::uint64_t key : {1, 99}) {
        double sum = 0.0;
        constexpr int kReads = 80 * 37;  // the loop of 80 wavelengths, unevenly against its samples
        for (int i = 0; i < kReads; ++i) {
            const LinkState link{.key = key, .travelled_m = i / 37.0 * wavelength_m, .snr = 0.5F};
            sum += static_cast<double>(air.effectiveSinr(link, {0, 1, 0}, kAll, top(), scratch));
        }
        EXPECT_NEAR(sum / kReads, 0.5, 0.005);
    }
}

TEST(AirInterface, BothAveragesAgreeOnAFlatChannel) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::c, 1, 3.0);
    s.radio.fading.delay_spread_ns = 0.0;
    const AirInterface miesm(s);
    s.ran.link_adaptation.effective_sinr = scenario::EffectiveSinr::eesm;
    const AirInterface eesm(s);
    ChannelScratch scratch;
    for (int i = 0; i < 500; ++i) {
        const LinkState link{.key = 3, .travelled_m = 0.02 * i, .snr = linear(0.05 * i - 5.0)};
        const CsiReport a = miesm.report(link, scratch), b = eesm.report(link, scratch);
        const float x = miesm.effectiveSinr(link, a, kAll, top(), scratch),
                    y = eesm.effectiveSinr(link, a, kAll, top(), scratch);
        // Mutual information saturates where the SINR is far past the top scheme.
        if (x < linear(25.0)) {
            EXPECT_NEAR(y / x, 1.0F, 2e-3F) << i;
        }
        EXPECT_LE(std::abs(a.cqi - b.cqi), 1) << "a threshold between the two roundings at most";
        EXPECT_EQ(a.rank, b.rank);
    }
}

TEST(AirInterface, ABlockSeesOnlyTheSubbandsOfItsPrbs) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::c, 1, 3.0);
    s.radio.fading.delay_spread_ns = 1000.0;
    const AirInterface air(s);
    ChannelScratch scratch;
    const LinkState link{.key = 11, .travelled_m = 3.0, .snr = 4.0F};
    const CsiReport one{0, 1, 0};
    // 52 PRB: subbands of 4 (TS 38.214 Table 5.2.1.4-2).
    const auto at = [&](int first, int count) {
        return air.effectiveSinr(link, one, air.subbandsOf(0, {first, count}), top(), scratch);
    };
    EXPECT_EQ(at(0, 1), at(3, 1));
    EXPECT_EQ(at(0, 4), at(1, 2));
    EXPECT_NE(at(0, 4), at(4, 4));
    const float low = std::min(at(0, 4), at(4, 4)), high = std::max(at(0, 4), at(4, 4));
    EXPECT_GT(at(0, 8), low);
    EXPECT_LT(at(0, 8), high);
    EXPECT_EQ(at(3, 2), at(0, 8)) << "both subbands are touched";
}

TEST(AirInterface, ALinkStateWithoutProfileHasTheMeanChannel) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::c, 2, 3.0);
    scenario::Scenario plain = s;
    plain.radio.fading.profile = plain.radio.fading.los_profile = std::nullopt;
    s.radio.fading.los_profile = std::nullopt;
    const AirInterface air(s), mean(plain);
    ChannelScratch scratch;
    LinkState link{.key = 7, .travelled_m = 1.0, .line_of_sight = true, .snr = linear(12.0)};
    const CsiReport report = air.report(link, scratch), expected = mean.report(link, scratch);
    EXPECT_EQ(report.cqi, expected.cqi);
    EXPECT_EQ(report.rank, expected.rank);
    EXPECT_EQ(air.effectiveSinr(link, report, kAll, top(), scratch),
              mean.effectiveSinr(link, report, kAll, top(), scratch));
    link.line_of_sight = false;
    EXPECT_NE(air.effectiveSinr(link, report, kAll, top(), scratch),
              mean.effectiveSinr(link, report, kAll, top(), scratch));
    s.radio.fading = plain.radio.fading;
    s.radio.fading.los_profile = TdlProfile::d;
    const AirInterface only_los(s);
    EXPECT_EQ(only_los.effectiveSinr(link, report, kAll, top(), scratch),
              mean.effectiveSinr(link, report, kAll, top(), scratch));
}

TEST(AirInterface, SubbandsOfPrbs) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::c, 2, 3.0);
    const AirInterface air(s);
    EXPECT_EQ(air.subbandCount(0), 13);
    EXPECT_EQ(air.subbandPrbs(0), 4);
    EXPECT_EQ(air.subbandsOf(0, kAllPrbs), kAll);
    EXPECT_EQ(air.subbandsOf(0, {0, 1}), 0b1U);
    EXPECT_EQ(air.subbandsOf(0, {3, 2}), 0b11U);
    EXPECT_EQ(air.subbandsOf(0, {8, 4}), 0b100U);
    EXPECT_EQ(air.subbandsOf(0, {50, 2}), 0b1'0000'0000'0000U);
}

// Each step of the differential CQI is what the subband alone would report, within the table's reach.
TEST(AirInterface, SubbandReportsAreThoseOfTheSubbandsAlone) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::c, 2, 3.0);
    s.network.carriers[0].layers = 1;
    const AirInterface air(s);
    ChannelScratch scratch;
    std::array<int, 4> seen{};
    for (std::uint64_t key = 0; key < 200; ++key) {
        const LinkState link{.key = key, .travelled_m = 0.3, .snr = linear(8.0)};
        const CsiReport report = air.report(link, scratch);
        const DifferentialCqi bits = air.subbandReport(link, report, scratch);
        EXPECT_EQ(bits >> 26U, 0U) << "13 subbands";
        for (int subband = 0; subband < 13; ++subband) {
            const float sinr = air.effectiveSinr(link, report, SubbandSet{1} << subband, top(), scratch);
            const int alone =
                phy::cqiFromSinr(10.0 * std::log10(static_cast<double>(sinr)), phy::McsTable::table2_256qam);
            const auto level = static_cast<int>(bits >> (2 * subband) & 3U);
            EXPECT_EQ(phy::cqiFromDifferential(level, report.cqi),
                      std::clamp(alone, report.cqi - 1, report.cqi + 2));
            ++seen[static_cast<std::size_t>(level)];
        }
    }
    for (const int count : seen) EXPECT_GT(count, 50);
}

TEST(AirInterface, ScatteredSubbandsLieBetweenTheirParts) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::c, 2, 3.0);
    const AirInterface air(s);
    ChannelScratch scratch;
    for (std::uint64_t key = 0; key < 100; ++key) {
        const LinkState link{.key = key, .snr = linear(10.0)};
        const CsiReport report = air.report(link, scratch);
        const auto of = [&](SubbandSet set) { return air.effectiveSinr(link, report, set, top(), scratch); };
        const float low = of(0b110U), high = of(0b1'1100'0000U), both = of(0b1'1100'0110U);
        EXPECT_GE(both, std::min(low, high) * 0.9999F);
        EXPECT_LE(both, std::max(low, high) * 1.0001F);
    }
}

double meanRank(const scenario::Scenario& s, double snr_db) {
    const AirInterface air(s);
    ChannelScratch scratch;
    double sum = 0.0;
    constexpr int kLinks = 400;
    for (std::uint64_t key = 0; key < kLinks; ++key)
        sum += air.report({.key = key, .travelled_m = 0.0, .snr = linear(snr_db)}, scratch).rank;
    return sum / kLinks;
}

TEST(AirInterface, RankFollowsSnrAndCorrelation) {
    scenario::Scenario s = oneLink();
    setFading(s, TdlProfile::c, 4, 3.0);
    const double strong = meanRank(s, 35.0), middle = meanRank(s, 12.0);
    EXPECT_GT(strong, 3.0);
    EXPECT_LT(middle, strong);
    EXPECT_LT(meanRank(s, -3.0), middle);
    // Of little power two layers make log2(1 + x / 2) each, one layer log2(1 + x) and all of the precoder's
    // gain.
    EXPECT_LT(meanRank(s, -18.0), 1.1);
    s.radio.fading.correlation = fading::CorrelationLevel::high;
    // Two polarisations stay apart whatever stands in a line: rank 2 is left at most of the time.
    const double correlated = meanRank(s, 12.0);
    EXPECT_LT(correlated, middle);
    EXPECT_LT(correlated, 2.05);
    EXPECT_LT(meanRank(s, -18.0), 1.05);
    for (scenario::Carrier& carrier : s.network.carriers) carrier.layers = 2;
    EXPECT_LE(meanRank(s, 35.0), 2.0);
}

TEST(AirInterface, AWeakLinkIsNotLostToItsRank) {
    scenario::Scenario four = oneLink();
    setFading(four, TdlProfile::c, 4, 3.0);
    scenario::Scenario one = four;
    one.network.carriers[0].layers = 1;
    const AirInterface any(four), single(one);
    ChannelScratch scratch;
    for (double snr_db = -16.0; snr_db <= 0.0; snr_db += 2.0) {
        int lost = 0, reached = 0;
        for (std::uint64_t key = 0; key < 300; ++key) {
            const LinkState link{.key = key, .snr = linear(snr_db)};
            const bool reachable = single.report(link, scratch).cqi > 0;
            reached += reachable ? 1 : 0;
            lost += reachable && any.report(link, scratch).cqi == 0 ? 1 : 0;
        }
        EXPECT_EQ(lost, 0) << "of " << reached << " links at " << snr_db << " dB";
    }
}

/// Mbit/s over the run's recorded time.
double throughput(const scenario::Scenario& s) {
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
    return keeper.total(0, Kpi::drb_pdcp_sdu_volume_dl) / s.run.duration_s;
}

TEST(AirInterface, FourAntennasCarrySeveralTimesOne) {
    scenario::Scenario one = oneLinkAt(35.0);
    one.run.duration_s = 6.0;
    scenario::Scenario four = one;
    setFading(one, TdlProfile::c, 1, 3.0);
    setFading(four, TdlProfile::c, 4, 3.0);
    EXPECT_GT(throughput(four), 2.5 * throughput(one));
}

TEST(AirInterface, OldReportsCostThroughput) {
    scenario::Scenario s = oneLinkAt(15.0);
    s.run.duration_s = 10.0;
    setFading(s, TdlProfile::c, 2, 3.0);
    const double slow = throughput(s);
    s.radio.fading.min_speed_kmh = 120.0;
    const double fast = throughput(s);
    EXPECT_LT(fast, 0.95 * slow);
    EXPECT_GT(fast, 0.2 * slow);
}

TEST(AirInterface, DelayOfReportsCostsNothingWhereNothingChanges) {
    scenario::Scenario s = oneLinkAt(14.3);
    s.ran.link_adaptation.csi_delay_ms = 0.0;
    const double fresh = throughput(s);
    s.ran.link_adaptation.csi_delay_ms = 35.0;
    EXPECT_EQ(throughput(s), fresh);
}

/// Follows the reports a UE makes, and checks each first transmission against the one the scheduler knows.
void checkReportsInUse(double delay_ms, double period_ms) {
    scenario::Scenario s = oneLinkAt(18.0);
    setFading(s, TdlProfile::c, 4, 60.0);
    s.run.warmup_s = 0.0;
    s.run.duration_s = 1.0;
    s.run.cqi_period_ms = period_ms;
    s.ran.link_adaptation.csi_delay_ms = delay_ms;
    Engine engine(s, dropUsers(s), 1);
    Keeper keeper;
    const RanState& state = engine.state();
    const auto depth = static_cast<std::int64_t>(state.csi.size());
    const auto period = static_cast<std::int64_t>(period_ms), delay = static_cast<std::int64_t>(delay_ms);
    std::vector<CsiReport> made;
    int checked = 0;
    while (!engine.done()) {
        const std::int64_t slot = engine.slot();
        engine.step(keeper);
        if (slot % period == 0) made.push_back(state.csi[static_cast<std::size_t>((slot / period) % depth)]);
        for (const HarqProcess& process : state.down.harq) {
            if (process.transmissions != 1 || process.due_slot != slot + 2) continue;
            const std::int64_t known = std::max<std::int64_t>(0, slot - delay) / period;
            const CsiReport& report = made[static_cast<std::size_t>(known)];
            EXPECT_EQ(process.rank, report.rank) << slot;
            EXPECT_EQ(process.precoder, report.precoder) << slot;
            EXPECT_EQ(process.mcs, phy::mcsFromCqi(report.cqi, phy::McsTable::table2_256qam,
                                                   state.down.rows[0].outer_loop_db))
                << slot;
            ++checked;
        }
    }
    EXPECT_GT(checked, 500);
    int changes = 0;
    for (std::size_t i = 1; i < made.size(); ++i) changes += made[i].precoder != made[i - 1].precoder ? 1 : 0;
    EXPECT_GT(changes, 10) << "the channel must change for this to say anything";
}

TEST(AirInterface, TheSchedulerUsesTheReportOfOneDelayAgo) {
    checkReportsInUse(0.0, 10.0);
    checkReportsInUse(4.0, 10.0);
    checkReportsInUse(10.0, 10.0);
    checkReportsInUse(27.0, 10.0);
    checkReportsInUse(11.0, 5.0);
}

}  // namespace
}  // namespace celltwin::engine
