// SPDX-License-Identifier: BSD-3-Clause
//
// Recommendation ITU-R P.1411-12, Annex 1: clause 4.1.2 (line of sight in a street canyon at UHF, median and
// bounds), clause 4.2.2.1 (over roof tops in urban areas, multiple-screen diffraction), and the site-general
// models of clauses 4.1.1 (Table 4) and 4.2.1 (Table 8). The first two state no deviation: no shadowing of
// their own. The site-general ones state no LOS probability: that of TR 38.901 UMi (below roofs) and UMa
// stands in; correlation lengths are those scenarios' everywhere. What is not modelled: traffic on the street
// at SHF, gases and rain, corners.
#include "models/propagation/tr38901_outdoor.h"

namespace celltwin::propagation {
namespace {

constexpr Statistics kNoShadow{{0.0, 0.0, 0.0}, {10.0, 13.0, 7.0}, 50.0, {}};

class CanyonLos final : public TabledModel {
  public:
    explicit CanyonLos(CanyonBound bound) : TabledModel(statisticsOf()), bound_(bound) {}
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const double wavelength = kSpeedOfLight / carrier.value;
        const auto loss = [&](const Link& link) {
            const double heights = link.bs_height_m * link.ue_height_m;
            // R_bp = 4 h1 h2 / lambda, L_bp = |20 log(lambda^2 / (8 pi h1 h2))|
            const double ratio = std::log10(link.distance_3d_m * wavelength / (4.0 * heights));
            const double at_breakpoint =
                std::fabs(20.0 * std::log10(wavelength * wavelength / (8.0 * kPi * heights)));
            // L_bp + {0, 6, 20} + {20, 20, 25} log(d/R_bp), beyond R_bp 40 log(d/R_bp)
            const double near_slope = bound_ == CanyonBound::upper ? 25.0 : 20.0;
            return at_breakpoint + offsetDb() + (ratio <= 0.0 ? near_slope : 40.0) * ratio;
        };
        fillLoss(links, {1.0, 0.0}, loss_db, loss, loss);
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 1.0);
    }

  private:
    static Statistics statisticsOf() {
        Statistics s = kNoShadow;
        // The clause bounds no height; R_bp presumes both far under the roofs.
        s.validity = {0.3, 3.0, 1.0, 1000.0, 0.0, 55.0, 0.0, 55.0};
        return s;
    }
    double offsetDb() const {
        return bound_ == CanyonBound::lower ? 0.0 : bound_ == CanyonBound::median ? 6.0 : 20.0;
    }
    CanyonBound bound_;
};

/// L_ori by the street's angle to the path.
double orientationLossDb(double degrees) {
    if (degrees < 35.0) return -10.0 + 0.354 * degrees;
    if (degrees < 55.0) return 2.5 + 0.075 * (degrees - 35.0);
    return 4.0 - 0.114 * (degrees - 55.0);
}

class OverRoofs final : public TabledModel {
  public:
    explicit OverRoofs(const RoofTops& roofs) : TabledModel(statisticsOf()), roofs_(roofs) {}

    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const auto loss = [&](const Link& link) { return lossOfDb(link, carrier); };
        fillLoss(links, {20.0, 0.0}, loss_db, loss, loss);
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 0.0);
    }
    void check(Hertz carrier, double bs_height_m, double ue_height_m) const override {
        PathLossModel::check(carrier, bs_height_m, ue_height_m);
        requireBetween("UE height under the roofs", ue_height_m, 0.0, roofs_.roof_height_m, " m");
    }

  private:
    static Statistics statisticsOf() {
        Statistics s = kNoShadow;
        s.validity = {0.8, 26.0, 20.0, 5000.0, 4.0, 55.0, 1.0, 3.0};
        return s;
    }

    double lossOfDb(const Link& link, Hertz carrier) const {
        const double f_mhz = carrier.value * 1e-6;
        // L_bf = 32.4 + 20 log(d/1000) + 20 log f
        const double free_space =
            32.4 + 20.0 * std::log10(link.distance_3d_m / 1000.0) + 20.0 * std::log10(f_mhz);
        // L_rts = -8.2 - 10 log w + 10 log f + 20 log(h_r - h_2) + L_ori
        const double drop = std::max(roofs_.roof_height_m - link.ue_height_m, kMinDropM);
        const double to_street = -8.2 - 10.0 * std::log10(roofs_.street_width_m) + 10.0 * std::log10(f_mhz) +
                                 20.0 * std::log10(drop) + orientationLossDb(roofs_.street_orientation_deg);
        // L = L_bf + L_rts + L_msd, at least L_bf
        return std::max(free_space, free_space + to_street + screensDb(link, carrier));
    }

    /// L_msd: L1 in grazing incidence, L2 in the settled field, joined around d_bp.
    double screensDb(const Link& link, Hertz carrier) const {
        const double wavelength = kSpeedOfLight / carrier.value, d = link.distance_3d_m;
        const double over = clearanceM(link);
        const double extend = roofs_.buildings_extend_m.value_or(d);
        // d_s = lambda d^2 / (h_1 - h_r)^2, d_bp = |h_1 - h_r| sqrt(l/lambda)
        const bool grazing = extend > wavelength * d * d / (over * over);
        const double breakpoint = std::fabs(over) * std::sqrt(extend / wavelength);
        const double upper = grazingDb(breakpoint, over, carrier),
                     lower = settledDb(breakpoint, over, carrier);
        const double middle = 0.5 * (upper + lower), step = upper - lower;
        const double ratio = std::log10(d) - std::log10(breakpoint);
        if (step > 0.0) {
            // -tanh((log d - log d_bp)/chi)(L1 - L_mid) + L_mid, tanh(...)(L2 - L_mid) + L_mid, chi = 0.1
            const double blend = std::tanh(ratio / 0.1);
            return grazing ? -blend * (grazingDb(d, over, carrier) - middle) + middle
                           : blend * (settledDb(d, over, carrier) - middle) + middle;
        }
        if (step == 0.0) return settledDb(d, over, carrier);
        // As printed, which leaves L1 higher by L_low - L_upp far before d_bp:
        // L1 - tanh((log d - log d_bp)/zeta)(L_upp - L_mid) - L_upp + L_mid,
        // L2 + tanh(...)(L_mid - L_low) + L_mid - L_low, zeta = 0.0417 (L_upp - L_low)
        const double blend = std::tanh(ratio / (0.0417 * step));
        return grazing ? grazingDb(d, over, carrier) - blend * (upper - middle) - upper + middle
                       : settledDb(d, over, carrier) + blend * (middle - lower) + middle - lower;
    }

    /// L1_msd for `over` = h_1 - h_r.
    double grazingDb(double d, double over, Hertz carrier) const {
        const double f_mhz = carrier.value * 1e-6;
        const bool high = f_mhz > 2000.0;
        // L_bsh = -18 log(1 + dh), k_a = 71.4 or 54, k_d = 18 above the roofs; below them L_bsh = 0,
        // k_a = 73 or 54 - 0.8 dh (1.6 dh d/1000 within 500 m), k_d = 18 - 15 dh/h_r
        double bsh = 0.0, ka = high ? 71.4 : 54.0, kd = 18.0;
        if (over > 0.0) {
            bsh = -18.0 * std::log10(1.0 + over);
        } else {
            ka = (high ? 73.0 : 54.0) - (d < 500.0 ? 1.6 * over * d / 1000.0 : 0.8 * over);
            kd -= 15.0 * over / roofs_.roof_height_m;
        }
        // k_f = -8 above 2 GHz, else -4 + {0.7, 1.5}(f/925 - 1)
        const double kf =
            high ? -8.0 : -4.0 + (roofs_.centre == Centre::metropolitan ? 1.5 : 0.7) * (f_mhz / 925.0 - 1.0);
        // L1 = L_bsh + k_a + k_d log(d/1000) + k_f log f - 9 log b
        return bsh + ka + kd * std::log10(d / 1000.0) + kf * std::log10(f_mhz) -
               9.0 * std::log10(roofs_.building_separation_m);
    }

    /// L2_msd.
    double settledDb(double d, double over, Hertz carrier) const {
        const double wavelength = kSpeedOfLight / carrier.value, b = roofs_.building_separation_m;
        // dh_u = 10^(-log sqrt(b/lambda) - log(d)/9 + (10/9) log(b/2.35))
        const double upper = std::pow(10.0, -0.5 * std::log10(b / wavelength) - std::log10(d) / 9.0 +
                                                (10.0 / 9.0) * std::log10(b / 2.35));
        // dh_l = (0.00023 b^2 - 0.1827 b - 9.4978)/(log f)^2.938 + 0.000781 b + 0.06923
        const double lower =
            (0.00023 * b * b - 0.1827 * b - 9.4978) / std::pow(std::log10(carrier.value * 1e-6), 2.938) +
            0.000781 * b + 0.06923;
        double q = b / d;
        if (over > upper) {
            // Q_M = 2.35 (dh/d sqrt(b/lambda))^0.9
            q = 2.35 * std::pow(over / d * std::sqrt(b / wavelength), 0.9);
        } else if (over < lower) {
            // Q_M = b/(2 pi d) sqrt(lambda/rho) (1/theta - 1/(2 pi + theta))
            const double theta = std::atan(over / b), rho = std::sqrt(over * over + b * b);
            q = b / (2.0 * kPi * d) * std::sqrt(wavelength / rho) * (1.0 / theta - 1.0 / (2.0 * kPi + theta));
        }
        // L2 = -10 log Q_M^2
        return -10.0 * std::log10(q * q);
    }

    /// h_1 - h_r, kept off zero, where the breakpoint's logarithm would end.
    double clearanceM(const Link& link) const {
        const double over = link.bs_height_m - roofs_.roof_height_m;
        return std::fabs(over) < kMinClearanceM ? kMinClearanceM : over;
    }

    static constexpr double kMinDropM = 0.5, kMinClearanceM = 1e-3;
    RoofTops roofs_;
};

/// alpha, beta, gamma of L = 10 alpha log d + beta + 10 gamma log f, d in m and f in GHz, and sigma.
struct Row {
    double alpha, beta, gamma, sigma_db;
};
struct SiteRows {
    Row los, nlos;
    Validity validity;
    bool below_roofs;
};

/// Tables 4 (below roof tops) and 8 (one station above); validity is what LOS and NLOS rows share.
SiteRows rowsOf(SiteGeneral site) {
    constexpr Row kStreet{2.12, 29.2, 2.11, 5.06};
    switch (site) {
        case SiteGeneral::high_rise:
            return {kStreet, {4.00, 10.2, 2.36, 7.60}, {0.8, 82.0, 30.0, 660.0, 0.0, 55.0, 0.0, 55.0}, true};
        case SiteGeneral::low_rise:
            return {
                kStreet, {5.06, -4.68, 2.02, 9.33}, {10.0, 73.0, 30.0, 250.0, 0.0, 55.0, 0.0, 55.0}, true};
        case SiteGeneral::above_roof:
            break;
    }
    return {{2.29, 28.6, 1.96, 3.48},
            {4.39, -6.27, 2.30, 6.89},
            {2.2, 66.5, 260.0, 1200.0, 0.0, 200.0, 0.0, 55.0},
            false};
}

class SiteGeneralModel final : public TabledModel {
  public:
    explicit SiteGeneralModel(const SiteRows& rows)
        : TabledModel({{rows.los.sigma_db, rows.nlos.sigma_db, rows.nlos.sigma_db},
                       rows.below_roofs ? ByState{10.0, 13.0, 7.0} : ByState{37.0, 50.0, 7.0},
                       50.0,
                       rows.validity}),
          rows_(rows) {}
    // Near the station the NLOS line would undercut LOS; it is held at LOS there.
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        const auto line = [&f](const Row& row, const Link& link) {
            return 10.0 * row.alpha * std::log10(link.distance_3d_m) + row.beta +
                   10.0 * row.gamma * f.log10_ghz;
        };
        fillLossAtLeastLos(
            links, {5.0, 0.0}, loss_db, [&](const Link& link) { return line(rows_.los, link); },
            [&](const Link& link) { return line(rows_.nlos, link); });
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        fillLosShare(links, probability, Setting::outdoor, [this](double d2, double, double ue_height_m) {
            return rows_.below_roofs ? umiLosShare(d2) : umaLosShare(d2, ue_height_m);
        });
    }

  private:
    SiteRows rows_;
};

}  // namespace

std::unique_ptr<PathLossModel> makeItuP1411Los(CanyonBound bound) {
    return std::make_unique<CanyonLos>(bound);
}

std::unique_ptr<PathLossModel> makeItuP1411Nlos(const RoofTops& roofs) {
    requireBetween("roof height", roofs.roof_height_m, 0.0, 1000.0, " m");
    requireBetween("street width", roofs.street_width_m, 0.0, 1000.0, " m");
    requireWithin("street orientation", roofs.street_orientation_deg, 0.0, 90.0, " degrees");
    requireBetween("building separation", roofs.building_separation_m, 0.0, 1000.0, " m");
    if (roofs.buildings_extend_m)
        requireBetween("extent of buildings", *roofs.buildings_extend_m, 0.0, 1e6, " m");
    return std::make_unique<OverRoofs>(roofs);
}

std::unique_ptr<PathLossModel> makeItuP1411SiteGeneral(SiteGeneral site) {
    return std::make_unique<SiteGeneralModel>(rowsOf(site));
}

}  // namespace celltwin::propagation
