// SPDX-License-Identifier: BSD-3-Clause
//
// What `celltwin bench` runs: a list of cases as text, read as strictly as a scenario. Each names a scenario,
// what is set in it, and the numbers of threads it is run with.
//
//   cases:
//     - name: cells-57                       # unique, of letters, digits and . _ -
//       scenario: city.yaml                  # relative to the list
//       set: [network.layout.sites=19]       # as --set of `celltwin run`
//       quick: [run.duration_s=0.02]         # set besides with --quick
//       threads: [1, 2]                      # those beyond the machine's cores are left out
//       host: plain                          # or ns3
//       series: cells                        # its cost is told in terms of the first of its series
#pragma once

#include <string>
#include <vector>

namespace celltwin::service {

struct BenchCase {
    std::string name, scenario, host = "plain", series;
    std::vector<std::string> settings, quick_settings;
    std::vector<int> threads = {1};
};

/// Paths of scenarios are made relative to the list's folder. Throws ConfigError with every finding.
std::vector<BenchCase> readBenchCases(const std::string& file);
std::vector<BenchCase> benchCasesFromText(const std::string& text, const std::string& file_name);

/// The list that belongs to the program: bench/cases.yaml here, or in the source tree it was built in. Throws
/// ConfigError where neither is there.
std::string shippedBenchCases();

/// The cases whose name matches one of the patterns (`*` = any text), all where there are none. Throws
/// ConfigError for a pattern that matches nothing.
std::vector<BenchCase> chosenCases(const std::vector<BenchCase>& cases,
                                   const std::vector<std::string>& patterns);

}  // namespace celltwin::service
