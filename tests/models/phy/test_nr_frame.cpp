// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "models/base/error.h"
#include "models/phy/nr_frame.h"

namespace celltwin::phy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// TS 38.101-1 and -2 Table 5.3.2-1.
TEST(TransmissionBandwidth, PublishedValues) {
    EXPECT_EQ(transmissionBandwidthPrb(5, 0), 25);
    EXPECT_EQ(transmissionBandwidthPrb(20, 0), 106);
    EXPECT_EQ(transmissionBandwidthPrb(50, 0), 270);
    EXPECT_EQ(transmissionBandwidthPrb(20, 1), 51);
    EXPECT_EQ(transmissionBandwidthPrb(100, 1), 273);
    EXPECT_EQ(transmissionBandwidthPrb(200, 2), 264);
    EXPECT_EQ(transmissionBandwidthPrb(400, 3), 264);
}

TEST(TransmissionBandwidth, RangesDifferAt60Khz) {
    EXPECT_EQ(transmissionBandwidthPrb(100, 2, FrequencyRange::fr1), 135);
    EXPECT_EQ(transmissionBandwidthPrb(100, 2, FrequencyRange::fr2), 132);
    EXPECT_EQ(transmissionBandwidthPrb(100, 2), 135);
    EXPECT_EQ(transmissionBandwidthPrb(50, 2, FrequencyRange::fr2), 66);
}

TEST(TransmissionBandwidth, NothingOutsideTheTables) {
    EXPECT_FALSE(transmissionBandwidthPrb(100, 0));
    EXPECT_FALSE(transmissionBandwidthPrb(7, 1));
    EXPECT_FALSE(transmissionBandwidthPrb(400, 3, FrequencyRange::fr1));
    EXPECT_FALSE(transmissionBandwidthPrb(100, 4));
    EXPECT_TRUE(channelBandwidthsMhz(4).empty());
    EXPECT_TRUE(channelBandwidthsMhz(-1).empty());
}

// Guard bands (TS 38.101-1 clause 5.3.3): the PRBs fit in the channel with half a subcarrier to spare on each
// side, and past 20 MHz fill at least 89 % of it. A transposed digit breaks one of the two.
TEST(TransmissionBandwidth, FillsTheChannel) {
    for (int numerology = 0; numerology <= 3; ++numerology) {
        int previous = 0;
        for (const double bandwidth_mhz : channelBandwidthsMhz(numerology)) {
            const int count = *transmissionBandwidthPrb(bandwidth_mhz, numerology);
            const double used_mhz =
                (count * kSubcarriersPerPrb + 1) * subcarrierSpacingKhz(numerology) / 1000.0;
            EXPECT_LT(used_mhz, bandwidth_mhz);
            EXPECT_GT(used_mhz, (bandwidth_mhz > 20 ? 0.89 : 0.78) * bandwidth_mhz)
                << bandwidth_mhz << " MHz, numerology " << numerology;
            EXPECT_GT(count, previous);
            previous = count;
        }
    }
}

TEST(Bands, KnownOnes) {
    const auto n78 = findBand("n78");
    ASSERT_TRUE(n78);
    EXPECT_EQ(n78->downlink_low_mhz, 3300.0);
    EXPECT_EQ(n78->downlink_high_mhz, 3800.0);
    EXPECT_EQ(n78->duplex, Duplex::tdd);
    EXPECT_EQ(frequencyRange(*n78), FrequencyRange::fr1);
    EXPECT_EQ(findBand("n28")->duplex, Duplex::fdd);
    EXPECT_EQ(findBand("n28")->downlink_low_mhz, 758.0);
    EXPECT_EQ(findBand("n75")->duplex, Duplex::sdl);
    EXPECT_EQ(findBand("n53")->downlink_low_mhz, 2483.5);
    EXPECT_EQ(frequencyRange(*findBand("n258")), FrequencyRange::fr2);
    EXPECT_FALSE(findBand("N78"));
    EXPECT_FALSE(findBand("n80"));  // supplementary uplink: no downlink
    EXPECT_FALSE(findBand(""));
}

TEST(Bands, AreWellFormedAndUnique) {
    std::set<std::string> seen;
    for (const std::string& name : bandNames()) {
        const Band band = *findBand(name);
        EXPECT_TRUE(seen.insert(name).second) << name;
        EXPECT_EQ(name.front(), 'n');
        EXPECT_LT(band.downlink_low_mhz, band.downlink_high_mhz);
        const bool fr1 = frequencyRange(band) == FrequencyRange::fr1;
        EXPECT_GE(band.downlink_low_mhz, fr1 ? 410.0 : 24'250.0) << name;
        EXPECT_LE(band.downlink_high_mhz, fr1 ? 7125.0 : 71'000.0) << name;
        if (!fr1) {
            EXPECT_EQ(band.duplex, Duplex::tdd);
        }
    }
    EXPECT_EQ(seen.size(), 63U);
}

TEST(TddPattern, SymbolsOfEachSlot) {
    EXPECT_THAT(downlinkSymbols("", 10, 1), ElementsAre(14));
    EXPECT_THAT(downlinkSymbols("DDDSU", 10, 1), ElementsAre(14, 14, 14, 10, 0));
    EXPECT_THAT(downlinkSymbols("DDDDDDDSUU", 6, 1), ElementsAre(14, 14, 14, 14, 14, 14, 14, 6, 0, 0));
    EXPECT_THAT(downlinkSymbols("UDDDS", 0, 1), ElementsAre(0, 14, 14, 14, 0));  // repeats: S leads to the U
    EXPECT_THAT(downlinkSymbols("D", 10, 0), ElementsAre(14));
}

std::string messageOf(std::string_view pattern, int special_symbols, int numerology) {
    try {
        downlinkSymbols(pattern, special_symbols, numerology);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(TddPattern, ErrorsSayWhatAndWhere) {
    EXPECT_THAT(messageOf("DDXSU", 10, 1), HasSubstr("'X' at position 3"));
    EXPECT_THAT(messageOf("ddxsu", 10, 1), HasSubstr("'d' at position 1"));
    EXPECT_THAT(messageOf("DDSDU", 10, 1), HasSubstr("S at position 3 is not followed by U"));
    EXPECT_THAT(messageOf("DDDS", 10, 1), HasSubstr("S at position 4 is not followed by U"));
    EXPECT_THAT(messageOf("SU", 10, 1), HasSubstr("no downlink slot"));
    EXPECT_THAT(messageOf("UUUU", 10, 1), HasSubstr("no downlink slot"));
    EXPECT_THAT(messageOf("DDDSU", 14, 1), HasSubstr("0 to 13"));
    EXPECT_THAT(messageOf("DDDSU", -1, 1), HasSubstr("0 to 13"));
    EXPECT_THAT(messageOf("DSU", 10, 1), HasSubstr("accepted lengths are 1, 2, 4, 5, 8, 10, 20, 40"));
    EXPECT_EQ(messageOf("DDDDDDSU", 10, 1), "accepted");  // 40 slots in 20 ms at 30 kHz, eight to a pattern
    EXPECT_THAT(messageOf("DDDDDDSU", 10, 0), HasSubstr("do not divide the 20 slots"));
}

}  // namespace
}  // namespace celltwin::phy
