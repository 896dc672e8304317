// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/large_scale.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

#include "models/base/error.h"
#include "models/cluster/tables.h"

namespace celltwin::cluster {
namespace {

constexpr std::size_t kFirstFieldParameter = static_cast<std::size_t>(Parameter::k);

/// Notes of Table 7.5-6: below this carrier, GHz, parameters keep the value they have there.
double frequencyFloorGhz(Scenario scenario) {
    switch (scenario) {
        case Scenario::uma:
        case Scenario::indoor_office:
            return 6.0;
        case Scenario::umi_street_canyon:
            return 2.0;
        default:
            return 0.0;
    }
}

double tableFrequencyGhz(Scenario scenario, Hertz carrier) {
    return std::max(carrier.value * 1e-9, frequencyFloorGhz(scenario));
}

void check(Scenario scenario, State state, Hertz carrier, const Hall& hall) {
    if (!(carrier.value >= 0.5e9 && carrier.value <= 100e9))
        throw ConfigError("cluster channel: carrier of " + std::to_string(carrier.value * 1e-9) +
                          " GHz is outside 0.5 to 100 GHz (TR 38.901)");
    const bool indoor = scenario == Scenario::indoor_office || scenario == Scenario::indoor_factory;
    if (indoor && isOutdoorToIndoor(state))
        throw ConfigError(
            "cluster channel: an indoor scenario has no outdoor-to-indoor state; use los or nlos");
    if (scenario == Scenario::indoor_factory &&
        !(hall.volume_m3 > 0.0 && hall.surface_m2 > 0.0 && std::isfinite(hall.volume_m3 / hall.surface_m2)))
        throw ConfigError("cluster channel: a factory hall's volume and surface must be above 0");
}

ClusterParameters clusterParametersOf(const ClusterRow& row, double frequency_ghz) {
    ClusterParameters p;
    p.clusters = row.clusters;
    p.rays = row.rays;
    p.delay_scaling = row.delay_scaling;
    p.xpr_mean_db = row.xpr_mean_db;
    p.xpr_sigma_db = row.xpr_sigma_db;
    p.shadow_sigma_db = row.shadow_sigma_db;
    // Table 7.5-6, cluster DS: max(0.25, 6.5622 - 3.4084 log10(f)) ns in UMa, constants elsewhere.
    p.delay_spread_s =
        1e-9 * std::max(row.ds_floor_ns, row.ds_ns + row.ds_slope_ns * std::log10(frequency_ghz));
    p.asd_deg = row.asd_deg;
    const double octave = std::log10(1.0 + frequency_ghz);
    p.asa_deg = row.asa_deg + row.asa_slope_deg * octave;
    p.zsa_deg = row.zsa_deg + row.zsa_slope_deg * octave;
    p.correlation_m = row.correlation_m;
    return p;
}

using Matrix = std::array<std::array<double, kParameters>, kParameters>;

Matrix correlationMatrix(Edition edition, Scenario scenario, TableState state) {
    const auto is = [&](const CorrelationRow& row, Edition wanted) {
        return row.edition == wanted && row.scenario == scenario && row.state == state;
    };
    const std::span<const CorrelationRow> table = correlationTable();
    const bool own =
        std::any_of(table.begin(), table.end(), [&](const auto& row) { return is(row, edition); });
    Matrix matrix{};
    for (std::size_t i = 0; i < kParameters; ++i) matrix[i][i] = 1.0;
    for (const CorrelationRow& row : table) {
        if (!is(row, own ? edition : Edition::v16)) continue;
        const auto first = static_cast<std::size_t>(row.first), second = static_cast<std::size_t>(row.second);
        matrix[first][second] = matrix[second][first] = row.value;
    }
    return matrix;
}

/// Lower triangle L with L L^T = matrix (Cholesky-Banachiewicz).
Matrix choleskyOf(const Matrix& matrix) {
    Matrix lower{};
    for (std::size_t row = 0; row < kParameters; ++row)
        for (std::size_t column = 0; column <= row; ++column) {
            double rest = matrix[row][column];
            for (std::size_t i = 0; i < column; ++i) rest -= lower[row][i] * lower[column][i];
            assert(row != column || rest > 0.0);
            lower[row][column] = row == column ? std::sqrt(rest) : rest / lower[column][column];
        }
    return lower;
}

double heightTerm(HeightTerm kind, const LinkGeometry& link) {
    switch (kind) {
        case HeightTerm::above_pedestrian:
            return link.ue_height_m - 1.5;
        case HeightTerm::difference:
            return std::fabs(link.ue_height_m - link.bs_height_m);
        case HeightTerm::above_station:
            return std::max(link.ue_height_m - link.bs_height_m, 0.0);
    }
    assert(false);
    return 0.0;
}

}  // namespace

LargeScaleModel::LargeScaleModel(Scenario scenario, State state, Hertz carrier, const Hall& hall,
                                 Edition edition)
    : scenario_(scenario), state_(state), edition_(edition), carrier_(carrier) {
    check(scenario, state, carrier, hall);
    const TableState column = tableState(state);
    const double frequency_ghz = tableFrequencyGhz(scenario, carrier);
    clusters_ = clusterParametersOf(clusterRow(edition, scenario, column), frequency_ghz);
    for (const LargeScaleRow& row : largeScaleTable()) {
        if (row.scenario != scenario || row.state != column) continue;
        // The later edition's rows come first; the earlier one's replace them.
        if (row.edition != Edition::v16 && row.edition != edition) continue;
        const auto at = static_cast<std::size_t>(row.parameter);
        const double octave = std::log10(row.offset_ghz + frequency_ghz);
        mean_[at] = row.mean + row.mean_slope * octave;
        sigma_[at] = row.sigma + row.sigma_slope * octave;
    }
    const auto ds = static_cast<std::size_t>(Parameter::ds), zsd = static_cast<std::size_t>(Parameter::zsd);
    if (scenario == Scenario::indoor_factory) {
        const FactoryDelayRow& row = factoryDelayRow(column);
        // Table 7.5-6 part 3: mu_lgDS = log10(26 V/S + 14) - 9.35 (LOS), log10(30 V/S + 32) - 9.44 (NLOS).
        mean_[ds] = std::log10(row.factor * hall.volume_m3 / hall.surface_m2 + row.term) + row.constant;
        sigma_[ds] = row.sigma;
    }
    const ZenithRow& zenith = zenithRow(edition, scenario, outdoorState(state));
    sigma_[zsd] = zenith.sigma + zenith.sigma_slope * std::log10(1.0 + frequency_ghz);
    correlation_m_ = correlationDistances(scenario, column);
    cholesky_ = choleskyOf(correlationMatrix(edition, scenario, column));
}

double LargeScaleModel::mean(Parameter parameter, const LinkGeometry& link) const {
    assert(parameter != Parameter::sf);
    if (parameter != Parameter::zsd) return mean_[static_cast<std::size_t>(parameter)];
    const ZenithRow& row = zenithRow(edition_, scenario_, outdoorState(state_));
    const double frequency_ghz = tableFrequencyGhz(scenario_, carrier_);
    // Tables 7.5-7 to 7.5-11: mu_lgZSD.
    return std::max(row.floor, row.per_km * link.distance_2d_m / 1000.0 +
                                   row.per_m * heightTerm(row.height, link) + row.constant +
                                   row.slope * std::log10(1.0 + frequency_ghz));
}

double LargeScaleModel::sigma(Parameter parameter) const {
    assert(parameter != Parameter::sf);
    return sigma_[static_cast<std::size_t>(parameter)];
}

double LargeScaleModel::zenithOffsetDeg(const LinkGeometry& link) const {
    if (outdoorState(state_) == TableState::los) return 0.0;
    const double frequency_lg = std::log10(tableFrequencyGhz(scenario_, carrier_));
    const double d = link.distance_2d_m;
    switch (scenario_) {
        case Scenario::uma: {
            // Table 7.5-7: e(f) - 10^(a(f) log10(max(b(f), d2D)) + c(f) - 0.07 (h_UT - 1.5)).
            const double a = 0.208 * frequency_lg - 0.782, c = -0.13 * frequency_lg + 2.03;
            const double e = 7.66 * frequency_lg - 5.96;
            return e -
                   std::pow(10.0, a * std::log10(std::max(25.0, d)) + c - 0.07 * (link.ue_height_m - 1.5));
        }
        case Scenario::umi_street_canyon:
            // Table 7.5-8: -10^(-1.5 log10(max(10, d2D)) + 3.3).
            return -std::pow(10.0, -1.5 * std::log10(std::max(10.0, d)) + 3.3);
        case Scenario::rma:
            // Table 7.5-9: arctan((35 - 3.5)/d2D) - arctan((35 - 1.5)/d2D).
            return toDegrees(std::atan((35.0 - 3.5) / d) - std::atan((35.0 - 1.5) / d));
        default:
            return 0.0;
    }
}

LargeScale LargeScaleModel::draw(const LinkGeometry& link, double shadow_sigma_db,
                                 const std::array<double, kParameters>& z) const {
    assert(link.distance_2d_m > 0.0);
    std::array<double, kParameters> s{};
    for (std::size_t row = 0; row < kParameters; ++row)
        for (std::size_t i = 0; i <= row; ++i) s[row] += cholesky_[row][i] * z[i];
    const auto value = [&](Parameter p) { return mean(p, link) + sigma(p) * s[static_cast<std::size_t>(p)]; };
    // 10^x, limited as step 4 says: azimuth spreads at 104 degrees, zenith spreads at 52.
    const auto spread = [&](Parameter p, double limit) { return std::min(std::pow(10.0, value(p)), limit); };
    LargeScale out;
    out.shadow_gain_db = shadow_sigma_db * s[0];
    if (state_ == State::los) out.k_db = value(Parameter::k);
    out.delay_spread_s = std::pow(10.0, value(Parameter::ds));
    out.asd_deg = spread(Parameter::asd, 104.0);
    out.asa_deg = spread(Parameter::asa, 104.0);
    out.zsd_deg = spread(Parameter::zsd, 52.0);
    out.zsa_deg = spread(Parameter::zsa, 52.0);
    return out;
}

LargeScaleFields::LargeScaleFields(const Random& random, std::uint64_t site, const LargeScaleModel& model) {
    fields_.reserve(kParameters - kFirstFieldParameter);
    for (std::size_t p = kFirstFieldParameter; p < kParameters; ++p) {
        const auto parameter = static_cast<Parameter>(p);
        // A site has one set for each state; the index of the field takes the low bits.
        const std::uint64_t entity = (site * 4 + static_cast<std::uint64_t>(model.state())) * 8 + p;
        fields_.emplace_back(random, Stream::large_scale, entity, model.correlationM(parameter));
    }
}

std::array<double, kParameters> LargeScaleFields::at(Enu ue, double shadow_normal) const {
    std::array<double, kParameters> z{};
    z[0] = shadow_normal;
    for (std::size_t i = 0; i < fields_.size(); ++i) z[kFirstFieldParameter + i] = fields_[i].at(ue);
    return z;
}

std::array<double, kParameters> drawNormals(const Random& random, std::uint64_t link, double shadow_normal) {
    std::array<double, kParameters> z{};
    z[0] = shadow_normal;
    for (std::size_t p = kFirstFieldParameter; p < kParameters; ++p)
        z[p] = random.normal(Stream::large_scale, link, p);
    return z;
}

}  // namespace celltwin::cluster
