// SPDX-License-Identifier: BSD-3-Clause
//
// Report ITU-R M.2412-0 (2017), Annex 1, channel model A of the primary module: path loss and shadowing of
// Tables A1-2 (InH_A), A1-3 (UMa_A), A1-4 (UMi_A) and A1-5 (RMa_A), LOS probability of Table A1-9. From 0.5
// to 6 GHz model A comes from TR 36.873 and differs from TR 38.901; above 6 GHz UMa_A, UMi_A and InH_A are
// TR 38.901's and are evaluated as such, RMa_A ends there. Rural with low mobility and large cells (LMLC)
// takes 12 dB off the NLOS loss. Correlation lengths are TR 38.901's. Not modelled: penetration loss
// (TR 38.901 clause 7.4.3 has it).
#include "models/propagation/tr38901_outdoor.h"

namespace celltwin::propagation {
namespace {

/// Where model A changes its formulas.
constexpr double kSplitHz = 6e9;
/// Table A1-3 fixes street width and building height of UMa_A's NLOS loss.
constexpr RuralStreet kUmaStreet{20.0, 20.0};

/// A model below 6 GHz and another above.
class SplitModel : public TabledModel {
  public:
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        if (carrier.value > kSplitHz) return above_->pathLossDb(links, carrier, loss_db);
        lowPathLossDb(links, Frequency(carrier), loss_db);
    }
    void shadowSigmaDb(const LinkBlock& links, Hertz carrier, std::span<double> sigma_db) const override {
        if (carrier.value > kSplitHz) return above_->shadowSigmaDb(links, carrier, sigma_db);
        TabledModel::shadowSigmaDb(links, carrier, sigma_db);
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        above_->losProbability(links, probability);
    }

  protected:
    SplitModel(const Statistics& below, std::unique_ptr<PathLossModel> above)
        : TabledModel(below), above_(std::move(above)) {}
    virtual void lowPathLossDb(const LinkBlock& links, const Frequency& f,
                               std::span<double> loss_db) const = 0;

  private:
    std::unique_ptr<PathLossModel> above_;
};

class UmaA final : public SplitModel {
  public:
    UmaA()
        : SplitModel(
              {{4.0, 6.0, 7.0}, {37.0, 50.0, 7.0}, 50.0, {0.5, 100.0, 10.0, 5000.0, 25.0, 25.0, 1.5, 22.5}},
              makeTr38901Uma()) {}

  private:
    void lowPathLossDb(const LinkBlock& links, const Frequency& f, std::span<double> loss_db) const override {
        fillLossAtLeastLos(
            links, kOutdoorMinDistance, loss_db, [&](const Link& link) { return umaLosDb(link, f); },
            [&](const Link& link) {
                // RMa's NLOS formula with h_UT = 1.5 m (17.625 = 11.75 * 1.5), W = h = 20 m, less 0.6 (h_UT
                // - 1.5)
                Link low = link;
                low.ue_height_m = 1.5;
                return rmaNlosDb(low, f, kUmaStreet) - 0.6 * (link.ue_height_m - 1.5);
            });
    }
};

class UmiA final : public SplitModel {
  public:
    UmiA()
        : SplitModel(
              {{3.0, 4.0, 7.0}, {10.0, 13.0, 7.0}, 50.0, {0.5, 100.0, 10.0, 5000.0, 10.0, 10.0, 1.5, 22.5}},
              makeTr38901Umi()) {}

  private:
    void lowPathLossDb(const LinkBlock& links, const Frequency& f, std::span<double> loss_db) const override {
        fillLossAtLeastLos(
            links, kOutdoorMinDistance, loss_db,
            // The two slopes are UMa's, h_E = 1 m.
            [&](const Link& link) { return umaLosDbAround(link, f, effectiveBreakpointM(link, 1.0, f.hz)); },
            [&](const Link& link) {
                // 36.7 log d + 22.7 + 26 log f - 0.3 (h_UT - 1.5), stated for 10-2000 m
                return 36.7 * std::log10(link.distance_3d_m) + 22.7 + 26.0 * f.log10_ghz -
                       0.3 * (link.ue_height_m - 1.5);
            });
    }
};

class InHA final : public SplitModel {
  public:
    InHA()
        : SplitModel({{3.0, 4.0, 0.0},
                      {10.0, 6.0, 6.0},
                      10.0,
                      {0.5, 100.0, 0.0, 150.0, 3.0, 6.0, 1.0, 2.5},
                      Setting::indoor},
                     makeTr38901InH(Office::open)) {}

  private:
    // No max(): within 6.4 m NLOS is below LOS in this table.
    void lowPathLossDb(const LinkBlock& links, const Frequency& f, std::span<double> loss_db) const override {
        fillLoss(
            links, {0.0, 1.0}, loss_db,
            // 16.9 log d + 32.8 + 20 log f
            [&](const Link& link) {
                return 16.9 * std::log10(link.distance_3d_m) + 32.8 + 20.0 * f.log10_ghz;
            },
            // 43.3 log d + 11.5 + 20 log f
            [&](const Link& link) {
                return 43.3 * std::log10(link.distance_3d_m) + 11.5 + 20.0 * f.log10_ghz;
            });
    }
};

class RmaA : public TabledModel {
  public:
    explicit RmaA(const RuralStreet& street)
        : TabledModel({{4.0, 8.0, 8.0},
                       {37.0, 120.0, 120.0},
                       60.0,
                       {0.5, 6.0, 10.0, 21000.0, 10.0, 150.0, 1.0, 10.0}}),
          street_(street),
          model_b_(makeTr38901Rma(street)) {}
    // TR 38.901's two losses, NLOS without its max().
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        fillLoss(
            links, kOutdoorMinDistance, loss_db, [&](const Link& link) { return rmaLosDb(link, f, street_); },
            [&](const Link& link) { return rmaNlosDb(link, f, street_); });
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        model_b_->losProbability(links, probability);
    }
    void shadowSigmaDb(const LinkBlock& links, Hertz carrier, std::span<double> sigma_db) const override {
        model_b_->shadowSigmaDb(links, carrier, sigma_db);
    }

  protected:
    RuralStreet street_;

  private:
    std::unique_ptr<PathLossModel> model_b_;
};

class RmaLmlc final : public RmaA {
  public:
    using RmaA::RmaA;
    // PL_NLOS = max(PL_LOS, PL'_NLOS - 12 dB).
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        fillLossAtLeastLos(
            links, kOutdoorMinDistance, loss_db, [&](const Link& link) { return rmaLosDb(link, f, street_); },
            [&](const Link& link) { return rmaNlosDb(link, f, street_) - 12.0; });
    }
};

}  // namespace

std::unique_ptr<PathLossModel> makeM2412UmaA() {
    return std::make_unique<UmaA>();
}
std::unique_ptr<PathLossModel> makeM2412UmiA() {
    return std::make_unique<UmiA>();
}
std::unique_ptr<PathLossModel> makeM2412RmaA(const RuralStreet& street) {
    return std::make_unique<RmaA>(street);
}
std::unique_ptr<PathLossModel> makeM2412RmaLmlc(const RuralStreet& street) {
    return std::make_unique<RmaLmlc>(street);
}
std::unique_ptr<PathLossModel> makeM2412InHA() {
    return std::make_unique<InHA>();
}

}  // namespace celltwin::propagation
