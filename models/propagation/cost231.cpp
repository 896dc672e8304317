// SPDX-License-Identifier: BSD-3-Clause
//
// COST-231 Hata: COST Action 231 final report (EUR 18957, 1999), chapter 4, eq. 4.4.3, for a medium-sized
// city (C_m = 0 dB) with the small and medium city's mobile antenna correction a(h_m). An urban median: it
// knows no line of sight. What is not modelled: the metropolitan 3 dB, suburban and open-area corrections.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

constexpr double kMinDistanceM = 10.0;

class Cost231Hata final : public PathLossModel {
  public:
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        assert(links.distance_2d_m.size() == loss_db.size());
        const double f = std::log10(carrier.value * 1e-6);
        for (std::size_t i = 0; i < loss_db.size(); ++i) {
            const double d2 = std::max(links.distance_2d_m[i], kMinDistanceM);
            const double bs = std::log10(links.bs_height_m[i]);
            // a(h_m) = (1.1 log f - 0.7) h_m - (1.56 log f - 0.8)
            const double mobile = (1.1 * f - 0.7) * links.ue_height_m[i] - (1.56 * f - 0.8);
            // L = 46.3 + 33.9 log f - 13.82 log h_b - a(h_m) + (44.9 - 6.55 log h_b) log d, f in MHz, d in km
            const double hata =
                46.3 + 33.9 * f - 13.82 * bs - mobile + (44.9 - 6.55 * bs) * std::log10(d2 * 1e-3);
            // Far below its 1 km the straight line would undercut free space.
            const double dh = links.bs_height_m[i] - links.ue_height_m[i];
            loss_db[i] = std::max(hata, freeSpaceLossDb(std::sqrt(d2 * d2 + dh * dh), carrier));
        }
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 0.0);
    }
    void shadowSigmaDb(const LinkBlock&, Hertz carrier, std::span<double> sigma_db) const override {
        // Okumura's urban location variability as fitted by Saunders (Antennas and Propagation for Wireless
        // Communication Systems, ch. 9): sigma = 0.65 (log f)^2 - 1.3 log f + 5.2, f in MHz.
        const double f = std::log10(carrier.value * 1e-6);
        std::fill(sigma_db.begin(), sigma_db.end(), 0.65 * f * f - 1.3 * f + 5.2);
    }
    // COST-231 Hata states none; those of TR 38.901 UMa NLOS, the nearest in kind.
    double shadowCorrelationM(LinkState) const override { return 50.0; }
    double losCorrelationM() const override { return 50.0; }
    const Validity& validity() const override {
        static constexpr Validity kValidity{1.5, 2.0, 1000.0, 20000.0, 30.0, 200.0, 1.0, 10.0};
        return kValidity;
    }
};

}  // namespace

std::unique_ptr<PathLossModel> makeCost231Hata() {
    return std::make_unique<Cost231Hata>();
}

}  // namespace celltwin::propagation
