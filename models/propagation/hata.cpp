// SPDX-License-Identifier: BSD-3-Clause
//
// Okumura-Hata: M. Hata, "Empirical formula for propagation loss in land mobile radio services", IEEE Trans.
// Veh. Technol. VT-29 (1980), 150-1500 MHz; and its extension to 1500-2000 MHz, COST-231 Hata: COST Action
// 231 final report (EUR 18957, 1999), chapter 4, eq. 4.4.3, for a medium-sized city (C_m = 0 dB) with the
// small and medium city's mobile antenna correction. Medians over 1-20 km under masts of 30-200 m: they know
// no line of sight. What is not modelled: terrain, COST-231's metropolitan 3 dB. Below 1 km the straight line
// is used on, never under free space.
#include "models/propagation/block.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

constexpr MinDistance kMinDistance{10.0, 0.0};

double mobileCorrectionDb(double ue_height_m, double f_mhz, HataArea area) {
    const double f = std::log10(f_mhz);
    // Small and medium city: a(h_m) = (1.1 log f - 0.7) h_m - (1.56 log f - 0.8)
    if (area != HataArea::large_city) return (1.1 * f - 0.7) * ue_height_m - (1.56 * f - 0.8);
    // Large city: 8.29 (log 1.54 h_m)^2 - 1.1 up to 200 MHz, 3.2 (log 11.75 h_m)^2 - 4.97 from 400 MHz;
    // between them Hata says nothing and the second is used.
    const double low = std::log10(1.54 * ue_height_m), high = std::log10(11.75 * ue_height_m);
    return f_mhz < 200.0 ? 8.29 * low * low - 1.1 : 3.2 * high * high - 4.97;
}

/// What a suburban or an open area takes off the city's loss.
double areaReliefDb(double f_mhz, HataArea area) {
    const double f = std::log10(f_mhz), suburban = std::log10(f_mhz / 28.0);
    // 2 (log f/28)^2 + 5.4
    if (area == HataArea::suburban) return 2.0 * suburban * suburban + 5.4;
    // 4.78 (log f)^2 - 18.33 log f + 40.94
    return area == HataArea::open ? 4.78 * f * f - 18.33 * f + 40.94 : 0.0;
}

/// Both are A + B log f - 13.82 log h_b - a(h_m) + (44.9 - 6.55 log h_b) log d, f in MHz, d in km.
class Hata : public TabledModel {
  public:
    Hata(HataArea area, double constant_db, double per_decade_of_f_db, double f_min_ghz, double f_max_ghz)
        // The formulas state no correlation lengths; those of TR 38.901 UMa NLOS are the nearest in kind.
        : TabledModel({{},
                       {50.0, 50.0, 50.0},
                       50.0,
                       {f_min_ghz, f_max_ghz, 1000.0, 20000.0, 30.0, 200.0, 1.0, 10.0}}),
          area_(area),
          constant_db_(constant_db),
          per_decade_of_f_db_(per_decade_of_f_db) {}

    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const double f_mhz = carrier.value * 1e-6, f = std::log10(f_mhz);
        const double relief = areaReliefDb(f_mhz, area_);
        const auto loss = [&](const Link& link) {
            const double bs = std::log10(link.bs_height_m);
            const double mobile = mobileCorrectionDb(link.ue_height_m, f_mhz, area_);
            const double hata = constant_db_ + per_decade_of_f_db_ * f - 13.82 * bs - mobile +
                                (44.9 - 6.55 * bs) * std::log10(link.distance_2d_m * 1e-3);
            return std::max(hata - relief, freeSpaceLossDb(link.distance_3d_m, carrier));
        };
        fillLoss(links, kMinDistance, loss_db, loss, loss);
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 0.0);
    }
    void shadowSigmaDb(const LinkBlock&, Hertz carrier, std::span<double> sigma_db) const override {
        // Okumura's location variability as fitted by Saunders (Antennas and Propagation for Wireless
        // Communication Systems, ch. 9): sigma = 0.65 (log f)^2 - 1.3 log f + A, f in MHz, A = 5.2 dB in
        // cities and 6.6 dB in suburbs.
        const double f = std::log10(carrier.value * 1e-6);
        const bool city = area_ == HataArea::city || area_ == HataArea::large_city;
        std::fill(sigma_db.begin(), sigma_db.end(), 0.65 * f * f - 1.3 * f + (city ? 5.2 : 6.6));
    }

  private:
    HataArea area_;
    double constant_db_, per_decade_of_f_db_;
};

}  // namespace

std::unique_ptr<PathLossModel> makeOkumuraHata(HataArea area) {
    return std::make_unique<Hata>(area, 69.55, 26.16, 0.15, 1.5);
}
std::unique_ptr<PathLossModel> makeCost231Hata() {
    return std::make_unique<Hata>(HataArea::city, 46.3, 33.9, 1.5, 2.0);
}

}  // namespace celltwin::propagation
