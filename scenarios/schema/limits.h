// SPDX-License-Identifier: BSD-3-Clause
//
// Bounds that keep a hostile or mistyped number from asking for memory or hours without end.
#pragma once

namespace celltwin::scenario {

/// What RSRP-Range of TS 38.331 reports (TS 38.133 clause 10.1.6).
inline constexpr double kMinRsrpDbm = -156.0, kMaxRsrpDbm = -31.0;
inline constexpr int kMaxUes = 1'000'000;
inline constexpr int kMaxCells = 100'000;
inline constexpr int kMaxLayoutSites = 10'000;
inline constexpr int kMaxRoutePoints = 1'000'000;
inline constexpr int kMaxRoutes = 100'000;
inline constexpr int kMaxRasterCells = 1'000'000;
inline constexpr double kMaxWeight = 1e9;
inline constexpr double kMaxCoordinateM = 1e6;
inline constexpr const char* kDegreesRange =
    "out of range: latitudes of -90 to 90 and longitudes of -180 to 180 degrees are accepted";
inline constexpr double kMaxSeconds = 7.0 * 86400.0;
inline constexpr double kMinPowerDbm = -60.0;
inline constexpr double kMaxPowerDbm = 80.0;

}  // namespace celltwin::scenario
