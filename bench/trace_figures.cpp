// SPDX-License-Identifier: BSD-3-Clause
//
// What writing a trace costs: the encoder beside HDF5's own shuffle and deflate on columns of an actual run,
// and a run that is recorded beside the same run that only counts its rows. Both sides of a ratio take turns
// in one process. Rows as figure_rows.h has them; exit 1 where a "must" is missed.
//
// Two times are told: the processors', which does not care who else uses the machine and counts the workers
// and the sealing thread in full, and the clock's, in which they overlap with the run. A round of a recorded
// run ends when its segment is sealed, so no work is left out.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <numeric>

#include "bench/figure_rows.h"
#include "scenarios/schema/reader.h"
#include "sim/engine/engine.h"
#include "sim/record/hdf5_file.h"
#include "sim/record/kpi.h"
#include "sim/record/segment_file.h"

namespace celltwin::bench {
namespace {

struct Times {
    double wall_s = 0.0, cpu_s = 0.0;
};

double cpuSeconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Times timed(const std::function<void()>& work) {
    const double cpu = cpuSeconds();
    const auto begin = std::chrono::steady_clock::now();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
            cpuSeconds() - cpu};
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                     values.end());
    return values[values.size() / 2];
}

/// A city of three-sector sites, half of its users moving, ten samples a second of each.
scenario::Scenario city(int sites, int users_per_cell, double segment_s) {
    const std::string text = fmt::format(
        "name: trace\n"
        "network:\n"
        "  layout: {{type: hexagonal, sites: {}, isd_m: 500, defaults: {{height_m: 25, downtilt_deg: 8}}}}\n"
        "  carrier: {{band: n78, bandwidth_mhz: 40, numerology: 1, tdd_pattern: DDDSU, tx_power_dbm: 46}}\n"
        "radio: {{propagation: tr38901-uma}}\n"
        "users:\n"
        "  per_cell: {}\n"
        "  placement: around-cells\n"
        "  max_distance_m: 290\n"
        "  min_distance_m: 35\n"
        "  mobility: [{{model: random-waypoint, share: 0.5, speed_min_kmh: 3, speed_max_kmh: 50}},\n"
        "             {{model: static, share: 0.5}}]\n"
        "traffic: [{{model: ftp3}}]\n"
        "run: {{duration_s: 3600, warmup_s: 0, seed: 1, ue_sample_period_s: 0.1, segment_s: {}}}\n",
        sites, users_per_cell, segment_s);
    return scenario::readScenarioText(text, "trace_figures", {}, {});
}

record::RunHeader headerOf(const scenario::Scenario& s) {
    record::RunHeader header;
    header.leg = "run";
    header.resolved_scenario = scenario::resolvedYaml(s);
    for (const scenario::Cell& cell : s.network.cells) header.cell_ids.push_back(cell.id);
    header.ue_count = static_cast<std::uint32_t>(s.users.count);
    return header;
}

/// Looks at every row and keeps none.
class CountingSink final : public record::RunSink {
  public:
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod& period) override { rows += period.values.size(); }
    void ueSamples(const record::UeSamples& samples) override { rows += samples.east_m.size(); }
    void events(std::span<const record::Event> events) override { rows += events.size(); }
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}
    std::size_t rows = 0;
};

/// Adds up the time the engine's thread spends in the calls of another sink.
class StopwatchSink final : public record::RunSink {
  public:
    explicit StopwatchSink(record::RunSink& sink) : sink_(sink) {}
    void begin(const record::RunHeader& header) override { sink_.begin(header); }
    void kpiPeriod(const record::KpiPeriod& period) override {
        add([&] { sink_.kpiPeriod(period); });
    }
    void ueSamples(const record::UeSamples& samples) override {
        add([&] { sink_.ueSamples(samples); });
    }
    void events(std::span<const record::Event> events) override {
        add([&] { sink_.events(events); });
    }
    void checkpoint(const record::Checkpoint& checkpoint) override {
        add([&] { sink_.checkpoint(checkpoint); });
    }
    void end(const record::RunSummary& summary) override { sink_.end(summary); }
    double seconds = 0.0;

  private:
    void add(const std::function<void()>& call) { seconds += timed(call).wall_s; }
    record::RunSink& sink_;
};

/// Keeps everything of a run, to be encoded again and again.
class KeepingSink final : public record::RunSink {
  public:
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod& period) override {
        kpi.push_back({period.begin_ns, period.end_ns, {period.values.begin(), period.values.end()}});
    }
    void ueSamples(const record::UeSamples& s) override {
        const auto copy = [](auto span) { return std::vector(span.begin(), span.end()); };
        ue.push_back({s.time_ns, copy(s.east_m), copy(s.north_m), copy(s.serving_cell), copy(s.rsrp_dbm),
                      copy(s.sinr_db), copy(s.delivered_bytes), copy(s.queue_bytes)});
    }
    void events(std::span<const record::Event> more) override {
        happened.insert(happened.end(), more.begin(), more.end());
    }
    void checkpoint(const record::Checkpoint& checkpoint) override { last = checkpoint; }
    void end(const record::RunSummary&) override {}

    std::vector<record::StoredKpiPeriod> kpi;
    std::vector<record::StoredUeSamples> ue;
    std::vector<record::Event> happened;
    record::Checkpoint last;
};

/// One segment, as TraceWriter makes it up to the bytes that are written.
record::Bytes encodeOurs(record::EncodePool& pool, const record::RunHeader& header, const KeepingSink& run) {
    record::SegmentColumns columns(pool, header.cell_ids.size(), header.ue_count);
    for (const auto& p : run.kpi) columns.append(record::KpiPeriod{p.begin_ns, p.end_ns, p.values});
    for (const auto& s : run.ue)
        columns.append(record::UeSamples{s.time_ns, s.east_m, s.north_m, s.serving_cell, s.rsrp_dbm,
                                         s.sinr_db, s.delivered_bytes, s.queue_bytes});
    columns.append(run.happened);
    columns.close(&run.last);
    columns.wait();
    record::SegmentInfo info;
    info.has_checkpoint = true;
    return record::encodeSegment(header, info, columns);
}

template <class T>
void writeUeColumn(record::Hdf5Writer& file, const char* path, const KeepingSink& run,
                   std::vector<T> record::StoredUeSamples::*member) {
    std::vector<T> column;
    for (const auto& sample : run.ue)
        column.insert(column.end(), (sample.*member).begin(), (sample.*member).end());
    file.writeColumn(path, std::span<const T>(column), {run.ue.size(), column.size() / run.ue.size()});
}

void writeKpiColumns(record::Hdf5Writer& file, const KeepingSink& run, std::size_t cells) {
    file.makeGroup("/kpi");
    std::vector<double> column;
    for (const record::KpiDefinition& kpi : record::kpiCatalogue()) {
        column.clear();
        for (const auto& period : run.kpi) {
            const double* from = period.values.data() + record::column(kpi.id);
            for (std::size_t cell = 0; cell < cells; ++cell, from += record::rowWidth())
                column.insert(column.end(), from, from + kpi.width());
        }
        const std::string path = "/kpi/" + std::string(kpi.name);
        file.writeColumn(path, std::span<const double>(column), {run.kpi.size(), cells, kpi.width()});
        for (const auto& [name, text] : {std::pair{"unit", kpi.unit},
                                         {"object", kpi.object},
                                         {"kind", record::kindName(kpi.kind)},
                                         {"clause", kpi.clause},
                                         {"definition", kpi.definition}})
            file.writeAttribute(path, name, std::string(text));
        if (!kpi.bin_edges.empty()) file.writeAttribute(path, "bin_edges", kpi.bin_edges);
    }
}

/// The same file through HDF5's filters, less the header, the events and the labels of split counters.
record::Bytes encodeByHdf5(const record::RunHeader& header, const KeepingSink& run) {
    record::Hdf5Writer file;
    writeKpiColumns(file, run, header.cell_ids.size());
    file.makeGroup("/ue");
    writeUeColumn(file, "/ue/east_m", run, &record::StoredUeSamples::east_m);
    writeUeColumn(file, "/ue/north_m", run, &record::StoredUeSamples::north_m);
    writeUeColumn(file, "/ue/serving_cell", run, &record::StoredUeSamples::serving_cell);
    writeUeColumn(file, "/ue/rsrp_dbm", run, &record::StoredUeSamples::rsrp_dbm);
    writeUeColumn(file, "/ue/sinr_db", run, &record::StoredUeSamples::sinr_db);
    writeUeColumn(file, "/ue/delivered_bytes", run, &record::StoredUeSamples::delivered_bytes);
    writeUeColumn(file, "/ue/queue_bytes", run, &record::StoredUeSamples::queue_bytes);
    file.makeGroup("/checkpoint");
    for (std::size_t i = 0; i < run.last.columns.size(); ++i) {
        const auto& bytes = run.last.columns[i].bytes;
        file.writeColumn("/checkpoint/" + std::to_string(i), std::span<const std::byte>(bytes),
                         {bytes.size()});
    }
    return file.finish();
}

double rawBytes(const KeepingSink& run) {
    double bytes = 0.0;
    for (const auto& period : run.kpi) bytes += 8.0 * static_cast<double>(period.values.size());
    for (const auto& sample : run.ue) bytes += 44.0 * static_cast<double>(sample.east_m.size());
    for (const auto& column : run.last.columns) bytes += static_cast<double>(column.bytes.size());
    return bytes;
}

/// Keeps a segment of a run in memory, then encodes it both ways in turns.
std::vector<FigureRow> throughputRows(bool quick) {
    const double simulated_s = quick ? 10.0 : 30.0;
    const scenario::Scenario s = city(19, 10, simulated_s);
    engine::Engine engine(s, engine::dropUsers(s), 1);
    KeepingSink run;
    while (run.last.columns.empty()) engine.step(run);
    const record::RunHeader header = headerOf(s);
    const double megabytes = 1e-6 * rawBytes(run);
    Times ours{1e9, 1e9}, one{1e9, 1e9}, theirs{1e9, 1e9};
    double our_bytes = 0.0, their_bytes = 0.0;
    record::EncodePool pool(2), pool_of_one(1);
    const auto keepBest = [](Times& best, const Times& now) {
        best = {std::min(best.wall_s, now.wall_s), std::min(best.cpu_s, now.cpu_s)};
    };
    for (int round = 0; round < (quick ? 5 : 15); ++round) {
        keepBest(theirs, timed([&] { their_bytes = static_cast<double>(encodeByHdf5(header, run).size()); }));
        keepBest(ours, timed([&] { our_bytes = static_cast<double>(encodeOurs(pool, header, run).size()); }));
        keepBest(one, timed([&] { encodeOurs(pool_of_one, header, run); }));
    }
    const std::string note = fmt::format(
        "{:.1f} MB of a 57-cell run: {:.0f} MB/s against {:.0f}; {:.3f} MB against {:.3f}", megabytes,
        megabytes / ours.wall_s, megabytes / theirs.wall_s, 1e-6 * our_bytes, 1e-6 * their_bytes);
    return {
        {"trace against HDF5's shuffle + deflate-1, two workers", theirs.wall_s / ours.wall_s, 3.0, 6.0, "x",
         Better::above, note},
        {"the same, one worker", theirs.wall_s / one.wall_s, {}, {}, "x", Better::above, ""},
        {"the same, processor time", theirs.cpu_s / ours.cpu_s, {}, {}, "x", Better::above, ""},
        {"size against HDF5's", 100.0 * (our_bytes / their_bytes - 1.0), 5.0, {}, "%", Better::below, ""}};
}

struct Recorded {
    std::vector<double> wall_percent, cpu_percent, inside_percent;
    double bytes = 0.0;
};

/// Rounds of one segment each, of a run that is recorded and of one that is not, in turns.
Recorded recordInTurns(const scenario::Scenario& s, int threads, int rounds, const std::string& folder) {
    const engine::UserDrop users = engine::dropUsers(s);
    engine::Engine plain(s, users, threads), recorded(s, users, threads);
    CountingSink counting;
    const auto trace = record::TraceWriter::create(folder);
    StopwatchSink stopwatch(*trace);
    stopwatch.begin(headerOf(s));
    Recorded out;
    for (int round = 0; round <= rounds; ++round) {
        const auto segment = [](engine::Engine& engine, record::RunSink& sink) {
            for (std::int64_t i = 0; i < engine.clock().segment_slots; ++i) engine.step(sink);
        };
        const Times without = timed([&] { segment(plain, counting); });
        stopwatch.seconds = 0.0;
        const Times with = timed([&] {
            segment(recorded, stopwatch);
            trace->waitUntilSealed();
        });
        if (round == 0) continue;  // queues fill, pages are touched for the first time
        out.wall_percent.push_back(100.0 * (with.wall_s / without.wall_s - 1.0));
        out.cpu_percent.push_back(100.0 * (with.cpu_s / without.cpu_s - 1.0));
        out.inside_percent.push_back(100.0 * stopwatch.seconds / with.wall_s);
    }
    for (const std::string& file : trace->files())
        out.bytes += static_cast<double>(std::filesystem::file_size(file));
    return out;
}

std::vector<FigureRow> costRows(const std::string& what, const scenario::Scenario& s, int threads,
                                int rounds) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / fmt::format("celltwin-trace-figures-{}", ::getpid());
    const Recorded cost = recordInTurns(s, threads, rounds, folder.string());
    std::filesystem::remove_all(folder);
    const std::string note = fmt::format("{} rounds of {:g} s simulated, {:.1f} MB of trace; median of pairs",
                                         rounds, s.run.segment_s, 1e-6 * cost.bytes);
    const auto row = [&](const char* name, const std::vector<double>& percent, std::optional<double> must,
                         std::string why) {
        return FigureRow{
            "recording " + what + ": " + name, median(percent), must, {}, "%", Better::below, std::move(why)};
    };
    return {row("processor time over the run's", cost.cpu_percent, 10.0, note),
            row("wall time, until sealed", cost.wall_percent, {}, "swings with whoever shares the machine"),
            row("engine's thread inside", cost.inside_percent, {}, "share of the recorded run")};
}

/// Seconds; a fifth of the default, so that checkpoints weigh five times what they do by default.
constexpr double kLargeSegment = 2.0;

std::vector<FigureRow> allRows(bool quick, bool large, int threads) {
    std::vector<FigureRow> rows = throughputRows(quick);
    const auto add = [&](std::vector<FigureRow> more) {
        rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    add(costRows("57 cells, 570 UEs", city(19, 10, 10.0), threads, quick ? 3 : 7));
    if (large)
        add(costRows("570 cells, 17,100 UEs", city(190, 30, kLargeSegment), threads, 1));
    else
        rows.push_back(
            skippedRow("recording 570 cells, 17,100 UEs", "takes minutes; asked for with --large"));
    return rows;
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    bool quick = false, large = false, as_json = false;
    int threads = 1;
    CLI::App app{"What writing a trace costs"};
    app.add_option("--threads", threads, "Of the engine")->check(CLI::Range(1, 64))->capture_default_str();
    app.add_flag("--quick", quick, "Fewer rounds");
    app.add_flag("--large", large, "The large network too");
    app.add_flag("--json", as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    try {
        const std::vector<FigureRow> rows = allRows(quick, large, threads);
        fmt::print("{}", as_json ? figureJson(rows) : figureTable(rows));
        return figureStatus(rows);
    } catch (const std::exception& error) {
        fmt::print(stderr, "trace_figures: {}\n", error.what());
        return 2;
    }
}
