// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/segment_columns.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "sim/record/kpi.h"

namespace celltwin::record {
namespace {

/// KPIs of a task: their columns are short, and a task of one would cost more to hand over than to do.
constexpr std::size_t kKpisPerTask = 16;
constexpr std::size_t kUeRowBytes =
    4 * sizeof(double) + 2 * sizeof(float) + sizeof(std::int32_t);  // of one UE

std::size_t rowsPerBatch(std::size_t row_bytes) {
    return std::max<std::size_t>(1, kBatchBytes / std::max<std::size_t>(1, row_bytes));
}
std::size_t kpiRowBytes(std::size_t cells) {
    return cells * rowWidth() * sizeof(double);
}

template <class T>
void extend(std::vector<T>& column, std::span<const T> more) {
    column.insert(column.end(), more.begin(), more.end());
}

/// A whole column of `padded` elements, zeros at its end.
template <class T>
Bytes encodeColumn(ChunkEncoder& encoder, std::span<const T> values, std::size_t padded) {
    if (padded == 0) return {};
    const std::span<std::byte> room = encoder.room(padded * sizeof(T));
    std::memcpy(room.data(), values.data(), values.size_bytes());
    std::fill(room.begin() + static_cast<std::ptrdiff_t>(values.size_bytes()), room.end(), std::byte{0});
    return encoder.encode(sizeof(T));
}

Bytes encodeOneKpi(ChunkEncoder& encoder, const KpiRows& rows, const KpiDefinition& kpi, std::size_t cells,
                   std::size_t chunk_rows) {
    const std::size_t bytes = kpi.width() * sizeof(double), lines = rows.size() * cells;
    if (chunk_rows * cells == 0) return {};
    const std::span<std::byte> room = encoder.room(chunk_rows * cells * bytes);
    const double* from = rows.values.data() + column(kpi.id);
    std::byte* to = room.data();
    for (std::size_t line = 0; line < lines; ++line, from += rowWidth(), to += bytes)
        std::memcpy(to, from, bytes);
    std::fill(to, room.data() + room.size(), std::byte{0});
    return encoder.encode(sizeof(double));
}

template <class T>
Bytes encodeEventColumn(ChunkEncoder& encoder, const EventRows& rows, T Event::*member,
                        std::size_t chunk_rows) {
    const std::span<std::byte> room = encoder.room(chunk_rows * sizeof(T));
    std::byte* to = room.data();
    for (const Event& event : rows) {
        std::memcpy(to, &(event.*member), sizeof(T));
        to += sizeof(T);
    }
    std::fill(to, room.data() + room.size(), std::byte{0});
    return encoder.encode(sizeof(T));
}

/// Enters a batch of `rows` and gives the slots for its chunks, and the length all chunks of this kind have:
/// the first batch decides, be it a full one or all there is.
std::shared_ptr<std::vector<Bytes>> beginBatch(EncodedRows& encoded, std::size_t rows, std::size_t columns) {
    if (encoded.batches.empty()) encoded.chunk_rows = rows;
    return encoded.batches.emplace_back(std::make_shared<std::vector<Bytes>>(columns));
}

}  // namespace

SegmentColumns::SegmentColumns(EncodePool& pool, std::size_t cells, std::size_t ues)
    : pool_(&pool), cells_(cells), ues_(ues) {}

void SegmentColumns::append(const KpiPeriod& period) {
    ++kpi_.rows;
    kpi_rows_.begin_ns.push_back(period.begin_ns);
    kpi_rows_.end_ns.push_back(period.end_ns);
    extend(kpi_rows_.values, period.values);
    if (kpi_rows_.size() == rowsPerBatch(kpiRowBytes(cells_))) encodeKpi();
}

void SegmentColumns::append(const UeSamples& samples) {
    ++ue_.rows;
    ue_rows_.time_ns.push_back(samples.time_ns);
    extend(ue_rows_.east_m, samples.east_m);
    extend(ue_rows_.north_m, samples.north_m);
    extend(ue_rows_.serving_cell, samples.serving_cell);
    extend(ue_rows_.rsrp_dbm, samples.rsrp_dbm);
    extend(ue_rows_.sinr_db, samples.sinr_db);
    extend(ue_rows_.delivered_bytes, samples.delivered_bytes);
    extend(ue_rows_.queue_bytes, samples.queue_bytes);
    if (ue_rows_.size() == rowsPerBatch(ues_ * kUeRowBytes)) encodeUe();
}

void SegmentColumns::append(std::span<const Event> events) {
    constexpr std::size_t kMost = kBatchBytes / sizeof(Event);
    events_.rows += events.size();
    while (!events.empty()) {
        const auto now = events.first(std::min(events.size(), kMost - event_rows_.size()));
        extend(event_rows_, now);
        events = events.subspan(now.size());
        if (event_rows_.size() == kMost) encodeEvents();
    }
}

void SegmentColumns::close(const Checkpoint* checkpoint) {
    encodeKpi();
    encodeUe();
    encodeEvents();
    if (!checkpoint) return;
    for (const CheckpointColumn& column : checkpoint->columns) encodeState(column);
}

void SegmentColumns::encodeKpi() {
    if (kpi_rows_.size() == 0) return;
    const std::span<const KpiDefinition> catalogue = kpiCatalogue();
    const auto slots = beginBatch(kpi_, kpi_rows_.size(), kKpiFirst + catalogue.size());
    const auto rows = std::make_shared<const KpiRows>(std::exchange(kpi_rows_, {}));
    const std::size_t bytes = rows->size() * kpiRowBytes(cells_);
    const auto task = [=, cells = cells_, chunk_rows = kpi_.chunk_rows](std::size_t first, std::size_t last) {
        return [=](ChunkEncoder& encoder) {
            std::vector<Bytes>& out = *slots;
            if (first == 0) {
                out[kKpiBegin] = encodeColumn<SimTimeNs>(encoder, rows->begin_ns, chunk_rows);
                out[kKpiEnd] = encodeColumn<SimTimeNs>(encoder, rows->end_ns, chunk_rows);
            }
            for (std::size_t k = first; k < last; ++k)
                out[kKpiFirst + k] = encodeOneKpi(encoder, *rows, catalogue[k], cells, chunk_rows);
        };
    };
    for (std::size_t first = 0; first < catalogue.size(); first += kKpisPerTask) {
        const std::size_t last = std::min(first + kKpisPerTask, catalogue.size());
        pool_->submit(group_, bytes * (last - first) / catalogue.size(), task(first, last));
    }
}

void SegmentColumns::encodeUe() {
    if (ue_rows_.size() == 0) return;
    const auto slots = beginBatch(ue_, ue_rows_.size(), kUeColumns);
    const auto rows = std::make_shared<const UeRows>(std::exchange(ue_rows_, {}));
    const auto encode = [&](UeColumn at, auto UeRows::*member, std::size_t wide) {
        const std::size_t padded = ue_.chunk_rows * wide;
        const auto bytes = std::span((*rows).*member).size_bytes();
        pool_->submit(group_, bytes, [=](ChunkEncoder& encoder) {
            (*slots)[at] = encodeColumn(encoder, std::span((*rows).*member), padded);
        });
    };
    encode(kUeTime, &UeRows::time_ns, 1);
    encode(kUeEast, &UeRows::east_m, ues_);
    encode(kUeNorth, &UeRows::north_m, ues_);
    encode(kUeServingCell, &UeRows::serving_cell, ues_);
    encode(kUeRsrp, &UeRows::rsrp_dbm, ues_);
    encode(kUeSinr, &UeRows::sinr_db, ues_);
    encode(kUeDelivered, &UeRows::delivered_bytes, ues_);
    encode(kUeQueue, &UeRows::queue_bytes, ues_);
}

void SegmentColumns::encodeEvents() {
    if (event_rows_.empty()) return;
    const auto slots = beginBatch(events_, event_rows_.size(), kEventColumns);
    const auto rows = std::make_shared<const EventRows>(std::exchange(event_rows_, {}));
    pool_->submit(group_, rows->size() * sizeof(Event),
                  [slots, rows, chunk_rows = events_.chunk_rows](ChunkEncoder& encoder) {
                      const auto encode = [&](auto member) {
                          return encodeEventColumn(encoder, *rows, member, chunk_rows);
                      };
                      std::vector<Bytes>& out = *slots;
                      out[kEventTime] = encode(&Event::time_ns);
                      out[kEventKind] = encode(&Event::kind);
                      out[kEventUe] = encode(&Event::ue);
                      out[kEventFrom] = encode(&Event::from_cell);
                      out[kEventTo] = encode(&Event::to_cell);
                  });
}

void SegmentColumns::encodeState(const CheckpointColumn& column) {
    EncodedState encoded;
    encoded.name = column.name;
    encoded.bytes = column.bytes.size();
    encoded.chunk_bytes = std::min(encoded.bytes, kCheckpointChunk);
    const std::size_t chunks = (encoded.bytes + kCheckpointChunk - 1) / kCheckpointChunk;
    encoded.chunks = std::make_shared<std::vector<Bytes>>(chunks);
    for (std::size_t i = 0; i < chunks; ++i) {
        const auto from = std::span(column.bytes).subspan(i * kCheckpointChunk);
        const auto piece = from.first(std::min(from.size(), kCheckpointChunk));
        // A copy: the caller's checkpoint is gone before a worker comes to it.
        pool_->submit(group_, piece.size(),
                      [chunk = Bytes(piece.begin(), piece.end()), slots = encoded.chunks, i,
                       padded = encoded.chunk_bytes](ChunkEncoder& encoder) {
                          (*slots)[i] = encodeColumn(encoder, std::span(chunk), padded);
                      });
    }
    state_.push_back(std::move(encoded));
}

}  // namespace celltwin::record
