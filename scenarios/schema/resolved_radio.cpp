// SPDX-License-Identifier: BSD-3-Clause
//
// The radio's part of the complete scenario as text.
#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {
namespace {

std::string profileName(const std::optional<fading::TdlProfile>& profile) {
    return fadingNames()[profile ? static_cast<std::size_t>(*profile) + 1 : 0];
}

std::string fadingText(const Fading& f) {
    return Flow()
        .raw("model", profileName(f.profile))
        .raw("los_model", profileName(f.los_profile))
        .add("delay_spread_ns", f.delay_spread_ns)
        .add("min_speed_kmh", f.min_speed_kmh)
        .raw("correlation", nameOf(f.correlation, correlationNames()))
        .text();
}

std::string gridText(const propagation::ResidualGrid& g) {
    return Flow()
        .add("east_m", g.east_m)
        .add("north_m", g.north_m)
        .add("step_m", g.step_m)
        .add("columns", g.columns)
        .add("rows", g.rows)
        .add("values_db", g.values_db)
        .text();
}

std::string calibrationText(const propagation::CalibratedField& f) {
    Flow flow;
    flow.add("offset_db", f.offset_db)
        .add("slope_db_per_decade", f.slope_db_per_decade)
        .add("reference_distance_m", f.reference_distance_m)
        .add("sigma_db", f.sigma_db)
        .add("correlation_m", f.correlation_m);
    if (f.common) flow.raw("common", gridText(*f.common));
    std::string cells = "[";
    for (const propagation::CellResidual& cell : f.cells) {
        Flow one;
        one.add("cell", cell.cell).add("offset_db", cell.offset_db);
        if (cell.grid) one.raw("grid", gridText(*cell.grid));
        cells += (cells.size() == 1 ? "" : ", ") + one.text();
    }
    return flow.raw("cells", cells + "]").text();
}

std::string propagationText(const Radio& r) {
    const propagation::ModelParameters& p = r.model_parameters;
    Flow flow;
    flow.raw("model", r.propagation);
    switch (propagation::tunableOf(r.propagation)) {
        case propagation::Tunable::nlos:
            flow.raw("nlos", nameOf(p.nlos, nlosNames()));
            break;
        case propagation::Tunable::street:
            flow.add("street_width_m", p.street.street_width_m)
                .add("building_height_m", p.street.building_height_m);
            break;
        case propagation::Tunable::clutter: {
            const auto c = p.clutter.value_or(propagation::clutterOf(propagation::factoryOf(r.propagation)));
            flow.add("clutter_size_m", c.size_m)
                .add("clutter_density", c.density)
                .add("clutter_height_m", c.height_m);
            break;
        }
        case propagation::Tunable::roofs:
            flow.add("roof_height_m", p.roofs.roof_height_m)
                .add("street_orientation_deg", p.roofs.street_orientation_deg)
                .add("building_separation_m", p.roofs.building_separation_m);
            break;
        case propagation::Tunable::none:
            break;
    }
    if (r.calibration) flow.raw("calibration", calibrationText(*r.calibration));
    return flow.text();
}

}  // namespace

std::string radioText(const Radio& r) {
    return "radio: " +
           Flow()
               .raw("propagation", propagationText(r))
               .raw("line_of_sight", nameOf(r.line_of_sight, losModeNames()))
               .raw("coupling", nameOf(r.coupling, couplingNames()))
               .raw("ray_parameters", nameOf(r.ray_parameters, rayParametersNames()))
               .add("spreads_follow_shadowing", r.spreads_follow_shadowing)
               .add("shadowing", r.shadowing)
               .add("shadow_sigma_db", r.shadow_sigma_db)
               .raw("indoor_shadowing", nameOf(r.indoor_shadowing, indoorShadowingNames()))
               .add("inter_site_correlation", r.inter_site_correlation)
               .add("neighbours", r.neighbours)
               .add("inter_sector_correlation", r.inter_sector_correlation)
               .raw("building_loss", nameOf(r.building_loss, buildingLossNames()))
               .add("blockage", r.blockage)
               .add("noise_figure_db", r.noise_figure_db)
               .add("offset_db", r.offset_db)
               .raw("fading", fadingText(r.fading))
               .text() +
           "\n";
}

}  // namespace celltwin::scenario
