// SPDX-License-Identifier: BSD-3-Clause
//
// What a run is, complete and immutable: the network, its users, what changes, what is expected. Built by the
// reader (reader.h), which has checked every value and every reference; nothing below re-checks them. Field
// names are the YAML keys; units are in the names. Defaults stand here and nowhere else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/antenna/pattern.h"
#include "models/base/geo.h"
#include "models/mobility/handover.h"
#include "models/mobility/mobility.h"
#include "models/phy/link_adaptation.h"
#include "models/scheduler/scheduler.h"
#include "models/traffic/traffic.h"

namespace celltwin::scenario {

/// One NR carrier configuration shared by cells.
struct Carrier {
    std::string id = "carrier";
    std::string band;               ///< TS 38.101 name; empty where frequency_mhz alone is given
    double frequency_mhz = 3500.0;  ///< centre; default: middle of the band's downlink
    double bandwidth_mhz = 20.0;
    int numerology = 0;                 ///< 0..4; all carriers of one scenario share it
    int prb_count = 106;                ///< default: TS 38.101 Table 5.3.2-1; LTE 20 MHz is written as 100
    std::string tdd_pattern;            ///< D, S, U; empty = FDD
    int special_downlink_symbols = 10;  ///< of an S slot
    double tx_power_dbm = 46.0;         ///< total over the carrier, at the antenna port
    phy::McsTable mcs_table = phy::McsTable::table2_256qam;
    int layers = 1;          ///< MIMO layers to each UE, 1..4; they share the power, no cross-talk
    double overhead = 0.14;  ///< share of resource elements not PDSCH (TS 38.306: 0.14 FR1 DL)
};

enum class AntennaModel { isotropic, tr38901_sector, measured };
struct Antenna {
    std::string id = "antenna";
    AntennaModel model = AntennaModel::tr38901_sector;
    antenna::Tr38901Sector tr38901;  ///< for tr38901_sector; .gain_dbi also serves isotropic
    antenna::PatternCuts cuts;       ///< for measured, read from an MSI or CSV file
};

struct Site {
    std::string id;
    Enu position;  ///< in the network's frame
};

struct Cell {
    std::string id;
    std::uint32_t site = 0;  ///< index into sites
    Enu position;            ///< the antenna's own, usually the site's
    double height_m = 25.0;
    double azimuth_deg = 0.0;
    double downtilt_deg = 0.0;  ///< electrical, positive = down
    double mechanical_downtilt_deg = 0.0;
    double tx_power_dbm = 46.0;  ///< default: the carrier's
    double load = 0.0;           ///< background PRB share a cell transmits at least, 0..1
    std::uint32_t carrier = 0;   ///< index into carriers
    std::uint32_t antenna = 0;   ///< index into antennas
    bool active = true;
};

/// An immutable network: what a configuration management export says.
struct NetworkSnapshot {
    LatLon origin;           ///< of the local frame; key `reference`
    bool geographic = true;  ///< false where sites were given in metres without a reference
    std::vector<Carrier> carriers;
    std::vector<Antenna> antennas;
    std::vector<Site> sites;
    std::vector<Cell> cells;
};

/// Drawn per place by the model's probability; one state for all; or the probability-weighted mean loss in
/// dB.
enum class LosMode { model, always, never, expected };
/// How radio waves travel.
struct Radio {
    std::string propagation = "tr38901-uma";  ///< propagation::pathLossModelNames()
    LosMode line_of_sight = LosMode::model;
    bool shadowing = true;
    std::optional<double> shadow_sigma_db;  ///< default: the model's
    double inter_site_correlation = 0.5;    ///< TR 38.901 / TR 36.814
    double noise_figure_db = 7.0;           ///< of the UE
    double offset_db = 0.0;                 ///< added to every path loss (calibration)
};

enum class Placement { uniform, around_cells };
struct HotSpot {
    Enu position;
    double radius_m = 50.0;
    double share = 0.1;  ///< of all UEs
};
struct MobilityShare {
    double share = 1.0;
    mobility::Profile profile;
};
struct TrafficShare {
    double share = 1.0;
    traffic::Profile profile;
};
struct Users {
    int count = 0;  ///< per_cell x cells is resolved to this
    Placement placement = Placement::uniform;
    mobility::Area area{};          ///< default: bounding box of the sites and half an ISD around
    double max_distance_m = 500.0;  ///< around_cells: radius of the sector; uniform: unused
    double min_distance_m = 10.0;   ///< to any site, horizontally
    double height_m = 1.5;
    double indoor_share = 0.0;  ///< indoor UEs suffer the outdoor-to-indoor loss
    bool high_loss_buildings = false;
    std::vector<HotSpot> hot_spots;
    std::vector<MobilityShare> mobility;  ///< shares sum to 1
    std::vector<TrafficShare> traffic;    ///< shares sum to 1; top-level key `traffic`
};

enum class Fidelity { slot };
/// How the run goes.
struct Run {
    Fidelity fidelity = Fidelity::slot;
    double duration_s = 10.0;
    double warmup_s = 1.0;  ///< simulated, not recorded
    std::uint64_t seed = 1;
    double kpi_period_s = 1.0;
    double ue_sample_period_s = 1.0;
    double mobility_period_ms = 100.0;    ///< positions and links
    double measurement_period_ms = 40.0;  ///< L3 measurements and A3
    double cqi_period_ms = 10.0;
    double segment_s = 10.0;  ///< simulated time a trace segment holds
};

struct Ran {
    scheduler::Policy scheduler = scheduler::Policy::proportional_fair;
    double pf_window_ms = 200.0;
    int max_ues_per_slot = 8;
    mobility::A3Parameters handover;
    double handover_interruption_ms = 40.0;
};

/// Where predictions are wanted beside measured values.
struct MeasurementInput {
    std::string csv;  ///< path, .gz accepted, relative to the scenario file
    std::string cell_column = "cell_id", lat_column = "lat", lon_column = "lon", rsrp_column = "rsrp_dbm";
    std::string skip_column;  ///< rows with a non-zero value here are left out; empty = none
};
struct Outputs {
    std::string directory;  ///< default out/<name of the file>
    bool report = true;
    bool maps = true;
    double map_resolution_m = 0.0;  ///< 0 = about 250 pixels along the longer side
    std::optional<MeasurementInput> measurements;
};

/// A number that is either set or shifted.
struct Adjustment {
    enum class Kind { set, add } kind = Kind::set;
    double value = 0.0;
};
/// One what-if step. Exactly the optionals that are present apply.
struct Change {
    std::vector<std::uint32_t> cells;  ///< cells it applies to (from `cell`, `cells` or `site`)
    std::optional<Adjustment> azimuth_deg, downtilt_deg, mechanical_downtilt_deg, tx_power_dbm, height_m;
    std::optional<bool> active;
    std::optional<Cell> new_cell;
    std::optional<Site> new_site;          ///< where new_cell stands on a site that is not there yet
    std::optional<double> traffic_factor;  ///< scales every UE's offered load
    std::optional<Adjustment> a3_offset_db, hysteresis_db, time_to_trigger_ms;
    std::string text;  ///< one line in words, for the report: "C12 downtilt 4° -> 8°"
};

/// A KPI threshold: exit 99 where it is crossed.
struct Expectation {
    std::string kpi;                                            ///< TS 28.552 name from the catalogue
    std::vector<std::uint32_t> cells;                           ///< empty = whole network
    enum class Leg { after, before, change } leg = Leg::after;  ///< change: after minus before
    bool percent = false;                                       ///< with Leg::change: in percent of before
    std::optional<double> at_least, at_most;
    int line = 0;  ///< in the scenario file
};

struct Scenario {
    std::string name;
    std::string description;
    std::string file;  ///< as given on the command line
    NetworkSnapshot network;
    Radio radio;
    Users users;
    Ran ran;
    Run run;
    Outputs outputs;
    std::vector<Change> changes;
    std::vector<Expectation> expect;
};

/// The scenario after its changes: same users, same seed, `changes` empty. Throws nothing.
Scenario applyChanges(const Scenario& before);

}  // namespace celltwin::scenario
