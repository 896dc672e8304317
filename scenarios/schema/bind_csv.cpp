// SPDX-License-Identifier: BSD-3-Clause
//
// Cells from a table with a header line.
#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

using Columns = std::unordered_map<std::string, std::size_t>;

/// Key to column index: as mapped, else the column of the key's own name.
Columns mapColumns(const Node& node, const CsvTable& table, Context& context) {
    Columns columns;
    std::vector<std::string> keys = {"id",     "site",    "lat_deg",      "lon_deg",
                                     "east_m", "north_m", "frequency_mhz"};
    for (const std::string& key : cellDefaultsObject().names()) keys.push_back(key);
    const Node* mapping = valueOf(node, "columns");
    for (const std::string& key : keys) {
        const Node* header = mapping == nullptr ? nullptr : valueOf(*mapping, key);
        const auto column = table.column(header == nullptr ? key : header->text);
        if (column) {
            columns[key] = *column;
        } else if (header != nullptr) {
            std::string known;
            for (const std::string& c : table.columns()) known += (known.empty() ? "" : ", ") + c;
            std::string hint = didYouMean(header->text, table.columns());
            hint += (hint.empty() ? "(there are: " : "  (there are: ") + known + ")";
            context.findings.add(header->mark,
                                 "no column " + quotedText(header->text) + " in " + table.fileName(), hint);
        } else if (key == "id") {
            std::string known;
            for (const std::string& c : table.columns()) known += (known.empty() ? "" : ", ") + c;
            context.findings.add(node.mark, "no column 'id' in " + table.fileName(),
                                 "say which one holds it, columns: {id: ...}  (there are: " + known + ")");
        }
    }
    return columns;
}

/// One row's reader: blank cells leave the default alone, bad ones become findings.
class Row {
  public:
    Row(const CsvTable& table, const Columns& columns, std::size_t row, Context& context)
        : table_(table), columns_(columns), row_(row), context_(context) {}

    bool text(const std::string& key, std::string& out) const {
        const auto found = columns_.find(key);
        if (found == columns_.end() || table_.cell(row_, found->second).empty()) return false;
        out = table_.cell(row_, found->second);
        return true;
    }
    /// Whether there is something in the cell, right or wrong.
    bool given(const std::string& key) const {
        std::string ignored;
        return text(key, ignored);
    }
    bool number(const std::string& key, const Object& object, double& out) const {
        const auto found = columns_.find(key);
        if (found == columns_.end()) return false;
        try {
            const auto value = table_.optionalNumber(row_, found->second);
            if (!value) return false;
            const Key* rule = object.find(key);
            std::string hint;
            const std::string trouble = rule == nullptr ? "" : numberTrouble(*value, rule->shape, hint);
            if (trouble.empty()) {
                out = *value;
                return true;
            }
            Diagnostic d = table_.diagnose(row_, found->second, trouble);
            d.hint = hint;
            context_.findings.add(std::move(d));
        } catch (const ConfigError& error) {
            context_.findings.add(error);
        }
        return false;
    }
    void flag(const std::string& key, bool& out) const {
        std::string word;
        if (!text(key, word)) return;
        if (word == "true" || word == "TRUE" || word == "True" || word == "1")
            out = true;
        else if (word == "false" || word == "FALSE" || word == "False" || word == "0")
            out = false;
        else
            context_.findings.add(
                table_.diagnose(row_, columns_.at(key), quotedText(word) + " is neither true nor false"));
    }

  private:
    const CsvTable& table_;
    const Columns& columns_;
    std::size_t row_;
    Context& context_;
};

void readValues(const Row& row, RawCell& raw) {
    const Object& rules = cellDefaultsObject();
    Cell& cell = raw.cell;
    row.number("height_m", rules, cell.height_m);
    row.number("azimuth_deg", rules, cell.azimuth_deg);
    row.number("downtilt_deg", rules, cell.downtilt_deg);
    row.number("mechanical_downtilt_deg", rules, cell.mechanical_downtilt_deg);
    raw.power_given = row.number("tx_power_dbm", rules, cell.tx_power_dbm) || raw.power_given;
    row.number("load", rules, cell.load);
    row.number("cell_offset_db", rules, cell.cell_offset_db);
    row.flag("active", cell.active);
    row.text("carrier", raw.carrier);
    row.text("antenna", raw.antenna);
    double frequency = 0.0;
    if (row.number("frequency_mhz", carrierObject(), frequency)) raw.frequency_mhz = frequency;
}

void readPlaceOfRow(const Row& row, RawCell& raw, Context& context) {
    const Object& rules = cellObject();
    Place place;
    const bool lat = row.number("lat_deg", rules, place.lat_lon.lat_deg);
    const bool lon = row.number("lon_deg", rules, place.lat_lon.lon_deg);
    const bool east = row.number("east_m", rules, place.enu.east_m);
    const bool north = row.number("north_m", rules, place.enu.north_m);
    place.geographic = lat && lon;
    if (place.geographic || (east && north))
        raw.place = place;
    else
        raw.place_bad =
            row.given("lat_deg") || row.given("lon_deg") || row.given("east_m") || row.given("north_m");
    const int given =
        row.given("lat_deg") + row.given("lon_deg") + row.given("east_m") + row.given("north_m");
    if (given == 1 && (lat || lon || east || north))
        complain(raw, raw.mark, "only one coordinate of this cell is given", {}, context);
}

}  // namespace

std::vector<RawCell> readCsvCells(const Node& node, Context& context) {
    std::vector<RawCell> cells;
    const Node* file = valueOf(node, "csv");
    RawCell defaults;
    if (const Node* given = valueOf(node, "defaults")) readCellValues(*given, defaults);
    if (file == nullptr) return cells;
    const std::string path = referencedPath(context.file, file->text);
    context.cells_source = path;
    const auto text = readReferenced(*file, context);
    if (!text) return cells;
    try {
        const CsvTable table = CsvTable::parse(*text, path);
        if (table.rowCount() == 0) context.findings.add(file->mark, path + " has a header but no cells");
        if (table.rowCount() > kMaxCells) {
            context.findings.add(file->mark, path + " has more than " + std::to_string(kMaxCells) + " cells");
            return cells;
        }
        const Columns columns = mapColumns(node, table, context);
        for (std::size_t i = 0; i < table.rowCount(); ++i) {
            RawCell raw = defaults;
            raw.mark = file->mark;
            raw.csv_file = path;
            raw.csv_line = table.line(i);
            const Row row(table, columns, i, context);
            if (!row.text("id", raw.cell.id) && columns.count("id") != 0)
                complain(raw, raw.mark, "this cell has no id", {}, context);
            row.text("site", raw.site);
            readValues(row, raw);
            readPlaceOfRow(row, raw, context);
            cells.push_back(std::move(raw));
        }
    } catch (const ConfigError& error) {
        context.findings.add(error);
    }
    return cells;
}

}  // namespace celltwin::scenario
