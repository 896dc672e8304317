// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/blocks.h"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

namespace celltwin::engine {

struct Workers::Arena {
    explicit Arena(int threads)
        : limit(tbb::global_control::max_allowed_parallelism,
                std::max<std::size_t>(
                    static_cast<std::size_t>(threads),
                    tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism))),
          arena(threads) {}
    tbb::global_control limit;
    tbb::task_arena arena;
};

Workers::Workers(int threads) : threads_(std::max(1, threads)) {
    if (threads_ > 1) arena_ = std::make_unique<Arena>(threads_);
}
Workers::~Workers() = default;

void Workers::forBlocks(std::size_t count, std::size_t block,
                        const std::function<void(std::size_t, std::size_t)>& work) const {
    const std::size_t blocks = (count + block - 1) / block;
    const auto run = [&](std::size_t b) { work(b * block, std::min(count, (b + 1) * block)); };
    if (!arena_ || blocks < 2) {
        for (std::size_t b = 0; b < blocks; ++b) run(b);
        return;
    }
    arena_->arena.execute([&] { tbb::parallel_for(std::size_t{0}, blocks, run, tbb::static_partitioner{}); });
}

}  // namespace celltwin::engine
