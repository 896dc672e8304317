// SPDX-License-Identifier: BSD-3-Clause
//
// The path loss models there are, one maker each. A new model gets a maker here and a line in the table of
// path_loss.cpp. Makers that take numbers throw ConfigError naming the accepted range.
#pragma once

#include <memory>
#include <optional>

#include "models/propagation/path_loss.h"

namespace celltwin::propagation {

/// TR 38.901 Table 7.4.1-1 gives most scenarios a second, simpler NLOS loss and its own sigma.
enum class NlosLoss : std::uint8_t { main, optional };

/// RMa's surroundings: average street width W and building height h, both 5..50 m; Table 7.4.1-1's defaults.
struct RuralStreet {
    double street_width_m = 20.0, building_height_m = 5.0;
};

std::unique_ptr<PathLossModel> makeTr38901Uma(NlosLoss nlos = NlosLoss::main);
std::unique_ptr<PathLossModel> makeTr38901Umi(NlosLoss nlos = NlosLoss::main);
std::unique_ptr<PathLossModel> makeTr38901Rma(const RuralStreet& street = {});

enum class Office : std::uint8_t { mixed, open };
std::unique_ptr<PathLossModel> makeTr38901InH(Office office, NlosLoss nlos = NlosLoss::main);

/// Indoor factory: sparse or dense clutter, BS among it (low) or above it (high); hh has both ends above it.
enum class Factory : std::uint8_t { sl, dl, sh, dh, hh };
/// Clutter of a factory hall: typical size, share of the floor it covers, effective height h_c.
struct InFClutter {
    double size_m, density, height_m;
};
/// Size of Table 7.2-4: 10 m sparse, 2 m dense. That table has ranges for the others (density below or from
/// 40 %, height 0..10 m); these are the values 3GPP evaluates with (TR 38.857 clause 6.1): 20 % and 40 %, 2
/// m.
InFClutter clutterOf(Factory factory);
std::unique_ptr<PathLossModel> makeTr38901InF(Factory factory);
/// Size above 0 m, density above 0 and below 1, height above 0 and below 25 m, the highest ceiling.
std::unique_ptr<PathLossModel> makeTr38901InF(Factory factory, const InFClutter& clutter);

std::unique_ptr<PathLossModel> makeM2412UmaA();
std::unique_ptr<PathLossModel> makeM2412UmiA();
std::unique_ptr<PathLossModel> makeM2412RmaA(const RuralStreet& street = {});
std::unique_ptr<PathLossModel> makeM2412RmaLmlc(const RuralStreet& street = {});
std::unique_ptr<PathLossModel> makeM2412InHA();

/// Hata's four: small or medium city, large city, suburban, open (rural) area.
enum class HataArea : std::uint8_t { city, large_city, suburban, open };
std::unique_ptr<PathLossModel> makeOkumuraHata(HataArea area);
std::unique_ptr<PathLossModel> makeCost231Hata();

std::unique_ptr<PathLossModel> makeTr36942Macro();

std::unique_ptr<PathLossModel> makeFreeSpace();

/// Sum of the two rays with its fades, or free space up to the crossover and the fourth power beyond.
enum class TwoRay : std::uint8_t { interference, breakpoint };
std::unique_ptr<PathLossModel> makeTwoRay(TwoRay kind);

enum class CanyonBound : std::uint8_t { lower, median, upper };
std::unique_ptr<PathLossModel> makeItuP1411Los(CanyonBound bound);

enum class Centre : std::uint8_t { medium_city_or_suburban, metropolitan };
/// Buildings between the stations; the defaults of P.1411 where it has some (separation b 20..50 m, width
/// w = b/2, orientation 90 degrees).
struct RoofTops {
    double roof_height_m = 20.0;
    double street_width_m = 25.0;
    double street_orientation_deg = 90.0;  ///< to the direct path, 0..90
    double building_separation_m = 50.0;
    std::optional<double> buildings_extend_m{};  ///< length of path over buildings; without it the whole path
    Centre centre = Centre::metropolitan;
};
std::unique_ptr<PathLossModel> makeItuP1411Nlos(const RoofTops& roofs = {});

/// Environments of P.1411's site-general models: both stations below roof tops (high-rise, low-rise or
/// suburban), or one above.
enum class SiteGeneral : std::uint8_t { high_rise, low_rise, above_roof };
std::unique_ptr<PathLossModel> makeItuP1411SiteGeneral(SiteGeneral site);

/// What a model may be told beyond heights and distances. Each reads its own; a value not given is the
/// model's default.
struct ModelParameters {
    NlosLoss nlos = NlosLoss::main;       ///< TR 38.901 UMa, UMi, InH
    RuralStreet street{};                 ///< RMa
    std::optional<InFClutter> clutter{};  ///< InF
    RoofTops roofs{};                     ///< itu-p1411-nlos
};
/// A model by its name; throws ConfigError naming the known models or a parameter's range.
std::unique_ptr<PathLossModel> makePathLossModel(std::string_view name, const ModelParameters& parameters);
/// Which parameters a model reads.
enum class Tunable : std::uint8_t { none, nlos, street, clutter, roofs };
Tunable tunableOf(std::string_view name);
/// The hall of a model called tr38901-inf-...
Factory factoryOf(std::string_view name);

/// Free-space loss between isotropic antennas, dB: 20 log10(4 pi d f / c) (Friis 1946). `distance_3d_m` > 0.
double freeSpaceLossDb(double distance_3d_m, Hertz carrier);

}  // namespace celltwin::propagation
