// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "models/antenna/pattern.h"
#include "models/base/error.h"

namespace celltwin::antenna {
namespace {

/// Nulls of the array factor are filled to this far below its maximum; the theory's are infinitely deep.
constexpr double kNullDepthDb = 60.0;

class Isotropic final : public Pattern {
  public:
    explicit Isotropic(Db gain) : gain_dbi_(gain.value) {}
    double gainDbi(double, double, double) const override { return gain_dbi_; }
    double maxGainDbi() const override { return gain_dbi_; }

  private:
    double gain_dbi_;
};

class Sector final : public Pattern {
  public:
    explicit Sector(const Tr38901Sector& p) : p_(p) {}

    double gainDbi(double azimuth_deg, double elevation_deg, double downtilt_deg) const override {
        if (p_.rows == 1) return elementDbi(azimuth_deg, elevation_deg + downtilt_deg);
        return elementDbi(azimuth_deg, elevation_deg) + arrayFactorDb(elevation_deg, downtilt_deg);
    }
    double maxGainDbi() const override { return p_.gain_dbi + 10.0 * std::log10(p_.rows); }

  private:
    double elementDbi(double azimuth_deg, double elevation_deg) const {
        const double v = elevation_deg / p_.vertical_beamwidth_deg;
        const double h = wrapDegrees(azimuth_deg) / p_.horizontal_beamwidth_deg;
        // A_V = min(12 ((theta - 90)/theta_3dB)^2, SLA_V), A_H = min(12 (phi/phi_3dB)^2, A_max)
        const double vertical = std::min(12.0 * v * v, p_.side_lobe_db);
        const double horizontal = std::min(12.0 * h * h, p_.front_to_back_db);
        // A = min(A_V + A_H, A_max)
        return p_.gain_dbi - std::min(vertical + horizontal, p_.front_to_back_db);
    }

    /// |sum of M unit phasors|^2 / M for a phase step of 2 pi d (cos theta - cos theta_tilt), in closed form:
    /// sin^2(M x) / (M sin^2 x) with x half the step.
    double arrayFactorDb(double elevation_deg, double downtilt_deg) const {
        const double rows = p_.rows;
        const double x = kPi * p_.row_spacing_wavelengths *
                         (std::sin(toRadians(elevation_deg)) + std::sin(toRadians(downtilt_deg)));
        const double below = std::sin(x);
        const double ratio = std::fabs(below) < 1e-9 ? rows : std::sin(rows * x) / below;
        return 10.0 * std::log10(std::max(ratio * ratio / rows, rows * std::pow(10.0, -kNullDepthDb / 10.0)));
    }

    Tr38901Sector p_;
};

void require(bool holds, const std::string& what, double got) {
    if (!holds) throw ConfigError("antenna: " + what + ", got " + std::to_string(got));
}

}  // namespace

std::unique_ptr<Pattern> makeIsotropic(Db gain) {
    return std::make_unique<Isotropic>(gain);
}

std::unique_ptr<Pattern> makeTr38901Sector(const Tr38901Sector& p) {
    const auto inRange = [](double x, double low, double high) { return x >= low && x <= high; };
    require(inRange(p.gain_dbi, -50.0, 50.0), "gain_dbi must be -50 to 50", p.gain_dbi);
    require(inRange(p.horizontal_beamwidth_deg, 1.0, 360.0), "horizontal_beamwidth_deg must be 1 to 360",
            p.horizontal_beamwidth_deg);
    require(inRange(p.vertical_beamwidth_deg, 1.0, 360.0), "vertical_beamwidth_deg must be 1 to 360",
            p.vertical_beamwidth_deg);
    require(inRange(p.side_lobe_db, 0.0, 100.0), "side_lobe_db must be 0 to 100", p.side_lobe_db);
    require(inRange(p.front_to_back_db, 0.0, 100.0), "front_to_back_db must be 0 to 100", p.front_to_back_db);
    require(p.rows >= 1 && p.rows <= 256, "rows must be 1 to 256", p.rows);
    require(inRange(p.row_spacing_wavelengths, 0.1, 10.0), "row_spacing_wavelengths must be 0.1 to 10",
            p.row_spacing_wavelengths);
    return std::make_unique<Sector>(p);
}

}  // namespace celltwin::antenna
