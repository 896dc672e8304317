// SPDX-License-Identifier: BSD-3-Clause
//
// The run and its outputs.
#include <filesystem>

#include "models/base/utc.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"

namespace celltwin::scenario {

Run bindRun(const Node& root, Context& context) {
    Run run;
    const Node* node = valueOf(root, "run");
    if (node == nullptr) return run;
    readName(*node, "fidelity", fidelityNames(), run.fidelity);
    read(*node, "duration_s", run.duration_s);
    read(*node, "warmup_s", run.warmup_s);
    read(*node, "seed", run.seed);
    read(*node, "drops", run.drops);
    read(*node, "kpi_period_s", run.kpi_period_s);
    read(*node, "ue_sample_period_s", run.ue_sample_period_s);
    read(*node, "mobility_period_ms", run.mobility_period_ms);
    read(*node, "measurement_period_ms", run.measurement_period_ms);
    read(*node, "cqi_period_ms", run.cqi_period_ms);
    read(*node, "segment_s", run.segment_s);
    if (read(*node, "start_utc", run.start_utc) && !parseUtc(run.start_utc))
        context.findings.add(valueOf(*node, "start_utc")->mark,
                             "run.start_utc " + quotedText(run.start_utc) + " is no date and time",
                             "write it as 2026-01-31T08:00:00Z");
    read(*node, "start_hour", run.start_hour);
    return run;
}

Outputs bindOutputs(const Node& root, const std::string& file) {
    Outputs outputs;
    outputs.directory = "out/" + std::filesystem::path(file).stem().string();
    const Node* node = valueOf(root, "outputs");
    if (node == nullptr) return outputs;
    read(*node, "directory", outputs.directory);
    read(*node, "report", outputs.report);
    read(*node, "maps", outputs.maps);
    read(*node, "map_resolution_m", outputs.map_resolution_m);
    readName(*node, "pm_xml", pmXmlNames(), outputs.pm_xml);
    if (const Node* table = valueOf(*node, "measurements")) {
        MeasurementInput m;
        read(*table, "csv", m.csv);
        read(*table, "cell_column", m.cell_column);
        read(*table, "lat_column", m.lat_column);
        read(*table, "lon_column", m.lon_column);
        read(*table, "rsrp_column", m.rsrp_column);
        read(*table, "skip_column", m.skip_column);
        outputs.measurements = std::move(m);
    }
    return outputs;
}

}  // namespace celltwin::scenario
