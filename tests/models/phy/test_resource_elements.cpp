// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "models/base/error.h"
#include "models/phy/link_adaptation.h"
#include "models/phy/nr_frame.h"
#include "models/phy/peak_rate.h"
#include "models/phy/resource_elements.h"

namespace celltwin::phy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// By hand from TS 38.211 clause 7.4.1.1: type 1 takes 6 RE a CDM group and symbol, type 2 takes 4.
TEST(ResourceElements, ByHand) {
    PdschOverhead overhead;
    EXPECT_EQ(blockSizeResourceElements(14, overhead), 13 * 12 - 12);
    overhead.pdcch_symbols = 2;
    overhead.dmrs_additional_positions = 1;
    EXPECT_EQ(blockSizeResourceElements(14, overhead), 12 * 12 - 24);
    overhead.dmrs_cdm_groups_without_data = 1;
    overhead.x_overhead = 6;
    EXPECT_EQ(blockSizeResourceElements(14, overhead), 12 * 12 - 12 - 6);
    overhead.dmrs_type = DmrsType::type2;
    overhead.dmrs_symbols = 2;
    overhead.dmrs_cdm_groups_without_data = 3;
    EXPECT_EQ(blockSizeResourceElements(14, overhead), 12 * 12 - 4 * 3 * 2 * 2 - 6);
    EXPECT_EQ(blockSizeResourceElements(14, 0.14), 144);
    EXPECT_EQ(blockSizeResourceElements(0, 0.14), 0);
}

// TS 38.211 Table 7.4.1.1.2-3: four DMRS positions need 12 symbols, three 10, two 8.
TEST(ResourceElements, ShortSlotsHoldFewerDmrs) {
    PdschOverhead overhead;
    overhead.dmrs_additional_positions = 3;
    EXPECT_EQ(blockSizeResourceElements(12, overhead), 11 * 12 - 4 * 12);
    EXPECT_EQ(blockSizeResourceElements(11, overhead), 10 * 12 - 3 * 12);
    EXPECT_EQ(blockSizeResourceElements(9, overhead), 8 * 12 - 2 * 12);
    EXPECT_EQ(blockSizeResourceElements(7, overhead), 6 * 12 - 12);
    EXPECT_EQ(blockSizeResourceElements(3, overhead), 0);
    EXPECT_EQ(blockSizeResourceElements(0, overhead), 0);
    const std::vector<int> symbols = downlinkSymbols("DDDSU", 10, 1);
    EXPECT_THAT(blockSizeResourceElements(symbols, PdschOverhead{}), ElementsAre(144, 144, 144, 96, 0));
}

// 20 PRB x 4 symbols for each of 8 beams every 20 ms, 40 slots of 273 PRB; 4 RE of CSI-RS every 10 slots.
TEST(ResourceElements, SignalsTakenFromData) {
    PdschOverhead overhead;
    overhead.ssb_beams = 8;
    overhead.csi_rs_re_per_prb = 4.0;
    overhead.csi_rs_period_slots = 10;
    EXPECT_NEAR(dataResourceElements(14, overhead, 273, 1), 144.0 - 0.4 - 8.0 * 960.0 / 40.0 / 273.0, 1e-12);
    EXPECT_EQ(blockSizeResourceElements(14, overhead), 144) << "rate matching, not block size";
    const int fdd[] = {14};
    EXPECT_NEAR(overheadFraction(fdd, PdschOverhead{}, 106, 0), 24.0 / 168.0, 1e-12);
    const int none[] = {0, 0};
    EXPECT_EQ(overheadFraction(none, PdschOverhead{}, 106, 0), 1.0);
}

template <class Change>
std::string messageOf(Change change) {
    PdschOverhead overhead;
    change(overhead);
    try {
        checkPdschOverhead(overhead);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(ResourceElements, ErrorsNameFieldAndRange) {
    EXPECT_EQ(messageOf([](PdschOverhead&) {}), "accepted");
    EXPECT_THAT(messageOf([](PdschOverhead& o) { o.pdcch_symbols = 4; }), HasSubstr("pdcch_symbols is 4"));
    EXPECT_THAT(messageOf([](PdschOverhead& o) { o.x_overhead = 7; }), HasSubstr("0, 6, 12 and 18"));
    EXPECT_THAT(messageOf([](PdschOverhead& o) { o.dmrs_cdm_groups_without_data = 3; }), HasSubstr("1 to 2"));
    EXPECT_THAT(messageOf([](PdschOverhead& o) { o.dmrs_additional_positions = -1; }), HasSubstr("0 to 3"));
    EXPECT_THAT(messageOf([](PdschOverhead& o) { o.ssb_period_ms = 7.0; }), HasSubstr("5, 10, 20"));
    EXPECT_THAT(messageOf([](PdschOverhead& o) { o.ssb_beams = 65; }), HasSubstr("0 to 64"));
    EXPECT_THAT(messageOf([](PdschOverhead& o) { o.csi_rs_re_per_prb = -1.0; }),
                HasSubstr("csi_rs_re_per_prb"));
}

// TS 38.214 Table 5.1.2.2.1-1 and the group sizes of clause 5.1.2.2.1.
TEST(BandwidthPart, Groups) {
    EXPECT_EQ(rbgSize(36, RbgConfiguration::first), 2);
    EXPECT_EQ(rbgSize(37, RbgConfiguration::first), 4);
    EXPECT_EQ(rbgSize(106, RbgConfiguration::second), 16);
    EXPECT_EQ(rbgSize(273, RbgConfiguration::first), 16);
    EXPECT_THROW(rbgSize(0, RbgConfiguration::first), ConfigError);
    EXPECT_THROW(rbgSize(276, RbgConfiguration::first), ConfigError);
    EXPECT_THAT(rbgSizes({3, 10}, RbgConfiguration::second), ElementsAre(1, 4, 4, 1));
    EXPECT_THAT(rbgSizes({0, 6}, RbgConfiguration::first), ElementsAre(2, 2, 2));
    for (int first = 0; first < 20; ++first)
        for (int count = 1; count <= 275; ++count) {
            const auto sizes = rbgSizes({first, count}, RbgConfiguration::first);
            ASSERT_EQ(std::accumulate(sizes.begin(), sizes.end(), 0), count);
        }
}

// TS 38.306 clause 4.1.2 worked out: 100 MHz, 30 kHz, 256QAM, 4 layers: the 2.337 Gbit/s that data sheets
// quote.
TEST(PeakRate, KnownFigures) {
    const PeakRateCarrier fr1[] = {{4, 8, 1.0, 1, 273, 0.14, 1.0}};
    EXPECT_NEAR(peakRateBps(fr1), 2.337e9, 1e6);
    const PeakRateCarrier both[] = {{4, 8, 1.0, 1, 273, 0.14, 1.0}, {2, 6, 1.0, 3, 264, 0.18, 1.0}};
    // 2 x 6 x 948/1024 x 264 x 12 x 14 x 8000 x 0.82
    EXPECT_NEAR(peakRateBps(both) - peakRateBps(fr1), 3.2323e9, 1e6);
}

struct PeakCase {
    const char* name;
    double bandwidth_mhz;
    int numerology;
    FrequencyRange range;
    McsTable table;
    int layers;
    const char* pattern;
    int special_symbols;
    PdschOverhead overhead;
};

// Resource elements at the top MCS against the formula at the same overhead: within 0.2 %. Transport blocks
// are quantised to steps of 1/32 to 1/64 of their size (TS 38.214 clause 5.1.3.2), which the formula does not
// know: half a step, 1.6 %, at the most.
TEST(PeakRate, TransportBlocksReachTheFormula) {
    PdschOverhead two_symbols;
    two_symbols.pdcch_symbols = 2;
    PdschOverhead two_dmrs;
    two_dmrs.dmrs_additional_positions = 1;
    const PeakCase cases[] = {
        {"FR1 100 MHz 4 layers", 100, 1, FrequencyRange::fr1, McsTable::table2_256qam, 4, "", 0, two_symbols},
        {"FDD 20 MHz 256QAM", 20, 0, FrequencyRange::fr1, McsTable::table2_256qam, 4, "", 0, {}},
        {"FR2 400 MHz 64QAM", 400, 3, FrequencyRange::fr2, McsTable::table1_64qam, 2, "", 0, {}},
        {"1024QAM 60 MHz", 60, 1, FrequencyRange::fr1, McsTable::table4_1024qam, 2, "", 0, {}},
        {"TDD DDDSU 40 MHz", 40, 1, FrequencyRange::fr1, McsTable::table2_256qam, 4, "DDDSU", 10, {}},
        {"50 MHz 60 kHz", 50, 2, FrequencyRange::fr1, McsTable::table2_256qam, 2, "", 0, two_dmrs},
    };
    for (const PeakCase& c : cases) {
        const int prb = *transmissionBandwidthPrb(c.bandwidth_mhz, c.numerology, c.range);
        const auto symbols = downlinkSymbols(c.pattern, c.special_symbols, c.numerology);
        const Scheme top = mcsTable(c.table).back();
        double bits = 0.0, information = 0.0, all_symbols = 0.0;
        for (const int in_slot : symbols) {
            const int elements = blockSizeResourceElements(in_slot, c.overhead);
            bits += transportBlockBits(prb, elements, top, c.layers);
            information += elements * prb * c.layers * top.spectral_efficiency();
            all_symbols += kSymbolsPerSlot;
        }
        const double seconds = static_cast<double>(symbols.size() * slotDurationNs(c.numerology)) * 1e-9;
        const double share = std::accumulate(symbols.begin(), symbols.end(), 0.0) / all_symbols;
        const PeakRateCarrier carrier[] = {{c.layers, top.modulation_order, 1.0, c.numerology, prb,
                                            overheadFraction(symbols, c.overhead, prb, c.numerology), share}};
        const double peak = peakRateBps(carrier);
        RecordProperty(c.name, std::to_string(bits / seconds / peak));
        EXPECT_NEAR(information / seconds / peak, 1.0, 0.002) << c.name;
        EXPECT_NEAR(bits / seconds / peak, 1.0, 0.016) << c.name;
    }
}

}  // namespace
}  // namespace celltwin::phy
