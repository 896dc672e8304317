// SPDX-License-Identifier: BSD-3-Clause
#include "service/scenario_input.h"

#include "models/base/error.h"
#include "scenarios/schema/reader.h"
#include "service/version.h"
#include "sim/record/kpi.h"

namespace celltwin::service {

scenario::Scenario readScenario(const std::string& file, const std::vector<std::string>& settings) {
    std::vector<scenario::Override> overrides;
    for (const std::string& word : settings) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            throw ConfigError(
                {Diagnostic{{"--set", 1, 1}, "'" + word + "' is not of the form key.path=value", {}, {}, 1}});
        overrides.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    scenario::KnownKpis kpis;
    for (const record::KpiDefinition& kpi : record::kpiCatalogue()) kpis.names.emplace_back(kpi.name);
    return scenario::readScenarioFile(file, overrides, kpis);
}

run::Provenance provenance() {
    const BuildInfo info = buildInfo();
    return {std::string(info.version), std::string(info.commit), std::string(info.build)};
}

}  // namespace celltwin::service
