// SPDX-License-Identifier: BSD-3-Clause
//
// Error rate of code blocks and transport blocks in AWGN (or at an effective SINR), and its inverse, the SINR
// a scheme needs. The law is the normal approximation of finite block length coding (Polyanskiy, Poor, Verdu,
// "Channel Coding Rate in the Finite Blocklength Regime", IEEE Trans. IT 56(5), 2010) over the BICM capacity
// of effective_sinr.h, with an implementation gap of the 5G LDPC decoder fitted to link-level results; see
// bler.cpp. Valid for code blocks of 24..8448 bits, code rates 0.03..0.95, QPSK to 1024QAM. LTE's turbo code
// takes the same curves (within some tenths of a dB from 500 bits on). Not modelled: error floors, CRC
// misses, decoders stopped early, polar codes of control channels.
#pragma once

#include <cstdint>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {

/// How a transport block is cut: `count` code blocks of at most `bits` each, CRCs included, filler excluded.
struct CodeBlocks {
    int base_graph;  ///< 1 or 2 (LDPC); 0 for LTE's turbo code
    int count;
    int bits;
};
/// TS 38.212 clauses 5.2.2, 6.2.2 and 7.2.1 to 7.2.3. `transport_block_bits` > 0, without CRC.
CodeBlocks segmentTransportBlock(std::uint32_t transport_block_bits, double code_rate);
/// TS 36.212 clause 5.1.2: turbo code blocks of at most 6144 bits.
CodeBlocks segmentLteTransportBlock(std::uint32_t transport_block_bits);

/// Error rate 0..1 of one code block. Falls with the SINR, never falls with the code rate at one modulation
/// order. 1 for NaN and -inf.
double codeBlockErrorRate(double sinr_db, const Scheme& scheme, int code_block_bits);
/// Error rate of a whole block: 1 - (1 - p)^C, all code blocks at one SINR.
double blockErrorRate(double sinr_db, const Scheme& scheme, const CodeBlocks& blocks);
/// The same for an NR transport block of so many bits; 0 for no bits.
double transportBlockErrorRate(double sinr_db, const Scheme& scheme, std::uint32_t transport_block_bits);

/// SINR in dB at which one code block fails with probability `bler` (0 < bler < 1). Some hundred ns: for
/// loops over UEs use the tables behind cqiFromSinr and mcsFromSinr.
double requiredSinrDb(const Scheme& scheme, int code_block_bits, double bler = 0.1);

}  // namespace celltwin::phy
