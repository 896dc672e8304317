// SPDX-License-Identifier: BSD-3-Clause
//
// One segment of a trace: rows in, HDF5 bytes out, and back. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/record/hdf5_file.h"
#include "sim/record/trace.h"

namespace celltwin::record {

/// What a segment holds, column by column.
struct SegmentRows {
    std::vector<SimTimeNs> kpi_begin_ns, kpi_end_ns;  ///< [periods]
    std::vector<double> kpi_values;                   ///< [periods x cells x rowWidth()]
    std::vector<SimTimeNs> ue_time_ns;                ///< [samples]
    std::vector<double> east_m, north_m;              ///< [samples x UEs], as all below
    std::vector<std::int32_t> serving_cell;
    std::vector<float> rsrp_dbm, sinr_db;
    std::vector<double> delivered_bytes, queue_bytes;
    std::vector<Event> events;

    bool empty() const { return kpi_begin_ns.empty() && ue_time_ns.empty() && events.empty(); }
    void append(const KpiPeriod& period);
    void append(const UeSamples& samples);
};

/// The bytes of a segment; `checkpoint` may be null. Throws DataError where HDF5 cannot build it.
std::vector<std::byte> encodeSegment(const RunHeader& header, const SegmentInfo& info,
                                     const SegmentRows& rows, const Checkpoint* checkpoint);

/// The bytes of a sealed segment, size and hash checked; throws DataError naming file and finding.
std::vector<std::byte> readSealed(const std::string& folder, const SegmentInfo& info);

/// A sealed segment opened for reading; throws DataError where it is not what the manifest says.
class SegmentReader {
  public:
    SegmentReader(const std::string& folder, const RunHeader& header, const SegmentInfo& info);
    /// A KPI the file does not have (written before it was added) reads as missing.
    void appendKpi(std::vector<StoredKpiPeriod>& periods) const;
    void appendUe(std::vector<StoredUeSamples>& samples) const;
    void appendEvents(std::vector<Event>& events) const;
    std::optional<Checkpoint> checkpoint() const;

  private:
    const RunHeader& header_;
    const SegmentInfo& info_;
    Hdf5Reader file_;
};

}  // namespace celltwin::record
