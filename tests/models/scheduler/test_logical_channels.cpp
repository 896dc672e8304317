// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cstdio>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "models/scheduler/logical_channels.h"
#include "tests/models/scheduler/allocation_count.h"
#include "tests/models/scheduler/draws.h"

namespace celltwin::scheduler {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct PipeCloser {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

// lcp_reference.py: the clause a second time, byte after byte.
TEST(LogicalChannels, MatchTheByteByByteReference) {
    const std::string command = std::string(CELLTWIN_PYTHON) +
                                " -B " CELLTWIN_SOURCE_DIR "/tests/models/scheduler/lcp_reference.py 3000 4";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(command.c_str(), "r"));
    ASSERT_TRUE(pipe);
    int count = 0, cases = 0;
    long long block = 0;
    while (std::fscanf(pipe.get(), "%d %lld", &count, &block) == 2) {
        std::vector<LogicalChannel> channels;
        std::vector<long long> given, bucket_after;
        long long sum = 0;
        for (int i = 0; i < count; ++i) {
            int priority = 0;
            long long eighths = 0, queue = 0, expected = 0, after = 0;
            ASSERT_EQ(std::fscanf(pipe.get(), "%d %lld %lld %lld %lld", &priority, &eighths, &queue,
                                  &expected, &after),
                      5);
            channels.push_back({priority, static_cast<double>(eighths) / 8.0, queue, -7});
            given.push_back(expected);
            bucket_after.push_back(after);
            sum += expected;
        }
        ASSERT_EQ(prioritise(channels, block), sum);
        for (std::size_t i = 0; i < channels.size(); ++i) {
            EXPECT_EQ(channels[i].given_bytes, given[i]) << "case " << cases << " channel " << i;
            EXPECT_EQ(channels[i].bucket_bytes * 8.0, static_cast<double>(bucket_after[i]));
        }
        ++cases;
    }
    EXPECT_EQ(cases, 3000);
}

// Conservation: the block goes out whole, or all queues do; nobody gets more than its queue.
TEST(LogicalChannels, BytesAreConservedAtAnySize) {
    for (std::uint64_t trial = 0; trial < 5000; ++trial) {
        testing::Draws draw(trial);
        std::vector<LogicalChannel> channels(static_cast<std::size_t>(draw.below(33)));
        std::int64_t queued = 0;
        for (LogicalChannel& c : channels) {
            const bool endless = draw() < 0.05;
            c = {1 + draw.below(16), draw() < 0.1 ? kInfinity : 1e5 * draw(),
                 endless ? testing::kEndless >> 6 : draw.below(100'000), 0};
            queued += c.queue_bytes;
        }
        const std::int64_t block = draw.below(1'000'000);
        EXPECT_EQ(prioritise(channels, block), std::min(block, queued));
        std::int64_t sum = 0;
        for (const LogicalChannel& c : channels) {
            EXPECT_GE(c.given_bytes, 0);
            EXPECT_LE(c.given_bytes, c.queue_bytes);
            EXPECT_GE(c.bucket_bytes, 0.0);
            sum += c.given_bytes;
        }
        EXPECT_EQ(sum, std::min(block, queued));
    }
}

// The clause's words: an infinite prioritised bit rate takes all data there is before any lower priority's
// bucket.
TEST(LogicalChannels, InfiniteBitRateGoesBeforeLowerPriorities) {
    std::vector<LogicalChannel> channels = {{2, 500.0, 1000, 0}, {1, kInfinity, 900, 0}};
    EXPECT_EQ(prioritise(channels, 1000), 1000);
    EXPECT_EQ(channels[1].given_bytes, 900);
    EXPECT_EQ(channels[0].given_bytes, 100);
    // With a bucket of 200 the lower priority gets its own 500 before the rest of the higher.
    channels = {{2, 500.0, 1000, 0}, {1, 200.0, 900, 0}};
    EXPECT_EQ(prioritise(channels, 1000), 1000);
    EXPECT_EQ(channels[1].given_bytes, 500);
    EXPECT_EQ(channels[0].given_bytes, 500);
}

// Long run of a saturated UE: every channel gets its prioritised bit rate, the first one what is left.
TEST(LogicalChannels, EveryChannelGetsItsPrioritisedBitRate) {
    const double rates[] = {8000.0, 64'000.0, 16'000.0};  // byte/s
    std::vector<LogicalChannel> channels(3);
    std::int64_t sums[3] = {};
    constexpr int kSlots = 20'000;
    constexpr double kSlot = 0.5e-3;
    for (int slot = 0; slot < kSlots; ++slot) {
        for (std::size_t i = 0; i < 3; ++i) {
            channels[i].priority = static_cast<int>(i) + 1;
            channels[i].queue_bytes = 1'000'000;
            channels[i].bucket_bytes = filledBucket(channels[i].bucket_bytes, rates[i], 0.1, kSlot);
        }
        prioritise(channels, 100);
        for (std::size_t i = 0; i < 3; ++i) sums[i] += channels[i].given_bytes;
    }
    // 200 kbyte/s in all
    EXPECT_NEAR(static_cast<double>(sums[0]) / (kSlots * kSlot), 200'000.0 - 80'000.0, 20.0);
    EXPECT_NEAR(static_cast<double>(sums[1]) / (kSlots * kSlot), 64'000.0, 10.0);
    EXPECT_NEAR(static_cast<double>(sums[2]) / (kSlots * kSlot), 16'000.0, 10.0);
}

TEST(LogicalChannels, BucketHoldsAtMostItsSize) {
    EXPECT_EQ(filledBucket(100.0, 8000.0, 0.1, 0.01), 180.0);
    EXPECT_EQ(filledBucket(100.0, 8000.0, 0.1, 10.0), 800.0);
    EXPECT_EQ(filledBucket(5.0, 0.0, 0.1, 10.0), 0.0);
    EXPECT_EQ(filledBucket(0.0, kInfinity, 0.1, 0.0), kInfinity);
}

TEST(LogicalChannels, AllocateNothing) {
    std::vector<LogicalChannel> channels(32, {3, 10.0, 500, 0});
    const long before = allocationCount();
    prioritise(channels, 9999);
    EXPECT_EQ(allocationCount(), before);
}

}  // namespace
}  // namespace celltwin::scheduler
