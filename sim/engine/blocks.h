// SPDX-License-Identifier: BSD-3-Clause
//
// Parallel work over fixed blocks: the blocks depend on the size of the work alone, never on the number of
// threads.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace celltwin::engine {

/// A pool of `threads` workers. The only place that includes TBB.
class Workers {
  public:
    explicit Workers(int threads);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    /// Calls work(begin, end) for every block of `block` items of [0, count); returns when all are done. The
    /// first exception of a block is thrown on.
    void forBlocks(std::size_t count, std::size_t block,
                   const std::function<void(std::size_t, std::size_t)>& work) const;
    int threads() const { return threads_; }

  private:
    struct Arena;
    std::unique_ptr<Arena> arena_;
    int threads_;
};

}  // namespace celltwin::engine
