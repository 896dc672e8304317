// SPDX-License-Identifier: BSD-3-Clause
#include "models/propagation/path_loss.h"

#include <array>
#include <cassert>
#include <cmath>

#include "models/base/error.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

using Maker = std::unique_ptr<PathLossModel> (*)();

constexpr std::array<std::string_view, 5> kNames{"tr38901-uma", "tr38901-umi", "tr38901-rma", "cost231-hata",
                                                 "free-space"};
constexpr std::array<Maker, 5> kMakers{&makeTr38901Uma, &makeTr38901Umi, &makeTr38901Rma, &makeCost231Hata,
                                       &makeFreeSpace};

double attenuate(double loss_db) {
    return std::pow(10.0, -loss_db / 10.0);
}

}  // namespace

std::span<const std::string_view> pathLossModelNames() {
    return kNames;
}

std::unique_ptr<PathLossModel> makePathLossModel(std::string_view name) {
    std::string known;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == name) return kMakers[i]();
        known += (known.empty() ? "" : ", ") + std::string(kNames[i]);
    }
    const std::string near = nearestWord(std::string(name), {kNames.begin(), kNames.end()});
    throw ConfigError({Diagnostic{{},
                                  "no path loss model '" + std::string(name) + "' (there are: " + known + ")",
                                  near.empty() ? "" : "did you mean '" + near + "'?",
                                  {},
                                  1}});
}

double outdoorToIndoorLossDb(Hertz carrier, bool high_loss_building, double indoor_distance_m) {
    assert(indoor_distance_m >= 0.0);
    const double f_ghz = carrier.value * 1e-9;
    // Table 7.4.3-1: L_glass = 2 + 0.2 f, L_IRRglass = 23 + 0.3 f, L_concrete = 5 + 4 f.
    const double glass = 2.0 + 0.2 * f_ghz, coated_glass = 23.0 + 0.3 * f_ghz, concrete = 5.0 + 4.0 * f_ghz;
    // Table 7.4.3-2: PL_tw = 5 - 10 log10(share of glass + share of concrete), PL_in = 0.5 d_2D-in.
    const double through = high_loss_building ? 0.7 * attenuate(coated_glass) + 0.3 * attenuate(concrete)
                                              : 0.3 * attenuate(glass) + 0.7 * attenuate(concrete);
    return 5.0 - 10.0 * std::log10(through) + 0.5 * indoor_distance_m;
}

}  // namespace celltwin::propagation
