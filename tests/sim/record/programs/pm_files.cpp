// SPDX-License-Identifier: BSD-3-Clause
//
// pm_files SEED PERIODS CELLS FOLDER: PM files of random rows with hostile names, in both forms (FOLDER/old,
// FOLDER/new) and FOLDER/old's once more (FOLDER/again), and what they were made of as plain text
// (FOLDER/rows.txt) for pm_file_test.py to judge them by.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include "sim/record/kpi.h"
#include "sim/record/pm_file.h"

namespace record = celltwin::record;

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t n) {
    return static_cast<std::size_t>(random() % n);
}

/// Ids with the characters that XML, distinguished names and UTF-8 care about.
std::string hostileId(Random& random, std::size_t index) {
    static const std::vector<std::string> kPieces = {"C",
                                                     "<",
                                                     ">",
                                                     "&",
                                                     "\"",
                                                     "'",
                                                     ",",
                                                     "=",
                                                     "+",
                                                     "\\",
                                                     " ",
                                                     "  ",
                                                     "#",
                                                     ";",
                                                     "\n",
                                                     "\r",
                                                     "\t",
                                                     "]]>",
                                                     "&amp;",
                                                     "<!--",
                                                     "\x01",
                                                     "\x7F",
                                                     "\xC3\xA4",
                                                     "\xE2\x82\xAC",
                                                     "\xF0\x9F\x97\xBC",
                                                     "\xFF",
                                                     "\xC0\x80",
                                                     "\xED\xA0\x80",
                                                     "\xEF\xBF\xBF",
                                                     "\xC2\x85",
                                                     "\xE2\x80\xA8",
                                                     "\xE2\x82",
                                                     "NULL",
                                                     "\\20",
                                                     "%s"};
    std::string id;
    for (std::size_t i = below(random, 6); i-- > 0;) id += kPieces[below(random, kPieces.size())];
    return id + std::to_string(index) + kPieces[below(random, kPieces.size())];
}

double hostileValue(Random& random) {
    using Limits = std::numeric_limits<double>;
    static const std::vector<double> kSpecial = {Limits::quiet_NaN(),
                                                 Limits::infinity(),
                                                 -Limits::infinity(),
                                                 0.0,
                                                 -0.0,
                                                 Limits::denorm_min(),
                                                 -3 * Limits::denorm_min(),
                                                 Limits::min(),
                                                 Limits::max(),
                                                 Limits::lowest(),
                                                 0.1,
                                                 1.0 / 3.0,
                                                 1e22,
                                                 1e-7,
                                                 9007199254740993.0};
    const std::size_t kind = below(random, 12);  // most have no sample
    if (kind == 0) return kSpecial[below(random, kSpecial.size())];
    if (kind == 1) return static_cast<double>(below(random, 100000));
    if (kind == 2)
        return std::ldexp(static_cast<double>(random()), static_cast<int>(below(random, 200)) - 160);
    return std::numeric_limits<double>::quiet_NaN();
}

void printHex(std::FILE* out, const char* word, const std::string& text) {
    std::fprintf(out, "%s", word);
    for (const char c : text) std::fprintf(out, "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    std::fprintf(out, "\n");
}

struct Made {
    record::RunHeader header;
    record::PmOptions options;
};

Made makeRun(Random& random, std::size_t cells, std::FILE* out) {
    Made made;
    made.header.leg = "run";
    made.header.program_version = "1.2<3>";
    made.header.warmup_ns = 500'000'000;
    made.options.start_utc = 1'767'225'599'250'000'000;  // 2025-12-31T23:59:59.25Z
    std::vector<std::string> sites;
    for (std::size_t i = 0; i < cells / 3 + 1; ++i) sites.push_back(hostileId(random, i));
    for (std::size_t i = 0; i < cells; ++i) {
        made.header.cell_ids.push_back(hostileId(random, i));
        made.options.cell_sites.push_back(sites[below(random, sites.size())]);
        printHex(out, "cell ", made.header.cell_ids.back());
        printHex(out, "site ", made.options.cell_sites.back());
    }
    for (const record::KpiDefinition& kpi : record::kpiCatalogue())
        for (std::size_t part = 0; part < kpi.width(); ++part)
            std::fprintf(out, "column %s %s\n", record::columnName(record::column(kpi.id) + part).c_str(),
                         std::string(kpi.object).c_str());
    return made;
}

std::vector<record::Event> makeEvents(Random& random, const record::KpiPeriod& period, std::size_t cells,
                                      std::FILE* out) {
    std::vector<record::Event> events;
    const auto length = static_cast<std::uint64_t>(period.end_ns - period.begin_ns);
    for (std::size_t i = below(random, 40); i-- > 0;) {
        record::Event event;
        // Some fall on the period's very end and belong to the next.
        event.time_ns = period.begin_ns + static_cast<record::SimTimeNs>(random() % (length + 1));
        if (below(random, 8) == 0) event.time_ns = period.end_ns;
        event.kind = static_cast<record::EventKind>(1 + below(random, 11));
        event.from_cell = static_cast<std::int32_t>(below(random, cells + 1)) - 1;
        event.to_cell = static_cast<std::int32_t>(below(random, std::min<std::size_t>(cells, 6)));
        std::fprintf(out, "event %lld %d %d %d\n", static_cast<long long>(event.time_ns),
                     static_cast<int>(event.kind), event.from_cell, event.to_cell);
        events.push_back(event);
    }
    return events;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    Random random(std::strtoull(argv[1], nullptr, 10));
    const std::size_t periods = std::strtoul(argv[2], nullptr, 10),
                      cells = std::strtoul(argv[3], nullptr, 10);
    const std::string folder = argv[4];
    std::FILE* out = std::fopen((folder + "/rows.txt").c_str(), "w");
    if (!out) return 1;
    Made made = makeRun(random, cells, out);
    std::vector<record::PmFileSink> sinks;
    for (const char* name : {"/old", "/new", "/again"}) {
        made.options.folder = folder + name;
        made.options.form = name[1] == 'n' ? record::PmForm::ts_28_532 : record::PmForm::ts_32_435;
        sinks.emplace_back(made.options).begin(made.header);
    }
    record::SimTimeNs begin_ns = made.header.warmup_ns;
    for (std::size_t p = 0; p < periods; ++p) {
        // Whole, sub-second and odd lengths.
        const record::SimTimeNs length = p % 3 == 0 ? 10'000'000'000 : p % 3 == 1 ? 500'000'000 : 62'500 * 7;
        std::vector<double> values(cells * record::rowWidth());
        for (double& value : values) value = hostileValue(random);
        const record::KpiPeriod period{begin_ns, begin_ns + length, values};
        std::fprintf(out, "period %lld %lld\n", static_cast<long long>(begin_ns),
                     static_cast<long long>(period.end_ns));
        const auto events = makeEvents(random, period, cells, out);
        for (std::size_t i = 0; i < values.size(); ++i)
            std::fprintf(out, "%a%c", values[i], (i + 1) % record::rowWidth() == 0 ? '\n' : ' ');
        for (record::PmFileSink& sink : sinks) {
            sink.events(events);
            sink.kpiPeriod(period);
        }
        begin_ns = period.end_ns;
    }
    return std::fclose(out) == 0 ? 0 : 1;
}
