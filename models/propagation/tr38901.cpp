// SPDX-License-Identifier: BSD-3-Clause
//
// 3GPP TR 38.901 V17.0.0 clause 7.4: path loss (Table 7.4.1-1), LOS probability (Table 7.4.2-1), shadowing
// (Tables 7.4.1-1 and 7.5-6) for UMa, UMi street canyon and RMa. The main NLOS loss has its max() with LOS,
// the optional one stands alone. Antenna heights of UMa and UMi are the table's single values, 25 m and 10 m.
#include "models/propagation/tr38901_outdoor.h"

namespace celltwin::propagation {
namespace {

class Uma final : public TabledModel {
  public:
    explicit Uma(NlosLoss nlos)
        : TabledModel({{4.0, nlos == NlosLoss::main ? 6.0 : 7.8, 7.0},
                       {37.0, 50.0, 7.0},
                       50.0,
                       {0.5, 100.0, 10.0, 5000.0, 25.0, 25.0, 1.5, 22.5}}),
          nlos_(nlos) {}
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        const auto los = [&](const Link& link) { return umaLosDb(link, f); };
        if (nlos_ == NlosLoss::main)
            return fillLossAtLeastLos(links, kOutdoorMinDistance, loss_db, los,
                                      [&](const Link& link) { return umaNlosDb(link, f); });
        fillLoss(links, kOutdoorMinDistance, loss_db, los, [&](const Link& link) {
            // Optional PL = 32.4 + 20 log f + 30 log d
            return 32.4 + 20.0 * f.log10_ghz + 30.0 * std::log10(link.distance_3d_m);
        });
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        fillLosShare(links, probability, Setting::outdoor,
                     [](double d2, double, double ue_height_m) { return umaLosShare(d2, ue_height_m); });
    }

  private:
    NlosLoss nlos_;
};

class Umi final : public TabledModel {
  public:
    explicit Umi(NlosLoss nlos)
        : TabledModel({{4.0, nlos == NlosLoss::main ? 7.82 : 8.2, 7.0},
                       {10.0, 13.0, 7.0},
                       50.0,
                       {0.5, 100.0, 10.0, 5000.0, 10.0, 10.0, 1.5, 22.5}}),
          nlos_(nlos) {}
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        const auto los = [&](const Link& link) { return umiLosDb(link, f); };
        if (nlos_ == NlosLoss::main)
            return fillLossAtLeastLos(links, kOutdoorMinDistance, loss_db, los,
                                      [&](const Link& link) { return umiNlosDb(link, f); });
        fillLoss(links, kOutdoorMinDistance, loss_db, los, [&](const Link& link) {
            // Optional PL = 32.4 + 20 log f + 31.9 log d
            return 32.4 + 20.0 * f.log10_ghz + 31.9 * std::log10(link.distance_3d_m);
        });
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        fillLosShare(links, probability, Setting::outdoor,
                     [](double d2, double, double) { return umiLosShare(d2); });
    }

  private:
    NlosLoss nlos_;
};

class Rma final : public TabledModel {
  public:
    // LOS holds to 10 km, NLOS to 5 km: the narrower one is told.
    explicit Rma(const RuralStreet& street)
        : TabledModel({{4.0, 8.0, 8.0},
                       {37.0, 120.0, 120.0},
                       60.0,
                       {0.5, 30.0, 10.0, 5000.0, 10.0, 150.0, 1.0, 10.0}}),
          street_(street) {}
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        fillLossAtLeastLos(
            links, kOutdoorMinDistance, loss_db, [&](const Link& link) { return rmaLosDb(link, f, street_); },
            [&](const Link& link) { return rmaNlosDb(link, f, street_); });
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        fillLosShare(links, probability, Setting::outdoor,
                     [](double d2, double, double) { return rmaLosShare(d2); });
    }
    void shadowSigmaDb(const LinkBlock& links, Hertz carrier, std::span<double> sigma_db) const override {
        TabledModel::shadowSigmaDb(links, carrier, sigma_db);
        for (std::size_t i = 0; i < sigma_db.size(); ++i)
            // sigma_SF = 4 dB up to the breakpoint, 6 dB beyond.
            if (stateOf(links, i, Setting::outdoor) == LinkState::los &&
                links.distance_2d_m[i] >
                    rmaBreakpointM(links.bs_height_m[i], links.ue_height_m[i], carrier.value))
                sigma_db[i] = 6.0;
    }

  private:
    RuralStreet street_;
};

}  // namespace

std::unique_ptr<PathLossModel> makeTr38901Uma(NlosLoss nlos) {
    return std::make_unique<Uma>(nlos);
}
std::unique_ptr<PathLossModel> makeTr38901Umi(NlosLoss nlos) {
    return std::make_unique<Umi>(nlos);
}
std::unique_ptr<PathLossModel> makeTr38901Rma(const RuralStreet& street) {
    requireRuralStreet(street);
    return std::make_unique<Rma>(street);
}

}  // namespace celltwin::propagation
