// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/names.h"

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
    return {"isotropic", "tr38901-sector", "measured"};
}
std::vector<std::string> mcsTableNames() {
    return {"qam64", "qam256", "qam64-low-se"};
}
std::vector<std::string> losModeNames() {
    return {"model", "always", "never", "expected"};
}
std::vector<std::string> placementNames() {
    return {"uniform", "around-cells"};
}
std::vector<std::string> fidelityNames() {
    return {"slot"};
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
std::vector<std::string> schedulerNames() {
    return strings(scheduler::policyNames());
}

}  // namespace celltwin::scenario
