// SPDX-License-Identifier: BSD-3-Clause
//
// The HDF5 trace: a folder of sealed segments and a manifest (docs/trace-format.md). A segment is written
// under a temporary name, fsynced, renamed and entered in the manifest with its SHA-256; a crash may cost the
// open segment, never a sealed one. The manifest carries its own SHA-256. What is read is hashed first: bytes
// whose hash differs never reach the HDF5 library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/record/fingerprint.h"
#include "sim/record/run_sink.h"

namespace celltwin::record {

inline constexpr int kTraceFormatVersion = 1;

struct TraceOptions {
    /// Threads that encode chunks, beside the one that seals; 0 = one for every four processors, 1 to 4. The
    /// files' bytes do not depend on it.
    int workers = 0;
};

/// Writes a trace folder. Rows gather in memory until `checkpoint` says a segment may end; the segment then
/// holds all rows since the last one, the checkpoint and the fingerprint chain. Chunks are encoded by
/// workers while the run goes on, and a thread of its own builds, writes and seals the segment: a caller
/// waits only where the workers are more than EncodePool::kMostBytes behind, or where the segment of the
/// checkpoint before is not sealed yet.
///
/// What a segment failed on (ResourceError naming the file and the reason, such as a full disk) is thrown
/// once, by the next call of checkpoint(), waitUntilSealed() or end(). What was sealed stays sealed; the
/// segment stays in memory and the call after that tries it again first. Who goes away without end() leaves
/// the segments of all checkpoints sealed, and nothing of the rows since the last one.
class TraceWriter final : public RunSink {
  public:
    /// Starts a new trace; an existing trace in `folder` is replaced. Throws ResourceError where it cannot
    /// write, where another writer holds the folder, or where a manifest.json of something else is there.
    static std::unique_ptr<TraceWriter> create(const std::string& folder, TraceOptions options = {});
    /// Continues after the last sealed checkpoint of `folder`; leftovers of a crash and rows sealed after
    /// that checkpoint are removed. The chain goes on from the one stored there. Throws DataError where a
    /// sealed segment is damaged; ResourceError as create() does.
    static std::unique_ptr<TraceWriter> resume(const std::string& folder, TraceOptions options = {});
    ~TraceWriter() override;

    /// After resume(): throws DataError where scenario text, seed, leg, cells or UEs are not the trace's.
    void begin(const RunHeader& header) override;
    void kpiPeriod(const KpiPeriod& period) override;
    void ueSamples(const UeSamples& samples) override;
    void events(std::span<const Event> events) override;
    /// Hands a segment over to be sealed, unless nothing happened since the last checkpoint. Throws DataError
    /// where the time lies before what is sealed.
    void checkpoint(const Checkpoint& checkpoint) override;
    /// Until all that was handed over is sealed.
    void waitUntilSealed();
    /// Seals what no checkpoint has sealed, stores the summary and lets go of the folder.
    void end(const RunSummary& summary) override;

    Digest fingerprint() const;
    /// Files written so far, manifest last; waits for a segment that is being written.
    std::vector<std::string> files() const;

  private:
    struct Impl;
    explicit TraceWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// One segment as the manifest knows it.
struct SegmentInfo {
    std::string file;  ///< name within the folder
    SimTimeNs begin_ns = 0, end_ns = 0;
    std::uint64_t bytes = 0;
    std::string sha256;
    std::uint64_t kpi_periods = 0, ue_samples = 0, events = 0;
    bool has_checkpoint = false;
    std::string chain;  ///< fingerprint chain after this segment, hex
};
struct TraceInfo {
    int format_version = 0;
    RunHeader header;
    std::vector<SegmentInfo> segments;
    std::optional<RunSummary> summary;  ///< present once the run ended or was interrupted in order
    std::string fingerprint;            ///< hex, after the last sealed segment
};
/// What `celltwin trace verify` finds.
struct TraceFindings {
    std::vector<std::string> sealed_ok;
    std::vector<std::string> damaged;   ///< file: reason
    std::vector<std::string> unsealed;  ///< left by a crash: file: what it is
    bool ok() const { return damaged.empty(); }
};

struct StoredKpiPeriod {
    SimTimeNs begin_ns, end_ns;
    std::vector<double> values;  ///< cells x rowWidth()
};
struct StoredUeSamples {
    SimTimeNs time_ns;
    std::vector<double> east_m, north_m;
    std::vector<std::int32_t> serving_cell;
    std::vector<float> rsrp_dbm, sinr_db;
    std::vector<double> delivered_bytes, queue_bytes;
};

/// Reads a trace folder. Every read checks the segment's hash first.
class TraceReader {
  public:
    /// Throws DataError naming what is wrong: no manifest, other format version, unreadable.
    explicit TraceReader(const std::string& folder);
    const TraceInfo& info() const { return info_; }
    const std::string& folder() const { return folder_; }
    std::vector<StoredKpiPeriod> kpiPeriods() const;
    std::vector<StoredUeSamples> ueSamples() const;
    std::vector<Event> events() const;
    /// The last sealed checkpoint, where there is one.
    std::optional<Checkpoint> lastCheckpoint() const;
    /// Chain stored with the last sealed segment.
    Digest lastChain() const;

  private:
    std::string folder_;
    TraceInfo info_;
};

/// Checks every segment against the manifest (size and hash first, then structure; a file whose hash differs
/// is not opened) and lists what a crash left. Does not throw for damaged segments; throws DataError where
/// there is no trace at all or its manifest is damaged.
TraceFindings verifyTrace(const std::string& folder);
/// Writes kpi.csv (period_end_s, cell, counter, unit, value), ue.csv and events.csv; returns the paths
/// written. Numbers in their shortest exact form; what is missing is an empty field. Throws ResourceError
/// where it cannot write.
std::vector<std::string> exportCsv(const TraceReader& trace, const std::string& folder);

}  // namespace celltwin::record
