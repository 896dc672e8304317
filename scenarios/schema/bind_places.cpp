// SPDX-License-Identifier: BSD-3-Clause
//
// Where UEs are by weight: squares of a raster, sectors of cells.
#include <algorithm>
#include <cmath>

#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

/// A number of at least 0 from a table's cell.
double weightOf(const CsvTable& table, std::size_t row, std::size_t column) {
    const auto weight = parseNumber(table.cell(row, column));
    if (weight && *weight >= 0.0 && *weight <= kMaxWeight) return *weight;
    Diagnostic finding = table.diagnose(
        row, column,
        weight ? "out of range: 0 to 1e9 is accepted" : "this is no number; 0 to 1e9 is accepted");
    finding.hint = "leave out rows without data, or give them 0";
    throw ConfigError({finding});
}

std::size_t weightColumn(const Node& node, const CsvTable& table) {
    std::string name;
    if (read(node, "weight_column", name)) return table.requireColumn(name);
    const auto population = table.column("population");
    return !table.column("weight") && population ? *population : table.requireColumn("weight");
}

/// Which columns of a raster's table hold what.
struct RasterColumns {
    bool degrees;
    std::size_t x, y, weight;
    std::optional<std::size_t> size;
    RasterColumns(const Node& node, const CsvTable& table) {
        const auto named = [&](const char* a, const char* b) {
            const auto first = table.column(a);
            return first ? first : table.column(b);
        };
        const auto lat = named("lat_deg", "lat"), lon = named("lon_deg", "lon");
        degrees = lat && lon;
        x = degrees ? *lon : table.requireColumn("east_m");
        y = degrees ? *lat : table.requireColumn("north_m");
        weight = weightColumn(node, table);
        size = table.column("size_m");
    }
};

RasterCell squareOf(const CsvTable& table, std::size_t row, const RasterColumns& columns, double size_m,
                    const LocalFrame& frame) {
    const double a = table.number(row, columns.x), b = table.number(row, columns.y);
    if (columns.degrees && (std::abs(b) > 90.0 || std::abs(a) > 180.0))
        throw ConfigError({table.diagnose(row, std::abs(b) > 90.0 ? columns.y : columns.x, kDegreesRange)});
    RasterCell square{columns.degrees ? frame.toEnu({b, a}) : Enu{a, b}, size_m,
                      weightOf(table, row, columns.weight)};
    if (columns.size) square.size_m = table.number(row, *columns.size);
    if (!(square.size_m > 0.0) || square.size_m > 1e5)
        throw ConfigError(
            {table.diagnose(row, *columns.size, "out of range: more than 0 to 100000 m is accepted")});
    return square;
}

void readRasterFile(const Node& node, const Node& file, const NetworkSnapshot& network,
                    std::vector<RasterCell>& squares, Context& context) {
    double size_m = RasterCell{}.size_m;
    read(node, "size_m", size_m);
    const auto text = readReferenced(file, context);
    if (!text) return;
    try {
        const CsvTable table = CsvTable::parse(*text, referencedPath(context.file, file.text));
        const RasterColumns columns(node, table);
        if (columns.degrees && !network.geographic) {
            context.findings.add(file.mark, "the raster is in degrees, but the network is in metres",
                                 "give network.reference {lat_deg, lon_deg}");
            return;
        }
        if (table.rowCount() > kMaxRasterCells) {
            context.findings.add(file.mark,
                                 "the raster has more than " + std::to_string(kMaxRasterCells) + " squares",
                                 "cut it to the area, or use larger squares");
            return;
        }
        const LocalFrame frame(network.origin);
        for (std::size_t row = 0; row < table.rowCount(); ++row)
            squares.push_back(squareOf(table, row, columns, size_m, frame));
    } catch (const ConfigError& error) {
        context.findings.add(error);
    }
}

void readSquares(const Node& list, std::vector<RasterCell>& squares, Context& context) {
    for (const Node& item : list.items) {
        if (item.bad || item.items.size() != 4) continue;
        const auto at = [&](std::size_t i) { return parseNumber(item.items[i].text).value_or(0.0); };
        squares.push_back({{at(0), at(1)}, at(2), at(3)});
        if (!(at(2) > 0.0) || at(2) > 1e5)
            context.findings.add(item.mark,
                                 "size_m of a square is out of range: more than 0 to 100000 m is "
                                 "accepted");
        if (at(3) < 0.0)
            context.findings.add(item.mark, "the weight of a square is below 0: 0 to 1e9 is accepted");
    }
}

std::string spanText(double low, double high) {
    return shortest(std::round(low)) + " to " + shortest(std::round(high));
}

/// Drops what lies outside of the area; where nothing with a weight is left, the raster is of another place.
void cutToArea(std::vector<RasterCell>& squares, const mobility::Area& area, const Mark& mark,
               Context& context) {
    const auto by_east = [](const RasterCell& a, const RasterCell& b) {
        return a.centre.east_m < b.centre.east_m;
    };
    const auto by_north = [](const RasterCell& a, const RasterCell& b) {
        return a.centre.north_m < b.centre.north_m;
    };
    const auto [west, east] = std::minmax_element(squares.begin(), squares.end(), by_east);
    const auto [south, north] = std::minmax_element(squares.begin(), squares.end(), by_north);
    const std::string spans = "it spans " + spanText(west->centre.east_m, east->centre.east_m) + " m east, " +
                              spanText(south->centre.north_m, north->centre.north_m) + " m north; the area " +
                              spanText(area.min_east_m, area.max_east_m) + " m east, " +
                              spanText(area.min_north_m, area.max_north_m) + " m north";
    std::erase_if(squares, [&](const RasterCell& s) {
        return s.centre.east_m < area.min_east_m || s.centre.east_m > area.max_east_m ||
               s.centre.north_m < area.min_north_m || s.centre.north_m > area.max_north_m;
    });
    if (squares.empty())
        context.findings.add(mark, "no square of the raster lies in users.area: " + spans,
                             "set users.area, or check the raster's coordinates");
    else if (std::none_of(squares.begin(), squares.end(), [](const RasterCell& s) { return s.weight > 0.0; }))
        context.findings.add(mark, "all squares of the raster in users.area have weight 0", "set users.area");
}

void setWeight(const std::string& cell, double weight, std::vector<double>& weights,
               std::vector<std::uint8_t>& named, std::uint32_t index, const auto& report) {
    if (named[index] != 0) report("cell " + quotedText(cell) + " has a weight already");
    named[index] = 1;
    weights[index] = weight;
}

void readWeightFile(const Node& node, const Node& file, std::vector<double>& weights,
                    std::vector<std::uint8_t>& named, Context& context) {
    const auto text = readReferenced(file, context);
    if (!text) return;
    try {
        const CsvTable table = CsvTable::parse(*text, referencedPath(context.file, file.text));
        std::string name = "cell";
        read(node, "cell_column", name);
        const std::size_t cell = table.requireColumn(name), weight = weightColumn(node, table);
        for (std::size_t row = 0; row < table.rowCount(); ++row) {
            const std::string& id = table.cell(row, cell);
            const auto found = context.cells.find(id);
            const auto report = [&](const std::string& message) {
                context.findings.add(table.diagnose(row, cell, message));
            };
            if (found == context.cells.end())
                report("no cell " + quotedText(id) + " in " + context.cells_source);
            else
                setWeight(id, weightOf(table, row, weight), weights, named, found->second, report);
        }
    } catch (const ConfigError& error) {
        context.findings.add(error);
    }
}

void readWeightList(const Node& list, std::vector<double>& weights, std::vector<std::uint8_t>& named,
                    Context& context) {
    for (const Node& item : list.items) {
        std::string id;
        double weight = 0.0;
        if (!read(item, "cell", id) || !read(item, "weight", weight)) continue;
        const auto index =
            lookUp(context.cells, id, "cell", context.cells_source, markOf(item, "cell"), context);
        if (!index) continue;
        setWeight(id, weight, weights, named, *index,
                  [&](const std::string& message) { context.findings.add(markOf(item, "cell"), message); });
    }
}

}  // namespace

void bindRaster(const Node& users, Users& out, const NetworkSnapshot& network, Context& context) {
    const Node* node = valueOf(users, "raster");
    if (node == nullptr) {
        if (users.find("raster") == nullptr)
            context.findings.add(markOf(users, "placement"), "placement 'raster' needs users.raster",
                                 "raster: {file: population.csv}");
        return;
    }
    std::vector<RasterCell> squares;
    if (const Node* file = valueOf(*node, "file")) readRasterFile(*node, *file, network, squares, context);
    if (const Node* list = valueOf(*node, "squares")) readSquares(*list, squares, context);
    if (!context.findings.empty()) return;
    if (squares.empty())
        context.findings.add(node->mark, "the raster has no squares");
    else
        cutToArea(squares, out.area, node->mark, context);
    out.raster = std::make_shared<const std::vector<RasterCell>>(std::move(squares));
}

void bindCellWeights(const Node& users, Users& out, const NetworkSnapshot& network, Context& context) {
    const Node* node = valueOf(users, "per_cell_weights");
    if (node == nullptr) return;
    double others = 0.0;
    read(*node, "others", others);
    std::vector<double> weights(network.cells.size(), others);
    std::vector<std::uint8_t> named(network.cells.size(), 0);
    if (const Node* file = valueOf(*node, "file")) readWeightFile(*node, *file, weights, named, context);
    if (const Node* list = valueOf(*node, "cells")) readWeightList(*list, weights, named, context);
    if (!context.findings.empty()) return;
    if (std::none_of(weights.begin(), weights.end(), [](double w) { return w > 0.0; }))
        context.findings.add(node->mark, "all cells have weight 0", "give one of them more, or set others");
    out.cell_weights = std::move(weights);
}

}  // namespace celltwin::scenario
