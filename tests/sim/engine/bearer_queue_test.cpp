// SPDX-License-Identifier: BSD-3-Clause
//
// The queue of a bearer against a model that keeps every byte apart: what is unsent as a std::deque of bytes
// that know their unit, what is in the air and what is to be sent again as counts.
#include "sim/engine/bearer_queue.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <vector>

namespace celltwin::engine {
namespace {

struct Model {
    struct Arrived {
        std::int64_t time_ns, end_byte;
    };
    std::deque<std::size_t> unsent;  ///< the unit of each byte
    std::int64_t again = 0, in_flight = 0, delivered = 0, dropped = 0, offered = 0;
    std::vector<Arrived> units;

    void push(std::int64_t time_ns, std::int64_t bytes) {
        offered += bytes;
        unsent.insert(unsent.end(), static_cast<std::size_t>(bytes), units.size());
        units.push_back({time_ns, offered});
    }
    std::int64_t send(std::int64_t bytes) {
        std::int64_t sent = 0;
        for (; sent < bytes && again > 0; ++sent) --again;
        for (; sent < bytes && !unsent.empty(); ++sent) unsent.pop_front();
        in_flight += sent;
        return sent;
    }
    /// Bytes of units that came before, told by each byte.
    std::int64_t discard(std::int64_t before_ns) {
        std::int64_t gone = 0;
        while (!unsent.empty() && units[unsent.front()].time_ns < before_ns) {
            unsent.pop_front();
            ++gone;
        }
        dropped += gone;
        return gone;
    }
    std::size_t unitsDone() const {
        std::size_t done = 0;
        while (done < units.size() && units[done].end_byte <= delivered + dropped) ++done;
        return done;
    }
};

void expectSame(const Queue& q, const Model& model) {
    EXPECT_EQ(q.offered_bytes, model.offered);
    EXPECT_EQ(q.unsent_bytes, static_cast<std::int64_t>(model.unsent.size()));
    EXPECT_EQ(q.again_bytes, model.again);
    EXPECT_EQ(q.in_flight_bytes, model.in_flight);
    EXPECT_EQ(q.delivered_bytes, model.delivered);
    EXPECT_EQ(q.dropped_bytes, model.dropped);
    EXPECT_EQ(q.waitingBytes(), q.unsent_bytes + q.again_bytes);
    EXPECT_EQ(q.busy(), q.offered_bytes > q.delivered_bytes + q.dropped_bytes);
}

/// Random operations on both.
class Twins {
  public:
    explicit Twins(std::uint64_t seed, bool merges) : dice_(seed), merges_(merges) {}
    void operate() {
        now_ns_ += below(1'000);
        switch (below(merges_ ? 9 : 7)) {
            default:
                if (!merges_ && queue_.unit_count == Queue::kUnits) break;
                push(1 + below(300));
                break;
            case 1:
            case 2: {
                const std::int64_t bytes = below(400);
                EXPECT_EQ(queue_.send(bytes), model_.send(bytes));
                break;
            }
            case 3:
                take([this](std::int64_t bytes) {
                    queue_.deliver(bytes);
                    model_.delivered += bytes;
                });
                break;
            case 4:
                take([this](std::int64_t bytes) {
                    queue_.giveBack(bytes);
                    model_.again += bytes;
                });
                break;
            case 5:
                take([this](std::int64_t bytes) {
                    queue_.lose(bytes);
                    model_.dropped += bytes;
                });
                break;
            case 6:
                discard(now_ns_ - 2'000);
                break;
        }
        settle();
    }
    void dropAll() {
        take([this](std::int64_t bytes) {
            queue_.giveBack(bytes);
            model_.again += bytes;
        });
        if (model_.in_flight > 0) return;
        queue_.dropAll();
        model_.dropped += model_.again + static_cast<std::int64_t>(model_.unsent.size());
        model_.again = 0;
        model_.unsent.clear();
        settle();
    }
    void check() const {
        expectSame(queue_, model_);
        // A merged entry counts as its youngest unit does.
        if (!merges_) {
            EXPECT_EQ(units_done_, model_.unitsDone());
        }
        EXPECT_LE(units_done_, model_.unitsDone());
        EXPECT_LE(bytes_lost_, model_.dropped);
    }
    const Queue& queue() const { return queue_; }
    std::int64_t bytesLost() const { return bytes_lost_; }

  private:
    std::int64_t below(std::int64_t end) {
        return static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(end));
    }
    void push(std::int64_t bytes) {
        queue_.push({now_ns_, bytes, static_cast<std::uint32_t>(model_.units.size()),
                     traffic::Direction::downlink, false});
        model_.push(now_ns_, bytes);
    }
    template <class Use>
    void take(Use use) {
        if (model_.in_flight == 0) return;
        const std::int64_t bytes = 1 + below(model_.in_flight);
        model_.in_flight -= bytes;
        use(bytes);
    }
    /// A merged entry is as old as its oldest unit: there the two part.
    void discard(std::int64_t before_ns) {
        if (merges_) return;
        EXPECT_EQ(queue_.discard(before_ns), model_.discard(before_ns));
    }
    void settle() {
        queue_.settleUnits([this](const PendingUnit& unit) {
            units_done_ += unit.merged;
            bytes_lost_ += unit.lost_bytes;
            EXPECT_LE(unit.lost_bytes, unit.bytes);
            EXPECT_GE(unit.lost_bytes, 0);
            const Model::Arrived& last = model_.units[unit.number];
            EXPECT_EQ(unit.end_byte, last.end_byte);
            EXPECT_EQ(unit.arrived_ns, model_.units[unit.number + 1 - unit.merged].time_ns);
            EXPECT_EQ(units_done_, unit.number + 1) << "in order, none left out";
        });
    }

    std::mt19937_64 dice_;
    bool merges_;
    Queue queue_;
    Model model_;
    std::int64_t now_ns_ = 0, bytes_lost_ = 0;
    std::size_t units_done_ = 0;
};

TEST(BearerQueue, IsADequeOfBytes) {
    for (std::uint64_t seed = 0; seed < 200 && !::testing::Test::HasFailure(); ++seed) {
        Twins twins(seed, false);
        for (int i = 0; i < 500; ++i) {
            twins.operate();
            twins.check();
        }
        for (int i = 0; i < 100; ++i) twins.dropAll();
        twins.check();
        EXPECT_GT(twins.bytesLost(), 0);
    }
}

TEST(BearerQueue, ALongQueueMergesItsYoungestUnits) {
    bool merged = false;
    for (std::uint64_t seed = 0; seed < 200 && !::testing::Test::HasFailure(); ++seed) {
        Twins twins(seed, true);
        for (int i = 0; i < 500; ++i) {
            twins.operate();
            twins.check();
            for (const PendingUnit& unit : twins.queue().units) merged = merged || unit.merged > 1;
        }
    }
    EXPECT_TRUE(merged);
}

TEST(BearerQueue, WhatIsLostIsBookedOnceAndWithTheOldest) {
    Queue q;
    for (std::uint32_t i = 0; i < 3; ++i) q.push({0, 100, i, traffic::Direction::downlink, false});
    EXPECT_EQ(q.send(250), 250);
    q.lose(150);
    std::vector<std::int64_t> lost;
    const auto note = [&lost](const PendingUnit& unit) { lost.push_back(unit.lost_bytes); };
    q.settleUnits(note);
    EXPECT_EQ(lost, (std::vector<std::int64_t>{100}));
    q.deliver(100);
    EXPECT_EQ(q.discard(1), 50);
    q.settleUnits(note);
    EXPECT_EQ(lost, (std::vector<std::int64_t>{100, 50, 50}));
    EXPECT_EQ(q.dropped_bytes, 200);
    EXPECT_FALSE(q.busy());
}

TEST(BearerQueue, OfAFullBufferNeverEnds) {
    Queue q;
    q.push({0, traffic::kEndless, 0, traffic::Direction::downlink, false});
    EXPECT_TRUE(q.endless());
    for (int i = 0; i < 1'000; ++i) {
        EXPECT_EQ(q.send(1'000'000), 1'000'000);
        if (i % 3 == 0)
            q.giveBack(1'000'000);
        else
            q.deliver(1'000'000);
    }
    EXPECT_EQ(q.waitingBytes(), traffic::kEndless);
    EXPECT_EQ(q.offered_bytes, q.delivered_bytes + q.again_bytes);
    EXPECT_EQ(q.discard(std::int64_t{1} << 50), 0);
}

}  // namespace
}  // namespace celltwin::engine
