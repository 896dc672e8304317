// SPDX-License-Identifier: BSD-3-Clause
#include <array>
#include <charconv>
#include <cmath>

#include "models/base/utc.h"
#include "sim/record/durable_file.h"
#include "sim/record/kpi.h"
#include "sim/record/trace.h"

namespace celltwin::record {
namespace {

template <class T>
void appendNumber(std::string& out, T value) {
    std::array<char, 64> text{};
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

/// The shortest text that reads back as the same number; nothing for NaN.
template <class T>
void appendReal(std::string& out, T value) {
    if (!std::isnan(value)) appendNumber(out, value);
}

void appendSeconds(std::string& out, SimTimeNs time_ns) {
    out += secondsText(time_ns);
}

/// RFC 4180: quoted where the text holds a separator, a quote or a line end.
std::string field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

class Exporter {
  public:
    Exporter(const TraceReader& trace, std::string folder) : trace_(trace), folder_(std::move(folder)) {
        for (const std::string& id : trace.info().header.cell_ids) cells_.push_back(field(id));
    }
    std::string kpi() const;
    std::string ue() const;
    std::string events() const;

  private:
    void appendCell(std::string& out, std::int32_t cell) const {
        if (cell >= 0 && static_cast<std::size_t>(cell) < cells_.size())
            out += cells_[static_cast<std::size_t>(cell)];
    }
    const TraceReader& trace_;
    std::string folder_;
    std::vector<std::string> cells_;
};

std::string Exporter::kpi() const {
    std::string path = folder_ + "/kpi.csv";
    std::vector<std::string> counters;  // ",name,unit," of each column
    for (const KpiDefinition& kpi : kpiCatalogue())
        for (std::size_t bin = 0; bin < kpi.width(); ++bin)
            counters.push_back("," + columnName(column(kpi.id) + bin) + "," + std::string(kpi.unit) + ",");
    TextFile file(path);
    std::string& out = file.buffer();
    out += "period_end_s,cell,counter,unit,value\n";
    for (const StoredKpiPeriod& period : trace_.kpiPeriods()) {
        for (std::size_t i = 0; i < period.values.size(); ++i) {
            appendSeconds(out, period.end_ns);
            out.append(",").append(cells_[i / rowWidth()]).append(counters[i % rowWidth()]);
            appendReal(out, period.values[i]);
            out += '\n';
        }
        file.flushIfLarge();
    }
    file.close();
    return path;
}

std::string Exporter::ue() const {
    std::string path = folder_ + "/ue.csv";
    TextFile file(path);
    std::string& out = file.buffer();
    out += "time_s,ue,east_m,north_m,serving_cell,rsrp_dbm,sinr_db,delivered_bytes,queue_bytes\n";
    for (const StoredUeSamples& sample : trace_.ueSamples()) {
        for (std::size_t ue = 0; ue < sample.east_m.size(); ++ue) {
            appendSeconds(out, sample.time_ns);
            out += ',';
            appendNumber(out, ue);
            out += ',';
            appendReal(out, sample.east_m[ue]);
            out += ',';
            appendReal(out, sample.north_m[ue]);
            out += ',';
            appendCell(out, sample.serving_cell[ue]);
            out += ',';
            appendReal(out, sample.rsrp_dbm[ue]);
            out += ',';
            if (std::isfinite(sample.sinr_db[ue])) appendReal(out, sample.sinr_db[ue]);
            out += ',';
            appendReal(out, sample.delivered_bytes[ue]);
            out += ',';
            appendReal(out, sample.queue_bytes[ue]);
            out += '\n';
        }
        file.flushIfLarge();
    }
    file.close();
    return path;
}

std::string Exporter::events() const {
    std::string path = folder_ + "/events.csv";
    TextFile file(path);
    std::string& out = file.buffer();
    out += "time_s,kind,ue,from_cell,to_cell\n";
    for (const Event& event : trace_.events()) {
        appendSeconds(out, event.time_ns);
        out.append(",").append(eventName(event.kind)).append(",");
        appendNumber(out, event.ue);
        out += ',';
        appendCell(out, event.from_cell);
        out += ',';
        appendCell(out, event.to_cell);
        out += '\n';
        file.flushIfLarge();
    }
    file.close();
    return path;
}

}  // namespace

std::vector<std::string> exportCsv(const TraceReader& trace, const std::string& folder) {
    makeFolder(folder);
    const Exporter exporter(trace, folder);
    return {exporter.kpi(), exporter.ue(), exporter.events()};
}

}  // namespace celltwin::record
