// SPDX-License-Identifier: BSD-3-Clause
//
// Files that the build puts into the program: our own style sheet and script, Debian's Leaflet and dygraphs.
#pragma once

#include <string_view>

namespace celltwin::report::embedded {

std::string_view pageCss();
std::string_view pageJs();
std::string_view leafletJs();
std::string_view leafletCss();
std::string_view leafletLicence();
std::string_view dygraphsJs();
std::string_view dygraphsCss();
std::string_view dygraphsLicence();

}  // namespace celltwin::report::embedded
