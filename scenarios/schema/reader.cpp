// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/reader.h"

#include <filesystem>

#include "models/cluster/large_scale.h"
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

/// Where the path loss formulas make no sense at all: one finding for the first cell that is so.
void checkHeights(const Node& root, const Scenario& s, Context& context) {
    const auto model = propagation::makePathLossModel(s.radio.propagation, s.radio.model_parameters);
    for (const Cell& cell : s.network.cells) try {
            model->check(Hertz{s.network.carriers[cell.carrier].frequency_mhz * 1e6}, cell.height_m,
                         s.users.height_m);
        } catch (const ConfigError& error) {
            for (const Diagnostic& d : error.findings())
                context.findings.add(markOf(root, "radio"), s.radio.propagation + " at cell " +
                                                                quotedText(cell.id) + ": " + d.message);
            return;
        }
}

void checkCalibration(const Node& root, const Scenario& s, Context& context) {
    if (!s.radio.calibration) return;
    for (const propagation::CellResidual& residual : s.radio.calibration->cells)
        if (context.cells.count(residual.cell) == 0)
            context.findings.add(markOf(root, "radio"), "cell " + quotedText(residual.cell) +
                                                            " of the calibration is not in the network");
}

/// What only makes sense together.
void checkTogether(const Node& root, const Scenario& s, Context& context) {
    if (s.run.fidelity == Fidelity::geometry && !s.expect.empty())
        context.findings.add(markOf(root, "expect"), "fidelity geometry has no KPIs to expect anything of",
                             "use fidelity: slot");
    if (s.radio.coupling == Coupling::clusters && !cluster::scenarioOf(s.radio.propagation))
        context.findings.add(markOf(root, "radio"),
                             "coupling: clusters goes with the TR 38.901 and M.2412 models, not with " +
                                 quotedText(s.radio.propagation));
    checkCalibration(root, s, context);
    if (context.findings.empty()) checkHeights(root, s, context);
}

Scenario bindScenario(const Node& root, const std::string& file_name, const KnownKpis& kpis,
                      Findings& findings) {
    Context context{findings, file_name, kpis, {}, {}, {}, {}, {}, "the network"};
    Scenario scenario;
    scenario.file = file_name;
    scenario.name = std::filesystem::path(file_name).stem().string();
    read(root, "name", scenario.name);
    read(root, "description", scenario.description);
    scenario.radio = bindRadio(root, context);
    scenario.ran = bindRan(root, context);
    bindRrc(root, scenario.ran, context);
    scenario.energy = bindEnergy(root, context);
    scenario.run = bindRun(root, context);
    scenario.outputs = bindOutputs(root, file_name);
    if (const Node* network = valueOf(root, "network")) {
        scenario.network = bindNetwork(*network, context);
        scenario.users = bindUsers(root, scenario.network, context);
        checkSlices(root, scenario.users, context);
        // References into a network that could not be read would all dangle.
        if (!scenario.network.cells.empty()) {
            scenario.changes = bindChanges(root, scenario, context);
            scenario.run.foreground = bindForeground(root, scenario, context);
            scenario.expect = bindExpectations(root, context);
            checkTogether(root, scenario, context);
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
