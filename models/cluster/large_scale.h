// SPDX-License-Identifier: BSD-3-Clause
//
// Large-scale parameters of TR 38.901 V16.1 clause 7.5 step 4: shadow fading, Ricean K, delay spread and the
// four angle spreads of one link, jointly log-normal, with the means, deviations, correlations and
// correlation distances of Table 7.5-6 (parts 1 to 3) and the zenith spread of departure of Tables 7.5-7
// to 7.5-11.
//
// Valid 0.5 to 100 GHz (RMa to 7 GHz). As the report's notes say, parameters that depend on frequency are
// taken at 6 GHz below 6 GHz in UMa and indoor office, and at 2 GHz below 2 GHz in UMi. Not modelled: channel
// model A of Report ITU-R M.2412, shopping malls (their tables were never filled), vehicles.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/base/geo.h"
#include "models/base/random.h"
#include "models/base/units.h"
#include "models/shadowing/gaussian_field.h"

namespace celltwin::cluster {

enum class Scenario { uma, umi_street_canyon, rma, indoor_office, indoor_factory };

/// The scenario a path loss model of TR 38.901 or Report M.2412 belongs to, by the model's name; nothing for
/// others.
std::optional<Scenario> scenarioOf(std::string_view path_loss_model);

/// Propagation state of a link. The two outdoor-to-indoor states share all but the zenith spread and offset
/// of departure, which follow the outdoor part of the link. Indoor scenarios know los and nlos only.
enum class State { los, nlos, o2i_los, o2i_nlos };

constexpr bool isOutdoorToIndoor(State state) {
    return state == State::o2i_los || state == State::o2i_nlos;
}

/// Order of the parameters wherever seven stand side by side; the report's own (step 4).
enum class Parameter { sf, k, ds, asd, asa, zsd, zsa };
inline constexpr std::size_t kParameters = 7;

/// Whose parameters. v16 is TR 38.901 V16.1. v14 is TR 38.900 V14.0.0 of June 2016, with which 3GPP
/// calibrated (R1-165974, R1-165975): it has other indoor offices, and wider clusters and other correlations
/// outdoor-to-indoor; whatever else may have changed since is as in v16.
enum class Edition { v16, v14 };

/// Of an indoor factory, for its delay spread.
struct Hall {
    double volume_m3 = 72000.0;   ///< 120 x 60 x 10 m
    double surface_m2 = 18000.0;  ///< walls, floor and ceiling
};

/// Where the two ends of a link are. The base station is always the end of departure (reciprocity: clause 7.5
/// step 1), whichever end transmits.
struct LinkGeometry {
    double distance_2d_m = 0.0;  ///< > 0
    double bs_height_m = 0.0;
    double ue_height_m = 0.0;
    double bearing_deg = 0.0;  ///< from base station to UE, clockwise from north
};

/// Step 4's result for one link.
struct LargeScale {
    double shadow_gain_db =
        0.0;            ///< to add to the received power: positive = more power than the path loss says
    double k_db = 0.0;  ///< Ricean K; read in State::los only
    double delay_spread_s = 0.0;
    double asd_deg = 0.0, asa_deg = 0.0;  ///< azimuth spreads of departure and arrival, <= 104
    double zsd_deg = 0.0, zsa_deg = 0.0;  ///< zenith spreads, <= 52
};

/// Cluster parameters of Table 7.5-6 for one scenario, state and carrier.
struct ClusterParameters {
    int clusters = 0;
    int rays = 0;                ///< in each cluster
    double delay_scaling = 0.0;  ///< r_tau
    double xpr_mean_db = 0.0, xpr_sigma_db = 0.0;
    double shadow_sigma_db = 0.0;                        ///< per cluster, zeta
    double delay_spread_s = 0.0;                         ///< c_DS; 3.91 ns where the table has none
    double asd_deg = 0.0, asa_deg = 0.0, zsa_deg = 0.0;  ///< c_ASD, c_ASA, c_ZSA
    double correlation_m = 0.0;                          ///< of cluster and ray draws, Table 7.6.3.1-2
};

/// All of Table 7.5-6 for one scenario, state and carrier; immutable.
class LargeScaleModel {
  public:
    /// Throws ConfigError for a carrier outside 0.5 to 100 GHz, an outdoor-to-indoor state of an indoor
    /// scenario, a hall without volume or surface.
    LargeScaleModel(Scenario scenario, State state, Hertz carrier, const Hall& hall = {},
                    Edition edition = Edition::v16);

    /// `z` are independent standard normals in the order of Parameter; shadow_sigma_db is the path loss
    /// model's. Since shadow fading comes first in the Cholesky factor, shadow_gain_db = shadow_sigma_db *
    /// z[0]: hand over the normalised *gain* (a loss field with its sign turned) and the two agree. To have
    /// shadow fading without these correlations, hand over another independent z[0] and leave
    /// shadow_gain_db: 3GPP's calibration medians are met that way (tests/models/cluster).
    LargeScale draw(const LinkGeometry& link, double shadow_sigma_db,
                    const std::array<double, kParameters>& z) const;

    Scenario scenario() const { return scenario_; }
    State state() const { return state_; }
    Hertz carrier() const { return carrier_; }
    const ClusterParameters& clusterParameters() const { return clusters_; }
    /// Mean and deviation of lg(DS/s), lg(ASD/deg), lg(ASA), lg(ZSD), lg(ZSA), or of K in dB; not for sf.
    double mean(Parameter parameter, const LinkGeometry& link) const;
    double sigma(Parameter parameter) const;
    /// mu_offset,ZOD of Tables 7.5-7 to 7.5-11, to add to the zenith of departure.
    double zenithOffsetDeg(const LinkGeometry& link) const;
    /// 1/e distance of a parameter, horizontally. K outside LOS has none and answers 1.
    double correlationM(Parameter parameter) const {
        return correlation_m_[static_cast<std::size_t>(parameter)];
    }
    /// Lower triangle L of the correlation matrix, row by row: parameters = L z.
    const std::array<std::array<double, kParameters>, kParameters>& cholesky() const { return cholesky_; }

  private:
    Scenario scenario_;
    State state_;
    Edition edition_;
    Hertz carrier_;
    ClusterParameters clusters_;
    std::array<double, kParameters> mean_{}, sigma_{}, correlation_m_{};
    std::array<std::array<double, kParameters>, kParameters> cholesky_{};
};

/// Six Gaussian fields of one site and state, from which neighbouring UEs get similar parameters (clause
/// 7.4.4, and step 4's autocorrelation). Shadow fading stays with its owner.
class LargeScaleFields {
  public:
    /// Draws from Stream::large_scale. `site` < 2^32 tells sites apart; co-sited cells share it.
    LargeScaleFields(const Random& random, std::uint64_t site, const LargeScaleModel& model);
    /// Input of LargeScaleModel::draw() for a UE; `shadow_normal` is the normalised shadow gain there.
    std::array<double, kParameters> at(Enu ue, double shadow_normal) const;

  private:
    std::vector<shadowing::GaussianField> fields_;  ///< Parameter::k to Parameter::zsa
};

/// The same without spatial consistency: independent draws for each `link`, from Stream::large_scale.
std::array<double, kParameters> drawNormals(const Random& random, std::uint64_t link, double shadow_normal);

}  // namespace celltwin::cluster
