// SPDX-License-Identifier: BSD-3-Clause
#include "calibration/energy_fit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "models/base/units.h"

namespace celltwin::calibration {
namespace {

constexpr int kOtherTerms = 5;
constexpr int kTerms = kOtherTerms + static_cast<int>(kSavingModes);
constexpr int kFirstMode = 3;
constexpr int kRounds = 12;              ///< of reweighting and of the prior's means and spreads
constexpr double kLargeError = 0.05;     ///< relative; beyond it an error counts by its size, not its square
constexpr double kPriorSpread = 20.0;    ///< before anything is known, in units of energy, 100 = the largest
constexpr double kSpreadWeight = 3.0;    ///< base stations' worth of the whole population in a group's spread
constexpr double kLeastVariance = 1e-6;  ///< of a term over the population, relative to the energy's square
using Terms = Eigen::Matrix<double, kTerms, 1>;
using Square = Eigen::Matrix<double, kTerms, kTerms>;

/// Sums over the cells of a row.
CellHour totalOf(const BaseStationHours& b, std::size_t row) {
    CellHour total;
    for (const CellHour& cell : b.cellsAt(row)) {
        total.on += cell.on;
        total.load += cell.load;
        for (std::size_t mode = 0; mode < kSavingModes; ++mode) total.share[mode] += cell.share[mode];
    }
    return total;
}

CellHour meanOf(const CellHour& a, const CellHour& b) {
    CellHour mean{0.5 * (a.on + b.on), 0.5 * (a.load + b.load), {}};
    for (std::size_t mode = 0; mode < kSavingModes; ++mode)
        mean.share[mode] = 0.5 * (a.share[mode] + b.share[mode]);
    return mean;
}

std::optional<std::size_t> rowOf(const BaseStationHours& b, std::int64_t hour) {
    const auto at = std::lower_bound(b.hour.begin(), b.hour.end(), hour);
    if (at == b.hour.end() || *at != hour) return std::nullopt;
    return static_cast<std::size_t>(at - b.hour.begin());
}

/// What belongs to the energy of a row: the load stamped `offset` hours later, or the mean around it.
CellHour loadOf(const BaseStationHours& b, std::size_t row, int offset) {
    const CellHour own = totalOf(b, row);
    if (offset == 0) return own;
    if (const auto at = rowOf(b, b.hour[row] + offset)) return totalOf(b, *at);
    if (const auto beyond = rowOf(b, b.hour[row] + 2 * offset)) return meanOf(own, totalOf(b, *beyond));
    return own;
}

Terms termsOf(const BaseStationHours& b, std::size_t row, int offset) {
    const CellHour total = loadOf(b, row, offset);
    const double turn = 2.0 * kPi * static_cast<double>(b.hour[row] % 24) / 24.0;
    Terms terms;
    terms << 1.0, total.load, total.on - 1.0, Eigen::Matrix<double, kTerms - kOtherTerms, 1>::Zero(),
        std::sin(turn), std::cos(turn);
    for (std::size_t mode = 0; mode < kSavingModes; ++mode)
        terms(kFirstMode + static_cast<int>(mode)) = -total.share[mode];
    return terms;
}

EnergyCurve curveOf(const Terms& terms) {
    EnergyCurve curve{terms(0), terms(1), terms(2), {}, terms(kTerms - 2), terms(kTerms - 1)};
    for (std::size_t mode = 0; mode < kSavingModes; ++mode)
        curve.saving[mode] = terms(kFirstMode + static_cast<int>(mode));
    return curve;
}

Terms termsOf(const EnergyCurve& curve) {
    Terms terms;
    terms << curve.fixed, curve.slope, curve.further_cell,
        Eigen::Matrix<double, kTerms - kOtherTerms, 1>::Zero(), curve.swing_sin, curve.swing_cos;
    for (std::size_t mode = 0; mode < kSavingModes; ++mode)
        terms(kFirstMode + static_cast<int>(mode)) = curve.saving[mode];
    return terms;
}

std::string groupOf(const BaseStationHours& b) {
    return b.unit_types.front() + " x" + std::to_string(b.unit_types.size());
}

struct Group {
    Terms mean = Terms::Zero(), variance, sum, square_sum;
    std::size_t count = 0;
};
struct Station {
    Group* group = nullptr;
    Eigen::Matrix<double, Eigen::Dynamic, kTerms> terms;  ///< hours x terms, each over its energy
    Eigen::VectorXd weight;                               ///< of each hour, 1 where the error is small
    Terms curve = Terms::Zero(), uncertainty = Terms::Zero();
};
struct Population {
    std::map<std::string, Group> groups;
    std::vector<Station> stations;
    double error_variance = 0.003;  ///< relative
    double mean_error = 0.0;        ///< mean absolute, relative, of the hours fitted
};

Population prepare(std::span<const BaseStationHours> base_stations, int offset) {
    Population p;
    double largest = 0.0;
    for (const BaseStationHours& b : base_stations) {
        Station station;
        station.group = &p.groups[groupOf(b)];
        station.terms.resize(static_cast<Eigen::Index>(b.hour.size()), kTerms);
        for (std::size_t row = 0; row < b.hour.size(); ++row) {
            station.terms.row(static_cast<Eigen::Index>(row)) =
                termsOf(b, row, offset).transpose() / b.energy[row];
            largest = std::max(largest, b.energy[row]);
        }
        station.weight = Eigen::VectorXd::Ones(station.terms.rows());
        p.stations.push_back(std::move(station));
    }
    const double spread = kPriorSpread * largest / 100.0;
    for (auto& [name, group] : p.groups) group.variance = Terms::Constant(spread * spread);
    return p;
}

/// The curve that minimises sum w (1 - x.c)^2 / s2 + sum (c - mean)^2 / variance, x over its energy.
void fitStation(Station& s, double error_variance) {
    const Group& group = *s.group;
    const Eigen::VectorXd w = s.weight / error_variance;
    Square normal = s.terms.transpose() * w.asDiagonal() * s.terms;
    normal.diagonal() += group.variance.cwiseInverse();
    const Terms right = s.terms.transpose() * w + group.mean.cwiseQuotient(group.variance);
    const Eigen::LDLT<Square> solver(normal);
    s.curve = solver.solve(right);
    s.uncertainty = solver.solve(Square::Identity()).diagonal();
}

/// Errors and their weights: an error beyond kLargeError as in a sum of absolute values.
void reweigh(Population& p) {
    double squares = 0.0, absolute = 0.0, count = 0.0;
    for (Station& s : p.stations) {
        const Eigen::VectorXd error = Eigen::VectorXd::Ones(s.terms.rows()) - s.terms * s.curve;
        s.weight = kLargeError * error.cwiseAbs().cwiseMax(kLargeError).cwiseInverse();
        squares += s.weight.dot(error.cwiseAbs2());
        absolute += error.cwiseAbs().sum();
        count += static_cast<double>(error.size());
    }
    p.error_variance = std::max(squares / count, 1e-12);
    p.mean_error = absolute / count;
}

/// Means of the groups, and spreads around them: the curves' own plus how uncertain they are.
void updateGroups(Population& p) {
    for (auto& [name, group] : p.groups) group.sum = group.square_sum = Terms::Zero(), group.count = 0;
    for (const Station& s : p.stations) {
        s.group->sum += s.curve;
        ++s.group->count;
    }
    for (auto& [name, group] : p.groups) group.mean = group.sum / static_cast<double>(group.count);
    Terms all = Terms::Zero();
    for (const Station& s : p.stations) {
        const Terms square = (s.curve - s.group->mean).cwiseAbs2() + s.uncertainty;
        s.group->square_sum += square;
        all += square;
    }
    all /= static_cast<double>(p.stations.size());
    for (auto& [name, group] : p.groups) {
        const double least = kLeastVariance * std::max(group.mean(0) * group.mean(0), 1e-12);
        group.variance =
            ((group.square_sum + kSpreadWeight * all) / (static_cast<double>(group.count) + kSpreadWeight))
                .cwiseMax(least);
    }
}

Population fitAt(std::span<const BaseStationHours> base_stations, int offset) {
    Population p = prepare(base_stations, offset);
    for (int round = 0; round < kRounds; ++round) {
        for (Station& s : p.stations) fitStation(s, p.error_variance);
        reweigh(p);
        updateGroups(p);
    }
    return p;
}

}  // namespace

EnergyFit fitEnergy(std::span<const BaseStationHours> base_stations) {
    EnergyFit fit;
    if (base_stations.empty()) return fit;
    Population best = fitAt(base_stations, 0);
    for (const int offset : {1, -1}) {
        Population other = fitAt(base_stations, offset);
        if (other.mean_error >= best.mean_error) continue;
        best = std::move(other);
        fit.load_offset_hours = offset;
    }
    for (const Station& s : best.stations) fit.curves.push_back(curveOf(s.curve));
    for (const auto& [name, group] : best.groups)
        fit.populations.push_back({name, curveOf(group.mean), group.count});
    return fit;
}

EnergyCurve populationCurve(const EnergyFit& fit, const BaseStationHours& base_station) {
    const std::string group = groupOf(base_station);
    Terms mean = Terms::Zero();
    for (const EnergyPopulation& p : fit.populations) {
        if (p.group == group) return p.mean;
        mean += termsOf(p.mean) / static_cast<double>(fit.populations.size());
    }
    return curveOf(mean);
}

std::vector<double> predictEnergy(const EnergyCurve& curve, int load_offset_hours,
                                  const BaseStationHours& hours) {
    const Terms coefficients = termsOf(curve);
    std::vector<double> energy(hours.hour.size());
    for (std::size_t row = 0; row < energy.size(); ++row)
        energy[row] = termsOf(hours, row, load_offset_hours).dot(coefficients);
    return energy;
}

}  // namespace celltwin::calibration
