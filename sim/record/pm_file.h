// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI rows of a run as 3GPP performance measurement files: one file a period, in the form of TS 32.435
// (measCollecFile) or of TS 28.532 (measDataFile), named after TS 32.432, so that whatever reads a network's
// counters reads the twin's. The forms were learnt from files of producers and second-hand accounts of the
// schemas.
//
// A site is a managed element with the objects of its cells below it, each KPI at the object class its
// definition names: NRCellDU, NRCellCU, and ManagedElement, where the cells' values are summed. Handovers are
// also counted per NRCellRelation, from the events. What has no sample is left out (`r` absent), never 0; an
// infinity is left out too and marks its object `suspect`. Values are in the shortest form that reads back to
// the same double. What XML or a distinguished name cannot hold is escaped as in RFC 4514, so every cell id
// comes back to the byte.
// A file appears whole or not at all, and the same period gives the same name and bytes: a run that is
// resumed rewrites what it had written. Memory is that of one period's file. Not modelled: split NFs (a DU
// and a CU-CP each with a file of its own), jobs, compression.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/base/utc.h"
#include "sim/record/run_sink.h"

namespace celltwin::record {

enum class PmForm { ts_32_435, ts_28_532 };

struct PmOptions {
    PmForm form = PmForm::ts_32_435;
    std::string folder;                   ///< made where it is missing
    UtcNs start_utc = 0;                  ///< when recording begins, after the warm-up
    std::vector<std::string> cell_sites;  ///< id of the site of each cell of the header
    bool keep_files = false;              ///< of an earlier run into this folder; a resumed run keeps them
};

class PmFileSink final : public RunSink {
  public:
    explicit PmFileSink(PmOptions options);
    void begin(const RunHeader& header) override;
    /// Throws ResourceError where the file cannot be written.
    void kpiPeriod(const KpiPeriod& period) override;
    void ueSamples(const UeSamples&) override {}
    void events(std::span<const Event> events) override;
    void checkpoint(const Checkpoint&) override {}
    void end(const RunSummary&) override {}

  private:
    struct Site {
        std::string id;
        std::vector<std::uint32_t> cells;
    };
    struct Handovers {
        double requested = 0.0, succeeded = 0.0, failed = 0.0;
    };
    /// By source and target.
    using Relations = std::map<std::pair<std::uint32_t, std::uint32_t>, Handovers>;

    Relations takeRelations(const KpiPeriod& period);
    std::string fileName(const KpiPeriod& period) const;
    UtcNs utcAt(SimTimeNs time_ns) const { return options_.start_utc + time_ns - header_.warmup_ns; }
    std::string document(const KpiPeriod& period, const Relations& relations) const;
    void appendSite(std::string& out, const Site& site, const KpiPeriod& period,
                    const Relations& relations) const;
    void appendRelations(std::string& out, const Site& site, const std::string& period_text,
                         const Relations& relations) const;

    PmOptions options_;
    RunHeader header_;
    std::vector<Site> sites_;     ///< in the order of their first cell
    std::vector<Event> pending_;  ///< handovers not yet counted
};

/// A value of a distinguished name, RFC 4514: what is special there or is no XML character is escaped.
std::string dnValue(std::string_view text);
/// Text of an XML attribute or element.
std::string xmlText(std::string_view text);

}  // namespace celltwin::record
