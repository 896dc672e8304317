// SPDX-License-Identifier: BSD-3-Clause
//
// How radio waves travel.
#include "scenarios/schema/bind.h"
#include "scenarios/schema/file_access.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

void bindParameters(const Node& node, const std::string& model, propagation::ModelParameters& p) {
    switch (propagation::tunableOf(model)) {
        case propagation::Tunable::nlos:
            readName(node, "nlos", nlosNames(), p.nlos);
            break;
        case propagation::Tunable::street:
            read(node, "street_width_m", p.street.street_width_m);
            read(node, "building_height_m", p.street.building_height_m);
            break;
        case propagation::Tunable::clutter: {
            propagation::InFClutter clutter = propagation::clutterOf(propagation::factoryOf(model));
            bool given = read(node, "clutter_size_m", clutter.size_m);
            given = read(node, "clutter_density", clutter.density) || given;
            given = read(node, "clutter_height_m", clutter.height_m) || given;
            if (given) p.clutter = clutter;
            break;
        }
        case propagation::Tunable::roofs:
            read(node, "roof_height_m", p.roofs.roof_height_m);
            read(node, "street_orientation_deg", p.roofs.street_orientation_deg);
            read(node, "building_separation_m", p.roofs.building_separation_m);
            break;
        case propagation::Tunable::none:
            break;
    }
}

std::optional<propagation::ResidualGrid> readGrid(const Node& owner, std::string_view key) {
    const Node* node = valueOf(owner, key);
    if (node == nullptr) return std::nullopt;
    propagation::ResidualGrid grid;
    read(*node, "east_m", grid.east_m);
    read(*node, "north_m", grid.north_m);
    read(*node, "step_m", grid.step_m);
    read(*node, "columns", grid.columns);
    read(*node, "rows", grid.rows);
    read(*node, "values_db", grid.values_db);
    return grid;
}

void bindCalibration(const Node& node, Radio& radio, Context& context) {
    propagation::CalibratedField& field = radio.calibration.emplace();
    read(node, "offset_db", field.offset_db);
    read(node, "slope_db_per_decade", field.slope_db_per_decade);
    read(node, "reference_distance_m", field.reference_distance_m);
    read(node, "sigma_db", field.sigma_db);
    read(node, "correlation_m", field.correlation_m);
    field.common = readGrid(node, "common");
    if (const Node* cells = valueOf(node, "cells"))
        for (const Node& item : cells->items) {
            propagation::CellResidual cell;
            read(item, "cell", cell.cell);
            read(item, "offset_db", cell.offset_db);
            cell.grid = readGrid(item, "grid");
            field.cells.push_back(std::move(cell));
        }
    if (!context.findings.empty()) return;
    try {
        field.validate();
    } catch (const ConfigError& error) {
        for (const Diagnostic& d : error.findings()) context.findings.add(node.mark, d.message, d.hint);
    }
}

/// A calibration in a file of its own: the same keys, errors at its own lines.
void readCalibrationFile(const Node& file, Radio& radio, Context& context) {
    const auto text = readReferenced(file, context);
    if (!text) return;
    const int source = context.findings.addSource(referencedPath(context.file, file.text), *text);
    Node root = parseTree(*text, source, context.findings);
    if (root.kind != Node::Kind::map) {
        context.findings.add(root.mark,
                             "a calibration is a mapping of keys such as 'offset_db:' and 'cells:'");
        return;
    }
    checkObject(root, calibrationObject(), context.findings);
    bindCalibration(root, radio, context);
}

void bindPropagation(const Node& radio_node, Radio& radio, Context& context) {
    const Node* node = valueOf(radio_node, "propagation");
    if (node == nullptr) return;
    if (node->kind == Node::Kind::scalar) {
        radio.propagation = node->text;
        return;
    }
    read(*node, "model", radio.propagation);
    bindParameters(*node, radio.propagation, radio.model_parameters);
    if (const Node* inline_calibration = valueOf(*node, "calibration"))
        bindCalibration(*inline_calibration, radio, context);
    if (const Node* file = valueOf(*node, "calibrated_by")) readCalibrationFile(*file, radio, context);
    try {
        propagation::makePathLossModel(radio.propagation, radio.model_parameters);
    } catch (const ConfigError& error) {
        for (const Diagnostic& d : error.findings()) context.findings.add(node->mark, d.message, d.hint);
    }
}

/// A profile by name; "none", the first name, is no profile.
void readProfile(const Node& node, std::string_view key, std::optional<fading::TdlProfile>& profile) {
    int index = 0;
    if (!readName(node, key, fadingNames(), index)) return;
    profile.reset();
    if (index > 0) profile = static_cast<fading::TdlProfile>(index - 1);
}

void bindFading(const Node& radio_node, Fading& fading) {
    const Node* node = valueOf(radio_node, "fading");
    if (node == nullptr) return;
    readProfile(*node, "model", fading.profile);
    fading.los_profile = fading.profile;
    readProfile(*node, "los_model", fading.los_profile);
    read(*node, "delay_spread_ns", fading.delay_spread_ns);
    read(*node, "min_speed_kmh", fading.min_speed_kmh);
    readName(*node, "correlation", correlationNames(), fading.correlation);
}

}  // namespace

Radio bindRadio(const Node& root, Context& context) {
    Radio radio;
    const Node* node = valueOf(root, "radio");
    if (node == nullptr) return radio;
    bindPropagation(*node, radio, context);
    readName(*node, "line_of_sight", losModeNames(), radio.line_of_sight);
    readName(*node, "coupling", couplingNames(), radio.coupling);
    readName(*node, "ray_parameters", rayParametersNames(), radio.ray_parameters);
    read(*node, "spreads_follow_shadowing", radio.spreads_follow_shadowing);
    read(*node, "shadowing", radio.shadowing);
    read(*node, "shadow_sigma_db", radio.shadow_sigma_db);
    readName(*node, "indoor_shadowing", indoorShadowingNames(), radio.indoor_shadowing);
    read(*node, "inter_site_correlation", radio.inter_site_correlation);
    read(*node, "neighbours", radio.neighbours);
    read(*node, "inter_sector_correlation", radio.inter_sector_correlation);
    readName(*node, "building_loss", buildingLossNames(), radio.building_loss);
    read(*node, "blockage", radio.blockage);
    read(*node, "noise_figure_db", radio.noise_figure_db);
    read(*node, "offset_db", radio.offset_db);
    bindFading(*node, radio.fading);
    if (radio.inter_sector_correlation < radio.inter_site_correlation)
        context.findings.add(markOf(*node, "inter_sector_correlation"),
                             "inter_sector_correlation is below inter_site_correlation, " +
                                 shortest(radio.inter_site_correlation));
    return radio;
}

}  // namespace celltwin::scenario
