// SPDX-License-Identifier: BSD-3-Clause
//
// Bins and labels of the KPI catalogue. Private to the room.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <string_view>

namespace celltwin::record {

inline constexpr double kInf = std::numeric_limits<double>::infinity();

/// n+1 edges from `first`, `step` apart; with open ends, one more bin below and one above.
template <std::size_t kEdges>
constexpr std::array<double, kEdges> evenEdges(double first, double step) {
    std::array<double, kEdges> edges{};
    for (std::size_t i = 0; i < kEdges; ++i) edges[i] = first + step * static_cast<double>(i);
    return edges;
}
template <std::size_t kEdges>
constexpr std::array<double, kEdges> openEdges(double first, double step) {
    std::array<double, kEdges> edges{};
    for (std::size_t i = 1; i + 1 < kEdges; ++i) edges[i] = first + step * static_cast<double>(i - 1);
    edges.front() = -kInf;
    edges.back() = kInf;
    return edges;
}

// Vendor-defined, as the clauses leave them: a 1-2-5 series, 5 dB, 3 dB.
inline constexpr std::array kThroughputEdges = {0.0, 1e2, 2e2, 5e2, 1e3, 2e3, 5e3, 1e4,
                                                2e4, 5e4, 1e5, 2e5, 5e5, 1e6, kInf};
inline constexpr auto kRsrpEdges = openEdges<23>(-140.0, 5.0);  // -140 .. -40 dBm
inline constexpr auto kSinrEdges =
    openEdges<24>(-23.0, 3.0);  // -23 .. 40 dB, the reporting range of TS 38.133
// One bin per index: CQI 0..15, MCS 0..28.
inline constexpr auto kCqiEdges = evenEdges<17>(-0.5, 1.0);
inline constexpr auto kMcsEdges = evenEdges<30>(-0.5, 1.0);
inline constexpr auto kHeadroomEdges =
    openEdges<38>(-32.0, 2.0);  // the reporting range of TS 38.133, 10.1.17
// An index is 16 * 64 * Tc / 2^mu, 39 m of distance at 30 kHz; TS 38.213 clause 4.2 ends at 3846.
inline constexpr std::array kTimingAdvanceEdges = {0.0,   1.0,   2.0,   3.0,    4.0,  6.0,  8.0,
                                                   12.0,  16.0,  24.0,  32.0,   48.0, 64.0, 96.0,
                                                   128.0, 256.0, 512.0, 1024.0, kInf};

using Label = std::string_view;
/// The standardised 5QIs of TS 23.501 table 5.7.4-1 that services here use.
inline constexpr std::array<Label, 18> kFiveQiLabels = {"5QI1",  "5QI2",  "5QI3",  "5QI4",  "5QI5",  "5QI6",
                                                        "5QI7",  "5QI8",  "5QI9",  "5QI65", "5QI69", "5QI70",
                                                        "5QI79", "5QI80", "5QI82", "5QI83", "5QI84", "5QI85"};
inline constexpr std::array<Label, 8> kSliceLabels = {"SNSSAI0", "SNSSAI1", "SNSSAI2", "SNSSAI3",
                                                      "SNSSAI4", "SNSSAI5", "SNSSAI6", "SNSSAI7"};
/// Names of TS 38.331 (EstablishmentCause), of TS 28.552, and of TS 38.413 clause 9.3.1.2.
inline constexpr std::array<Label, 4> kEstablishmentCauses = {"mo-Data", "mo-VoiceCall", "mt-Access",
                                                              "mo-Signalling"};
inline constexpr std::array<Label, 3> kEstablishmentFailures = {"NetworkReject", "NoReply", "Other"};
inline constexpr std::array<Label, 2> kPreparationFailures = {"no-radio-resources-available-in-target-cell",
                                                              "unspecified"};
inline constexpr std::array<Label, 3> kExecutionFailures = {"RrcReestabReq", "HoExeSupTimer",
                                                            "RetrUeCtxtReq"};
inline constexpr std::array<Label, 6> kServices = {"ftp", "web", "video", "voice", "gaming", "xr"};

}  // namespace celltwin::record
