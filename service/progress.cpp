// SPDX-License-Identifier: BSD-3-Clause
#include "service/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace celltwin::service {
namespace {

constexpr int kBarWidth = 24;
constexpr std::chrono::seconds kPlainPeriod{5};

std::string clockText(double seconds) {
    const auto s = static_cast<long>(std::max(0.0, seconds) + 0.5);
    if (s >= 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    return fmt::format("{}:{:02}", s / 60, s % 60);
}

/// One column less than the terminal has, so that no line wraps.
int terminalColumns() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;
}

}  // namespace

ProgressLine::ProgressLine(bool terminal)
    : terminal_(terminal), next_(std::chrono::steady_clock::now() + kPlainPeriod) {}
ProgressLine::~ProgressLine() {
    finish();
}

std::string ProgressLine::format(const run::Progress& p, int width) {
    const double share = p.end_s > 0.0 ? std::clamp(p.simulated_s / p.end_s, 0.0, 1.0) : 1.0;
    const int full = static_cast<int>(share * kBarWidth + 0.5);
    std::string bar;
    for (int i = 0; i < kBarWidth; ++i) bar += i < full ? "█" : "░";
    const double left_s = share > 0.0 ? p.wall_s * (1.0 - share) / share : 0.0;
    const std::string numbers =
        fmt::format(" {:3.0f} %  sim {:.1f}/{:.1f} s  {:.1f}x real time  {} left", share * 100.0,
                    p.simulated_s, p.end_s, p.real_time_factor, clockText(left_s));
    return static_cast<int>(numbers.size()) + kBarWidth <= width ? bar + numbers : numbers.substr(1);
}

void ProgressLine::show(const run::Progress& p) {
    if (terminal_) {
        fmt::print(stderr, "\r{}\x1b[K", format(p, terminalColumns()));
        std::fflush(stderr);
        open_ = true;
    } else if (std::chrono::steady_clock::now() >= next_) {
        next_ = std::chrono::steady_clock::now() + kPlainPeriod;
        fmt::print(stderr, "{}\n", format(p, 0));
    }
}

void ProgressLine::finish() {
    if (open_) fmt::print(stderr, "\n");
    open_ = false;
}

}  // namespace celltwin::service
