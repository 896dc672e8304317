// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <nlohmann/json.hpp>

#include "service/report/html.h"
#include "service/report/page.h"
#include "service/report/sectors.h"

namespace celltwin::report {

namespace {

using Json = nlohmann::ordered_json;

/// Rounded to `decimals`, since the page shows no more; null for NaN.
Json number(double value, int decimals) {
    if (!std::isfinite(value)) return nullptr;
    const double power = std::pow(10.0, decimals);
    return std::round(value * power) / power + 0.0;
}

Json pair(const KpiChange& change) {
    return Json::array({number(change.before, 2), number(change.after, 2)});
}

Json describeCells(const Comparison& comparison, double frame_width_m) {
    const auto& network = comparison.lastLeg().scenario.network;
    const auto wedges = drawWedges(network, wedgeRadiusM(network, frame_width_m / 15.0));
    const auto classes = wedgeClasses(comparison);
    const std::vector<bool> named = namedCells(comparison);
    Json cells = Json::array();
    for (std::uint32_t i = 0; i < network.cells.size(); ++i) {
        const scenario::Cell& cell = network.cells[i];
        Json outline = Json::array();
        for (const Enu& p : wedges[i].outline)
            outline.push_back(Json::array({number(p.north_m, 1), number(p.east_m, 1)}));
        const Enu label = labelPoint(cell, wedges[i]);
        cells.push_back(
            {{"id", cell.id},
             {"label", named[i] ? Json::array({number(label.north_m, 1), number(label.east_m, 1)}) : Json()},
             {"classes", classes[i]},
             {"outline", outline},
             {"azimuth_deg", number(cell.azimuth_deg, 1)},
             {"tilt_deg", number(cell.downtilt_deg + cell.mechanical_downtilt_deg, 1)},
             {"height_m", number(cell.height_m, 1)},
             {"power_dbm", number(cell.tx_power_dbm, 1)},
             {"throughput", pair(comparison.cell(record::Kpi::drb_ue_thp_dl, i))},
             {"load", pair(comparison.cell(record::Kpi::rru_prb_tot_dl, i))},
             {"connected", pair(comparison.cell(record::Kpi::rrc_conn_mean, i))}});
    }
    return cells;
}

Json describeScale(const ColourScale& scale) {
    Json colours = Json::array();
    const std::vector<Rgba> palette = scale.palette();
    for (std::size_t i = 1; i < palette.size(); ++i) colours.push_back(hexColour(palette[i]));
    return {{"low", scale.low}, {"high", scale.high}, {"unit", scale.unit}, {"colours", colours}};
}

Json describeLayers(const Rasters& rasters) {
    Json layers = Json::array();
    for (const RasterLayer& layer : rasters.layers) {
        Json entry = {{"id", layer.id}, {"label", layer.label}};
        if (!layer.categorical) entry["scale"] = describeScale(layer.scale);
        layers.push_back(entry);
    }
    return layers;
}

/// One row per time: [t, [low, middle, high] of each leg], as dygraphs reads custom bars.
Json describeTimeline(const Timeline& timeline) {
    const auto& definition = record::definition(timeline.kpi);
    Json rows = Json::array(), labels = Json::array({"time"});
    for (const Series& series : timeline.series) labels.push_back(series.label);
    std::size_t points = timeline.series.front().x.size();
    for (const Series& series : timeline.series) points = std::max(points, series.x.size());
    for (std::size_t i = 0; i < points; ++i) {
        Json row = Json::array({nullptr});
        for (const Series& s : timeline.series) {
            if (i >= s.x.size() || !std::isfinite(s.y[i])) {
                row.push_back(nullptr);
                continue;
            }
            row.push_back(Json::array({number(s.low[i], 2), number(s.y[i], 2), number(s.high[i], 2)}));
        }
        for (const Series& s : timeline.series)
            if (i < s.x.size()) row[0] = number(s.x[i], 3);
        rows.push_back(std::move(row));
    }
    return {{"name", std::string(definition.name)},
            {"unit", std::string(definition.unit)},
            {"labels", labels},
            {"rows", rows}};
}

}  // namespace

std::string pageData(const Comparison& comparison, const std::optional<Rasters>& rasters,
                     const std::vector<Timeline>& timelines) {
    const engine::Grid frame = mapFrame(comparison.input(), rasters ? &rasters->grid : nullptr);
    Json data;
    data["compared"] = comparison.input().after.has_value();
    data["frame"] = {{"south_m", frame.south_west.north_m},
                     {"west_m", frame.south_west.east_m},
                     {"step_m", frame.step_m},
                     {"columns", frame.columns},
                     {"rows", frame.rows}};
    data["cells"] = describeCells(comparison, frame.columns * frame.step_m);
    data["layers"] = rasters ? describeLayers(*rasters) : Json::array();
    data["probes"] = rasters ? Json(rasters->probes) : Json::array();
    data["timelines"] = Json::array();
    for (const Timeline& timeline : timelines) data["timelines"].push_back(describeTimeline(timeline));
    return escapeJsonBlock(data.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace celltwin::report
