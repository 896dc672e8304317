// SPDX-License-Identifier: BSD-3-Clause
//
// SINR by subbands, from every vector unit of this machine: judged by the plain sum in double precision, by
// each other, and by properties of a sum of powers.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "models/base/random.h"
#include "models/link/sinr.h"

namespace celltwin::link {
namespace {

/// UEs of cell 0, powers over 100 dB, activities 0 to 1 by cell and subband, every third cell silent.
struct Network {
    Network(std::uint64_t index, std::size_t cell_count, std::size_t ue_count, std::size_t subband_count)
        : cells(cell_count), ues(ue_count), subbands(subband_count), row(paddedRow(subband_count)) {
        const Random random(78 + index);
        for (std::size_t u = 0; u < ues; ++u) {
            for (std::size_t c = 0; c < cells; ++c)
                power_mw.push_back(
                    static_cast<float>(std::pow(10.0, -14.0 + 10.0 * random.uniform(Stream::layout, u, c))));
            signal_mw.push_back(power_mw[u * cells]);
            noise_mw.push_back(static_cast<float>(1e-12 * (1.0 + random.uniform(Stream::indoor, u))));
        }
        activity.assign(cells * row, 0.0F);
        for (std::size_t c = 1; c < cells; ++c)
            for (std::size_t s = 0; s < subbands && c % 3 != 0; ++s)
                activity[c * row + s] = static_cast<float>(random.uniform(Stream::shadow_field, c, s));
    }
    /// By one unit; `places` beyond the cells hold nothing.
    std::vector<float> by(const VectorUnit& unit, std::size_t places = 0) const {
        std::vector<float> out(ues * row);
        evaluate(places, [&](const SubbandBlock& block) { unit.sinr(block, out); });
        return out;
    }
    double reference(std::size_t ue, std::size_t subband) const {
        double sinr = 0.0;
        evaluate(0, [&](const SubbandBlock& block) { sinr = referenceSinr(block, ue, subband); });
        return sinr;
    }
    template <class Use>
    void evaluate(std::size_t places, const Use& use) const {
        places = std::max(places, cells);
        std::vector<float> powers(ues * places, 0.0F), silence(row, 0.0F);
        std::vector<const float*> power_rows, activity_rows;
        for (std::size_t u = 0; u < ues; ++u) {
            for (std::size_t c = 0; c < cells; ++c) powers[u * places + c] = power_mw[u * cells + c];
            power_rows.push_back(powers.data() + u * places);
        }
        for (std::size_t place = 0; place < places; ++place)
            activity_rows.push_back(place < cells ? activity.data() + place * row : silence.data());
        use(SubbandBlock{power_rows, signal_mw, noise_mw, activity_rows, subbands});
    }

    std::size_t cells, ues, subbands, row;
    std::vector<float> power_mw, signal_mw, noise_mw, activity;
};

double gapDb(double a, double b) {
    return std::fabs(10.0 * std::log10(a / b));
}

std::vector<std::uint32_t> bitsOf(const std::vector<float>& values) {
    std::vector<std::uint32_t> bits;
    for (const float value : values) bits.push_back(std::bit_cast<std::uint32_t>(value));
    return bits;
}

constexpr std::size_t kSubbands[] = {1, 4, 13, 19, 26, 33};

template <class Check>
void forNetworks(const Check& check) {
    std::uint64_t index = 0;
    for (const std::size_t cells : {1U, 2U, 20U, 57U, 128U, 129U, 300U})
        for (const std::size_t ues : {1U, 3U, 7U, 10U, 11U, 30U})
            for (const std::size_t subbands : kSubbands) {
                SCOPED_TRACE(testing::Message()
                             << cells << " cells, " << ues << " UEs, " << subbands << " subbands");
                check(Network(index++, cells, ues, subbands));
            }
    for (const std::size_t subbands : kSubbands) check(Network(index++, 5700, 5, subbands));
}

TEST(Sinr, MatchesTheReference) {
    forNetworks([](const Network& network) {
        for (const VectorUnit& unit : vectorUnits()) {
            const std::vector<float> sinr = network.by(unit);
            for (std::size_t u = 0; u < network.ues; ++u)
                for (std::size_t s = 0; s < network.subbands; ++s)
                    ASSERT_LT(gapDb(sinr[u * network.row + s], network.reference(u, s)), 1e-4)
                        << unit.name << ", UE " << u << ", subband " << s;
        }
    });
}

TEST(Sinr, EveryUnitGivesTheSameBits) {
    ASSERT_EQ(vectorUnits().back().name, "portable");
    forNetworks([](const Network& network) {
        const std::vector<std::uint32_t> expected = bitsOf(network.by(vectorUnits().back()));
        for (const VectorUnit& unit : vectorUnits())
            ASSERT_EQ(bitsOf(network.by(unit)), expected) << unit.name;
    });
}

TEST(Sinr, TheWidestUnitIsTaken) {
    const Network network(1, 57, 10, 13);
    std::vector<float> out(network.ues * network.row);
    network.evaluate(0, [&](const SubbandBlock& block) { sinr(block, out); });
    EXPECT_EQ(bitsOf(out), bitsOf(network.by(vectorUnits().front())));
    for (std::size_t i = 1; i < vectorUnits().size(); ++i)
        EXPECT_GT(vectorUnits()[i - 1].bits, vectorUnits()[i].bits);
}

TEST(Sinr, AUeHasTheSameAloneAndAmongOthers) {
    const Network many(2, 57, 13, 19);
    for (const VectorUnit& unit : vectorUnits()) {
        const std::vector<std::uint32_t> all = bitsOf(many.by(unit));
        for (std::size_t u = 0; u < many.ues; ++u) {
            Network one(2, 57, 1, 19);
            std::copy_n(many.power_mw.begin() + static_cast<std::ptrdiff_t>(u * many.cells), many.cells,
                        one.power_mw.begin());
            one.signal_mw[0] = many.signal_mw[u];
            one.noise_mw[0] = many.noise_mw[u];
            const auto begin = all.begin() + static_cast<std::ptrdiff_t>(u * many.row);
            EXPECT_EQ(bitsOf(one.by(unit)),
                      std::vector<std::uint32_t>(begin, begin + static_cast<std::ptrdiff_t>(many.row)))
                << unit.name;
        }
    }
}

TEST(Sinr, AnotherInterfererNeverRaisesIt) {
    for (const VectorUnit& unit : vectorUnits()) {
        Network network(3, 200, 11, 13);
        std::vector<float> before = network.by(unit);
        for (std::size_t c = 3; c < network.cells; c += 3) {
            for (std::size_t s = 0; s < network.subbands; ++s)
                network.activity[c * network.row + s] = 0.01F * static_cast<float>(s + 1);
            const std::vector<float> after = network.by(unit);
            bool any_lower = false;
            for (std::size_t i = 0; i < after.size(); ++i) {
                ASSERT_LE(after[i], before[i]) << unit.name << ", cell " << c;
                any_lower = any_lower || after[i] < before[i];
            }
            EXPECT_TRUE(any_lower) << unit.name << ", cell " << c;
            before = after;
        }
    }
}

TEST(Sinr, IsSignalOverNoiseWhereAllAreSilent) {
    for (const VectorUnit& unit : vectorUnits()) {
        Network network(4, 33, 12, 13);
        network.activity.assign(network.activity.size(), 0.0F);
        const std::vector<float> sinr = network.by(unit);
        for (std::size_t i = 0; i < sinr.size(); ++i)
            EXPECT_EQ(sinr[i], network.signal_mw[i / network.row] / network.noise_mw[i / network.row]);
    }
}

TEST(Sinr, PlacesWithoutACellChangeNoBit) {
    for (const VectorUnit& unit : vectorUnits()) {
        const Network network(5, 21, 10, 26);
        EXPECT_EQ(bitsOf(network.by(unit, 32)), bitsOf(network.by(unit))) << unit.name;
        EXPECT_EQ(bitsOf(network.by(unit, 400)), bitsOf(network.by(unit))) << unit.name;
    }
}

// Each of them is less than half a unit in the last place of the strong one; together they are 1.1e-4 of it.
TEST(Sinr, ManyWeakCellsBesideAStrongOneCount) {
    Network network(6, 5701, 1, 1);
    network.activity.assign(network.activity.size(), 0.0F);
    network.noise_mw[0] = 1e-12F;
    for (std::size_t c = 1; c < network.cells; ++c) {
        network.power_mw[c] = c == 1 ? 1.0F : 2e-8F;
        network.activity[c * network.row] = 1.0F;
    }
    const double expected = static_cast<double>(network.signal_mw[0]) / (1.0 + 5699 * 2e-8);
    for (const VectorUnit& unit : vectorUnits())
        EXPECT_LT(gapDb(network.by(unit)[0], expected), 1e-4) << unit.name;
}

}  // namespace
}  // namespace celltwin::link
