// SPDX-License-Identifier: BSD-3-Clause
#include "bench/behaviour_figures.h"
namespace celltwin::bench {
std::vector<FigureRow> fullBufferRows(const BehaviourOptions&) {
    return {};
}
}  // namespace celltwin::bench
