// SPDX-License-Identifier: BSD-3-Clause
#include "models/antenna/array.h"

#include <cassert>
#include <string>

#include "models/antenna/range.h"
#include "models/antenna/turn.h"

namespace celltwin::antenna {
namespace {

constexpr int kMaxElements = 1024;  // of one polarisation

void normalisePsi(LocalRay& ray, double re, double im) {
    const double length = std::hypot(re, im);
    // Along the frame's own pole theta-hat has no direction of its own: any will do.
    if (length == 0.0) return;
    ray.cos_psi = re / length;
    ray.sin_psi = im / length;
}

void checkPitch(const std::string& name, double pitch, double extent) {
    if (pitch == 0.0) return;
    requireRange(name + ", unless 0 for panels side by side,", pitch, extent, 1000.0);
}

double slantDeg(const PanelArray& array, int polarisation) {
    return polarisation == 0 ? array.first_slant_deg : array.second_slant_deg;
}

}  // namespace

LocalRay Turn::toLocal(double azimuth_deg, double elevation_deg) const {
    const double turn = toRadians(azimuth_deg_ - azimuth_deg);  // phi - alpha
    const double cos_turn = std::cos(turn), sin_turn = std::sin(turn);
    const double cos_theta = std::sin(toRadians(elevation_deg));
    const double sin_theta = std::cos(toRadians(elevation_deg));
    LocalRay ray;
    // Equations 7.1-7 and 7.1-8: the components of R^-1 rho.
    ray.x = cos_beta_ * sin_theta * cos_turn - sin_beta_ * cos_theta;
    ray.y = cos_beta_ * sin_gamma_ * cos_theta +
            (sin_beta_ * sin_gamma_ * cos_turn + cos_gamma_ * sin_turn) * sin_theta;
    ray.z = cos_beta_ * cos_gamma_ * cos_theta +
            (sin_beta_ * cos_gamma_ * cos_turn - sin_gamma_ * sin_turn) * sin_theta;
    // Equation 7.1-15.
    normalisePsi(ray,
                 sin_gamma_ * cos_theta * sin_turn +
                     cos_gamma_ * (cos_beta_ * sin_theta - sin_beta_ * cos_theta * cos_turn),
                 sin_gamma_ * cos_turn + sin_beta_ * cos_gamma_ * sin_turn);
    return ray;
}

WorldVector Turn::toWorld(double left, double up) const {
    // R = R_Z(alpha) R_Y(beta) R_X(gamma) (7.1-4) applied to (0, left, up), alpha = 90 - azimuth.
    const double y = cos_gamma_ * left - sin_gamma_ * up, z = sin_gamma_ * left + cos_gamma_ * up;
    const double ahead = sin_beta_ * z;
    const double cos_alpha = std::sin(toRadians(azimuth_deg_)), sin_alpha = std::cos(toRadians(azimuth_deg_));
    return {cos_alpha * ahead - sin_alpha * y, sin_alpha * ahead + cos_alpha * y, cos_beta_ * z};
}

LocalRay rolled(const LocalRay& ray, double slant_deg) {
    const double c = std::cos(toRadians(slant_deg)), s = std::sin(toRadians(slant_deg));
    LocalRay out;
    out.x = ray.x;
    out.y = c * ray.y + s * ray.z;
    out.z = c * ray.z - s * ray.y;
    // Equation 7.3-3, numerators times sin theta': cos psi ~ cos z sin t + sin z sin p cos t, sin psi ~ sin z
    // cos p.
    normalisePsi(out, c * (ray.x * ray.x + ray.y * ray.y) + s * ray.y * ray.z, s * ray.x);
    return out;
}

double panelElementDbi(const PanelArray& array, int polarisation, double azimuth_deg, double elevation_deg) {
    if (array.kind == ElementKind::isotropic) return 0.0;
    if (array.polarisation_model == PolarisationModel::model_2)
        return elementGainDbi(array.element, azimuth_deg, elevation_deg);
    const double azimuth = toRadians(azimuth_deg), elevation = toRadians(elevation_deg);
    LocalRay ray;
    ray.x = std::cos(elevation) * std::cos(azimuth);
    ray.y = -std::cos(elevation) * std::sin(azimuth);
    ray.z = std::sin(elevation);
    const LocalRay own = rolled(ray, slantDeg(array, polarisation));
    return elementGainDbi(array.element, own.azimuthDeg(), own.elevationDeg());
}

void checkPanel(const PanelArray& a) {
    requireRange("rows", a.rows, 1, kMaxElements);
    requireRange("columns", a.columns, 1, kMaxElements);
    requireRange("polarisations", a.polarisations, 1, 2);
    requireRange("panel_rows", a.panel_rows, 1, kMaxElements);
    requireRange("panel_columns", a.panel_columns, 1, kMaxElements);
    requireRange("rows * columns * panel_rows * panel_columns",
                 1.0 * a.rows * a.columns * a.panel_rows * a.panel_columns, 1, kMaxElements);
    requireRange("row_spacing_wavelengths", a.row_spacing_wavelengths, 0.1, 10);
    requireRange("column_spacing_wavelengths", a.column_spacing_wavelengths, 0.1, 10);
    checkPitch("panel_row_spacing_wavelengths", a.panel_row_spacing_wavelengths,
               a.row_spacing_wavelengths * (a.rows - 1));
    checkPitch("panel_column_spacing_wavelengths", a.panel_column_spacing_wavelengths,
               a.column_spacing_wavelengths * (a.columns - 1));
    requireRange("first_slant_deg", a.first_slant_deg, -180, 180);
    requireRange("second_slant_deg", a.second_slant_deg, -180, 180);
    if (a.kind == ElementKind::tr38901) checkElement(a.element);
}

WorldVector directionOf(double azimuth_deg, double elevation_deg) {
    const double azimuth = toRadians(azimuth_deg), elevation = toRadians(elevation_deg);
    return {std::cos(elevation) * std::sin(azimuth), std::cos(elevation) * std::cos(azimuth),
            std::sin(elevation)};
}

Field worldField(const PanelArray& array, int polarisation, const LocalRay& ray, double gain_dbi) {
    const double amplitude = std::pow(10.0, gain_dbi / 20.0);
    const double zeta = slantDeg(array, polarisation);
    double cos_zeta = 0.0, sin_zeta = 0.0;
    if (array.polarisation_model == PolarisationModel::model_2) {
        // F'_theta = sqrt(A') cos zeta (7.3-4), F'_phi = sqrt(A') sin zeta (7.3-5)
        cos_zeta = std::cos(toRadians(zeta));
        sin_zeta = std::sin(toRadians(zeta));
    } else {
        // F'' = (sqrt(A''), 0), turned by the psi of 7.3-3
        const LocalRay own = rolled(ray, zeta);
        cos_zeta = own.cos_psi;
        sin_zeta = own.sin_psi;
    }
    // Equation 7.1-11.
    return {amplitude * (ray.cos_psi * cos_zeta - ray.sin_psi * sin_zeta),
            amplitude * (ray.sin_psi * cos_zeta + ray.cos_psi * sin_zeta)};
}

void elementField(const PanelArray& array, const Orientation& orientation, int polarisation,
                  double azimuth_deg, double elevation_deg, double& f_theta, double& f_phi) {
    assert(polarisation >= 0 && polarisation < array.polarisations);
    const LocalRay ray = Turn(orientation).toLocal(azimuth_deg, elevation_deg);
    const double gain_dbi = panelElementDbi(array, polarisation, ray.azimuthDeg(), ray.elevationDeg());
    const Field field = worldField(array, polarisation, ray, gain_dbi);
    f_theta = field.theta;
    f_phi = field.phi;
}

std::vector<WorldVector> elementPositions(const PanelArray& a, const Orientation& orientation) {
    const Turn turn(orientation);
    const double row = a.row_spacing_wavelengths, column = a.column_spacing_wavelengths;
    const double panel_row = a.panel_row_spacing_wavelengths,
                 panel_column = a.panel_column_spacing_wavelengths;
    const double row_pitch = panel_row != 0.0 ? panel_row : a.rows * row;
    const double column_pitch = panel_column != 0.0 ? panel_column : a.columns * column;
    const double mid_up = 0.5 * ((a.rows - 1) * row + (a.panel_rows - 1) * row_pitch);
    const double mid_left = 0.5 * ((a.columns - 1) * column + (a.panel_columns - 1) * column_pitch);
    std::vector<WorldVector> out;
    for (int panel_r = 0; panel_r < a.panel_rows; ++panel_r)
        for (int panel_c = 0; panel_c < a.panel_columns; ++panel_c)
            for (int m = 0; m < a.rows; ++m)
                for (int n = 0; n < a.columns; ++n)
                    out.push_back(turn.toWorld(panel_c * column_pitch + n * column - mid_left,
                                               panel_r * row_pitch + m * row - mid_up));
    return out;
}

double phaseRad(const WorldVector& place, double azimuth_deg, double elevation_deg) {
    const WorldVector to = directionOf(azimuth_deg, elevation_deg);
    return 2.0 * kPi * (place.east * to.east + place.north * to.north + place.up * to.up);
}

}  // namespace celltwin::antenna
