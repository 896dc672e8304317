// SPDX-License-Identifier: BSD-3-Clause
//
// An ns-3 simulator on the ladder queue: celltwin::LadderSimulatorImpl, for the GlobalValue
// SimulatorImplementationType. It does what ns3::DefaultSimulatorImpl of ns-3 3.37 does, the same events in
// the same order, and is faster the more events are pending.
//   - Order is (time, uid): events of one time run in the order in which they were scheduled.
//   - A cancelled event stays, advances the clock and is counted; a removed one does neither.
//   - ScheduleWithContext may be called from other threads; their delay counts from the time at which the
//     simulator takes the event over, after the event under way. All else belongs to the thread that runs.
//   - SetScheduler is accepted and changes nothing: the queue is part of this class.
// Differences: a negative delay, which Debian's build of ns-3 takes silently, ends the program; PreEventHook
// is not called, since nobody can override it here; events of one time keep their order past 2^32 of them,
// while IsExpired of their ids then is as unreliable as ns-3's.
// Not modelled: time that is synchronised with the wall clock or with other processes.
//
// Only sim/ns3, tests and benches include this header.
#pragma once

#include <ns3/simulator-impl.h>

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "sim/ns3/ladder_queue.h"

namespace celltwin::ns3host {

class LadderSimulatorImpl final : public ns3::SimulatorImpl {
  public:
    static ns3::TypeId GetTypeId();
    LadderSimulatorImpl();
    ~LadderSimulatorImpl() override;

    void Destroy() override;
    bool IsFinished() const override { return stopped_ || queue_.empty(); }
    void Stop() override { stopped_ = true; }
    void Stop(const ns3::Time& delay) override;
    ns3::EventId Schedule(const ns3::Time& delay, ns3::EventImpl* event) override;
    void ScheduleWithContext(std::uint32_t context, const ns3::Time& delay, ns3::EventImpl* event) override;
    ns3::EventId ScheduleNow(ns3::EventImpl* event) override;
    ns3::EventId ScheduleDestroy(ns3::EventImpl* event) override;
    void Remove(const ns3::EventId& id) override;
    void Cancel(const ns3::EventId& id) override;
    bool IsExpired(const ns3::EventId& id) const override;
    void Run() override;
    ns3::Time Now() const override;
    ns3::Time GetDelayLeft(const ns3::EventId& id) const override;
    ns3::Time GetMaximumSimulationTime() const override;
    void SetScheduler(ns3::ObjectFactory scheduler) override;
    std::uint32_t GetSystemId() const override { return 0; }
    std::uint32_t GetContext() const override { return now_.context; }
    std::uint64_t GetEventCount() const override { return event_count_; }

  private:
    /// An event of another thread, until this one takes it over.
    struct Foreign {
        std::uint32_t context;
        std::int64_t delay;
        ns3::EventImpl* event;
    };

    void DoDispose() override;
    bool inRunThread() const {
        return run_thread_.load(std::memory_order_relaxed) == std::this_thread::get_id();
    }
    EventRecord enqueue(std::int64_t delay, std::uint32_t context, ns3::EventImpl* event);
    void takeForeign();
    std::list<ns3::EventId>::const_iterator findDestroyEvent(const ns3::EventId& id) const;

    LadderQueue queue_;
    EventRecord now_;  ///< the event under way or the last one; its impl is not used
    std::uint32_t next_uid_;
    bool stopped_ = false;
    std::uint64_t event_count_ = 0;
    std::list<ns3::EventId> destroy_events_;

    std::atomic<std::thread::id> run_thread_;
    std::atomic<bool> has_foreign_ = false;
    std::mutex foreign_mutex_;
    std::vector<Foreign> foreign_;  ///< under foreign_mutex_
    std::vector<Foreign> taken_;    ///< swapped with it, so that both keep their memory
};

/// Makes the ladder the implementation of every simulator that ns-3 creates from now on in this process.
void selectLadderSimulator();

}  // namespace celltwin::ns3host
