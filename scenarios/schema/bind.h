// SPDX-License-Identifier: BSD-3-Clause
//
// From a checked tree to the structs of scenario.h. Readers treat what the check found bad as absent and add
// findings of their own: references, duplicates, what only makes sense together.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/schema/reader.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/tree.h"

namespace celltwin::scenario {

/// Names of one kind and their indices.
using Index = std::unordered_map<std::string, std::uint32_t>;

/// What the binding functions share.
struct Context {
    Findings& findings;
    std::string file;  ///< the scenario file's name; references are relative to its folder
    const KnownKpis& kpis;
    Index carriers, antennas, sites, cells;
    Index slices = {};
    std::string cells_source = "the network";  ///< where the cells came from, for messages
};

/// The value of a key, or nullptr where it is absent or bad.
const Node* valueOf(const Node& map, std::string_view key);
/// Every read* leaves its target alone and returns false where the key is absent or bad.
bool read(const Node& map, std::string_view key, double& out);
bool read(const Node& map, std::string_view key, int& out);
bool read(const Node& map, std::string_view key, std::uint64_t& out);
bool read(const Node& map, std::string_view key, bool& out);
bool read(const Node& map, std::string_view key, std::string& out);
bool read(const Node& map, std::string_view key, std::optional<double>& out);
bool read(const Node& map, std::string_view key, std::vector<double>& out);
/// Index of the value in `names`, plus `first`.
template <class Enum>
bool readName(const Node& map, std::string_view key, const std::vector<std::string>& names, Enum& out,
              int first = 0) {
    std::string word;
    if (!read(map, key, word)) return false;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == word) out = static_cast<Enum>(static_cast<int>(i) + first);
    return true;
}

/// lat_deg, lon_deg or east_m, north_m of an object; half of a pair is a finding.
struct Place {
    bool geographic = false;
    LatLon lat_lon;
    Enu enu;
};
std::optional<Place> readPlace(const Node& map, Context& context);
/// Whether any of the four keys is written, right or wrong.
bool hasPlaceKeys(const Node& map);
Enu toEnu(const Place& place, const NetworkSnapshot& network, const Mark& mark, Context& context);

/// Where a key's value stands, or the object itself where the key is absent.
Mark markOf(const Node& node, std::string_view key);

/// Looks a name up; a miss is a finding with the nearest name.
std::optional<std::uint32_t> lookUp(const Index& index, const std::string& name, const std::string& what,
                                    const std::string& where, const Mark& mark, Context& context);
/// Adds a name; a second one is a finding.
bool addName(Index& index, const std::string& name, const std::string& what, const Mark& mark,
             Context& context);
/// Reads a referenced UTF-8 file; what goes wrong becomes a finding at `node`, and nothing is returned.
std::optional<std::string> readReferenced(const Node& node, Context& context);

/// A cell as written, before carriers, antennas and sites are known by index.
struct RawCell {
    Cell cell;
    std::optional<Place> place;
    std::string site, carrier, antenna;   ///< names; empty = not given
    std::optional<double> frequency_mhz;  ///< from a CSV
    bool power_given = false;
    bool place_bad = false;  ///< a place was given, and what is wrong with it has been reported
    Mark mark, site_mark, carrier_mark, antenna_mark;
    std::string csv_file;  ///< where it came from a CSV, with its line
    int csv_line = 0;
};
/// A finding about a cell: at its line of the CSV, or at `mark` in the scenario.
void complain(const RawCell& raw, const Mark& mark, std::string message, std::string hint, Context& context);
/// The values of `node` on top of what `raw` holds.
void readCellValues(const Node& node, RawCell& raw);
RawCell readInlineCell(const Node& node, Context& context);
std::vector<RawCell> readCsvCells(const Node& node, Context& context);
/// Carrier, antenna and default power of a cell.
void resolveCarrierAndAntenna(RawCell& raw, const NetworkSnapshot& network, Context& context);

NetworkSnapshot bindNetwork(const Node& node, Context& context);
/// Sites and cells of a regular network.
std::vector<RawCell> bindLayout(const Node& node, NetworkSnapshot& network, Context& context);
void bindWrapOffsets(const Node& node, NetworkSnapshot& network);
/// "S" and 3 make "S3".
std::string numbered(const char* letter, std::size_t number);
void bindCarriers(const Node& node, NetworkSnapshot& network, Context& context);
void bindAntennas(const Node& node, NetworkSnapshot& network, Context& context);
/// What is wrong with a frequency in the carrier's band, or empty.
std::string bandTrouble(const Carrier& carrier);
Radio bindRadio(const Node& root, Context& context);
/// A finding where the shares of a list do not sum to 1.
void checkShares(const Node& list, const std::string& what, double sum, Context& context);
inline constexpr double kShareTolerance = 1e-6;
void bindArea(const Node& map, mobility::Area& area, Context& context);
MobilityShare bindMobility(const Node& node, const NetworkSnapshot& network, const mobility::Area& area,
                           Context& context);
/// The squares of users.raster that lie in users.area.
void bindRaster(const Node& users, Users& out, const NetworkSnapshot& network, Context& context);
void bindCellWeights(const Node& users, Users& out, const NetworkSnapshot& network, Context& context);
void bindTraffic(const Node& root, Users& users, Context& context);
Users bindUsers(const Node& root, const NetworkSnapshot& network, Context& context);
Ran bindRan(const Node& root, Context& context);
/// Findings where a slice has not dedicated <= min <= max, or the minima of all exceed a carrier; `when`
/// begins them.
void checkRatios(const std::vector<Slice>& slices, const Mark& mark, const std::string& when,
                 Context& context);
/// Findings where an entry of `traffic` names a slice that is not there.
void checkSlices(const Node& root, const Users& users, Context& context);
/// What of `ran` is radio resource control.
void bindRrc(const Node& root, Ran& ran, Context& context);
Energy bindEnergy(const Node& root, Context& context);
/// The rule at cell_sleep of an energy section or of a change; none where it is not written.
std::optional<energy::CellSleepRule> bindCellSleep(const Node& energy_node, Context& context);
Run bindRun(const Node& root, Context& context);
/// The key run.foreground, once network, users and changes are known.
std::optional<Foreground> bindForeground(const Node& root, const Scenario& scenario, Context& context);
Outputs bindOutputs(const Node& root, const std::string& file);
void bindRoute(const Node& node, mobility::Profile& profile, const NetworkSnapshot& network,
               Context& context);
std::vector<Change> bindChanges(const Node& root, const Scenario& scenario, Context& context);
std::vector<Expectation> bindExpectations(const Node& root, Context& context);
/// Typical distance between neighbouring sites: the median over sites of the distance to the nearest other;
/// 500 m where there is one site.
double typicalSiteDistanceM(const std::vector<Site>& sites);
/// One line in words; `before` is the network the change applies to.
std::string describeChange(const Change& change, const Scenario& before);

}  // namespace celltwin::scenario
