// SPDX-License-Identifier: BSD-3-Clause
//
// The rows of a segment on their way to its chunks. Rows gather in batches of one kind (periods, samples,
// events); a full batch goes to the pool, where each column of it becomes one chunk of that column's dataset.
// How many rows make a batch follows from the size of a row, and the rest of a batch is encoded when the
// segment closes: the chunks depend on the rows alone. Private to the room.
//
// Rows in memory: those of three batches that are being filled (kBatchBytes each, or one row where that is
// more), what the pool holds, and the encoded chunks of the segment.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/record/encode_pool.h"
#include "sim/record/run_sink.h"

namespace celltwin::record {

/// About so many bytes of rows make a batch.
inline constexpr std::size_t kBatchBytes = std::size_t{4} << 20;
/// Chunks of a checkpoint's columns.
inline constexpr std::size_t kCheckpointChunk = std::size_t{1} << 20;

struct KpiRows {
    std::vector<SimTimeNs> begin_ns, end_ns;
    std::vector<double> values;  ///< [rows x cells x rowWidth()]
    std::size_t size() const { return begin_ns.size(); }
};
struct UeRows {
    std::vector<SimTimeNs> time_ns;
    std::vector<double> east_m, north_m;  ///< [rows x UEs], as all below
    std::vector<std::int32_t> serving_cell;
    std::vector<float> rsrp_dbm, sinr_db;
    std::vector<double> delivered_bytes, queue_bytes;
    std::size_t size() const { return time_ns.size(); }
};
using EventRows = std::vector<Event>;

/// Order of the chunks of a batch. KPIs follow in catalogue order.
enum KpiColumn : std::size_t { kKpiBegin, kKpiEnd, kKpiFirst };
enum UeColumn : std::size_t {
    kUeTime,
    kUeEast,
    kUeNorth,
    kUeServingCell,
    kUeRsrp,
    kUeSinr,
    kUeDelivered,
    kUeQueue,
    kUeColumns
};
enum EventColumn : std::size_t { kEventTime, kEventKind, kEventUe, kEventFrom, kEventTo, kEventColumns };

/// The chunks of one kind of rows: batches[i][column] holds rows i * chunk_rows on; the last is filled up
/// with zeros. No batches where there are no rows.
struct EncodedRows {
    std::size_t rows = 0, chunk_rows = 0;
    std::vector<std::shared_ptr<std::vector<Bytes>>> batches;
};

/// A checkpoint's column: chunks of chunk_bytes, the last filled up with zeros.
struct EncodedState {
    std::string name;
    std::size_t bytes = 0, chunk_bytes = 0;
    std::shared_ptr<std::vector<Bytes>> chunks;
};

class SegmentColumns {
  public:
    SegmentColumns(EncodePool& pool, std::size_t cells, std::size_t ues);
    void append(const KpiPeriod& period);
    void append(const UeSamples& samples);
    void append(std::span<const Event> events);
    /// Hands the last rows and the checkpoint, which may be null, to the pool; nothing is appended after.
    void close(const Checkpoint* checkpoint);
    /// After close(): until every chunk is there; throws what a worker met.
    void wait() const { group_->wait(); }
    bool empty() const { return kpi_.rows + ue_.rows + events_.rows == 0; }

    const EncodedRows& kpi() const { return kpi_; }
    const EncodedRows& ue() const { return ue_; }
    const EncodedRows& events() const { return events_; }
    const std::vector<EncodedState>& state() const { return state_; }

  private:
    void encodeKpi();
    void encodeUe();
    void encodeEvents();
    void encodeState(const CheckpointColumn& column);

    EncodePool* pool_;
    std::shared_ptr<EncodeGroup> group_ = std::make_shared<EncodeGroup>();
    std::size_t cells_, ues_;
    KpiRows kpi_rows_;
    UeRows ue_rows_;
    EventRows event_rows_;
    EncodedRows kpi_, ue_, events_;
    std::vector<EncodedState> state_;
};

}  // namespace celltwin::record
