// SPDX-License-Identifier: BSD-3-Clause
//
// One segment of a trace: encoded columns in, HDF5 bytes out, and back to rows. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/record/hdf5_file.h"
#include "sim/record/segment_columns.h"
#include "sim/record/trace.h"

namespace celltwin::record {

/// The bytes of a segment whose columns are encoded. Throws DataError where HDF5 cannot build it.
Bytes encodeSegment(const RunHeader& header, const SegmentInfo& info, const SegmentColumns& columns);

/// The bytes of a sealed segment, size and hash checked; throws DataError naming file and finding.
Bytes readSealed(const std::string& folder, const SegmentInfo& info);

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
