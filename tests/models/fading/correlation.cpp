// SPDX-License-Identifier: BSD-3-Clause
//
// Antenna correlation: printed entries of TS 38.101-4 Annex B.2.3 (as those of TS 36.101, to four digits),
// and what a built table shows of them.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <vector>

#include "models/fading/tdl.h"

namespace celltwin::fading {
namespace {

using Complex = std::complex<double>;

/// Entry for receive antennas r, s and transmit antennas t, u.
double entry(const std::vector<double>& matrix, std::size_t rx, std::size_t tx, std::size_t r, std::size_t t,
             std::size_t s, std::size_t u) {
    return matrix[(r * tx + t) * rx * tx + s * tx + u];
}

// Table B.2.3.1.2-3, 4x2 at medium correlation (alpha 0.3, beta 0.9): its first row, transmit antenna
// outermost.
TEST(CorrelationMatrix, MatchesThePrintedMediumMatrix) {
    const auto matrix =
        correlationMatrix(2, 4, antennaCorrelation(AntennaArray::uniform_linear, CorrelationLevel::medium));
    const double printed[] = {1.0000, 0.9000, 0.8748, 0.7873, 0.5856, 0.5271, 0.3000, 0.2700};
    for (std::size_t t = 0; t < 4; ++t)
        for (std::size_t r = 0; r < 2; ++r)
            EXPECT_NEAR(entry(matrix, 2, 4, 0, 0, r, t), printed[2 * t + r], 5e-5)
                << "tx " << t << ", rx " << r;
}

// Table B.2.3.1.2-2, 2x2 and 4x2 at high correlation.
TEST(CorrelationMatrix, MatchesThePrintedHighMatrices) {
    const AntennaCorrelation high = antennaCorrelation(AntennaArray::uniform_linear, CorrelationLevel::high);
    const auto two = correlationMatrix(2, 2, high);
    EXPECT_NEAR(entry(two, 2, 2, 0, 0, 1, 0), 0.9, 5e-5);
    EXPECT_NEAR(entry(two, 2, 2, 0, 0, 0, 1), 0.9, 5e-5);
    EXPECT_NEAR(entry(two, 2, 2, 0, 0, 1, 1), 0.81, 5e-5);
    const auto four = correlationMatrix(2, 4, high);
    const double printed[] = {1.0000, 0.8999, 0.9883, 0.8894, 0.9542, 0.8587, 0.8999, 0.8099};
    // The printed one is (R + a I) / (1 + a) with a = 0.0001, for its four digits to stay semidefinite.
    for (std::size_t t = 0; t < 4; ++t)
        for (std::size_t r = 0; r < 2; ++r)
            EXPECT_NEAR(entry(four, 2, 4, 0, 0, r, t), printed[2 * t + r], 2e-4)
                << "tx " << t << ", rx " << r;
}

// Clause B.2.3.2.1: R = P (R_gNB x Gamma x R_UE) P^T, Gamma = [1 0 -g 0; 0 1 0 g; -g 0 1 0; 0 g 0 1].
TEST(CorrelationMatrix, CrossedPolarisationsFollowGamma) {
    const AntennaCorrelation c = antennaCorrelation(AntennaArray::cross_polarized, CorrelationLevel::high);
    const double gamma[4][4] = {{1, 0, -0.3, 0}, {0, 1, 0, 0.3}, {-0.3, 0, 1, 0}, {0, 0.3, 0, 1}};
    const auto matrix = correlationMatrix(4, 4, c);
    for (std::size_t a = 0; a < 16; ++a)
        for (std::size_t b = 0; b < 16; ++b) {
            const std::size_t ra = a / 4, ta = a % 4, rb = b / 4, tb = b % 4;
            const double expected = (ta % 2 == tb % 2 ? 1.0 : 0.9) * (ra % 2 == rb % 2 ? 1.0 : 0.9) *
                                    gamma[2 * (ta / 2) + ra / 2][2 * (tb / 2) + rb / 2];
            EXPECT_NEAR(matrix[a * 16 + b], expected, 1e-12);
        }
}

TEST(CorrelationMatrix, LowIsTheIdentity) {
    for (const AntennaArray array : {AntennaArray::uniform_linear, AntennaArray::cross_polarized}) {
        const auto matrix = correlationMatrix(2, 4, antennaCorrelation(array, CorrelationLevel::low));
        for (std::size_t i = 0; i < 64; ++i) EXPECT_EQ(matrix[i], i % 9 == 0 ? 1.0 : 0.0);
    }
}

/// Largest distance between a table's mean of vec(H) vec(H)^H, over the loop and `subbands`, and `expected`.
double worstEntry(const FadingParameters& p, const std::vector<double>& expected) {
    constexpr std::size_t kRows = FadingTable::kPeriod * FadingTable::kSamples;
    const FadingTable table(Random(3), TdlProfile::b, p);
    const std::size_t pairs = p.rx * p.tx;
    double worst = 0.0;
    for (std::size_t a = 0; a < pairs; ++a)
        for (std::size_t b = 0; b < pairs; ++b) {
            Complex mean;
            for (std::size_t n = 0; n < kRows; n += 4)
                for (std::size_t subband = 0; subband < p.subbands; ++subband)
                    mean += Complex(table.row(n)[subband * pairs + a]) *
                            std::conj(Complex(table.row(n)[subband * pairs + b]));
            worst = std::max(worst, std::abs(mean / static_cast<double>(kRows / 4 * p.subbands) -
                                             expected[a * pairs + b]));
        }
    return worst;
}

// 40 subbands 5 MHz apart under 1 us of spread are close to independent: a standard error near 0.1 / sqrt(23
// taps).
TEST(FadingTable, ShowsTheCorrelationAskedFor) {
    for (const AntennaArray array : {AntennaArray::uniform_linear, AntennaArray::cross_polarized})
        for (const CorrelationLevel level :
             {CorrelationLevel::low, CorrelationLevel::medium, CorrelationLevel::high}) {
            const AntennaCorrelation c = antennaCorrelation(array, level);
            const FadingParameters p{.delay_spread_s = 1e-6,
                                     .subbands = 40,
                                     .subband_width_hz = 5e6,
                                     .rx = 2,
                                     .tx = 4,
                                     .correlation = c};
            EXPECT_LT(worstEntry(p, correlationMatrix(2, 4, c)), 0.09);
        }
}

}  // namespace
}  // namespace celltwin::fading
