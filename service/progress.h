// SPDX-License-Identifier: BSD-3-Clause
//
// A progress line on standard error: a bar with ETA, simulated clock and real-time factor on a terminal; one
// plain line every few seconds elsewhere.
#pragma once

#include <chrono>
#include <string>

#include "sim/run/simulate.h"

namespace celltwin::service {

class ProgressLine {
  public:
    /// `terminal` as isatty says for standard error.
    explicit ProgressLine(bool terminal);
    ~ProgressLine();
    void show(const run::Progress& progress);
    /// Ends the line so that other text can follow.
    void finish();

    /// The line's text without control characters, `width` columns at most.
    static std::string format(const run::Progress& progress, int width);

  private:
    bool terminal_;
    bool open_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace celltwin::service
