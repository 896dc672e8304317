// SPDX-License-Identifier: BSD-3-Clause
//
// Events a second of the ladder simulator against ns-3's default simulator with its MapScheduler, in the hold
// model: a constant number of events is pending, each schedules itself anew when it runs. Same events, same
// delays, Simulator::Schedule for both; rounds alternate between the simulators, and the least CPU time of
// each counts. Three kinds of delays: exponential with a mean of 100 ms; ties, whole slots of 1 ms, uniform
// up to 200; bimodal, 90 % exponential with 1 ms and 10 % with 1 s. Rows as figure_rows.h has them; exit 1
// where a "must" is missed.
#include <ns3/event-impl.h>
#include <ns3/global-value.h>
#include <ns3/nstime.h>
#include <ns3/simulator.h>
#include <ns3/string.h>
#include <ns3/type-id.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>

#include "bench/figure_rows.h"
#include "models/base/random.h"
#include "sim/ns3/ladder_simulator.h"

namespace celltwin::bench {
namespace {

using ns3::Ptr;
using ns3::Simulator;

constexpr std::size_t kDelays = 65536;  ///< a table, so that drawing costs next to nothing

enum class Delays { exponential, ties, bimodal };
enum class Queue { ladder, map, priority_queue };
enum class Renewal { same_event, new_event, same_event_and_timer };

constexpr const char* nameOf(Delays delays) {
    return delays == Delays::exponential ? "exponential" : delays == Delays::ties ? "ties" : "bimodal";
}

std::uint32_t delayOf(Delays delays, std::uint64_t index) {
    const Random random(1);
    const double exponential = random.exponential(Stream::traffic_arrival, index, 0);
    const double uniform = random.uniform(Stream::traffic_arrival, index, 1);
    switch (delays) {
        case Delays::exponential:
            return static_cast<std::uint32_t>(1e8 * exponential);
        case Delays::ties:
            return 1'000'000U * (1U + static_cast<std::uint32_t>(200.0 * uniform));
        case Delays::bimodal:
            break;
    }
    const double mean_ns = uniform < 0.9 ? 1e6 : 1e9;
    return static_cast<std::uint32_t>(std::min(mean_ns * exponential, 4e9));
}

/// One run of the hold model, as its events see it.
struct Hold {
    std::vector<std::uint32_t> delays_ns;
    std::size_t next = 0;
    std::uint64_t left = 0;

    ns3::Time draw() {
        next = (next + 1) % kDelays;
        return ns3::TimeStep(delays_ns[next]);
    }
    void count() {
        if (--left == 0) Simulator::Stop();
    }
};

class HoldEvent final : public ns3::EventImpl {
  public:
    explicit HoldEvent(Hold& hold) : hold_(hold) {}

  private:
    void Notify() override {
        Simulator::Schedule(hold_.draw(), Ptr<ns3::EventImpl>(this));
        hold_.count();
    }
    Hold& hold_;
};

/// Holds, and re-arms a timer that never comes to its end, as a transport protocol does.
class TimedEvent final : public ns3::EventImpl {
  public:
    explicit TimedEvent(Hold& hold) : hold_(hold) {}

  private:
    static void onTimer() {}
    void Notify() override {
        timer_.Remove();
        timer_ = Simulator::Schedule(ns3::Seconds(20), &TimedEvent::onTimer);
        Simulator::Schedule(hold_.draw(), Ptr<ns3::EventImpl>(this));
        hold_.count();
    }
    Hold& hold_;
    ns3::EventId timer_;
};

/// What most of ns-3's models do: a function, wrapped in a new event each time.
void holdAnew(Hold* hold) {
    Simulator::Schedule(hold->draw(), &holdAnew, hold);
    hold->count();
}

void select(Queue queue) {
    Simulator::Destroy();
    if (queue == Queue::ladder) return ns3host::selectLadderSimulator();
    ns3::GlobalValue::Bind("SimulatorImplementationType", ns3::StringValue("ns3::DefaultSimulatorImpl"));
    ns3::GlobalValue::Bind(
        "SchedulerType",
        ns3::StringValue(queue == Queue::map ? "ns3::MapScheduler" : "ns3::PriorityQueueScheduler"));
}

double runNs(Hold& hold, std::uint64_t events) {
    hold.left = events;
    const std::clock_t begin = std::clock();
    Simulator::Run();
    return static_cast<double>(std::clock() - begin) * (1e9 / CLOCKS_PER_SEC) / static_cast<double>(events);
}

struct Case {
    Delays delays;
    std::size_t pending;
    Renewal renewal;
    std::optional<double> must, aim;
    std::string name() const {
        const char* kind = renewal == Renewal::same_event  ? ""
                           : renewal == Renewal::new_event ? ", new events"
                                                           : ", a timer each";
        return fmt::format("{}{}, {} pending", nameOf(delays), kind, pending);
    }
};

struct Effort {
    int rounds;
    double warmup, measured;  ///< events, in pending events or half a million
};

std::vector<Ptr<ns3::EventImpl>> eventsOf(const Case& c, Hold& hold) {
    std::vector<Ptr<ns3::EventImpl>> events;
    if (c.renewal == Renewal::new_event) return events;
    for (std::size_t i = 0; i < c.pending; ++i)
        events.push_back(c.renewal == Renewal::same_event ? Ptr<ns3::EventImpl>(new HoldEvent(hold), false)
                                                          : Ptr<ns3::EventImpl>(new TimedEvent(hold), false));
    return events;
}

/// Nanoseconds of CPU an event, once the population has been renewed.
double holdNs(const Case& c, Queue queue, const Effort& effort, Hold& hold) {
    select(queue);
    hold.next = 0;
    const std::vector<Ptr<ns3::EventImpl>> events = eventsOf(c, hold);
    for (std::size_t i = 0; i < c.pending; ++i)
        if (c.renewal == Renewal::new_event)
            Simulator::Schedule(hold.draw(), &holdAnew, &hold);
        else
            Simulator::Schedule(hold.draw(), events[i]);
    const auto share = [&c](double of) {
        return static_cast<std::uint64_t>(of *
                                          static_cast<double>(std::max<std::size_t>(c.pending, 500'000)));
    };
    runNs(hold, share(effort.warmup));
    const double ns = runNs(hold, share(effort.measured));
    Simulator::Destroy();
    return ns;
}

std::vector<FigureRow> rowsOf(const Case& c, const Effort& effort) {
    Hold hold;
    for (std::uint64_t i = 0; i < kDelays; ++i) hold.delays_ns.push_back(delayOf(c.delays, i));
    constexpr double kNone = std::numeric_limits<double>::infinity();
    double ladder = kNone, map = kNone, priority_queue = kNone;
    for (int round = 0; round < effort.rounds; ++round) {
        map = std::min(map, holdNs(c, Queue::map, effort, hold));
        ladder = std::min(ladder, holdNs(c, Queue::ladder, effort, hold));
        if (round == 0 && c.renewal != Renewal::same_event_and_timer)  // its removal is linear
            priority_queue = holdNs(c, Queue::priority_queue, effort, hold);
    }
    return {{c.name() + ": events/s over Map", map / ladder, c.must, c.aim, "x", Better::above,
             fmt::format("ns an event: ladder {:.0f}, Map {:.0f}", ladder, map) +
                 (priority_queue < kNone ? fmt::format(", PriorityQueue {:.0f}", priority_queue) : "")}};
}

std::vector<Case> cases() {
    using enum Delays;
    using enum Renewal;
    std::vector<Case> all;
    for (const Delays delays : {exponential, ties, bimodal}) {
        all.push_back({delays, 100'000, same_event, 3.0, 8.0});
        all.push_back({delays, 1'000'000, same_event, 6.0, 15.0});
    }
    // Few events, as a run of our own engine has: at least no slower.
    for (const std::size_t pending : {1, 100, 10'000})
        all.push_back({exponential, pending, same_event, 1.0, 1.5});
    for (const std::size_t pending : {100'000, 1'000'000})
        all.push_back({exponential, pending, new_event, {}, {}});
    all.push_back({exponential, 100'000, same_event_and_timer, {}, {}});
    return all;
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    bool as_json = false, quick = false;
    CLI::App app{"Events a second of the ladder simulator beside ns-3's own"};
    app.add_flag("--quick", quick, "One round of fewer events");
    app.add_flag("--json", as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    std::vector<FigureRow> rows;
    for (const Case& c : cases())
        for (FigureRow& row : rowsOf(c, quick ? Effort{1, 0.3, 0.5} : Effort{3, 0.5, 1.0}))
            rows.push_back(std::move(row));
    fmt::print("{}", as_json ? figureJson(rows) : figureTable(rows));
    return figureStatus(rows);
}
