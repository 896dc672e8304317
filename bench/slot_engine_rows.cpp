// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <memory>
#include <thread>

#include "bench/slot_kernel.h"
#include "bench/slot_networks.h"
#include "bench/slot_rows.h"
#include "models/link/sinr.h"
#include "sim/engine/engine.h"
#include "sim/record/fingerprint.h"
#include "sim/run/simulate.h"

namespace celltwin::bench {
namespace {

/// An engine that has run in, and the least time its rounds took.
class Runner {
  public:
    Runner(const SlotNetwork& network, int threads, int round_slots)
        : scenario_(slotScenario(network)),
          engine_(scenario_, engine::dropUsers(scenario_), threads),
          round_slots_(round_slots) {
        for (int slot = 0; slot < kSlotsBefore; ++slot) engine_.step(sink_);
    }
    void round() {
        const auto wall = std::chrono::steady_clock::now();
        const double cpu_s = cpuS();
        for (int slot = 0; slot < round_slots_; ++slot) engine_.step(sink_);
        cpu_s_ = std::min(cpu_s_, cpuS() - cpu_s);
        wall_s_ =
            std::min(wall_s_, std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count());
    }
    double simulatedS() const { return round_slots_ * static_cast<double>(engine_.clock().slot_ns) * 1e-9; }
    double realTime() const { return simulatedS() / wall_s_; }
    double wallPerSlotS() const { return wall_s_ / round_slots_; }
    /// CPU time of a cell and simulated second.
    double cpuPerCellSecond() const { return cpu_s_ / (simulatedS() * static_cast<double>(cells())); }
    double cpuPerSlotS() const { return cpu_s_ / round_slots_; }
    std::size_t cells() const { return scenario_.network.cells.size(); }
    std::size_t ues() const { return static_cast<std::size_t>(scenario_.users.count); }
    const record::Digest& fingerprint() const { return sink_.digest(); }
    std::string text() const {
        return fmt::format("{} cells x {} UEs, {:.3g} ms of CPU a slot", cells(), ues() / cells(),
                           1e3 * cpuPerSlotS());
    }

  private:
    /// Until queues and HARQ processes are as full as they stay.
    static constexpr int kSlotsBefore = 50;
    static double cpuS() {
        timespec now{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
    }

    scenario::Scenario scenario_;
    engine::Engine engine_;
    record::FingerprintSink sink_;
    int round_slots_;
    double wall_s_ = std::numeric_limits<double>::infinity(),
           cpu_s_ = std::numeric_limits<double>::infinity();
};

/// Nothing where a network's columns do not fit.
std::unique_ptr<Runner> makeRunner(const SlotNetwork& network, int threads, int round_slots,
                                   const std::string& check, std::vector<FigureRow>& rows) {
    const std::size_t needed = engine::estimateBytes(slotScenario(network)),
                      available = run::availableMemoryBytes();
    if (needed <= available) return std::make_unique<Runner>(network, threads, round_slots);
    rows.push_back(skippedRow(
        check, fmt::format("needs {} MiB of memory, {} MiB are free", needed >> 20U, available >> 20U)));
    return nullptr;
}

int coreCount() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

struct RealTimeCase {
    const char* check;
    SlotNetwork network;
    std::optional<double> must, aim;
    int round_slots;
};

/// The SINR stage on one network, in turns with the peak of the vectors it runs on.
void stageRows(const SlotOptions& options, const char* name, const KernelNetwork& network,
               std::size_t subbands, std::vector<FigureRow>& rows) {
    const link::VectorUnit& unit = link::vectorUnits().front();
    StageTime stage;
    double peak = 0.0;
    for (int round = 0; round < (options.quick ? 1 : 4); ++round) {
        peak = std::max(peak, measureFmaPeak(unit.bits).flops);
        const StageTime again = timeSinrStage(network, subbands);
        if (round == 0 || again.seconds < stage.seconds) stage = again;
    }
    const auto share = [&](double flops) { return 100.0 * flops / stage.seconds / peak; };
    rows.push_back(timeRow(
        options, {fmt::format("SINR stage, {}, {} subbands: share of the peak", name, subbands),
                  share(stage.flops), 65.0, 85.0, "%", Better::above,
                  fmt::format("padding counted; {}, lists of {}, {:.1f} us a slot, {:.0f} flop/byte",
                              unit.name, network.places, 1e6 * stage.seconds, stage.flops / stage.bytes)}));
    rows.push_back({"the same without padding and serving cell",
                    share(stage.useful_flops),
                    {},
                    {},
                    "%",
                    Better::above,
                    ""});
}

}  // namespace

void realTimeRows(const SlotOptions& options, std::vector<FigureRow>& rows) {
    const RealTimeCase cases[] = {
        {"real time, 57 cells x 10 UEs, 1 ms slots, 2 threads", {.sites = 19}, 20.0, 60.0, 200},
        {"real time, 570 cells x 30 UEs, 1 ms slots, 2 threads",
         {.sites = 190, .ues_per_cell = 30},
         1.0,
         2.0,
         50},
        {"real time, 1,002 cells x 10 UEs, 0.5 ms slots, 2 threads",
         {.sites = 334, .numerology = 1},
         0.5,
         1.0,
         50},
        {"real time, 57 cells x 10 UEs with TDL-C and two layers",
         {.sites = 19, .fading = true},
         {},
         {},
         100}};
    for (const RealTimeCase& one : cases) {
        if (options.quick && one.network.sites > 19) continue;
        if (coreCount() < 2) {
            rows.push_back(skippedRow(one.check, "this machine has one core"));
            continue;
        }
        const auto runner = makeRunner(one.network, 2, one.round_slots, one.check, rows);
        if (runner == nullptr) continue;
        for (int round = 0; round < (options.quick ? 2 : 6); ++round) runner->round();
        rows.push_back(timeRow(
            options, {one.check, runner->realTime(), one.must, one.aim, "x", Better::above, runner->text()}));
    }
}

void densityRows(const SlotOptions& options, std::vector<FigureRow>& rows) {
    Runner small({.sites = 19}, 1, 100);
    for (const int sites : {190, 1900}) {
        if (options.quick && sites > 190) continue;
        const std::string check = fmt::format("cost of a cell-second, {} cells over 57", 3 * sites);
        const auto large = makeRunner({.sites = sites}, 1, sites > 190 ? 5 : 30, check, rows);
        if (large == nullptr) continue;
        for (int round = 0; round < (options.quick ? 2 : 5); ++round) {
            small.round();
            large->round();
        }
        FigureRow row{check,
                      large->cpuPerCellSecond() / small.cpuPerCellSecond(),
                      {},
                      {},
                      "x",
                      Better::below,
                      fmt::format("10 UEs a cell; {:.0f} and {:.0f} cell-seconds a core-second",
                                  1.0 / large->cpuPerCellSecond(), 1.0 / small.cpuPerCellSecond())};
        if (sites == 1900) {
            row.must = 1.3;
            row.aim = 1.1;
        }
        rows.push_back(row);
    }
}

void threadRows(const SlotOptions& options, std::vector<FigureRow>& rows) {
    const SlotNetwork network{.sites = options.quick ? 19 : 190, .ues_per_cell = options.quick ? 10 : 30};
    const int slots = options.quick ? 100 : 30;
    for (int threads = 2; threads <= 16; threads *= 2) {
        const std::string check = fmt::format("{} threads over one, {} cells x {} UEs", threads,
                                              3 * network.sites, network.ues_per_cell);
        if (threads > coreCount()) {
            rows.push_back(skippedRow(check, fmt::format("this machine has {} cores", coreCount())));
            continue;
        }
        Runner one(network, 1, slots), many(network, threads, slots);
        for (int round = 0; round < (options.quick ? 3 : 6); ++round) {
            one.round();
            many.round();
        }
        const bool same = one.fingerprint() == many.fingerprint();
        FigureRow row{check,
                      many.realTime() / one.realTime(),
                      {},
                      {},
                      "x",
                      Better::above,
                      same ? "same fingerprint" : "DIFFERENT FINGERPRINT"};
        if (threads == 2 && !options.quick) {
            row.must = 1.7;
            row.aim = 1.9;
        }
        rows.push_back(row);
        rows.push_back({fmt::format("{} threads: fingerprints other than one thread's", threads),
                        same ? 0.0 : 1.0, 0.0, 0.0, "", Better::below, ""});
    }
}

void boundRows(const SlotOptions& options, std::vector<FigureRow>& rows) {
    const SlotNetwork network{.sites = 19};
    const int bits = link::vectorUnits().front().bits;
    const FmaPeak peak = measureFmaPeak(bits), narrow = measureFmaPeak(256);
    const double bandwidth = measureBandwidth();
    rows.push_back({"roofline: multiply-add peak of a core",
                    1e-9 * peak.flops,
                    {},
                    {},
                    "Gflop/s",
                    Better::above,
                    fmt::format("{}-bit vectors, single precision; {:.0f} with {} bits", peak.vector_bits,
                                1e-9 * narrow.flops, narrow.vector_bits)});
    rows.push_back(
        {"roofline: memory bandwidth of a core",
         1e-9 * bandwidth,
         {},
         {},
         "GB/s",
         Better::above,
         fmt::format("a = b + s c; a kernel is bound by it below {:.2f} flop/byte", peak.flops / bandwidth)});
    const auto listed = static_cast<std::size_t>(scenario::Radio{}.neighbours);
    const KernelNetwork small = kernelNetwork(network, listed),
                        large =
                            kernelNetwork({.sites = options.quick ? 37 : 190, .ues_per_cell = 30}, listed);
    for (const std::size_t subbands : {13U, 26U}) {
        stageRows(options, "57 x 10", small, subbands, rows);
        stageRows(options, options.quick ? "111 x 30" : "570 x 30", large, subbands, rows);
    }
    const StageTime row = timeRowStage(large);
    rows.push_back({"interference of one subband, row by row",
                    1e-9 * row.bytes / row.seconds,
                    {},
                    {},
                    "GB/s",
                    Better::above,
                    fmt::format("{:.1f} % of the peak; {:.2f} flop/byte, so loads bound it",
                                100.0 * row.flops / row.seconds / peak.flops, row.flops / row.bytes)});
    const KernelNetwork alone = kernelNetwork(network, network.sites * std::size_t{3});
    Runner full(network, 1, 200);
    double kernel_s = std::numeric_limits<double>::infinity();
    for (int round = 0; round < (options.quick ? 2 : 8); ++round) {
        full.round();
        kernel_s = std::min(kernel_s, timeSlotKernel(alone));
    }
    rows.push_back(timeRow(options, {"whole engine over its kernels alone, 57 cells x 10 UEs",
                                     full.cpuPerSlotS() / kernel_s, 6.0, 3.0, "x", Better::below,
                                     fmt::format("{:.1f} and {:.1f} us a slot on one thread",
                                                 1e6 * full.cpuPerSlotS(), 1e6 * kernel_s)}));
}

void runSlots(int sites, int ues_per_cell, int numerology, int slots) {
    Runner runner({.sites = sites, .ues_per_cell = ues_per_cell, .numerology = numerology}, 1, slots);
    runner.round();
}

}  // namespace celltwin::bench
