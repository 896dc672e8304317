// SPDX-License-Identifier: BSD-3-Clause
//
// Small-scale fading of a link: the tapped delay lines TDL-A to TDL-E of TR 38.901 clause 7.7.2, their delays
// scaled by clause 7.7.3, antenna correlation of TS 38.101-4 Annex B.2.3. One table, built at start, is one
// closed loop of kPeriod wavelengths; a link reads it from a place, and with antenna phases, of its own.
//
// Time is counted in Doppler turns, the integral of f_D dt: one turn is one wavelength travelled. Rayleigh
// taps have Clarke's (Jakes') spectrum on the 2 kPeriod + 1 lines k / kPeriod; the first tap of TDL-D and
// TDL-E has besides a line-of-sight part at 0.7 f_D. Valid for 0.5 to 100 GHz, bandwidths to 2 GHz
// (clause 7.7) and lags far below kPeriod turns: what a link sees repeats after kPeriod turns.
//
// A subband is represented by the response at its centre, so fading within one is not seen: choose subbands
// narrower than a fifth of 1 / delay spread where that matters. Not modelled: K-factor scaling
// (clause 7.7.6), spatial filters (7.7.4), the delay itself (no time of arrival), ageing of delays,
// correlation between the links of a UE or of neighbours.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/base/random.h"

namespace celltwin::fading {

enum class TdlProfile { a, b, c, d, e };

enum class TapKind { rayleigh, line_of_sight };

/// One row of Tables 7.7.2-1 to 5. A Rice tap is two rows of equal delay.
struct Tap {
    double normalized_delay;  ///< times the delay spread gives seconds
    double power_db;          ///< relative, as tabulated: the taps of a profile do not sum to 0 dB
    TapKind kind;
};

/// The rows of one profile in the order of its table.
std::span<const Tap> taps(TdlProfile profile);

/// How antennas stand. `uniform_linear`: in a line, one polarisation. `cross_polarized`: pairs in a line;
/// antenna index = polarisation * pairs + pair, the port order of TS 38.214, so tx and rx are 1 or even.
enum class AntennaArray { uniform_linear, cross_polarized };

enum class CorrelationLevel { low, medium, high };

/// TS 38.101-4 Annex B.2.3: correlation of the outermost antennas of the base station (alpha) and of the UE
/// (beta), each 0 to 1, and of the two polarisations (gamma, 0 to 1; cross-polarised arrays alone).
struct AntennaCorrelation {
    AntennaArray array = AntennaArray::uniform_linear;
    double alpha = 0.0;
    double beta = 0.0;
    double gamma = 0.0;
};

/// The numbers of a level.
AntennaCorrelation antennaCorrelation(AntennaArray array, CorrelationLevel level);

/// Correlation matrix of vec(H), row major, (rx * tx) x (rx * tx), index = r * tx + t: the order of
/// FadingTable's rows.
std::vector<double> correlationMatrix(std::size_t rx, std::size_t tx, const AntennaCorrelation& correlation);

struct FadingParameters {
    double delay_spread_s = 100e-9;    ///< rms, 0 to 10e-6; 0 is flat fading
    std::size_t subbands = 1;          ///< 1 to 512
    double subband_width_hz = 1.44e6;  ///< distance of subband centres, 1 to 1e9
    std::size_t rx = 1;                ///< UE antennas, 1 to 8
    std::size_t tx = 1;                ///< base station antennas or ports, 1 to 8
    AntennaCorrelation correlation = {};
};

/// One realisation of all antenna pairs and subbands over a loop. Immutable, safe to read from many threads.
class FadingTable {
  public:
    /// Wavelengths until the loop closes (0.7 of it is whole, so the line of sight closes too).
    static constexpr std::size_t kPeriod = 80;
    /// Samples a wavelength: at the worst instant, halfway, linear interpolation errs by -42 dB of the power.
    static constexpr std::size_t kSamples = 20;

    /// Builds the loop, of the order of 0.1 s. The draws depend on the seed and the profile. Throws
    /// ConfigError naming the accepted range of a parameter.
    FadingTable(const Random& random, TdlProfile profile, const FadingParameters& parameters);

    /// Complex coefficients of one read: subbands * rx * tx.
    std::size_t coefficients() const { return subbands_ * pairs_; }

    /// Channel of `link` (a key of UE and cell) after `doppler_turns` turns (any finite number), to h
    /// [subband][rx][tx]. h has coefficients() elements. Mean power of each coefficient over the loop is 1; a
    /// link's scale (path loss, shadowing, antenna gain) is the caller's. |h|^2 times the mean signal to
    /// noise ratio of one receive antenna with all transmit power on one antenna is the instantaneous one.
    /// Allocates nothing.
    ///
    /// A link's loop begins at a uniform place of its own, and its antennas are steered: antenna positions by
    /// a phase that grows linearly along the array, polarisations by a phase each, at both ends (as
    /// the beam steering of TS 36.101 Annex B.2.3A does at the base station). So correlated links point their
    /// own ways; magnitudes of all correlations stay. One antenna pair has no phase to turn: two such links
    /// at one place of the loop are equal.
    void at(std::uint64_t link, double doppler_turns, std::span<std::complex<float>> h) const;

    /// The loop itself, without a link's place and steering: row `sample` of kPeriod * kSamples,
    /// [subband][rx][tx].
    std::span<const std::complex<float>> row(std::size_t sample) const;

    /// Memory of the table.
    std::size_t bytes() const { return rows_.size() * sizeof(rows_[0]); }

  private:
    static constexpr std::size_t kPhases = 256;  ///< a turn in steps a steering phase is rounded to

    Random random_;
    std::size_t subbands_, rx_, tx_, pairs_;
    AntennaArray array_;
    std::vector<std::complex<float>> rows_;  ///< kPeriod * kSamples + 1 rows, the last equal to the first
    std::array<std::complex<float>, kPhases> phases_;
};

}  // namespace celltwin::fading
