// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace celltwin::engine {
namespace {

TEST(Blocks, EveryItemOnceAtAnyThreadCount) {
    for (const int threads : {1, 2, 5})
        for (const std::size_t count : {0, 1, 7, 8, 9, 1000}) {
            std::vector<int> seen(count, 0);
            std::atomic<int> wrong{0};
            Workers(threads).forBlocks(count, 8, [&](std::size_t begin, std::size_t end) {
                if (begin % 8 != 0 || end != std::min(count, begin + 8)) ++wrong;
                for (std::size_t i = begin; i < end; ++i) ++seen[i];
            });
            EXPECT_EQ(seen, std::vector<int>(count, 1)) << threads;
            EXPECT_EQ(wrong, 0);
        }
}

TEST(Blocks, OneCallSeesWhatTheLastOneWrote) {
    const Workers workers(4);
    std::vector<long> values(4096, 1);
    for (int round = 0; round < 200; ++round) {
        std::vector<long> next(values.size());
        workers.forBlocks(values.size(), 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) next[i] = values[values.size() - 1 - i] + 1;
        });
        values.swap(next);
    }
    EXPECT_EQ(std::accumulate(values.begin(), values.end(), 0L), 4096L * 201);
}

TEST(Blocks, AnExceptionOfABlockIsThrownOn) {
    const Workers workers(3);
    const auto call = [&] {
        workers.forBlocks(100, 1, [](std::size_t begin, std::size_t) {
            if (begin == 42) throw std::runtime_error("block 42");
        });
    };
    EXPECT_THROW(call(), std::runtime_error);
    EXPECT_THROW(call(), std::runtime_error) << "the workers can be used again";
}

#if defined(__SANITIZE_THREAD__)
/// Two blocks that meet, so that two threads run them, write one variable.
void writeFromTwoBlocks() {
    const Workers workers(2);
    std::atomic<int> arrived{0};
    int shared = 0;
    workers.forBlocks(2, 1, [&](std::size_t begin, std::size_t) {
        arrived.fetch_add(1, std::memory_order_relaxed);
        while (arrived.load(std::memory_order_relaxed) < 2) {
        }
        shared = static_cast<int>(begin);
    });
    std::fprintf(stderr, "wrote %d\n", shared);
    std::exit(0);  // ThreadSanitizer makes it 66
}

TEST(BlocksDeathTest, ThreadSanitizerSeesARaceBetweenBlocks) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(writeFromTwoBlocks(), testing::ExitedWithCode(66), "data race");
}
#endif

}  // namespace
}  // namespace celltwin::engine
