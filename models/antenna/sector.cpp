// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "models/antenna/pattern.h"
#include "models/antenna/range.h"

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
        if (p_.rows == 1) return elementGainDbi(p_, azimuth_deg, elevation_deg + downtilt_deg);
        return elementGainDbi(p_, azimuth_deg, elevation_deg) + arrayFactorDb(elevation_deg, downtilt_deg);
    }
    double maxGainDbi() const override { return p_.gain_dbi + 10.0 * std::log10(p_.rows); }

  private:
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

}  // namespace

std::unique_ptr<Pattern> makeIsotropic(Db gain) {
    return std::make_unique<Isotropic>(gain);
}

std::unique_ptr<Pattern> makeTr38901Sector(const Tr38901Sector& p) {
    checkElement(p);
    requireRange("rows", p.rows, 1, 256);
    requireRange("row_spacing_wavelengths", p.row_spacing_wavelengths, 0.1, 10.0);
    return std::make_unique<Sector>(p);
}

}  // namespace celltwin::antenna
