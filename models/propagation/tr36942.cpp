// SPDX-License-Identifier: BSD-3-Clause
//
// Urban macro cells of the LTE evaluations: TR 36.942 clause 4.5.2, L = 40 (1 - 0.004 Dh) log R - 18 log Dh +
// 21 log f + 80 with the mast 15 m above the roofs (Dh), R in km, f in MHz. At 2 GHz that is the 128.1 +
// 37.6 log R of TR 25.814 and TR 36.814 Table A.2.1.1-3, "3GPP case 1 and 3". It knows no line of sight.
// Shadowing of 8 dB, decorrelating over 50 m, is that table's too. Valid from 35 m, the table's least
// distance, to 5 km, never under free space. Not modelled: heights (the mast's is in the formula), streets,
// buildings, whose entry costs 20 dB in these evaluations.
// Second-hand: the clauses were not read in the original.
#include "models/propagation/block.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

constexpr double kAboveRoofsM = 15.0;
constexpr MinDistance kMinDistance{10.0, 0.0};

class Tr36942Macro final : public TabledModel {
  public:
    Tr36942Macro()
        : TabledModel(
              {{8.0, 8.0, 8.0}, {50.0, 50.0, 50.0}, 50.0, {0.8, 2.6, 35.0, 5000.0, 15.0, 45.0, 1.0, 3.0}}) {}

    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        // 40 (1 - 0.004 Dh) log R - 18 log Dh + 21 log f + 80, R in km, f in MHz
        const double at_1_km =
            21.0 * std::log10(carrier.value * 1e-6) - 18.0 * std::log10(kAboveRoofsM) + 80.0;
        const double slope_db = 40.0 * (1.0 - 4e-3 * kAboveRoofsM);
        const auto loss = [&](const Link& link) {
            const double macro_db = at_1_km + slope_db * std::log10(link.distance_2d_m * 1e-3);
            return std::max(macro_db, freeSpaceLossDb(link.distance_3d_m, carrier));
        };
        fillLoss(links, kMinDistance, loss_db, loss, loss);
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 0.0);
    }
};

}  // namespace

std::unique_ptr<PathLossModel> makeTr36942Macro() {
    return std::make_unique<Tr36942Macro>();
}

}  // namespace celltwin::propagation
