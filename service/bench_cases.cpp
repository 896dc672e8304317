// SPDX-License-Identifier: BSD-3-Clause
#include "service/bench_cases.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "models/base/error.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/file_access.h"
#include "scenarios/schema/reader.h"
#include "scenarios/schema/shape.h"
#include "scenarios/schema/tree.h"
#include "sim/run/processes.h"

namespace celltwin::service {
namespace {

namespace fs = std::filesystem;
using scenario::Findings;
using scenario::Node;

constexpr int kMaxThreads = 1024;
constexpr const char* kShippedList = "bench/cases.yaml";

const scenario::Object& caseObject() {
    using namespace scenario;
    const Shape text = textKey("", "", "").shape;
    static const Object object{
        "a case",
        "cases[]",
        "One scenario, run with each number of threads.",
        {textKey("name", "", "Unique, of letters, digits and . _ -").must(),
         textKey("scenario", "", "Scenario file, relative to the list.", 4000).must(),
         listKey("set", text, 0, 100, "nothing", "key.path=value, as --set of celltwin run."),
         listKey("quick", text, 0, 100, "nothing", "Set besides with --quick."),
         listKey("threads", integerKey("", 1, kMaxThreads, "", "").shape, 1, 64, "[1]",
                 "Numbers of threads; those beyond the machine's cores are left out."),
         choiceKey("host", {"plain", "ns3"}, "plain", "What drives the clock."),
         textKey("series", "", "Its cost is told in terms of the first of its series.")},
        {}};
    return object;
}

const scenario::Object& listObject() {
    using namespace scenario;
    static const Object object{
        "a list of cases",
        "cases",
        "What celltwin bench runs.",
        {listKey("cases", objectShape(&caseObject), 1, 1000, "", "The cases, in order.").must()},
        {}};
    return object;
}

std::vector<std::string> readTexts(const Node& node, const char* key) {
    std::vector<std::string> texts;
    if (const Node* list = scenario::valueOf(node, key))
        for (const Node& item : list->items) texts.push_back(item.text);
    return texts;
}

void checkName(const BenchCase& one, const Node& node, std::set<std::string>& names, Findings& findings) {
    const auto where = scenario::markOf(node, "name");
    if (one.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") !=
        std::string::npos)
        findings.add(where, "the name " + scenario::quotedText(one.name) +
                                " has other characters than letters, digits and . _ -");
    if (!one.name.empty() && !names.insert(one.name).second)
        findings.add(where, "there are two cases " + scenario::quotedText(one.name), "rename one");
}

void checkSettings(const Node& node, const char* key, Findings& findings) {
    const Node* list = scenario::valueOf(node, key);
    if (list == nullptr) return;
    for (const Node& item : list->items)
        if (const auto equals = item.text.find('='); equals == std::string::npos || equals == 0)
            findings.add(item.mark, scenario::quotedText(item.text) + " is not of the form key.path=value");
}

/// Whether `text` is the pattern, where * stands for any text.
bool fits(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() != '*')
        return !text.empty() && pattern.front() == text.front() && fits(pattern.substr(1), text.substr(1));
    return fits(pattern.substr(1), text) || (!text.empty() && fits(pattern, text.substr(1)));
}

BenchCase readCase(const Node& node, const std::string& file) {
    BenchCase one;
    scenario::read(node, "name", one.name);
    scenario::read(node, "scenario", one.scenario);
    one.scenario = scenario::referencedPath(file, one.scenario);
    scenario::read(node, "host", one.host);
    scenario::read(node, "series", one.series);
    one.settings = readTexts(node, "set");
    one.quick_settings = readTexts(node, "quick");
    std::vector<double> threads;
    if (scenario::read(node, "threads", threads)) one.threads.assign(threads.begin(), threads.end());
    return one;
}

void checkCase(const BenchCase& one, const Node& node, std::set<std::string>& names, Findings& findings) {
    checkName(one, node, names, findings);
    checkSettings(node, "set", findings);
    checkSettings(node, "quick", findings);
    if (scenario::valueOf(node, "scenario") == nullptr) return;
    if (const std::string reason = scenario::whyNotReadable(one.scenario); !reason.empty())
        findings.add(scenario::markOf(node, "scenario"),
                     "cannot read " + scenario::quotedText(one.scenario) + ": " + reason,
                     "paths are relative to the list's folder");
}

}  // namespace

std::vector<BenchCase> benchCasesFromText(const std::string& text, const std::string& file_name) {
    Findings findings;
    Node root = scenario::parseTree(text, findings.addSource(file_name, text), findings);
    if (root.kind != Node::Kind::map)
        findings.add(root.mark, "a list of cases is a mapping that begins with 'cases:'");
    else
        scenario::checkObject(root, listObject(), findings);
    std::vector<BenchCase> cases;
    std::set<std::string> names;
    const Node* list = root.kind == Node::Kind::map ? scenario::valueOf(root, "cases") : nullptr;
    for (const Node& node : list != nullptr ? list->items : std::vector<Node>{}) {
        if (node.bad || node.kind != Node::Kind::map) continue;
        cases.push_back(readCase(node, file_name));
        checkCase(cases.back(), node, names, findings);
    }
    findings.raiseIfAny();
    return cases;
}

std::vector<BenchCase> readBenchCases(const std::string& file) {
    return benchCasesFromText(scenario::readRegularFile(file, scenario::kMaxScenarioBytes), file);
}

std::string shippedBenchCases() {
    if (fs::exists(kShippedList)) return kShippedList;
    // build/<preset>/service/celltwin
    const fs::path tree = fs::path(run::ownProgramPath()).parent_path() / "../../..";
    const fs::path shipped = (tree / kShippedList).lexically_normal();
    if (fs::exists(shipped)) return shipped.string();
    throw ConfigError(std::string(kShippedList) + ": is neither here nor at " + shipped.string() +
                      "; name a list with --cases");
}

std::vector<BenchCase> chosenCases(const std::vector<BenchCase>& cases,
                                   const std::vector<std::string>& patterns) {
    if (patterns.empty()) return cases;
    for (const std::string& pattern : patterns)
        if (std::none_of(cases.begin(), cases.end(), [&](const auto& c) { return fits(pattern, c.name); })) {
            std::string names;
            for (const BenchCase& one : cases) names += (names.empty() ? "" : ", ") + one.name;
            throw ConfigError("--only '" + pattern + "' matches no case; there are " + names);
        }
    std::vector<BenchCase> chosen;
    for (const BenchCase& one : cases)
        if (std::any_of(patterns.begin(), patterns.end(), [&](const auto& p) { return fits(p, one.name); }))
            chosen.push_back(one);
    return chosen;
}

}  // namespace celltwin::service
