// SPDX-License-Identifier: BSD-3-Clause
//
// Files that the build puts into the program: all of models/*/cards as one JSON array, and their schema.
#pragma once

#include <string_view>

namespace celltwin::cards::embedded {

std::string_view cardArray();
std::string_view cardSchema();

}  // namespace celltwin::cards::embedded
