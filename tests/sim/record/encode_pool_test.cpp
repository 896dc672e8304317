// SPDX-License-Identifier: BSD-3-Clause
//
// Threads of a trace: bounded memory, exceptions that arrive where they belong, a job that is tried again.
#include "sim/record/encode_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>

#include "models/base/error.h"

namespace celltwin::record {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(EncodePool, SubmitBlocksWhereWorkersAreTooFarBehind) {
    constexpr std::size_t kPart = EncodePool::kMostBytes / 4;
    const auto group = std::make_shared<EncodeGroup>();
    std::atomic<std::size_t> submitted = 0, done = 0, most = 0;
    std::latch gate(1);
    EncodePool pool(2);
    std::jthread caller([&] {
        for (int i = 0; i < 20; ++i) {
            pool.submit(group, kPart, [&](ChunkEncoder&) {
                gate.wait();
                ++done;
            });
            most = std::max(most.load(), ++submitted - done);
        }
    });
    while (submitted < 4) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(submitted, 4u) << "the fifth part is more than may wait";
    gate.count_down();
    caller.join();
    group->wait();
    EXPECT_EQ(done, 20u);
    EXPECT_LE(most, 4u);
}

TEST(EncodePool, ATaskLargerThanTheBoundIsTakenWhenNothingElseIsUnderWay) {
    const auto group = std::make_shared<EncodeGroup>();
    EncodePool pool(1);
    std::atomic<int> done = 0;
    for (int i = 0; i < 3; ++i)
        pool.submit(group, 10 * EncodePool::kMostBytes, [&](ChunkEncoder&) { ++done; });
    group->wait();
    EXPECT_EQ(done, 3);
}

TEST(EncodePool, TheFirstExceptionReachesWhoeverWaits) {
    const auto good = std::make_shared<EncodeGroup>(), bad = std::make_shared<EncodeGroup>();
    EncodePool pool(1);
    pool.submit(bad, 1, [](ChunkEncoder&) { throw DataError("chunk 7: no"); });
    pool.submit(bad, 1, [](ChunkEncoder&) { throw ResourceError("later"); });
    pool.submit(good, 1, [](ChunkEncoder&) {});
    EXPECT_NO_THROW(good->wait());
    for (int i = 0; i < 2; ++i) EXPECT_THAT([&] { bad->wait(); }, ThrowsMessage<DataError>("chunk 7: no"));
}

TEST(SealThread, TellsAFailureOnceAndTriesAgain) {
    int tries = 0;
    SealThread sealing;
    sealing.start([&] {
        if (++tries < 3) throw ResourceError("try " + std::to_string(tries));
    });
    sealing.rest();
    EXPECT_EQ(tries, 1);
    EXPECT_THAT([&] { sealing.settle(); }, ThrowsMessage<ResourceError>("try 1"));
    sealing.rest();
    EXPECT_EQ(tries, 1) << "only who settles has it tried again";
    EXPECT_THAT([&] { sealing.settle(); }, ThrowsMessage<ResourceError>("try 2"));
    EXPECT_NO_THROW(sealing.settle());
    EXPECT_EQ(tries, 3);
    EXPECT_NO_THROW(sealing.settle());
    EXPECT_EQ(tries, 3);
}

TEST(SealThread, EndsAfterTheJobItWasGiven) {
    for (int trial = 0; trial < 50; ++trial) {
        std::atomic<bool> done = false;
        {
            SealThread sealing;
            sealing.start([&] { done = true; });
        }
        EXPECT_TRUE(done);
    }
}

}  // namespace
}  // namespace celltwin::record
