// SPDX-License-Identifier: BSD-3-Clause
//
// The peer: ns-3 3.37's LTE module (LENA). One call in a process. Free of ns-3's headers.
//
// Proportional fair scheduler, HARQ, wideband and subband CQI every millisecond, ideal RRC, no handover, no
// radio link failure, control channels without errors (celltwin has none either). Full buffer without a core
// network and with RLC in saturation mode; UDP from a remote host over the EPC with RLC UM.
#pragma once

#include "bench/lte_peer_case.h"

namespace celltwin::bench {

PeerResult runNs3(const PeerCase& c);

/// The link adaptation of ns3::LteAmc over a flat channel: the highest MCS with 10 % errors on one resource
/// block group of a carrier of `prbs` by ns-3's error model, the CQI below its efficiency, and the MCS of
/// that CQI. By bisection to 1e-6 dB.
PeerLinkTable ns3LinkTable(int prbs);

}  // namespace celltwin::bench
