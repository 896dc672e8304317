// SPDX-License-Identifier: BSD-3-Clause
//
// 3GPP TR 38.901 V17.0.0 clause 7.4 indoors: InH office and InF (Tables 7.4.1-1, 7.4.2-1, 7.5-6), 1-150 m and
// 1-600 m of d_3D, held at 1 m. Both ends are in one hall: `indoor` and the indoor distance of a link mean
// nothing here. The report states no antenna heights; validity() has the evaluation's (Table 7.2-2: a 3 m
// ceiling; Table 7.2-4: ceilings up to 25 m). What is not modelled: walls, several floors.
#include <limits>
#include <sstream>

#include "models/propagation/block.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

constexpr MinDistance kMinDistance{0.0, 1.0};

double mixedOfficeLosShare(double d2) {
    // 1, exp(-(d - 1.2)/4.7), 0.32 exp(-(d - 6.5)/32.6)
    if (d2 <= 1.2) return 1.0;
    return d2 < 6.5 ? std::exp(-(d2 - 1.2) / 4.7) : 0.32 * std::exp(-(d2 - 6.5) / 32.6);
}

double openOfficeLosShare(double d2) {
    // 1, exp(-(d - 5)/70.8), 0.54 exp(-(d - 49)/211.7)
    if (d2 <= 5.0) return 1.0;
    return d2 <= 49.0 ? std::exp(-(d2 - 5.0) / 70.8) : 0.54 * std::exp(-(d2 - 49.0) / 211.7);
}

class InH final : public TabledModel {
  public:
    InH(Office office, NlosLoss nlos)
        : TabledModel({{3.0, nlos == NlosLoss::main ? 8.03 : 8.29, 0.0},
                       {10.0, 6.0, 6.0},
                       10.0,
                       {0.5, 100.0, 1.0, 150.0, 0.0, 3.0, 0.0, 3.0},
                       Setting::indoor}),
          office_(office),
          nlos_(nlos) {}
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        // 32.4 + 17.3 log d + 20 log f
        const auto los = [&](const Link& link) {
            return 32.4 + 17.3 * std::log10(link.distance_3d_m) + 20.0 * f.log10_ghz;
        };
        if (nlos_ == NlosLoss::main)
            // 38.3 log d + 17.30 + 24.9 log f
            return fillLossAtLeastLos(links, kMinDistance, loss_db, los, [&](const Link& link) {
                return 38.3 * std::log10(link.distance_3d_m) + 17.30 + 24.9 * f.log10_ghz;
            });
        fillLoss(links, kMinDistance, loss_db, los, [&](const Link& link) {
            // Optional PL = 32.4 + 20 log f + 31.9 log d
            return 32.4 + 20.0 * f.log10_ghz + 31.9 * std::log10(link.distance_3d_m);
        });
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        fillLosShare(links, probability, Setting::indoor, [this](double d2, double, double) {
            return office_ == Office::mixed ? mixedOfficeLosShare(d2) : openOfficeLosShare(d2);
        });
    }

  private:
    Office office_;
    NlosLoss nlos_;
};

/// sigma_SF of the NLOS rows, Table 7.4.1-1.
double infNlosSigmaDb(Factory factory) {
    switch (factory) {
        case Factory::sl:
            return 5.7;
        case Factory::dl:
            return 7.2;
        case Factory::sh:
            return 5.9;
        case Factory::dh:
            return 4.0;
        case Factory::hh:
            break;
    }
    return 4.3;
}

bool bsAboveClutter(Factory factory) {
    return factory == Factory::sh || factory == Factory::dh;
}

class InF final : public TabledModel {
  public:
    InF(Factory factory, const InFClutter& clutter)
        // Table 7.6.3.1-2: the LOS state's correlation distance is d_clutter / 2.
        : TabledModel({{4.3, infNlosSigmaDb(factory), 0.0},
                       {10.0, 10.0, 10.0},
                       clutter.size_m / 2.0,
                       {0.5, 100.0, 1.0, 600.0, 0.0, 25.0, 0.0, 25.0},
                       Setting::indoor}),
          factory_(factory),
          clutter_(clutter) {}

    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const Frequency f(carrier);
        fillLoss(
            links, kMinDistance, loss_db, [&](const Link& link) { return losDb(link, f); },
            [&](const Link& link) { return nlosDb(link, f); });
    }
    void losProbability(const LinkBlock& links, std::span<double> probability) const override {
        fillLosShare(links, probability, Setting::indoor,
                     [this](double d2, double bs_height_m, double ue_height_m) {
                         return losShare(d2, bs_height_m, ue_height_m);
                     });
    }
    void check(Hertz carrier, double bs_height_m, double ue_height_m) const override {
        PathLossModel::check(carrier, bs_height_m, ue_height_m);
        if (!bsAboveClutter(factory_)) return;
        std::ostringstream what;
        what << "BS antenna height (the clutter ends at " << clutter_.height_m << " m)";
        requireBetween(what.str(), bs_height_m, clutter_.height_m, std::numeric_limits<double>::infinity(),
                       " m");
        requireBetween("UE height among the clutter", ue_height_m, 0.0, clutter_.height_m, " m");
    }

  private:
    static double losDb(const Link& link, const Frequency& f) {
        // 31.84 + 21.50 log d + 19.00 log f
        return 31.84 + 21.50 * std::log10(link.distance_3d_m) + 19.00 * f.log10_ghz;
    }
    double nlosDb(const Link& link, const Frequency& f) const {
        const double d = std::log10(link.distance_3d_m), los = losDb(link, f);
        // SL: 33 + 25.5 log d + 20 log f, not below LOS; DL: 18.6 + 35.7 log d + 20 log f, not below LOS or
        // SL.
        const double sparse_low = std::max(los, 33.0 + 25.5 * d + 20.0 * f.log10_ghz);
        switch (factory_) {
            case Factory::sl:
                return sparse_low;
            case Factory::dl:
                return std::max(sparse_low, 18.6 + 35.7 * d + 20.0 * f.log10_ghz);
            case Factory::sh:
                // 32.4 + 23.0 log d + 20 log f, not below LOS
                return std::max(los, 32.4 + 23.0 * d + 20.0 * f.log10_ghz);
            case Factory::dh:
                // 33.63 + 21.9 log d + 20 log f, not below LOS
                return std::max(los, 33.63 + 21.9 * d + 20.0 * f.log10_ghz);
            case Factory::hh:
                break;
        }
        // HH is LOS by definition (Table 7.4.2-1).
        return los;
    }
    double losShare(double d2, double bs_height_m, double ue_height_m) const {
        if (factory_ == Factory::hh) return 1.0;
        // k_subsce = -d_clutter / ln(1 - r), times (h_BS - h_UT)/(h_c - h_UT) under a high BS; exp(-d /
        // k_subsce)
        double k = -clutter_.size_m / std::log(1.0 - clutter_.density);
        if (bsAboveClutter(factory_)) {
            // A UE at the clutter's top or above sees over it.
            if (ue_height_m >= clutter_.height_m) return 1.0;
            // A BS that is not above the clutter after all is as in SL and DL.
            k *= std::max(1.0, (bs_height_m - ue_height_m) / (clutter_.height_m - ue_height_m));
        }
        return std::exp(-d2 / k);
    }

    Factory factory_;
    InFClutter clutter_;
};

}  // namespace

std::unique_ptr<PathLossModel> makeTr38901InH(Office office, NlosLoss nlos) {
    return std::make_unique<InH>(office, nlos);
}

InFClutter clutterOf(Factory factory) {
    const bool dense = factory == Factory::dl || factory == Factory::dh;
    return dense ? InFClutter{2.0, 0.4, 2.0} : InFClutter{10.0, 0.2, 2.0};
}

std::unique_ptr<PathLossModel> makeTr38901InF(Factory factory) {
    return makeTr38901InF(factory, clutterOf(factory));
}

std::unique_ptr<PathLossModel> makeTr38901InF(Factory factory, const InFClutter& clutter) {
    requireBetween("clutter size", clutter.size_m, 0.0, std::numeric_limits<double>::infinity(), " m");
    requireBetween("clutter density", clutter.density, 0.0, 1.0, "");
    requireBetween("clutter height", clutter.height_m, 0.0, 25.0, " m");
    return std::make_unique<InF>(factory, clutter);
}

}  // namespace celltwin::propagation
