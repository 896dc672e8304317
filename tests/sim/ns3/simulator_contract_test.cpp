// SPDX-License-Identifier: BSD-3-Clause
//
// What a user of ns-3 relies on in a simulator, asked of ns-3's own and of the ladder alike: where a case
// holds for the first, it states ns-3's behaviour, and the ladder must have it too.
#include <gmock/gmock.h>
#include <ns3/event-impl.h>
#include <ns3/map-scheduler.h>
#include <ns3/object-factory.h>
#include <ns3/priority-queue-scheduler.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "tests/sim/ns3/both_simulators.h"

namespace celltwin::ns3host {
namespace {

using ns3::EventId;
using ns3::NanoSeconds;
using ns3::Simulator;
using ns3::Time;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What ran, in order: a mark and the time in nanoseconds.
using Log = std::vector<std::pair<int, std::int64_t>>;

class SimulatorContract : public testing::OnEachSimulator {
  protected:
    void note(int mark) { log_.emplace_back(mark, Simulator::Now().GetNanoSeconds()); }
    std::function<void()> noting(int mark) {
        return [this, mark] { note(mark); };
    }
    EventId doAt(std::int64_t delay_ns, const std::function<void()>& what) {
        return Simulator::Schedule(NanoSeconds(delay_ns), what);
    }
    EventId at(std::int64_t delay_ns, int mark) { return doAt(delay_ns, noting(mark)); }
    Log log_;
};

INSTANTIATE_TEST_SUITE_P(Each, SimulatorContract,
                         ::testing::Values(testing::kDefaultSimulator, testing::kLadderSimulator),
                         [](const auto& type) {
                             return std::string(type.param == testing::kLadderSimulator ? "Ladder"
                                                                                        : "Default");
                         });

TEST_P(SimulatorContract, RunsByTimeAndThenByTheOrderOfScheduling) {
    at(30, 1);
    at(10, 2);
    at(30, 3);
    at(10, 4);
    at(0, 5);
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(5, 0), std::pair(2, 10), std::pair(4, 10), std::pair(1, 30),
                                  std::pair(3, 30)));
    EXPECT_EQ(Simulator::GetEventCount(), 5U);
    EXPECT_TRUE(Simulator::IsFinished());
}

TEST_P(SimulatorContract, WhatIsScheduledForNowRunsAfterWhatWasAlreadyDue) {
    doAt(10, [this] {
        note(1);
        Simulator::ScheduleNow(noting(3));
        at(0, 4);
    });
    at(10, 2);
    at(11, 5);
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 10), std::pair(2, 10), std::pair(3, 10), std::pair(4, 10),
                                  std::pair(5, 11)));
}

TEST_P(SimulatorContract, ACancelledEventIsCountedAndMovesTheClock) {
    EventId cancelled = at(20, 1);
    at(10, 2);
    EXPECT_FALSE(cancelled.IsExpired());
    cancelled.Cancel();
    EXPECT_TRUE(cancelled.IsExpired());
    EXPECT_FALSE(Simulator::IsFinished());
    cancelled.Cancel();
    Simulator::Remove(cancelled);  // expired: nothing
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(2, 10)));
    EXPECT_EQ(Simulator::Now(), NanoSeconds(20));
    EXPECT_EQ(Simulator::GetEventCount(), 2U);
}

TEST_P(SimulatorContract, ARemovedEventIsNeitherCountedNorTimed) {
    EventId removed = at(20, 1);
    at(10, 2);
    removed.Remove();
    EXPECT_TRUE(removed.IsExpired());
    removed.Remove();
    removed.Cancel();
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(2, 10)));
    EXPECT_EQ(Simulator::Now(), NanoSeconds(10));
    EXPECT_EQ(Simulator::GetEventCount(), 1U);

    EventId last = at(5, 3);
    last.Remove();
    EXPECT_TRUE(Simulator::IsFinished()) << "the only event was removed";
}

struct Held : ns3::SimpleRefCount<Held> {
    static void use(ns3::Ptr<Held>) {}
};

TEST_P(SimulatorContract, RemovalGivesUpWhatTheEventHolds) {
    const auto held = ns3::Create<Held>();
    EventId removed = Simulator::Schedule(NanoSeconds(10), &Held::use, held);
    EventId cancelled = Simulator::Schedule(NanoSeconds(10), &Held::use, held);
    EXPECT_EQ(held->GetReferenceCount(), 3U);
    removed.Remove();
    removed = EventId();
    EXPECT_EQ(held->GetReferenceCount(), 2U) << "at once";
    cancelled.Cancel();
    cancelled = EventId();
    EXPECT_EQ(held->GetReferenceCount(), 2U) << "only when its turn has come";
    Simulator::Run();
    EXPECT_EQ(held->GetReferenceCount(), 1U);
}

TEST_P(SimulatorContract, RemovesOutOfTheMiddleOfManyAtOneTime) {
    std::vector<EventId> ids;
    for (int i = 0; i < 1000; ++i) ids.push_back(at(10, i));
    doAt(5, [&ids] {
        for (std::size_t i = 0; i < ids.size(); ++i)
            if (i % 3 == 0) ids[i].Remove();
    });
    doAt(10, [&ids] {
        for (EventId& id : ids) EXPECT_TRUE(id.IsExpired());
    });
    Simulator::Run();
    ASSERT_EQ(log_.size(), 666U);
    for (std::size_t i = 0; i < log_.size(); ++i) EXPECT_EQ(log_[i].first, 3 * (i / 2) + i % 2 + 1);
}

TEST_P(SimulatorContract, AnEventExpiresWhenItsTurnComes) {
    EXPECT_TRUE(EventId().IsExpired());
    EventId self, sibling;
    self = doAt(10, [&] {
        EXPECT_TRUE(self.IsExpired()) << "under way is expired";
        EXPECT_FALSE(sibling.IsExpired()) << "same time, later in order";
        EXPECT_EQ(Simulator::GetDelayLeft(sibling), NanoSeconds(0));
        self.Cancel();
    });
    sibling = at(10, 1);
    const EventId later = at(25, 2);
    EXPECT_EQ(Simulator::GetDelayLeft(later), NanoSeconds(25));
    doAt(20, [&] { EXPECT_EQ(Simulator::GetDelayLeft(later), NanoSeconds(5)); });
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 10), std::pair(2, 25)));
    EXPECT_EQ(Simulator::GetDelayLeft(later), NanoSeconds(0));
}

TEST_P(SimulatorContract, StopsAfterTheEventUnderWayAndGoesOn) {
    doAt(10, [this] {
        Simulator::Stop();
        note(1);
    });
    at(10, 2);
    at(20, 3);
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 10)));
    EXPECT_TRUE(Simulator::IsFinished());
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 10), std::pair(2, 10), std::pair(3, 20)));
}

TEST_P(SimulatorContract, AStopInTheFutureIsAnEventInItsPlace) {
    at(10, 1);
    Simulator::Stop(NanoSeconds(10));
    at(10, 2);
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 10)));
    EXPECT_EQ(Simulator::GetEventCount(), 2U);
    Simulator::Stop(NanoSeconds(5));
    at(6, 3);
    Simulator::Run();
    EXPECT_EQ(Simulator::Now(), NanoSeconds(15));
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 10), std::pair(2, 10)));
}

TEST_P(SimulatorContract, StopBeforeRunIsForgotten) {
    at(1, 1);
    Simulator::Stop();
    EXPECT_TRUE(Simulator::IsFinished());
    Simulator::Run();
    EXPECT_EQ(log_.size(), 1U);
}

TEST_P(SimulatorContract, DestroyEventsRunInOrderOnceTheSimulatorGoes) {
    const auto onDestroy = [this](int mark) { return Simulator::ScheduleDestroy(noting(mark)); };
    onDestroy(1);
    EventId cancelled = onDestroy(2), removed = onDestroy(3), kept = onDestroy(4);
    at(10, 5);
    EXPECT_FALSE(kept.IsExpired());
    cancelled.Cancel();
    EXPECT_TRUE(cancelled.IsExpired());
    removed.Remove();
    EXPECT_TRUE(removed.IsExpired());
    EXPECT_EQ(Simulator::GetDelayLeft(kept), Time(0));
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(5, 10)));
    Simulator::ScheduleDestroy([this, &onDestroy] { onDestroy(6); });
    Simulator::Destroy();
    EXPECT_THAT(log_, ElementsAre(std::pair(5, 10), std::pair(1, 10), std::pair(4, 10), std::pair(6, 10)));
}

TEST_P(SimulatorContract, PendingEventsDoNotRunWhenTheSimulatorGoes) {
    const auto held = ns3::Create<Held>();
    at(10, 1);
    Simulator::Schedule(NanoSeconds(20), &Held::use, held);
    Simulator::Stop(NanoSeconds(5));
    Simulator::Run();
    Simulator::Destroy();
    EXPECT_THAT(log_, IsEmpty());
    EXPECT_EQ(held->GetReferenceCount(), 1U);
    EXPECT_EQ(Simulator::Now(), Time(0)) << "the next one begins anew";
    EXPECT_EQ(Simulator::GetEventCount(), 0U);
    EXPECT_EQ(at(3, 2).GetUid(), EventId::UID::VALID);
}

TEST_P(SimulatorContract, ContextIsInheritedOrGiven) {
    std::vector<std::uint32_t> seen;
    const std::function<void()> look = [&seen] { seen.push_back(Simulator::GetContext()); };
    const std::function<void()> lookAndGoOn = [&] {
        look();
        Simulator::Schedule(NanoSeconds(1), look);
        Simulator::ScheduleWithContext(8, NanoSeconds(1), look);
    };
    EXPECT_EQ(Simulator::GetContext(), Simulator::NO_CONTEXT);
    EXPECT_EQ(Simulator::GetSystemId(), 0U);
    Simulator::Schedule(NanoSeconds(1), look);
    Simulator::ScheduleWithContext(7, NanoSeconds(2), lookAndGoOn);
    Simulator::Run();
    EXPECT_THAT(seen, ElementsAre(Simulator::NO_CONTEXT, 7U, 7U, 8U));
    EXPECT_EQ(at(1, 1).GetContext(), 8U) << "of the last event";
}

TEST_P(SimulatorContract, AChangeOfSchedulerLosesNothing) {
    for (int i = 0; i < 500; ++i) at(i % 50, i);
    ns3::ObjectFactory factory;
    factory.SetTypeId(ns3::PriorityQueueScheduler::GetTypeId());
    Simulator::SetScheduler(factory);
    doAt(20, [&factory] {
        factory.SetTypeId(ns3::MapScheduler::GetTypeId());
        Simulator::SetScheduler(factory);
    });
    Simulator::Run();
    ASSERT_EQ(log_.size(), 500U);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(log_[static_cast<std::size_t>(i)].first, i / 10 + 50 * (i % 10));
}

TEST_P(SimulatorContract, TimeReachesItsMaximum) {
    constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(Simulator::GetMaximumSimulationTime().GetTimeStep(), kMax);
    Simulator::Schedule(ns3::TimeStep(kMax), noting(3));
    Simulator::Schedule(ns3::TimeStep(kMax - 1), noting(2));
    at(1, 1);
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 1), std::pair(2, kMax - 1), std::pair(3, kMax)));
}

TEST_P(SimulatorContract, NeverComesAfterEverything) {
    // now + Time::Max() is past the maximum: "never" stays behind all that is pending.
    doAt(10, [this] { Simulator::Schedule(Time::Max(), noting(1)); });
    at(1'000'000'000'000'000'000, 2);
    Simulator::Stop(NanoSeconds(2'000'000'000'000'000'000));
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(2, 1'000'000'000'000'000'000)));
}

class Clockwork final : public ns3::EventImpl {
  public:
    int left = 1000;

  private:
    void Notify() override {
        if (--left > 0) Simulator::Schedule(NanoSeconds(7), ns3::Ptr<ns3::EventImpl>(this));
    }
};

TEST_P(SimulatorContract, AnEventMayScheduleItselfAnew) {
    const ns3::Ptr<Clockwork> clockwork(new Clockwork, false);
    const EventId first = Simulator::Schedule(NanoSeconds(7), ns3::Ptr<ns3::EventImpl>(clockwork));
    Simulator::Run();
    EXPECT_EQ(clockwork->left, 0);
    EXPECT_EQ(Simulator::Now(), NanoSeconds(7000));
    EXPECT_TRUE(first.IsExpired());
    EXPECT_EQ(clockwork->GetReferenceCount(), 2U) << "this test and `first`";
}

struct Sent {
    int thread, number;
    std::uint32_t context;
    std::int64_t time_ns;
};

TEST_P(SimulatorContract, OtherThreadsScheduleWithContext) {
    constexpr int kThreads = 4, kEach = 2000;
    std::vector<Sent> received;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([t, &received] {
            for (int i = 0; i < kEach; ++i)
                Simulator::ScheduleWithContext(static_cast<std::uint32_t>(t), NanoSeconds(i % 3),
                                               std::function<void()>([t, i, &received] {
                                                   received.push_back({t, i, Simulator::GetContext(),
                                                                       Simulator::Now().GetNanoSeconds()});
                                               }));
        });
    // Ticks until all have arrived.
    std::function<void()> tick = [&] {
        if (received.size() < kThreads * kEach) Simulator::Schedule(NanoSeconds(1), tick);
    };
    Simulator::Schedule(NanoSeconds(1), tick);
    Simulator::Run();
    for (std::thread& thread : threads) thread.join();
    ASSERT_EQ(received.size(), static_cast<std::size_t>(kThreads * kEach));
    std::vector<std::vector<bool>> seen(kThreads, std::vector<bool>(kEach));
    std::vector<std::vector<int>> last(kThreads, std::vector<int>(3, -1));
    std::int64_t time_ns = 0;
    for (const Sent& sent : received) {
        EXPECT_EQ(sent.context, static_cast<std::uint32_t>(sent.thread));
        EXPECT_GE(sent.time_ns, time_ns);
        time_ns = sent.time_ns;
        const auto t = static_cast<std::size_t>(sent.thread), number = static_cast<std::size_t>(sent.number);
        EXPECT_FALSE(seen[t][number]) << "once";
        seen[t][number] = true;
        EXPECT_GT(sent.number, last[t][number % 3]) << "events of one thread and delay keep their order";
        last[t][number % 3] = sent.number;
    }
}

TEST_P(SimulatorContract, WhatAnotherThreadScheduledBeforeRunIsRun) {
    std::thread([this] { Simulator::ScheduleWithContext(3, NanoSeconds(5), noting(1)); }).join();
    Simulator::Run();
    EXPECT_THAT(log_, ElementsAre(std::pair(1, 5)));
}

TEST_P(SimulatorContract, WhatAnotherThreadScheduledIsGivenBackUnrun) {
    const auto held = ns3::Create<Held>();
    std::thread([&held] { Simulator::ScheduleWithContext(3, NanoSeconds(5), &Held::use, held); }).join();
    EXPECT_EQ(held->GetReferenceCount(), 2U);
    Simulator::Destroy();
    EXPECT_EQ(held->GetReferenceCount(), 1U);
}

TEST(LadderSimulator, RefusesANegativeDelay) {
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
    testing::startSimulator(testing::kLadderSimulator);
    EXPECT_DEATH(Simulator::Schedule(NanoSeconds(-1), [] {}),
                 "a delay of -1 ticks at tick 0; it must be 0 or more");
    Simulator::Destroy();
}

TEST(LadderSimulator, GivesTheEventBackThatThrows) {
    testing::startSimulator(testing::kLadderSimulator);
    const auto held = ns3::Create<Held>();
    Simulator::Schedule(NanoSeconds(1), [held] { throw std::runtime_error("sink full"); });
    Simulator::Schedule(NanoSeconds(2), &Held::use, held);
    EXPECT_THROW(Simulator::Run(), std::runtime_error);
    EXPECT_EQ(held->GetReferenceCount(), 2U) << "the one that is still pending";
    Simulator::Destroy();
    EXPECT_EQ(held->GetReferenceCount(), 1U);
}

}  // namespace
}  // namespace celltwin::ns3host
