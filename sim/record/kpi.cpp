// SPDX-License-Identifier: BSD-3-Clause
//
// Names, units and objects follow 3GPP TS 28.552 V17; a clause that splits a counter further (rank, table,
// SSB, 5QI) is recorded unsplit here: one layer, one table, one beam, one bearer.
#include "sim/record/kpi.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>

namespace celltwin::record {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr std::size_t kKpiCount = static_cast<std::size_t>(Kpi::count_);

/// n+1 edges from `first`, `step` apart; with open ends, one more bin below and one above.
template <std::size_t kEdges>
constexpr std::array<double, kEdges> evenEdges(double first, double step) {
    std::array<double, kEdges> edges{};
    for (std::size_t i = 0; i < kEdges; ++i) edges[i] = first + step * static_cast<double>(i);
    return edges;
}
template <std::size_t kEdges>
constexpr std::array<double, kEdges> openEdges(double first, double step) {
    std::array<double, kEdges> edges{};
    for (std::size_t i = 1; i + 1 < kEdges; ++i) edges[i] = first + step * static_cast<double>(i - 1);
    edges.front() = -kInf;
    edges.back() = kInf;
    return edges;
}

// Vendor-defined, as the clauses leave them: a 1-2-5 series, 5 dB, 3 dB.
constexpr std::array kThroughputEdges = {0.0, 1e2, 2e2, 5e2, 1e3, 2e3, 5e3, 1e4,
                                         2e4, 5e4, 1e5, 2e5, 5e5, 1e6, kInf};
constexpr auto kRsrpEdges = openEdges<23>(-140.0, 5.0);  // -140 .. -40 dBm
constexpr auto kSinrEdges = openEdges<24>(-23.0, 3.0);   // -23 .. 40 dB, the reporting range of TS 38.133
// One bin per index: CQI 0..15, MCS 0..28.
constexpr auto kCqiEdges = evenEdges<17>(-0.5, 1.0);
constexpr auto kMcsEdges = evenEdges<30>(-0.5, 1.0);

constexpr std::array<KpiDefinition, kKpiCount> kCatalogue = {{
    {Kpi::drb_ue_thp_dl,
     "DRB.UEThpDl",
     "kbit/s",
     "NRCellDU",
     Kind::ratio,
     "DRB.UEThpVolDl",
     "DRB.UEThpTimeDl",
     "5.1.1.3.1",
     "Mean UE throughput while data waits: 1000 * DRB.UEThpVolDl / DRB.UEThpTimeDl. No value where no burst "
     "of more than one slot was served.",
     {},
     1000.0},
    {Kpi::drb_ue_thp_vol_dl, "DRB.UEThpVolDl", "kbit", "NRCellDU", Kind::count, "", "", "5.1.1.3.1",
     "Numerator of DRB.UEThpDl: volume delivered in bursts that took more than one slot, without the slot "
     "that empties the queue. A burst is the time a UE's queue is never empty; one that outlasts the period "
     "counts with what it has so far."},
    {Kpi::drb_ue_thp_time_dl, "DRB.UEThpTimeDl", "ms", "NRCellDU", Kind::count, "", "", "5.1.1.3.1",
     "Denominator of DRB.UEThpDl: the time that volume took, from the first slot that served the burst to "
     "the one that empties the queue, this one excluded; summed over UEs."},
    {Kpi::drb_ue_thp_dl_dist, "DRB.UEThpDlDist", "1", "NRCellDU", Kind::distribution, "", "", "5.1.1.3.2",
     "UE throughput samples in kbit/s by bin: one for each UE and period in which it added to "
     "DRB.UEThpTimeDl, counted at the cell that serves it when the period ends.",
     kThroughputEdges},
    {Kpi::rru_prb_tot_dl, "RRU.PrbTotDl", "%", "NRCellDU", Kind::mean, "", "", "5.1.1.2.1",
     "PRBs used in downlink slots as a share of the PRBs available there, 0..100, not rounded. Only data "
     "uses PRBs in this model; control and reference signals are overhead within them."},
    {Kpi::rru_prb_used_dl, "RRU.PrbUsedDl", "PRB", "NRCellDU", Kind::mean, "", "", "5.1.1.2.5",
     "PRBs used for data, mean over the downlink slots of the period."},
    {Kpi::rru_prb_avail_dl, "RRU.PrbAvailDl", "PRB", "NRCellDU", Kind::mean, "", "", "5.1.1.2.6",
     "PRBs available, mean over the downlink slots of the period."},
    {Kpi::rru_max_prb_used_dl, "RRU.MaxPrbUsedDl", "PRB", "NRCellDU", Kind::maximum, "", "", "5.1.1.2.9",
     "Most PRBs used for data in any one downlink slot of the period."},
    {Kpi::rrc_conn_mean, "RRC.ConnMean", "UE", "NRCellCU", Kind::mean, "", "", "5.1.1.4.1",
     "UEs attached to the cell, mean over the period."},
    {Kpi::rrc_conn_max, "RRC.ConnMax", "UE", "NRCellCU", Kind::maximum, "", "", "5.1.1.4.2",
     "Most UEs attached to the cell at one time."},
    {Kpi::drb_mean_active_ue_dl, "DRB.MeanActiveUeDl", "UE", "NRCellDU", Kind::mean, "", "", "5.1.1.23.1",
     "Attached UEs with data in their downlink queue, mean over the slots of the period."},
    {Kpi::drb_max_active_ue_dl, "DRB.MaxActiveUeDl", "UE", "NRCellDU", Kind::maximum, "", "", "5.1.1.23.2",
     "Most attached UEs with data in their downlink queue in any one slot."},
    {Kpi::drb_pdcp_sdu_volume_dl, "DRB.PdcpSduVolumeDL", "Mbit", "NRCellCU", Kind::count, "", "",
     "5.1.2.1.1.1",
     "Volume delivered to UEs of the cell, 1 Mbit = 1e6 bit. The clause counts what is handed to PDCP; the "
     "two differ by what waits in queues."},
    {Kpi::drb_rlc_sdu_delay_dl, "DRB.RlcSduDelayDl", "0.1 ms", "NRCellDU", Kind::mean, "", "", "5.1.3.3.3",
     "Time data waits in the queue until it is delivered, mean over the bits delivered: bits waiting, summed "
     "over time, over bits delivered (Little's law). Full-buffer UEs are left out. No value where nothing "
     "was delivered."},
    {Kpi::tb_tot_nbr_dl, "TB.TotNbrDl", "1", "NRCellDU", Kind::count, "", "", "5.1.1.7.3",
     "Transport blocks sent, HARQ retransmissions included."},
    {Kpi::tb_err_tot_nbr_dl, "TB.ErrTotNbrDl", "1", "NRCellDU", Kind::count, "", "", "5.1.1.7.4",
     "Transport blocks received in error, HARQ retransmissions included."},
    {Kpi::carr_wbcqi_dist, "CARR.WBCQIDist", "1", "NRCellDU", Kind::distribution, "", "", "5.1.1.11.1",
     "Wideband CQI reports of attached UEs, bin i = CQI i.", kCqiEdges},
    {Kpi::carr_pdsch_mcs_dist, "CARR.PDSCHMCSDist", "PRB", "NRCellDU", Kind::distribution, "", "",
     "5.1.1.12.1", "PRBs scheduled on PDSCH, bin i = MCS index i.", kMcsEdges},
    {Kpi::carr_max_tx_pwr, "CARR.MaxTxPwr", "dBm", "NRCellDU", Kind::maximum, "", "", "5.1.1.29.1",
     "Carrier power of the active cell with every PRB in use, at the antenna connector."},
    {Kpi::carr_mean_tx_pwr, "CARR.MeanTxPwr", "dBm", "NRCellDU", Kind::mean, "", "", "5.1.1.29.2",
     "Carrier power at the antenna connector, mean in mW over the downlink slots of the period. No value "
     "where nothing was sent."},
    {Kpi::mm_ho_exe_intra_freq_req, "MM.HoExeIntraFreqReq", "1", "NRCellCU", Kind::count, "", "",
     "5.1.1.6.5.1", "Outgoing intra-frequency handovers begun; counted at the source cell."},
    {Kpi::mm_ho_exe_intra_freq_succ, "MM.HoExeIntraFreqSucc", "1", "NRCellCU", Kind::count, "", "",
     "5.1.1.6.5.2",
     "Outgoing intra-frequency handovers completed; counted at the source cell when the execution begins, "
     "which always "
     "succeeds in this model."},
    {Kpi::l1m_ss_rsrp, "L1M.SS-RSRP", "1", "NRCellDU", Kind::distribution, "", "", "5.1.1.22.1",
     "SS-RSRP of the serving cell in dBm, one sample for each attached UE and measurement, by bin.",
     kRsrpEdges},
    {Kpi::mr_nr_sc_ss_sinr, "MR.NRScSSSINR", "1", "NRCellCU", Kind::distribution, "", "", "5.1.1.32.1",
     "SS-SINR of the serving cell in dB, one sample for each attached UE and measurement, by bin.",
     kSinrEdges},
    {Kpi::tb_tot_nbr_dl_initial, "TB.TotNbrDlInitial", "1", "NRCellDU", Kind::count, "", "", "5.1.1.7.1",
     "Transport blocks sent for the first time."},
    {Kpi::tb_initial_err_nbr_dl, "TB.IntialErrNbrDl", "1", "NRCellDU", Kind::count, "", "", "5.1.1.7.2",
     "Transport blocks received in error at their first transmission."},
    {Kpi::tb_residual_err_nbr_dl, "TB.ResidualErrNbrDl", "1", "NRCellDU", Kind::count, "", "", "5.1.1.7.5",
     "Transport blocks still in error after the last HARQ retransmission; RLC sends their data again."},
}};

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
    "Every KPI is a counter of 3GPP TS 28.552 V17, kept per cell and period under the clause's name. No\n"
    "sample is no value (NaN, an empty CSV field), which is not zero. Counters that the clause splits "
    "by\n"
    "rank, table, SSB or 5QI are not split here.\n\n"
    "How rows combine (`sim/record/aggregate.h`):\n\n"
    "| kind | over cells and periods |\n|---|---|\n"
    "| count | sum |\n"
    "| mean | mean, weighted by the length of the period; powers in dBm are averaged in mW |\n"
    "| maximum | maximum |\n"
    "| ratio | recomputed from the sums of numerator and denominator, never averaged |\n"
    "| distribution | sum, bin by bin |\n\n"
    "| name | unit | object | kind | clause | what is counted |\n|---|---|---|---|---|---|\n";

constexpr std::string_view kPageBins =
    "\n## Bins\n\n"
    "Bin i holds values from edge i up to, not including, edge i+1; bins count from 0 in column names\n"
    "such as `CARR.WBCQIDist.Bin7`, and the outer bins take what lies beyond. The edges of throughput,\n"
    "RSRP and SINR are this program's own: the clauses leave them to the vendor.\n\n"
    "| name | bins | edges |\n|---|---|---|\n";

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
    std::string name(kpi.name);
    if (kpi.kind == Kind::distribution) name += ".Bin" + std::to_string(column - kFirstColumn[index]);
    return name;
}

std::size_t binOf(const KpiDefinition& kpi, double value) {
    assert(kpi.kind == Kind::distribution && !std::isnan(value));
    const auto inner = kpi.bin_edges.subspan(1, kpi.bin_edges.size() - 2);
    return static_cast<std::size_t>(std::upper_bound(inner.begin(), inner.end(), value) - inner.begin());
}

std::string_view kindName(Kind kind) {
    constexpr std::array<std::string_view, 5> kNames = {"count", "mean", "maximum", "ratio", "distribution"};
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
    return page;
}

}  // namespace celltwin::record
