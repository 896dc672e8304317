// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cassert>
#include <thread>

#include "models/base/error.h"
#include "sim/record/durable_file.h"
#include "sim/record/encode_pool.h"
#include "sim/record/kpi.h"
#include "sim/record/manifest.h"
#include "sim/record/segment_columns.h"
#include "sim/record/segment_file.h"
#include "sim/record/trace.h"

namespace celltwin::record {

/// On its way to the disk: first encoded columns, then the file's bytes, kept until they are written.
struct Unsealed {
    SegmentInfo info;
    SegmentColumns columns;
    Bytes image;
};

namespace {

/// A worker encodes hundreds of megabytes a second, many times what a run records.
int workersOf(const TraceOptions& options) {
    const auto processors = static_cast<int>(std::thread::hardware_concurrency());
    return options.workers > 0 ? options.workers : std::clamp(processors / 4, 1, 4);
}

}  // namespace

struct TraceWriter::Impl {
    Impl(std::string trace_folder, const TraceOptions& options)
        : folder(std::move(trace_folder)), pool(workersOf(options)) {
        makeFolder(folder);
        lock.emplace(folder);
    }
    void removeLeftovers() const;
    void dropAfterLastCheckpoint();
    void beginResumed(const RunHeader& now);
    void handOver(const Checkpoint* checkpoint, SimTimeNs end_ns);
    void seal(Unsealed& segment);
    SimTimeNs sealedEnd() const { return trace.segments.empty() ? 0 : trace.segments.back().end_ns; }

    std::string folder;
    std::optional<FolderLock> lock;
    bool resumed = false;
    TraceInfo trace;   ///< as the manifest has it; the sealing thread's while it has a segment
    RunHeader header;  ///< of this process; a resumed trace keeps its first one
    FingerprintSink chain;
    EncodePool pool;
    std::optional<SegmentColumns> rows;  ///< since the last checkpoint; from begin() on
    SealThread sealing;                  ///< last: ends first, and needs the pool until then
};

namespace {

/// A manifest of something else must not be lost to a mistyped folder.
void refuseForeignManifest(const std::string& path) {
    if (!fileExists(path)) return;
    const std::vector<std::byte> bytes = readFile(path);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.find(kFormatName) == std::string_view::npos)
        throw ResourceError(path +
                            ": belongs to something else than a celltwin trace; choose another folder");
}

}  // namespace

/// Partial files, and segments that no manifest names.
void TraceWriter::Impl::removeLeftovers() const {
    std::vector<std::string> leftovers;
    for (const std::string& name : listFolder(folder)) {
        const bool sealed = std::any_of(trace.segments.begin(), trace.segments.end(),
                                        [&](const SegmentInfo& segment) { return segment.file == name; });
        if (!sealed && (isSegmentName(name) || isPartialOfTrace(name)))
            leftovers.push_back(folder + "/" + name);
    }
    for (const std::string& path : leftovers) removeFile(path);
    if (!leftovers.empty()) syncFolder(folder);
}

/// Without a checkpoint the run cannot go on from a segment's end: it goes on from the one before, and the
/// segment is simulated anew. The manifest forgets it before its file goes.
void TraceWriter::Impl::dropAfterLastCheckpoint() {
    const std::size_t sealed = trace.segments.size();
    while (!trace.segments.empty() && !trace.segments.back().has_checkpoint) trace.segments.pop_back();
    if (trace.segments.size() == sealed) return;
    FingerprintSink start;
    start.begin(trace.header);
    trace.fingerprint = trace.segments.empty() ? hex(start.digest()) : trace.segments.back().chain;
    trace.summary.reset();
    writeManifest(folder, trace);
}

std::unique_ptr<TraceWriter> TraceWriter::create(const std::string& folder, TraceOptions options) {
    auto impl = std::make_unique<Impl>(folder, options);
    const std::string manifest = folder + "/" + std::string(kManifestName);
    refuseForeignManifest(manifest);
    removeFile(manifest);
    syncFolder(folder);
    impl->removeLeftovers();
    return std::unique_ptr<TraceWriter>(new TraceWriter(std::move(impl)));
}

std::unique_ptr<TraceWriter> TraceWriter::resume(const std::string& folder, TraceOptions options) {
    readManifest(folder);  // before anything is made: a mistyped folder stays untouched
    auto impl = std::make_unique<Impl>(folder, options);
    impl->resumed = true;
    impl->trace = readManifest(folder);
    for (const SegmentInfo& segment : impl->trace.segments) readSealed(folder, segment);
    impl->dropAfterLastCheckpoint();
    impl->removeLeftovers();
    return std::unique_ptr<TraceWriter>(new TraceWriter(std::move(impl)));
}

TraceWriter::TraceWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TraceWriter::~TraceWriter() = default;

void TraceWriter::Impl::beginResumed(const RunHeader& now) {
    const RunHeader& then = trace.header;
    const auto refuse = [&](const std::string& what) {
        throw DataError(folder + ": cannot be continued by this run: " + what +
                        "; resume with the scenario stored in the trace, or start a new trace");
    };
    if (now.seed != then.seed)
        refuse("its seed is " + std::to_string(then.seed) + ", the run's " + std::to_string(now.seed));
    if (now.leg != then.leg) refuse("it is the leg '" + then.leg + "', the run is '" + now.leg + "'");
    if (now.cell_ids != then.cell_ids) refuse("its cells are others");
    if (now.ue_count != then.ue_count)
        refuse("it has " + std::to_string(then.ue_count) + " UEs, the run " + std::to_string(now.ue_count));
    if (now.resolved_scenario != then.resolved_scenario) refuse("its resolved scenario is another");
    if (trace.segments.empty()) return;
    chain.resume(digestFromHex(trace.segments.back().chain));
}

void TraceWriter::begin(const RunHeader& header) {
    Impl& impl = *impl_;
    impl.chain.begin(header);
    if (impl.resumed) impl.beginResumed(header);
    impl.header = header;
    if (impl.trace.segments.empty()) impl.trace.header = header;
    impl.trace.format_version = kTraceFormatVersion;
    impl.trace.fingerprint = hex(impl.chain.digest());
    impl.trace.summary.reset();
    impl.rows.emplace(impl.pool, header.cell_ids.size(), header.ue_count);
    writeManifest(impl.folder, impl.trace);
}

void TraceWriter::kpiPeriod(const KpiPeriod& period) {
    assert(period.values.size() == impl_->header.cell_ids.size() * rowWidth());
    impl_->chain.kpiPeriod(period);
    impl_->rows->append(period);
}

void TraceWriter::ueSamples(const UeSamples& samples) {
    assert(samples.east_m.size() == impl_->header.ue_count &&
           samples.queue_bytes.size() == samples.east_m.size());
    impl_->chain.ueSamples(samples);
    impl_->rows->append(samples);
}

void TraceWriter::events(std::span<const Event> events) {
    impl_->chain.events(events);
    impl_->rows->append(events);
}

void TraceWriter::checkpoint(const Checkpoint& checkpoint) {
    impl_->sealing.settle();
    const SimTimeNs sealed_end = impl_->sealedEnd();
    if (checkpoint.time_ns < sealed_end)
        throw DataError(impl_->folder + ": a checkpoint at " + std::to_string(checkpoint.time_ns) +
                        " ns lies before the sealed end at " + std::to_string(sealed_end) + " ns");
    const bool known = !impl_->trace.segments.empty() && checkpoint.time_ns == sealed_end;
    if (impl_->rows->empty() && known) return;
    impl_->handOver(&checkpoint, checkpoint.time_ns);
}

void TraceWriter::waitUntilSealed() {
    impl_->sealing.settle();
}

void TraceWriter::end(const RunSummary& summary) {
    impl_->sealing.settle();
    if (!impl_->rows->empty()) {
        impl_->handOver(nullptr, std::max(summary.reached_ns, impl_->sealedEnd()));
        impl_->sealing.settle();
    }
    TraceInfo ended = impl_->trace;
    ended.summary = summary;
    writeManifest(impl_->folder, ended);
    impl_->trace = std::move(ended);
    impl_->lock.reset();
}

/// The rows since the last checkpoint become a segment of the sealing thread's, which is idle.
void TraceWriter::Impl::handOver(const Checkpoint* checkpoint, SimTimeNs end_ns) {
    rows->close(checkpoint);
    auto segment = std::make_shared<Unsealed>(Unsealed{{}, std::move(*rows), {}});
    rows.emplace(pool, header.cell_ids.size(), header.ue_count);
    SegmentInfo& info = segment->info;
    info.file = segmentName(trace.segments.size());
    info.begin_ns = sealedEnd();
    info.end_ns = end_ns;
    info.kpi_periods = segment->columns.kpi().rows;
    info.ue_samples = segment->columns.ue().rows;
    info.events = segment->columns.events().rows;
    info.has_checkpoint = checkpoint != nullptr;
    info.chain = hex(chain.digest());
    sealing.start([this, segment] { seal(*segment); });
}

/// On the sealing thread. May be called again after it has thrown.
void TraceWriter::Impl::seal(Unsealed& segment) {
    if (segment.image.empty()) {
        segment.columns.wait();
        segment.image = encodeSegment(header, segment.info, segment.columns);
        segment.info.bytes = segment.image.size();
        segment.info.sha256 = hex(sha256(segment.image));
        segment.columns = SegmentColumns(pool, 0, 0);
    }
    writeFileDurably(folder, segment.info.file, segment.image);
    TraceInfo grown = trace;
    grown.fingerprint = segment.info.chain;
    grown.segments.push_back(segment.info);
    writeManifest(folder, grown);  // from here on the segment is sealed
    trace = std::move(grown);
}

Digest TraceWriter::fingerprint() const {
    return impl_->chain.digest();
}

std::vector<std::string> TraceWriter::files() const {
    impl_->sealing.rest();
    std::vector<std::string> files;
    for (const SegmentInfo& segment : impl_->trace.segments)
        files.push_back(impl_->folder + "/" + segment.file);
    files.push_back(impl_->folder + "/" + std::string(kManifestName));
    return files;
}

}  // namespace celltwin::record
