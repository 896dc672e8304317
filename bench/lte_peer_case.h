// SPDX-License-Identifier: BSD-3-Clause
//
// One configuration that celltwin's engine and ns-3's LTE module both simulate, and what each says of it.
// Plain numbers without a header of either, as text between processes: ns-3 keeps process-wide state, so
// every ns-3 simulation has a process of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace celltwin::bench {

struct PeerCell {
    double east_m = 0.0, north_m = 0.0;
    double azimuth_deg = 0.0;  ///< of a sector; nothing for an omnidirectional antenna
};
struct PeerUe {
    double east_m = 0.0, north_m = 0.0;
    int cell = 0;                ///< the strongest, which serves
    double first_burst_s = 0.0;  ///< when its first UDP burst comes
    int burst_packets = 0;
};

/// At which SINR a UE reports CQI 1..15 and the MCS that answers it: ns-3's, for celltwin to use the same.
struct PeerLinkTable {
    std::vector<double> sinr_db;
    std::vector<int> mcs;
};

struct PeerCase {
    std::uint64_t seed = 1;
    std::string loss =
        "free-space";      ///< free-space, tr38901-uma or tr38901-umi, the latter two without line of sight
    bool sectors = false;  ///< parabolic antennas of 65 degrees and 20 dB (TR 36.942), else isotropic
    double bs_height_m = 25.0, ue_height_m = 1.5;
    double tx_power_dbm = 43.0;
    double noise_figure_db = 9.0;
    double warmup_s = 0.6, duration_s = 2.0;  ///< measured: from warmup_s for duration_s
    double timed_s = 0.0;         ///< after that, for which CPU time is told and nothing is listened to
    int prbs = 100;               ///< 25 of 5 MHz to 100 of 20 MHz
    bool uplink = false;          ///< celltwin sends full buffers up as well, as ns-3's saturation mode does
    double burst_period_s = 0.0;  ///< of UDP bursts to each UE; 0 = full buffer instead
    int packet_bytes = 1400;      ///< UDP payload
    std::vector<PeerCell> cells;
    std::vector<PeerUe> ues;
};

inline constexpr int kMaxPeerPrbs = 100;
inline constexpr int kTimedParts = 4;  ///< of timed_s; the fastest counts
/// EARFCN 100 of band 1, TS 36.101 clause 5.7.3: 2110 MHz + 0.1 MHz x 100.
inline constexpr int kPeerEarfcn = 100;
inline constexpr double kPeerFrequencyMhz = 2120.0;
/// IPv4, UDP and PDCP headers of a packet.
inline constexpr int kPeerHeaderBytes = 20 + 8 + 2;

struct PeerResult {
    // One for each UE.
    std::vector<double> received_bytes;
    std::vector<std::vector<double>>
        sinr_db;  ///< mean in dB over the subframes, one for each PRB that was heard
    // One for each cell.
    std::vector<double> cell_delay_s;  ///< from PDCP to PDCP, mean over bytes; UDP only
    std::vector<double> prb_use;       ///< 0..1
    std::vector<double> mean_mcs;
    std::vector<double> block_error_rate;  ///< of first transmissions, 0..1
    double cpu_s = 0.0;                    ///< of the whole process
    double cpu_s_per_s = 0.0;              ///< CPU time of a simulated second, least of the parts of timed_s
};

std::string caseText(const PeerCase& c);
std::string linkTableText(const PeerLinkTable& t);
PeerLinkTable linkTableFromText(const std::string& text);
PeerCase caseFromText(const std::string& text);
std::string resultText(const PeerResult& r);
PeerResult resultFromText(const std::string& text);

}  // namespace celltwin::bench
