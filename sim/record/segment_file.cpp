// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/segment_file.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "models/base/error.h"
#include "sim/record/durable_file.h"
#include "sim/record/kpi.h"
#include "sim/record/manifest.h"

namespace celltwin::record {
namespace {

template <class T>
void extend(std::vector<T>& column, std::span<const T> more) {
    column.insert(column.end(), more.begin(), more.end());
}

std::string kpiPath(const KpiDefinition& kpi) {
    return "/kpi/" + std::string(kpi.name);
}

Shape kpiShape(const KpiDefinition& kpi, std::size_t periods, std::size_t cells) {
    if (kpi.kind == Kind::distribution || !kpi.labels.empty()) return {periods, cells, kpi.width()};
    return {periods, cells};
}

void writeHeader(Hdf5Writer& file, const RunHeader& h, const SegmentInfo& info) {
    file.writeAttribute("/", "format", std::string(kFormatName));
    file.writeAttribute("/", "format_version", std::int64_t{kTraceFormatVersion});
    file.writeAttribute("/", "scenario_name", h.scenario_name);
    file.writeAttribute("/", "leg", h.leg);
    file.writeAttribute("/", "program_version", h.program_version);
    file.writeAttribute("/", "commit", h.commit);
    file.writeAttribute("/", "build", h.build);
    file.writeAttribute("/", "seed", h.seed);
    file.writeAttribute("/", "threads", std::int64_t{h.threads});
    file.writeAttribute("/", "host", h.host);
    file.writeAttribute("/", "started_utc", h.started_utc);
    file.writeAttribute("/", "warmup_ns", h.warmup_ns);
    file.writeAttribute("/", "run_end_ns", h.end_ns);
    file.writeAttribute("/", "origin_lat_deg", h.origin.lat_deg);
    file.writeAttribute("/", "origin_lon_deg", h.origin.lon_deg);
    file.writeAttribute("/", "ue_count", std::int64_t{h.ue_count});
    file.writeAttribute("/", "begin_ns", info.begin_ns);
    file.writeAttribute("/", "end_ns", info.end_ns);
    file.writeAttribute("/", "chain", info.chain);
    file.writeTexts("/cell_ids", h.cell_ids);
    const auto scenario = std::as_bytes(std::span(h.resolved_scenario));
    file.writeColumn("/resolved_scenario", scenario, {scenario.size()});
}

std::string joined(std::span<const std::string_view> labels) {
    std::string text;
    for (const std::string_view label : labels) text.append(text.empty() ? "" : " ").append(label);
    return text;
}

void writeKpi(Hdf5Writer& file, const SegmentRows& rows, std::size_t cells) {
    const std::size_t periods = rows.kpi_begin_ns.size();
    file.makeGroup("/kpi");
    file.writeColumn("/kpi/begin_ns", std::span(rows.kpi_begin_ns), {periods});
    file.writeColumn("/kpi/end_ns", std::span(rows.kpi_end_ns), {periods});
    std::vector<double> values;
    for (const KpiDefinition& kpi : kpiCatalogue()) {
        values.clear();
        for (std::size_t row = 0; row < periods * cells; ++row)
            extend(values,
                   std::span(rows.kpi_values).subspan(row * rowWidth() + column(kpi.id), kpi.width()));
        const std::string path = kpiPath(kpi);
        file.writeColumn(path, std::span<const double>(values), kpiShape(kpi, periods, cells));
        file.writeAttribute(path, "unit", std::string(kpi.unit));
        file.writeAttribute(path, "object", std::string(kpi.object));
        file.writeAttribute(path, "kind", std::string(kindName(kpi.kind)));
        file.writeAttribute(path, "clause",
                            kpi.clause == "own" ? "own" : "TS 28.552 " + std::string(kpi.clause));
        file.writeAttribute(path, "definition", std::string(kpi.definition));
        if (kpi.kind == Kind::distribution) file.writeAttribute(path, "bin_edges", kpi.bin_edges);
        if (!kpi.labels.empty()) file.writeAttribute(path, "labels", joined(kpi.labels));
    }
}

void writeUe(Hdf5Writer& file, const SegmentRows& rows, std::size_t ues) {
    const Shape shape = {rows.ue_time_ns.size(), ues};
    file.makeGroup("/ue");
    file.writeColumn("/ue/time_ns", std::span(rows.ue_time_ns), {rows.ue_time_ns.size()});
    file.writeColumn("/ue/east_m", std::span(rows.east_m), shape);
    file.writeColumn("/ue/north_m", std::span(rows.north_m), shape);
    file.writeColumn("/ue/serving_cell", std::span(rows.serving_cell), shape);
    file.writeColumn("/ue/rsrp_dbm", std::span(rows.rsrp_dbm), shape);
    file.writeColumn("/ue/sinr_db", std::span(rows.sinr_db), shape);
    file.writeColumn("/ue/delivered_bytes", std::span(rows.delivered_bytes), shape);
    file.writeColumn("/ue/queue_bytes", std::span(rows.queue_bytes), shape);
}

template <class T, class Member>
void writeEventColumn(Hdf5Writer& file, const std::string& path, std::span<const Event> events,
                      Member member) {
    std::vector<T> column;
    column.reserve(events.size());
    for (const Event& event : events) column.push_back(static_cast<T>(event.*member));
    file.writeColumn(path, std::span<const T>(column), {column.size()});
}

void writeEvents(Hdf5Writer& file, std::span<const Event> events) {
    file.makeGroup("/events");
    writeEventColumn<std::int64_t>(file, "/events/time_ns", events, &Event::time_ns);
    writeEventColumn<std::uint8_t>(file, "/events/kind", events, &Event::kind);
    writeEventColumn<std::uint32_t>(file, "/events/ue", events, &Event::ue);
    writeEventColumn<std::int32_t>(file, "/events/from_cell", events, &Event::from_cell);
    writeEventColumn<std::int32_t>(file, "/events/to_cell", events, &Event::to_cell);
}

/// Columns are numbered, their names an attribute: a name is the engine's and may hold any character.
std::string checkpointPath(std::size_t index) {
    return "/checkpoint/" + std::to_string(index);
}

void writeCheckpoint(Hdf5Writer& file, const Checkpoint& checkpoint) {
    file.makeGroup("/checkpoint");
    file.writeAttribute("/checkpoint", "time_ns", checkpoint.time_ns);
    file.writeAttribute("/checkpoint", "columns", static_cast<std::int64_t>(checkpoint.columns.size()));
    for (std::size_t i = 0; i < checkpoint.columns.size(); ++i) {
        const CheckpointColumn& column = checkpoint.columns[i];
        file.writeColumn(checkpointPath(i), std::span(column.bytes), {column.bytes.size()});
        file.writeAttribute(checkpointPath(i), "name", column.name);
    }
}

}  // namespace

void SegmentRows::append(const KpiPeriod& period) {
    kpi_begin_ns.push_back(period.begin_ns);
    kpi_end_ns.push_back(period.end_ns);
    extend(kpi_values, period.values);
}

void SegmentRows::append(const UeSamples& samples) {
    ue_time_ns.push_back(samples.time_ns);
    extend(east_m, samples.east_m);
    extend(north_m, samples.north_m);
    extend(serving_cell, samples.serving_cell);
    extend(rsrp_dbm, samples.rsrp_dbm);
    extend(sinr_db, samples.sinr_db);
    extend(delivered_bytes, samples.delivered_bytes);
    extend(queue_bytes, samples.queue_bytes);
}

std::vector<std::byte> encodeSegment(const RunHeader& header, const SegmentInfo& info,
                                     const SegmentRows& rows, const Checkpoint* checkpoint) {
    Hdf5Writer file;
    writeHeader(file, header, info);
    writeKpi(file, rows, header.cell_ids.size());
    writeUe(file, rows, header.ue_count);
    writeEvents(file, rows.events);
    if (checkpoint) writeCheckpoint(file, *checkpoint);
    return file.finish();
}

std::vector<std::byte> readSealed(const std::string& folder, const SegmentInfo& info) {
    const std::string path = folder + "/" + info.file;
    if (!fileExists(path)) throw DataError(path + ": is missing");
    std::vector<std::byte> bytes = readFile(path);
    if (bytes.size() != info.bytes)
        throw DataError(path + ": has " + std::to_string(bytes.size()) + " bytes where the manifest says " +
                        std::to_string(info.bytes));
    if (hex(sha256(bytes)) != info.sha256)
        throw DataError(path + ": is damaged: its SHA-256 differs from the manifest's");
    return bytes;
}

SegmentReader::SegmentReader(const std::string& folder, const RunHeader& header, const SegmentInfo& info)
    : header_(header), info_(info), file_(readSealed(folder, info), folder + "/" + info.file) {
    if (file_.readText("/", "chain") != info.chain)
        throw DataError(folder + "/" + info.file + ": carries another fingerprint chain than the manifest");
}

void SegmentReader::appendKpi(std::vector<StoredKpiPeriod>& periods) const {
    const std::size_t count = info_.kpi_periods, cells = header_.cell_ids.size(), first = periods.size();
    const auto begin_ns = file_.readColumn<SimTimeNs>("/kpi/begin_ns", {count});
    const auto end_ns = file_.readColumn<SimTimeNs>("/kpi/end_ns", {count});
    for (std::size_t p = 0; p < count; ++p)
        periods.push_back(
            {begin_ns[p], end_ns[p],
             std::vector<double>(cells * rowWidth(), std::numeric_limits<double>::quiet_NaN())});
    for (const KpiDefinition& kpi : kpiCatalogue()) {
        if (!file_.has(kpiPath(kpi))) continue;
        const auto values = file_.readColumn<double>(kpiPath(kpi), kpiShape(kpi, count, cells));
        for (std::size_t row = 0; row < count * cells; ++row)
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(row * kpi.width()), kpi.width(),
                        periods[first + row / cells].values.begin() +
                            static_cast<std::ptrdiff_t>(row % cells * rowWidth() + column(kpi.id)));
    }
}

void SegmentReader::appendUe(std::vector<StoredUeSamples>& samples) const {
    const std::size_t ues = header_.ue_count, count = info_.ue_samples, first = samples.size();
    const Shape shape = {count, ues};
    const auto time_ns = file_.readColumn<SimTimeNs>("/ue/time_ns", {count});
    for (const SimTimeNs time : time_ns) samples.push_back({time, {}, {}, {}, {}, {}, {}, {}});
    const auto spread = [&]<class T>(const char* path, std::vector<T> StoredUeSamples::*member) {
        const auto values = file_.readColumn<T>(path, shape);
        for (std::size_t i = 0; i < count; ++i) {
            const auto row = std::span(values).subspan(i * ues, ues);
            (samples[first + i].*member).assign(row.begin(), row.end());
        }
    };
    spread("/ue/east_m", &StoredUeSamples::east_m);
    spread("/ue/north_m", &StoredUeSamples::north_m);
    spread("/ue/serving_cell", &StoredUeSamples::serving_cell);
    spread("/ue/rsrp_dbm", &StoredUeSamples::rsrp_dbm);
    spread("/ue/sinr_db", &StoredUeSamples::sinr_db);
    spread("/ue/delivered_bytes", &StoredUeSamples::delivered_bytes);
    spread("/ue/queue_bytes", &StoredUeSamples::queue_bytes);
}

void SegmentReader::appendEvents(std::vector<Event>& events) const {
    const Shape shape = {info_.events};
    const auto time_ns = file_.readColumn<std::int64_t>("/events/time_ns", shape);
    const auto kind = file_.readColumn<std::uint8_t>("/events/kind", shape);
    const auto ue = file_.readColumn<std::uint32_t>("/events/ue", shape);
    const auto from_cell = file_.readColumn<std::int32_t>("/events/from_cell", shape);
    const auto to_cell = file_.readColumn<std::int32_t>("/events/to_cell", shape);
    for (std::size_t i = 0; i < info_.events; ++i)
        events.push_back({time_ns[i], static_cast<EventKind>(kind[i]), ue[i], from_cell[i], to_cell[i]});
}

std::optional<Checkpoint> SegmentReader::checkpoint() const {
    if (!info_.has_checkpoint) return std::nullopt;
    Checkpoint checkpoint;
    checkpoint.time_ns = file_.readInteger("/checkpoint", "time_ns");
    const std::int64_t count = file_.readInteger("/checkpoint", "columns");
    for (std::int64_t i = 0; i < count; ++i) {
        const std::string path = checkpointPath(static_cast<std::size_t>(i));
        checkpoint.columns.push_back(
            {file_.readText(path, "name"), file_.readColumn<std::byte>(path, file_.shape(path))});
    }
    return checkpoint;
}

}  // namespace celltwin::record
