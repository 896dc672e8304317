// SPDX-License-Identifier: BSD-3-Clause
//
// Panel arrays of TR 38.901 V17 clause 7.3: Mg x Ng panels of M x N places with P elements each; rotation
// into the world after clause 7.1.3, polarisation after clause 7.3.2, and ports that drive sub-arrays by
// phases (the 2D sub-array partition of TR 36.897; for one column the weights of TR 38.901 clause 7.8).
//
// Directions are azimuths clockwise from north and elevations above the horizon, degrees. Fields are
// components along theta-hat (down) and phi-hat (counter-clockwise) of TR 38.901's world frame with x east, y
// north, z up: its theta is 90 - elevation, its phi 90 - azimuth. The array's own frame: x' boresight, y' to
// the left, z' up.
//
// Valid for far fields and narrow bands (phases by the carrier's wavelength). Not modelled: mutual coupling,
// embedded element patterns, amplitude tapers, errors of phase shifters.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "models/antenna/element.h"

namespace celltwin::antenna {

class Pattern;

/// isotropic is 0 dBi in every direction and does not read PanelArray::element.
enum class ElementKind { tr38901, isotropic };

/// Clause 7.3.2. model_1 turns the whole element about the boresight by its slant, pattern and polarisation;
/// model_2 keeps the pattern and splits its amplitude by cos and sin of the slant in every direction.
enum class PolarisationModel { model_1, model_2 };

/// (M, N, P, Mg, Ng) of clause 7.3, default one element. Row 0 is the lowest, column 0 the rightmost as seen
/// from behind the array (the least y').
struct PanelArray {
    int rows = 1;           ///< M, in one panel
    int columns = 1;        ///< N, in one panel
    int polarisations = 1;  ///< P, 1 or 2
    int panel_rows = 1;     ///< Mg
    int panel_columns = 1;  ///< Ng
    double row_spacing_wavelengths = 0.5;
    double column_spacing_wavelengths = 0.5;
    double panel_row_spacing_wavelengths = 0.0;  ///< from panel to panel; 0 = rows * row_spacing_wavelengths
    double panel_column_spacing_wavelengths = 0.0;  ///< likewise
    double first_slant_deg = 45.0;                  ///< zeta of polarisation 0; 0 = vertical
    double second_slant_deg = -45.0;                ///< zeta of polarisation 1, where P is 2
    PolarisationModel polarisation_model = PolarisationModel::model_2;
    ElementKind kind = ElementKind::tr38901;
    Tr38901Element element;
};

/// Throws ConfigError naming the field and its range: 1 to 1024 elements a polarisation in all, spacings 0.1
/// to 10 (between panels 0 or at least the panel's own extent, to 1000), slants -180 to 180.
void checkPanel(const PanelArray& array);

/// How an array stands in the world: alpha = 90 - azimuth_deg, beta = mechanical_downtilt_deg, gamma =
/// slant_deg of clause 7.1.3.
struct Orientation {
    double azimuth_deg = 0.0;              ///< of the boresight, clockwise from north
    double mechanical_downtilt_deg = 0.0;  ///< positive = down
    double slant_deg = 0.0;                ///< roll about the boresight, positive lowers the right side
};

/// East, north, up; a unit vector, or a place in wavelengths.
struct WorldVector {
    double east = 0.0;
    double north = 0.0;
    double up = 0.0;
};

/// Unit vector of a direction.
WorldVector directionOf(double azimuth_deg, double elevation_deg);

/// Amplitudes (square root of power gain, 1 = 0 dBi) of one element of `polarisation` (0 or 1) towards a
/// direction, in the world frame: equations 7.1-7, 7.1-8, 7.1-11, 7.1-15 and 7.3-3 or 7.3-4/5. No phase of
/// place.
void elementField(const PanelArray& array, const Orientation& orientation, int polarisation,
                  double azimuth_deg, double elevation_deg, double& f_theta, double& f_phi);

/// Places of the elements about the array's centre, in wavelengths, in the world frame; polarisations share
/// places. Index ((panel_row * Ng + panel_column) * M + row) * N + column.
std::vector<WorldVector> elementPositions(const PanelArray& array, const Orientation& orientation);

/// 2 pi (place . direction), radians: the phase by which an element at `place` leads one at the centre for a
/// wave that leaves to (or comes from) the direction.
double phaseRad(const WorldVector& place, double azimuth_deg, double elevation_deg);

/// Ports of an array: each panel and polarisation has rows x columns of them, and each drives a contiguous
/// sub-array of (M / rows) x (N / columns) elements of one polarisation with the same weights
///   w(m, n) = exp(-j 2 pi (m d_V sin(e) - n d_H cos(e) sin(a))) / sqrt(elements),
/// m and n from the sub-array's own first element, e = -electrical_downtilt_deg, a = steering_azimuth_deg. A
/// sub-array of one row can not be tilted, one of one column not turned.
struct PortLayout {
    int rows = 1;                          ///< Mp, divides M
    int columns = 1;                       ///< Np, divides N
    double electrical_downtilt_deg = 0.0;  ///< positive = down, against the array's own horizon
    double steering_azimuth_deg = 0.0;     ///< clockwise from the boresight
};

/// Throws ConfigError where Mp does not divide M or Np does not divide N, or an angle is not -90 to 90.
void checkPorts(const PanelArray& array, const PortLayout& layout);

/// Mg Ng P Mp Np.
int portCount(const PanelArray& array, const PortLayout& layout);

/// Where a port sits. Port index (((panel_row * Ng + panel_column) * P + polarisation) * Np + column) * Mp +
/// row: for one panel the order of TS 38.214 clause 5.2.2.2.1, [v; phi v] with the vertical index running
/// fastest.
struct PortPlace {
    int panel_row = 0, panel_column = 0, polarisation = 0, row = 0, column = 0;
};
PortPlace portPlace(const PanelArray& array, const PortLayout& layout, int port);

/// Field of one port towards a direction with its sub-array's factor, phases counted from the array's centre:
/// F = element field * sum of w exp(j phaseRad). The plain sum over elements.
void portField(const PanelArray& array, const Orientation& orientation, const PortLayout& layout, int port,
               double azimuth_deg, double elevation_deg, std::complex<double>& f_theta,
               std::complex<double>& f_phi);

/// All ports of one array that stands still: the same as portField() to 1e-9, many times faster. Checks its
/// arguments as checkPanel() and checkPorts() do.
class PortArray {
  public:
    PortArray(const PanelArray& array, const Orientation& orientation, const PortLayout& layout);
    int portCount() const;
    /// Fills one value a port; both spans have portCount() entries.
    void fields(double azimuth_deg, double elevation_deg, std::span<std::complex<double>> f_theta,
                std::span<std::complex<double>> f_phi) const;

  private:
    PanelArray array_;
    Orientation orientation_;
    PortLayout layout_;
    double row_step_ = 0.0, column_step_ = 0.0;  ///< radians a row or column that the weights take back
    WorldVector row_axis_, column_axis_;         ///< from one row or column to the next, wavelengths
    std::vector<WorldVector> panel_corner_;      ///< first element of each panel
};

/// Power gain of port 0 as a pattern about the array's boresight, so that it can be mounted: element + array
/// factor, nulls filled 60 dB below its maximum. The electrical tilt a mounting asks for adds to the
/// layout's. Throws ConfigError as checkPanel() and checkPorts() do.
std::unique_ptr<Pattern> makePanel(const PanelArray& array, const PortLayout& layout);

}  // namespace celltwin::antenna
