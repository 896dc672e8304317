// SPDX-License-Identifier: BSD-3-Clause
//
// Antenna gain towards a direction. Angles follow the network's own conventions: azimuth clockwise from
// north, elevation above the horizon (negative = below); a pattern itself is given relative to its boresight.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/antenna/element.h"
#include "models/base/units.h"

namespace celltwin::antenna {

/// A radiation pattern about its own boresight, immutable.
class Pattern {
  public:
    virtual ~Pattern() = default;
    /// Gain in dBi towards `azimuth_deg` (clockwise from boresight, any turn) and `elevation_deg` above the
    /// pattern's horizon, -90..90, with `downtilt_deg` of electrical tilt applied.
    virtual double gainDbi(double azimuth_deg, double elevation_deg, double downtilt_deg) const = 0;
    /// gainDbi() for a block of directions, bit for bit; spans of one length. One virtual call a block.
    virtual void gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                          double downtilt_deg, std::span<double> out_dbi) const;
    /// No direction has more, at any tilt.
    virtual double maxGainDbi() const = 0;
};

/// The same gain in every direction.
std::unique_ptr<Pattern> makeIsotropic(Db gain);

/// TR 38.901 V17 Table 7.3-1 radiation element (65° / 65°, 30 dB / 30 dB, 8 dBi by default), alone or as a
/// vertical column of `rows` elements steered electrically (clause 7.3 with TR 36.897 weights).
struct Tr38901Sector : Tr38901Element {
    int rows = 1;  ///< elements in the column; 1 = element alone
    double row_spacing_wavelengths = 0.8;
};
/// With one row the electrical tilt turns the element's vertical cut, as TR 36.814 does for its sector
/// pattern. With more, the elements stay and phases steer the column: gain = element + 10 log10(rows) + array
/// factor, whose nulls are filled 60 dB down. Throws ConfigError for parameters out of range. As in the table
/// itself, the element's gain straight up or down depends on the azimuth it is approached from.
std::unique_ptr<Pattern> makeTr38901Sector(const Tr38901Sector& parameters);

/// TR 36.814 Table A.2.1.1-2: -min(A_H + A_V, 25 dB) with 70° and 10° of beamwidth and SLA_v 20 dB, 14 dBi.
/// The electrical tilt turns the vertical cut (the table's own example is 15°).
std::unique_ptr<Pattern> makeTr36814Sector(Db gain = Db{14.0});
/// TR 36.942 clause 4.2.1: -min(12 (azimuth / 65°)^2, 20 dB), 15 dBi, the same at every elevation and tilt.
std::unique_ptr<Pattern> makeTr36942Sector(Db gain = Db{15.0});

/// Two measured cuts, relative to the maximum (attenuation in dB, >= 0).
struct PatternCuts {
    std::string name;
    double gain_dbi = 0.0;
    std::vector<double> azimuth_deg;  ///< strictly increasing within [0, 360)
    std::vector<double> azimuth_loss_db;
    std::vector<double> elevation_deg;  ///< strictly increasing within [-180, 180), 0 = horizon, up positive
    std::vector<double> elevation_loss_db;
    std::optional<double> electrical_tilt_deg = std::nullopt;  ///< that the file says is in its cuts already
};
/// Gain = max - (loss_az + loss_el) with periodic linear interpolation in dB. Where the vertical cut has a
/// back half too, the sum passes from the front half to it with |azimuth|/180, so that both cuts are met
/// exactly (Gil et al., IEEE Antennas and Propagation Magazine 43(2), 2001; planning tools call it horizontal
/// projection interpolation). Electrical tilt shifts the vertical cut. More than 45° off the horizon the
/// shift and what the horizontal cut adds fade out, so that zenith and nadir have one value, the vertical
/// cut's. Throws ConfigError for fewer than 4 angles a cut, duplicates, a negative loss, a non-finite number,
/// or a gap over 45° (but the vertical cut may leave out its back, and up to 45° at the zenith and below).
/// Not modelled: what two cuts cannot tell.
std::unique_ptr<Pattern> makeMeasured(PatternCuts cuts);

/// Reads the MSI / Planet text form: NAME (or the bare name in the first line), GAIN (dBd unless dBi is
/// written), HORIZONTAL n, VERTICAL n, each with n rows; of other keywords only ELECTRICAL_TILT n and
/// TILT ELECTRICAL n are read. Vertical angles run downwards (90 = straight down). Losses over 60 dB count as
/// 60. A tilt in the file is part of its cuts: Mounting::downtilt_deg comes on top. Throws ConfigError naming
/// file:line:column and what was expected.
PatternCuts parseMsi(std::string_view text, const std::string& file_name);
/// Reads a table with columns angle_azimuth, gain_azimuth, angle_elevation, gain_elevation: relative field
/// strengths (20 log10), each cut relative to its own maximum, in any order. Elevations count from the zenith
/// (TR 38.901's theta): 90 = horizon, less = above. Where only one side of the horizon was measured its
/// mirror image stands for the other. Blank cells end the shorter cut. Field 0 counts as 60 dB of loss, not
/// as infinite. Throws ConfigError naming file:line:column.
PatternCuts parseFieldCsv(std::string_view text, const std::string& file_name, Db gain);

/// A pattern mounted on a mast.
struct Mounting {
    double azimuth_deg = 0.0;              ///< clockwise from north
    double downtilt_deg = 0.0;             ///< electrical, positive = down
    double mechanical_downtilt_deg = 0.0;  ///< rotates the whole pattern (TR 38.901 clause 7.1.3)
};
/// Gain in dBi towards a world direction: bearing clockwise from north, elevation above the horizon. At
/// boresight the beam of a mast tilted mechanically by b looks at elevation -b, behind the mast at +b.
double mountedGainDbi(const Pattern& pattern, const Mounting& mounting, double bearing_deg,
                      double elevation_deg);
/// The same for a block of directions, bit for bit; all spans of one length.
void mountedGainDbi(const Pattern& pattern, const Mounting& mounting, std::span<const double> bearing_deg,
                    std::span<const double> elevation_deg, std::span<double> out_dbi);

}  // namespace celltwin::antenna
