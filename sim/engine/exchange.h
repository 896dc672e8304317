// SPDX-License-Identifier: BSD-3-Clause
//
// What the ranks of one run say to each other: processes, or threads in a test. The engine knows no more of
// them than this.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace celltwin::engine {

class Exchange {
  public:
    using Bytes = std::span<const std::byte>;

    virtual ~Exchange() = default;
    virtual int rank() const = 0;
    virtual int size() const = 0;
    /// All ranks call this together: sends to[r] to each other rank r and returns what each sent to this one,
    /// by rank, the own place empty. The result is valid until the next call.
    virtual std::span<const Bytes> trade(std::span<const Bytes> to) = 0;
    /// Returns when all ranks have called it.
    void meet() { trade(std::vector<Bytes>(static_cast<std::size_t>(size()))); }
};

}  // namespace celltwin::engine
