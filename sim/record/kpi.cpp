// SPDX-License-Identifier: BSD-3-Clause
//
// Names, units and objects follow 3GPP TS 28.552 V17. A clause that splits a counter further than its entry
// here (rank, table, SSB) is recorded unsplit: one layer, one table, one beam. Clause numbers of bearers,
// mobility and energy are known second-hand, from implementations of the O-RAN KPM service model.
#include "sim/record/kpi.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>

#include "sim/record/kpi_bearers.h"
#include "sim/record/kpi_bins.h"
#include "sim/record/kpi_downlink.h"
#include "sim/record/kpi_experience.h"
#include "sim/record/kpi_mobility.h"
#include "sim/record/kpi_splits.h"
#include "sim/record/kpi_uplink.h"

namespace celltwin::record {
namespace {

constexpr std::size_t kKpiCount = static_cast<std::size_t>(Kpi::count_);

using Catalogue = std::array<KpiDefinition, kKpiCount>;

/// The parts one after the other; a number of entries that is not kKpiCount does not compile.
constexpr Catalogue joined() {
    Catalogue all{};
    std::size_t next = 0;
    const auto append = [&](const auto& part) {
        for (const KpiDefinition& kpi : part) all[next++] = kpi;
    };
    append(kDownlinkKpis);
    append(kUplinkKpis);
    append(kBearerKpis);
    append(kSplitKpis);
    append(kMobilityKpis);
    append(kExperienceKpis);
    if (next != kKpiCount) throw "the catalogue and the enumeration differ in length";
    return all;
}
constexpr Catalogue kCatalogue = joined();

constexpr bool inOrder() {
    for (std::size_t i = 0; i < kKpiCount; ++i)
        if (kCatalogue[i].id != static_cast<Kpi>(i)) return false;
    return true;
}
static_assert(inOrder(), "the catalogue lists the KPIs in the order of the enumeration");

constexpr std::array<std::size_t, kKpiCount + 1> firstColumns() {
    std::array<std::size_t, kKpiCount + 1> first{};
    for (std::size_t i = 0; i < kKpiCount; ++i) first[i + 1] = first[i] + kCatalogue[i].width();
    return first;
}
constexpr auto kFirstColumn = firstColumns();

std::string number(double value) {
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr;
    return {text.data(), end};
}

constexpr std::string_view kPageIntroduction =
    "<!-- Generated from the catalogue in sim/record/kpi.cpp: build the target kpi_page and write its "
    "output here. -->\n"
    "# KPIs\n\n"
    "KPIs are counters of 3GPP TS 28.552 V17, kept per cell and period under the clause's name. No sample\n"
    "is no value (NaN, an empty CSV field), which is not zero. Counters that the clause splits by rank,\n"
    "table or SSB are not split here. Names that no clause knows say `own` for a clause; most begin with\n"
    "`X.`, so that nobody looks for them in the standard.\n\n"
    "How rows combine (`sim/record/aggregate.h`):\n\n"
    "| kind | over cells and periods |\n|---|---|\n"
    "| count | sum |\n"
    "| mean | mean, weighted by the length of the period; dBm and dB are averaged in linear measure |\n"
    "| maximum, minimum | maximum, minimum |\n"
    "| ratio | recomputed from the sums of numerator and denominator, never averaged |\n"
    "| distribution | sum, bin by bin |\n\n"
    "| name | unit | object | kind | clause | what is counted |\n|---|---|---|---|---|---|\n";

constexpr std::string_view kPageBins =
    "\n## Bins\n\n"
    "Bin i holds values from edge i up to, not including, edge i+1; bins count from 0 in column names\n"
    "such as `CARR.WBCQIDist.Bin7`, and the outer bins take what lies beyond. The edges of throughput,\n"
    "RSRP, SINR, headroom and timing advance are this program's own: the clauses leave them to the "
    "vendor.\n\n"
    "| name | bins | edges |\n|---|---|---|\n";

constexpr std::string_view kPageLabels =
    "\n## Splits\n\n"
    "A counter split by 5QI, slice, cause or service has a column for each label, named with the label in\n"
    "place of the last word: `RRU.PrbUsedDl.5QI9`, `RRC.ConnEstabAtt.mo-Data`. `SNSSAI0` is the first slice\n"
    "of the scenario.\n\n"
    "| name | labels |\n|---|---|\n";

}  // namespace

std::span<const KpiDefinition> kpiCatalogue() {
    return kCatalogue;
}

const KpiDefinition& definition(Kpi kpi) {
    assert(kpi < Kpi::count_);
    return kCatalogue[static_cast<std::size_t>(kpi)];
}

std::optional<Kpi> findKpi(std::string_view name) {
    for (const KpiDefinition& kpi : kCatalogue)
        if (kpi.name == name) return kpi.id;
    return std::nullopt;
}

std::size_t column(Kpi kpi) {
    assert(kpi < Kpi::count_);
    return kFirstColumn[static_cast<std::size_t>(kpi)];
}

std::size_t rowWidth() {
    return kFirstColumn.back();
}

std::string columnName(std::size_t column) {
    assert(column < rowWidth());
    const auto next = std::upper_bound(kFirstColumn.begin(), kFirstColumn.end(), column);
    const auto index = static_cast<std::size_t>(next - kFirstColumn.begin()) - 1;
    const KpiDefinition& kpi = kCatalogue[index];
    const std::size_t part = column - kFirstColumn[index];
    std::string name(kpi.name);
    if (kpi.kind == Kind::distribution) return name + ".Bin" + std::to_string(part);
    if (kpi.labels.empty()) return name;
    return name.substr(0, name.find_last_of('.') + 1) + std::string(kpi.labels[part]);
}

std::size_t binOf(const KpiDefinition& kpi, double value) {
    assert(kpi.kind == Kind::distribution && !std::isnan(value));
    const auto inner = kpi.bin_edges.subspan(1, kpi.bin_edges.size() - 2);
    return static_cast<std::size_t>(std::upper_bound(inner.begin(), inner.end(), value) - inner.begin());
}

void fillRatios(std::span<double> row) {
    assert(row.size() == rowWidth());
    for (const KpiDefinition& kpi : kCatalogue) {
        if (kpi.kind != Kind::ratio) continue;
        const std::size_t at = column(kpi.id), above = column(findKpi(kpi.numerator).value()),
                          below = column(findKpi(kpi.denominator).value());
        for (std::size_t part = 0; part < kpi.width(); ++part) {
            const double denominator = row[below + part];
            row[at + part] = denominator > 0.0 ? kpi.ratio_scale * row[above + part] / denominator
                                               : std::numeric_limits<double>::quiet_NaN();
        }
    }
}

std::string_view kindName(Kind kind) {
    constexpr std::array<std::string_view, 6> kNames = {"count", "mean",         "maximum",
                                                        "ratio", "distribution", "minimum"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string kpiPage() {
    std::string page(kPageIntroduction);
    for (const KpiDefinition& kpi : kCatalogue) {
        page.append("| ").append(kpi.name).append(" | ").append(kpi.unit).append(" | ").append(kpi.object);
        page.append(" | ").append(kindName(kpi.kind)).append(" | ").append(kpi.clause).append(" | ");
        page.append(kpi.definition).append(" |\n");
    }
    page += kPageBins;
    for (const KpiDefinition& kpi : kCatalogue) {
        if (kpi.kind != Kind::distribution) continue;
        page.append("| ").append(kpi.name).append(" | ").append(std::to_string(kpi.width())).append(" |");
        for (const double edge : kpi.bin_edges) page.append(" ").append(number(edge));
        page += " |\n";
    }
    page += kPageLabels;
    for (const KpiDefinition& kpi : kCatalogue) {
        if (kpi.labels.empty()) continue;
        page.append("| ").append(kpi.name).append(" |");
        for (const std::string_view label : kpi.labels) page.append(" ").append(label);
        page += " |\n";
    }
    return page;
}

}  // namespace celltwin::record
