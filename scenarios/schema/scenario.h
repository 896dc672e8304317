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
#include <utility>
#include <vector>

#include "models/antenna/array.h"
#include "models/antenna/grid.h"
#include "models/antenna/pattern.h"
#include "models/base/geo.h"
#include "models/cluster/large_scale.h"
#include "models/energy/cell_sleep.h"
#include "models/energy/power.h"
#include "models/fading/tdl.h"
#include "models/mobility/mobility.h"
#include "models/phy/harq.h"
#include "models/phy/link_adaptation.h"
#include "models/phy/link_table.h"
#include "models/phy/resource_elements.h"
#include "models/phy/uplink_power.h"
#include "models/propagation/calibrated_field.h"
#include "models/propagation/catalogue.h"
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
    double frequency_offset_db = 0.0;   ///< Ofn and Ofp of its cells in the measurement events
    phy::McsTable mcs_table = phy::McsTable::table2_256qam;
    std::optional<phy::LinkTable> link_table;  ///< CQI by SINR and MCS by CQI; default: by the BLER curves
    int layers = 1;          ///< MIMO layers to a UE, 1..4: all of them without fading, at most so many with
    int ports = 1;           ///< CSI-RS ports with fading: 1, 2 or 4; default: enough for the layers
    double overhead = 0.14;  ///< share of resource elements not PDSCH (TS 38.306: 0.14 FR1 DL)
    std::optional<phy::PdschOverhead> pdsch;           ///< the same item by item, instead
    std::optional<phy::BandwidthPart> bandwidth_part;  ///< where data is scheduled; default: everywhere
    phy::BandwidthPart scheduled() const { return bandwidth_part.value_or(phy::BandwidthPart{0, prb_count}); }
};

enum class AntennaModel {
    isotropic,
    tr38901_sector,
    measured,
    tr38901_panel,
    tr36814_sector,
    tr36942_sector,
    measured_grid,
};
/// Data beams on an oversampled DFT grid, and the wide SSB beams that cover the same directions.
struct BeamGrid {
    int row_oversampling = 1, column_oversampling = 1;
    double max_azimuth_deg = 60.0;  ///< either side of the boresight
    double min_downtilt_deg = -15.0, max_downtilt_deg = 30.0;
    int ssb_beams = 8;  ///< at most (TS 38.213 clause 4.1: 4, 8 or 64)
};
struct Antenna {
    std::string id = "antenna";
    AntennaModel model = AntennaModel::tr38901_sector;
    antenna::Tr38901Sector
        tr38901;                ///< for tr38901_sector; .gain_dbi also serves isotropic and the LTE sectors
    antenna::PatternCuts cuts;  ///< for measured, read from an MSI or CSV file
    antenna::PatternGrid grid;  ///< for measured_grid, read from a CSV file
    antenna::PanelArray panel;  ///< for tr38901_panel
    antenna::PortLayout ports;
    /// Beams of the panel's first polarisation: every azimuth with every downtilt, for data and for the SSB
    /// alike.
    std::vector<double> beam_azimuths_deg, beam_downtilts_deg;
    std::optional<BeamGrid> beam_grid;  ///< or a grid of DFT beams
    bool formsBeams() const { return beam_grid || !beam_azimuths_deg.empty(); }
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
    double tx_power_dbm = 46.0;   ///< default: the carrier's
    double load = 0.0;            ///< background PRB share a cell transmits at least, 0..1
    double cell_offset_db = 0.0;  ///< cell individual offset, Ocn of a neighbour and Ocp of the serving cell
    std::uint32_t carrier = 0;    ///< index into carriers
    std::uint32_t antenna = 0;    ///< index into antennas
    bool active = true;
};

/// An immutable network: what a configuration management export says.
struct NetworkSnapshot {
    std::vector<Enu>
        wrap_offsets;        ///< where the network repeats, for calibration; empty = it ends at its edge
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
/// What a building adds: TR 38.901 clause 7.4.3.1 by building type, or its Table 7.4.3-3 below 6 GHz.
enum class BuildingLoss { tr38901, below_6ghz };
/// The gain of a link's antennas: in the direction of the line, or over the rays of TR 38.901 clause 7.5.
enum class Coupling { line_of_sight, clusters };

/// Fast fading of the serving link, TR 38.901 clause 7.7.2.
struct Fading {
    std::optional<fading::TdlProfile> profile;      ///< none = the mean channel
    std::optional<fading::TdlProfile> los_profile;  ///< of links in line of sight; default: the same
    double delay_spread_ns = 300.0;                 ///< rms, "nominal" of Table 7.7.3-2 for UMa at 3.5 GHz
    double min_speed_kmh = 3.0;                     ///< of what moves around a standing UE
    fading::CorrelationLevel correlation = fading::CorrelationLevel::low;  ///< TS 38.101-4 Annex B.2.3
};

/// Shadowing of UEs in buildings: TR 38.901 Table 7.5-6's outdoor to indoor, or Table 7.4.1-1's, which knows
/// only the state of the part outdoors.
enum class IndoorShadowing { o2i, outdoor };

/// How radio waves travel.
struct Radio {
    std::string propagation = "tr38901-uma";        ///< propagation::pathLossModelNames()
    propagation::ModelParameters model_parameters;  ///< what some models ask beyond heights and distance
    std::optional<propagation::CalibratedField>
        calibration;  ///< what measurements say about the model's errors
    LosMode line_of_sight = LosMode::model;
    Coupling coupling = Coupling::line_of_sight;
    cluster::Edition ray_parameters = cluster::Edition::v16;
    bool spreads_follow_shadowing = true;  ///< the correlations with shadow fading of TR 38.901 Table 7.5-6
    bool shadowing = true;
    std::optional<double> shadow_sigma_db;  ///< default: the model's
    IndoorShadowing indoor_shadowing = IndoorShadowing::o2i;
    double inter_site_correlation = 0.5;    ///< TR 36.814; TR 38.901 has 0
    int neighbours = 32;                    ///< cells of each carrier that count one by one for a UE
    double inter_sector_correlation = 1.0;  ///< of the cells of one site
    BuildingLoss building_loss = BuildingLoss::tr38901;
    bool blockage = false;         ///< TR 38.901 clause 7.6.4 model A
    double noise_figure_db = 7.0;  ///< of the UE
    double offset_db = 0.0;        ///< added to every path loss (calibration)
    Fading fading;
};

/// raster: over the squares of users.raster.
enum class Placement { uniform, around_cells, hexagons, raster };
/// A square of a population raster; UEs are uniform within.
struct RasterCell {
    Enu centre;
    double size_m = 100.0;
    double weight = 1.0;  ///< relative to the others, >= 0
};
struct HotSpot {
    Enu position;
    double radius_m = 50.0;
    double share = 0.1;  ///< of all UEs
};
/// One of ns-3's mobility models and the attributes set on it, as ns3_mobility.h writes them.
struct Ns3Mobility {
    std::string type;
    std::vector<std::pair<std::string, std::string>> attributes;
};
struct MobilityShare {
    double share = 1.0;
    mobility::Profile profile;
    Ns3Mobility ns3;  ///< with profile.kind ns3
};
/// RLC acknowledged or unacknowledged (TS 38.322).
enum class RlcMode { am, um };
/// One bearer of a UE and what it carries.
struct Bearer {
    traffic::Profile profile;
    int five_qi = 9;  ///< standardised (qos::findFiveQi); default: by the model
    RlcMode rlc_mode = RlcMode::am;
    double guaranteed_kbps = 0.0;
};
inline constexpr std::size_t kMaxBearers = 4;
struct TrafficShare {
    double share = 1.0;
    std::string slice;                         ///< name of one of ran.slices; empty = the first
    std::vector<Bearer> bearers = {Bearer{}};  ///< 1..kMaxBearers
};
struct Users {
    int count = 0;  ///< per_cell x cells is resolved to this
    Placement placement = Placement::uniform;
    mobility::Area area{};          ///< default: bounding box of the sites and half an ISD around
    double max_distance_m = 500.0;  ///< around_cells: radius of the sector
    double isd_m = 500.0;           ///< hexagons: distance of neighbouring sites; default: the layout's
    double min_distance_m = 10.0;   ///< to any site, horizontally
    double height_m = 1.5;          ///< of UEs outdoors, and indoors where floors_max is 0
    double indoor_share = 0.0;      ///< indoor UEs suffer the outdoor-to-indoor loss
    double high_loss_share = 0.0;   ///< of the buildings (TR 38.901 Table 7.4.3-2)
    int floors_min = 0;  ///< with floors_max: buildings of so many floors, UEs on any (Table 7.2-1)
    int floors_max = 0;
    double car_share = 0.0;      ///< UEs in cars, outdoors (TR 38.901 clause 7.4.3.2)
    int antennas = 4;            ///< receive antennas with fading: 1, 2 or 4
    int component_carriers = 1;  ///< downlink carrier aggregation: carriers of a UE at most
    std::vector<HotSpot> hot_spots;
    std::shared_ptr<const std::vector<RasterCell>> raster;  ///< placement raster: what lies in the area
    std::vector<double> cell_weights;     ///< around_cells: one for each cell; empty = all alike
    std::vector<MobilityShare> mobility;  ///< shares sum to 1
    std::vector<TrafficShare> traffic;    ///< shares sum to 1; top-level key `traffic`
};

/// slot: MAC slots in time; geometry: drops of users, no time; analytic: loads of a KPI period in balance;
/// flow: arrivals and ends of data, no slots.
enum class Fidelity { slot, geometry, analytic, flow };
/// Sites simulated slot by slot; the cells of all others serve as a fluid (fidelity slot).
struct Foreground {
    /// Ascending indices into the sites, those of `changes` behind them.
    std::vector<std::uint32_t> sites;
    double background_step_ms = 10.0;
};
/// How the run goes.
struct Run {
    Fidelity fidelity = Fidelity::slot;
    std::optional<Foreground> foreground;  ///< none = every cell
    double duration_s = 10.0;
    double warmup_s = 1.0;  ///< simulated, not recorded
    std::uint64_t seed = 1;
    int drops = 10;  ///< of fidelity geometry
    double kpi_period_s = 1.0;
    double ue_sample_period_s = 1.0;
    double mobility_period_ms = 100.0;    ///< positions and links
    double measurement_period_ms = 40.0;  ///< L3 measurements and A3
    double cqi_period_ms = 10.0;
    double segment_s = 10.0;                         ///< simulated time a trace segment holds
    std::string start_utc = "2026-01-01T00:00:00Z";  ///< ISO 8601; when recording begins, after the warm-up
    double start_hour = 0.0;  ///< hour of the week (Monday 0 h, local) at simulated time 0; traffic's too
};

enum class EffectiveSinr { miesm, eesm };
/// What a channel report takes for the neighbours' interference: their data of late, or their reference
/// signals, which are always on (LTE's CRS where cells use the same subcarriers for them).
enum class CsiInterference { data, reference };
/// cqi-FormatIndicator of TS 38.214 clause 5.2.1.4: one CQI for the carrier, or one a subband beside it.
enum class CqiFormat { wideband, subband };
/// Link adaptation and hybrid ARQ.
struct LinkAdaptation {
    EffectiveSinr effective_sinr = EffectiveSinr::miesm;
    phy::Combining combining = phy::Combining::incremental_redundancy;
    int max_transmissions = 4;  ///< 1 = no HARQ retransmissions; RLC sends again what is lost for good
    int harq_processes = 16;    ///< of a UE
    double csi_delay_ms = 4.0;  ///< from measuring to using a report
    CsiInterference csi_interference = CsiInterference::data;
    CqiFormat cqi_format = CqiFormat::wideband;
};

/// A network slice (S-NSSAI of TS 23.003 clause 28.4.2) and its share of every carrier.
struct Slice {
    std::string name;
    int sst = 1;
    std::optional<int> sd;
    scheduler::SliceRatio ratio;  ///< keys min_percent, max_percent, dedicated_percent
};

/// PUSCH and what leads to it.
struct Uplink {
    phy::UplinkPower power;
    double noise_figure_db = 5.0;    ///< of the base station
    int rx_antennas = 2;             ///< combine by maximum ratio
    double overhead = 0.08;          ///< share of resource elements not PUSCH data (TS 38.306: 0.08 FR1 UL)
    double request_period_ms = 5.0;  ///< of a UE's opportunities for scheduling requests
    int request_grant_bytes = 200;   ///< of the first grant, before the buffer status is known
};
/// Event A3 of TS 38.331 clause 5.5.4.4 and the filter before it.
struct Handover {
    double offset_db = 3.0;      ///< a3-Offset
    double hysteresis_db = 1.0;  ///< hysteresis
    double time_to_trigger_ms = 160.0;
    int filter_coefficient_k = 4;  ///< filterCoefficientRSRP; a = 1 / 2^(k/4)
};
enum class InterFrequencyEvent { a5, a3 };
/// Handover to other frequencies: A2 starts measuring them, A1 ends it, A5 or A3 names the target; hysteresis
/// and time to trigger are those of the handover.
struct InterFrequency {
    double a2_threshold_dbm = -110.0;
    double a1_threshold_dbm = -107.0;  ///< default: 3 dB above a2_threshold_dbm
    InterFrequencyEvent event = InterFrequencyEvent::a5;
    double a5_threshold_1_dbm = -110.0;  ///< default: a2_threshold_dbm
    double a5_threshold_2_dbm = -107.0;  ///< default: 3 dB above a5_threshold_1_dbm
    double offset_db = 3.0;              ///< a3-Offset
};
/// What a handover needs beside event A3; keys of ran.handover.
struct HandoverProcedure {
    double measurement_error_db = 0.0;  ///< standard deviation; TR 36.839: 1.216
    double preparation_ms = 0.0;        ///< report to command; TR 36.839: 50
    double command_ms = 360.0;  ///< how long RLC sends the command again: 8 times t-PollRetransmit, 45 ms
    double t304_ms = 1000.0;
    double recent_ms = 5000.0;        ///< Tstore_UE_cntxt: a failure within is too early or to a wrong cell
    double minimum_stay_ms = 1000.0;  ///< shorter stays before a return are ping-pong
    std::optional<InterFrequency> inter_frequency;  ///< none = a UE stays on its frequency
};
/// Radio link failure, TS 38.331 clause 5.3.10.
struct RadioLink {
    double q_out_db = -8.0, q_in_db = -6.0;
    int n310 = 1;  ///< 0 = links do not fail
    double t310_ms = 1000.0;
    int n311 = 1;
    double t311_ms = 3000.0;
};
/// RRC states.
struct Connection {
    double inactivity_timer_ms = 0.0;  ///< 0 = UEs stay connected
    double inactive_to_idle_ms = 0.0;  ///< 0 = from connected straight to idle
    double setup_ms = 50.0;
    double resume_ms = 15.0;
    int max_connected = 0;  ///< of a cell; 0 = no limit
};
/// Mobility load balancing, TS 38.300 clause 15.5.1.
struct LoadBalancing {
    double period_ms = 10000.0;
    double step_db = 1.0;
    double max_offset_db = 6.0;
    double threshold = 0.8;
    double hysteresis = 0.1;
};

struct Ran {
    Uplink uplink;
    LinkAdaptation link_adaptation;
    scheduler::Rule rule;  ///< keys scheduler, pf_alpha, pf_beta
    std::vector<Slice> slices;
    double pf_window_ms = 200.0;
    int max_ues_per_slot = 8;
    Handover handover;
    double handover_interruption_ms = 40.0;  ///< the execution: command to random access
    HandoverProcedure handover_procedure;
    RadioLink radio_link;
    Connection connection;
    std::optional<LoadBalancing> load_balancing;
};

enum class EnergyModel { tr38864_cat1, tr38864_cat2, linear };
/// What cells draw, and when they sleep.
struct Energy {
    EnergyModel model = EnergyModel::tr38864_cat1;
    double watt_per_unit = 4.3;  ///< tr38864: full downlink of the category then draws 1200 W
    energy::LinearPower linear;
    energy::SleepPolicy sleep;
    std::optional<energy::CellSleepRule> cell_sleep;  ///< none = whole cells stay on
    double reading_s = 1.0;                           ///< PEE minimum and maximum are over means of so long
};

/// Where predictions are wanted beside measured values.
struct MeasurementInput {
    std::string csv;  ///< path, .gz accepted, relative to the scenario file
    std::string cell_column = "cell_id", lat_column = "lat", lon_column = "lon", rsrp_column = "rsrp_dbm";
    std::string skip_column;  ///< rows with a non-zero value here are left out; empty = none
};
/// 3GPP performance measurement files (sim/record/pm_file.h): which form.
enum class PmXml { none, ts_32_435, ts_28_532, both };

struct Outputs {
    std::string directory;  ///< default out/<name of the file>
    bool report = true;
    bool maps = true;
    double map_resolution_m = 0.0;  ///< 0 = about 250 pixels along the longer side
    PmXml pm_xml = PmXml::none;
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
    std::optional<std::uint32_t> slice;    ///< index into ran.slices
    std::optional<Adjustment> min_percent, max_percent, dedicated_percent;  ///< of that slice
    std::optional<Adjustment> a3_offset_db, hysteresis_db, time_to_trigger_ms;
    std::optional<energy::Depth> deepest_sleep;
    std::optional<energy::CellSleepRule> cell_sleep;  ///< in place of the rule before, if there was one
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
    Energy energy;
    Run run;
    Outputs outputs;
    std::vector<Change> changes;
    std::vector<Expectation> expect;
};

/// What cells that serve as a fluid cannot honour.
struct NotFluid {
    std::string what, instead;  ///< instead: a value of the key that they can; may be empty
};
std::vector<NotFluid> notFluid(const Scenario& scenario);

/// The scenario after its changes: same users, same seed, `changes` empty. Throws nothing.
Scenario applyChanges(const Scenario& before);

}  // namespace celltwin::scenario
