// SPDX-License-Identifier: BSD-3-Clause
//
// Clustered delay line profiles of TR 38.901 V16.1 clause 7.7.1, Tables 7.7.1-1 to 7.7.1-5, with delays
// scaled after clause 7.7.3 and angles after clause 7.7.5.1. CDL-A, B, C are NLOS, CDL-D, E have a direct
// ray. For link-level studies; the profiles know no place or path loss.
#pragma once

#include <optional>

#include "models/base/random.h"
#include "models/cluster/clusters.h"

namespace celltwin::cluster {

enum class CdlProfile { a, b, c, d, e };

/// Mean and spread that an angle shall have (clause 7.7.5.1); without one the table's angles stay.
struct AngleTarget {
    double mean_deg = 0.0;
    double spread_deg = 0.0;  ///< >= 0; angle spread after Annex A
};

struct CdlSettings {
    CdlProfile profile = CdlProfile::a;
    double delay_spread_s = 100e-9;  ///< DS_desired, >= 0
    /// CDL-D and E: direct ray over all others (clause 7.7.6); without it the table's powers stay, and there
    /// the delays are not quite normalised.
    std::optional<double> k_db;
    std::optional<AngleTarget> aod, aoa, zod, zoa;  ///< azimuths counter-clockwise from east as in the report
};

/// Rays of a profile in the conventions of Rays (azimuth = 90 - phi, elevation = 90 - theta). Coupling,
/// and phases from Stream::cluster under `key`. Throws ConfigError for a negative or non-finite spread, or a
/// K for a profile without direct ray.
Rays makeCdl(const CdlSettings& settings, const Random& random, std::uint64_t key);

}  // namespace celltwin::cluster
