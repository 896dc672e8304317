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

using Parameters = ModelParameters;

std::unique_ptr<PathLossModel> factory(Factory kind, const Parameters& p) {
    return p.clutter ? makeTr38901InF(kind, *p.clutter) : makeTr38901InF(kind);
}

struct Entry {
    std::string_view name;
    Tunable tunable;
    std::unique_ptr<PathLossModel> (*make)(const Parameters&);
};

constexpr Entry kModels[] = {
    {"tr38901-uma", Tunable::nlos, [](const Parameters& p) { return makeTr38901Uma(p.nlos); }},
    {"tr38901-umi", Tunable::nlos, [](const Parameters& p) { return makeTr38901Umi(p.nlos); }},
    {"tr38901-rma", Tunable::street, [](const Parameters& p) { return makeTr38901Rma(p.street); }},
    {"cost231-hata", Tunable::none, [](const Parameters&) { return makeCost231Hata(); }},
    {"free-space", Tunable::none, [](const Parameters&) { return makeFreeSpace(); }},
    {"tr38901-inh-mixed", Tunable::nlos,
     [](const Parameters& p) { return makeTr38901InH(Office::mixed, p.nlos); }},
    {"tr38901-inh-open", Tunable::nlos,
     [](const Parameters& p) { return makeTr38901InH(Office::open, p.nlos); }},
    {"tr38901-inf-sl", Tunable::clutter, [](const Parameters& p) { return factory(Factory::sl, p); }},
    {"tr38901-inf-dl", Tunable::clutter, [](const Parameters& p) { return factory(Factory::dl, p); }},
    {"tr38901-inf-sh", Tunable::clutter, [](const Parameters& p) { return factory(Factory::sh, p); }},
    {"tr38901-inf-dh", Tunable::clutter, [](const Parameters& p) { return factory(Factory::dh, p); }},
    {"tr38901-inf-hh", Tunable::clutter, [](const Parameters& p) { return factory(Factory::hh, p); }},
    {"m2412-uma-a", Tunable::none, [](const Parameters&) { return makeM2412UmaA(); }},
    {"m2412-umi-a", Tunable::none, [](const Parameters&) { return makeM2412UmiA(); }},
    {"m2412-rma-a", Tunable::street, [](const Parameters& p) { return makeM2412RmaA(p.street); }},
    {"m2412-rma-lmlc", Tunable::street, [](const Parameters& p) { return makeM2412RmaLmlc(p.street); }},
    {"m2412-inh-a", Tunable::none, [](const Parameters&) { return makeM2412InHA(); }},
    {"okumura-hata", Tunable::none, [](const Parameters&) { return makeOkumuraHata(HataArea::city); }},
    {"okumura-hata-large-city", Tunable::none,
     [](const Parameters&) { return makeOkumuraHata(HataArea::large_city); }},
    {"okumura-hata-suburban", Tunable::none,
     [](const Parameters&) { return makeOkumuraHata(HataArea::suburban); }},
    {"okumura-hata-open", Tunable::none, [](const Parameters&) { return makeOkumuraHata(HataArea::open); }},
    {"tr36942-macro-urban", Tunable::none, [](const Parameters&) { return makeTr36942Macro(); }},
    {"two-ray", Tunable::none, [](const Parameters&) { return makeTwoRay(TwoRay::interference); }},
    {"two-ray-breakpoint", Tunable::none, [](const Parameters&) { return makeTwoRay(TwoRay::breakpoint); }},
    {"itu-p1411-los", Tunable::none, [](const Parameters&) { return makeItuP1411Los(CanyonBound::median); }},
    {"itu-p1411-nlos", Tunable::roofs, [](const Parameters& p) { return makeItuP1411Nlos(p.roofs); }},
    {"itu-p1411-high-rise", Tunable::none,
     [](const Parameters&) { return makeItuP1411SiteGeneral(SiteGeneral::high_rise); }},
    {"itu-p1411-low-rise", Tunable::none,
     [](const Parameters&) { return makeItuP1411SiteGeneral(SiteGeneral::low_rise); }},
    {"itu-p1411-above-roof", Tunable::none,
     [](const Parameters&) { return makeItuP1411SiteGeneral(SiteGeneral::above_roof); }},
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

Tunable tunableOf(std::string_view name) {
    for (const Entry& entry : kModels)
        if (entry.name == name) return entry.tunable;
    return Tunable::none;
}

Factory factoryOf(std::string_view name) {
    constexpr std::string_view kHalls[] = {"sl", "dl", "sh", "dh", "hh"};
    for (std::size_t i = 0; i < std::size(kHalls); ++i)
        if (name.ends_with(kHalls[i])) return static_cast<Factory>(i);
    return Factory::sl;
}

std::unique_ptr<PathLossModel> makePathLossModel(std::string_view name) {
    return makePathLossModel(name, {});
}

std::unique_ptr<PathLossModel> makePathLossModel(std::string_view name, const ModelParameters& parameters) {
    std::string known;
    for (const Entry& entry : kModels) {
        if (entry.name == name) return entry.make(parameters);
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
