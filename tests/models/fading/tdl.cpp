// SPDX-License-Identifier: BSD-3-Clause
//
// A table's statistics against what the clauses say they are: powers and delays of TR 38.901 Tables 7.7.2-1
// to 5, Clarke's autocorrelation J0, correlation over frequency as the transform of the power delay profile,
// Rice factors. Averages run over one loop and over independent antenna pairs; a tolerance is a few standard
// errors of such an average.
#include "models/fading/tdl.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "models/base/error.h"
#include "tests/models/scheduler/allocation_count.h"

namespace celltwin::fading {
namespace {

using Complex = std::complex<double>;
constexpr std::size_t kRows = FadingTable::kPeriod * FadingTable::kSamples;
constexpr TdlProfile kProfiles[] = {TdlProfile::a, TdlProfile::b, TdlProfile::c, TdlProfile::d,
                                    TdlProfile::e};
constexpr double kTau = 2.0 * std::numbers::pi;

double linear(double db) {
    return std::pow(10.0, db / 10.0);
}

FadingTable makeTable(TdlProfile profile, const FadingParameters& parameters, std::uint64_t seed = 5) {
    return {Random(seed), profile, parameters};
}

Complex sample(const FadingTable& table, std::size_t n, std::size_t coefficient) {
    return Complex(table.row(n % kRows)[coefficient]);
}

/// Mean over the loop of h_a(n + lag) conj(h_b(n)).
Complex loopCorrelation(const FadingTable& table, std::size_t a, std::size_t b, std::size_t lag = 0) {
    Complex sum;
    for (std::size_t n = 0; n < kRows; ++n) sum += sample(table, n + lag, a) * std::conj(sample(table, n, b));
    return sum / static_cast<double>(kRows);
}

/// exp(-j 2 pi f tau) weighted by the profile's powers: correlation over a distance in frequency.
Complex profileTransform(TdlProfile profile, double frequency_times_spread) {
    Complex sum;
    double power = 0.0;
    for (const Tap& tap : taps(profile)) {
        sum += linear(tap.power_db) * std::polar(1.0, -kTau * frequency_times_spread * tap.normalized_delay);
        power += linear(tap.power_db);
    }
    return sum / power;
}

double rmsDelay(TdlProfile profile) {
    double power = 0.0, mean = 0.0, square = 0.0;
    for (const Tap& tap : taps(profile)) {
        const double p = linear(tap.power_db), delay = tap.normalized_delay;
        power += p;
        mean += p * delay;
        square += p * delay * delay;
    }
    return std::sqrt(square / power - mean * mean / (power * power));
}

// Clause 7.7.3 scales delays by the wanted spread, as those of the tables have an rms spread of 1.
TEST(Taps, HaveUnitDelaySpread) {
    for (const TdlProfile profile : kProfiles) EXPECT_NEAR(rmsDelay(profile), 1.0, 0.007);
}

// Notes of Tables 7.7.2-4 and 5: the first tap's Rice factor is 13.3 dB and 22 dB, its mean power 0 dB.
TEST(Taps, FirstTapOfDAndEIsRice) {
    for (const auto& [profile, k_db] : {std::pair{TdlProfile::d, 13.3}, std::pair{TdlProfile::e, 22.0}}) {
        const std::span<const Tap> rows = taps(profile);
        ASSERT_EQ(rows[0].kind, TapKind::line_of_sight);
        EXPECT_EQ(rows[0].normalized_delay, 0.0);
        EXPECT_EQ(rows[1].normalized_delay, 0.0);
        EXPECT_NEAR(rows[0].power_db - rows[1].power_db, k_db, 1e-9);
        EXPECT_NEAR(10.0 * std::log10(linear(rows[0].power_db) + linear(rows[1].power_db)), 0.0, 0.01);
        for (const Tap& tap : rows.subspan(1)) EXPECT_EQ(tap.kind, TapKind::rayleigh);
    }
}

TEST(FadingTable, EachCoefficientHasUnitMeanPower) {
    for (const TdlProfile profile : kProfiles)
        for (const AntennaArray array : {AntennaArray::uniform_linear, AntennaArray::cross_polarized}) {
            const FadingTable table =
                makeTable(profile, {.delay_spread_s = 300e-9,
                                    .subbands = 5,
                                    .rx = 2,
                                    .tx = 4,
                                    .correlation = antennaCorrelation(array, CorrelationLevel::high)});
            for (std::size_t i = 0; i < table.coefficients(); ++i)
                EXPECT_NEAR(std::abs(loopCorrelation(table, i, i)), 1.0, 1e-5);
        }
}

// Clarke's spectrum: E h(t + lag) h*(t) = J0(2 pi lag). 64 pairs of a wideband channel leave a standard error
// near 0.005.
TEST(FadingTable, CorrelatesOverTimeAsJ0) {
    const FadingTable table = makeTable(
        TdlProfile::b, {.delay_spread_s = 1e-6, .subbands = 4, .subband_width_hz = 5e6, .rx = 8, .tx = 8});
    for (std::size_t lag = 0; lag <= 3 * FadingTable::kSamples; lag += 2) {
        Complex mean;
        for (std::size_t i = 0; i < table.coefficients(); ++i) mean += loopCorrelation(table, i, i, lag);
        mean /= static_cast<double>(table.coefficients());
        const double turns = static_cast<double>(lag) / static_cast<double>(FadingTable::kSamples);
        EXPECT_NEAR(mean.real(), std::cyl_bessel_j(0.0, kTau * turns), 0.02) << turns << " turns";
        EXPECT_NEAR(mean.imag(), 0.0, 0.02) << turns << " turns";
    }
}

TEST(FadingTable, CorrelatesOverFrequencyAsTheProfileTransforms) {
    constexpr double kSpread = 300e-9, kWidth = 200e3;
    for (const TdlProfile profile : kProfiles) {
        const FadingTable table = makeTable(
            profile,
            {.delay_spread_s = kSpread, .subbands = 9, .subband_width_hz = kWidth, .rx = 8, .tx = 8});
        for (std::size_t step = 1; step < 9; ++step) {
            Complex mean;
            for (std::size_t pair = 0; pair < 64; ++pair)
                for (std::size_t subband = 0; subband + step < 9; ++subband)
                    mean += loopCorrelation(table, (subband + step) * 64 + pair, subband * 64 + pair) /
                            static_cast<double>(64 * (9 - step));
            EXPECT_LT(
                std::abs(mean - profileTransform(profile, kWidth * kSpread * static_cast<double>(step))),
                0.03)
                << "step " << step;
        }
    }
}

// Near zero distance |R|^2 = 1 - (2 pi f spread)^2: the built response has the spread that was asked for.
TEST(FadingTable, HasTheConfiguredDelaySpread) {
    constexpr double kWidth = 20e3;
    for (const double spread_s : {100e-9, 363e-9, 1e-6})
        for (const TdlProfile profile : {TdlProfile::a, TdlProfile::c}) {
            const FadingTable table = makeTable(
                profile,
                {.delay_spread_s = spread_s, .subbands = 2, .subband_width_hz = kWidth, .rx = 8, .tx = 8});
            Complex mean;
            for (std::size_t pair = 0; pair < 64; ++pair)
                mean += loopCorrelation(table, 64 + pair, pair) / 64.0;
            const double measured_s = std::sqrt(1.0 - std::norm(mean)) / (kTau * kWidth);
            EXPECT_NEAR(measured_s / spread_s, 1.0, 0.05) << spread_s;
        }
}

TEST(FadingTable, NoDelaySpreadIsFlat) {
    const FadingTable table = makeTable(TdlProfile::c, {.delay_spread_s = 0.0, .subbands = 6});
    for (std::size_t n = 0; n < kRows; n += 37)
        for (std::size_t i = 1; i < 6; ++i)
            EXPECT_LT(std::abs(sample(table, n, i) - sample(table, n, 0)), 1e-6);
}

/// Amplitude of the line at 0.7 f_D.
Complex lineOfSight(const FadingTable& table, std::size_t coefficient) {
    Complex line;
    for (std::size_t n = 0; n < kRows; ++n)
        line += sample(table, n, coefficient) *
                std::polar(1.0 / kRows, -kTau * 0.7 * static_cast<double>(n) / FadingTable::kSamples);
    return line;
}

// The line of sight turns at 0.7 f_D and has its share of the profile's power; nothing else is on that line.
TEST(FadingTable, LineOfSightIsAtSevenTenthsOfDoppler) {
    for (const TdlProfile profile : {TdlProfile::d, TdlProfile::e}) {
        const FadingTable table =
            makeTable(profile, {.delay_spread_s = 100e-9, .subbands = 3, .rx = 2, .tx = 2});
        double power = 0.0;
        for (const Tap& tap : taps(profile)) power += linear(tap.power_db);
        const double share = linear(taps(profile)[0].power_db) / power;
        for (std::size_t i = 0; i < table.coefficients(); ++i) {
            EXPECT_NEAR(std::norm(lineOfSight(table, i)), share, 1e-5);
            EXPECT_LT(std::abs(lineOfSight(table, i) - lineOfSight(table, 0)), 1e-5);
        }
    }
}

// The static channel of TS 38.101-4 Annex B.1, [1 j; 1 -j]: two orthogonal layers through crossed
// polarisations.
TEST(FadingTable, LineOfSightThroughCrossedPolarisationsIsOrthogonal) {
    const FadingTable table =
        makeTable(TdlProfile::e,
                  {.rx = 2,
                   .tx = 4,
                   .correlation = antennaCorrelation(AntennaArray::cross_polarized, CorrelationLevel::high)});
    const Complex j(0.0, 1.0), expected[] = {1.0, 1.0, j, j, 1.0, 1.0, -j, -j};
    for (std::size_t pair = 0; pair < 8; ++pair)
        EXPECT_LT(std::abs(lineOfSight(table, pair) / lineOfSight(table, 0) - expected[pair]), 1e-5) << pair;
}

// Kolmogorov-Smirnov at 1 %: power of a Rayleigh channel is exponential. Samples two wavelengths apart.
TEST(FadingTable, EnvelopeIsRayleigh) {
    for (const TdlProfile profile : {TdlProfile::a, TdlProfile::b, TdlProfile::c}) {
        const FadingTable table = makeTable(profile, {.rx = 8, .tx = 8});
        std::vector<double> powers;
        for (std::size_t n = 0; n < kRows; n += 2 * FadingTable::kSamples)
            for (std::size_t i = 0; i < 64; ++i) powers.push_back(std::norm(sample(table, n, i)));
        std::sort(powers.begin(), powers.end());
        const auto count = static_cast<double>(powers.size());
        double distance = 0.0;
        for (std::size_t i = 0; i < powers.size(); ++i) {
            const double expected = 1.0 - std::exp(-powers[i]);
            distance = std::max({distance, expected - static_cast<double>(i) / count,
                                 static_cast<double>(i + 1) / count - expected});
        }
        EXPECT_LT(distance, 1.63 / std::sqrt(count));
    }
}

// Where a link reads and how it is steered, from the draws tdl.h names: magnitudes are those of the loop.
TEST(FadingTable, ALinkReadsTheLoopFromItsPlace) {
    for (const auto& [rx, tx] :
         {std::pair{1UL, 1UL}, std::pair{3UL, 2UL}, std::pair{4UL, 4UL}, std::pair{1UL, 5UL}}) {
        const FadingTable table = makeTable(TdlProfile::a, {.subbands = 7, .rx = rx, .tx = tx});
        std::vector<std::complex<float>> h(table.coefficients());
        for (const std::uint64_t link : {0UL, 1UL, 77UL, ~0UL})
            for (const double turns : {0.0, 0.4, 79.99, 1234.5, -3.3, 1e9}) {
                const double whole = Random(5).uniform(Stream::fading, link) * FadingTable::kPeriod + turns;
                const double place =
                    (whole - std::floor(whole / FadingTable::kPeriod) * FadingTable::kPeriod) *
                    FadingTable::kSamples;
                const auto n = static_cast<std::size_t>(place);
                table.at(link, turns, h);
                for (std::size_t i = 0; i < h.size(); ++i) {
                    const Complex a = sample(table, n, i), b = sample(table, n + 1, i);
                    EXPECT_NEAR(std::abs(h[i]), std::abs(a + (place - static_cast<double>(n)) * (b - a)),
                                2e-5);
                }
            }
    }
}

// Between samples the loop is its 161 lines: linear interpolation halfway misses them by less than -40 dB.
TEST(FadingTable, InterpolationErrorIsBelow40Db) {
    constexpr int kPeriod = static_cast<int>(FadingTable::kPeriod);
    const FadingTable table = makeTable(TdlProfile::c, {.subbands = 4, .subband_width_hz = 5e6});
    double error = 0.0, power = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
        std::vector<Complex> lines(2 * kPeriod + 1);
        for (int k = -kPeriod; k <= kPeriod; ++k)
            for (std::size_t n = 0; n < kRows; ++n)
                lines[static_cast<std::size_t>(k + kPeriod)] +=
                    sample(table, n, i) * std::polar(1.0 / kRows, -kTau * k * static_cast<double>(n) / kRows);
        for (std::size_t n = 0; n < kRows; n += 7) {
            Complex exact;
            for (int k = -kPeriod; k <= kPeriod; ++k)
                exact += lines[static_cast<std::size_t>(k + kPeriod)] *
                         std::polar(1.0, kTau * k * (static_cast<double>(n) + 0.5) / kRows);
            error += std::norm(exact - 0.5 * (sample(table, n, i) + sample(table, n + 1, i)));
            power += std::norm(exact);
        }
    }
    EXPECT_LT(10.0 * std::log10(error / power), -40.0);
    EXPECT_GT(10.0 * std::log10(error / power),
              -50.0);  // it is an error of interpolation, not of a second copy
}

TEST(FadingTable, LoopCloses) {
    const FadingTable table = makeTable(TdlProfile::d, {.subbands = 3, .rx = 2, .tx = 2});
    std::vector<std::complex<float>> a(table.coefficients()), b(a);
    table.at(9, 3.21, a);
    table.at(9, 3.21 + 5 * FadingTable::kPeriod, b);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_LT(std::abs(a[i] - b[i]), 1e-5F);
}

// Over an ensemble of links at one instant: unit power, no mean, and nothing in common between neighbours in
// number.
TEST(FadingTable, LinksAreIndependent) {
    constexpr std::size_t kLinks = 20000;
    const FadingTable table = makeTable(TdlProfile::c, {.rx = 2, .tx = 2});
    std::vector<std::complex<float>> a(4), b(4);
    Complex mean, crossed;
    double power = 0.0, both = 0.0;
    for (std::uint64_t link = 0; link < kLinks; ++link) {
        table.at(link << 20, 12.3, a);
        table.at((link << 20) + 1, 12.3, b);
        mean += Complex(a[1]) / static_cast<double>(kLinks);
        crossed += Complex(a[1]) * std::conj(Complex(b[1])) / static_cast<double>(kLinks);
        power += static_cast<double>(std::norm(a[1])) / kLinks;
        both += static_cast<double>(std::norm(a[1]) * std::norm(b[1])) / kLinks;
    }
    EXPECT_LT(std::abs(mean), 4.0 / std::sqrt(kLinks));
    EXPECT_LT(std::abs(crossed), 4.0 / std::sqrt(kLinks));
    EXPECT_NEAR(power, 1.0, 0.03);
    EXPECT_NEAR(both, 1.0, 0.06);
}

// Two links at the same place of the loop differ by their steering all the same.
TEST(FadingTable, LinksPointTheirOwnWays) {
    const FadingTable table = makeTable(
        TdlProfile::e,
        {.tx = 4, .correlation = antennaCorrelation(AntennaArray::uniform_linear, CorrelationLevel::high)});
    std::vector<std::complex<float>> h(4);
    Complex direction;
    for (std::uint64_t link = 0; link < 4000; ++link) {
        table.at(link, 0.0, h);
        direction += Complex(h[1] * std::conj(h[0])) / 4000.0;
        // A slope along the array: the phase step from antenna 0 to 1 is that from 2 to 3, but for what
        // scatters.
        EXPECT_LT(std::abs(std::arg(h[1] * std::conj(h[0]) * std::conj(h[3] * std::conj(h[2])))), 1.0);
    }
    EXPECT_LT(std::abs(direction), 0.07);
}

TEST(FadingTable, SameBytesInAnyOrder) {
    const FadingParameters parameters{.subbands = 13, .rx = 4, .tx = 4};
    const FadingTable one = makeTable(TdlProfile::a, parameters), two = makeTable(TdlProfile::a, parameters);
    const std::size_t size = one.coefficients();
    std::vector<std::complex<float>> forth(50 * size), back(50 * size);
    for (std::size_t link = 0; link < 50; ++link)
        one.at(link, 0.1 * static_cast<double>(link), std::span(forth).subspan(link * size, size));
    for (std::size_t link = 50; link-- > 0;)
        two.at(link, 0.1 * static_cast<double>(link), std::span(back).subspan(link * size, size));
    EXPECT_TRUE(forth == back);
}

TEST(FadingTable, SeedAndProfileChangeTheDraws) {
    const FadingTable one = makeTable(TdlProfile::a, {}), seed = makeTable(TdlProfile::a, {}, 6);
    const FadingTable profile = makeTable(TdlProfile::b, {});
    Complex by_seed, by_profile;
    for (std::size_t n = 0; n < kRows; ++n) {
        by_seed += sample(one, n, 0) * std::conj(sample(seed, n, 0)) / static_cast<double>(kRows);
        by_profile += sample(one, n, 0) * std::conj(sample(profile, n, 0)) / static_cast<double>(kRows);
    }
    EXPECT_LT(std::abs(by_seed), 0.4);
    EXPECT_LT(std::abs(by_profile), 0.4);
}

TEST(FadingTable, ReadingAllocatesNothing) {
    const FadingTable table = makeTable(TdlProfile::c, {.subbands = 13, .rx = 4, .tx = 4});
    std::vector<std::complex<float>> h(table.coefficients());
    const long before = allocationCount();
    for (std::uint64_t link = 0; link < 100; ++link) table.at(link, 1.0, h);
    EXPECT_EQ(allocationCount(), before);
}

TEST(FadingTable, KnowsItsSize) {
    const FadingTable table = makeTable(TdlProfile::c, {.subbands = 13, .rx = 4, .tx = 4});
    EXPECT_EQ(table.coefficients(), 13U * 16U);
    EXPECT_EQ(table.bytes(), (kRows + 1) * 13U * 16U * 8U);
}

TEST(FadingTable, NamesWhatItDoesNotAccept) {
    const auto refuses = [](const FadingParameters& parameters, const std::string& words) {
        try {
            makeTable(TdlProfile::a, parameters);
            ADD_FAILURE() << "accepted, but " << words;
        } catch (const ConfigError& error) {
            EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
        }
    };
    refuses({.delay_spread_s = -1e-9}, "delay_spread_s");
    refuses({.delay_spread_s = std::nan("")}, "accepted is 0 to 1e-05");
    refuses({.subbands = 0}, "subbands");
    refuses({.subband_width_hz = 0.0}, "subband_width_hz");
    refuses({.rx = 9}, "rx is 9; accepted is 1 to 8");
    refuses({.tx = 0}, "tx");
    refuses({.correlation = {.alpha = 1.1}}, "alpha");
    refuses({.rx = 3, .correlation = {.array = AntennaArray::cross_polarized}}, "3 cross-polarised antennas");
}

}  // namespace
}  // namespace celltwin::fading
