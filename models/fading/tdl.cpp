// SPDX-License-Identifier: BSD-3-Clause
#include "models/fading/tdl.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <sstream>

#include "models/base/error.h"

namespace celltwin::fading {
namespace {

#define CELLTWIN_ROW(normalized_delay, power_db, kind) Tap{normalized_delay, power_db, TapKind::kind},
constexpr auto kTdlA = std::to_array<Tap>({
#include "spec_tables/tdl_a.inc"
});
constexpr auto kTdlB = std::to_array<Tap>({
#include "spec_tables/tdl_b.inc"
});
constexpr auto kTdlC = std::to_array<Tap>({
#include "spec_tables/tdl_c.inc"
});
constexpr auto kTdlD = std::to_array<Tap>({
#include "spec_tables/tdl_d.inc"
});
constexpr auto kTdlE = std::to_array<Tap>({
#include "spec_tables/tdl_e.inc"
});
#undef CELLTWIN_ROW
static_assert(kTdlA.size() == 23 && kTdlB.size() == 23 && kTdlC.size() == 24);
static_assert(kTdlD.size() == 14 && kTdlE.size() == 15);

constexpr double kPi = std::numbers::pi;
constexpr std::size_t kPeriod = FadingTable::kPeriod;
constexpr std::size_t kRows = kPeriod * FadingTable::kSamples;
constexpr std::size_t kLines = 2 * kPeriod + 1;  ///< Doppler -1 to 1 in steps of 1 / kPeriod
/// TR 38.901 clause 7.7.2: the line of sight of TDL-D and TDL-E has 0.7 of the largest Doppler shift.
constexpr std::size_t kLineOfSight = kPeriod + kPeriod * 7 / 10;
static_assert(kPeriod * 7 % 10 == 0);

// Steps of Random: a link's draws are small ones, the table's have the top bit set.
constexpr std::uint64_t kPlaceStep = 0, kSteeringStep = 1, kTableStep = 1ULL << 63;

double linear(double db) {
    return std::pow(10.0, db / 10.0);
}

/// Share of a profile's power in taps of a kind.
double share(TdlProfile profile, TapKind kind) {
    double sum = 0.0, of_kind = 0.0;
    for (const Tap& tap : taps(profile)) {
        sum += linear(tap.power_db);
        if (tap.kind == kind) of_kind += linear(tap.power_db);
    }
    return of_kind / sum;
}

/// Throws unless low <= value <= high.
void requireWithin(const char* name, double value, double low, double high) {
    if (value >= low && value <= high) return;
    std::ostringstream message;
    message << "fading: " << name << " is " << value << "; accepted is " << low << " to " << high;
    throw ConfigError(message.str());
}

const FadingParameters& checked(const FadingParameters& p) {
    requireWithin("delay_spread_s", p.delay_spread_s, 0.0, 10e-6);
    requireWithin("subbands", static_cast<double>(p.subbands), 1.0, 512.0);
    requireWithin("subband_width_hz", p.subband_width_hz, 1.0, 1e9);
    requireWithin("rx", static_cast<double>(p.rx), 1.0, 8.0);
    requireWithin("tx", static_cast<double>(p.tx), 1.0, 8.0);
    requireWithin("alpha", p.correlation.alpha, 0.0, 1.0);
    requireWithin("beta", p.correlation.beta, 0.0, 1.0);
    requireWithin("gamma", p.correlation.gamma, 0.0, 1.0);
    if (p.correlation.array == AntennaArray::cross_polarized)
        for (const std::size_t antennas : {p.rx, p.tx})
            if (antennas > 1 && antennas % 2 == 1)
                throw ConfigError("fading: " + std::to_string(antennas) +
                                  " cross-polarised antennas; accepted are 1, 2, 4, 6 and 8");
    return p;
}

/// Clarke's spectrum 1 / (pi sqrt(1 - f^2)) gathered on lines: each takes the power within half a step of it.
/// A profile with a line of sight leaves that line to it, so that mean powers add.
std::array<double, kLines> lineSpectrum(TdlProfile profile) {
    std::array<double, kLines> power;
    const auto below = [](double f) { return std::asin(std::clamp(f, -1.0, 1.0)) / kPi; };
    double sum = 0.0;
    for (std::size_t k = 0; k < kLines; ++k) {
        const double f = static_cast<double>(k) - static_cast<double>(kPeriod);
        const double step = static_cast<double>(kPeriod);
        power[k] = below((f + 0.5) / step) - below((f - 0.5) / step);
        if (k == kLineOfSight && share(profile, TapKind::line_of_sight) > 0.0) power[k] = 0.0;
        sum += power[k];
    }
    for (double& p : power) p /= sum;
    return power;
}

/// Complex amplitudes [line][subband][pair], real and imaginary parts apart: a product of std::complex asks
/// about infinities.
struct Spectrum {
    Spectrum(std::size_t subbands_, std::size_t pairs_)
        : subbands(subbands_), pairs(pairs_), re(kLines * subbands * pairs), im(re.size()) {}
    std::size_t index(std::size_t line, std::size_t subband, std::size_t pair) const {
        return (line * subbands + subband) * pairs + pair;
    }

    std::size_t subbands, pairs;
    std::vector<double> re, im;
};

/// Rayleigh taps, independent between antenna pairs: a sum of sinusoids of random phase each. Frequency
/// response at the subbands' centres, sum over taps of a_n exp(-j 2 pi f tau_n), tau_n = delay_n,model times
/// the spread (clause 7.7.3).
Spectrum scatter(const Random& random, TdlProfile profile, const FadingParameters& p) {
    Spectrum spectrum(p.subbands, p.rx * p.tx);
    const std::array<double, kLines> lines = lineSpectrum(profile);
    const std::span<const Tap> profile_taps = taps(profile);
    for (std::size_t n = 0; n < profile_taps.size(); ++n) {
        const Tap& tap = profile_taps[n];
        if (tap.kind != TapKind::rayleigh) continue;
        for (std::size_t pair = 0; pair < spectrum.pairs; ++pair)
            for (std::size_t line = 0; line < kLines; ++line) {
                const std::uint64_t key = (static_cast<std::uint64_t>(profile) << 32) | (n << 16) | pair;
                const double phase = 2.0 * kPi * random.uniform(Stream::fading, key, kTableStep | line);
                const double amplitude = std::sqrt(linear(tap.power_db) * lines[line]);
                // exp(j (phase - 2 pi f tau)), turned on from one subband to the next.
                const double turn = -2.0 * kPi * p.subband_width_hz * tap.normalized_delay * p.delay_spread_s;
                const double first = phase - 0.5 * static_cast<double>(p.subbands - 1) * turn;
                double re = amplitude * std::cos(first), im = amplitude * std::sin(first);
                const double turn_re = std::cos(turn), turn_im = std::sin(turn);
                for (std::size_t subband = 0; subband < p.subbands; ++subband) {
                    spectrum.re[spectrum.index(line, subband, pair)] += re;
                    spectrum.im[spectrum.index(line, subband, pair)] += im;
                    const double next = re * turn_re - im * turn_im;
                    im = re * turn_im + im * turn_re;
                    re = next;
                }
            }
    }
    return spectrum;
}

/// Square root of the correlation matrix. Rounding may leave it slightly indefinite (as TS 38.101-4 B.2.3.1.2
/// says of its own tables): such eigenvalues are zero.
Eigen::MatrixXd squareRoot(const FadingParameters& p) {
    const auto size = static_cast<Eigen::Index>(p.rx * p.tx);
    const std::vector<double> matrix = correlationMatrix(p.rx, p.tx, p.correlation);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(
        Eigen::Map<const Eigen::MatrixXd>(matrix.data(), size, size));
    return solver.eigenvectors() * solver.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal() *
           solver.eigenvectors().transpose();
}

void correlate(Spectrum& spectrum, const FadingParameters& p) {
    const Eigen::MatrixXd root = squareRoot(p);
    const auto size = static_cast<Eigen::Index>(spectrum.pairs);
    for (std::vector<double>* part : {&spectrum.re, &spectrum.im}) {
        const auto columns = static_cast<Eigen::Index>(part->size()) / size;
        Eigen::Map<Eigen::MatrixXd> vectors(part->data(), size, columns);
        vectors = (root * vectors).eval();
    }
}

/// Gives each coefficient the mean power `power` over the loop: the lines are orthogonal over it, their
/// powers add.
void normalise(Spectrum& spectrum, double power) {
    const std::size_t row = spectrum.subbands * spectrum.pairs;
    for (std::size_t i = 0; i < row; ++i) {
        double sum = 0.0;
        for (std::size_t k = i; k < spectrum.re.size(); k += row)
            sum += spectrum.re[k] * spectrum.re[k] + spectrum.im[k] * spectrum.im[k];
        const double scale = std::sqrt(power / sum);
        for (std::size_t k = i; k < spectrum.re.size(); k += row) {
            spectrum.re[k] *= scale;
            spectrum.im[k] *= scale;
        }
    }
}

/// The line of sight, at delay 0 and so equal in all subbands. Antennas of one polarisation see it in phase
/// (a link's steering gives it a direction); between polarisations it is [1 j; 1 -j], the static channel of
/// TS 38.101-4 Annex B.1, with which clause B.2 begins the line of sight of TDL-D.
void addLineOfSight(Spectrum& spectrum, TdlProfile profile, const FadingParameters& p) {
    const double amplitude = std::sqrt(share(profile, TapKind::line_of_sight));
    const bool crossed = p.correlation.array == AntennaArray::cross_polarized;
    for (std::size_t pair = 0; pair < spectrum.pairs; ++pair) {
        const bool second_tx = crossed && p.tx > 1 && pair % p.tx >= p.tx / 2;
        const bool second_rx = crossed && p.rx > 1 && pair / p.tx >= p.rx / 2;
        for (std::size_t subband = 0; subband < spectrum.subbands; ++subband) {
            const std::size_t i = spectrum.index(kLineOfSight, subband, pair);
            if (second_tx)
                spectrum.im[i] += second_rx ? -amplitude : amplitude;
            else
                spectrum.re[i] += amplitude;
        }
    }
}

/// Rows of the loop, h(n) = sum over lines of amplitude * exp(j 2 pi (line - kPeriod) n / kRows), and the
/// first once more.
std::vector<std::complex<float>> synthesise(const Spectrum& spectrum) {
    const std::size_t row = spectrum.subbands * spectrum.pairs;
    std::array<double, kRows> cosine, sine;
    for (std::size_t n = 0; n < kRows; ++n) {
        const double angle = 2.0 * kPi * static_cast<double>(n) / static_cast<double>(kRows);
        cosine[n] = std::cos(angle);
        sine[n] = std::sin(angle);
    }
    std::vector<std::complex<float>> rows((kRows + 1) * row);
    std::vector<double> re(row), im(row);
    for (std::size_t n = 0; n < kRows; ++n) {
        std::fill(re.begin(), re.end(), 0.0);
        std::fill(im.begin(), im.end(), 0.0);
        for (std::size_t line = 0; line < kLines; ++line) {
            const std::size_t turns = (line + kRows - kPeriod) * n % kRows;
            const double c = cosine[turns], s = sine[turns];
            const double *from_re = &spectrum.re[line * row], *from_im = &spectrum.im[line * row];
            for (std::size_t i = 0; i < row; ++i) {
                re[i] += from_re[i] * c - from_im[i] * s;
                im[i] += from_re[i] * s + from_im[i] * c;
            }
        }
        for (std::size_t i = 0; i < row; ++i)
            rows[n * row + i] = {static_cast<float>(re[i]), static_cast<float>(im[i])};
    }
    std::copy_n(rows.begin(), row, rows.end() - static_cast<std::ptrdiff_t>(row));
    return rows;
}

}  // namespace

std::span<const Tap> taps(TdlProfile profile) {
    switch (profile) {
        case TdlProfile::a:
            return kTdlA;
        case TdlProfile::b:
            return kTdlB;
        case TdlProfile::c:
            return kTdlC;
        case TdlProfile::d:
            return kTdlD;
        case TdlProfile::e:
            return kTdlE;
    }
    assert(false);
    return {};
}

FadingTable::FadingTable(const Random& random, TdlProfile profile, const FadingParameters& parameters)
    : random_(random),
      subbands_(checked(parameters).subbands),
      rx_(parameters.rx),
      tx_(parameters.tx),
      pairs_(rx_ * tx_),
      array_(parameters.correlation.array) {
    Spectrum spectrum = scatter(random, profile, parameters);
    correlate(spectrum, parameters);
    normalise(spectrum, share(profile, TapKind::rayleigh));
    addLineOfSight(spectrum, profile, parameters);
    rows_ = synthesise(spectrum);
    for (std::size_t i = 0; i < kPhases; ++i) {
        const double angle = 2.0 * kPi * static_cast<double>(i) / static_cast<double>(kPhases);
        phases_[i] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
    }
}

std::span<const std::complex<float>> FadingTable::row(std::size_t sample) const {
    assert(sample < kRows);
    return {rows_.data() + sample * coefficients(), coefficients()};
}

void FadingTable::at(std::uint64_t link, double doppler_turns, std::span<std::complex<float>> h) const {
    assert(h.size() == coefficients() && std::isfinite(doppler_turns));
    constexpr double kTurns = static_cast<double>(kPeriod);
    double turns = doppler_turns + kTurns * random_.uniform(Stream::fading, link, kPlaceStep);
    turns -= kTurns * std::floor(turns / kTurns);
    const double place = turns * static_cast<double>(kSamples);
    // Rounding may put a place just below the end of the loop on the end itself.
    const std::size_t sample = std::min(static_cast<std::size_t>(place), kRows - 1);
    const auto fraction = static_cast<float>(place - static_cast<double>(sample));

    // A steering phase of each antenna in steps of 1 / 256 turn, which wrap as bytes do.
    const std::uint64_t draw = random_.bits(Stream::fading, link, kSteeringStep);
    const auto byte = [draw](unsigned i) { return static_cast<std::uint8_t>(draw >> (8 * i)); };
    const auto steering = [&](std::size_t antenna, std::size_t antennas, unsigned slope,
                              unsigned polarization) {
        const bool crossed = array_ == AntennaArray::cross_polarized && antennas > 1;
        const std::size_t positions = crossed ? antennas / 2 : antennas;
        return antenna % positions * byte(slope) + antenna / positions * byte(polarization);
    };
    // The pairs' factors, over and over up to eight at least, so that few pairs run in lanes too.
    constexpr std::size_t kMostPairs = 64;
    float factor_re[kMostPairs], factor_im[kMostPairs];
    const std::size_t block = pairs_ < 8 ? 8 / pairs_ * pairs_ : pairs_;
    for (std::size_t i = 0; i < block; ++i) {
        const std::size_t r = i % pairs_ / tx_, t = i % tx_;
        const std::size_t phase = steering(r, rx_, 0, 1) + steering(t, tx_, 2, 3);
        factor_re[i] = phases_[phase % kPhases].real();
        factor_im[i] = phases_[phase % kPhases].imag();
    }

    const std::size_t count = coefficients();
    const float* from = reinterpret_cast<const float*>(rows_.data() + sample * count);
    const float* next = from + 2 * count;
    float* out = reinterpret_cast<float*>(h.data());
    for (std::size_t begin = 0; begin < count; begin += block) {
        const std::size_t used = std::min(block, count - begin);
        for (std::size_t i = 0; i < used; ++i) {
            const std::size_t j = 2 * (begin + i);
            const float re = from[j] + fraction * (next[j] - from[j]);
            const float im = from[j + 1] + fraction * (next[j + 1] - from[j + 1]);
            out[j] = re * factor_re[i] - im * factor_im[i];
            out[j + 1] = re * factor_im[i] + im * factor_re[i];
        }
    }
}

}  // namespace celltwin::fading
