// SPDX-License-Identifier: BSD-3-Clause
//
// The words a scenario may write for each enum, in the enum's order; the models' own lists where they exist.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace celltwin::scenario {

std::vector<std::string> antennaModelNames();         ///< AntennaModel
std::vector<std::string> mcsTableNames();             ///< phy::McsTable, from 1
std::vector<std::string> losModeNames();              ///< LosMode
std::vector<std::string> nlosNames();                 ///< propagation::NlosLoss
std::vector<std::string> couplingNames();             ///< Coupling
std::vector<std::string> rayParametersNames();        ///< cluster::Edition
std::vector<std::string> indoorShadowingNames();      ///< IndoorShadowing
std::vector<std::string> buildingLossNames();         ///< BuildingLoss
std::vector<std::string> fadingNames();               ///< none, then fading::TdlProfile
std::vector<std::string> correlationNames();          ///< fading::Correlation
std::vector<std::string> effectiveSinrNames();        ///< phy::EffectiveSinr
std::vector<std::string> csiInterferenceNames();      ///< CsiInterference
std::vector<std::string> cqiFormatNames();            ///< CqiFormat
std::vector<std::string> combiningNames();            ///< phy::Combining
std::vector<std::string> interFrequencyEventNames();  ///< InterFrequencyEvent
std::vector<std::string> placementNames();            ///< Placement
std::vector<std::string> fidelityNames();             ///< Fidelity
std::vector<std::string> legNames();                  ///< Expectation::Leg
std::vector<std::string> pmXmlNames();                ///< PmXml
std::vector<std::string> pathLossNames();             ///< propagation::pathLossModelNames()
std::vector<std::string> mobilityKindNames();         ///< mobility::Kind
std::vector<std::string> trafficKindNames();          ///< traffic::Kind
std::vector<std::string> trafficDirectionNames();     ///< traffic::Direction
std::vector<std::string> rlcModeNames();              ///< RlcMode
std::vector<std::string> schedulerNames();            ///< scheduler::Policy
std::vector<std::string> energyModelNames();          ///< EnergyModel
std::vector<std::string> sleepDepthNames();           ///< energy::Depth

/// The name of an enum value whose names start at `first`.
template <class Enum>
std::string nameOf(Enum value, const std::vector<std::string>& names, int first = 0) {
    return names.at(static_cast<std::size_t>(static_cast<int>(value) - first));
}

}  // namespace celltwin::scenario
