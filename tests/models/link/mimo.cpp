// SPDX-License-Identifier: BSD-3-Clause
//
// Layers behind an MMSE receiver against closed forms, against mimo_reference.py, which forms the receiver
// itself, and against the double-precision reference; the choice of precoder against an exhaustive search.
#include "models/link/mimo.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>
#include <vector>

#include "models/base/random.h"
#include "tests/models/scheduler/allocation_count.h"

namespace celltwin::link {
namespace {

using Complex = std::complex<float>;

/// Independent Rayleigh coefficients, [subband][rx][tx].
std::vector<Complex> rayleigh(std::size_t count, std::uint64_t seed) {
    const Random random(seed);
    std::vector<Complex> h(count);
    for (std::size_t i = 0; i < count; ++i)
        h[i] = {static_cast<float>(std::sqrt(0.5) * random.normal(Stream::fading, i, 0)),
                static_cast<float>(std::sqrt(0.5) * random.normal(Stream::fading, i, 1))};
    return h;
}

std::vector<float> layersOf(std::span<const Complex> h, std::size_t rx, std::size_t tx,
                            std::span<const Complex> w, std::size_t rank, float snr) {
    std::vector<float> sinr(rank);
    layerSinr(h, rx, tx, w, snr, sinr);
    return sinr;
}

std::vector<Complex> identity(std::size_t n, float scale) {
    std::vector<Complex> w(n * n);
    for (std::size_t i = 0; i < n; ++i) w[i * n + i] = scale;
    return w;
}

TEST(LayerSinr, OneAntennaIsSnrTimesGain) {
    const Complex one = 1.0F;
    for (const Complex h : {Complex(1.0F, 0.0F), Complex(0.3F, -1.2F), Complex(1e-4F, 0.0F), Complex()})
        for (const float snr : {0.0F, 1e-6F, 1.0F, 1e4F})
            EXPECT_FLOAT_EQ(layersOf({&h, 1}, 1, 1, {&one, 1}, 1, snr)[0], snr * std::norm(h));
}

// H = I, W = I / sqrt(n): every layer has snr / n.
TEST(LayerSinr, IdentityChannelSharesPower) {
    for (std::size_t n = 1; n <= 4; ++n) {
        const auto h = identity(n, 1.0F), w = identity(n, 1.0F / std::sqrt(static_cast<float>(n)));
        for (const float snr : {0.5F, 20.0F, 3000.0F})
            for (const float sinr : layersOf(h, n, n, w, n, snr))
                EXPECT_NEAR(sinr / (snr / static_cast<float>(n)), 1.0F, 2e-6F);
    }
}

// Rank 1 is the matched filter: snr |H w|^2.
TEST(LayerSinr, OneLayerIsTheMatchedFilter) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    const auto h = rayleigh(16, 1);
    for (std::size_t index = 0; index < codebook.size(1); ++index) {
        const auto w = codebook.precoder(1, index);
        double gain = 0.0;
        for (std::size_t r = 0; r < 4; ++r) {
            std::complex<double> sum;
            for (std::size_t t = 0; t < 4; ++t)
                sum += std::complex<double>(h[r * 4 + t]) * std::complex<double>(w[t]);
            gain += std::norm(sum);
        }
        EXPECT_NEAR(layersOf(h, 4, 4, w, 1, 30.0F)[0] / (30.0 * gain), 1.0, 1e-6);
    }
}

// A unitary rotation of the receive antennas changes nothing.
TEST(LayerSinr, RotatingTheReceiverChangesNothing) {
    const Codebook rotations(CodebookKind::lte_4_ports), codebook(CodebookKind::nr_4_ports);
    const auto h = rayleigh(16, 2);
    for (std::size_t rank = 1; rank <= 4; ++rank) {
        const auto before = layersOf(h, 4, 4, codebook.precoder(rank, 5), rank, 50.0F);
        const auto u = rotations.precoder(4, 6);  // unitary over 2
        std::vector<Complex> rotated(16);
        for (std::size_t r = 0; r < 4; ++r)
            for (std::size_t t = 0; t < 4; ++t)
                for (std::size_t k = 0; k < 4; ++k) rotated[r * 4 + t] += 2.0F * u[r * 4 + k] * h[k * 4 + t];
        const auto after = layersOf(rotated, 4, 4, codebook.precoder(rank, 5), rank, 50.0F);
        for (std::size_t l = 0; l < rank; ++l) EXPECT_NEAR(after[l] / before[l], 1.0F, 1e-4F);
    }
}

// At high SNR MMSE is zero forcing: snr / [(A^H A)^-1]_ll, here of a 2x2 matrix by hand.
TEST(LayerSinr, HighSnrIsZeroForcing) {
    const auto h = rayleigh(4, 3), w = identity(2, std::sqrt(0.5F));
    double column[2] = {}, determinant = 0.0;
    std::complex<double> cross;
    for (std::size_t r = 0; r < 2; ++r) {
        const std::complex<double> a(h[2 * r]), b(h[2 * r + 1]);
        column[0] += std::norm(a) / 2.0;
        column[1] += std::norm(b) / 2.0;
        cross += std::conj(a) * b / 2.0;
    }
    determinant = column[0] * column[1] - std::norm(cross);
    const double snr = 1e4;
    const auto sinr = layersOf(h, 2, 2, w, 2, static_cast<float>(snr));
    EXPECT_NEAR(sinr[0] / (snr * determinant / column[1]), 1.0, 2e-3);
    EXPECT_NEAR(sinr[1] / (snr * determinant / column[0]), 1.0, 2e-3);
}

// More layers than receive antennas: two equal columns share one antenna, each hears the other at its own
// strength.
TEST(LayerSinr, SingularChannelIsInterferenceLimited) {
    const std::vector<Complex> h{1.0F, 1.0F};
    const auto w = identity(2, std::sqrt(0.5F));
    for (const float snr : {1.0F, 100.0F, 1e6F, 1e9F, 1e12F})
        for (const float sinr : layersOf(h, 1, 2, w, 2, snr)) {
            EXPECT_TRUE(std::isfinite(sinr));
            EXPECT_GE(sinr, 0.0F);
            EXPECT_NEAR(sinr, snr / 2 / (snr / 2 + 1), snr > 1e5F ? 1.0F : 1e-4F);
        }
}

// Powers of two, so that nothing rounds: floats see two layers as one, and their difference as exactly
// nothing.
TEST(LayerSinr, WhatFloatsCannotTellApartStaysFinite) {
    const std::vector<Complex> h{1.0F, 1.0F};
    for (const float sinr : layersOf(h, 1, 2, identity(2, 0.5F), 2, 0x1p40F)) {
        EXPECT_TRUE(std::isfinite(sinr));
        EXPECT_GE(sinr, 0.0F);
        EXPECT_LE(sinr, 2.0F);
    }
}

TEST(LayerSinr, NeverNegativeNorInfinite) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        std::vector<Complex> h = rayleigh(16, seed);
        if (seed % 2 == 0)  // rank one, and a little
            for (std::size_t i = 0; i < 16; ++i) h[i] = h[i % 4] + 1e-4F * h[i];
        if (seed % 5 == 0) std::fill(h.begin(), h.end(), Complex());
        for (std::size_t rank = 1; rank <= 4; ++rank)
            for (const float snr : {0.0F, 1e-9F, 1.0F, 1e6F, 1e12F})
                for (const float sinr : layersOf(h, 4, 4, codebook.precoder(rank, seed % 16), rank, snr)) {
                    ASSERT_TRUE(std::isfinite(sinr)) << seed;
                    ASSERT_GE(sinr, 0.0F) << seed;
                }
    }
}

// Floats keep layers to 1e-3 of themselves where the strongest is 40 dB and none is lost in it.
TEST(LayerSinr, MatchesTheReference) {
    const Codebook four(CodebookKind::nr_4_ports), eight(CodebookKind::nr_8_ports_2x2);
    for (const Codebook* codebook : {&four, &eight})
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            const std::size_t tx = codebook->ports(), rx = 1 + seed % 8;
            const auto h = rayleigh(rx * tx, seed);
            for (std::size_t rank = 1; rank <= 4; ++rank)
                for (const float snr : {0.01F, 1.0F, 100.0F, 10000.0F}) {
                    const auto w = codebook->precoder(rank, seed % codebook->size(rank));
                    const auto sinr = layersOf(h, rx, tx, w, rank, snr);
                    std::vector<double> judge(rank);
                    referenceLayerSinr(h, rx, tx, w, static_cast<double>(snr), judge);
                    for (std::size_t l = 0; l < rank; ++l)
                        EXPECT_NEAR(sinr[l], judge[l],
                                    1e-3 * judge[l] + 1e-6 + 1e-6 * static_cast<double>(snr))
                            << "seed " << seed << " rx " << rx << " rank " << rank << " snr " << snr;
                }
        }
}

struct PipeCloser {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

bool readComplex(std::FILE* pipe, Complex& value) {
    float re = 0.0F, im = 0.0F;
    if (std::fscanf(pipe, "%f %f", &re, &im) != 2) return false;
    value = {re, im};
    return true;
}

TEST(LayerSinr, MatchesTheReceiverInPython) {
    const char* command = CELLTWIN_PYTHON " -B " CELLTWIN_SOURCE_DIR "/tests/models/link/mimo_reference.py";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(command, "r"));
    ASSERT_TRUE(pipe);
    std::size_t rx = 0, tx = 0, rank = 0, cases = 0;
    float snr = 0.0F;
    while (std::fscanf(pipe.get(), "%zu %zu %zu %f", &rx, &tx, &rank, &snr) == 4) {
        std::vector<Complex> h(rx * tx), w(tx * rank);
        for (Complex& element : h) ASSERT_TRUE(readComplex(pipe.get(), element));
        for (Complex& element : w) ASSERT_TRUE(readComplex(pipe.get(), element));
        const auto sinr = layersOf(h, rx, tx, w, rank, snr);
        std::vector<double> judge(rank);
        referenceLayerSinr(h, rx, tx, w, static_cast<double>(snr), judge);
        for (std::size_t l = 0; l < rank; ++l) {
            double expected = 0.0;
            ASSERT_EQ(std::fscanf(pipe.get(), "%lf", &expected), 1);
            EXPECT_NEAR(judge[l], expected, 1e-5 * expected + 1e-9) << rx << 'x' << tx << " rank " << rank;
            EXPECT_NEAR(sinr[l], expected, 1e-3 * expected + 1e-6) << rx << 'x' << tx << " rank " << rank;
        }
        ++cases;
    }
    EXPECT_EQ(cases, 13U * 4U);
}

// All subbands at once are the subbands one by one, whatever their number; snr may differ between them.
TEST(LayerSinr, SubbandsInLanesAreTheSameBytes) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    for (const std::size_t subbands : {1UL, 7UL, 8UL, 13UL, 16UL, 273UL}) {
        const auto h = rayleigh(subbands * 8, subbands);
        std::vector<float> snr(subbands);
        for (std::size_t i = 0; i < subbands; ++i) snr[i] = 0.5F * static_cast<float>(i + 1);
        for (std::size_t rank = 1; rank <= 4; ++rank) {
            const auto w = codebook.precoder(rank, 9);
            std::vector<float> sinr(subbands * rank);
            layerSinr({h, subbands, 2, 4}, w, rank, snr, sinr);
            for (std::size_t i = 0; i < subbands; ++i) {
                const auto one = layersOf(std::span(h).subspan(i * 8, 8), 2, 4, w, rank, snr[i]);
                for (std::size_t l = 0; l < rank; ++l) ASSERT_EQ(sinr[i * rank + l], one[l]);
            }
        }
    }
}

TEST(RankCapacity, IsTheMeanOfLogarithms) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    const auto h = rayleigh(11 * 16, 4);
    const MimoChannel channel{h, 11, 4, 4};
    const float snr = 40.0F;
    for (std::size_t rank = 1; rank <= 4; ++rank) {
        std::vector<float> sinr(11 * rank);
        layerSinr(channel, codebook.precoder(rank, 2), rank, {&snr, 1}, sinr);
        double sum = 0.0;
        for (const float x : sinr) sum += std::log2(1.0 + static_cast<double>(x));
        EXPECT_NEAR(rankCapacity(channel, codebook.precoder(rank, 2), rank, {&snr, 1}), sum / 11.0, 1e-5);
    }
}

TEST(RankCapacity, StaysFiniteAtAbsurdSnr) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    const auto h = rayleigh(16 * 16, 4);
    const float snr = 1e12F;
    for (std::size_t rank = 1; rank <= 4; ++rank)
        EXPECT_TRUE(std::isfinite(rankCapacity({h, 16, 4, 4}, codebook.precoder(rank, 0), rank, {&snr, 1})));
}

/// What one channel's choice is compared with: every precoder of every rank.
double exhaustive(const Codebook& codebook, const MimoChannel& channel, std::span<const float> snr,
                  std::size_t max_rank) {
    double best = 0.0;
    for (std::size_t rank = 1; rank <= std::min({max_rank, codebook.maxRank(), channel.rx}); ++rank)
        for (std::size_t index = 0; index < codebook.size(rank); ++index)
            best = std::max(best, rankCapacity(channel, codebook.precoder(rank, index), rank, snr));
    return best;
}

TEST(SelectPrecoder, ChoosesWhatItSaysItChooses) {
    for (const CodebookKind kind :
         {CodebookKind::one_port, CodebookKind::nr_2_ports, CodebookKind::nr_4_ports,
          CodebookKind::nr_8_ports_4x1, CodebookKind::nr_8_ports_2x2, CodebookKind::lte_2_ports,
          CodebookKind::lte_4_ports}) {
        const Codebook codebook(kind);
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            const std::size_t rx = 1 + seed % 4, tx = codebook.ports();
            const auto h = rayleigh(13 * rx * tx, seed);
            const MimoChannel channel{h, 13, rx, tx};
            const float snr = std::pow(10.0F, static_cast<float>(seed % 8) / 2.0F - 1.0F);
            const PrecoderChoice choice = selectPrecoder(codebook, channel, {&snr, 1}, 1 + seed % 5);
            ASSERT_LE(choice.rank, std::min({1 + seed % 5, rx, tx}));
            ASSERT_LT(choice.index, codebook.size(choice.rank));
            const double best = choice.capacity[choice.rank - 1];
            EXPECT_NEAR(
                best,
                rankCapacity(channel, codebook.precoder(choice.rank, choice.index), choice.rank, {&snr, 1}),
                1e-9);
            for (const double other : choice.capacity) EXPECT_GE(best, other);
            EXPECT_GE(best, choice.capacity[0]);  // never below rank 1
            EXPECT_LE(best, exhaustive(codebook, channel, {&snr, 1}, 1 + seed % 5) + 1e-9);
        }
    }
}

// In one subband power and capacity have the same order, so the full search of rank 1 finds the best.
TEST(SelectPrecoder, FindsTheBestOfRankOne) {
    for (const CodebookKind kind :
         {CodebookKind::nr_2_ports, CodebookKind::nr_4_ports, CodebookKind::nr_8_ports_4x1,
          CodebookKind::nr_8_ports_2x2, CodebookKind::lte_2_ports, CodebookKind::lte_4_ports}) {
        const Codebook codebook(kind);
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            const std::size_t rx = 1 + seed % 3, tx = codebook.ports();
            const auto h = rayleigh(rx * tx, seed);
            const float snr = 10.0F;
            const PrecoderChoice choice = selectPrecoder(codebook, {h, 1, rx, tx}, {&snr, 1}, 1);
            EXPECT_NEAR(choice.capacity[0], exhaustive(codebook, {h, 1, rx, tx}, {&snr, 1}, 1), 1e-5);
        }
    }
}

// Two antennas, flat: rank 1 is searched in full, and all of rank 2, so the choice is the best there is.
TEST(SelectPrecoder, FindsTheBestOfTwoPorts) {
    const Codebook codebook(CodebookKind::nr_2_ports);
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto h = rayleigh(4, seed);
        const float snr = 10.0F;
        const PrecoderChoice choice = selectPrecoder(codebook, {h, 1, 2, 2}, {&snr, 1}, 2);
        EXPECT_NEAR(choice.capacity[choice.rank - 1], exhaustive(codebook, {h, 1, 2, 2}, {&snr, 1}, 2), 1e-5);
    }
}

// Searching the best beam's group alone costs little against all precoders.
TEST(SelectPrecoder, LosesLittleAgainstAllPrecoders) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    double chosen = 0.0, best = 0.0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto h = rayleigh(13 * 16, seed);
        for (const float snr : {1.0F, 30.0F, 1000.0F}) {
            const PrecoderChoice choice = selectPrecoder(codebook, {h, 13, 4, 4}, {&snr, 1}, 4);
            chosen += choice.capacity[choice.rank - 1];
            best += exhaustive(codebook, {h, 13, 4, 4}, {&snr, 1}, 4);
        }
    }
    EXPECT_GT(chosen / best, 0.98);
}

// A line of sight from beam l has rank 1, and the beam that points at it.
TEST(SelectPrecoder, PointsAtALineOfSight) {
    const Codebook codebook(CodebookKind::nr_8_ports_4x1);
    for (std::size_t index = 0; index < codebook.size(1); ++index) {
        std::vector<Complex> h;
        for (std::size_t subband = 0; subband < 5; ++subband)
            for (std::size_t r = 0; r < 2; ++r)
                for (const Complex w : codebook.precoder(1, index)) h.push_back(std::conj(w));
        const float snr = 1e3F;
        const PrecoderChoice choice = selectPrecoder(codebook, {h, 5, 2, 8}, {&snr, 1}, 4);
        EXPECT_EQ(choice.rank, 1U);
        EXPECT_EQ(choice.index, index);
    }
}

TEST(SelectPrecoder, RankGrowsWithSnr) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    const auto h = rayleigh(13 * 16, 12);
    const auto rankAt = [&](float snr) { return selectPrecoder(codebook, {h, 13, 4, 4}, {&snr, 1}, 4).rank; };
    EXPECT_EQ(rankAt(1e-3F), 1U);
    EXPECT_EQ(rankAt(1e5F), 4U);
}

TEST(SelectPrecoder, SilenceIsRankOne) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    const std::vector<Complex> h(3 * 16);
    const float snr = 10.0F;
    const PrecoderChoice choice = selectPrecoder(codebook, {h, 3, 4, 4}, {&snr, 1}, 4);
    EXPECT_EQ(choice.rank, 1U);
    EXPECT_EQ(choice.index, 0U);
}

TEST(Mimo, SlotPathAllocatesNothing) {
    const Codebook codebook(CodebookKind::nr_4_ports);
    const auto h = rayleigh(13 * 16, 12);
    const float snr = 10.0F;
    std::vector<float> sinr(13 * 4);
    const long before = allocationCount();
    for (std::size_t rank = 1; rank <= 4; ++rank)
        layerSinr({h, 13, 4, 4}, codebook.precoder(rank, 0), rank, {&snr, 1},
                  std::span(sinr).first(13 * rank));
    const PrecoderChoice choice = selectPrecoder(codebook, {h, 13, 4, 4}, {&snr, 1}, 4);
    EXPECT_EQ(allocationCount(), before);
    EXPECT_GE(choice.rank, 1U);
}

}  // namespace
}  // namespace celltwin::link
