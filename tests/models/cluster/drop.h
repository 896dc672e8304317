// SPDX-License-Identifier: BSD-3-Clause
//
// A drop of UEs after TR 38.901 Tables 7.8-2 (full calibration), 7.2-1 and 7.2-2: UMa and UMi on 19 sites
// with the UEs in the central one, so that no wrap-around is needed; the open office of 12 sites. What
// remains of the model under test is the channel between site and UE.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "models/cluster/gain_table.h"
#include "models/cluster/statistics.h"
#include "models/propagation/building_loss.h"
#include "models/propagation/path_loss.h"
#include "tests/models/cluster/panel.h"

namespace celltwin::cluster {

/// How large-scale parameters follow shadow fading. By the report they correlate, positive = more power. The
/// reference's medians over companies lie where neither sign of it shows.
enum class ShadowCorrelation { of_the_report, none };

struct CalibrationCase {
    Scenario scenario = Scenario::uma;
    double ghz = 6.0;
    int ues = 300;
    bool singular_values = true;
    Edition edition = Edition::v14;
    ShadowCorrelation correlation = ShadowCorrelation::none;
};

/// One value a UE for each metric of the reference, under its name there.
using Samples = std::map<std::string, std::vector<double>>;

struct Ue {
    Enu at;
    double height_m = 1.5, indoor_distance_m = 0.0, building_loss_db = 0.0;
    bool indoor = false;
};

/// Draws of the drop itself, one after the other.
class Draws {
  public:
    explicit Draws(const Random& random, std::uint64_t entity) : random_(random), entity_(entity) {}
    double uniform() { return random_.uniform(Stream::layout, entity_, step_++); }
    int integer(int low, int high) { return low + static_cast<int>(uniform() * (high - low + 1)); }
    double normal() { return random_.normal(Stream::indoor, entity_, step_++); }

  private:
    const Random& random_;
    std::uint64_t entity_, step_ = 0;
};

inline std::vector<Enu> hexagonalSites(double isd_m) {
    std::vector<Enu> sites;
    for (int a = -2; a <= 2; ++a)
        for (int b = -2; b <= 2; ++b)
            if (std::abs(a + b) <= 2)
                sites.push_back({isd_m * (a + 0.5 * b), isd_m * 0.8660254037844386 * b});
    return sites;
}

inline std::vector<Enu> officeSites() {
    std::vector<Enu> sites;
    for (int column = 0; column < 6; ++column)
        for (const double north : {15.0, 35.0}) sites.push_back({10.0 + 20.0 * column, north});
    return sites;
}

class Drop {
  public:
    explicit Drop(const CalibrationCase& run) : run_(run) {
        const bool office = run.scenario == Scenario::indoor_office;
        isd_m_ = run.scenario == Scenario::uma ? 500.0 : 200.0;
        bs_height_m_ = office ? 3.0 : run.scenario == Scenario::uma ? 25.0 : 10.0;
        sites_ = office ? officeSites() : hexagonalSites(isd_m_);
        if (!office)
            loss_ =
                propagation::makePathLossModel(run.scenario == Scenario::uma ? "tr38901-uma" : "tr38901-umi");
        for (int s = 0; s < 4; ++s)
            if (!(office && s >= 2))
                models_.emplace_back(run.scenario, static_cast<State>(s), Hertz{run.ghz * 1e9}, Hall{},
                                     run.edition);
        first_.emplace(panelOfConfiguration1(0.0, office ? 20.0 : 12.0), 0);
        second_.emplace(panelOfConfiguration2(0.0), 0);
    }

    Samples run() {
        Samples samples;
        for (int u = 0; u < run_.ues; ++u) evaluate(static_cast<std::uint64_t>(u), samples);
        return samples;
    }

  private:
    /// Evenly spread over the unit square (additive recurrence by powers of the plastic number), so that few
    /// UEs suffice for a median.
    Enu nextPlace() {
        ++places_;
        const double east = 0.7548776662466927 * places_, north = 0.5698402909980532 * places_;
        return {east - std::floor(east), north - std::floor(north)};
    }

    Ue place(std::uint64_t u, Draws& draws) {
        Ue ue;
        if (run_.scenario == Scenario::indoor_office) {
            const Enu at = nextPlace();
            ue.at = {120.0 * at.east_m, 50.0 * at.north_m};
            ue.height_m = 1.0;
            return ue;
        }
        const double least = run_.scenario == Scenario::uma ? 35.0 : 10.0;
        do {
            const Enu at = nextPlace();
            ue.at = {isd_m_ * (at.east_m - 0.5), 1.2 * isd_m_ * (at.north_m - 0.5)};
        } while (outsideCentralCell(ue.at) || std::hypot(ue.at.east_m, ue.at.north_m) < least);
        // Four UEs in five are indoors, half of them behind either kind of wall.
        ue.indoor = u % 5 != 0;
        if (!ue.indoor) return ue;
        ue.height_m = 3.0 * (draws.integer(1, draws.integer(4, 8)) - 1) + 1.5;
        ue.indoor_distance_m = 25.0 * std::min(draws.uniform(), draws.uniform());
        const auto kind = u % 2 == 0 ? propagation::BuildingLoss::low : propagation::BuildingLoss::high;
        ue.building_loss_db =
            propagation::buildingLoss(kind, Hertz{run_.ghz * 1e9}, ue.indoor_distance_m).at(draws.normal());
        return ue;
    }

    bool outsideCentralCell(Enu at) const {
        // Sides face the neighbours at 0, 60 and 120 degrees from east.
        const double half = 0.5 * isd_m_, c = 0.8660254037844386;
        return std::fabs(at.east_m) > half || std::fabs(0.5 * at.east_m + c * at.north_m) > half ||
               std::fabs(0.5 * at.east_m - c * at.north_m) > half;
    }

    struct Large {
        double loss_db, sigma_db;
        State state;
    };

    Large officeLoss(double distance_2d_m, Draws& draws) const {
        const double d = std::max(1.0, std::hypot(distance_2d_m, 2.0)), lg = std::log10(d),
                     f = std::log10(run_.ghz);
        // Tables 7.4.1-1 and 7.4.2-1, open office.
        const double share = distance_2d_m <= 5.0    ? 1.0
                             : distance_2d_m <= 49.0 ? std::exp(-(distance_2d_m - 5.0) / 70.8)
                                                     : 0.54 * std::exp(-(distance_2d_m - 49.0) / 211.7);
        const double los = 32.4 + 17.3 * lg + 20.0 * f;
        if (draws.uniform() < share) return {los, 3.0, State::los};
        return {std::max(los, 38.3 * lg + 17.30 + 24.9 * f), 8.03, State::nlos};
    }

    Large largeOf(const Ue& ue, double distance_2d_m, Draws& draws) const {
        if (!loss_) return officeLoss(distance_2d_m, draws);
        const double environment = draws.uniform();
        std::uint8_t indoor = ue.indoor ? 1 : 0, los = 0;
        const propagation::LinkBlock block{{&distance_2d_m, 1}, {&ue.indoor_distance_m, 1}, {&indoor, 1},
                                           {&bs_height_m_, 1},  {&ue.height_m, 1},          {&los, 1},
                                           {&environment, 1}};
        Large out{};
        double share = 0.0;
        loss_->losProbability(block, {&share, 1});
        los = draws.uniform() < share ? 1 : 0;
        loss_->pathLossDb(block, Hertz{run_.ghz * 1e9}, {&out.loss_db, 1});
        loss_->shadowSigmaDb(block, Hertz{run_.ghz * 1e9}, {&out.sigma_db, 1});
        out.loss_db += ue.building_loss_db;
        out.state = ue.indoor ? (los ? State::o2i_los : State::o2i_nlos) : (los ? State::los : State::nlos);
        return out;
    }

    /// The strongest cell and the sum of all. All ports of a panel have the same gain here, so that one
    /// port's reference signal and the coupling gain are one number.
    struct Best {
        double gain = 0.0, sum = 0.0;
        Rays rays;
        std::size_t sector = 0;
        void offer(double gain_now, const Rays& rays_now, std::size_t sector_now) {
            sum += gain_now;
            if (gain_now <= gain) return;
            gain = gain_now;
            rays = rays_now;
            sector = sector_now;
        }
    };

    void evaluate(std::uint64_t u, Samples& samples) {
        Draws draws(random_, u);
        const Ue ue = place(u, draws);
        Best first, second;
        const double common_shadow = draws.normal();
        for (std::size_t s = 0; s < sites_.size(); ++s) {
            const double distance_2d_m = std::max(distance2dM(sites_[s], ue.at), 1e-3);
            const LinkGeometry link{distance_2d_m, bs_height_m_, ue.height_m, bearingDeg(sites_[s], ue.at)};
            const Large large = largeOf(ue, distance_2d_m, draws);
            const LargeScaleModel& model = models_[static_cast<std::size_t>(large.state)];
            const std::uint64_t key = u * 32 + s;
            // Sites correlate by one half (models/shadowing); the offices stand in one room, each on its own.
            const double shadow = shadowing::combineShadow(common_shadow, draws.normal(), loss_ ? 0.5 : 0.0);
            const double other = draws.normal();
            const bool correlated = run_.correlation == ShadowCorrelation::of_the_report;
            LargeScale drawn =
                model.draw(link, large.sigma_db, drawNormals(random_, key, correlated ? shadow : other));
            drawn.shadow_gain_db = large.sigma_db * shadow;
            makeRays(model, link, drawn, drawClusters(random_, key, model.clusterParameters()), random_, key,
                     rays_);
            const double path = toLinear(Db{drawn.shadow_gain_db - large.loss_db});
            for (std::size_t sector = 0; sector < kAzimuths.size(); ++sector) {
                first.offer(path * meanCouplingGain(rays_, *first_, kAzimuths[sector]), rays_, sector);
                second.offer(path * meanCouplingGain(rays_, *second_, kAzimuths[sector]), rays_, sector);
            }
        }
        report(first, second, samples);
    }

    void report(const Best& first, const Best& second, Samples& samples) {
        const auto add = [&](const char* name, double value) { samples[name].push_back(value); };
        add("coupling_gain_db 1", toDb(first.gain).value);
        add("coupling_gain_db 2", toDb(second.gain).value);
        add("wideband_sinr_db 1", toDb(first.gain / (first.sum - first.gain)).value);
        add("wideband_sinr_db 2", toDb(second.gain / (second.sum - second.gain)).value);
        const Spreads spreads = spreadsOf(first.rays);
        add("delay_spread_ns", spreads.delay_s * 1e9);
        add("asd_deg", spreads.asd_deg);
        add("asa_deg", spreads.asa_deg);
        add("zsd_deg", spreads.zsd_deg);
        add("zsa_deg", spreads.zsa_deg);
        if (run_.singular_values) reportBlocks(second, samples);
    }

    void reportBlocks(const Best& best, Samples& samples) {
        constexpr int kBlocks = 10;
        constexpr double kBlockHz = 180e3;
        const double bandwidth_hz = run_.ghz < 10.0 ? 20e6 : 100e6;
        const Panel panel = panelOfConfiguration2(kAzimuths[best.sector]);
        for (int block = 0; block < kBlocks; ++block) {
            const double centre = bandwidth_hz * ((block + 0.5) / kBlocks - 0.5);
            const std::array<double, 3> offsets{centre - kBlockHz / 3.0, centre, centre + kBlockHz / 3.0};
            std::vector<std::complex<double>> h(offsets.size() * 8);
            channelCoefficients(best.rays, panel, ue_, Hertz{run_.ghz * 1e9}, {}, offsets, work_, h);
            std::array<double, 2> values{};
            blockSingularValues(h, 2, 4, values);
            samples["sv1_db"].push_back(toDb(values[0]).value);
            samples["sv2_db"].push_back(toDb(values[1]).value);
            samples["sv_ratio_db"].push_back(toDb(values[0] / values[1]).value);
        }
    }

    CalibrationCase run_;
    Random random_{20260901};
    int places_ = 0;
    double isd_m_ = 0.0, bs_height_m_ = 0.0;
    std::vector<Enu> sites_;
    std::unique_ptr<propagation::PathLossModel> loss_;
    std::vector<LargeScaleModel> models_;
    /// 30, 150 and 270 degrees from east in the report, where neighbours stand at 0, 60 and 120: boresights
    /// look between sites.
    static constexpr std::array<double, 3> kAzimuths{60.0, 180.0, 300.0};
    std::optional<GainTable> first_, second_;
    IsotropicFields ue_{{0.0, 90.0}};
    ChannelWorkspace work_;
    Rays rays_;
};

inline double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace celltwin::cluster
