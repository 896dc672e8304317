// SPDX-License-Identifier: BSD-3-Clause
//
// celltwin's side of the comparison, and the configurations: drawn by seed, so that nothing is tuned to one
// of them.
#pragma once

#include "bench/lte_peer_case.h"

namespace celltwin::bench {

/// Three cells and ten UEs in each, of those that are best served there: by turns three sectors of a site and
/// three sites of a triangle; free space, UMa or UMi without line of sight; distances, powers and places
/// drawn. Full buffer.
PeerCase drawCase(std::uint64_t seed);
/// Three-sector sites 500 m apart in a hexagonal grid, UMa without line of sight, ten UEs of each cell's best
/// served: the network speed is compared on. Full buffer. Throws runtime_error where a cell got too few.
PeerCase drawHexagons(std::uint64_t seed, int sites, int prbs);
/// The same UEs with UDP bursts every half second, so many that each cell has `load` (0..1) of its PRBs in
/// use when its neighbours are busy: by the rates of the full-buffer run.
PeerCase withUdp(const PeerCase& full_buffer, const PeerResult& rates, double load);

/// With the peer's link adaptation, or by celltwin's own curves where it has no rows.
PeerResult runTwin(const PeerCase& c, const PeerLinkTable& link);
/// CPU time of a simulated second after the warm-up, the least of `parts` parts.
double twinCpuSecondsPerSecond(const PeerCase& c, const PeerLinkTable& link, int parts);

}  // namespace celltwin::bench
