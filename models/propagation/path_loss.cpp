// SPDX-License-Identifier: BSD-3-Clause
#include "models/propagation/path_loss.h"

#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <sstream>

#include "models/base/error.h"
#include "models/propagation/block.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

struct Entry {
    std::string_view name;
    std::unique_ptr<PathLossModel> (*make)();
};

constexpr Entry kModels[] = {
    {"tr38901-uma", [] { return makeTr38901Uma(); }},
    {"tr38901-umi", [] { return makeTr38901Umi(); }},
    {"tr38901-rma", [] { return makeTr38901Rma(); }},
    {"cost231-hata", [] { return makeCost231Hata(); }},
    {"free-space", [] { return makeFreeSpace(); }},
    {"tr38901-inh-mixed", [] { return makeTr38901InH(Office::mixed); }},
    {"tr38901-inh-open", [] { return makeTr38901InH(Office::open); }},
    {"tr38901-inf-sl", [] { return makeTr38901InF(Factory::sl); }},
    {"tr38901-inf-dl", [] { return makeTr38901InF(Factory::dl); }},
    {"tr38901-inf-sh", [] { return makeTr38901InF(Factory::sh); }},
    {"tr38901-inf-dh", [] { return makeTr38901InF(Factory::dh); }},
    {"tr38901-inf-hh", [] { return makeTr38901InF(Factory::hh); }},
    {"m2412-uma-a", [] { return makeM2412UmaA(); }},
    {"m2412-umi-a", [] { return makeM2412UmiA(); }},
    {"m2412-rma-a", [] { return makeM2412RmaA(); }},
    {"m2412-inh-a", [] { return makeM2412InHA(); }},
    {"okumura-hata", [] { return makeOkumuraHata(HataArea::city); }},
    {"okumura-hata-large-city", [] { return makeOkumuraHata(HataArea::large_city); }},
    {"okumura-hata-suburban", [] { return makeOkumuraHata(HataArea::suburban); }},
    {"okumura-hata-open", [] { return makeOkumuraHata(HataArea::open); }},
    {"two-ray", [] { return makeTwoRay(TwoRay::interference); }},
    {"two-ray-breakpoint", [] { return makeTwoRay(TwoRay::breakpoint); }},
    {"itu-p1411-los", [] { return makeItuP1411Los(CanyonBound::median); }},
    {"itu-p1411-nlos", [] { return makeItuP1411Nlos(); }},
    {"itu-p1411-high-rise", [] { return makeItuP1411SiteGeneral(SiteGeneral::high_rise); }},
    {"itu-p1411-low-rise", [] { return makeItuP1411SiteGeneral(SiteGeneral::low_rise); }},
    {"itu-p1411-above-roof", [] { return makeItuP1411SiteGeneral(SiteGeneral::above_roof); }},
};

constexpr auto kNames = [] {
    std::array<std::string_view, std::size(kModels)> names;
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = kModels[i].name;
    return names;
}();

}  // namespace

std::span<const std::string_view> pathLossModelNames() {
    return kNames;
}

std::unique_ptr<PathLossModel> makePathLossModel(std::string_view name) {
    std::string known;
    for (const Entry& entry : kModels) {
        if (entry.name == name) return entry.make();
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    }
    const std::string near = nearestWord(std::string(name), {kNames.begin(), kNames.end()});
    throw ConfigError({Diagnostic{{},
                                  "no path loss model '" + std::string(name) + "' (there are: " + known + ")",
                                  near.empty() ? "" : "did you mean '" + near + "'?",
                                  {},
                                  1}});
}

void requireBetween(const std::string& what, double value, double low, double high, const char* unit) {
    if (value > low && value < high) return;
    std::ostringstream text;
    text << what << ' ' << value << unit << ": must be above " << low;
    if (std::isfinite(high)) text << " and below " << high;
    text << unit;
    throw ConfigError(text.str());
}

void requireWithin(const std::string& what, double value, double low, double high, const char* unit) {
    if (value >= low && value <= high) return;
    std::ostringstream text;
    text << what << ' ' << value << unit << ": must be from " << low << " to " << high << unit;
    throw ConfigError(text.str());
}

void PathLossModel::check(Hertz carrier, double bs_height_m, double ue_height_m) const {
    constexpr double kAny = std::numeric_limits<double>::infinity();
    requireBetween("carrier frequency", carrier.value * 1e-9, 0.0, kAny, " GHz");
    requireBetween("BS antenna height", bs_height_m, 0.0, kAny, " m");
    requireBetween("UE height", ue_height_m, 0.0, kAny, " m");
}

}  // namespace celltwin::propagation
