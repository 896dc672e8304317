// SPDX-License-Identifier: BSD-3-Clause
//
// A run whose rows are a function of the period's index alone, so that any part of it can be written by any
// process and compared with what was read back.
#pragma once

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "sim/record/kpi.h"
#include "sim/record/run_sink.h"

namespace celltwin::record {

class MadeUpRun {
  public:
    static constexpr SimTimeNs kPeriodNs = 1'000'000'000;

    MadeUpRun(std::size_t cells, std::uint32_t ues) {
        header_.scenario_name = "made up";
        header_.leg = "run";
        header_.resolved_scenario = "name: made up\nnote: \xC3\xA4 \"quoted\"\n";
        header_.program_version = "0.1.0";
        header_.commit = "unknown";
        header_.build = "test";
        header_.seed = 0xFFFF'FFFF'FFFF'FFF1ULL;
        header_.threads = 2;
        header_.host = "plain";
        header_.started_utc = "2024-01-01T00:00:00Z";
        header_.warmup_ns = kPeriodNs;
        header_.end_ns = 100 * kPeriodNs;
        header_.origin = {52.1, 4.3};
        for (std::size_t i = 0; i < cells; ++i) header_.cell_ids.push_back("cell-" + std::to_string(i));
        header_.ue_count = ues;
    }
    RunHeader& header() { return header_; }

    static double kpi(std::size_t period, std::size_t index) {
        const auto mixed = (period * 2654435761u + index * 40503u) % 1009;
        return mixed % 13 == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(mixed) / 7.0;
    }
    static double ue(std::size_t period, std::size_t index, int column) {
        return std::sin(static_cast<double>(period * 31 + index * 7) + column) * 1000.0;
    }
    static std::int32_t serving(std::size_t period, std::size_t index) {
        return static_cast<std::int32_t>((period + index) % 4) - 1;
    }
    static Event event(std::size_t period) {
        return {static_cast<SimTimeNs>(period) * kPeriodNs + 5, EventKind::handover,
                static_cast<std::uint32_t>(period), static_cast<std::int32_t>(period % 3) - 1, 2};
    }

    /// Rows of period `p`: its events, its KPI row, one UE sample.
    void writePeriod(RunSink& sink, std::size_t p) const {
        const auto begin = static_cast<SimTimeNs>(p) * kPeriodNs;
        const Event happened = event(p);
        sink.events({&happened, 1});
        std::vector<double> values(header_.cell_ids.size() * rowWidth());
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = kpi(p, i);
        sink.kpiPeriod({begin, begin + kPeriodNs, values});
        writeUe(sink, p, begin + kPeriodNs);
    }
    /// A checkpoint whose state is the index of the next period.
    static Checkpoint checkpointBefore(std::uint64_t next) {
        Checkpoint checkpoint{static_cast<SimTimeNs>(next) * kPeriodNs, {{"next/period", {}}, {"empty", {}}}};
        checkpoint.columns[0].bytes.resize(sizeof next);
        std::memcpy(checkpoint.columns[0].bytes.data(), &next, sizeof next);
        return checkpoint;
    }
    static std::uint64_t nextPeriod(const Checkpoint& checkpoint) {
        std::uint64_t next = 0;
        std::memcpy(&next, checkpoint.columns.at(0).bytes.data(), sizeof next);
        return next;
    }
    /// Periods first..last-1 with a checkpoint after each multiple of `segment` and at the end.
    void write(RunSink& sink, std::size_t first, std::size_t last, std::size_t segment) const {
        for (std::size_t p = first; p < last; ++p) {
            writePeriod(sink, p);
            if ((p + 1) % segment == 0) sink.checkpoint(checkpointBefore(p + 1));
        }
        sink.checkpoint(checkpointBefore(last));
        sink.end({static_cast<SimTimeNs>(last) * kPeriodNs, true, 1.5, 60.0, 7});
    }

  private:
    void writeUe(RunSink& sink, std::size_t p, SimTimeNs time_ns) const {
        const std::size_t n = header_.ue_count;
        std::vector<double> east(n), north(n), delivered(n), queue(n);
        std::vector<float> rsrp(n), sinr(n);
        std::vector<std::int32_t> cell(n);
        for (std::size_t i = 0; i < n; ++i) {
            east[i] = ue(p, i, 0);
            north[i] = ue(p, i, 1);
            rsrp[i] = static_cast<float>(ue(p, i, 2));
            sinr[i] = static_cast<float>(ue(p, i, 3));
            delivered[i] = ue(p, i, 4);
            queue[i] = ue(p, i, 5);
            cell[i] = serving(p, i);
        }
        sink.ueSamples({time_ns, east, north, cell, rsrp, sinr, delivered, queue});
    }
    RunHeader header_;
};

}  // namespace celltwin::record
