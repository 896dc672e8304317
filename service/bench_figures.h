// SPDX-License-Identifier: BSD-3-Clause
//
// What a run of `celltwin bench` was measured to be, and what is said of it: a table, or the JSON that CI
// benchmark actions read (customSmallerIsBetter and customBiggerIsBetter: a list of {name, unit, value,
// extra}).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace celltwin::service {

/// One process: one scenario with one number of threads.
struct BenchRun {
    std::string name, series, host;
    int threads = 1;
    std::string skipped;  ///< why it was not run; all below is then 0
    std::uint64_t cells = 0, ues = 0, slots = 0, events = 0;
    double simulated_s = 0.0;
    double build_s = 0.0;              ///< wall, from the scenario as read to the first slot
    double wall_s = 0.0, cpu_s = 0.0;  ///< of the slots after the warm-up
    double peak_bytes = 0.0;           ///< of the process
    std::string fingerprint;
};

std::string benchRunText(const BenchRun& run);  ///< one line of JSON, from the process to its parent
BenchRun benchRunFromText(const std::string& text);

/// What a run gives for its time. 0 where it was skipped.
struct BenchRates {
    double cell_s_per_core_s, real_time, slots_per_s, events_per_s, cpu_s_per_s;
};
BenchRates ratesOf(const BenchRun& run);

/// All runs in order, repeats already put together.
class BenchTable {
  public:
    explicit BenchTable(std::vector<BenchRun> runs) : runs_(std::move(runs)) {}

    /// CPU time for a cell and simulated second, over that of its series' first run (with as many threads);
    /// none where there is no other.
    std::optional<double> costOverSeries(std::size_t run) const;
    /// Wall time with the case's first number of threads over this; none where it is that.
    std::optional<double> speedup(std::size_t run) const;
    /// Cases whose fingerprint depends on the number of threads: none should.
    std::vector<std::string> differing() const;

    std::string text() const;
    enum class Better { smaller, bigger };
    std::string json(Better better) const;

  private:
    const BenchRun* firstOf(std::size_t run, bool of_series) const;
    std::vector<BenchRun> runs_;
};

/// The faster of two runs of the same case by CPU time, with the least wall time and peak of both. Throws
/// DataError where their fingerprints differ.
BenchRun betterOf(const BenchRun& a, const BenchRun& b);

}  // namespace celltwin::service
