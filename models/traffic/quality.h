// SPDX-License-Identifier: BSD-3-Clause
//
// Mean opinion scores from what a user noticed, 1 (bad) to 5 (excellent). Each is an estimate of a
// population's mean, not of one user's opinion; between kinds of traffic they are not comparable. Formulas
// are quoted from secondary literature.
//   voice  ITU-T G.107 (E-model) with all values of its Table 3 at their defaults but delay and loss; Ie 5
//   and Bpl 10 of
//          AMR 12.2 with concealment (ITU-T G.113 Appendix I). Narrowband, random loss, R from 0 to 100. The
//          wideband scale of G.107.1 is not modelled.
//   video  T. Hossfeld et al., Quantification of YouTube QoE via Crowdsourcing, IEEE ISM 2011: stalling
//   alone, fitted to
//          clips of 30 s with up to 6 stalls of up to 6 s. Longer play is scored by its stalls per 30 s of
//          play. Picture quality and start-up delay do not enter.
//   web    ITU-T G.1030 Annex A, one page with users who expect it within 15 s: logarithmic in the time of a
//   page,
//          fitted to 1 s to 40 s.
#pragma once

namespace celltwin::traffic {

/// Rating factor R of the E-model; loss_share 0..1 at random, one-way mouth to ear delay. May be negative.
double eModelRating(double loss_share, double mouth_to_ear_ms);
/// ITU-T G.107 Annex B.
double mosOfRating(double rating);
double videoMos(double stalls_per_30s, double mean_stall_s);
double webMos(double page_time_s);

}  // namespace celltwin::traffic
