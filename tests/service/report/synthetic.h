// SPDX-License-Identifier: BSD-3-Clause
//
// A made-up report input: 19 sites, 57 cells, 570 UEs, numbers of a plausible size, no simulation behind it.
#pragma once

#include "service/report/report.h"

namespace celltwin::report {

struct SyntheticOptions {
    int periods = 20;
    bool compared = true;
    bool coverage = true;
    int grid_side = 250;
};

/// C12's downtilt goes from 4 to 8 degrees; C16 loses throughput, C11 gains.
Input makeSyntheticInput(const SyntheticOptions& options = {});

}  // namespace celltwin::report
