// SPDX-License-Identifier: BSD-3-Clause
//
// Sites and cells: inline, from CSV or by layout, all brought to one form and then resolved.
#include <algorithm>
#include <cmath>
#include <map>

#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

struct RawSite {
    std::string id;
    Place place;
    Mark mark;
};

std::vector<RawSite> readSites(const Node& node, Context& context) {
    std::vector<RawSite> sites;
    const Node* list = valueOf(node, "sites");
    if (list == nullptr) return sites;
    for (const Node& item : list->items) {
        RawSite site;
        site.mark = item.mark;
        if (!read(item, "id", site.id)) continue;
        addName(context.sites, site.id, "site", item.find("id")->value.mark, context);
        if (const auto place = readPlace(item, context))
            site.place = *place;
        else if (!hasPlaceKeys(item))
            context.findings.add(item.mark, "site " + quotedText(site.id) +
                                                " needs lat_deg and lon_deg, or east_m and north_m");
        sites.push_back(std::move(site));
    }
    return sites;
}

/// Chooses the origin: the reference, else the middle of all places in degrees.
void bindReference(const Node& node, const std::vector<RawSite>& sites, const std::vector<RawCell>& cells,
                   NetworkSnapshot& network, Context& context) {
    network.geographic = true;
    if (const Node* reference = valueOf(node, "reference")) {
        read(*reference, "lat_deg", network.origin.lat_deg);
        read(*reference, "lon_deg", network.origin.lon_deg);
        return;
    }
    LatLon low{90.0, 180.0}, high{-90.0, -180.0};
    const Mark* metres = nullptr;
    bool degrees = false;
    const auto include = [&](const Place& place, const Mark& mark) {
        if (!place.geographic) {
            metres = &mark;
            return;
        }
        degrees = true;
        low = {std::min(low.lat_deg, place.lat_lon.lat_deg), std::min(low.lon_deg, place.lat_lon.lon_deg)};
        high = {std::max(high.lat_deg, place.lat_lon.lat_deg), std::max(high.lon_deg, place.lat_lon.lon_deg)};
    };
    for (const RawSite& site : sites) include(site.place, site.mark);
    for (const RawCell& cell : cells)
        if (cell.place) include(*cell.place, cell.mark);
    network.geographic = degrees;
    if (!degrees) return;
    network.origin = {(low.lat_deg + high.lat_deg) / 2.0, (low.lon_deg + high.lon_deg) / 2.0};
    if (metres != nullptr)
        context.findings.add(*metres, "places in metres and in degrees are mixed",
                             "give network.reference, the origin of the metres");
}

/// Each distinct frequency of a CSV becomes a carrier like the only one; several carriers are matched.
void spreadFrequencies(std::vector<RawCell>& cells, NetworkSnapshot& network, Context& context) {
    std::vector<double> frequencies;
    const Carrier model = network.carriers[0];
    const bool several = network.carriers.size() > 1;
    for (RawCell& raw : cells) {
        if (!raw.carrier.empty() || (several && !raw.frequency_mhz)) continue;
        const double f = raw.frequency_mhz.value_or(model.frequency_mhz);
        if (several) {
            for (const Carrier& carrier : network.carriers)
                if (std::abs(carrier.frequency_mhz - f) < 1e-6) raw.carrier = carrier.id;
            if (raw.carrier.empty())
                complain(
                    raw, raw.mark,
                    "no carrier has the frequency " + shortest(f) + " MHz of cell " + quotedText(raw.cell.id),
                    {}, context);
            continue;
        }
        auto found = std::find(frequencies.begin(), frequencies.end(), f);
        if (found == frequencies.end()) {
            if (frequencies.size() >= 1000) {
                complain(raw, raw.mark, "more than 1000 different frequencies", {}, context);
                return;
            }
            frequencies.push_back(f);
            found = frequencies.end() - 1;
            Carrier carrier = model;
            carrier.frequency_mhz = f;
            if (const std::string trouble = bandTrouble(carrier); !trouble.empty())
                complain(raw, raw.mark, trouble, {}, context);
        }
        raw.carrier = model.id + "-" + shortest(f);
    }
    if (several || frequencies.empty() ||
        (frequencies.size() == 1 && frequencies[0] == model.frequency_mhz)) {
        if (!several)
            for (RawCell& raw : cells)
                if (raw.carrier == model.id + "-" + shortest(model.frequency_mhz)) raw.carrier.clear();
        return;
    }
    network.carriers.clear();
    context.carriers.clear();
    for (const double f : frequencies) {
        Carrier carrier = model;
        carrier.frequency_mhz = f;
        carrier.id = model.id + "-" + shortest(f);
        context.carriers.emplace(carrier.id, static_cast<std::uint32_t>(network.carriers.size()));
        network.carriers.push_back(std::move(carrier));
    }
}

/// Puts each cell on a site, making sites where cells bring places of their own.
class Siting {
  public:
    Siting(NetworkSnapshot& network, Context& context, bool declared)
        : network_(network), context_(context), declared_(declared) {
        for (std::size_t i = 0; i < network.sites.size(); ++i)
            at_.emplace(keyOf(network.sites[i].position), static_cast<std::uint32_t>(i));
    }

    void settle(RawCell& raw) {
        if (raw.place) raw.cell.position = toEnu(*raw.place, network_, raw.mark, context_);
        if (raw.place_bad && context_.sites.count(raw.site) == 0) return;
        if (raw.site.empty()) {
            settleByPlace(raw);
            return;
        }
        const auto known = context_.sites.find(raw.site);
        if (known != context_.sites.end()) {
            raw.cell.site = known->second;
            if (!raw.place) raw.cell.position = network_.sites[known->second].position;
        } else if (declared_ || !raw.place) {
            std::vector<std::string> names;
            for (const Site& site : network_.sites) names.push_back(site.id);
            complain(raw, raw.site_mark,
                     "site " + quotedText(raw.site) + " is not in network.sites" +
                         (raw.place ? "" : ", and the cell has no place of its own"),
                     context_.findings.worthHints() ? didYouMean(raw.site, names) : "", context_);
        } else {
            raw.cell.site = add({raw.site, raw.cell.position});
        }
    }

  private:
    static std::pair<double, double> keyOf(Enu p) { return {p.east_m, p.north_m}; }

    std::uint32_t add(const Site& site) {
        const auto index = static_cast<std::uint32_t>(network_.sites.size());
        context_.sites.emplace(site.id, index);
        at_.emplace(keyOf(site.position), index);
        network_.sites.push_back(site);
        return index;
    }
    void settleByPlace(RawCell& raw) {
        if (!raw.place) {
            complain(raw, raw.mark,
                     "cell " + quotedText(raw.cell.id) + " needs a site, or a place of its own",
                     "site: ..., or lat_deg and lon_deg, or east_m and north_m", context_);
            return;
        }
        const auto found = at_.find(keyOf(raw.cell.position));
        if (found != at_.end()) {
            raw.cell.site = found->second;
            return;
        }
        std::string id;
        do id = numbered("S", ++named_);
        while (context_.sites.count(id) != 0);
        raw.cell.site = add({id, raw.cell.position});
    }

    NetworkSnapshot& network_;
    Context& context_;
    bool declared_;
    std::size_t named_ = 0;
    std::map<std::pair<double, double>, std::uint32_t> at_;
};

std::vector<RawCell> readCells(const Node& node, NetworkSnapshot& network, Context& context) {
    if (const Node* layout = valueOf(node, "layout")) return bindLayout(*layout, network, context);
    const Node* cells = valueOf(node, "cells");
    if (cells == nullptr) return {};
    if (cells->kind == Node::Kind::map) return readCsvCells(*cells, context);
    std::vector<RawCell> all;
    for (const Node& item : cells->items) all.push_back(readInlineCell(item, context));
    return all;
}

}  // namespace

void complain(const RawCell& raw, const Mark& mark, std::string message, std::string hint, Context& context) {
    if (raw.csv_line > 0)
        context.findings.add(
            Diagnostic{{raw.csv_file, raw.csv_line, 1}, std::move(message), std::move(hint), {}, 1});
    else
        context.findings.add(mark, std::move(message), std::move(hint));
}

void readCellValues(const Node& node, RawCell& raw) {
    Cell& cell = raw.cell;
    read(node, "height_m", cell.height_m);
    read(node, "azimuth_deg", cell.azimuth_deg);
    read(node, "downtilt_deg", cell.downtilt_deg);
    read(node, "mechanical_downtilt_deg", cell.mechanical_downtilt_deg);
    raw.power_given = read(node, "tx_power_dbm", cell.tx_power_dbm) || raw.power_given;
    read(node, "load", cell.load);
    read(node, "cell_offset_db", cell.cell_offset_db);
    read(node, "carrier", raw.carrier);
    read(node, "antenna", raw.antenna);
    const auto mark = [&](const char* key) {
        const Node* named = valueOf(node, key);
        return named == nullptr ? node.mark : named->mark;
    };
    raw.carrier_mark = mark("carrier");
    raw.antenna_mark = mark("antenna");
    read(node, "active", cell.active);
}

RawCell readInlineCell(const Node& node, Context& context) {
    RawCell raw;
    raw.mark = node.mark;
    if (const Node* id = valueOf(node, "id")) {
        raw.cell.id = id->text;
        raw.mark = id->mark;
    }
    read(node, "site", raw.site);
    if (const Node* site = valueOf(node, "site")) raw.site_mark = site->mark;
    readCellValues(node, raw);
    raw.place = readPlace(node, context);
    raw.place_bad = !raw.place && hasPlaceKeys(node);
    return raw;
}

void resolveCarrierAndAntenna(RawCell& raw, const NetworkSnapshot& network, Context& context) {
    const auto resolve = [&](const std::string& name, const Index& index, const std::string& what,
                             const Mark& mark) {
        if (name.empty() && index.size() == 1) return 0U;
        const auto found = index.find(name);
        if (found != index.end()) return found->second;
        std::vector<std::string> names;
        for (const auto& [known, i] : index) names.push_back(known);
        std::sort(names.begin(), names.end());
        std::string hint = didYouMean(name, names);
        if (hint.empty() && names.size() <= 20)
            for (const std::string& known : names) hint += (hint.empty() ? "known: " : ", ") + known;
        complain(raw, mark,
                 name.empty() ? "cell " + quotedText(raw.cell.id) + " must say which " + what + " it has"
                              : what + " " + quotedText(name) + " of cell " + quotedText(raw.cell.id) +
                                    " is not in the network",
                 hint, context);
        return 0U;
    };
    raw.cell.carrier = resolve(raw.carrier, context.carriers, "carrier", raw.carrier_mark);
    raw.cell.antenna = resolve(raw.antenna, context.antennas, "antenna", raw.antenna_mark);
    if (!raw.power_given) raw.cell.tx_power_dbm = network.carriers[raw.cell.carrier].tx_power_dbm;
}

NetworkSnapshot bindNetwork(const Node& node, Context& context) {
    NetworkSnapshot network;
    bindCarriers(node, network, context);
    bindAntennas(node, network, context);
    const std::vector<RawSite> sites = readSites(node, context);
    std::vector<RawCell> cells = readCells(node, network, context);
    bindWrapOffsets(node, network);
    bindReference(node, sites, cells, network, context);
    if (node.find("layout") != nullptr) network.geographic = node.find("reference") != nullptr;
    for (const RawSite& site : sites)
        network.sites.push_back({site.id, toEnu(site.place, network, site.mark, context)});
    spreadFrequencies(cells, network, context);
    Siting siting(network, context, !sites.empty());
    for (RawCell& raw : cells) {
        if (!context.cells.emplace(raw.cell.id, static_cast<std::uint32_t>(network.cells.size())).second)
            complain(raw, raw.mark, "cell id " + quotedText(raw.cell.id) + " is given twice", {}, context);
        siting.settle(raw);
        resolveCarrierAndAntenna(raw, network, context);
        network.cells.push_back(raw.cell);
    }
    return network;
}

double typicalSiteDistanceM(const std::vector<Site>& sites) {
    constexpr double kAlone = 500.0;
    std::vector<Enu> places;
    for (const Site& site : sites) places.push_back(site.position);
    std::sort(places.begin(), places.end(), [](Enu a, Enu b) { return a.east_m < b.east_m; });
    std::vector<double> nearest;
    for (std::size_t i = 0; i < places.size(); ++i) {
        double best = 1e30;
        const auto look = [&](std::size_t j) {
            const double d = distance2dM(places[i], places[j]);
            if (d > 1.0) best = std::min(best, d);
            return std::abs(places[i].east_m - places[j].east_m) < best;
        };
        for (std::size_t j = i + 1; j < places.size() && j < i + 2000 && look(j); ++j) {
        }
        for (std::size_t j = i; j > 0 && j + 2000 > i && look(j - 1); --j) {
        }
        if (best < 1e30) nearest.push_back(best);
    }
    if (nearest.empty()) return kAlone;
    const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
    std::nth_element(nearest.begin(), middle, nearest.end());
    return *middle;
}

}  // namespace celltwin::scenario
