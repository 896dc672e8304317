// SPDX-License-Identifier: BSD-3-Clause
#include "models/propagation/path_loss.h"

#include <array>
#include <cmath>
#include <sstream>

#include "models/base/error.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

using Maker = std::unique_ptr<PathLossModel> (*)();

constexpr std::array<std::string_view, 5> kNames{"tr38901-uma", "tr38901-umi", "tr38901-rma", "cost231-hata",
                                                 "free-space"};
constexpr std::array<Maker, 5> kMakers{&makeTr38901Uma, &makeTr38901Umi, &makeTr38901Rma, &makeCost231Hata,
                                       &makeFreeSpace};

std::string toText(double value) {
    std::ostringstream text;
    text << value;
    return text.str();
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

void PathLossModel::check(Hertz carrier, double bs_height_m, double ue_height_m) const {
    if (!(carrier.value > 0.0 && std::isfinite(carrier.value)))
        throw ConfigError("carrier frequency " + toText(carrier.value * 1e-9) + " GHz: must be above 0 GHz");
    const auto checkHeight = [](const char* what, double height_m) {
        if (!(height_m > 0.0 && std::isfinite(height_m)))
            throw ConfigError(std::string(what) + " height " + toText(height_m) +
                              " m: must be above 0 m, the ground");
    };
    checkHeight("BS antenna", bs_height_m);
    checkHeight("UE", ue_height_m);
}

}  // namespace celltwin::propagation
