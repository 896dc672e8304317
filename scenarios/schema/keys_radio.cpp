// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: how radio waves travel, and what measurements say about it.
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

constexpr double kMaxCorrectionDb = 100.0;

const Object& residualGridObject() {
    static const Object object{
        "a residual map",
        "calibration.common",
        "Residuals on a square lattice, bilinear between its points; outside it fades to 0 over one step.",
        {numberKey("east_m", "m", -4e6, 4e6, "", "Of the south-western point, in the local frame.").must(),
         numberKey("north_m", "m", -4e6, 4e6, "", "Of the same point.").must(),
         above(numberKey("step_m", "m", 0, 1e6, "", "Between points.")).must(),
         integerKey("columns", 1, 100000, "", "Points from west to east.").must(),
         integerKey("rows", 1, 100000, "", "Points from south to north.").must(),
         listKey("values_db", numberKey("", "dB", -kMaxCorrectionDb, kMaxCorrectionDb, "", "").shape, 1,
                 10000000, "",
                 "Row by row from the south-western point; positive = more loss than the model says.")
             .must()},
        {}};
    return object;
}

const Object& cellResidualObject() {
    static const Object object{
        "a cell's correction",
        "calibration.cells[]",
        "What one cell has beside the rest.",
        {textKey("cell", "", "Its id.").must(),
         numberKey("offset_db", "dB", -kMaxCorrectionDb, kMaxCorrectionDb, 0.0, "Added to its loss."),
         objectKey("grid", &residualGridObject, "none", "A map of its own.")},
        {}};
    return object;
}

const Object& fadingObject() {
    static const Object object = [] {
        const Fading f;
        return Object{
            "fast fading",
            "radio.fading",
            "Tapped delay lines of TR 38.901 clause 7.7.2 on the serving link: frequency-selective, with "
            "Doppler and "
            "MIMO.",
            {choiceKey("model", fadingNames(), "none", "The profile; none = the mean channel."),
             choiceKey("los_model", fadingNames(), "the same", "The profile of links in line of sight."),
             above(numberKey("delay_spread_ns", "ns", 0, 10000, f.delay_spread_ns, "Rms delay spread.")),
             above(numberKey("min_speed_kmh", "km/h", 0, 1000, f.min_speed_kmh,
                             "Speed behind the Doppler of a UE that moves slower, or not at all.")),
             choiceKey("correlation", correlationNames(), nameOf(f.correlation, correlationNames()),
                       "Between antennas, TS 38.101-4 Annex B.2.3.")},
            {}};
    }();
    return object;
}

const Object& propagationObject() {
    static const Object object = [] {
        const propagation::ModelParameters p;
        return Object{
            "a propagation model",
            "radio.propagation",
            "The path loss model and what it may be told. Each model reads its own keys.",
            {choiceKey("model", pathLossNames(), Radio{}.propagation, "Its name."),
             choiceKey("nlos", nlosNames(), nameOf(p.nlos, nlosNames()),
                       "TR 38.901 UMa, UMi, InH: the main NLOS loss or the optional one of Table 7.4.1-1."),
             numberKey("street_width_m", "m", 5, 50, p.street.street_width_m, "RMa: average street width W."),
             numberKey("building_height_m", "m", 5, 50, p.street.building_height_m,
                       "RMa: average building height h."),
             above(numberKey("clutter_size_m", "m", 0, 1000, "the hall's of Table 7.2-4",
                             "InF: typical size.")),
             above(numberKey("clutter_density", "", 0, 1, "the hall's of Table 7.2-4",
                             "InF: share of the floor under clutter.")),
             above(numberKey("clutter_height_m", "m", 0, 25, "2", "InF: effective height.")),
             numberKey("roof_height_m", "m", 1, 500, p.roofs.roof_height_m,
                       "itu-p1411-nlos: of the buildings."),
             numberKey("street_orientation_deg", "deg", 0, 90, p.roofs.street_orientation_deg,
                       "itu-p1411-nlos: street against the direct path."),
             numberKey("building_separation_m", "m", 1, 1000, p.roofs.building_separation_m,
                       "itu-p1411-nlos: between rows of buildings."),
             textKey("calibrated_by", "",
                     "File with a calibration (YAML or JSON, the keys of `calibration`), relative to the "
                     "scenario file.",
                     4000),
             objectKey("calibration", &calibrationObject, "none", "The same, written here.")},
            {{{"calibrated_by", "calibration"}, false}}};
    }();
    return object;
}

}  // namespace

const Object& calibrationObject() {
    static const Object object{
        "a calibration",
        "radio.propagation.calibration",
        "What measurements say about the model's errors, added to its loss.",
        {numberKey("offset_db", "dB", -kMaxCorrectionDb, kMaxCorrectionDb, 0.0, "For all cells."),
         numberKey("slope_db_per_decade", "dB", -kMaxCorrectionDb, kMaxCorrectionDb, 0.0,
                   "Once per tenfold of distance over reference_distance_m."),
         above(numberKey("reference_distance_m", "m", 0, 1e6,
                         propagation::CalibratedField{}.reference_distance_m,
                         "Where the slope adds nothing.")),
         numberKey("sigma_db", "dB", 0, 30, "the model's", "Deviation of shadowing that is left."),
         above(numberKey("correlation_m", "m", 0, 1e5, "the model's", "Its 1/e distance.")),
         objectKey("common", &residualGridObject, "none", "A map for all cells."),
         listKey("cells", objectShape(&cellResidualObject), 0, 100000, "none",
                 "Corrections of single cells.")},
        {}};
    return object;
}

const Object& radioObject() {
    static const Object object = [] {
        const Radio r;
        Key model = objectKey("propagation", &propagationObject, r.propagation,
                              "The path loss model: its name, or {model: name}.");
        model.shape.or_else = {choiceKey("", pathLossNames(), "", "").shape};
        return Object{
            "radio",
            "radio",
            "How radio waves travel.",
            {std::move(model),
             choiceKey("line_of_sight", losModeNames(), nameOf(r.line_of_sight, losModeNames()),
                       "Drawn by the model's probability, the same for all links, or expected: the loss "
                       "weighted by that probability."),
             choiceKey(
                 "coupling", couplingNames(), nameOf(r.coupling, couplingNames()),
                 "Antenna gain of a link: towards the other end, or summed over the rays of the cluster "
                 "channel of TR 38.901 clause 7.5 (for calibration and small studies)."),
             choiceKey("ray_parameters", rayParametersNames(), nameOf(r.ray_parameters, rayParametersNames()),
                       "Whose parameters the rays have: TR 38.901's, or those of TR 38.900 V14.0.0, with "
                       "which 3GPP "
                       "calibrated in 2016."),
             flagKey(
                 "spreads_follow_shadowing", r.spreads_follow_shadowing,
                 "Spreads and Ricean K of a link correlate with its shadowing, as in TR 38.901 Table 7.5-6."),
             flagKey("shadowing", r.shadowing, "Log-normal shadowing, correlated in space."),
             numberKey("shadow_sigma_db", "dB", 0, 30, "the propagation model's", "Its standard deviation."),
             choiceKey("indoor_shadowing", indoorShadowingNames(),
                       nameOf(r.indoor_shadowing, indoorShadowingNames()),
                       "Of UEs in buildings: TR 38.901 Table 7.5-6's column outdoor to indoor, or Table "
                       "7.4.1-1's value "
                       "for the part outdoors."),
             integerKey(
                 "neighbours", 8, 4096, std::uint64_t(r.neighbours),
                 "Cells of each carrier that count one by one for a UE; of a larger network the power of "
                 "the others is summed when the UE comes into a cell, and weighed with their mean load."),
             numberKey("inter_site_correlation", "", 0, 1, r.inter_site_correlation,
                       "Correlation of two sites' shadowing at one place (TR 36.814: 0.5, TR 38.901: 0)."),
             numberKey("inter_sector_correlation", "", 0, 1, r.inter_sector_correlation,
                       "The same of two cells of one site; not below inter_site_correlation."),
             choiceKey("building_loss", buildingLossNames(), nameOf(r.building_loss, buildingLossNames()),
                       "Outdoor to indoor: TR 38.901 Table 7.4.3-2 by building type, or Table 7.4.3-3 (20 dB "
                       "and 0.5 dB/m)."),
             flagKey("blockage", r.blockage, "Blockage by people and vehicles, TR 38.901 clause 7.6.4.1."),
             numberKey("noise_figure_db", "dB", 0, 30, r.noise_figure_db, "Of the UE."),
             numberKey("offset_db", "dB", -100, 100, r.offset_db, "Added to every path loss (calibration)."),
             objectKey("fading", &fadingObject, "none", "Fast fading of the serving link.")},
            {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
