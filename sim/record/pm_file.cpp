// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/pm_file.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>

#include "sim/record/durable_file.h"
#include "sim/record/kpi.h"

namespace celltwin::record {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// The names in which the two forms differ.
struct Words {
    std::string_view root, name_space, version, collection, element;
};
constexpr Words wordsOf(PmForm form) {
    if (form == PmForm::ts_28_532)
        return {"measDataFile", "http://www.3gpp.org/ftp/specs/archive/28_series/28.532#measData",
                "28.532 V17", "measData", "measEntity"};
    return {"measCollecFile", "http://www.3gpp.org/ftp/specs/archive/32_series/32.435#measCollec",
            "32.435 V10.0", "measCollec", "managedElement"};
}

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + xmlText(value) + "\"";
}
std::string elementDn(const std::string& site) {
    return "ManagedElement=" + dnValue(site);
}

/// A measInfo: its measurement types, and the objects measured.
class MeasInfo {
  public:
    MeasInfo(std::string id, std::string period) : id_(std::move(id)), period_(std::move(period)) {}
    /// Returns the index of the type.
    std::size_t addType(std::string name) {
        types_.push_back(std::move(name));
        return types_.size() - 1;
    }
    void addObject(std::string dn, std::vector<double> values) {
        assert(values.size() == types_.size());
        objects_.push_back({std::move(dn), std::move(values)});
    }
    void appendTo(std::string& out) const;

  private:
    struct Object {
        std::string dn;
        std::vector<double> values;
    };
    /// `p` of each type, 0 where no object has a value of it.
    std::vector<std::size_t> numberedTypes() const;
    void appendObject(std::string& out, const Object& object, std::span<const std::size_t> numbers) const;
    std::string id_, period_;
    std::vector<std::string> types_;
    std::vector<Object> objects_;
};

std::vector<std::size_t> MeasInfo::numberedTypes() const {
    std::vector<std::size_t> numbers(types_.size(), 0);
    std::size_t next = 1;
    for (std::size_t type = 0; type < types_.size(); ++type)
        if (std::any_of(objects_.begin(), objects_.end(),
                        [type](const Object& object) { return std::isfinite(object.values[type]); }))
            numbers[type] = next++;
    return numbers;
}

void MeasInfo::appendObject(std::string& out, const Object& object,
                            std::span<const std::size_t> numbers) const {
    out.append("<measValue").append(attribute("measObjLdn", object.dn)).append(">");
    bool suspect = false;
    for (std::size_t type = 0; type < numbers.size(); ++type) {
        const double value = object.values[type];
        suspect = suspect || std::isinf(value);
        if (!std::isfinite(value)) continue;
        std::array<char, 64> text{};
        const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
        out.append("<r p=\"").append(std::to_string(numbers[type])).append("\">");
        out.append(text.data(), end).append("</r>");
    }
    out.append(suspect ? "<suspect>true</suspect></measValue>\n" : "</measValue>\n");
}

void MeasInfo::appendTo(std::string& out) const {
    const std::vector<std::size_t> numbers = numberedTypes();
    out.append("<measInfo").append(attribute("measInfoId", id_)).append(">").append(period_);
    for (std::size_t type = 0; type < types_.size(); ++type)
        if (numbers[type] != 0)
            out.append("<measType p=\"")
                .append(std::to_string(numbers[type]))
                .append("\">")
                .append(xmlText(types_[type]))
                .append("</measType>\n");
    for (const Object& object : objects_) appendObject(out, object, numbers);
    out.append("</measInfo>\n");
}

/// Objects of one class below a managed element. A DU and a CU-CP stand in every site.
std::string cellDn(const std::string& site, const std::string& object, const std::string& cell) {
    return elementDn(site) +
           (object == "NRCellDU" ? ",GNBDUFunction=1,NRCellDU=" : ",GNBCUCPFunction=1,NRCellCU=") +
           dnValue(cell);
}

/// The columns of all KPIs of an object class.
std::vector<std::size_t> columnsOf(std::string_view object) {
    std::vector<std::size_t> columns;
    for (const KpiDefinition& kpi : kpiCatalogue())
        if (kpi.object == object)
            for (std::size_t part = 0; part < kpi.width(); ++part) columns.push_back(column(kpi.id) + part);
    return columns;
}

/// Powers and energies of a site's cells add up; the cells that have none are left out.
std::vector<double> summedRow(std::span<const double> values, std::span<const std::uint32_t> cells,
                              std::span<const std::size_t> columns) {
    std::vector<double> sums(columns.size(), kMissing);
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (const std::uint32_t cell : cells) {
            const double value = values[cell * rowWidth() + columns[i]];
            if (!std::isnan(value)) sums[i] = std::isnan(sums[i]) ? value : sums[i] + value;
        }
    return sums;
}

bool isPmFileName(const std::string& name) {
    return name.size() > 13 && (name[0] == 'A' || name[0] == 'B') && name.ends_with(".xml") &&
           std::all_of(name.begin() + 1, name.begin() + 9, [](char c) { return c >= '0' && c <= '9'; });
}

std::string digits(int value, std::size_t count) {
    const std::string text = std::to_string(value);
    return std::string(count > text.size() ? count - text.size() : 0, '0') + text;
}

}  // namespace

PmFileSink::PmFileSink(PmOptions options) : options_(std::move(options)) {}

void PmFileSink::begin(const RunHeader& header) {
    assert(options_.cell_sites.size() == header.cell_ids.size());
    header_ = header;
    sites_.clear();
    pending_.clear();
    for (std::uint32_t cell = 0; cell < options_.cell_sites.size(); ++cell) {
        const std::string& id = options_.cell_sites[cell];
        auto site = std::find_if(sites_.begin(), sites_.end(), [&](const Site& s) { return s.id == id; });
        if (site == sites_.end()) site = sites_.insert(site, {id, {}});
        site->cells.push_back(cell);
    }
    makeFolder(options_.folder);
    if (options_.keep_files) return;
    for (const std::string& name : listFolder(options_.folder))
        if (isPmFileName(name)) removeFile(options_.folder + "/" + name);
}

void PmFileSink::events(std::span<const Event> events) {
    for (const Event& event : events) {
        const bool counted = event.kind == EventKind::handover || event.kind == EventKind::handover_command ||
                             event.kind == EventKind::handover_failure;
        if (counted && event.from_cell >= 0 && event.to_cell >= 0) pending_.push_back(event);
    }
}

PmFileSink::Relations PmFileSink::takeRelations(const KpiPeriod& period) {
    Relations relations;
    for (const Event& event : pending_) {
        if (event.time_ns < period.begin_ns || event.time_ns >= period.end_ns) continue;
        Handovers& counts = relations[{static_cast<std::uint32_t>(event.from_cell),
                                       static_cast<std::uint32_t>(event.to_cell)}];
        counts.requested += event.kind == EventKind::handover_command;
        counts.succeeded += event.kind == EventKind::handover;
        counts.failed += event.kind == EventKind::handover_failure;
    }
    std::erase_if(pending_, [&](const Event& event) { return event.time_ns < period.end_ns; });
    return relations;
}

void PmFileSink::kpiPeriod(const KpiPeriod& period) {
    assert(period.values.size() == header_.cell_ids.size() * rowWidth());
    const std::string text = document(period, takeRelations(period));
    writeFileDurably(options_.folder, fileName(period), std::as_bytes(std::span(text)));
}

/// TS 32.432: type, date and time of begin and end, then a unique part: minutes do not tell short periods
/// apart. Type A is one network element, B several.
std::string PmFileSink::fileName(const KpiPeriod& period) const {
    const CalendarTime b = calendarTime(utcAt(period.begin_ns)), e = calendarTime(utcAt(period.end_ns));
    const auto date = [](const CalendarTime& t) {
        return digits(t.year, 4) + digits(t.month, 2) + digits(t.day, 2);
    };
    const auto minutes = [](const CalendarTime& t) {
        return digits(t.hour, 2) + digits(t.minute, 2) + "+0000";
    };
    std::string offset = secondsText(period.begin_ns - header_.warmup_ns, 3);
    const std::size_t point = offset.find('.');
    if (point < 7) offset.insert(0, 7 - point, '0');
    return (sites_.size() > 1 ? "B" : "A") + date(b) + "." + minutes(b) + "-" +
           (date(b) == date(e) ? "" : date(e) + ".") + minutes(e) + "_" + header_.leg + "-" + offset + ".xml";
}

std::string PmFileSink::document(const KpiPeriod& period, const Relations& relations) const {
    const Words words = wordsOf(options_.form);
    const bool new_form = options_.form == PmForm::ts_28_532;
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + std::string(words.root) +
                      attribute("xmlns", words.name_space) + ">\n<fileHeader" +
                      attribute("fileFormatVersion", words.version) + attribute("vendorName", "celltwin") +
                      ">\n";
    out += new_form ? "<fileSender senderName=\"celltwin\" senderType=\"simulation\"/>\n"
                    : "<fileSender localDn=\"ManagementNode=celltwin\" elementType=\"simulation\"/>\n";
    out += "<" + std::string(words.collection) + attribute("beginTime", utcText(utcAt(period.begin_ns))) +
           "/>\n</fileHeader>\n";
    for (const Site& site : sites_) appendSite(out, site, period, relations);
    return out + "<fileFooter><" + std::string(words.collection) +
           attribute("endTime", utcText(utcAt(period.end_ns))) + "/></fileFooter>\n</" +
           std::string(words.root) + ">\n";
}

void PmFileSink::appendSite(std::string& out, const Site& site, const KpiPeriod& period,
                            const Relations& relations) const {
    const std::string duration = "PT" + secondsText(period.end_ns - period.begin_ns) + "S";
    const std::string period_text = "\n<granPeriod" + attribute("duration", duration) +
                                    attribute("endTime", utcText(utcAt(period.end_ns))) + "/>\n<repPeriod" +
                                    attribute("duration", duration) + "/>\n";
    out += "<measData>\n<" + std::string(wordsOf(options_.form).element) +
           attribute("localDn", elementDn(site.id)) + attribute("userLabel", dnValue(site.id)) +
           attribute("swVersion", dnValue(header_.program_version)) + "/>\n";
    for (const std::string object : {"NRCellDU", "NRCellCU"}) {
        const std::vector<std::size_t> columns = columnsOf(object);
        MeasInfo info(object, period_text);
        for (const std::size_t at : columns) info.addType(columnName(at));
        for (const std::uint32_t cell : site.cells) {
            std::vector<double> values;
            for (const std::size_t at : columns) values.push_back(period.values[cell * rowWidth() + at]);
            info.addObject(cellDn(site.id, object, header_.cell_ids[cell]), std::move(values));
        }
        info.appendTo(out);
    }
    const std::vector<std::size_t> columns = columnsOf("ManagedElement");
    MeasInfo info("ManagedElement", period_text);
    for (const std::size_t at : columns) info.addType(columnName(at));
    info.addObject(elementDn(site.id), summedRow(period.values, site.cells, columns));
    info.appendTo(out);
    appendRelations(out, site, period_text, relations);
    out += "</measData>\n";
}

/// The names differ with the target's site; a relation has those of its own kind alone.
void PmFileSink::appendRelations(std::string& out, const Site& site, const std::string& period_text,
                                 const Relations& relations) const {
    MeasInfo info("NRCellRelation", period_text);
    for (const Kpi kpi : {Kpi::mm_ho_exe_inter_req, Kpi::mm_ho_exe_inter_succ, Kpi::mm_ho_exe_inter_fail,
                          Kpi::mm_ho_exe_intra_req, Kpi::mm_ho_exe_intra_succ, Kpi::x_ho_exe_intra_fail})
        info.addType(std::string(definition(kpi).name));
    bool any = false;
    for (const auto& [pair, counts] : relations) {
        const auto [source, target] = pair;
        if (options_.cell_sites[source] != site.id) continue;
        std::vector<double> values(6, kMissing);
        const std::size_t first = options_.cell_sites[target] == site.id ? 3 : 0;
        values[first] = counts.requested;
        values[first + 1] = counts.succeeded;
        values[first + 2] = counts.failed;
        info.addObject(cellDn(site.id, "NRCellCU", header_.cell_ids[source]) +
                           ",NRCellRelation=" + dnValue(header_.cell_ids[target]),
                       std::move(values));
        any = true;
    }
    if (any) info.appendTo(out);
}

}  // namespace celltwin::record
