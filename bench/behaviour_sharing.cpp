// SPDX-License-Identifier: BSD-3-Clause
//
// A cell whose UEs all have the same channel, under proportional fair and Poisson files, is one server that
// its files share: M/G/1 processor sharing (Kleinrock, Queueing Systems II, 1976, ch. 4). The mean time of a
// file is (mean size / C) / (1 - load), whatever the distribution of sizes, with C the rate the same cell
// gives full buffers. What is judged is the mean time of the run, less what chance did to these arrivals: the
// same files are put through an ideal shared server, whose mean over all arrivals is the formula's.
#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <stdexcept>

#include "bench/behaviour_figures.h"
#include "models/traffic/traffic.h"
#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"

namespace celltwin::bench {
namespace {

constexpr int kUes = 200;              ///< many, so that files of one UE hardly meet
constexpr double kServiceSlots = 200;  ///< an average file alone; slots and reports are short beside it

/// Two classes of files: a share of them is larger.
struct Sizes {
    const char* name;
    double large_share, large_factor;
};
constexpr Sizes kFixed{"one file size", 0.0, 1.0};
constexpr Sizes kMixed{"a tenth of the files six times as large", 0.1, 6.0};

/// kUes at one place 200 m from an isotropic cell: the highest MCS, and no block is lost.
scenario::Scenario oneCell(std::uint64_t seed) {
    scenario::Scenario s = plainNetwork({{0.0, 0.0}}, "free-space");
    s.radio.line_of_sight = scenario::LosMode::always;
    s.users.count = kUes;
    s.users.area = {200.0, 0.0, 200.001, 0.001};
    s.ran.pf_window_ms = 20.0;
    s.run.seed = seed;
    s.run.warmup_s = 20.0;
    return s;
}

void runFor(scenario::Scenario& s, double seconds) {
    s.run.duration_s = seconds;
    s.run.kpi_period_s = s.run.ue_sample_period_s = s.run.segment_s = seconds;
}

/// Bytes a second that the cell gives full buffers.
double capacity() {
    scenario::Scenario s = oneCell(1);
    s.run.warmup_s = 1.0;
    runFor(s, 4.0);
    engine::Engine engine(s, engine::dropUsers(s), 1);
    Listener listener;
    engine::runPlainLoop(engine, listener, {});
    double bytes = 0.0;
    for (const double b : listener.delivered_bytes) bytes += b;
    return bytes / s.run.duration_s;
}

scenario::TrafficShare filesOf(double share, double bytes, double per_second) {
    scenario::TrafficShare files;
    files.share = share;
    files.bearers[0].profile.kind = traffic::Kind::ftp3;
    files.bearers[0].profile.file_bytes = bytes;
    files.bearers[0].profile.files_per_second = per_second;
    return files;
}

/// Files of mean `mean_bytes` at `load` of a cell that gives `bytes_per_s`. Each class has half of the UEs,
/// however rare its files: two files of one UE share one turn, so they must not meet often.
void offer(scenario::Scenario& s, const Sizes& sizes, double mean_bytes, double load, double bytes_per_s) {
    const double per_ue = load * bytes_per_s / mean_bytes / kUes;
    const double small = mean_bytes / (1.0 + sizes.large_share * (sizes.large_factor - 1.0));
    if (sizes.large_share <= 0.0) {
        s.users.traffic = {filesOf(1.0, std::round(mean_bytes), per_ue)};
        return;
    }
    s.users.traffic = {
        filesOf(0.5, std::round(small), 2.0 * (1.0 - sizes.large_share) * per_ue),
        filesOf(0.5, std::round(small * sizes.large_factor), 2.0 * sizes.large_share * per_ue)};
}

struct File {
    double arrived_s, bytes;
};

/// The files the engine's UEs are offered: traffic is a function of profile, seed and flow.
std::vector<File> filesOf(const scenario::Scenario& s, const engine::RanState& state, double end_s) {
    std::vector<File> files;
    const Random random(s.run.seed);
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
        const traffic::Profile& profile = s.users.traffic[state.traffic_class[ue]].bearers[0].profile;
        traffic::Cursor cursor = traffic::begin(profile, random, ue);
        const auto end_ns = static_cast<std::int64_t>(end_s * 1e9);
        while (const auto unit = traffic::take(profile, random, ue, end_ns, cursor))
            files.push_back({static_cast<double>(unit->time_ns) * 1e-9, static_cast<double>(unit->bytes)});
    }
    std::sort(files.begin(), files.end(),
              [](const File& a, const File& b) { return a.arrived_s < b.arrived_s; });
    return files;
}

struct Mean {
    double sum = 0.0, squares = 0.0, count = 0.0;
    void add(double x) {
        sum += x;
        squares += x * x;
        count += 1.0;
    }
    double value() const { return sum / count; }
    double deviation() const { return std::sqrt(squares / count - value() * value()); }
};

/// The ideal server: its rate is split evenly over the files in it. Times of those that leave in
/// [from_s, to_s).
double idealMeanTimeS(const std::vector<File>& files, double bytes_per_s, double from_s, double to_s) {
    // In attained service per file, a file leaves at (attained at arrival) + bytes: a heap of those.
    struct Leaving {
        double at_bytes, arrived_s;
        bool operator>(const Leaving& other) const { return at_bytes > other.at_bytes; }
    };
    std::priority_queue<Leaving, std::vector<Leaving>, std::greater<>> inside;
    double now_s = 0.0, attained = 0.0;
    Mean times;
    std::size_t next = 0;
    while (now_s < to_s) {
        const double arrival_s =
            next < files.size() ? files[next].arrived_s : std::numeric_limits<double>::infinity();
        const auto sharing = static_cast<double>(inside.size());
        const double leaves_s = inside.empty()
                                    ? std::numeric_limits<double>::infinity()
                                    : now_s + (inside.top().at_bytes - attained) * sharing / bytes_per_s;
        const double then_s = std::min({arrival_s, leaves_s, to_s});
        if (!inside.empty()) attained += (then_s - now_s) * bytes_per_s / sharing;
        now_s = then_s;
        if (then_s == to_s) break;
        if (leaves_s <= arrival_s) {
            if (now_s >= from_s) times.add(now_s - inside.top().arrived_s);
            inside.pop();
        } else {
            inside.push({attained + files[next].bytes, arrival_s});
            ++next;
        }
    }
    return times.value();
}

/// Units done and their summed delay, over all UEs, so far.
struct Done {
    double files = 0.0, seconds = 0.0;
};
Done doneSoFar(const engine::RanState& state) {
    Done done;
    for (const traffic::Experience& e : state.experience) {
        done.files += static_cast<double>(e.side[0].units);
        done.seconds += static_cast<double>(e.side[0].delay_sum_ns) * 1e-9;
    }
    return done;
}

struct Measured {
    double files = 0.0, mean_s = 0.0, ideal_s = 0.0;
};

Measured measure(scenario::Scenario& s, double bytes_per_s) {
    engine::Engine engine(s, engine::dropUsers(s), 1);
    Listener listener;
    // A period's end clears what users noticed: one ends with the warm-up, the next in the last slot.
    while (engine.slot() < engine.clock().end_slot - 1) engine.step(listener);
    const Done done = doneSoFar(engine.state());
    const double end_s = static_cast<double>(engine.clock().timeAt(engine.slot())) * 1e-9;
    return {done.files, done.seconds / done.files,
            idealMeanTimeS(filesOf(s, engine.state(), end_s), bytes_per_s, s.run.warmup_s, end_s)};
}

FigureRow rowOf(const BehaviourOptions& options, const Sizes& sizes, double load, double bytes_per_s) {
    const double slot_s = 1e-3, mean_bytes = kServiceSlots * slot_s * bytes_per_s;
    // E[T] = (mean size / C) / (1 - load)
    const double expected_s = mean_bytes / bytes_per_s / (1.0 - load);
    const int runs = options.quick ? 2 : 6;
    Mean deviation, raw;
    double files = 0.0;
    for (int run = 1; run <= runs; ++run) {
        scenario::Scenario s = oneCell(static_cast<std::uint64_t>(run));
        offer(s, sizes, mean_bytes, load, bytes_per_s);
        runFor(s, options.quick ? 60.0 : 200.0);
        const Measured m = measure(s, bytes_per_s);
        deviation.add(100.0 * (m.mean_s - m.ideal_s) / expected_s);
        raw.add(100.0 * (m.mean_s / expected_s - 1.0));
        files += m.files;
    }
    // 95 % by Student's t of 1 and of 5 degrees of freedom
    const double t = (options.quick ? 12.71 : 2.571) / std::sqrt(runs - 1.0);
    return {fmt::format("M/G/1 processor sharing, {}, load {:g}: mean file time", sizes.name, load),
            std::fabs(deviation.value()),
            5.0,
            2.0,
            "%",
            Better::below,
            fmt::format("{:+.2f} +- {:.2f} % over {:.0f} files in {} runs; against the formula alone {:+.1f} "
                        "+- {:.1f} %; E[T] {:.0f} ms",
                        deviation.value(), t * deviation.deviation(), files, runs, raw.value(),
                        t * raw.deviation(), 1e3 * expected_s)};
}

}  // namespace

std::vector<FigureRow> sharingRows(const BehaviourOptions& options) {
    const double bytes_per_s = capacity();
    std::vector<FigureRow> rows;
    for (const Sizes& sizes : {kFixed, kMixed})
        for (const double load : {0.3, 0.6, 0.8}) rows.push_back(rowOf(options, sizes, load, bytes_per_s));
    return rows;
}

}  // namespace celltwin::bench
