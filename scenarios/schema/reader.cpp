// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/reader.h"

#include <filesystem>

#include "scenarios/schema/bind.h"
#include "scenarios/schema/file_access.h"
#include "scenarios/schema/overrides.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

/// Keys nobody looked at do nothing with what stands beside them: an ftp3 file size with full-buffer traffic.
void findUnused(const Node& node, Findings& findings) {
    for (const Entry& entry : node.entries) {
        if (!entry.value.used) {
            const Entry* model = node.find("model");
            const std::string beside =
                model != nullptr && model->value.kind == Node::Kind::scalar && model != &entry
                    ? " with model " + quotedText(model->value.text)
                    : " here";
            findings.add(entry.key_mark, "'" + entry.key + "' has no effect" + beside, "remove it");
        } else {
            findUnused(entry.value, findings);
        }
    }
    for (const Node& item : node.items) findUnused(item, findings);
}

Scenario bindScenario(const Node& root, const std::string& file_name, const KnownKpis& kpis,
                      Findings& findings) {
    Context context{findings, file_name, kpis, {}, {}, {}, {}, "the network"};
    Scenario scenario;
    scenario.file = file_name;
    scenario.name = std::filesystem::path(file_name).stem().string();
    read(root, "name", scenario.name);
    read(root, "description", scenario.description);
    scenario.radio = bindRadio(root);
    scenario.ran = bindRan(root);
    scenario.run = bindRun(root);
    scenario.outputs = bindOutputs(root, file_name);
    if (const Node* network = valueOf(root, "network")) {
        scenario.network = bindNetwork(*network, context);
        scenario.users = bindUsers(root, scenario.network, context);
        // References into a network that could not be read would all dangle.
        if (!scenario.network.cells.empty()) {
            scenario.changes = bindChanges(root, scenario, context);
            scenario.expect = bindExpectations(root, context);
        }
    }
    return scenario;
}

Scenario readText(std::string_view text, const std::string& file_name, const std::vector<Override>& overrides,
                  const KnownKpis& kpis, bool needs_measurements) {
    Findings findings;
    if (text.size() > kMaxTextBytes) {
        Diagnostic d;
        d.where.file = file_name;
        d.message = "larger than " + std::to_string(kMaxTextBytes >> 20U) + " MiB";
        d.hint = "put a large network into a CSV";
        throw ConfigError(std::vector<Diagnostic>(1, d));
    }
    const std::string owned(text);
    const int source = findings.addSource(file_name, owned);
    Node root = parseTree(owned, source, findings);
    if (root.kind != Node::Kind::map) {
        findings.add(root.mark, "a scenario is a mapping of keys such as 'network:' and 'run:'");
        findings.raiseIfAny();
    }
    applyOverrides(root, overrides, findings);
    checkObject(root, scenarioObject(), findings);
    Scenario scenario = bindScenario(root, file_name, kpis, findings);
    if (needs_measurements && scenario.outputs.measurements) {
        const Node& csv = root.find("outputs")->value.find("measurements")->value.find("csv")->value;
        const std::string path = referencedPath(file_name, scenario.outputs.measurements->csv);
        if (const std::string reason = whyNotReadable(path); !csv.bad && !reason.empty())
            findings.add(csv.mark, "cannot read " + quotedText(path) + ": " + reason,
                         "paths are relative to the scenario file's folder");
    }
    if (findings.empty()) findUnused(root, findings);
    findings.raiseIfAny();
    return scenario;
}

}  // namespace

Scenario readScenarioFile(const std::string& path, const std::vector<Override>& overrides,
                          const KnownKpis& kpis) {
    return readText(readRegularFile(path, kMaxScenarioBytes), path, overrides, kpis, true);
}

Scenario readScenarioText(std::string_view text, const std::string& file_name,
                          const std::vector<Override>& overrides, const KnownKpis& kpis) {
    return readText(text, file_name, overrides, kpis, false);
}

}  // namespace celltwin::scenario
