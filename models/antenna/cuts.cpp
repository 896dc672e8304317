// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/antenna/block.h"
#include "models/antenna/cut.h"
#include "models/antenna/pattern.h"
#include "models/base/error.h"

namespace celltwin::antenna {
namespace {

/// From here to the zenith and the nadir a pattern of two cuts turns into the vertical cut's value there.
constexpr double kFlatDeg = 45.0;

/// Loss against angle, linear between points and periodic over the full turn.
class PeriodicCut {
  public:
    PeriodicCut(std::vector<double> angle_deg, std::vector<double> loss_db)
        : angle_deg_(std::move(angle_deg)), loss_db_(std::move(loss_db)) {}

    double lossDb(double angle_deg) const {
        const double first = angle_deg_.front();
        double a = std::fmod(angle_deg - first, 360.0);
        a = (a < 0.0 ? a + 360.0 : a) + first;
        const auto above = std::upper_bound(angle_deg_.begin(), angle_deg_.end(), a);
        const auto high = static_cast<std::size_t>(above - angle_deg_.begin());
        const std::size_t low = high == 0 ? 0 : high - 1;
        const bool closing = high == angle_deg_.size();
        const double next_angle = closing ? first + 360.0 : angle_deg_[high];
        const double next_loss = closing ? loss_db_.front() : loss_db_[high];
        const double share = (a - angle_deg_[low]) / (next_angle - angle_deg_[low]);
        return loss_db_[low] + share * (next_loss - loss_db_[low]);
    }

  private:
    std::vector<double> angle_deg_, loss_db_;
};

class Measured final : public Pattern {
  public:
    Measured(double gain_dbi, PeriodicCut azimuth, PeriodicCut elevation, bool has_back)
        : gain_dbi_(gain_dbi),
          azimuth_(std::move(azimuth)),
          elevation_(std::move(elevation)),
          has_back_(has_back),
          ahead_db_(azimuth_.lossDb(0.0)),
          behind_db_(azimuth_.lossDb(180.0)) {}

    double gainDbi(double azimuth_deg, double elevation_deg, double downtilt_deg) const override {
        const double steep = std::clamp((std::fabs(elevation_deg) - kFlatDeg) / (90.0 - kFlatDeg), 0.0, 1.0);
        const double in_beam_deg = elevation_deg + (1.0 - steep) * downtilt_deg;
        const double level = azimuth_.lossDb(azimuth_deg);
        const double front = elevation_.lossDb(in_beam_deg) - ahead_db_;
        double loss = level + front, beside = level - ahead_db_;
        if (has_back_) {
            // L = L_H(phi) + (1 - w)(L_V(theta) - L_H(0)) + w (L_V(180 - theta) - L_H(180)), w = |phi|/180:
            // both cuts are met exactly (Gil et al., IEEE Antennas and Propagation Magazine 43(2), 2001).
            const double w = std::fabs(wrapDegrees(azimuth_deg)) / 180.0;
            const double back = elevation_.lossDb(180.0 - in_beam_deg) - behind_db_;
            loss = level + (1.0 - w) * front + w * back;
            beside = level - (1.0 - w) * ahead_db_ - w * behind_db_;
        }
        // What the horizontal cut adds to the vertical one off its plane fades out towards zenith and nadir.
        loss -= steep * beside;
        return gain_dbi_ - std::max(loss, 0.0);
    }
    void gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                  double downtilt_deg, std::span<double> out_dbi) const override {
        gainOfEach(*this, azimuth_deg, elevation_deg, downtilt_deg, out_dbi);
    }
    double maxGainDbi() const override { return gain_dbi_; }

  private:
    double gain_dbi_;
    PeriodicCut azimuth_, elevation_;
    bool has_back_;
    double ahead_db_, behind_db_;
};

[[noreturn]] void refuse(const PatternCuts& cuts, const std::string& what) {
    throw ConfigError("antenna pattern '" + cuts.name + "': " + what);
}

void checkCut(const PatternCuts& cuts, const char* cut, const std::vector<double>& angle_deg,
              const std::vector<double>& loss_db, double first_deg) {
    const std::string name = std::string("the ") + cut + " cut ";
    if (angle_deg.size() != loss_db.size())
        refuse(cuts, name + "has " + std::to_string(angle_deg.size()) + " angles but " +
                         std::to_string(loss_db.size()) + " losses");
    if (angle_deg.size() < 4)
        refuse(cuts, name + "needs at least 4 angles, it has " + std::to_string(angle_deg.size()));
    for (std::size_t i = 0; i < angle_deg.size(); ++i) {
        const double a = angle_deg[i], loss = loss_db[i];
        if (!std::isfinite(a) || !std::isfinite(loss)) refuse(cuts, name + "has a number that is not finite");
        if (loss < 0.0) refuse(cuts, name + "has a negative loss, " + std::to_string(loss) + " dB");
        if (a < first_deg || a >= first_deg + 360.0)
            refuse(cuts, name + "has the angle " + std::to_string(a) + " outside " +
                             std::to_string(static_cast<int>(first_deg)) + " to " +
                             std::to_string(static_cast<int>(first_deg) + 360));
        if (i > 0 && a <= angle_deg[i - 1])
            refuse(cuts, name + "must have strictly increasing angles, " + std::to_string(a) + " follows " +
                             std::to_string(angle_deg[i - 1]));
    }
}

[[noreturn]] void refuseGap(const PatternCuts& cuts, const char* cut, double from_deg, double to_deg) {
    refuse(cuts, std::string("the ") + cut + " cut has a gap from " + std::to_string(from_deg) + " to " +
                     std::to_string(to_deg) + " degrees; up to 45 degrees can be interpolated");
}

void checkInnerGaps(const PatternCuts& cuts, const char* cut, const std::vector<double>& angle_deg) {
    for (std::size_t i = 1; i < angle_deg.size(); ++i)
        if (angle_deg[i] - angle_deg[i - 1] > kMaxGapDeg)
            refuseGap(cuts, cut, angle_deg[i - 1], angle_deg[i]);
}

double closingGapDeg(const std::vector<double>& angle_deg) {
    return angle_deg.front() + 360.0 - angle_deg.back();
}

/// A vertical cut of the front alone, completed by its mirror image so that tilts may look past the zenith.
PeriodicCut mirrorFront(const PatternCuts& cuts) {
    std::vector<double> angle, loss;
    const auto add = [&](double a, double l) {
        angle.push_back(a);
        loss.push_back(l);
    };
    const auto n = cuts.elevation_deg.size();
    const auto inside = [&](std::size_t i) { return std::fabs(cuts.elevation_deg[i]) < 90.0; };
    for (std::size_t i = n; i-- > 0;)
        if (inside(i) && cuts.elevation_deg[i] <= 0.0)
            add(-180.0 - cuts.elevation_deg[i], cuts.elevation_loss_db[i]);
    for (std::size_t i = 0; i < n; ++i)
        if (std::fabs(cuts.elevation_deg[i]) <= 90.0) add(cuts.elevation_deg[i], cuts.elevation_loss_db[i]);
    for (std::size_t i = n; i-- > 0;)
        if (inside(i) && cuts.elevation_deg[i] > 0.0)
            add(180.0 - cuts.elevation_deg[i], cuts.elevation_loss_db[i]);
    return PeriodicCut(std::move(angle), std::move(loss));
}

}  // namespace

void checkPoints(const std::vector<CutPoint>& points, CutPlane plane, const std::string& cut,
                 const std::string& file_name) {
    const auto fail = [&](int line, const std::string& what) {
        throw ConfigError(
            {Diagnostic{{file_name, std::max(line, 1), 1}, "the " + cut + " cut " + what, {}, {}, 1}});
    };
    if (points.size() < 4) fail(1, "needs at least 4 angles, it has " + std::to_string(points.size()));
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool closing = i + 1 == points.size();
        const CutPoint& from = points[i];
        const CutPoint& to = points[closing ? 0 : i + 1];
        const double to_deg = to.angle_deg + (closing ? 360.0 : 0.0);
        if (to_deg - from.angle_deg <= kMaxGapDeg) continue;
        if (closing && plane == CutPlane::vertical && coversFront(to.angle_deg, from.angle_deg)) continue;
        std::ostringstream what;
        what << "has a gap from " << from.angle_deg << " to " << to_deg << " degrees; up to " << kMaxGapDeg
             << " degrees can be interpolated";
        fail(std::max(from.line, to.line), what.str());
    }
}

void orderCut(std::vector<CutPoint>& points, double first_deg, const std::string& file_name) {
    struct Wrapped {
        CutPoint point;
        double raw_deg;
    };
    std::vector<Wrapped> wrapped;
    for (const CutPoint& p : points) {
        double a = std::fmod(p.angle_deg - first_deg, 360.0);
        if (a < 0.0) a += 360.0;
        // A tiny negative angle rounds up to the full turn.
        wrapped.push_back({{(a >= 360.0 ? 0.0 : a) + first_deg, p.loss_db, p.line}, p.angle_deg});
    }
    std::stable_sort(wrapped.begin(), wrapped.end(), [](const Wrapped& x, const Wrapped& y) {
        return x.point.angle_deg < y.point.angle_deg;
    });
    points.clear();
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
        const Wrapped& w = wrapped[i];
        if (points.empty() || w.point.angle_deg != points.back().angle_deg) {
            points.push_back(w.point);
            continue;
        }
        const bool closes = w.raw_deg != wrapped[i - 1].raw_deg && w.point.loss_db == points.back().loss_db;
        if (!closes)
            throw ConfigError({Diagnostic{
                {file_name, std::max(w.point.line, points.back().line), 1},
                "the angle " + std::to_string(w.raw_deg) + " is given twice in this cut (also in line " +
                    std::to_string(std::min(w.point.line, points.back().line)) + ")",
                {},
                {},
                1}});
    }
}

std::unique_ptr<Pattern> makeMeasured(PatternCuts cuts) {
    if (!std::isfinite(cuts.gain_dbi)) refuse(cuts, "the gain is not a finite number");
    checkCut(cuts, "azimuth", cuts.azimuth_deg, cuts.azimuth_loss_db, 0.0);
    checkCut(cuts, "elevation", cuts.elevation_deg, cuts.elevation_loss_db, -180.0);
    checkInnerGaps(cuts, "azimuth", cuts.azimuth_deg);
    checkInnerGaps(cuts, "elevation", cuts.elevation_deg);
    if (closingGapDeg(cuts.azimuth_deg) > kMaxGapDeg)
        refuseGap(cuts, "azimuth", cuts.azimuth_deg.back(), cuts.azimuth_deg.front() + 360.0);
    const bool has_back = closingGapDeg(cuts.elevation_deg) <= kMaxGapDeg;
    if (!has_back && !coversFront(cuts.elevation_deg.front(), cuts.elevation_deg.back()))
        refuseGap(cuts, "elevation", cuts.elevation_deg.back(), cuts.elevation_deg.front() + 360.0);
    PeriodicCut elevation =
        has_back ? PeriodicCut(cuts.elevation_deg, cuts.elevation_loss_db) : mirrorFront(cuts);
    return std::make_unique<Measured>(
        cuts.gain_dbi, PeriodicCut(std::move(cuts.azimuth_deg), std::move(cuts.azimuth_loss_db)),
        std::move(elevation), has_back);
}

}  // namespace celltwin::antenna
