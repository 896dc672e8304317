// SPDX-License-Identifier: BSD-3-Clause
//
// What the reader says about wrong input. Expected texts follow the rules in the key table; positions are
// counted by hand.
#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string with(const std::string& more) {
    return std::string(kNetwork) + more;
}

TEST(Reader, UnknownKeyInAChange) {
    EXPECT_THAT(
        complaints(with("changes:\n  - {cell: C12, downtlit_deg: {add: 4}}\n")),
        HasSubstr(
            "t.yaml:8:17: error: unknown key 'downtlit_deg' in a change\n"
            "    8 |   - {cell: C12, downtlit_deg: {add: 4}}\n"
            "      |                 ^~~~~~~~~~~~ did you mean 'downtilt_deg'?  (known: cell, cells, "));
}

TEST(Reader, DanglingCell) {
    EXPECT_THAT(complaints(with("changes:\n  - {cell: C1Z, downtilt_deg: 4}\n")),
                AllOf(HasSubstr("t.yaml:8:12: error: cell 'C1Z' is not in the network"),
                      HasSubstr("did you mean 'C1")));
}

TEST(Reader, DanglingSiteCarrierAntenna) {
    const std::string cell = "network:\n  sites: [{id: S1, east_m: 0, north_m: 0}]\n  cells: [{id: C1, ";
    EXPECT_THAT(complaints(cell + "site: S2}]\n"),
                AllOf(HasSubstr("t.yaml:3:26: error: site 'S2' is not in network.sites"),
                      HasSubstr("did you mean 'S1'?")));
    EXPECT_THAT(complaints(cell + "site: S1, carrier: n78}]\n  carrier: {id: n77, bandwidth_mhz: 20}\n"),
                AllOf(HasSubstr("t.yaml:3:39: error: carrier 'n78' of cell 'C1' is not in the network"),
                      HasSubstr("did you mean 'n77'?")));
    EXPECT_THAT(complaints(cell + "site: S1, antenna: panel}]\n"),
                HasSubstr("antenna 'panel' of cell 'C1' is not in the network"));
    EXPECT_THAT(complaints(cell + "site: S1}]\n  carriers: [{id: a}, {id: b}]\n"),
                AllOf(HasSubstr("cell 'C1' must say which carrier it has"), HasSubstr("known: a, b")));
}

TEST(Reader, OutOfRangeNamesTheRange) {
    EXPECT_THAT(complaints(with("users: {indoor_share: 1.5}\n")),
                HasSubstr("t.yaml:7:23: error: 'indoor_share' is 1.5, out of range: 0 to 1 is accepted"));
    EXPECT_THAT(complaints(with("run: {duration_s: 0}\n")), HasSubstr("more than 0, up to 604800 s"));
    EXPECT_THAT(complaints(with("users: {count: 1000001}\n")), HasSubstr("0 to 1000000 is accepted"));
}

// TS 38.101-1 and -2 Table 5.3.2-1 at 60 kHz: 50 MHz is 65 PRBs in FR1 and 66 in FR2.
TEST(Reader, PrbCountFollowsTheFrequencyRange) {
    const auto prbs = [](const std::string& frequency) {
        return readText(
                   "network:\n  layout: {sites: 1}\n  carrier: {bandwidth_mhz: 50, numerology: 2, "
                   "frequency_mhz: " +
                   frequency + "}\n")
            .network.carriers[0]
            .prb_count;
    };
    EXPECT_EQ(prbs("3500"), 65);
    EXPECT_EQ(prbs("28000"), 66);
}

TEST(Reader, RefusesAnAreaTooSmallToWalkIn) {
    EXPECT_THAT(
        complaints(
            with("users:\n  mobility:\n    - {model: random-waypoint, area: {min_east_m: 0, min_north_m: 0, "
                 "max_east_m: 1.0e-8, max_north_m: 1.0e-8}}\n")),
        HasSubstr("the area is smaller than 1 m"));
}

TEST(Reader, SuspectsTheUnit) {
    EXPECT_THAT(
        complaints("network:\n  layout: {sites: 1}\n  carrier: {frequency_mhz: 3.5e9}\n"),
        AllOf(HasSubstr("'frequency_mhz' is 3500000000 MHz, out of range: 100 to 110000 MHz is accepted"),
              HasSubstr("in Hz? the key is in MHz: 3500")));
    EXPECT_THAT(complaints("network:\n  layout: {sites: 1}\n  carrier: {frequency_mhz: 3.5}\n"),
                HasSubstr("in GHz? the key is in MHz: 3500"));
    EXPECT_THAT(complaints(with("users: {indoor_share: 30}\n")),
                HasSubstr("in percent? the key is a share: 0.3"));
}

TEST(Reader, UnitsBelongToTheKey) {
    EXPECT_THAT(
        complaints("network:\n  layout: {sites: 1}\n  carrier: {tx_power_dbm: 49 dBm}\n"),
        AllOf(HasSubstr("t.yaml:3:27: error: the key tx_power_dbm is in dBm and takes a bare number, not "
                        "'49 dBm'"),
              HasSubstr("^~~~~~ write 49")));
    EXPECT_THAT(complaints("network:\n  layout: {sites: 1}\n  carrier: {tx_power_dbm: 20 W}\n"),
                HasSubstr("write 43.01"));
    EXPECT_THAT(complaints("network:\n  layout: {sites: 1, isd_m: 0.2 km}\n"), HasSubstr("write 200"));
    EXPECT_THAT(complaints(with("radio: {noise_figure_db: \"5 dB\"}\n")), HasSubstr("write 5"));
    EXPECT_THAT(complaints(with("radio: {noise_figure_db: \"5\"}\n")), HasSubstr("remove the quotes"));
}

TEST(Reader, WrongTypes) {
    EXPECT_THAT(complaints(with("run: {seed: many}\n")), HasSubstr("'seed' is 'many', but a whole number"));
    EXPECT_THAT(complaints(with("run: {seed: 1.5}\n")), HasSubstr("a whole number is expected"));
    EXPECT_THAT(complaints(with("run: [1]\n")), HasSubstr("'run' is a list, but a mapping"));
    EXPECT_THAT(complaints(with("run:\n")), HasSubstr("'run' has no value"));
    EXPECT_THAT(complaints(with("radio: {shadowing: yes}\n")), HasSubstr("write true or false"));
    for (const char* odd : {".nan", ".inf", "nan", "inf", "1e999", "0x10"})
        EXPECT_THAT(complaints(with("run: {duration_s: " + std::string(odd) + "}\n")),
                    HasSubstr("a number in s is expected"))
            << odd;
}

TEST(Reader, UnknownModelNamesTheKnown) {
    EXPECT_THAT(complaints(with("radio: {propagation: tr38901-umq}\n")),
                AllOf(HasSubstr("unknown propagation 'tr38901-umq'"),
                      HasSubstr("did you mean 'tr38901-uma'?"), HasSubstr("cost231-hata")));
}

TEST(Reader, SharesSumToOne) {
    EXPECT_THAT(complaints(with("traffic: [{share: 0.5, model: ftp3}, {share: 0.4, model: full-buffer}]\n")),
                HasSubstr("t.yaml:7:10: error: the shares of traffic sum to 0.9, they must sum to 1"));
    EXPECT_THAT(complaints(with("users: {mobility: [{share: 0.7}]}\n")),
                HasSubstr("users.mobility sum to 0.7"));
    EXPECT_THAT(
        complaints(with("users:\n  hot_spots: [{east_m: 0, north_m: 0, share: 0.6}, {east_m: 9, north_m: 0, "
                        "share: 0.6}]\n")),
        HasSubstr("users.hot_spots sum to 1.2"));
}

TEST(Reader, DuplicateIds) {
    EXPECT_THAT(complaints("network:\n  cells:\n    - {id: A, east_m: 0, north_m: 0}\n"
                           "    - {id: A, east_m: 0, north_m: 0}\n"),
                HasSubstr("t.yaml:4:12: error: cell id 'A' is given twice"));
    EXPECT_THAT(complaints("network:\n  layout: {sites: 1}\n  carriers: [{id: a}, {id: a}]\n"),
                HasSubstr("carrier id 'a' is given twice"));
}

TEST(Reader, ManyFindingsSortedAndCapped) {
    std::string text = with("run: {seed: x, duration_s: -1}\nzzz: 1\n");
    const auto few = findingsOf(text);
    ASSERT_EQ(few.size(), 3U);
    EXPECT_LT(few[0].where.column, few[1].where.column);
    EXPECT_EQ(few[2].where.line, 8);
    for (int i = 0; i < 40; ++i) text += "zz" + std::to_string(i) + ": 1\n";
    EXPECT_EQ(findingsOf(text).size(), 20U);
}

TEST(Reader, KeysWithoutEffectAreErrors) {
    EXPECT_THAT(complaints(with("traffic: [{model: full-buffer, file_bytes: 1000}]\n")),
                HasSubstr("'file_bytes' has no effect with model 'full-buffer'"));
    EXPECT_THAT(complaints(with("users: {mobility: [{model: static, pause_s: 3}]}\n")),
                HasSubstr("'pause_s'"));
}

TEST(Reader, AlternativesExclude) {
    EXPECT_THAT(complaints(with("users: {count: 1, per_cell: 1}\n")),
                HasSubstr("'per_cell' cannot stand beside 'count' in users"));
    EXPECT_THAT(complaints("network: {carrier: {}}\n"), HasSubstr("the network needs one of cells, layout"));
    EXPECT_THAT(complaints("name: x\n"), HasSubstr("a scenario needs the key 'network'"));
}

TEST(Reader, CarrierRules) {
    const auto carrier = [](const std::string& text) {
        return complaints("network:\n  layout: {sites: 1}\n  carrier: {" + text + "}\n");
    };
    EXPECT_THAT(carrier("band: n78, tdd_pattern: DDDSU, numerology: 1, bandwidth_mhz: 37"),
                HasSubstr("no NR channel of 37 MHz at numerology 1 (there are: "));
    EXPECT_THAT(carrier("band: n87x"), HasSubstr("unknown band 'n87x'"));
    EXPECT_THAT(carrier("band: n78"), HasSubstr("band n78 is TDD: the carrier needs a tdd_pattern"));
    EXPECT_THAT(carrier("band: n78, frequency_mhz: 2100, tdd_pattern: DDDSU"),
                HasSubstr("2100 MHz is not in the downlink of band n78: 3300 to 3800 MHz"));
    EXPECT_THAT(carrier("bandwidth_mhz: 20, prb_count: 120"), HasSubstr("do not fit into 20 MHz"));
    EXPECT_THAT(carrier("tdd_pattern: DXU"), HasSubstr("error:"));
    EXPECT_EQ(carrier("band: n78, bandwidth_mhz: 100, numerology: 1, tdd_pattern: DDDSU"), "");
}

TEST(Reader, DefaultsComeFromTheStructsAndTables) {
    const Scenario s = readText(
        "network:\n  layout: {sites: 7}\n  carrier: {band: n78, bandwidth_mhz: 100, numerology: 1, "
        "tdd_pattern: "
        "DDDSU}\nusers: {per_cell: 10}\n");
    EXPECT_EQ(s.name, "t");
    EXPECT_EQ(s.outputs.directory, "out/t");
    // TS 38.101-1 Table 5.3.2-1: 100 MHz at 30 kHz; n78 is 3300 to 3800 MHz.
    EXPECT_EQ(s.network.carriers[0].prb_count, 273);
    EXPECT_EQ(s.network.carriers[0].frequency_mhz, 3550.0);
    EXPECT_EQ(s.network.cells.size(), 21U);
    EXPECT_EQ(s.users.count, 210);
    EXPECT_EQ(s.users.mobility.size(), 1U);
    EXPECT_EQ(s.users.traffic.size(), 1U);
    EXPECT_FALSE(s.network.geographic);
    // Seven sites 500 m apart: the ring spans ±500 m east and ±433 m north, and half of 500 m around.
    EXPECT_NEAR(s.users.area.max_east_m, 750.0, 1e-9);
    EXPECT_NEAR(s.users.area.min_north_m, -500.0 * 0.8660254037844386 - 250.0, 1e-9);
}

TEST(Reader, SeedsGoUpToWhatJsonCarriesExactly) {
    EXPECT_EQ(readText(with("run: {seed: 9007199254740991}\n")).run.seed, 9007199254740991ULL);
    EXPECT_THAT(complaints(with("run: {seed: 9007199254740992}\n")),
                HasSubstr("0 to 9007199254740991 is accepted"));
    EXPECT_EQ(readText(with("run: {seed: 1e3}\n")).run.seed, 1000U);
    EXPECT_NE(complaints(with("run: {seed: 18446744073709551616}\n")), "");
    EXPECT_NE(complaints(with("run: {seed: -1}\n")), "");
}

TEST(Reader, ExpectationsAreChecked) {
    EXPECT_THAT(complaints(with("expect: [{kpi: DRB.UEThpD, at_least: 1}]\n")),
                AllOf(HasSubstr("unknown KPI 'DRB.UEThpD'"), HasSubstr("did you mean 'DRB.UEThpDl'?")));
    EXPECT_THAT(complaints(with("expect: [{kpi: DRB.UEThpDl}]\n")), HasSubstr("needs at_least or at_most"));
    EXPECT_THAT(complaints(with("expect: [{kpi: DRB.UEThpDl, at_least: 1, percent: true}]\n")),
                HasSubstr("'percent' goes with leg: change"));
    const Scenario s = readText(
        with("expect:\n  - {kpi: DRB.UEThpDl, cells: [C3, C1], leg: change, percent: true, at_least: -5}\n"));
    EXPECT_EQ(s.expect.at(0).cells, (std::vector<std::uint32_t>{2, 0}));
    EXPECT_EQ(s.expect.at(0).line, 8);
    EXPECT_EQ(*s.expect.at(0).at_least, -5.0);
}

TEST(Overrides, ReplaceAddAndIndex) {
    const std::string text = with("changes:\n  - {cell: C12, downtilt_deg: 8}\n");
    const Scenario s = readText(
        text, {{"run.seed", "8"}, {"changes.0.cell", "C1"}, {"users.hot_spots", "[]"}, {"users.count", "5"}});
    EXPECT_EQ(s.run.seed, 8U);
    EXPECT_EQ(s.changes[0].cells[0], 0U);
    EXPECT_EQ(s.users.count, 5);
}

TEST(Overrides, ErrorsNameSetAndThePath) {
    const std::string text = with("changes:\n  - {cell: C12, downtilt_deg: 8}\n");
    EXPECT_THAT(complaints(text, {{"run.sed", "8"}}),
                AllOf(HasSubstr("--set:1:5: error: unknown key 'sed' on the path 'run.sed'"),
                      HasSubstr("did you mean 'seed'?")));
    EXPECT_THAT(complaints(text, {{"run.seed", "x"}}),
                AllOf(HasSubstr("--set:1:10: error: 'seed' is 'x'"), HasSubstr("    1 | run.seed=x\n")));
    EXPECT_THAT(complaints(text, {{"changes.3.cell", "C1"}}), HasSubstr("the list has 1 entries"));
    EXPECT_THAT(complaints(text, {{"changes.0.cell", "C9"}}), HasSubstr("--set:1:16: error: cell 'C9'"));
    EXPECT_THAT(complaints(text, {{"", "1"}}), HasSubstr("--set:1:1: error:"));
    EXPECT_THAT(complaints(text, {{"run.seed", ""}}), HasSubstr("'seed' has no value"));
}

}  // namespace
}  // namespace celltwin::scenario
