// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/names.h"

#include "models/energy/power.h"
#include "models/mobility/mobility.h"
#include "models/propagation/path_loss.h"
#include "models/scheduler/scheduler.h"
#include "models/traffic/traffic.h"

namespace celltwin::scenario {
namespace {

std::vector<std::string> strings(std::span<const std::string_view> names) {
    return {names.begin(), names.end()};
}

}  // namespace

std::vector<std::string> antennaModelNames() {
    return {"isotropic",      "tr38901-sector", "measured",     "tr38901-panel",
            "tr36814-sector", "tr36942-sector", "measured-grid"};
}
std::vector<std::string> mcsTableNames() {
    return {"qam64", "qam256", "qam64-low-se", "qam1024", "lte-qam64", "lte-qam256"};
}
std::vector<std::string> pmXmlNames() {
    return {"none", "32.435", "28.532", "both"};
}
std::vector<std::string> losModeNames() {
    return {"model", "always", "never", "expected"};
}
std::vector<std::string> nlosNames() {
    return {"main", "optional"};
}
std::vector<std::string> interFrequencyEventNames() {
    return {"a5", "a3"};
}
std::vector<std::string> couplingNames() {
    return {"line-of-sight", "clusters"};
}
std::vector<std::string> rayParametersNames() {
    return {"tr38901", "tr38900"};
}
std::vector<std::string> indoorShadowingNames() {
    return {"o2i", "outdoor"};
}
std::vector<std::string> buildingLossNames() {
    return {"tr38901", "below-6ghz"};
}
std::vector<std::string> fadingNames() {
    return {"none", "tdl-a", "tdl-b", "tdl-c", "tdl-d", "tdl-e"};
}
std::vector<std::string> correlationNames() {
    return {"low", "medium", "high"};
}
std::vector<std::string> effectiveSinrNames() {
    return {"miesm", "eesm"};
}
std::vector<std::string> csiInterferenceNames() {
    return {"data", "reference"};
}
std::vector<std::string> cqiFormatNames() {
    return {"wideband", "subband"};
}
std::vector<std::string> combiningNames() {
    return {"chase", "incremental-redundancy"};
}
std::vector<std::string> placementNames() {
    return {"uniform", "around-cells", "hexagons", "raster"};
}
std::vector<std::string> fidelityNames() {
    return {"slot", "geometry", "analytic", "flow"};
}
std::vector<std::string> legNames() {
    return {"after", "before", "change"};
}
std::vector<std::string> pathLossNames() {
    return strings(propagation::pathLossModelNames());
}
std::vector<std::string> mobilityKindNames() {
    return strings(mobility::kindNames());
}
std::vector<std::string> trafficKindNames() {
    return strings(traffic::kindNames());
}
std::vector<std::string> trafficDirectionNames() {
    return {"downlink", "uplink"};
}
std::vector<std::string> rlcModeNames() {
    return {"am", "um"};
}
std::vector<std::string> schedulerNames() {
    return strings(scheduler::policyNames());
}
std::vector<std::string> energyModelNames() {
    return {"tr38864-cat1", "tr38864-cat2", "linear"};
}
std::vector<std::string> sleepDepthNames() {
    return strings(energy::depthNames());
}

}  // namespace celltwin::scenario
