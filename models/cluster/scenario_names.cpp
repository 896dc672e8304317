// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/large_scale.h"

namespace celltwin::cluster {

std::optional<Scenario> scenarioOf(std::string_view path_loss_model) {
    if (!path_loss_model.starts_with("tr38901-") && !path_loss_model.starts_with("m2412-"))
        return std::nullopt;
    const std::string_view name = path_loss_model.substr(path_loss_model.find('-') + 1);
    if (name.starts_with("uma")) return Scenario::uma;
    if (name.starts_with("umi")) return Scenario::umi_street_canyon;
    if (name.starts_with("rma")) return Scenario::rma;
    if (name.starts_with("inh")) return Scenario::indoor_office;
    if (name.starts_with("inf")) return Scenario::indoor_factory;
    return std::nullopt;
}

}  // namespace celltwin::cluster
