// SPDX-License-Identifier: BSD-3-Clause
//
// How far the radio models are from what they are judged by: tables of error rates, measured MCS, TS 38.306's
// peak rate, the correlations a scenario asks for, ns-3's own models, and transport block sizes of an
// independent script on standard input. scripts/reproduce_3gpp runs it and adds what takes drops of users.
#include <fmt/format.h>
#include <ns3/angles.h>
#include <ns3/boolean.h>
#include <ns3/channel-condition-model.h>
#include <ns3/constant-position-mobility-model.h>
#include <ns3/double.h>
#include <ns3/pointer.h>
#include <ns3/three-gpp-antenna-model.h>
#include <ns3/three-gpp-propagation-loss-model.h>
#include <ns3/uinteger.h>
#include <ns3/uniform-planar-array.h>
#include <zlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "models/antenna/pattern.h"
#include "models/base/csv.h"
#include "models/base/units.h"
#include "models/phy/bler.h"
#include "models/phy/nr_frame.h"
#include "models/phy/peak_rate.h"
#include "models/phy/rank_adaptation.h"
#include "models/phy/resource_elements.h"
#include "models/propagation/catalogue.h"
#include "models/propagation/path_loss.h"
#include "sim/engine/radio_model.h"

namespace celltwin {
namespace {

/// A deviation, at best 0.
struct Figure {
    std::string check, unit;
    double must = 0.0, aim = 0.0;
    std::optional<double> value;  ///< none = skipped
    std::string note;             ///< what stands behind the value, or why there is none
};

struct Options {
    std::string shared = CELLTWIN_SHARED_DIR;
    bool transport_blocks = false, quick = false, as_json = false;
};

std::string readGzip(const std::string& path) {
    struct Closer {
        void operator()(gzFile file) const { gzclose(file); }
    };
    const std::unique_ptr<gzFile_s, Closer> file(gzopen(path.c_str(), "rb"));
    std::string text;
    char buffer[16384];
    for (int count = 0; file && (count = gzread(file.get(), buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(count));
    return text;
}

std::string absent(const std::string& path) {
    return std::filesystem::exists(path) ? "" : path + " is not there";
}

// Transport blocks
// ----------------------------------------------------------------------------------------------

Figure transportBlocks(const Options& options) {
    Figure figure{"transport block sizes unlike TS 38.214's", "blocks", 0.0, 0.0, {}, ""};
    if (!options.transport_blocks) {
        figure.note = "no sizes on standard input (--transport-blocks)";
        return figure;
    }
    int table = 0, mcs = 0, elements = 0, prb_count = 0;
    std::uint32_t expected[4] = {};
    std::size_t compared = 0, wrong = 0;
    while (std::scanf("%d %d %d %d %u %u %u %u", &table, &mcs, &elements, &prb_count, &expected[0],
                      &expected[1], &expected[2], &expected[3]) == 8) {
        const phy::Scheme scheme =
            table == 0 ? phy::Scheme{0, 2, 256.0}
                       : phy::mcsTable(static_cast<phy::McsTable>(table))[static_cast<std::size_t>(mcs)];
        for (int layers = 1; layers <= 4; ++layers, ++compared)
            wrong +=
                phy::transportBlockBits(prb_count, elements, scheme, layers) != expected[layers - 1] ? 1 : 0;
    }
    if (compared == 0) {
        figure.note = "standard input held no sizes";
        return figure;
    }
    figure.value = static_cast<double>(wrong);
    figure.note = fmt::format("of {} sizes", compared);
    return figure;
}

// Error rates
// ---------------------------------------------------------------------------------------------------

/// Where a curve sampled on an SNR grid crosses 10 %, by straight lines, as the reference was read.
std::optional<double> tenPercentDb(const phy::Scheme& scheme, int bits, double high_db, int points) {
    double before_db = 0.0, before = 0.0;
    for (int i = 0; i < points; ++i) {
        const double now_db = -5.0 + (high_db + 5.0) * i / (points - 1);
        const double now = phy::codeBlockErrorRate(now_db, scheme, bits);
        if (i > 0 && before >= 0.1 && now < 0.1)
            return before_db + (before - 0.1) / (before - now) * (now_db - before_db);
        before_db = now_db;
        before = now;
    }
    return std::nullopt;
}

Figure errorRates(const Options& options) {
    Figure figure{"SINR at 10 % BLER, worst deviation", "dB", 0.5, 0.3, {}, ""};
    const std::string path = options.shared + "/data/bler_sionna_sys/thresholds.csv.gz";
    if (!(figure.note = absent(path)).empty()) return figure;
    const CsvTable rows = CsvTable::parse(readGzip(path), path);
    std::vector<double> errors;
    for (std::size_t row = 0; row < rows.rowCount(); ++row) {
        if (rows.cell(row, rows.requireColumn("channel")) != "PDSCH") continue;
        const auto table = static_cast<phy::McsTable>(rows.number(row, rows.requireColumn("mcs_table")));
        const auto mcs = static_cast<std::size_t>(rows.number(row, rows.requireColumn("mcs")));
        const int bits = static_cast<int>(rows.number(row, rows.requireColumn("code_block_size")));
        // The reference's own grids: 1.8 dB for table 1, 1.6 dB for the others.
        const auto ours = table == phy::McsTable::table1_64qam
                              ? tenPercentDb(phy::mcsTable(table)[mcs], bits, 20.0, 15)
                              : tenPercentDb(phy::mcsTable(table)[mcs], bits, 25.0, 20);
        const auto theirs = rows.optionalNumber(row, rows.requireColumn("snr_db_bler10"));
        if (ours && theirs) errors.push_back(std::fabs(*ours - *theirs));
    }
    std::sort(errors.begin(), errors.end());
    const double squares = std::inner_product(errors.begin(), errors.end(), errors.begin(), 0.0);
    const auto within = std::upper_bound(errors.begin(), errors.end(), 0.3) - errors.begin();
    figure.value = errors.back();
    figure.note = fmt::format("{} thresholds of Sionna SYS: rms {:.2f} dB, {} within 0.3 dB", errors.size(),
                              std::sqrt(squares / static_cast<double>(errors.size())), within);
    return figure;
}

// Measured MCS
// --------------------------------------------------------------------------------------------------

Figure measuredMcs(const Options& options, const std::string& level) {
    Figure figure{"MCS predicted from SS-SINR, SUTD " + level + ", RMSE", "steps", 4.0, 3.0, {}, ""};
    const std::string path = options.shared + "/data/sutd_5g/" + level + "_AllRRUOn.csv.gz";
    if (!(figure.note = absent(path)).empty()) return figure;
    // The gain of the data's precoder over the broadcast beam, read off these measurements; all else is the
    // default.
    constexpr double kPrecodingGainDb = 2.0;
    const CsvTable rows = CsvTable::parse(readGzip(path), path);
    double squares = 0.0, sum = 0.0;
    int count = 0;
    for (std::size_t row = 0; row < rows.rowCount(); ++row) {
        const auto sinr_db = rows.optionalNumber(row, rows.requireColumn("SINR"));
        const auto measured = rows.optionalNumber(row, rows.requireColumn("PDSCH_MCS"));
        if (!sinr_db || !measured) continue;
        const double error =
            phy::chooseRank(*sinr_db + kPrecodingGainDb, phy::McsTable::table2_256qam, {}).mcs - *measured;
        squares += error * error;
        sum += error;
        ++count;
    }
    figure.value = std::sqrt(squares / count);
    figure.note = fmt::format("{} samples, bias {:+.2f} steps", count, sum / count);
    return figure;
}

// Peak rate
// -----------------------------------------------------------------------------------------------------

struct PeakCase {
    const char* name;
    double bandwidth_mhz;
    int numerology;
    phy::FrequencyRange range;
    phy::McsTable table;
    int layers;
    const char* pattern;
    int special_symbols;
};
constexpr PeakCase kPeakCases[] = {
    {"FR1 100 MHz 256QAM x4", 100, 1, phy::FrequencyRange::fr1, phy::McsTable::table2_256qam, 4, "", 0},
    {"FR1 20 MHz 256QAM x4", 20, 0, phy::FrequencyRange::fr1, phy::McsTable::table2_256qam, 4, "", 0},
    {"FR2 400 MHz 64QAM x2", 400, 3, phy::FrequencyRange::fr2, phy::McsTable::table1_64qam, 2, "", 0},
    {"FR1 60 MHz 1024QAM x2", 60, 1, phy::FrequencyRange::fr1, phy::McsTable::table4_1024qam, 2, "", 0},
    {"FR1 40 MHz DDDSU 256QAM x4", 40, 1, phy::FrequencyRange::fr1, phy::McsTable::table2_256qam, 4, "DDDSU",
     10},
    {"FR1 50 MHz 60 kHz 256QAM x2", 50, 2, phy::FrequencyRange::fr1, phy::McsTable::table2_256qam, 2, "", 0},
};

/// Transport blocks of the top MCS in every slot over the rate of TS 38.306 clause 4.1.2, both at the
/// clause's own overhead: 0.14 in FR1, 0.18 in FR2.
double peakRatio(const PeakCase& c) {
    const double overhead = c.range == phy::FrequencyRange::fr1 ? 0.14 : 0.18;
    const int prb = *phy::transmissionBandwidthPrb(c.bandwidth_mhz, c.numerology, c.range);
    const std::vector<int> symbols = phy::downlinkSymbols(c.pattern, c.special_symbols, c.numerology);
    const phy::Scheme top = phy::mcsTable(c.table).back();
    double bits = 0.0;
    for (const int in_slot : symbols)
        bits +=
            phy::transportBlockBits(prb, phy::blockSizeResourceElements(in_slot, overhead), top, c.layers);
    const double seconds =
        static_cast<double>(symbols.size()) * static_cast<double>(phy::slotDurationNs(c.numerology)) * 1e-9;
    const double share = std::accumulate(symbols.begin(), symbols.end(), 0.0) /
                         (static_cast<double>(symbols.size()) * phy::kSymbolsPerSlot);
    const phy::PeakRateCarrier carrier[] = {
        {c.layers, top.modulation_order, 1.0, c.numerology, prb, overhead, share}};
    return bits / (phy::peakRateBps(carrier) * seconds);
}

std::vector<Figure> peakRates() {
    Figure worst{
        "peak rate from TS 38.306's, six carriers, worst", "%", 1.0, 0.2, 0.0, "whole transport blocks: "};
    for (const PeakCase& c : kPeakCases) {
        const double off = 100.0 * (peakRatio(c) - 1.0);
        worst.value = std::max(*worst.value, std::fabs(off));
        worst.note += fmt::format("{}{} {:+.2f} %", worst.note.ends_with(": ") ? "" : ", ", c.name, off);
    }
    return {worst};
}

// Correlations
// --------------------------------------------------------------------------------------------------

class Correlation {
  public:
    void add(double a, double b) {
        n_ += 1.0;
        a_ += a, b_ += b, aa_ += a * a, bb_ += b * b, ab_ += a * b;
    }
    double value() const {
        return (ab_ - a_ * b_ / n_) / std::sqrt((aa_ - a_ * a_ / n_) * (bb_ - b_ * b_ / n_));
    }

  private:
    double n_ = 0, a_ = 0, b_ = 0, aa_ = 0, bb_ = 0, ab_ = 0;
};

constexpr double kInterSite = 0.5, kInterSector = 0.8;
constexpr double kLags[] = {0.1, 0.25, 0.5, 1.0, 1.5};  ///< in correlation distances
constexpr int kPlaces = 10;                             ///< of one block, each with its lags

/// Two sites of two isotropic cells each, always in line of sight, so that only shadowing tells two runs
/// apart.
scenario::Scenario twoSites(std::uint64_t seed) {
    scenario::Scenario s;
    s.run.seed = seed;
    s.network.carriers.resize(1);
    s.network.antennas.resize(1);
    s.network.antennas[0].model = scenario::AntennaModel::isotropic;
    for (std::uint32_t site = 0; site < 2; ++site) {
        const Enu at{700.0 * site, 0.0};
        s.network.sites.push_back({"S" + std::to_string(site), at});
        for (int sector = 0; sector < 2; ++sector) {
            scenario::Cell cell;
            cell.id = fmt::format("C{}{}", site, sector);
            cell.site = site;
            cell.position = at;
            s.network.cells.push_back(cell);
        }
    }
    s.users.count = 1;
    s.radio.line_of_sight = scenario::LosMode::always;
    s.radio.inter_site_correlation = kInterSite;
    s.radio.inter_sector_correlation = kInterSector;
    return s;
}

struct Places {
    std::vector<double> east, north, height, indoor, draw;
    std::vector<engine::Place> place;
    engine::PointBlock block() const { return {east, north, height, place, indoor, draw}; }
};

/// kPlaces places 40 correlation distances apart, each followed by a place at every lag.
Places lagPlaces(double correlation_m) {
    Places p;
    for (int i = 0; i < kPlaces; ++i) {
        const double bearing = 0.61 * i, east = 40.0 * correlation_m * (i % 4),
                     north = 40.0 * correlation_m * (1 + i / 4);
        for (const double lag : {0.0, 0.1, 0.25, 0.5, 1.0, 1.5}) {
            p.east.push_back(east + lag * correlation_m * std::cos(bearing));
            p.north.push_back(north + lag * correlation_m * std::sin(bearing));
        }
    }
    p.height.assign(p.east.size(), 1.5);
    p.indoor.assign(p.east.size(), 0.0);
    p.draw.assign(p.east.size(), 0.0);
    p.place.assign(p.east.size(), engine::Place::outdoor);
    return p;
}

/// Shadowing of the four cells at each place, dB: a model with it less the same model without.
std::vector<double> shadowsDb(std::uint64_t seed, const Places& places, const std::vector<double>& bare_dbm) {
    const engine::RadioModel model(twoSites(seed));
    std::vector<double> rsrp(bare_dbm.size());
    for (const std::uint32_t site : {0U, 1U}) model.siteRsrpDbm(site, places.block(), rsrp, 4);
    for (std::size_t i = 0; i < rsrp.size(); ++i) rsrp[i] -= bare_dbm[i];
    return rsrp;
}

std::vector<Figure> shadowCorrelations(const Options& options) {
    const int seeds = options.quick ? 2000 : 30000;
    const double correlation_m =
        propagation::makePathLossModel("tr38901-uma")->shadowCorrelationM(propagation::LinkState::los);
    const Places places = lagPlaces(correlation_m);
    std::vector<double> bare(places.east.size() * 4);
    scenario::Scenario clear = twoSites(0);
    clear.radio.shadowing = false;
    for (const std::uint32_t site : {0U, 1U})
        engine::RadioModel(clear).siteRsrpDbm(site, places.block(), bare, 4);
    constexpr std::size_t kGroup = std::size(kLags) + 1;
    Correlation lags[std::size(kLags)], sites, sectors;
    for (int seed = 0; seed < seeds; ++seed) {
        const std::vector<double> shadow = shadowsDb(static_cast<std::uint64_t>(seed), places, bare);
        for (std::size_t i = 0; i < places.east.size(); i += kGroup) {
            for (std::size_t k = 0; k < std::size(kLags); ++k)
                lags[k].add(shadow[4 * i], shadow[4 * (i + k + 1)]);
            sectors.add(shadow[4 * i], shadow[4 * i + 1]);
            sites.add(shadow[4 * i], shadow[4 * i + 2]);
        }
    }
    double worst = 0.0;
    std::string note = fmt::format("{:.0f} m, exp(-d/d_corr) at d/d_corr", correlation_m);
    for (std::size_t k = 0; k < std::size(kLags); ++k) {
        worst = std::max(worst, 100.0 * std::fabs(lags[k].value() / std::exp(-kLags[k]) - 1.0));
        note += fmt::format(" {}: {:.3f}", kLags[k], lags[k].value());
    }
    const auto off = [](const Correlation& c, double asked) {
        return 100.0 * std::fabs(c.value() / asked - 1.0);
    };
    return {{"shadowing's autocorrelation, worst of five lags", "%", 10.0, 3.0, worst, note},
            {"shadowing's correlation between sites", "%", 10.0, 3.0, off(sites, kInterSite),
             fmt::format("{:.3f} for {}", sites.value(), kInterSite)},
            {"shadowing's correlation between sectors", "%", 10.0, 3.0, off(sectors, kInterSector),
             fmt::format("{:.3f} for {}", sectors.value(), kInterSector)}};
}

// ns-3
// ----------------------------------------------------------------------------------------------------------

ns3::Ptr<ns3::MobilityModel> standAt(double x, double z) {
    auto mobility = ns3::CreateObject<ns3::ConstantPositionMobilityModel>();
    mobility->SetPosition(ns3::Vector(x, 0.0, z));
    return mobility;
}

template <class Model>
ns3::Ptr<ns3::ThreeGppPropagationLossModel> makeOracle(double carrier_ghz, bool los) {
    auto model = ns3::CreateObject<Model>();
    model->SetAttribute("Frequency", ns3::DoubleValue(carrier_ghz * 1e9));
    model->SetAttribute("ShadowingEnabled", ns3::BooleanValue(false));
    ns3::Ptr<ns3::ChannelConditionModel> condition;
    if (los)
        condition = ns3::CreateObject<ns3::AlwaysLosChannelConditionModel>();
    else
        condition = ns3::CreateObject<ns3::NeverLosChannelConditionModel>();
    model->SetAttribute("ChannelConditionModel", ns3::PointerValue(condition));
    return model;
}

struct LossRange {
    const char* model;
    double bs_height_m, most_m;
    std::vector<double> ue_height_m, carrier_ghz;
};

double lossDb(const propagation::PathLossModel& model, double d, double bs, double ue, double ghz, bool los) {
    const double indoor_m = 0.0, draw = 0.5;
    const std::uint8_t indoor = 0, sight = los ? 1 : 0;
    double loss = 0.0;
    model.pathLossDb({{&d, 1}, {&indoor_m, 1}, {&indoor, 1}, {&bs, 1}, {&ue, 1}, {&sight, 1}, {&draw, 1}},
                     Hertz{ghz * 1e9}, {&loss, 1});
    return loss;
}

template <class Model>
Figure lossBesideNs3(const LossRange& range) {
    Figure figure{fmt::format("ns-3's {} path loss, worst", range.model), "dB", 1e-3, 1e-3, 0.0, ""};
    const auto ours = propagation::makePathLossModel(range.model);
    int compared = 0;
    for (const bool los : {true, false})
        for (const double ghz : range.carrier_ghz) {
            const auto oracle = makeOracle<Model>(ghz, los);
            for (const double ue : range.ue_height_m)
                for (double d = range.most_m > 1000.0 ? 10.0 : 1.0; d < range.most_m; d *= 1.13, ++compared) {
                    const double theirs =
                        -oracle->CalcRxPower(0.0, standAt(0.0, range.bs_height_m), standAt(d, ue));
                    figure.value = std::max(
                        *figure.value, std::fabs(lossDb(*ours, d, range.bs_height_m, ue, ghz, los) - theirs));
                }
        }
    figure.note = fmt::format("{} links, LOS and NLOS", compared);
    return figure;
}

ns3::Angles anglesOf(double bearing_deg, double elevation_deg) {
    return ns3::Angles(toRadians(wrapDegrees(-bearing_deg)), toRadians(90.0 - elevation_deg));
}

ns3::Ptr<ns3::UniformPlanarArray> makeArray(int rows, double spacing, const antenna::Mounting& mounting) {
    auto array = ns3::CreateObject<ns3::UniformPlanarArray>();
    array->SetAttribute("NumColumns", ns3::UintegerValue(1));
    array->SetAttribute("NumRows", ns3::UintegerValue(static_cast<std::uint64_t>(rows)));
    array->SetAttribute("AntennaVerticalSpacing", ns3::DoubleValue(spacing));
    array->SetAttribute("BearingAngle", ns3::DoubleValue(toRadians(wrapDegrees(-mounting.azimuth_deg))));
    array->SetAttribute("DowntiltAngle", ns3::DoubleValue(toRadians(mounting.mechanical_downtilt_deg)));
    array->SetAttribute("AntennaElement", ns3::PointerValue(ns3::CreateObject<ns3::ThreeGppAntennaModel>()));
    return array;
}

/// Gain of ns-3's array with unit-norm weights, its nulls filled as ours are: 60 dB below the maximum.
double arrayGainDbi(const ns3::UniformPlanarArray& array, const ns3::PhasedArrayModel::ComplexVector& weights,
                    const ns3::Angles& direction) {
    const auto steering = array.GetSteeringVector(direction);
    std::complex<double> sum = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += std::conj(weights[i]) * steering[i];
    const auto [theta, phi] = array.GetElementFieldPattern(direction);
    const double floor_db = 10.0 * std::log10(static_cast<double>(weights.size())) - 60.0;
    return 10.0 * std::log10(theta * theta + phi * phi) +
           std::max(10.0 * std::log10(std::norm(sum)), floor_db);
}

Figure antennaBesideNs3() {
    Figure figure{"ns-3's antenna column, tilts and azimuths, worst", "dB", 1e-3, 1e-3, 0.0, ""};
    struct Case {
        int rows;
        double spacing;
        antenna::Mounting mounting;
    };
    int compared = 0;
    for (const Case& c : {Case{1, 0.8, {120, 0, 0}}, Case{1, 0.8, {75, 0, 8}}, Case{10, 0.5, {0, 12, 0}},
                          Case{10, 0.8, {200, 6, 4}}, Case{4, 0.7, {330, 3, 15}}}) {
        antenna::Tr38901Sector parameters;
        parameters.rows = c.rows;
        parameters.row_spacing_wavelengths = c.spacing;
        const auto ours = antenna::makeTr38901Sector(parameters);
        const auto oracle = makeArray(c.rows, c.spacing, c.mounting);
        auto weights =
            makeArray(c.rows, c.spacing, {})->GetSteeringVector(anglesOf(0.0, -c.mounting.downtilt_deg));
        for (auto& w : weights) w /= std::sqrt(static_cast<double>(c.rows));
        for (double bearing = 0.3; bearing < 360.0; bearing += 7.1)
            for (double elevation = -88.0; elevation <= 88.0; elevation += 1.3, ++compared)
                figure.value = std::max(
                    *figure.value, std::fabs(antenna::mountedGainDbi(*ours, c.mounting, bearing, elevation) -
                                             arrayGainDbi(*oracle, weights, anglesOf(bearing, elevation))));
    }
    figure.note = fmt::format("{} directions of 5 mountings", compared);
    return figure;
}

std::vector<Figure> besideNs3() {
    // UEs stay below 13 m: above, ns-3 draws the environment height from a stream of its own.
    return {lossBesideNs3<ns3::ThreeGppUmaPropagationLossModel>(
                {"tr38901-uma", 25.0, 5000.0, {1.5, 7.5, 12.9}, {0.7, 3.5, 28}}),
            lossBesideNs3<ns3::ThreeGppUmiStreetCanyonPropagationLossModel>(
                {"tr38901-umi", 10.0, 5000.0, {1.5, 4.5, 9.5}, {0.7, 3.5, 28}}),
            lossBesideNs3<ns3::ThreeGppRmaPropagationLossModel>(
                {"tr38901-rma", 35.0, 5000.0, {1.0, 1.5, 10}, {0.7, 2.1, 6.5}}),
            lossBesideNs3<ns3::ThreeGppIndoorOfficePropagationLossModel>(
                {"tr38901-inh-open", 3.0, 150.0, {1.0, 1.5}, {0.7, 3.5, 28}}),
            antennaBesideNs3()};
}

// ---------------------------------------------------------------------------------------------------------------

std::string verdict(const Figure& figure) {
    if (!figure.value) return "skipped";
    return *figure.value > figure.must ? "missed" : *figure.value > figure.aim ? "must met" : "aim met";
}

void printJson(const std::vector<Figure>& figures) {
    nlohmann::json rows = nlohmann::json::array();
    for (const Figure& f : figures)
        rows.push_back({{"check", f.check},
                        {"value", f.value ? nlohmann::json(*f.value) : nlohmann::json(nullptr)},
                        {"unit", f.unit},
                        {"must", f.must},
                        {"aim", f.aim},
                        {"verdict", verdict(f)},
                        {"note", f.note}});
    fmt::print("{}\n", nlohmann::json{{"figures", rows}}.dump(2));
}

void printTable(const std::vector<Figure>& figures) {
    fmt::print("{:<52}{:>10}{:>9}{:>9}  {:<10}{}\n", "check", "figure", "must", "aim", "verdict", "from");
    for (const Figure& f : figures)
        fmt::print("{:<52}{:>10}{:>9}{:>9}  {:<10}{}\n", f.check,
                   f.value ? fmt::format("{:.3g} {}", *f.value, f.unit) : "-", f.must, f.aim, verdict(f),
                   f.note);
}

int run(const Options& options) {
    std::vector<Figure> figures{transportBlocks(options), errorRates(options), measuredMcs(options, "Lvl4"),
                                measuredMcs(options, "Lvl6")};
    for (const auto& group : {peakRates(), shadowCorrelations(options), besideNs3()})
        figures.insert(figures.end(), group.begin(), group.end());
    options.as_json ? printJson(figures) : printTable(figures);
    return std::any_of(figures.begin(), figures.end(), [](const Figure& f) { return verdict(f) == "missed"; })
               ? 1
               : 0;
}

}  // namespace
}  // namespace celltwin

int main(int argc, char** argv) {
    celltwin::Options options;
    CLI::App app{"How far the radio models are from what they are judged by"};
    app.add_option("--shared", options.shared, "Folder whose data/ holds the references")
        ->capture_default_str();
    app.add_flag("--transport-blocks", options.transport_blocks,
                 "Compare with the sizes that tests/models/phy/tbs_reference.py prints, on standard input");
    app.add_flag("--quick", options.quick, "Fewer draws where figures are statistical");
    app.add_flag("--json", options.as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    try {
        return celltwin::run(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "radio_figures: {}\n", error.what());
        return 2;
    }
}
