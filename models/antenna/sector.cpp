// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "models/antenna/block.h"
#include "models/antenna/line.h"
#include "models/antenna/pattern.h"
#include "models/antenna/range.h"

namespace celltwin::antenna {
namespace {

class Isotropic final : public Pattern {
  public:
    explicit Isotropic(Db gain) : gain_dbi_(gain.value) {}
    double gainDbi(double, double, double) const override { return gain_dbi_; }
    void gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                  double downtilt_deg, std::span<double> out_dbi) const override {
        gainOfEach(*this, azimuth_deg, elevation_deg, downtilt_deg, out_dbi);
    }
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
    void gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                  double downtilt_deg, std::span<double> out_dbi) const override {
        gainOfEach(*this, azimuth_deg, elevation_deg, downtilt_deg, out_dbi);
    }
    double maxGainDbi() const override { return p_.gain_dbi + 10.0 * std::log10(p_.rows); }

  private:
    /// A phase step of 2 pi d (cos theta - cos theta_tilt) from row to row.
    double arrayFactorDb(double elevation_deg, double downtilt_deg) const {
        const Line column{p_.rows, p_.row_spacing_wavelengths, 1, 1.0};
        const double power =
            column.power(std::sin(toRadians(elevation_deg)) + std::sin(toRadians(downtilt_deg)));
        return 10.0 * std::log10(std::max(power, p_.rows * kNullDepth));
    }

    Tr38901Sector p_;
};

/// A parabola in azimuth alone.
class HorizontalParabola final : public Pattern {
  public:
    HorizontalParabola(Db gain, double beamwidth_deg, double front_to_back_db)
        : gain_dbi_(gain.value), beamwidth_deg_(beamwidth_deg), front_to_back_db_(front_to_back_db) {}
    double gainDbi(double azimuth_deg, double, double) const override {
        const double h = wrapDegrees(azimuth_deg) / beamwidth_deg_;
        // A(theta) = -min(12 (theta / theta_3dB)^2, A_m)
        return gain_dbi_ - std::min(12.0 * h * h, front_to_back_db_);
    }
    void gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                  double downtilt_deg, std::span<double> out_dbi) const override {
        gainOfEach(*this, azimuth_deg, elevation_deg, downtilt_deg, out_dbi);
    }
    double maxGainDbi() const override { return gain_dbi_; }

  private:
    double gain_dbi_, beamwidth_deg_, front_to_back_db_;
};

}  // namespace

std::unique_ptr<Pattern> makeTr36814Sector(Db gain) {
    Tr38901Sector p;
    p.gain_dbi = gain.value;
    p.horizontal_beamwidth_deg = 70.0;
    p.vertical_beamwidth_deg = 10.0;
    p.side_lobe_db = 20.0;
    p.front_to_back_db = 25.0;
    return makeTr38901Sector(p);
}

std::unique_ptr<Pattern> makeTr36942Sector(Db gain) {
    requireRange("gain_dbi", gain.value, -50, 50);
    return std::make_unique<HorizontalParabola>(gain, 65.0, 20.0);
}

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
