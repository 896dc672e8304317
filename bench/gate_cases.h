// SPDX-License-Identifier: BSD-3-Clause
//
// What the regression gate (scripts/bench_gate) counts the instructions of: kernels, and short runs of the
// whole slot engine, one thread, the same work on every machine. A case is prepared first; only its rounds
// are counted.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace celltwin::bench {

/// Does `rounds` rounds of a case's work.
using Rounds = std::function<void(int rounds)>;

struct GateCase {
    std::string_view name;
    int rounds = 100;  ///< what the gate asks for
    Rounds (*prepare)() = nullptr;
};

std::vector<GateCase> kernelCases();
std::vector<GateCase> engineCases();

/// Keeps the compiler from leaving out what `value` is computed by.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace celltwin::bench
