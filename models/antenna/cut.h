// SPDX-License-Identifier: BSD-3-Clause
//
// One measured cut as read from a file, on its way into PatternCuts.
#pragma once

#include <string>
#include <vector>

namespace celltwin::antenna {

/// Zero field, or anything deeper than a range can measure, is taken as this loss: no direction is cut off
/// by an infinite value.
inline constexpr double kDeepestLossDb = 60.0;

struct CutPoint {
    double angle_deg = 0.0;
    double loss_db = 0.0;
    int line = 0;
};

/// Wraps angles into [first_deg, first_deg + 360), sorts them and drops a closing point (0 repeated as 360
/// with the same loss). Throws ConfigError naming file and line where two rows give the same angle.
void orderCut(std::vector<CutPoint>& points, double first_deg, const std::string& file_name);

/// Between neighbours of a cut farther apart than this nothing is interpolated.
inline constexpr double kMaxGapDeg = 45.0;

/// Whether a vertical cut without its back reaches from the nadir to the zenith, but for their last 45
/// degrees.
inline bool coversFront(double lowest_deg, double highest_deg) {
    return lowest_deg <= -kMaxGapDeg && highest_deg >= kMaxGapDeg;
}

enum class CutPlane { horizontal, vertical };
/// Throws ConfigError naming file and line where an ordered cut has under 4 angles or a gap (the back of a
/// vertical one may be missing).
void checkPoints(const std::vector<CutPoint>& points, CutPlane plane, const std::string& cut,
                 const std::string& file_name);

}  // namespace celltwin::antenna
