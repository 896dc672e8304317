// SPDX-License-Identifier: BSD-3-Clause
#include <cassert>
#include <string>

#include "models/antenna/array.h"
#include "models/antenna/range.h"
#include "models/antenna/turn.h"

namespace celltwin::antenna {
namespace {

using Complex = std::complex<double>;

void requireDivides(const std::string& ports, int parts, const std::string& elements, int whole) {
    if (parts >= 1 && whole % parts == 0) return;
    throw ConfigError("antenna: " + ports + " of the ports must divide the panel's " + elements + ", 1 to " +
                      std::to_string(whole) + " without rest, got " + std::to_string(parts));
}

/// Radians by which the weights of a sub-array turn back from row to row and from column to column.
struct Steps {
    double row, column;
};

Steps stepsOf(const PanelArray& array, const PortLayout& layout) {
    const double e = toRadians(-layout.electrical_downtilt_deg), a = toRadians(layout.steering_azimuth_deg);
    // w_m ~ exp(-j 2 pi (m - 1) d_V cos theta_etilt), and likewise along y' with its direction cosine.
    return {2.0 * kPi * array.row_spacing_wavelengths * std::sin(e),
            -2.0 * kPi * array.column_spacing_wavelengths * std::cos(e) * std::sin(a)};
}

int elementIndex(const PanelArray& a, int panel_row, int panel_column, int row, int column) {
    return ((panel_row * a.panel_columns + panel_column) * a.rows + row) * a.columns + column;
}

/// Sum of `count` phasors, each `step` radians ahead of the one before it.
Complex phasorSum(int count, double step) {
    const Complex turn = std::polar(1.0, step);
    Complex phasor = 1.0, sum = 0.0;
    for (int i = 0; i < count; ++i) {
        sum += phasor;
        phasor *= turn;
    }
    return sum;
}

double dot(const WorldVector& a, const WorldVector& b) {
    return a.east * b.east + a.north * b.north + a.up * b.up;
}

}  // namespace

void checkPorts(const PanelArray& array, const PortLayout& layout) {
    requireDivides("rows", layout.rows, "rows", array.rows);
    requireDivides("columns", layout.columns, "columns", array.columns);
    requireRange("electrical_downtilt_deg", layout.electrical_downtilt_deg, -90, 90);
    requireRange("steering_azimuth_deg", layout.steering_azimuth_deg, -90, 90);
}

int portCount(const PanelArray& array, const PortLayout& layout) {
    return array.panel_rows * array.panel_columns * array.polarisations * layout.rows * layout.columns;
}

PortPlace portPlace(const PanelArray& array, const PortLayout& layout, int port) {
    assert(port >= 0 && port < portCount(array, layout));
    PortPlace place;
    place.row = port % layout.rows;
    port /= layout.rows;
    place.column = port % layout.columns;
    port /= layout.columns;
    place.polarisation = port % array.polarisations;
    port /= array.polarisations;
    place.panel_column = port % array.panel_columns;
    place.panel_row = port / array.panel_columns;
    return place;
}

void portField(const PanelArray& array, const Orientation& orientation, const PortLayout& layout, int port,
               double azimuth_deg, double elevation_deg, Complex& f_theta, Complex& f_phi) {
    checkPanel(array);
    checkPorts(array, layout);
    const PortPlace place = portPlace(array, layout, port);
    const std::vector<WorldVector> positions = elementPositions(array, orientation);
    const Steps steps = stepsOf(array, layout);
    const int sub_rows = array.rows / layout.rows, sub_columns = array.columns / layout.columns;
    Complex sum = 0.0;
    for (int m = 0; m < sub_rows; ++m)
        for (int n = 0; n < sub_columns; ++n) {
            const int element = elementIndex(array, place.panel_row, place.panel_column,
                                             place.row * sub_rows + m, place.column * sub_columns + n);
            const double phase =
                phaseRad(positions[static_cast<std::size_t>(element)], azimuth_deg, elevation_deg);
            sum += std::polar(1.0, phase - m * steps.row - n * steps.column);
        }
    sum /= std::sqrt(static_cast<double>(sub_rows * sub_columns));
    double theta = 0.0, phi = 0.0;
    elementField(array, orientation, place.polarisation, azimuth_deg, elevation_deg, theta, phi);
    f_theta = theta * sum;
    f_phi = phi * sum;
}

PortArray::PortArray(const PanelArray& array, const Orientation& orientation, const PortLayout& layout)
    : array_(array), orientation_(orientation), layout_(layout) {
    checkPanel(array);
    checkPorts(array, layout);
    const Steps steps = stepsOf(array, layout);
    row_step_ = steps.row;
    column_step_ = steps.column;
    const Turn turn(orientation);
    row_axis_ = turn.toWorld(0.0, array.row_spacing_wavelengths);
    column_axis_ = turn.toWorld(array.column_spacing_wavelengths, 0.0);
    const std::vector<WorldVector> positions = elementPositions(array, orientation);
    const auto per_panel = static_cast<std::size_t>(array.rows * array.columns);
    for (std::size_t first = 0; first < positions.size(); first += per_panel)
        panel_corner_.push_back(positions[first]);
}

int PortArray::portCount() const {
    return antenna::portCount(array_, layout_);
}

void PortArray::fields(double azimuth_deg, double elevation_deg, std::span<Complex> f_theta,
                       std::span<Complex> f_phi) const {
    assert(f_theta.size() == static_cast<std::size_t>(portCount()) && f_phi.size() == f_theta.size());
    const WorldVector to = directionOf(azimuth_deg, elevation_deg);
    const int sub_rows = array_.rows / layout_.rows, sub_columns = array_.columns / layout_.columns;
    const double row_phase = 2.0 * kPi * dot(row_axis_, to), column_phase = 2.0 * kPi * dot(column_axis_, to);
    const Complex factor = phasorSum(sub_rows, row_phase - row_step_) *
                           phasorSum(sub_columns, column_phase - column_step_) /
                           std::sqrt(static_cast<double>(sub_rows * sub_columns));
    const LocalRay ray = Turn(orientation_).toLocal(azimuth_deg, elevation_deg);
    const double local_azimuth = ray.azimuthDeg(), local_elevation = ray.elevationDeg();
    Field field[2] = {};
    for (int p = 0; p < array_.polarisations; ++p)
        field[p] = worldField(array_, p, ray, panelElementDbi(array_, p, local_azimuth, local_elevation));
    // From port to port of a panel the phase grows by equal steps.
    const Complex next_row = std::polar(1.0, sub_rows * row_phase);
    const Complex next_column = std::polar(1.0, sub_columns * column_phase);
    std::size_t port = 0;
    for (const WorldVector& corner : panel_corner_) {
        const Complex first = factor * std::polar(1.0, 2.0 * kPi * dot(corner, to));
        for (int p = 0; p < array_.polarisations; ++p) {
            Complex of_column = first;
            for (int column = 0; column < layout_.columns; ++column, of_column *= next_column) {
                Complex response = of_column;
                for (int row = 0; row < layout_.rows; ++row, ++port, response *= next_row) {
                    f_theta[port] = field[p].theta * response;
                    f_phi[port] = field[p].phi * response;
                }
            }
        }
    }
}

}  // namespace celltwin::antenna
