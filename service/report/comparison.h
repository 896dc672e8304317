// SPDX-License-Identifier: BSD-3-Clause
//
// Before against after: network and cells, with an interval where the periods allow one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/report/report.h"
#include "service/report/statistics.h"
#include "sim/record/kpi.h"

namespace celltwin::report {

/// A KPI in both legs; `after`, `difference` and `percent` are NaN where the run has one leg or no sample.
struct KpiChange {
    record::Kpi kpi = record::Kpi::drb_ue_thp_dl;
    double before = 0.0, after = 0.0;
    double difference = 0.0;  ///< after - before
    double percent = 0.0;     ///< of |before|
    /// Half the 95 % interval of `difference` over the periods of this one pair of runs (batch means of the
    /// paired batches). It says how much the difference varies in time, not what another seed would give.
    std::optional<double> half_width;
    /// Half the interval in percent of |before|.
    std::optional<double> percentHalfWidth() const;
    /// The interval lies wholly on one side of zero. False where there is none.
    bool clear() const;
};

enum class CellFate { stays, switched_off, switched_on, added, idle };
/// One cell's downlink UE throughput and load.
struct CellRow {
    std::uint32_t cell = 0;  ///< index in the last leg's network
    KpiChange throughput;    ///< DRB.UEThpDl
    KpiChange load;          ///< RRU.PrbTotDl
    CellFate fate = CellFate::stays;
    bool touched = false;  ///< its configuration differs between the legs
};

/// All KPIs of an input, aggregated once (record::aggregate decides how) and compared on demand.
class Comparison {
  public:
    /// `input` must outlive the comparison.
    explicit Comparison(const Input& input);

    const Input& input() const { return input_; }
    KpiChange network(record::Kpi kpi) const { return compare(kpi, network_); }
    /// Of a counter split by 5QI, slice, cause or service: the column of its `label`.
    KpiChange network(record::Kpi kpi, std::size_t label) const { return compare(kpi, network_, label); }
    KpiChange cell(record::Kpi kpi, std::uint32_t index) const { return compare(kpi, cells_[index]); }
    /// Every cell, most harmed first (by DRB.UEThpDl in percent); cells without a difference come last, by
    /// index. One leg: lowest throughput first.
    const std::vector<CellRow>& rows() const { return rows_; }
    /// Cells that lose (`sign` -1) or gain (+1), largest first, at most `limit`: those whose interval
    /// excludes zero, or, where the run is too short for intervals, all that do. A cell that was switched is
    /// neither.
    std::vector<CellRow> largest(int sign, std::size_t limit) const;

    /// The leg that shows the end state.
    const Leg& lastLeg() const { return input_.after ? *input_.after : input_.before; }
    const std::string& cellId(std::uint32_t cell) const { return lastLeg().scenario.network.cells[cell].id; }
    const std::optional<Batches>& batches() const { return batches_; }

  private:
    /// Rows of one object (network or cell) in one leg; empty where the leg does not have it.
    struct Aggregated {
        std::vector<double> whole;
        std::vector<std::vector<double>> batches;
    };
    struct Both {
        Aggregated before, after;
    };
    Aggregated aggregateLeg(const Leg& leg, std::optional<std::uint32_t> cell) const;
    Both aggregateBoth(std::optional<std::uint32_t> cell) const;
    KpiChange compare(record::Kpi kpi, const Both& object, std::size_t label = 0) const;
    CellFate fateOf(std::uint32_t cell) const;
    CellRow rowOf(std::uint32_t cell) const;

    const Input& input_;
    std::optional<Batches> batches_;  ///< absent where there is one leg, or too few or unequal periods
    Both network_;
    std::vector<Both> cells_;
    std::vector<CellRow> rows_;
};

/// A KPI in plain words: "downlink speed a user gets while data waits for it".
std::string_view plainWords(record::Kpi kpi);
/// Network figures of the before/after table, most telling first.
const std::vector<record::Kpi>& headlineKpis();

}  // namespace celltwin::report
