// SPDX-License-Identifier: BSD-3-Clause
//
// The one place where this room opens files: regular files only, up to a size.
#pragma once

#include <string>

namespace celltwin::scenario {

inline constexpr std::size_t kMaxScenarioBytes = 8U << 20U;     ///< a file somebody wrote
inline constexpr std::size_t kMaxTextBytes = 64U << 20U;        ///< a resolved scenario, from a trace
inline constexpr std::size_t kMaxReferencedBytes = 64U << 20U;  ///< CSV, patterns, routes

/// Nothing but the reason where `path` is not a regular, readable file: folders, pipes and devices are
/// refused before they are opened.
std::string whyNotReadable(const std::string& path);
/// The whole file. Throws ConfigError whose message names the path and the reason.
std::string readRegularFile(const std::string& path, std::size_t max_bytes);
/// 1-based line of the first byte that is not UTF-8; 0 where all of it is.
int firstNonUtf8Line(const std::string& text);

}  // namespace celltwin::scenario
