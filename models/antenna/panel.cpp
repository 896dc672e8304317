// SPDX-License-Identifier: BSD-3-Clause
#include "models/antenna/panel.h"

#include <algorithm>

#include "models/antenna/block.h"
#include "models/antenna/pattern.h"
#include "models/antenna/range.h"
#include "models/antenna/turn.h"

namespace celltwin::antenna {
namespace {

Line lineOf(int elements, double spacing, int panels, double pitch, int used, const std::string& name) {
    const int all = elements * panels;
    if (used == 0) used = all;
    requireRange(name, used, 1, all);
    if (pitch == 0.0 || pitch == elements * spacing) return {used, spacing, 1, used * spacing};
    if (used <= elements) return {used, spacing, 1, used * spacing};
    if (used % elements == 0) return {elements, spacing, used / elements, pitch};
    throw ConfigError("antenna: " + name + " must be up to " + std::to_string(elements) +
                      " or a multiple of it, since the panels do not join, got " + std::to_string(used));
}

/// Steered rows and columns under an element pattern.
class Panel final : public Pattern {
  public:
    enum class Element { first_polarisation, mean_of_polarisations };

    Panel(const PanelArray& array, Element element, const Line& rows, const Line& columns, double azimuth_deg,
          double elevation_deg)
        : array_(array),
          element_(element),
          rows_(rows),
          columns_(columns),
          azimuth_deg_(azimuth_deg),
          elevation_deg_(elevation_deg) {}

    double gainDbi(double azimuth_deg, double elevation_deg, double downtilt_deg) const override {
        return gainDbi(azimuth_deg, elevation_deg, steeringOf(azimuth_deg_, elevation_deg_ - downtilt_deg));
    }
    void gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                  double downtilt_deg, std::span<double> out_dbi) const override {
        assert(azimuth_deg.size() == out_dbi.size() && elevation_deg.size() == out_dbi.size());
        const Steering steering = steeringOf(azimuth_deg_, elevation_deg_ - downtilt_deg);
        for (std::size_t i = 0; i < out_dbi.size(); ++i)
            out_dbi[i] = gainDbi(azimuth_deg[i], elevation_deg[i], steering);
    }
    double maxGainDbi() const override {
        const double element = array_.kind == ElementKind::isotropic ? 0.0 : array_.element.gain_dbi;
        return element + 10.0 * std::log10(rows_.count() * columns_.count());
    }

  private:
    double gainDbi(double azimuth_deg, double elevation_deg, const Steering& steering) const {
        const double element = element_ == Element::first_polarisation
                                   ? panelElementDbi(array_, 0, azimuth_deg, elevation_deg)
                                   : meanElementDbi(array_, azimuth_deg, elevation_deg);
        const Steering to = steeringOf(azimuth_deg, elevation_deg);
        const double power = rows_.power(to.up - steering.up) * columns_.power(to.left - steering.left);
        return element + 10.0 * std::log10(std::max(power, rows_.count() * columns_.count() * kNullDepth));
    }

    PanelArray array_;
    Element element_;
    Line rows_, columns_;
    double azimuth_deg_, elevation_deg_;
};

}  // namespace

Steering steeringOf(double azimuth_deg, double elevation_deg) {
    const double azimuth = toRadians(azimuth_deg), elevation = toRadians(elevation_deg);
    return {-std::cos(elevation) * std::sin(azimuth), std::sin(elevation)};
}

Line rowLine(const PanelArray& a, int used) {
    return lineOf(a.rows, a.row_spacing_wavelengths, a.panel_rows, a.panel_row_spacing_wavelengths, used,
                  "a beam's rows");
}

Line columnLine(const PanelArray& a, int used) {
    return lineOf(a.columns, a.column_spacing_wavelengths, a.panel_columns,
                  a.panel_column_spacing_wavelengths, used, "a beam's columns");
}

double meanElementDbi(const PanelArray& array, double azimuth_deg, double elevation_deg) {
    const double first = panelElementDbi(array, 0, azimuth_deg, elevation_deg);
    if (array.polarisations == 1 || array.kind == ElementKind::isotropic ||
        array.polarisation_model == PolarisationModel::model_2)
        return first;
    const double second = panelElementDbi(array, 1, azimuth_deg, elevation_deg);
    return toDb(0.5 * (toLinear(Db{first}) + toLinear(Db{second}))).value;
}

void checkBeam(const PanelArray& array, const Beam& beam) {
    requireRange("a beam's elevation_deg", beam.elevation_deg, -90, 90);
    requireRange("a beam's azimuth_deg", beam.azimuth_deg, -180, 180);
    rowLine(array, beam.rows);
    columnLine(array, beam.columns);
}

std::unique_ptr<Pattern> makePanel(const PanelArray& array, const PortLayout& layout) {
    checkPanel(array);
    checkPorts(array, layout);
    const int sub_rows = array.rows / layout.rows, sub_columns = array.columns / layout.columns;
    const Line rows{sub_rows, array.row_spacing_wavelengths, 1, 1.0};
    const Line columns{sub_columns, array.column_spacing_wavelengths, 1, 1.0};
    return std::make_unique<Panel>(array, Panel::Element::first_polarisation, rows, columns,
                                   layout.steering_azimuth_deg, -layout.electrical_downtilt_deg);
}

std::unique_ptr<Pattern> makeBeam(const PanelArray& array, const Beam& beam) {
    checkPanel(array);
    checkBeam(array, beam);
    return std::make_unique<Panel>(array, Panel::Element::mean_of_polarisations, rowLine(array, beam.rows),
                                   columnLine(array, beam.columns), beam.azimuth_deg, beam.elevation_deg);
}

}  // namespace celltwin::antenna
