// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "models/base/error.h"
#include "sim/record/durable_file.h"
#include "sim/record/manifest.h"
#include "sim/record/segment_file.h"
#include "sim/record/trace.h"

namespace celltwin::record {
namespace {

/// Reads everything a segment should hold; throws DataError where it does not.
void checkStructure(const SegmentReader& segment) {
    std::vector<StoredKpiPeriod> periods;
    std::vector<StoredUeSamples> samples;
    std::vector<Event> events;
    segment.appendKpi(periods);
    segment.appendUe(samples);
    segment.appendEvents(events);
    segment.checkpoint();
}

void listUnsealed(const std::string& folder, const TraceInfo& info, TraceFindings& findings) {
    for (const std::string& name : listFolder(folder)) {
        const bool sealed = std::any_of(info.segments.begin(), info.segments.end(),
                                        [&](const SegmentInfo& segment) { return segment.file == name; });
        if (isPartialOfTrace(name))
            findings.unsealed.push_back(name + ": was being written when the run stopped");
        if (isSegmentName(name) && !sealed)
            findings.unsealed.push_back(name +
                                        ": complete, but the run stopped before the manifest named it");
    }
}

}  // namespace

TraceReader::TraceReader(const std::string& folder) : folder_(folder), info_(readManifest(folder)) {}

std::vector<StoredKpiPeriod> TraceReader::kpiPeriods() const {
    std::vector<StoredKpiPeriod> periods;
    for (const SegmentInfo& info : info_.segments)
        SegmentReader(folder_, info_.header, info).appendKpi(periods);
    return periods;
}

std::vector<StoredUeSamples> TraceReader::ueSamples() const {
    std::vector<StoredUeSamples> samples;
    for (const SegmentInfo& info : info_.segments)
        SegmentReader(folder_, info_.header, info).appendUe(samples);
    return samples;
}

std::vector<Event> TraceReader::events() const {
    std::vector<Event> events;
    for (const SegmentInfo& info : info_.segments)
        SegmentReader(folder_, info_.header, info).appendEvents(events);
    return events;
}

std::optional<Checkpoint> TraceReader::lastCheckpoint() const {
    for (auto info = info_.segments.rbegin(); info != info_.segments.rend(); ++info)
        if (info->has_checkpoint) return SegmentReader(folder_, info_.header, *info).checkpoint();
    return std::nullopt;
}

Digest TraceReader::lastChain() const {
    return digestFromHex(info_.fingerprint);
}

TraceFindings verifyTrace(const std::string& folder) {
    const TraceInfo info = readManifest(folder);
    TraceFindings findings;
    for (const SegmentInfo& segment : info.segments) {
        try {
            checkStructure(SegmentReader(folder, info.header, segment));
            findings.sealed_ok.push_back(segment.file);
        } catch (const DataError& error) {
            findings.damaged.push_back(error.what());
        }
    }
    listUnsealed(folder, info, findings);
    return findings;
}

}  // namespace celltwin::record
