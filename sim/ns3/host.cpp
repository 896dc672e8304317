// SPDX-License-Identifier: BSD-3-Clause
#include "sim/ns3/host.h"

#include <ns3/event-impl.h>
#include <ns3/node-list.h>
#include <ns3/nstime.h>
#include <ns3/simulator.h>
#include <ns3/uinteger.h>

#include <vector>

#include "sim/engine/ran_state.h"
#include "sim/ns3/ladder_simulator.h"
#include "sim/ns3/nodes.h"

namespace celltwin::ns3host {
namespace {

template <class Node>
ns3::Ptr<Node> makeNode(const ns3::Vector& position) {
    auto node = ns3::CreateObject<Node>();
    auto mobility = ns3::CreateObject<EngineMobilityModel>();
    mobility->moveTo(position, ns3::Simulator::Now());
    node->AggregateObject(mobility);
    return node;
}

/// The nodes of one engine and the event that drives it.
class Host {
    /// One event for all slots: it schedules itself anew.
    class SlotEvent final : public ns3::EventImpl {
      public:
        explicit SlotEvent(Host& host) : host_(host) {}

      private:
        void Notify() override { host_.onSlot(); }
        Host& host_;
    };

  public:
    Host(engine::Engine& engine, record::RunSink& sink, const std::function<bool()>& interrupted)
        : engine_(engine), sink_(sink), interrupted_(interrupted) {
        const scenario::Scenario& s = engine.scenario();
        for (const scenario::Site& site : s.network.sites)
            gnbs_.push_back(makeNode<VirtualGnb>({site.position.east_m, site.position.north_m, 0.0}));
        for (std::uint32_t c = 0; c < s.network.cells.size(); ++c) {
            const scenario::Cell& cell = s.network.cells[c];
            cells_.push_back(
                makeNode<VirtualCell>({cell.position.east_m, cell.position.north_m, cell.height_m}));
            cells_.back()->SetAttribute("CellIndex", ns3::UintegerValue(c));
            cells_.back()->SetAttribute("GnbIndex", ns3::UintegerValue(cell.site));
        }
        const engine::RanState& state = engine.state();
        for (std::uint32_t ue = 0; ue < state.ueCount(); ++ue) {
            ues_.push_back(makeNode<VirtualUe>({state.east_m[ue], state.north_m[ue], state.height_m[ue]}));
            ues_.back()->SetAttribute("UeIndex", ns3::UintegerValue(ue));
        }
        mirror();
    }

    void schedule() {
        // The clock starts at 0 also on a resumed run; the first event sits where the engine stands.
        ns3::Simulator::Schedule(ns3::NanoSeconds(engine_.clock().timeAt(engine_.slot())), slot_event_);
    }
    bool complete() const { return engine_.done(); }

  private:
    void onSlot() {
        if (engine_.done()) return;
        if (interrupted_ && interrupted_()) {
            sink_.checkpoint(engine_.checkpoint());
            ns3::Simulator::Stop();
            return;
        }
        const std::int64_t slot = engine_.slot();
        engine_.step(sink_);
        if (slot % engine_.clock().mobility_slots == 0) mirror();
        ns3::Simulator::Schedule(ns3::NanoSeconds(engine_.clock().slot_ns), slot_event_);
    }

    void mirror() {
        const engine::RanState& state = engine_.state();
        const ns3::Time now = ns3::Simulator::Now();
        const double height_m = engine_.scenario().users.height_m;
        for (std::size_t ue = 0; ue < ues_.size(); ++ue) {
            ues_[ue]->GetObject<EngineMobilityModel>()->moveTo(
                {state.east_m[ue], state.north_m[ue], height_m}, now);
            ues_[ue]->update(state.serving_cell[ue], state.sinr_db[ue]);
        }
        for (std::size_t c = 0; c < cells_.size(); ++c)
            cells_[c]->update(state.cell_begin[c + 1] - state.cell_begin[c], state.activity[c]);
    }

    engine::Engine& engine_;
    record::RunSink& sink_;
    const std::function<bool()>& interrupted_;
    const ns3::Ptr<ns3::EventImpl> slot_event_{new SlotEvent(*this), false};
    std::vector<ns3::Ptr<VirtualGnb>> gnbs_;
    std::vector<ns3::Ptr<VirtualCell>> cells_;
    std::vector<ns3::Ptr<VirtualUe>> ues_;
};

}  // namespace

HostResult runOnNs3(engine::Engine& engine, record::RunSink& sink, const std::function<bool()>& interrupted,
                    const std::function<void()>& inspect) {
    // Destroys nodes and pending events on every way out, a sink's exception included.
    struct Teardown {
        ~Teardown() { ns3::Simulator::Destroy(); }
    } teardown;
    selectLadderSimulator();
    HostResult result;
    Host host(engine, sink, interrupted);
    if (inspect) inspect();
    host.schedule();
    ns3::Simulator::Run();
    result.complete = host.complete();
    result.events = ns3::Simulator::GetEventCount();
    if (inspect) inspect();
    return result;
}

NodeCensus countNodes() {
    NodeCensus census;
    for (auto node = ns3::NodeList::Begin(); node != ns3::NodeList::End(); ++node) {
        const ns3::TypeId tid = (*node)->GetInstanceTypeId();
        if (tid == VirtualGnb::GetTypeId()) ++census.gnbs;
        if (tid == VirtualCell::GetTypeId()) ++census.cells;
        if (tid == VirtualUe::GetTypeId()) ++census.ues;
    }
    return census;
}

std::string ns3Version() {
    return CELLTWIN_NS3_VERSION;
}

}  // namespace celltwin::ns3host
