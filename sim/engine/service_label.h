// SPDX-License-Identifier: BSD-3-Clause
//
// Under which service a kind of traffic is scored, whatever the fidelity. Private to sim/engine.
#pragma once

#include "models/traffic/traffic.h"

namespace celltwin::engine {

/// Column of X.Mos among its services (sim/record/kpi_bins.h), -1 = the kind has none.
inline int serviceLabel(traffic::Kind kind) {
    switch (kind) {
        case traffic::Kind::ftp1:
        case traffic::Kind::ftp2:
        case traffic::Kind::ftp3:
            return 0;
        case traffic::Kind::web:
            return 1;
        case traffic::Kind::video_streaming:
            return 2;
        case traffic::Kind::voip:
            return 3;
        case traffic::Kind::gaming:
            return 4;
        case traffic::Kind::xr:
            return 5;
        default:
            return -1;
    }
}

}  // namespace celltwin::engine
