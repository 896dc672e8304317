// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include <cmath>

#include "service/report/chart.h"
#include "service/report/html.h"
#include "service/report/page.h"
#include "service/report/sectors.h"

namespace celltwin::report {

namespace {

constexpr double kWidth = 640.0;
constexpr const char* kPanelIds[] = {"before", "after", "difference"};
constexpr const char* kPanelTitles[] = {"Before", "After", "Difference"};

/// From local metres to the image.
struct Projection {
    engine::Grid frame;
    double scale;  ///< image units per metre
    double height;
    explicit Projection(const engine::Grid& grid)
        : frame(grid),
          scale(kWidth / (grid.columns * grid.step_m)),
          height(grid.rows * grid.step_m * scale) {}
    double x(Enu p) const { return (p.east_m - frame.south_west.east_m) * scale; }
    double y(Enu p) const { return height - (p.north_m - frame.south_west.north_m) * scale; }
    std::string point(Enu p) const { return formatCoordinate(x(p)) + " " + formatCoordinate(y(p)); }
};

std::string describeCell(const Comparison& comparison, const CellRow& row) {
    const scenario::Cell& cell = comparison.lastLeg().scenario.network.cells[row.cell];
    const auto leg = [&](const KpiChange& change) {
        const std::string_view unit = record::definition(change.kpi).unit;
        if (!comparison.input().after) return formatQuantity(change.before, unit);
        return formatNumber(change.before) + " \u2192 " + formatQuantity(change.after, unit);
    };
    return fmt::format("{}: azimuth {}\u00b0, tilt {}\u00b0\nDRB.UEThpDl {}\nRRU.PrbTotDl {}", cell.id,
                       formatNumber(cell.azimuth_deg),
                       formatNumber(cell.downtilt_deg + cell.mechanical_downtilt_deg), leg(row.throughput),
                       leg(row.load));
}

std::string drawSectors(const Comparison& comparison, const Projection& projection) {
    const auto& network = comparison.lastLeg().scenario.network;
    const double frame_width = projection.frame.columns * projection.frame.step_m;
    const auto wedges = drawWedges(network, wedgeRadiusM(network, frame_width / 15.0));
    const auto classes = wedgeClasses(comparison);
    const std::vector<bool> named = namedCells(comparison);
    std::vector<const CellRow*> row_of(network.cells.size());
    for (const CellRow& row : comparison.rows()) row_of[row.cell] = &row;
    std::string plain, marked, labels;
    for (const Wedge& wedge : wedges) {
        std::string path;
        for (const Enu& p : wedge.outline) path.append(path.empty() ? "M" : "L").append(projection.point(p));
        const std::string& css = classes[wedge.cell];
        (css.empty() ? plain : marked) +=
            fmt::format(R"(<path class="wedge {}" d="{}Z"><title>{}</title></path>)", css, path,
                        escapeHtml(describeCell(comparison, *row_of[wedge.cell])));
        if (!named[wedge.cell]) continue;
        const Enu tip = labelPoint(network.cells[wedge.cell], wedge);
        labels += fmt::format(R"(<text class="cell-name" x="{}" y="{}">{}</text>)",
                              formatCoordinate(projection.x(tip)), formatCoordinate(projection.y(tip)),
                              escapeHtml(network.cells[wedge.cell].id));
    }
    return plain + marked + labels;
}

/// A bar of a round length near a fifth of the width, and an arrow to the north.
std::string drawFurniture(const Projection& projection) {
    const double wanted = 0.25 * kWidth / projection.scale;
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    double length = power;
    for (const double factor : {2.0, 5.0})
        if (factor * power <= wanted) length = factor * power;
    const std::string label =
        length >= 1000.0 ? formatNumber(length / 1000.0) + " km" : formatNumber(length) + " m";
    const double y = projection.height - 14.0, right = 14.0 + length * projection.scale;
    return fmt::format(R"(<g class="furniture"><path d="M14 {}v5H{}v-5"/><text x="18" y="{}">{}</text>)"
                       R"(<path class="north" d="M{} 36l7 -22l7 22l-7 -5z"/><text x="{}" y="54" )"
                       R"(text-anchor="middle">N</text></g>)",
                       formatCoordinate(y), formatCoordinate(right), formatCoordinate(y), label,
                       kWidth - 28.0, kWidth - 21.0);
}

std::string drawPanel(const std::optional<Rasters>& rasters, const Projection& projection, std::size_t panel,
                      bool alone, const std::string& sectors) {
    const std::string height = formatCoordinate(projection.height);
    std::string images;
    if (rasters)
        for (const RasterLayer& layer : rasters->layers)
            if (panel < layer.images.size())
                images += fmt::format(R"(<image class="layer {}" width="{}" height="{}" )"
                                      R"(preserveAspectRatio="none" href="{}"/>)",
                                      layer.id, kWidth, height, layer.images[panel]);
    const char* title = alone ? "Map" : kPanelTitles[panel];
    const std::string caption = alone ? "" : fmt::format("<figcaption>{}</figcaption>", title);
    return fmt::format(R"(<figure class="panel {}">{}<div class="canvas" )"
                       R"(style="aspect-ratio:{}/{}"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">)"
                       R"({}{}{}</svg></div></figure>)",
                       kPanelIds[panel], caption, kWidth, height, kWidth, height, title, images, sectors,
                       drawFurniture(projection));
}

std::string drawRamp(const ColourScale& scale, const std::string& title) {
    std::string stops;
    for (int i = 0; i <= 16; ++i) {
        const Rgba c = rampColour(scale.ramp, i / 16.0);
        stops += fmt::format(",rgba({},{},{},{:.3f})", c.red, c.green, c.blue, c.alpha / 255.0);
    }
    std::string ticks;
    for (const double tick : niceTicks(scale.low, scale.high, 5))
        ticks += fmt::format(R"(<span style="left:{}%">{}</span>)",
                             formatCoordinate(100.0 * (tick - scale.low) / (scale.high - scale.low)),
                             scale.ramp == Ramp::diverging ? formatSigned(tick) : formatNumber(tick));
    return fmt::format(
        R"~(<div class="ramp"><b>{}, {}</b><i style="background-image:linear-gradient(90deg{})">)~"
        R"(</i><div class="ticks">{}</div></div>)",
        title, scale.unit, stops, ticks);
}

std::string drawLegend(const Rasters& rasters, bool compared) {
    std::string legend;
    for (const RasterLayer& layer : rasters.layers) {
        std::string body;
        if (layer.categorical) {
            body = "<p>Colours only tell neighbouring cells apart; point at the map for the cell.";
            if (compared)
                body += " The difference shows the server after, where it is another one than before.";
            body += "</p>";
        } else {
            body = drawRamp(layer.scale, compared ? layer.label + " before and after" : layer.label);
            if (compared) body += drawRamp(layer.difference_scale, "Difference, after \u2212 before");
        }
        legend += fmt::format(R"(<div class="legend {}">{}</div>)", layer.id, body);
    }
    return legend;
}

struct Choice {
    std::string id, label;
};
std::string drawChoices(const char* name, const char* label, const std::vector<Choice>& choices,
                        std::string& inputs) {
    std::string labels;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const std::string id = fmt::format("{}-{}", name, choices[i].id);
        inputs += fmt::format(R"(<input class="pick" type="radio" name="{}" id="{}"{}>)", name, id,
                              i == 0 ? " checked" : "");
        labels += fmt::format(R"(<label for="{}">{}</label>)", id, choices[i].label);
    }
    return fmt::format(R"(<div class="choices" role="group" aria-label="{}">{}</div>)", label, labels);
}

}  // namespace

std::vector<bool> namedCells(const Comparison& comparison) {
    std::vector<bool> named(comparison.lastLeg().scenario.network.cells.size(), false);
    for (const CellRow& row : comparison.rows())
        if (row.touched && comparison.input().after) named[row.cell] = true;
    for (const CellRow& row : comparison.largest(-1, 3)) named[row.cell] = true;
    return named;
}

std::vector<std::string> wedgeClasses(const Comparison& comparison) {
    std::vector<std::string> classes(comparison.lastLeg().scenario.network.cells.size());
    const auto mark = [&](std::uint32_t cell, const char* name) {
        classes[cell].append(classes[cell].empty() ? "" : " ").append(name);
    };
    for (const CellRow& row : comparison.rows()) {
        if (!comparison.lastLeg().scenario.network.cells[row.cell].active) mark(row.cell, "off");
        if (row.touched && comparison.input().after) mark(row.cell, "touched");
    }
    for (const CellRow& row : comparison.largest(-1, kListedCells)) mark(row.cell, "harmed");
    for (const CellRow& row : comparison.largest(+1, kListedCells)) mark(row.cell, "gained");
    return classes;
}

std::string mapSection(const Comparison& comparison, const std::optional<Rasters>& rasters) {
    const engine::Grid frame = mapFrame(comparison.input(), rasters ? &rasters->grid : nullptr);
    const Projection projection(frame);
    const std::size_t panels = rasters ? rasters->layers.front().images.size() : 1;
    std::string inputs, toolbar, figures;
    if (rasters) {
        std::vector<Choice> layers;
        for (const RasterLayer& layer : rasters->layers) layers.push_back({layer.id, layer.label});
        toolbar += drawChoices("layer", "Layer", layers, inputs);
    }
    if (panels > 1)
        toolbar += drawChoices("view", "View",
                               {{"side", "Side by side"},
                                {"before", "Before"},
                                {"after", "After"},
                                {"difference", "Difference"}},
                               inputs);
    const std::string sectors = drawSectors(comparison, projection);
    for (std::size_t panel = 0; panel < panels; ++panel)
        figures += drawPanel(
            rasters, projection, panel, panels == 1,
            panel == 0 ? R"(<g id="sectors">)" + sectors + "</g>" : std::string(R"(<use href="#sectors"/>)"));
    std::string key;
    if (comparison.input().after)
        key = R"(<p class="key"><span class="touched">changed</span><span class="harmed">harmed</span>)"
              R"(<span class="gained">gains</span><span class="off">off</span></p>)";
    return fmt::format(
        R"(<section id="map"><h2>Map</h2><div class="map n{}">{}<div class="toolbar">{}{}</div>)"
        R"(<div class="panels">{}</div>{}<p class="probe" id="probe"></p></div></section>)",
        panels, inputs, toolbar, key, figures, rasters ? drawLegend(*rasters, panels > 1) : "");
}

}  // namespace celltwin::report
