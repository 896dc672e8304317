// SPDX-License-Identifier: BSD-3-Clause
//
// Many SINRs of one code word to the one SINR of AWGN that would be decoded alike. MIESM averages mutual
// information (BICM capacity of Gray-mapped QAM; Wan, Tsatsanis, "A Fading-Insensitive Performance Metric for
// a Unified Link Quality Model", WCNC 2006, and the RBIR method of IEEE 802.16m-08/004r5 clause 4.3.2); EESM
// averages exponentials (Brueninghaus et al., "Link Performance Models for System Level Simulations of
// Broadband Radio Access Systems", PIMRC 2005). All SINRs are linear ratios of one resource element or group
// each, equally weighted, modulation orders 2, 4, 6, 8, 10. Valid from -40 to 60 dB; outside it is clamped.
// Past 1 - 1e-5 of mutual information, where no code block fails any more, a slowly falling tail stands in
// for the true curve so that everything stays invertible. Not modelled: channel estimation, LLR quantisation,
// layers of unequal strength on one code word other than as further entries of the span.
#pragma once

#include <span>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {

/// Mutual information per coded bit, 0..1, at a linear SINR. Rising; 0 for 0, negative and NaN.
float mutualInformation(float sinr, int modulation_order);
/// Its inverse: linear SINR, 0 for information <= 0, 60 dB at the most.
float sinrFromMutualInformation(float information, int modulation_order);

/// MIESM: linear SINR in, linear effective SINR out. 0 for an empty span. Lies between the least and the
/// largest part, rises with each part. No allocation; sums run in 16 lanes and a binary tree, so the bits are
/// the same at any vector width.
float miesmSinr(std::span<const float> sinr, int modulation_order);
/// EESM with a calibration factor `beta` > 0 (linear): -beta ln mean exp(-sinr / beta), taken relative to the
/// least part so that nothing underflows. Linear in, linear out; the same bounds and order of summation.
float eesmSinr(std::span<const float> sinr, float beta);
/// Beta of a scheme for EESM: the factor with which a two-state channel (half of the parts 3 dB up, half
/// down, about the scheme's threshold) gets the same effective SINR as from MIESM. Computed, not looked up:
/// keep it.
double eesmBeta(const Scheme& scheme);

/// The same in double precision, in index order, from the tabulated capacity itself: the judges.
double referenceMutualInformation(double sinr, int modulation_order);
double referenceMiesmSinr(std::span<const float> sinr, int modulation_order);
double referenceEesmSinr(std::span<const float> sinr, double beta);

}  // namespace celltwin::phy
