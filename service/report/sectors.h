// SPDX-License-Identifier: BSD-3-Clause
//
// Cells as wedges on a map: where each stands, where it points.
#pragma once

#include <cstdint>
#include <vector>

#include "service/report/report.h"

namespace celltwin::report {

/// Outline of one cell in local metres, closed implicitly. Sectors are wedges of kOpeningDeg about their
/// azimuth, isotropic cells discs. The radius says nothing about coverage.
struct Wedge {
    std::uint32_t cell = 0;
    std::vector<Enu> outline;
};
inline constexpr double kOpeningDeg = 54.0;

/// Where a cell's name stands: just beyond the wedge, in the direction it points.
Enu labelPoint(const scenario::Cell& cell, const Wedge& wedge);

std::vector<Wedge> drawWedges(const scenario::NetworkSnapshot& network, double radius_m);
/// A radius at which wedges of neighbouring sites do not touch: 0.3 of the median distance to the nearest
/// site, `fallback_m` for a single site.
double wedgeRadiusM(const scenario::NetworkSnapshot& network, double fallback_m);

/// The image's frame: the raster's where there is one, else the cells' bounding box with a margin.
engine::Grid mapFrame(const Input& input, const engine::Grid* raster);

}  // namespace celltwin::report
