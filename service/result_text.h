// SPDX-License-Identifier: BSD-3-Clause
//
// A run's result for standard output: words and a small table, or JSON.
#pragma once

#include <string>
#include <vector>

#include "service/report/report.h"

namespace celltwin::service {

std::string resultText(const report::Input& input, const std::vector<std::string>& files);
/// One JSON object: answer, per-leg fingerprint, real-time factor and network KPIs, expectations,
/// measurements, files.
std::string resultJson(const report::Input& input, const std::vector<std::string>& files, int exit_code);

}  // namespace celltwin::service
