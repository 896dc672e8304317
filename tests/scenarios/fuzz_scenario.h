// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace celltwin::scenario::testing {

/// Reads a text that may be anything, as if it stood in `file`. Returns whether it is a scenario; aborts
/// where an accepted one does not survive resolving and reading back. Nothing but ConfigError may come out of
/// the reader: any other exception leaves this function.
bool acceptsOrRefuses(std::string_view text, const std::string& file);

}  // namespace celltwin::scenario::testing
