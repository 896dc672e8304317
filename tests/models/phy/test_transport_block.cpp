// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {
namespace {

struct Reference {
    int prb_count;
    std::uint32_t qpsk_third, qam16_two_thirds;
};

// Payload sizes of the fixed reference channels G-FR1-A1-1..9 (QPSK, 308/1024) and G-FR1-A2-1..6 (16QAM,
// 658/1024) in TS 38.104 Annex A.1 and A.2: 12 symbols of 12 subcarriers. They are uplink channels; TS 38.214
// clause 6.1.4.2 sizes them by the same steps.
TEST(TransportBlock, FixedReferenceChannels) {
    const Scheme qpsk_third = mcsTable(McsTable::table1_64qam)[4];
    const Scheme qam16_two_thirds = mcsTable(McsTable::table1_64qam)[16];
    for (const Reference& r :
         {Reference{25, 2152, 9224}, Reference{11, 984, 4032}, Reference{106, 9224, 38936},
          Reference{51, 4352, 18960}, Reference{24, 2088, 8968}}) {
        EXPECT_EQ(transportBlockBits(r.prb_count, 144, qpsk_third, 1), r.qpsk_third) << r.prb_count;
        EXPECT_EQ(transportBlockBits(r.prb_count, 144, qam16_two_thirds, 1), r.qam16_two_thirds)
            << r.prb_count;
    }
    EXPECT_EQ(transportBlockBits(15, 144, qpsk_third, 1), 1320U);
    EXPECT_EQ(transportBlockBits(6, 144, qpsk_third, 1), 528U);
}

// The steps by hand for 273 PRB, 156 RE, 256QAM 948/1024, 4 layers: N_info = 1261669.5, n = 15,
// N'_info = 39 x 32768 = 1277952, C = 152, TBS = 8 x 152 x 1051 - 24.
TEST(TransportBlock, LargestBlock) {
    EXPECT_EQ(transportBlockBits(273, 156, mcsTable(McsTable::table2_256qam)[27], 4), 1277992U);
}

// N_info = 3824 exactly is still step 3: n = 5, N'_info = 3808, next in the table 3824 (step 4 would say
// 3840).
TEST(TransportBlock, BorderBetweenTableAndFormula) {
    EXPECT_EQ(transportBlockBits(239, 16, Scheme{0, 2, 512.0}, 1), 3824U);
    EXPECT_EQ(transportBlockBits(239, 17, Scheme{0, 2, 512.0}, 1), 4032U);  // 4063: n = 6, 63 x 64 = 4032
}

TEST(TransportBlock, NoResourceNoBits) {
    const Scheme scheme = mcsTable(McsTable::table1_64qam)[10];
    EXPECT_EQ(transportBlockBits(0, 144, scheme, 1), 0U);
    EXPECT_EQ(transportBlockBits(10, 0, scheme, 1), 0U);
    EXPECT_EQ(transportBlockBits(10, 168, scheme, 2), transportBlockBits(10, 156, scheme, 2));
}

struct PipeCloser {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

// tbs_reference.py: the clause a second time, in Python's exact fractions, over every MCS, PRB count, number
// of layers and whole number of symbols.
TEST(TransportBlock, MatchesTheFractionReference) {
    std::string command = CELLTWIN_PYTHON;
    command += " -B " CELLTWIN_SOURCE_DIR "/tests/models/phy/tbs_reference.py " CELLTWIN_SOURCE_DIR
               "/models/phy/data 1 12 24 36 48 60 72 84 96 107 108 120 132 144 156";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(command.c_str(), "r"));
    ASSERT_TRUE(pipe);
    int table = 0, mcs = 0, elements = 0, prb_count = 0;
    std::uint32_t expected[4] = {};
    std::size_t compared = 0, wrong = 0;
    while (std::fscanf(pipe.get(), "%d %d %d %d %u %u %u %u", &table, &mcs, &elements, &prb_count,
                       &expected[0], &expected[1], &expected[2], &expected[3]) == 8) {
        const Scheme scheme = table == 0
                                  ? Scheme{0, 2, 256.0}
                                  : mcsTable(static_cast<McsTable>(table))[static_cast<std::size_t>(mcs)];
        for (int layers = 1; layers <= 4; ++layers, ++compared) {
            const std::uint32_t bits = transportBlockBits(prb_count, elements, scheme, layers);
            if (bits != expected[layers - 1] && ++wrong <= 10)
                ADD_FAILURE() << "table " << table << " MCS " << mcs << " RE " << elements << " PRB "
                              << prb_count << " layers " << layers << ": " << bits << ", reference "
                              << expected[layers - 1];
        }
    }
    EXPECT_EQ(wrong, 0U);
    EXPECT_EQ(compared, std::size_t{1 + 29 + 28 + 29 + 27} * 15 * 275 * 4);
}

}  // namespace
}  // namespace celltwin::phy
