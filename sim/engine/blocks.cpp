// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/blocks.h"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

#if defined(CELLTWIN_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

namespace celltwin::engine {
namespace {

// Neither the distribution's libtbb nor this file, which holds its templates, is instrumented:
// ThreadSanitizer is told what TBB guarantees. Blocks begin after forBlocks is called and end before it
// returns; among themselves they stay unordered.
#if defined(CELLTWIN_TSAN)
char g_begin, g_end;  // only their addresses are used
void tellCalled() {
    __tsan_release(&g_begin);
}
void tellReturning() {
    __tsan_acquire(&g_end);
}
struct BlockOrder {
    BlockOrder() { __tsan_acquire(&g_begin); }
    ~BlockOrder() { __tsan_release(&g_end); }
};
#else
void tellCalled() {}
void tellReturning() {}
struct BlockOrder {};
#endif

}  // namespace

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
    const auto run_ordered = [&](std::size_t b) {
        [[maybe_unused]] const BlockOrder order;
        run(b);
    };
    tellCalled();
    arena_->arena.execute(
        [&] { tbb::parallel_for(std::size_t{0}, blocks, run_ordered, tbb::static_partitioner{}); });
    tellReturning();
}

}  // namespace celltwin::engine
