// SPDX-License-Identifier: BSD-3-Clause
#include "sim/ns3/ladder_simulator.h"

#include <ns3/abort.h>
#include <ns3/event-impl.h>
#include <ns3/global-value.h>
#include <ns3/scheduler.h>
#include <ns3/simulator.h>
#include <ns3/string.h>

#include <algorithm>
#include <cassert>
#include <limits>

namespace celltwin::ns3host {

using ns3::EventId;
using ns3::EventImpl;
using ns3::Ptr;
using ns3::Time;
using ns3::TimeStep;

NS_OBJECT_ENSURE_REGISTERED(LadderSimulatorImpl);

ns3::TypeId LadderSimulatorImpl::GetTypeId() {
    static ns3::TypeId tid = ns3::TypeId("celltwin::LadderSimulatorImpl")
                                 .SetParent<ns3::SimulatorImpl>()
                                 .SetGroupName("celltwin")
                                 .AddConstructor<LadderSimulatorImpl>();
    return tid;
}

LadderSimulatorImpl::LadderSimulatorImpl()
    : now_{0, nullptr, EventId::UID::INVALID, ns3::Simulator::NO_CONTEXT},
      next_uid_(EventId::UID::VALID),
      run_thread_(std::this_thread::get_id()) {}

LadderSimulatorImpl::~LadderSimulatorImpl() = default;

void LadderSimulatorImpl::DoDispose() {
    takeForeign();
    // What an event holds may schedule, cancel or remove others while it goes.
    while (!queue_.empty()) queue_.pop().impl->Unref();
    ns3::SimulatorImpl::DoDispose();
}

void LadderSimulatorImpl::Destroy() {
    while (!destroy_events_.empty()) {
        const Ptr<EventImpl> event = destroy_events_.front().PeekEventImpl();
        destroy_events_.pop_front();
        if (!event->IsCancelled()) event->Invoke();
    }
}

void LadderSimulatorImpl::Run() {
    run_thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    takeForeign();
    stopped_ = false;
    while (!stopped_ && !queue_.empty()) {
        now_ = queue_.pop();
        ++event_count_;
        const Ptr<EventImpl> event(now_.impl, false);  // gives its reference back also when it throws
        event->Invoke();
        if (has_foreign_.load(std::memory_order_relaxed)) takeForeign();
    }
}

void LadderSimulatorImpl::Stop(const Time& delay) {
    ns3::Simulator::Schedule(delay, &ns3::Simulator::Stop);
}

EventRecord LadderSimulatorImpl::enqueue(std::int64_t delay, std::uint32_t context, EventImpl* event) {
    // Unsigned: past the maximum simulation time events stay in order, as with ns-3, and "never" can be said
    // with Time::Max() at any time.
    const EventRecord record{now_.ts + static_cast<std::uint64_t>(delay), event, next_uid_, context};
    NS_ABORT_MSG_IF(delay < 0 || record.ts < now_.ts || record.ts == ~std::uint64_t{0},
                    "LadderSimulatorImpl: a delay of " << delay << " ticks at tick " << now_.ts
                                                       << "; it must be 0 or more, and end before 2^64 - 1");
    ++next_uid_;
    queue_.push(record);
    return record;
}

EventId LadderSimulatorImpl::Schedule(const Time& delay, EventImpl* event) {
    assert(inRunThread() && "of other threads, only ScheduleWithContext may be called");
    const EventRecord record = enqueue(delay.GetTimeStep(), now_.context, event);
    return EventId(event, record.ts, record.context, record.uid);
}

EventId LadderSimulatorImpl::ScheduleNow(EventImpl* event) {
    return Schedule(Time(0), event);
}

void LadderSimulatorImpl::ScheduleWithContext(std::uint32_t context, const Time& delay, EventImpl* event) {
    if (inRunThread()) {
        enqueue(delay.GetTimeStep(), context, event);
        return;
    }
    const std::lock_guard lock(foreign_mutex_);
    foreign_.push_back({context, delay.GetTimeStep(), event});
    has_foreign_.store(true, std::memory_order_relaxed);
}

void LadderSimulatorImpl::takeForeign() {
    {
        const std::lock_guard lock(foreign_mutex_);
        taken_.swap(foreign_);
        has_foreign_.store(false, std::memory_order_relaxed);
    }
    for (const Foreign& foreign : taken_) enqueue(foreign.delay, foreign.context, foreign.event);
    taken_.clear();
}

EventId LadderSimulatorImpl::ScheduleDestroy(EventImpl* event) {
    assert(inRunThread() && "of other threads, only ScheduleWithContext may be called");
    destroy_events_.emplace_back(Ptr<EventImpl>(event, false), now_.ts, ns3::Simulator::NO_CONTEXT,
                                 EventId::UID::DESTROY);
    ++next_uid_;
    return destroy_events_.back();
}

std::list<EventId>::const_iterator LadderSimulatorImpl::findDestroyEvent(const EventId& id) const {
    return std::find(destroy_events_.begin(), destroy_events_.end(), id);
}

void LadderSimulatorImpl::Remove(const EventId& id) {
    if (id.GetUid() == EventId::UID::DESTROY) {
        const auto found = findDestroyEvent(id);
        if (found != destroy_events_.end()) destroy_events_.erase(found);
        return;
    }
    if (IsExpired(id)) return;
    queue_.remove(id.GetTs(), id.GetUid());
    id.PeekEventImpl()->Cancel();
    id.PeekEventImpl()->Unref();
}

void LadderSimulatorImpl::Cancel(const EventId& id) {
    if (!IsExpired(id)) id.PeekEventImpl()->Cancel();
}

bool LadderSimulatorImpl::IsExpired(const EventId& id) const {
    EventImpl* const event = id.PeekEventImpl();
    if (event == nullptr || event->IsCancelled()) return true;
    if (id.GetUid() == EventId::UID::DESTROY) return findDestroyEvent(id) == destroy_events_.end();
    return id.GetTs() < now_.ts || (id.GetTs() == now_.ts && id.GetUid() <= now_.uid);
}

Time LadderSimulatorImpl::Now() const {
    return TimeStep(now_.ts);
}

Time LadderSimulatorImpl::GetDelayLeft(const EventId& id) const {
    return TimeStep(IsExpired(id) ? 0 : id.GetTs() - now_.ts);
}

Time LadderSimulatorImpl::GetMaximumSimulationTime() const {
    return TimeStep(std::numeric_limits<std::int64_t>::max());
}

void LadderSimulatorImpl::SetScheduler(ns3::ObjectFactory) {}

void selectLadderSimulator() {
    ns3::GlobalValue::Bind("SimulatorImplementationType",
                           ns3::StringValue(LadderSimulatorImpl::GetTypeId().GetName()));
}

}  // namespace celltwin::ns3host
