// SPDX-License-Identifier: BSD-3-Clause
//
// Virtual network elements as ns-3 objects. They mirror RanState and own nothing of it. Only sim/ns3 and its
// tests include this header.
#pragma once

#include <ns3/mobility-model.h>
#include <ns3/node.h>
#include <ns3/nstime.h>
#include <ns3/traced-value.h>

#include "sim/engine/ran_state.h"

namespace celltwin::ns3host {

/// Position of one mast, cell or UE in the local frame; velocity from the last two positions the engine gave.
class EngineMobilityModel : public ns3::MobilityModel {
  public:
    static ns3::TypeId GetTypeId();
    /// Called by the host when the engine has moved the object; fires CourseChange where the position is new.
    void moveTo(const ns3::Vector& position, ns3::Time now);

  private:
    ns3::Vector DoGetPosition() const override { return position_; }
    void DoSetPosition(const ns3::Vector& position) override;
    ns3::Vector DoGetVelocity() const override { return velocity_; }

    ns3::Vector position_;
    ns3::Vector velocity_;
    ns3::Time moved_at_;
};

/// A site: its position is the mast's foot.
class VirtualGnb : public ns3::Node {
  public:
    static ns3::TypeId GetTypeId();
};

/// A cell of a gNB.
class VirtualCell : public ns3::Node {
  public:
    static ns3::TypeId GetTypeId();
    void update(std::uint32_t connected_ues, double activity);

  private:
    std::uint32_t cell_index_ = 0;
    std::uint32_t gnb_index_ = 0;
    ns3::TracedValue<std::uint32_t> connected_ues_{0};
    ns3::TracedValue<double> activity_{0.0};
};

/// A user's device.
class VirtualUe : public ns3::Node {
  public:
    static ns3::TypeId GetTypeId();
    void update(std::int32_t serving_cell, double sinr_db);

  private:
    std::uint32_t ue_index_ = 0;
    ns3::TracedValue<std::int32_t> serving_cell_{-1};
    ns3::TracedValue<double> sinr_db_{0.0};
};

}  // namespace celltwin::ns3host
