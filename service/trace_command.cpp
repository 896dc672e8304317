// SPDX-License-Identifier: BSD-3-Clause
//
// `celltwin trace info | verify | export` and `celltwin report`: what is on disk. A path may be one leg's
// trace or a run's output folder with several.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "ingest/measurements.h"
#include "models/base/error.h"
#include "scenarios/schema/reader.h"
#include "service/cli.h"
#include "service/outcome.h"
#include "service/scenario_input.h"
#include "sim/record/kpi.h"
#include "sim/record/trace.h"

namespace celltwin::service {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct TraceArguments {
    std::string path, output;
    bool as_json = false, csv = false;
};

std::string dumped(const json& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace);
}

/// The traces at a path: itself, or the legs inside it.
std::vector<std::string> tracesAt(const std::string& path) {
    if (fs::exists(path + "/manifest.json")) return {path};
    std::vector<std::string> found;
    for (const char* leg : {"run", "before", "after"})
        if (fs::exists(path + "/" + leg + "/manifest.json")) found.push_back(path + "/" + leg);
    if (found.empty())
        throw DataError(path + ": no trace here: give a folder with manifest.json, or a run's output folder");
    return found;
}

json infoJson(const std::string& folder, const record::TraceInfo& info) {
    const record::RunHeader& h = info.header;
    json segments = json::array();
    for (const record::SegmentInfo& s : info.segments)
        segments.push_back({{"file", s.file},
                            {"begin_s", static_cast<double>(s.begin_ns) * 1e-9},
                            {"end_s", static_cast<double>(s.end_ns) * 1e-9},
                            {"bytes", s.bytes},
                            {"sha256", s.sha256},
                            {"kpi_periods", s.kpi_periods},
                            {"ue_samples", s.ue_samples},
                            {"events", s.events}});
    json out{{"trace", folder},
             {"format_version", info.format_version},
             {"scenario", h.scenario_name},
             {"leg", h.leg},
             {"program_version", h.program_version},
             {"commit", h.commit},
             {"build", h.build},
             {"seed", h.seed},
             {"threads", h.threads},
             {"host", h.host},
             {"started_utc", h.started_utc},
             {"cells", h.cell_ids.size()},
             {"ues", h.ue_count},
             {"end_s", static_cast<double>(h.end_ns) * 1e-9},
             {"fingerprint", info.fingerprint},
             {"segments", segments}};
    if (info.summary)
        out["summary"] = {{"complete", info.summary->complete},
                          {"reached_s", static_cast<double>(info.summary->reached_ns) * 1e-9},
                          {"wall_s", info.summary->wall_s},
                          {"real_time_factor", info.summary->real_time_factor}};
    return out;
}

void printInfo(const std::string& folder, const record::TraceInfo& info) {
    const record::RunHeader& h = info.header;
    fmt::print("{}\n", folder);
    fmt::print("  scenario      {} ({})\n", h.scenario_name, h.leg);
    fmt::print("  made by       celltwin {} ({}), {}\n", h.program_version, h.commit, h.build);
    fmt::print("  started       {}, host {}, {} thread{}\n", h.started_utc, h.host, h.threads,
               h.threads == 1 ? "" : "s");
    fmt::print("  network       {} cells, {} UEs, seed {}\n", h.cell_ids.size(), h.ue_count, h.seed);
    const double end_s = static_cast<double>(h.end_ns) * 1e-9;
    if (!info.summary)
        fmt::print("  state         not ended in order: a crash, or still running\n");
    else
        fmt::print("  state         {}: {:.3f} s of {:.3f} s, {:.1f}x real time\n",
                   info.summary->complete ? "complete" : "interrupted",
                   static_cast<double>(info.summary->reached_ns) * 1e-9, end_s,
                   info.summary->real_time_factor);
    fmt::print("  fingerprint   {}\n", info.fingerprint);
    for (const record::SegmentInfo& s : info.segments)
        fmt::print("  {}  {:9.3f}..{:9.3f} s  {:>10}  {} KPI periods, {} UE samples, {} events\n", s.file,
                   static_cast<double>(s.begin_ns) * 1e-9, static_cast<double>(s.end_ns) * 1e-9,
                   humanBytes(static_cast<double>(s.bytes)), s.kpi_periods, s.ue_samples, s.events);
}

int traceInfo(const TraceArguments& a) {
    json all = json::array();
    for (const std::string& folder : tracesAt(a.path)) {
        const record::TraceInfo info = record::TraceReader(folder).info();
        if (a.as_json)
            all.push_back(infoJson(folder, info));
        else
            printInfo(folder, info);
    }
    if (a.as_json) fmt::print("{}\n", dumped({{"ok", true}, {"exit_code", 0}, {"traces", all}}));
    return kOk;
}

int traceVerify(const TraceArguments& a) {
    bool ok = true;
    json all = json::array();
    for (const std::string& folder : tracesAt(a.path)) {
        const record::TraceFindings f = record::verifyTrace(folder);
        ok = ok && f.ok();
        if (a.as_json) {
            all.push_back({{"trace", folder},
                           {"sealed_ok", f.sealed_ok},
                           {"damaged", f.damaged},
                           {"unsealed", f.unsealed}});
            continue;
        }
        fmt::print("{}: {} sealed segment{} verified, {} damaged, {} left unsealed\n", folder,
                   f.sealed_ok.size(), f.sealed_ok.size() == 1 ? "" : "s", f.damaged.size(),
                   f.unsealed.size());
        for (const std::string& text : f.damaged) fmt::print("  damaged   {}\n", text);
        for (const std::string& text : f.unsealed) fmt::print("  unsealed  {}\n", text);
    }
    const int code = ok ? kOk : kInvalidInput;
    if (a.as_json) fmt::print("{}\n", dumped({{"ok", ok}, {"exit_code", code}, {"traces", all}}));
    return code;
}

int traceExport(const TraceArguments& a) {
    std::vector<std::string> written;
    for (const std::string& folder : tracesAt(a.path)) {
        const std::string leg = fs::path(folder).filename().string();
        const std::string target = a.output.empty() ? folder + "/csv" : a.output + "/" + leg;
        std::error_code error;
        fs::create_directories(target, error);
        if (error) throw ResourceError(target + ": cannot be created: " + error.message());
        for (const std::string& file : record::exportCsv(record::TraceReader(folder), target))
            written.push_back(file);
    }
    if (a.as_json)
        fmt::print("{}\n", dumped({{"ok", true}, {"exit_code", 0}, {"files", written}}));
    else
        for (const std::string& file : written) fmt::print("wrote  {}\n", file);
    return kOk;
}

/// A trace of the run that wrote the folder last: legs of an earlier run, which had no changes or had some,
/// may lie beside it.
std::string latestTrace(const std::string& output) {
    const std::vector<std::string> folders = tracesAt(output);
    const std::string resolved = output + "/scenario.yaml";
    const std::string text = fs::exists(resolved) ? ingest::readTextFile(resolved) : "";
    for (const std::string& folder : folders)
        if (record::TraceReader(folder).info().header.resolved_scenario == text) return folder;
    return folders.front();
}

/// The report of a finished run, from its traces alone.
int writeReport(const TraceArguments& a) {
    fs::path folder(a.path);
    if (fs::exists(folder / "manifest.json")) folder = fs::absolute(folder).parent_path();
    const std::string output = folder.string();
    const record::TraceReader trace(latestTrace(output));
    scenario::KnownKpis kpis;
    for (const record::KpiDefinition& kpi : record::kpiCatalogue()) kpis.names.emplace_back(kpi.name);
    const scenario::Scenario s = scenario::readScenarioText(trace.info().header.resolved_scenario,
                                                            output + "/scenario.yaml", {}, kpis);
    const std::string target = a.output.empty() ? output + "/report.html" : a.output;
    const report::Input input = gatherOutcome(s, output, "celltwin run " + output + "/scenario.yaml",
                                              static_cast<int>(std::thread::hardware_concurrency()));
    writeTextFile(target, report::renderHtml(input));
    if (a.as_json)
        fmt::print("{}\n", dumped({{"ok", true},
                                   {"exit_code", 0},
                                   {"files", {target}},
                                   {"answer", report::answerSentence(input)}}));
    else
        fmt::print("{}\nwrote  {}\n", report::answerSentence(input), target);
    return kOk;
}

CLI::App* addVerb(CLI::App& parent, const char* name, const char* help,
                  const std::shared_ptr<TraceArguments>& a, Action& action,
                  int (*work)(const TraceArguments&)) {
    CLI::App* verb = parent.add_subcommand(name, help);
    verb->add_option("path", a->path, "A trace folder, or a run's output folder")->required();
    verb->add_flag("--json", a->as_json, "Print the result as JSON");
    verb->callback([a, &action, work] { action = [a, work] { return work(*a); }; });
    return verb;
}

}  // namespace

void addTraceCommand(CLI::App& app, Action& action) {
    auto a = std::make_shared<TraceArguments>();
    CLI::App* trace = app.add_subcommand("trace", "Look at, check or export a recorded trace");
    trace->require_subcommand(1);
    addVerb(*trace, "info", "What a trace holds and where it comes from", a, action, traceInfo);
    addVerb(*trace, "verify", "Check every sealed segment; exit 3 where one is damaged", a, action,
            traceVerify);
    CLI::App* exporter =
        addVerb(*trace, "export", "Write KPIs, UE samples and events as CSV", a, action, traceExport);
    exporter->add_flag("--csv", a->csv, "Write CSV (the only format)");
    exporter->add_option("--out,-o", a->output, "Folder to write to (default: csv/ inside the trace)");
}

void addReportCommand(CLI::App& app, Action& action) {
    auto a = std::make_shared<TraceArguments>();
    CLI::App* verb = addVerb(app, "report", "Write the HTML report of a finished run from its traces", a,
                             action, writeReport);
    verb->add_option("--out,-o", a->output, "File to write (default: report.html in the output folder)");
}

}  // namespace celltwin::service
