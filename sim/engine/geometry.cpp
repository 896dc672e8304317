// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/geometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "models/cluster/statistics.h"
#include "models/link/sinr.h"
#include "models/phy/nr_frame.h"
#include "sim/engine/blocks.h"
#include "sim/engine/radio_model.h"
#include "sim/engine/radio_rays.h"
#include "sim/engine/user_drop.h"

namespace celltwin::engine {
namespace {

constexpr std::size_t kBlock = RadioModel::kBlock;
constexpr int kTurns = 24;  ///< of the zero direction that an angle spread tries

scenario::Scenario seeded(const scenario::Scenario& s, int drop) {
    scenario::Scenario copy = s;
    copy.run.seed = s.run.seed + static_cast<std::uint64_t>(drop);
    return copy;
}

class DropEvaluation {
  public:
    DropEvaluation(const scenario::Scenario& s, UserDrop users)
        : scenario_(s),
          users_(std::move(users)),
          radio_(s, RadioModel::OtherBeams::drawn),
          full_load_(s.network.carriers.size() * radio_.row(), 0.0F) {
        for (std::uint32_t k = 0; k < s.network.carriers.size(); ++k)
            std::copy_n(radio_.overlap(k).begin(), radio_.row(),
                        full_load_.begin() + static_cast<std::ptrdiff_t>(k * radio_.row()));
        size(out_);
    }

    DropStatistics run(int threads) {
        const Workers workers(threads);
        workers.forBlocks(users_.position.size(), kBlock,
                          [this](std::size_t begin, std::size_t end) { evaluate(begin, end); });
        return std::move(out_);
    }

  private:
    void size(DropStatistics& out) const {
        const std::size_t n = users_.position.size();
        out.position = users_.position;
        out.height_m = users_.height_m;
        for (const Place place : users_.place) out.indoor.push_back(isIndoor(place) ? 1 : 0);
        out.cell.assign(n, -1);
        for (auto* column : {&out.coupling_gain_db, &out.sir_db, &out.sinr_db})
            column->assign(n, -std::numeric_limits<double>::infinity());
        if (!radio_.hasRays()) return;
        for (auto* column : {&out.delay_spread_s, &out.asd_deg, &out.asa_deg, &out.zsd_deg, &out.zsa_deg,
                             &out.largest_singular_db, &out.smallest_singular_db})
            column->assign(n, std::numeric_limits<double>::quiet_NaN());
    }

    void evaluate(std::size_t begin, std::size_t end) {
        const std::size_t n = end - begin, row = radio_.row();
        std::array<double, kBlock> east, north;
        for (std::size_t i = 0; i < n; ++i) {
            east[i] = users_.position[begin + i].east_m;
            north[i] = users_.position[begin + i].north_m;
        }
        const auto part = [&](const auto& column) { return std::span(column).subspan(begin, n); };
        const PointBlock points{{east.data(), n},
                                {north.data(), n},
                                part(users_.height_m),
                                part(users_.place),
                                part(users_.indoor_distance_m),
                                part(users_.penetration_draw)};
        std::vector<float> rsrp(n * row), heard(radio_.hasBeams() ? n * row : 0);
        radio_.fill(points, {.rsrp_mw = rsrp, .data_mw = {}, .interference_mw = heard, .los = {}});
        const std::vector<float>& noise_like = heard.empty() ? rsrp : heard;
        for (std::size_t i = 0; i < n; ++i)
            attach(begin + i, {rsrp.data() + i * row, row}, {noise_like.data() + i * row, row});
        if (radio_.hasRays())
            for (std::size_t i = 0; i < n; ++i) describeChannel(begin + i, points, i);
    }

    void attach(std::size_t ue, std::span<const float> power, std::span<const float> heard) {
        const std::size_t cells = radio_.cellCount();
        const auto best = static_cast<std::size_t>(
            std::max_element(power.begin(), power.begin() + static_cast<std::ptrdiff_t>(cells)) -
            power.begin());
        if (!(power[best] > 0.0F)) return;
        const std::uint32_t carrier = scenario_.network.cells[best].carrier;
        const float interference =
            link::interferenceMw(heard, {full_load_.data() + carrier * radio_.row(), radio_.row()}, best);
        out_.cell[ue] = static_cast<std::int32_t>(best);
        out_.coupling_gain_db[ue] =
            toDbm(Milliwatts{power[best]}).value - radio_.elementPowerDbm(static_cast<std::uint32_t>(best));
        out_.sir_db[ue] = toDb(power[best] / interference).value;
        out_.sinr_db[ue] = toDb(power[best] / (interference + radio_.noiseMw(carrier))).value;
    }

    void describeChannel(std::size_t ue, const PointBlock& points, std::size_t i) {
        if (out_.cell[ue] < 0) return;
        const auto cell = static_cast<std::uint32_t>(out_.cell[ue]);
        const cluster::Rays rays = radio_.raysTo(cell, points, i);
        out_.delay_spread_s[ue] = cluster::rmsDelaySpreadS(rays.delay_s, rays.power);
        // Table 7.8-2 asks for TR 25.996's circular spread, not for that of TR 38.901 Annex A.1.
        out_.asd_deg[ue] = cluster::wrappedSpreadDeg(rays.aod_azimuth_deg, rays.power, kTurns);
        out_.asa_deg[ue] = cluster::wrappedSpreadDeg(rays.aoa_azimuth_deg, rays.power, kTurns);
        out_.zsd_deg[ue] = cluster::wrappedSpreadDeg(rays.aod_elevation_deg, rays.power, kTurns);
        out_.zsa_deg[ue] = cluster::wrappedSpreadDeg(rays.aoa_elevation_deg, rays.power, kTurns);
        singularValues(ue, cell, rays);
    }

    /// Of the resource block at the carrier's centre, 180 kHz wide: that of the calibration, which NR's wider
    /// ones were not yet part of.
    void singularValues(std::size_t ue, std::uint32_t cell, const cluster::Rays& rays) {
        const scenario::Carrier& carrier = scenario_.network.carriers[scenario_.network.cells[cell].carrier];
        std::array<double, phy::kSubcarriersPerPrb> offset_hz;
        for (std::size_t k = 0; k < offset_hz.size(); ++k)
            offset_hz[k] = (static_cast<double>(k) - 5.5) * phy::subcarrierSpacingKhz(0) * 1e3;
        const cluster::AntennaFields& bs = radio_.rays().cellAntenna(cell);
        const cluster::AntennaFields& mobile = radio_.rays().ueAntenna();
        std::vector<std::complex<double>> h(offset_hz.size() * bs.portCount() * mobile.portCount());
        cluster::ChannelWorkspace work;
        cluster::channelCoefficients(rays, bs, mobile, Hertz{carrier.frequency_mhz * 1e6}, {}, offset_hz,
                                     work, h);
        std::vector<double> values(mobile.portCount());
        cluster::blockSingularValues(h, mobile.portCount(), bs.portCount(), values);
        out_.largest_singular_db[ue] = toDb(values.front()).value;
        out_.smallest_singular_db[ue] = toDb(values.back()).value;
    }

    const scenario::Scenario& scenario_;
    UserDrop users_;
    RadioModel radio_;
    std::vector<float> full_load_;
    DropStatistics out_;
};

}  // namespace

DropStatistics evaluateDrop(const scenario::Scenario& scenario, const scenario::Scenario& users_of, int drop,
                            int threads) {
    const scenario::Scenario s = seeded(scenario, drop);
    return DropEvaluation(s, dropUsers(seeded(users_of, drop))).run(threads);
}

}  // namespace celltwin::engine
