// SPDX-License-Identifier: BSD-3-Clause
#include "sim/ns3/nodes.h"

#include <ns3/double.h>
#include <ns3/integer.h>
#include <ns3/simulator.h>
#include <ns3/trace-source-accessor.h>
#include <ns3/uinteger.h>

namespace celltwin::ns3host {

NS_OBJECT_ENSURE_REGISTERED(EngineMobilityModel);
NS_OBJECT_ENSURE_REGISTERED(VirtualGnb);
NS_OBJECT_ENSURE_REGISTERED(VirtualCell);
NS_OBJECT_ENSURE_REGISTERED(VirtualUe);

ns3::TypeId EngineMobilityModel::GetTypeId() {
    static ns3::TypeId tid = ns3::TypeId("celltwin::EngineMobilityModel")
                                 .SetParent<ns3::MobilityModel>()
                                 .SetGroupName("celltwin")
                                 .AddConstructor<EngineMobilityModel>();
    return tid;
}

void EngineMobilityModel::moveTo(const ns3::Vector& position, ns3::Time now) {
    if (position.x == position_.x && position.y == position_.y && position.z == position_.z) {
        velocity_ = ns3::Vector();
        return;
    }
    const double elapsed_s = (now - moved_at_).GetSeconds();
    if (elapsed_s > 0.0)
        velocity_ =
            ns3::Vector((position.x - position_.x) / elapsed_s, (position.y - position_.y) / elapsed_s, 0.0);
    position_ = position;
    moved_at_ = now;
    NotifyCourseChange();
}

void EngineMobilityModel::DoSetPosition(const ns3::Vector& position) {
    position_ = position;
    NotifyCourseChange();
}

ns3::TypeId VirtualGnb::GetTypeId() {
    static ns3::TypeId tid = ns3::TypeId("celltwin::VirtualGnb")
                                 .SetParent<ns3::Node>()
                                 .SetGroupName("celltwin")
                                 .AddConstructor<VirtualGnb>();
    return tid;
}

ns3::TypeId VirtualCell::GetTypeId() {
    static ns3::TypeId tid =
        ns3::TypeId("celltwin::VirtualCell")
            .SetParent<ns3::Node>()
            .SetGroupName("celltwin")
            .AddConstructor<VirtualCell>()
            .AddAttribute("CellIndex", "Row of the cell in RanState.", ns3::UintegerValue(0),
                          ns3::MakeUintegerAccessor(&VirtualCell::cell_index_),
                          ns3::MakeUintegerChecker<std::uint32_t>())
            .AddAttribute("GnbIndex", "Index of the site the cell belongs to.", ns3::UintegerValue(0),
                          ns3::MakeUintegerAccessor(&VirtualCell::gnb_index_),
                          ns3::MakeUintegerChecker<std::uint32_t>())
            .AddTraceSource("ConnectedUes", "UEs the cell serves.",
                            ns3::MakeTraceSourceAccessor(&VirtualCell::connected_ues_),
                            "ns3::TracedValueCallback::Uint32")
            .AddTraceSource("Activity", "Share of PRBs in use in the last slot of a mobility period.",
                            ns3::MakeTraceSourceAccessor(&VirtualCell::activity_),
                            "ns3::TracedValueCallback::Double");
    return tid;
}

void VirtualCell::update(std::uint32_t connected_ues, double activity) {
    connected_ues_ = connected_ues;
    activity_ = activity;
}

ns3::TypeId VirtualUe::GetTypeId() {
    static ns3::TypeId tid = ns3::TypeId("celltwin::VirtualUe")
                                 .SetParent<ns3::Node>()
                                 .SetGroupName("celltwin")
                                 .AddConstructor<VirtualUe>()
                                 .AddAttribute("UeIndex", "Row of the UE in RanState.", ns3::UintegerValue(0),
                                               ns3::MakeUintegerAccessor(&VirtualUe::ue_index_),
                                               ns3::MakeUintegerChecker<std::uint32_t>())
                                 .AddTraceSource("ServingCell", "Index of the serving cell, -1 = detached.",
                                                 ns3::MakeTraceSourceAccessor(&VirtualUe::serving_cell_),
                                                 "ns3::TracedValueCallback::Int32")
                                 .AddTraceSource("SinrDb", "SINR at the last CQI report, dB.",
                                                 ns3::MakeTraceSourceAccessor(&VirtualUe::sinr_db_),
                                                 "ns3::TracedValueCallback::Double");
    return tid;
}

void VirtualUe::update(std::int32_t serving_cell, double sinr_db) {
    serving_cell_ = serving_cell;
    sinr_db_ = sinr_db;
}

}  // namespace celltwin::ns3host
