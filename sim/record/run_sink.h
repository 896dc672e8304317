// SPDX-License-Identifier: BSD-3-Clause
//
// What a run writes and who listens. The engine calls one RunSink from one thread, between steps, in time
// order; sinks are composed, never polled.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/geo.h"

namespace celltwin::record {

/// Simulated time since the start of the run (warm-up included), ns.
using SimTimeNs = std::int64_t;

/// Where the bytes come from: written once, when the run begins.
struct RunHeader {
    std::string scenario_name;
    std::string leg;                             ///< "run", "before" or "after"
    std::string resolved_scenario;               ///< complete, runnable
    std::string program_version, commit, build;  ///< build: compiler and flags
    std::uint64_t seed = 0;
    int threads = 0;          ///< does not enter the fingerprint
    std::string host;         ///< "ns3" or "plain"; does not enter the fingerprint
    std::string started_utc;  ///< ISO 8601; does not enter the fingerprint
    SimTimeNs warmup_ns = 0, end_ns = 0;
    LatLon origin;
    std::vector<std::string> cell_ids;
    std::uint32_t ue_count = 0;
};

/// One closed period: `values[cell * rowWidth() + column]`, NaN = no sample (missing is not zero).
struct KpiPeriod {
    SimTimeNs begin_ns = 0, end_ns = 0;
    std::span<const double> values;
};

/// State of every UE at one instant; all spans of length ue_count.
struct UeSamples {
    SimTimeNs time_ns = 0;
    std::span<const double> east_m, north_m;
    std::span<const std::int32_t> serving_cell;  ///< -1 = detached
    std::span<const float> rsrp_dbm;             ///< of the serving cell
    std::span<const float> sinr_db;              ///< at the last report
    std::span<const double> delivered_bytes;     ///< since the previous sample
    std::span<const double> queue_bytes;
};

/// A handover that goes well is handover_start, handover_command when its preparation has succeeded, then
/// handover when the UE has arrived; one that does not ends with handover_refused before the command or
/// handover_failure after it. Append only.
enum class EventKind : std::uint8_t {
    attach = 1,
    handover = 2,
    detach = 3,
    change = 4,
    handover_failure = 5,
    radio_link_failure = 6,
    reestablishment = 7,
    connection_setup = 8,
    connection_release = 9,
    handover_start = 10,
    blocked = 11,  ///< a session that admission control turned away
    handover_command = 12,
    handover_refused = 13,
};
/// "handover_failure"; "unknown" for a kind of a later version.
std::string_view eventName(EventKind kind);

struct Event {
    SimTimeNs time_ns = 0;
    EventKind kind = EventKind::attach;
    std::uint32_t ue = 0;
    std::int32_t from_cell = -1, to_cell = -1;
};

/// Named byte columns from which a run continues; opaque to this room.
struct CheckpointColumn {
    std::string name;
    std::vector<std::byte> bytes;
};
struct Checkpoint {
    SimTimeNs time_ns = 0;
    std::vector<CheckpointColumn> columns;
};

/// How the run went, known at its end.
struct RunSummary {
    SimTimeNs reached_ns = 0;
    bool complete = false;  ///< false = interrupted
    double wall_s = 0.0;
    double real_time_factor = 0.0;
    std::uint64_t host_events = 0;
};

class RunSink {
  public:
    virtual ~RunSink() = default;
    virtual void begin(const RunHeader& header) = 0;
    virtual void kpiPeriod(const KpiPeriod& period) = 0;
    virtual void ueSamples(const UeSamples& samples) = 0;
    virtual void events(std::span<const Event> events) = 0;
    /// A moment at which the trace may be sealed and from which the run can continue.
    virtual void checkpoint(const Checkpoint& checkpoint) = 0;
    virtual void end(const RunSummary& summary) = 0;
};

/// Hands every call to each sink in turn. Does not own them.
class TeeSink final : public RunSink {
  public:
    explicit TeeSink(std::vector<RunSink*> sinks) : sinks_(std::move(sinks)) {}
    void begin(const RunHeader& h) override {
        for (RunSink* s : sinks_) s->begin(h);
    }
    void kpiPeriod(const KpiPeriod& p) override {
        for (RunSink* s : sinks_) s->kpiPeriod(p);
    }
    void ueSamples(const UeSamples& u) override {
        for (RunSink* s : sinks_) s->ueSamples(u);
    }
    void events(std::span<const Event> e) override {
        for (RunSink* s : sinks_) s->events(e);
    }
    void checkpoint(const Checkpoint& c) override {
        for (RunSink* s : sinks_) s->checkpoint(c);
    }
    void end(const RunSummary& r) override {
        for (RunSink* s : sinks_) s->end(r);
    }

  private:
    std::vector<RunSink*> sinks_;
};

}  // namespace celltwin::record
