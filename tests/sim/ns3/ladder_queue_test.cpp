// SPDX-License-Identifier: BSD-3-Clause
//
// The ladder queue beside a std::set of the same records: an independent statement of the order (ts, uid).
#include "sim/ns3/ladder_queue.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "models/base/random.h"
#include "tests/models/scheduler/allocation_count.h"

namespace celltwin::ns3host {
namespace {

using Key = std::pair<std::uint64_t, std::uint32_t>;
/// The delay of the n-th record.
using Delays = std::function<std::uint64_t(std::uint64_t)>;

std::uint64_t draw(std::uint64_t n, std::uint64_t below, std::uint64_t purpose = 0) {
    return Random(7).bits(Stream::traffic_arrival, n, purpose) % below;
}

/// Both queues through the same pushes, pops and removals; a reference knows nothing of rungs.
class Pair {
  public:
    void push(std::uint64_t delay) {
        const EventRecord record{now_ + delay, nullptr, uid_, uid_ ^ 0xffffU};
        ladder_.push(record);
        reference_.insert({record.ts, record.uid});
        ++uid_;
    }
    void pop() {
        const EventRecord record = ladder_.pop();
        ASSERT_EQ(Key(record.ts, record.uid), *reference_.begin());
        ASSERT_EQ(record.context, record.uid ^ 0xffffU);
        reference_.erase(reference_.begin());
        now_ = record.ts;
    }
    /// The first record from `ts` on.
    void removeFrom(std::uint64_t ts) {
        const auto at = reference_.lower_bound({ts, 0});
        if (at == reference_.end()) return;
        ladder_.remove(at->first, at->second);
        reference_.erase(at);
    }
    void check() const { ASSERT_EQ(ladder_.size(), reference_.size()); }
    void drain() {
        while (!reference_.empty()) ASSERT_NO_FATAL_FAILURE(pop());
        ASSERT_TRUE(ladder_.empty());
    }
    std::size_t size() const { return reference_.size(); }
    std::uint64_t now() const { return now_; }
    std::uint64_t latest() const { return reference_.rbegin()->first; }
    LadderQueue& ladder() { return ladder_; }

  private:
    LadderQueue ladder_;
    std::set<Key> reference_;
    std::uint64_t now_ = 0;
    std::uint32_t uid_ = 4;
};

void holdWithChurn(const Delays& delay, std::size_t pending, std::uint64_t steps) {
    Pair pair;
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < pending; ++i) pair.push(delay(n++));
    for (std::uint64_t step = 0; step < steps; ++step) {
        // The population swings between empty and twice its size.
        const bool grows = (step / (2 * pending + 1)) % 2 == 0;
        if (pair.size() > 0) {
            ASSERT_NO_FATAL_FAILURE(pair.pop());
        }
        for (std::uint64_t i = 0, more = draw(step, grows ? 4 : 2, 1); i < more; ++i) pair.push(delay(n++));
        if (pair.size() > 0 && draw(step, 5, 2) == 0)
            pair.removeFrom(pair.now() + draw(step, pair.latest() - pair.now() + 1, 3));
        ASSERT_NO_FATAL_FAILURE(pair.check());
    }
    pair.drain();
}

struct Shape {
    std::string name;
    Delays delay;
};

class LadderQueueOrder : public ::testing::TestWithParam<Shape> {};

TEST_P(LadderQueueOrder, IsThatOfASortedSetUnderPushPopAndRemove) {
    for (const std::size_t pending : {1, 40, 300, 20'000})
        ASSERT_NO_FATAL_FAILURE(holdWithChurn(GetParam().delay, pending, 60'000)) << pending << " pending";
}

INSTANTIATE_TEST_SUITE_P(
    Delays, LadderQueueOrder,
    ::testing::Values(
        Shape{"now", [](std::uint64_t) { return 0; }},  //
        Shape{"nowAndNextTick", [](std::uint64_t n) { return draw(n, 2); }},
        Shape{"uniform", [](std::uint64_t n) { return draw(n, 1'000'000'000); }},
        Shape{"slots", [](std::uint64_t n) { return 1'000'000 * draw(n, 20); }},
        Shape{"slotsAndBetween",
              [](std::uint64_t n) { return 1'000'000 * draw(n, 3) + (draw(n, 9, 1) ? 0 : 71'429); }},
        Shape{"allMagnitudes", [](std::uint64_t n) { return draw(n, std::uint64_t{1} << draw(n, 40, 1)); }},
        Shape{"mostlyNearSomeFar",
              [](std::uint64_t n) { return draw(n, 10, 1) ? draw(n, 50) : 1'000'000'000'000 + draw(n, 7); }},
        Shape{"descending", [](std::uint64_t n) { return 1'000'000 - (n * 37) % 1'000'000; }}),
    [](const auto& shape) { return shape.param.name; });

TEST(LadderQueue, OneEventThatSchedulesManyEverEarlier) {
    // The worst case for the bottom: each record comes before all the others that are pending.
    Pair pair;
    for (int i = 0; i < 100; ++i) pair.push(2'000'000 + static_cast<std::uint64_t>(i));
    pair.push(0);
    pair.pop();
    for (std::uint64_t i = 0; i < 200'000; ++i) pair.push(1'500'000 - i);
    for (int i = 0; i < 50'000; ++i) ASSERT_NO_FATAL_FAILURE(pair.pop());
    for (std::uint64_t i = 0; i < 50'000; ++i) pair.push(50'000 - i);
    pair.drain();
}

TEST(LadderQueue, TiesWithThePresentKeepTheirOrderWhenTheBottomGrowsTooLong) {
    Pair pair;
    for (std::uint64_t round = 0; round < 50; ++round) {
        for (std::uint64_t i = 0; i < 40; ++i) pair.push(i < 2 ? 0 : 1 + draw(i, 1000, round));
        ASSERT_NO_FATAL_FAILURE(pair.pop());
        for (std::uint64_t i = 0; i < 400; ++i) pair.push(i % 3 == 0 ? draw(i, 900, round) : 0);
        ASSERT_NO_FATAL_FAILURE(pair.drain());
    }
}

TEST(LadderQueue, HoldsTimesUpToTheLastButOne) {
    constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max() - 1;
    Pair pair;
    for (std::uint64_t i = 0; i < 500; ++i) {
        pair.push(kLast - draw(i, 3));
        pair.push(std::uint64_t{1} << draw(i, 64, 1));
        pair.push(draw(i, kLast, 2));
    }
    pair.drain();
    EXPECT_EQ(pair.now(), kLast);
}

TEST(LadderQueue, AMillionRecordsOfOneTimeComeInTheirOrder) {
    LadderQueue queue;
    for (std::uint32_t i = 0; i < 1'000'000; ++i) queue.push({5, nullptr, i, 0});
    for (std::uint32_t i = 0; i < 1'000'000; ++i) {
        const EventRecord record = queue.pop();
        ASSERT_EQ(record.uid, i);
        if (i % 2 == 0) queue.push({5, nullptr, 1'000'000 + i / 2, 0});
    }
    EXPECT_EQ(queue.size(), 500'000U);
    EXPECT_EQ(queue.pop().uid, 1'000'000U);
}

TEST(LadderQueue, TimersThatAreAlwaysRemovedDoNotPileUp) {
    // A retransmission timer, re-armed a million times before it is due.
    LadderQueue queue;
    queue.push({0, nullptr, 1, 0});
    for (std::uint32_t i = 2; i < 1'000'000; ++i) {
        queue.push({1'000'000'000 + std::uint64_t{i}, nullptr, i, 0});
        if (i > 2) queue.remove(1'000'000'000 + std::uint64_t{i} - 1, i - 1);
    }
    EXPECT_EQ(queue.size(), 2U);
    EXPECT_LT(queue.bytes(), 256U * 1024U);
    EXPECT_EQ(queue.pop().uid, 1U);
    EXPECT_EQ(queue.pop().uid, 999'999U);
}

TEST(LadderQueue, NothingIsAllocatedInTheSteadyState) {
    LadderQueue queue;
    std::uint32_t uid = 0;
    const auto hold = [&](std::uint64_t steps) {
        for (std::uint64_t i = 0; i < steps; ++i) {
            const EventRecord record = queue.pop();
            queue.push({record.ts + draw(uid, 100'000'000), nullptr, uid, 0});
            if (uid % 8 == 0) {  // one more, and gone again
                const std::uint64_t ts = record.ts + draw(uid, 100'000'000, 1);
                queue.push({ts, nullptr, uid + 1, 0});
                queue.remove(ts, uid + 1);
            }
            uid += 2;
        }
    };
    for (; uid < 20'000; uid += 2) queue.push({draw(uid, 100'000'000), nullptr, uid, 0});
    hold(200'000);
    const std::size_t bytes = queue.bytes();
    const long before = allocationCount();
    hold(100'000);
    EXPECT_EQ(allocationCount(), before);
    EXPECT_EQ(queue.bytes(), bytes) << "chunks are taken with another operator new";
}

TEST(LadderQueue, HoldsAnEventInLittleMoreThanItsRecord) {
    LadderQueue queue;
    for (std::uint32_t i = 0; i < 1'000'000; ++i) queue.push({draw(i, 1'000'000'000), nullptr, i, 0});
    queue.pop();
    EXPECT_LT(queue.bytes(), 1'000'000 * 2 * sizeof(EventRecord));
}

}  // namespace
}  // namespace celltwin::ns3host
