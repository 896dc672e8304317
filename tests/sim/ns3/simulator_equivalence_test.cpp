// SPDX-License-Identifier: BSD-3-Clause
//
// The ladder beside ns3::DefaultSimulatorImpl: the same random programs of events give the same trace, and so
// does an unmodified model of ns-3.
#include <ns3/event-id.h>
#include <ns3/event-impl.h>
#include <ns3/nstime.h>

#include <cstdint>
#include <string>
#include <vector>

#include "models/base/random.h"
#include "tests/models/scheduler/allocation_count.h"
#include "tests/sim/ns3/both_simulators.h"

namespace celltwin::ns3host {
namespace {

using ns3::EventId;
using ns3::Simulator;
using ns3::TimeStep;

/// What a program does, drawn from its seed and from how much it has done.
class Program {
  public:
    Program(std::uint64_t seed, std::uint64_t operations) : random_(seed), operations_(operations) {}

    std::vector<std::uint64_t> run(const std::string& simulator) {
        testing::startSimulator(simulator);
        for (int i = 0; i < 200; ++i) operate();
        // A program that stops goes on.
        while (!Simulator::IsFinished() || done_ < operations_) {
            Simulator::Run();
            note(Simulator::IsFinished(), 0);
            if (done_ < operations_) operate();
        }
        Simulator::Run();
        note(Simulator::GetEventCount(), Simulator::IsFinished());
        Simulator::Destroy();
        return trace_;
    }

  private:
    std::uint64_t draw(std::uint64_t below) {
        return random_.bits(Stream::traffic_arrival, drawn_++, 0) % below;
    }
    void note(std::uint64_t what, std::uint64_t result) {
        trace_.push_back(what);
        trace_.push_back(result);
        trace_.push_back(static_cast<std::uint64_t>(Simulator::Now().GetTimeStep()));
        trace_.push_back(Simulator::GetContext());
    }
    /// None, a tick or few, slots, near, far, very far.
    ns3::Time delay() {
        switch (draw(7)) {
            case 0:
                return TimeStep(0);
            case 1:
                return TimeStep(draw(4));
            case 2:
                return TimeStep(1'000'000 * draw(4));
            case 3:
                return TimeStep(1'000'000 - Simulator::Now().GetTimeStep() % 1'000'000);
            case 4:
                return TimeStep(draw(50'000));
            case 5:
                return TimeStep(draw(20'000'000));
            default:
                return TimeStep(draw(std::uint64_t{1} << draw(34)));
        }
    }
    /// One event of the program; its number is its name.
    void onEvent(std::uint64_t number) {
        note(number, Simulator::GetEventCount());
        // One new event each, on average 1.3 operations more.
        if (done_ < operations_) schedule();
        while (done_ < operations_ && draw(10) < 6) operate();
    }
    void schedule() {
        const std::uint64_t number = ids_.size();
        switch (draw(8)) {
            case 0:
                ids_.push_back(Simulator::ScheduleNow(&Program::onEvent, this, number));
                break;
            case 1:
                Simulator::ScheduleWithContext(static_cast<std::uint32_t>(draw(5)), delay(),
                                               &Program::onEvent, this, number);
                ids_.emplace_back();
                break;
            default:
                ids_.push_back(Simulator::Schedule(delay(), &Program::onEvent, this, number));
        }
        ++done_;
    }
    /// Mostly among the young, some of which are still pending.
    EventId& anyId() {
        const std::uint64_t count = ids_.size();
        return ids_[draw(4) == 0 ? draw(count) : count - 1 - draw(std::min<std::uint64_t>(count, 300))];
    }
    void operate() {
        ++done_;
        if (ids_.empty()) return schedule();
        switch (draw(20)) {
            case 0:
            case 1:
            case 2:
                Simulator::Cancel(anyId());
                break;
            case 3:
            case 4:
            case 5:
                Simulator::Remove(anyId());
                break;
            case 6:
            case 7: {
                const EventId& id = anyId();
                note(id.GetUid(), id.IsExpired());
                note(id.GetTs(), static_cast<std::uint64_t>(Simulator::GetDelayLeft(id).GetTimeStep()));
                break;
            }
            case 8:
                ids_.push_back(Simulator::ScheduleDestroy(&Program::onEvent, this, ids_.size()));
                break;
            case 9:
                if (draw(40) == 0) Simulator::Stop();
                break;
            case 10:
                if (draw(40) == 0) Simulator::Stop(delay());
                break;
            default:
                schedule();
        }
    }

    Random random_;
    std::uint64_t operations_, done_ = 0, drawn_ = 0;
    std::vector<EventId> ids_;
    std::vector<std::uint64_t> trace_;
};

class SimulatorEquivalence : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(SimulatorEquivalence, RandomProgramsLeaveTheSameTrace) {
    constexpr std::uint64_t kOperations = 60'000;
    const auto expected = Program(GetParam(), kOperations).run(testing::kDefaultSimulator);
    const auto actual = Program(GetParam(), kOperations).run(testing::kLadderSimulator);
    EXPECT_GT(expected.size() / 4, 20'000U) << "the program died out";
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) ASSERT_EQ(actual[i], expected[i]) << "entry " << i;
}

INSTANTIATE_TEST_SUITE_P(Seeds, SimulatorEquivalence, ::testing::Range<std::uint64_t>(1, 9));

class Again final : public ns3::EventImpl {
  public:
    explicit Again(std::uint64_t entity) : entity_(entity) {}

  private:
    void Notify() override {
        const std::uint64_t ticks = Random(3).bits(Stream::traffic_arrival, entity_, ++runs_) % 10'000'000;
        Simulator::Schedule(TimeStep(ticks), ns3::Ptr<ns3::EventImpl>(this));
    }
    std::uint64_t entity_, runs_ = 0;
};

TEST(LadderSimulator, AllocatesNothingForEventsThatScheduleThemselvesAnew) {
    testing::startSimulator(testing::kLadderSimulator);
    for (std::uint64_t i = 0; i < 5'000; ++i)
        Simulator::Schedule(TimeStep(i), ns3::Ptr<ns3::EventImpl>(new Again(i), false));
    Simulator::Stop(ns3::MilliSeconds(100));
    Simulator::Stop(ns3::MilliSeconds(200));
    Simulator::Run();
    const long before = allocationCount();
    const std::uint64_t events_before = Simulator::GetEventCount();
    Simulator::Run();
    EXPECT_EQ(allocationCount(), before);
    EXPECT_GT(Simulator::GetEventCount() - events_before, 90'000U);
    Simulator::Destroy();
}

}  // namespace
}  // namespace celltwin::ns3host
