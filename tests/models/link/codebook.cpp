// SPDX-License-Identifier: BSD-3-Clause
//
// Codebooks against the sizes and entries of their tables, and against what every precoder must be.
#include "models/link/codebook.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <tuple>

namespace celltwin::link {
namespace {

using Complex = std::complex<double>;
constexpr CodebookKind kKinds[] = {CodebookKind::one_port,       CodebookKind::nr_2_ports,
                                   CodebookKind::nr_4_ports,     CodebookKind::nr_8_ports_4x1,
                                   CodebookKind::nr_8_ports_2x2, CodebookKind::lte_2_ports,
                                   CodebookKind::lte_4_ports};

// Beams times second beams (i13) times co-phasings (i2): TS 38.214 Tables 5.2.2.2.1-1 to 8;
// TS 36.211 6.3.4.2.3-1 and 2.
TEST(Codebook, HasTheSizesOfItsTables) {
    const auto sizes = [](CodebookKind kind) {
        const Codebook codebook(kind);
        std::vector<std::size_t> counts;
        for (std::size_t rank = 1; rank <= codebook.maxRank(); ++rank) counts.push_back(codebook.size(rank));
        return counts;
    };
    using Sizes = std::vector<std::size_t>;
    EXPECT_EQ(sizes(CodebookKind::one_port), (Sizes{1}));
    EXPECT_EQ(sizes(CodebookKind::nr_2_ports), (Sizes{4, 2}));
    EXPECT_EQ(sizes(CodebookKind::nr_4_ports), (Sizes{8 * 4, 8 * 2 * 2, 8 * 2, 8 * 2}));
    EXPECT_EQ(sizes(CodebookKind::nr_8_ports_4x1), (Sizes{16 * 4, 16 * 4 * 2, 16 * 3 * 2, 16 * 3 * 2}));
    EXPECT_EQ(sizes(CodebookKind::nr_8_ports_2x2), (Sizes{64 * 4, 64 * 4 * 2, 64 * 3 * 2, 64 * 3 * 2}));
    EXPECT_EQ(sizes(CodebookKind::lte_2_ports), (Sizes{4, 2}));
    EXPECT_EQ(sizes(CodebookKind::lte_4_ports), (Sizes{16, 16, 16, 16}));
}

// W^H W = I / rank: orthogonal columns of equal power that sum to 1. No entry is there twice.
TEST(Codebook, PrecodersAreOrthogonalAndDistinct) {
    for (const CodebookKind kind : kKinds) {
        const Codebook codebook(kind);
        for (std::size_t rank = 1; rank <= codebook.maxRank(); ++rank) {
            std::set<std::tuple<int, int, int, int>> indices;
            for (std::size_t index = 0; index < codebook.size(rank); ++index) {
                const auto w = codebook.precoder(rank, index);
                ASSERT_EQ(w.size(), codebook.ports() * rank);
                for (std::size_t a = 0; a < rank; ++a)
                    for (std::size_t b = 0; b < rank; ++b) {
                        Complex product;
                        for (std::size_t port = 0; port < codebook.ports(); ++port)
                            product += std::conj(Complex(w[port * rank + a])) * Complex(w[port * rank + b]);
                        EXPECT_LT(std::abs(product - (a == b ? 1.0 / static_cast<double>(rank) : 0.0)), 1e-6);
                    }
                const PrecoderIndices i = codebook.indices(rank, index);
                EXPECT_TRUE(indices.emplace(i.i11, i.i12, i.i13, i.i2).second);
            }
        }
    }
}

std::size_t find(const Codebook& codebook, std::size_t rank, PrecoderIndices indices) {
    for (std::size_t index = 0; index < codebook.size(rank); ++index)
        if (codebook.indices(rank, index) == indices) return index;
    ADD_FAILURE() << "no such indices";
    return 0;
}

void expectPrecoder(const Codebook& codebook, std::size_t rank, PrecoderIndices indices, double scale,
                    const std::vector<Complex>& expected) {
    const auto w = codebook.precoder(rank, find(codebook, rank, indices));
    ASSERT_EQ(w.size(), expected.size());
    for (std::size_t i = 0; i < w.size(); ++i)
        EXPECT_LT(std::abs(Complex(w[i]) - scale * expected[i]), 1e-6) << "element " << i;
}

constexpr Complex j(0.0, 1.0);
const double s = std::sqrt(0.5);

TEST(Codebook, NrTwoPortsAreThoseOfTheTable) {
    const Codebook codebook(CodebookKind::nr_2_ports);
    expectPrecoder(codebook, 1, {.i2 = 3}, s, {1.0, -j});
    expectPrecoder(codebook, 2, {.i2 = 0}, 0.5, {1.0, 1.0, 1.0, -1.0});
    expectPrecoder(codebook, 2, {.i2 = 1}, 0.5, {1.0, 1.0, j, -j});
}

// By hand from Tables 5.2.2.2.1-5 to 8 with v_l = [1, exp(j pi l / 4)] and phi_n = j^n.
TEST(Codebook, NrFourPortsAreThoseOfTheTables) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    const Complex e = std::polar(1.0, std::acos(-1.0) / 4.0);
    expectPrecoder(codebook, 1, {.i11 = 1, .i2 = 1}, 0.5, {1.0, e, j, j * e});
    // Second beam l' = 1 + 4: its element is -e.
    expectPrecoder(codebook, 2, {.i11 = 1, .i13 = 1, .i2 = 0}, 0.5 * s, {1.0, 1.0, e, -e, 1.0, -1.0, e, e});
    expectPrecoder(codebook, 3, {.i11 = 1, .i2 = 0}, 0.5 / std::sqrt(3.0),
                   {1.0, 1.0, 1.0, e, -e, e, 1.0, 1.0, -1.0, e, -e, -e});
    expectPrecoder(codebook, 4, {.i11 = 0, .i2 = 1}, 0.25,
                   {1.0, 1.0, 1.0, 1.0, 1.0, -1.0, 1.0, -1.0, j, j, -j, -j, j, -j, -j, j});
}

// (N1, N2) = (2, 2): v_{l,m} runs over the second dimension first.
TEST(Codebook, NrEightPortsRunOverTheSecondDimensionFirst) {
    const Codebook codebook(CodebookKind::nr_8_ports_2x2);
    const double scale = std::sqrt(1.0 / 8.0);
    expectPrecoder(codebook, 1, {.i11 = 4, .i12 = 2, .i2 = 2}, scale, {1.0, j, -1.0, -j, -1.0, -j, 1.0, j});
}

// Entry 0 of two layers is proportional to [1 1; 1 -1; 1 -1; 1 1]; entry 15 of one layer to [1, -1, -1, -1].
TEST(Codebook, LteFourPortsAreThoseOfTheTable) {
    const Codebook codebook(CodebookKind::lte_4_ports);
    expectPrecoder(codebook, 2, {.i2 = 0}, 0.5 * s, {1.0, 1.0, 1.0, -1.0, 1.0, -1.0, 1.0, 1.0});
    expectPrecoder(codebook, 1, {.i2 = 15}, 0.5, {1.0, -1.0, -1.0, -1.0});
    // u_4 = [1, (-1 - j) / sqrt(2), -j, (1 - j) / sqrt(2)]: the first column of W is [1, 0, 0, 0] - u / 2.
    expectPrecoder(codebook, 1, {.i2 = 4}, 0.5, {1.0, s * (1.0 + j), j, -s * (1.0 - j)});
}

// Every precoder of a rank is in the group of exactly one beam, which is its own.
TEST(Codebook, GroupsAreTheBeams) {
    for (const CodebookKind kind :
         {CodebookKind::nr_4_ports, CodebookKind::nr_8_ports_4x1, CodebookKind::nr_8_ports_2x2}) {
        const Codebook codebook(kind);
        for (std::size_t rank = 2; rank <= 4; ++rank)
            for (std::size_t index = 0; index < codebook.size(1); ++index) {
                const PrecoderIndices beam = codebook.indices(1, index);
                const Codebook::Range range = codebook.group(rank, index);
                for (std::size_t i = 0; i < codebook.size(rank); ++i) {
                    const PrecoderIndices other = codebook.indices(rank, i);
                    EXPECT_EQ(i >= range.begin && i < range.end,
                              other.i11 == beam.i11 && other.i12 == beam.i12);
                }
            }
    }
}

}  // namespace
}  // namespace celltwin::link
