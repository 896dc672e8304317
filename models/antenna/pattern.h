// SPDX-License-Identifier: BSD-3-Clause
//
// Antenna gain towards a direction. Angles follow the network's own conventions: azimuth clockwise from
// north, elevation above the horizon (negative = below); a pattern itself is given relative to its boresight.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/units.h"

namespace celltwin::antenna {

/// A radiation pattern about its own boresight, immutable.
class Pattern {
  public:
    virtual ~Pattern() = default;
    /// Gain in dBi towards `azimuth_deg` (clockwise from boresight, any turn) and `elevation_deg` above the
    /// pattern's horizon, -90..90, with `downtilt_deg` of electrical tilt applied.
    virtual double gainDbi(double azimuth_deg, double elevation_deg, double downtilt_deg) const = 0;
    virtual double maxGainDbi() const = 0;
};

/// The same gain in every direction.
std::unique_ptr<Pattern> makeIsotropic(Db gain);

/// TR 38.901 V17 Table 7.3-1 radiation element (65° / 65°, 30 dB / 30 dB, 8 dBi by default), alone or as a
/// vertical column of `rows` elements steered electrically (clause 7.3 with TR 36.897 weights).
struct Tr38901Sector {
    double gain_dbi = 8.0;  ///< maximum of one element
    double horizontal_beamwidth_deg = 65.0;
    double vertical_beamwidth_deg = 65.0;
    double side_lobe_db = 30.0;      ///< SLA_V
    double front_to_back_db = 30.0;  ///< A_max
    int rows = 1;                    ///< elements in the column; 1 = element alone
    double row_spacing_wavelengths = 0.8;
};
/// With one row the electrical tilt turns the element's vertical cut, as TR 36.814 does for its sector
/// pattern.
std::unique_ptr<Pattern> makeTr38901Sector(const Tr38901Sector& parameters);

/// Two measured cuts, relative to the maximum (attenuation in dB, >= 0).
struct PatternCuts {
    std::string name;
    double gain_dbi = 0.0;
    std::vector<double> azimuth_deg;  ///< strictly increasing within [0, 360)
    std::vector<double> azimuth_loss_db;
    std::vector<double> elevation_deg;  ///< strictly increasing within [-180, 180), 0 = horizon, up positive
    std::vector<double> elevation_loss_db;
};
/// Gain = max - (loss_az + loss_el) with periodic linear interpolation in dB; the vertical cut's back half is
/// used behind the antenna where the file has one. Electrical tilt shifts the vertical cut.
/// Throws ConfigError for fewer than 4 angles a cut, duplicates, a gap over 45°, or a non-finite number.
std::unique_ptr<Pattern> makeMeasured(PatternCuts cuts);

/// Reads the MSI / Planet text form: NAME, GAIN (dBd unless dBi is written), HORIZONTAL n, VERTICAL n.
/// Errors name file:line and what was expected.
PatternCuts parseMsi(std::string_view text, const std::string& file_name);
/// Reads a table with columns angle_azimuth, gain_azimuth, angle_elevation, gain_elevation: relative field
/// strengths (20 log10), elevation 90 = horizon. Blank cells end the shorter cut.
PatternCuts parseFieldCsv(std::string_view text, const std::string& file_name, Db gain);

/// A pattern mounted on a mast.
struct Mounting {
    double azimuth_deg = 0.0;              ///< clockwise from north
    double downtilt_deg = 0.0;             ///< electrical, positive = down
    double mechanical_downtilt_deg = 0.0;  ///< rotates the whole pattern (TR 38.901 clause 7.1.3)
};
/// Gain in dBi towards a world direction: bearing clockwise from north, elevation above the horizon.
double mountedGainDbi(const Pattern& pattern, const Mounting& mounting, double bearing_deg,
                      double elevation_deg);

}  // namespace celltwin::antenna
