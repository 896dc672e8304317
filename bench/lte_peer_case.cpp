// SPDX-License-Identifier: BSD-3-Clause
#include "bench/lte_peer_case.h"

#include <nlohmann/json.hpp>

namespace celltwin::bench {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PeerCell, east_m, north_m, azimuth_deg)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PeerUe, east_m, north_m, cell, first_burst_s, burst_packets)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PeerLinkTable, sinr_db, mcs)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PeerCase, seed, loss, sectors, bs_height_m, ue_height_m, tx_power_dbm,
                                   noise_figure_db, warmup_s, duration_s, timed_s, prbs, uplink,
                                   burst_period_s, packet_bytes, cells, ues)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PeerResult, received_bytes, cell_delay_s, sinr_db, prb_use, mean_mcs,
                                   block_error_rate, cpu_s, cpu_s_per_s)

std::string caseText(const PeerCase& c) {
    return nlohmann::json(c).dump();
}
PeerCase caseFromText(const std::string& text) {
    return nlohmann::json::parse(text).get<PeerCase>();
}
std::string linkTableText(const PeerLinkTable& t) {
    return nlohmann::json(t).dump();
}
PeerLinkTable linkTableFromText(const std::string& text) {
    return nlohmann::json::parse(text).get<PeerLinkTable>();
}
std::string resultText(const PeerResult& r) {
    return nlohmann::json(r).dump();
}
PeerResult resultFromText(const std::string& text) {
    return nlohmann::json::parse(text).get<PeerResult>();
}

}  // namespace celltwin::bench
