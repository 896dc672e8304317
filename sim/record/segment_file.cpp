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

/// The chunks of one column of every batch; none where its dataset is empty.
template <class T>
void writeRows(Hdf5Writer& file, const std::string& path, const EncodedRows& encoded, std::size_t column,
               const Shape& shape) {
    std::vector<const Bytes*> chunks;
    const bool empty = std::find(shape.begin(), shape.end(), 0) != shape.end();
    for (const auto& batch : encoded.batches)
        if (!empty) chunks.push_back(&(*batch)[column]);
    file.writeChunks<T>(path, shape, encoded.chunk_rows, chunks);
}

void describeKpi(Hdf5Writer& file, const std::string& path, const KpiDefinition& kpi) {
    file.writeAttribute(path, "unit", std::string(kpi.unit));
    file.writeAttribute(path, "object", std::string(kpi.object));
    file.writeAttribute(path, "kind", std::string(kindName(kpi.kind)));
    file.writeAttribute(path, "clause", kpi.clause == "own" ? "own" : "TS 28.552 " + std::string(kpi.clause));
    file.writeAttribute(path, "definition", std::string(kpi.definition));
    if (kpi.kind == Kind::distribution) file.writeAttribute(path, "bin_edges", kpi.bin_edges);
    if (!kpi.labels.empty()) file.writeAttribute(path, "labels", joined(kpi.labels));
}

void writeKpi(Hdf5Writer& file, const EncodedRows& kpis, std::size_t cells) {
    file.makeGroup("/kpi");
    writeRows<SimTimeNs>(file, "/kpi/begin_ns", kpis, kKpiBegin, {kpis.rows});
    writeRows<SimTimeNs>(file, "/kpi/end_ns", kpis, kKpiEnd, {kpis.rows});
    std::size_t column = kKpiFirst;
    for (const KpiDefinition& kpi : kpiCatalogue()) {
        const std::string path = kpiPath(kpi);
        writeRows<double>(file, path, kpis, column++, kpiShape(kpi, kpis.rows, cells));
        describeKpi(file, path, kpi);
    }
}

void writeUe(Hdf5Writer& file, const EncodedRows& ue, std::size_t ues) {
    const Shape shape = {ue.rows, ues};
    file.makeGroup("/ue");
    writeRows<SimTimeNs>(file, "/ue/time_ns", ue, kUeTime, {ue.rows});
    writeRows<double>(file, "/ue/east_m", ue, kUeEast, shape);
    writeRows<double>(file, "/ue/north_m", ue, kUeNorth, shape);
    writeRows<std::int32_t>(file, "/ue/serving_cell", ue, kUeServingCell, shape);
    writeRows<float>(file, "/ue/rsrp_dbm", ue, kUeRsrp, shape);
    writeRows<float>(file, "/ue/sinr_db", ue, kUeSinr, shape);
    writeRows<double>(file, "/ue/delivered_bytes", ue, kUeDelivered, shape);
    writeRows<double>(file, "/ue/queue_bytes", ue, kUeQueue, shape);
}

void writeEvents(Hdf5Writer& file, const EncodedRows& events) {
    const Shape shape = {events.rows};
    file.makeGroup("/events");
    writeRows<std::int64_t>(file, "/events/time_ns", events, kEventTime, shape);
    writeRows<std::uint8_t>(file, "/events/kind", events, kEventKind, shape);
    writeRows<std::uint32_t>(file, "/events/ue", events, kEventUe, shape);
    writeRows<std::int32_t>(file, "/events/from_cell", events, kEventFrom, shape);
    writeRows<std::int32_t>(file, "/events/to_cell", events, kEventTo, shape);
}

/// Columns are numbered, their names an attribute: a name is the engine's and may hold any character.
std::string checkpointPath(std::size_t index) {
    return "/checkpoint/" + std::to_string(index);
}

void writeCheckpoint(Hdf5Writer& file, SimTimeNs time_ns, const std::vector<EncodedState>& state) {
    file.makeGroup("/checkpoint");
    file.writeAttribute("/checkpoint", "time_ns", time_ns);
    file.writeAttribute("/checkpoint", "columns", static_cast<std::int64_t>(state.size()));
    for (std::size_t i = 0; i < state.size(); ++i) {
        std::vector<const Bytes*> chunks;
        for (const Bytes& chunk : *state[i].chunks) chunks.push_back(&chunk);
        file.writeChunks<std::byte>(checkpointPath(i), {state[i].bytes}, state[i].chunk_bytes, chunks);
        file.writeAttribute(checkpointPath(i), "name", state[i].name);
    }
}

}  // namespace

Bytes encodeSegment(const RunHeader& header, const SegmentInfo& info, const SegmentColumns& columns) {
    Hdf5Writer file;
    writeHeader(file, header, info);
    writeKpi(file, columns.kpi(), header.cell_ids.size());
    writeUe(file, columns.ue(), header.ue_count);
    writeEvents(file, columns.events());
    // A segment with a checkpoint ends at it.
    if (info.has_checkpoint) writeCheckpoint(file, info.end_ns, columns.state());
    return file.finish();
}

Bytes readSealed(const std::string& folder, const SegmentInfo& info) {
    const std::string path = folder + "/" + info.file;
    if (!fileExists(path)) throw DataError(path + ": is missing");
    Bytes bytes = readFile(path);
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
