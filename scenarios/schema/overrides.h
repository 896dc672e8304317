// SPDX-License-Identifier: BSD-3-Clause
//
// `--set key.path=value`: values put into the tree before it is checked.
#pragma once

#include "scenarios/schema/reader.h"
#include "scenarios/schema/tree.h"

namespace celltwin::scenario {

/// Puts each override where its path leads, making mappings on the way; findings name "--set".
void applyOverrides(Node& root, const std::vector<Override>& overrides, Findings& findings);

}  // namespace celltwin::scenario
