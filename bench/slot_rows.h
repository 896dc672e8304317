// SPDX-License-Identifier: BSD-3-Clause
//
// The rows of slot_figures, by what they are about. Each appends its rows; times are the least of rounds that
// take turns within this call, so ratios hold on a busy machine.
#pragma once

#include <string>
#include <vector>

#include "bench/figure_rows.h"

namespace celltwin::bench {

struct SlotOptions {
    bool quick = false;    ///< small networks and few rounds: shows that everything runs
    bool verbose = false;  ///< every round, on standard error
};

/// A row that tells a time. Few rounds on a small network judge nothing: --quick takes its limits away.
inline FigureRow timeRow(const SlotOptions& options, FigureRow row) {
    if (options.quick) row.must = row.aim = std::nullopt;
    return row;
}

/// Against ns-3's LTE module with 21 cells and 100 resource blocks, and with 57 and 25; each of its runs is a
/// process of its own, this program again. --quick: 3 cells for either.
void peerRows21(const SlotOptions& options, std::vector<FigureRow>& rows);
void peerRows57(const SlotOptions& options, std::vector<FigureRow>& rows);
/// Real-time factors with two threads.
void realTimeRows(const SlotOptions& options, std::vector<FigureRow>& rows);
/// Cost of a cell in larger networks.
void densityRows(const SlotOptions& options, std::vector<FigureRow>& rows);
/// Threads against one, with the same fingerprint.
void threadRows(const SlotOptions& options, std::vector<FigureRow>& rows);
/// Ranks over MPI against one, with the same state; without MPI skipped.
void rankRows(const SlotOptions& options, std::vector<FigureRow>& rows);
/// One rank's part of a case of rankRows(), which mpirun starts.
int runRankCase(const std::string& text);
/// Roofline, the SINR stage's share of it, and the engine over its kernels alone.
void boundRows(const SlotOptions& options, std::vector<FigureRow>& rows);

/// Steps a full-buffer network of the rows above, for a profiler; tells nothing.
void runSlots(int sites, int ues_per_cell, int numerology, int slots);

}  // namespace celltwin::bench
