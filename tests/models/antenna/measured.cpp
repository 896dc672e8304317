// SPDX-License-Identifier: BSD-3-Clause
//
// Measured cuts. Expected values are read off the texts given here, or off the South Bend table by the
// formula 20 log10 stated in each test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "models/antenna/pattern.h"
#include "models/base/error.h"
#include "models/base/random.h"

namespace celltwin::antenna {
namespace {

using ::testing::HasSubstr;

template <class Call>
std::string errorOf(Call call) {
    try {
        call();
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no error";
}

/// A smooth synthetic antenna: losses a (1 - cos) with the vertical beam `tilt` degrees below the horizon.
double horizontalLoss(double azimuth_deg) {
    return 12.5 * (1.0 - std::cos(toRadians(azimuth_deg)));
}
double verticalLoss(double elevation_deg) {
    return 12.5 * (1.0 - std::cos(toRadians(elevation_deg)));
}

PatternCuts fullCuts(double step_deg) {
    PatternCuts cuts{"smooth", 17.0, {}, {}, {}, {}};
    for (double a = 0; a < 360; a += step_deg) {
        cuts.azimuth_deg.push_back(a);
        cuts.azimuth_loss_db.push_back(horizontalLoss(a));
        cuts.elevation_deg.push_back(a - 180);
        cuts.elevation_loss_db.push_back(verticalLoss(a - 180));
    }
    return cuts;
}

PatternCuts frontCuts() {
    PatternCuts cuts = fullCuts(2.0);
    std::vector<double> angle, loss;
    for (std::size_t i = 0; i < cuts.elevation_deg.size(); ++i)
        if (std::fabs(cuts.elevation_deg[i]) <= 90.0) {
            angle.push_back(cuts.elevation_deg[i]);
            loss.push_back(cuts.elevation_loss_db[i]);
        }
    cuts.elevation_deg = angle;
    cuts.elevation_loss_db = loss;
    return cuts;
}

TEST(Measured, MeetsBothCutsExactly) {
    const auto pattern = makeMeasured(fullCuts(1.0));
    for (int a = -180; a < 180; ++a)
        EXPECT_NEAR(pattern->gainDbi(a, 0, 0), 17.0 - horizontalLoss(a), 1e-9) << a;
    for (int e = -90; e <= 90; ++e) {
        EXPECT_NEAR(pattern->gainDbi(0, e, 0), 17.0 - verticalLoss(e), 1e-9) << e;
        EXPECT_NEAR(pattern->gainDbi(180, e, 0), 17.0 - verticalLoss(180 - e), 1e-9) << e;
    }
}

TEST(Measured, FrontAloneIsTheSumOfTheCuts) {
    const auto pattern = makeMeasured(frontCuts());
    for (int a = -180; a < 180; a += 10)
        for (int e = -40; e <= 40; e += 10)
            EXPECT_NEAR(pattern->gainDbi(a, e, 0), 17.0 - horizontalLoss(a) - verticalLoss(e), 1e-9);
}

TEST(Measured, InterpolatesLinearlyInDecibelsAndAroundTheTurn) {
    PatternCuts cuts = frontCuts();
    cuts.azimuth_deg = {5, 45, 85, 125, 165, 205, 245, 285, 325, 350};
    cuts.azimuth_loss_db = {0, 4, 8, 12, 20, 20, 12, 8, 4, 3};
    const auto pattern = makeMeasured(cuts);
    // 350 -> 365 falls from 3 to 0 dB: 1 dB at 0, where the two cuts are tied together.
    EXPECT_NEAR(pattern->gainDbi(25, 0, 0), 17.0 - (2.0 - 1.0), 1e-12);
    EXPECT_NEAR(pattern->gainDbi(0, 0, 0), 17.0, 1e-12);
    EXPECT_NEAR(pattern->gainDbi(-10, 0, 0), 17.0 - (3.0 - 1.0), 1e-12);
    EXPECT_NEAR(pattern->gainDbi(185, 0, 0), 17.0 - (20.0 - 1.0), 1e-12);
    EXPECT_NEAR(pattern->gainDbi(25 + 720, 0, 0), 16.0, 1e-12);
}

TEST(Measured, ElectricalTiltShiftsTheVerticalCut) {
    for (const auto& pattern : {makeMeasured(frontCuts()), makeMeasured(fullCuts(1.0))})
        for (const double tilt : {0.0, 4.0, 11.0})
            for (int e = -30; e <= 45; e += 5)
                EXPECT_NEAR(pattern->gainDbi(0, e - tilt, tilt), pattern->gainDbi(0, e, 0), 1e-9);
}

// Zenith and nadir are one direction each: the vertical cut's value, at any azimuth and tilt, reached without
// a step.
TEST(Measured, PolesHaveOneValue) {
    for (const auto& pattern : {makeMeasured(frontCuts()), makeMeasured(fullCuts(7.5))})
        for (const double pole : {-90.0, 90.0})
            for (const double tilt : {0.0, 6.0, 12.0})
                for (double a = -180; a <= 180; a += 22.5) {
                    EXPECT_NEAR(pattern->gainDbi(a, pole, tilt), 17.0 - verticalLoss(pole), 1e-9);
                    EXPECT_NEAR(pattern->gainDbi(a, pole * (1 - 1e-8), tilt), 17.0 - verticalLoss(pole),
                                1e-5);
                }
    // So a mast that leans has no seam over its head.
    const auto pattern = makeMeasured(fullCuts(5.0));
    for (double bearing = 0; bearing < 360; bearing += 13) {
        const double straight_up = mountedGainDbi(*pattern, {40.0, 6.0, 9.0}, bearing, 90.0);
        EXPECT_NEAR(straight_up, mountedGainDbi(*pattern, {40.0, 6.0, 9.0}, 0.0, 90.0), 1e-9);
    }
}

TEST(Measured, BoundedAndContinuous) {
    for (const auto& pattern : {makeMeasured(frontCuts()), makeMeasured(fullCuts(7.5))})
        for (double e = -90; e <= 90; e += 4.5)
            for (double a = -180; a < 180; a += 1.5) {
                const double here = pattern->gainDbi(a, e, 7.0);
                EXPECT_LE(here, pattern->maxGainDbi());
                EXPECT_NEAR(here, pattern->gainDbi(a + 1e-6, e, 7.0), 1e-5);
                EXPECT_NEAR(here, pattern->gainDbi(a, e + 1e-6, 7.0), 1e-5);
            }
}

TEST(Measured, TurnsWithTheMast) {
    const auto pattern = makeMeasured(fullCuts(5.0));
    for (double turn = 0; turn < 360; turn += 31)
        EXPECT_NEAR(mountedGainDbi(*pattern, {20.0, 3.0, 5.0}, 75.0, -4.0),
                    mountedGainDbi(*pattern, {20.0 + turn, 3.0, 5.0}, 75.0 + turn, -4.0), 1e-9);
}

TEST(Measured, RefusesWhatIsNotAPattern) {
    const auto after = [](auto change) {
        PatternCuts cuts = frontCuts();
        change(cuts);
        return errorOf([&] { makeMeasured(cuts); });
    };
    EXPECT_EQ(after([](PatternCuts&) {}), "no error");
    EXPECT_THAT(after([](PatternCuts& c) { c.azimuth_deg.clear(), c.azimuth_loss_db.clear(); }),
                HasSubstr("at least 4 angles"));
    EXPECT_THAT(after([](PatternCuts& c) { c.azimuth_loss_db.pop_back(); }), HasSubstr("losses"));
    EXPECT_THAT(after([](PatternCuts& c) { c.azimuth_deg[7] = c.azimuth_deg[6]; }), HasSubstr("increasing"));
    EXPECT_THAT(after([](PatternCuts& c) { c.azimuth_deg[7] = NAN; }), HasSubstr("not finite"));
    EXPECT_THAT(after([](PatternCuts& c) { c.elevation_loss_db[7] = INFINITY; }), HasSubstr("not finite"));
    EXPECT_THAT(after([](PatternCuts& c) { c.elevation_loss_db[7] = -3; }), HasSubstr("negative loss"));
    EXPECT_THAT(after([](PatternCuts& c) { c.azimuth_deg.back() = 361; }), HasSubstr("outside 0 to 360"));
    EXPECT_THAT(after([](PatternCuts& c) { c.gain_dbi = NAN; }), HasSubstr("gain"));
    EXPECT_THAT(after([](PatternCuts& c) {
                    c.azimuth_deg.erase(c.azimuth_deg.begin() + 50, c.azimuth_deg.begin() + 75);
                    c.azimuth_loss_db.erase(c.azimuth_loss_db.begin() + 50, c.azimuth_loss_db.begin() + 75);
                }),
                HasSubstr("gap from 98"));
    EXPECT_THAT(after([](PatternCuts& c) { c.elevation_deg.resize(20), c.elevation_loss_db.resize(20); }),
                HasSubstr("elevation cut has a gap"));
}

// ---- MSI ----

std::string msiText(const std::string& gain = "GAIN 17.5 dBi", int rows = 360, int vertical_rows = 360) {
    std::ostringstream text;
    text << "NAME Panel 65 deg\r\nMAKE none\r\nFREQUENCY 1800\r\n"
         << gain << "\r\nTILT ELECTRICAL\r\n"
         << "HORIZONTAL " << rows << "\r\n";
    for (int i = 0; i < rows; ++i)
        text << i * (360 / rows) << ' ' << horizontalLoss(i * (360 / rows)) << "\r\n";
    text << "VERTICAL " << vertical_rows << "\r\n";
    for (int i = 0; i < 360; i += 360 / vertical_rows) text << i << ".0\t" << verticalLoss(i - 6) << "\r\n";
    return text.str();
}

TEST(ParseMsi, ReadsNameGainAndCuts) {
    const PatternCuts cuts = parseMsi(msiText(), "panel.msi");
    EXPECT_EQ(cuts.name, "Panel 65 deg");
    EXPECT_DOUBLE_EQ(cuts.gain_dbi, 17.5);
    EXPECT_EQ(cuts.azimuth_deg.size(), 360U);
    EXPECT_EQ(cuts.elevation_deg.front(), -180.0);
    EXPECT_EQ(cuts.elevation_deg.back(), 179.0);
    // The file's vertical angle 6 is 6 degrees below the horizon.
    const auto pattern = makeMeasured(cuts);
    EXPECT_GT(pattern->gainDbi(0, -6, 0), pattern->gainDbi(0, 6, 0) + 0.2);
    EXPECT_NEAR(pattern->gainDbi(0, -6, 0), 17.5, 1e-4);
}

TEST(ParseMsi, GainUnits) {
    EXPECT_DOUBLE_EQ(parseMsi(msiText("GAIN 15.35 dBd"), "f").gain_dbi, 17.5);
    EXPECT_DOUBLE_EQ(parseMsi(msiText("gain 15.35"), "f").gain_dbi, 17.5);
    EXPECT_DOUBLE_EQ(parseMsi(msiText("GAIN 17.5dBi"), "f").gain_dbi, 17.5);
    EXPECT_THAT(errorOf([] { parseMsi(msiText("GAIN 17,5 dBi"), "f"); }),
                HasSubstr("f:4:6: error: GAIN needs"));
    EXPECT_THAT(errorOf([] { parseMsi(msiText("GAIN"), "f"); }), HasSubstr("f:4"));
    EXPECT_THAT(errorOf([] { parseMsi(msiText("COMMENT no gain"), "f"); }), HasSubstr("needs a GAIN line"));
}

TEST(ParseMsi, OneRowFewerIsFineWhereTheCountSaysSo) {
    EXPECT_EQ(parseMsi(msiText("GAIN 1 dBi", 359), "f").azimuth_deg.size(), 359U);
    EXPECT_NO_THROW(makeMeasured(parseMsi(msiText("GAIN 1 dBi", 359), "f")));
}

// What makers write besides: bare name first, no blank before the unit, tilt in two forms, tabs, lower case,
// blanks in names, remarks that look like keywords, a byte order mark.
TEST(ParseMsi, FieldVariants) {
    std::string rows = "HORIZONTAL 360\n";
    for (int i = 0; i < 360; ++i)
        rows += std::to_string(i) + ".0\t+" + std::to_string(horizontalLoss(i)) + " \n";
    rows += "\nvertical\t360\n";
    for (int i = 0; i < 360; ++i)
        rows += std::to_string(i) + "   " + std::to_string(verticalLoss(i)) + "\r\n";
    const auto cutsOf = [&](const std::string& head) { return parseMsi(head + rows, "f"); };
    const PatternCuts bare = cutsOf(
        "\xEF\xBB\xBF"
        "742 215 X-pol 65\xC2\xB0\nFREQUENCY\t2.437 GHz\nGAIN 17.5dBi\nTILT ELECTRICAL\nELECTRICAL_TILT 6\n"
        "H_WIDTH 65.0\nV_WIDTH 7\nFRONT_TO_BACK 30.5\nPOLARIZATION +45\nCOMMENT HORIZONTAL 360 and GAIN 3\n");
    EXPECT_EQ(bare.name, "742 215 X-pol 65\xC2\xB0");
    EXPECT_DOUBLE_EQ(bare.gain_dbi, 17.5);
    EXPECT_EQ(bare.electrical_tilt_deg, 6.0);
    EXPECT_EQ(bare.azimuth_deg.size(), 360U);
    const PatternCuts other = cutsOf("make none\nname A B\ngain 15.35\nTILT ELECTRICAL 2\nvendor_key 1,5\n");
    EXPECT_EQ(other.name, "A B");
    EXPECT_EQ(other.electrical_tilt_deg, 2.0);
    EXPECT_EQ(cutsOf("NAME A\nGAIN 1 dBd\nTILT MECHANICAL\n").electrical_tilt_deg, std::nullopt);
    EXPECT_EQ(cutsOf("GAIN 1 dBd\nTILT 4\n").name, "f");
}

TEST(ParseMsi, CommasAndGaps) {
    const auto with = [](const std::string& from, const std::string& to) {
        std::string text = msiText();
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        return errorOf([&] { parseMsi(text, "p.msi"); });
    };
    EXPECT_THAT(with("GAIN 17.5 dBi", "GAIN 17,5 dBi"), HasSubstr("p.msi:4:6: error: GAIN needs a number"));
    EXPECT_THAT(with("GAIN 17.5 dBi", "GAIN 17,5 dBi"), HasSubstr("with a point, not a comma"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90 12,5"), HasSubstr("p.msi:97:4: error: expected the loss"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90 12,5"), HasSubstr("with a point, not a comma"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90,0 12,5"), HasSubstr("p.msi:97:1: error: expected an angle"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90;12.5"), HasSubstr("expected an angle, -360 to 360"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90"), HasSubstr("expected the loss"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90 1e999"), HasSubstr("0 to 200 dB"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\ninf 12.5"),
                HasSubstr("p.msi:97:1: error: HORIZONTAL announces 360"));
    // One row lost, count left as it was.
    EXPECT_THAT(with("\r\n90 12.5", ""),
                HasSubstr("p.msi:366:1: error: HORIZONTAL announces 360 rows, here after 359"));
    std::string gap = "NAME g\nGAIN 1\nHORIZONTAL 6\n0 0\n40 1\n80 2\n120 3\n280 4\n320 5\nVERTICAL 4\n";
    EXPECT_THAT(
        errorOf([&] { parseMsi(gap + "0 0\n90 9\n180 9\n270 9\n", "g.msi"); }),
        HasSubstr("g.msi:8:1: error: the HORIZONTAL cut has a gap from 120 to 280 degrees; up to 45"));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(ParseMsi, ErrorsNameTheLine) {
    const auto with = [](const std::string& from, const std::string& to) {
        const std::string text = replaced(msiText(), from, to);
        return errorOf([&] { parseMsi(text, "p.msi"); });
    };
    EXPECT_THAT(with("HORIZONTAL 360", "HORIZONTAL 999999999999"),
                HasSubstr("p.msi:6:12: error: HORIZONTAL needs"));
    EXPECT_THAT(with("HORIZONTAL 360", "HORIZONTAL"), HasSubstr("p.msi:6:12"));
    EXPECT_THAT(with("HORIZONTAL 360", "HORIZONTAL 361"),
                HasSubstr("p.msi:367:1: error: HORIZONTAL announces 361"));
    EXPECT_THAT(with("HORIZONTAL 360", "HORIZONTAL 359"),
                HasSubstr("p.msi:366:1: error: a row of numbers outside"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90 nan"), HasSubstr("p.msi:97:4: error: expected the loss"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n90 -3"), HasSubstr("p.msi:97:4: error: expected the loss"));
    EXPECT_THAT(with("\r\n90 12.5", "\r\n89 12.5"), HasSubstr("given twice"));
    EXPECT_THAT(with("VERTICAL 360", "VERTICAL 400"), HasSubstr("after 360 another row"));
    EXPECT_THAT(errorOf([] { parseMsi("", "p.msi"); }),
                HasSubstr("p.msi:1:1: error: an MSI pattern needs a GAIN"));
}

// ---- field table ----

constexpr const char* kFieldHeader = "angle_azimuth,gain_azimuth,angle_elevation,gain_elevation\n";

std::string fieldText(const std::string& elevation_tail = "") {
    return std::string(kFieldHeader) + "0,1,90,1\n45,0.5,60,0.5\n90,0.1,45,0.1\n135,0,30,0\n180,0.01" +
           ",0,0.01\n225,0.02,,\n270,0.1,,\n"
           "315,0.5,,\n" +
           elevation_tail;
}

TEST(ParseFieldCsv, FieldStrengthToLoss) {
    const PatternCuts cuts = parseFieldCsv(fieldText(), "f.csv", Db{20.5});
    EXPECT_EQ(cuts.gain_dbi, 20.5);
    ASSERT_EQ(cuts.azimuth_deg.size(), 8U);
    EXPECT_NEAR(cuts.azimuth_loss_db[1], 6.0206, 1e-4);
    EXPECT_NEAR(cuts.azimuth_loss_db[2], 20.0, 1e-12);
    EXPECT_EQ(cuts.azimuth_loss_db[3], 60.0) << "field 0 is 60 dB down, not infinitely";
    EXPECT_NEAR(cuts.azimuth_loss_db[4], 40.0, 1e-12);
    // One side was measured: its mirror image is the other.
    EXPECT_THAT(cuts.elevation_deg, ::testing::ElementsAre(-90, -60, -45, -30, 0, 30, 45, 60, 90));
    EXPECT_NEAR(cuts.elevation_loss_db[1], 60.0, 1e-12);
    EXPECT_NEAR(cuts.elevation_loss_db[5], 6.0206, 1e-4);
    EXPECT_NEAR(cuts.elevation_loss_db[3], 6.0206, 1e-4);
}

// Two sides: angles count from the zenith, so 120 is 30 degrees below the horizon.
TEST(ParseFieldCsv, ElevationCountsFromTheZenith) {
    const PatternCuts cuts = parseFieldCsv(fieldText(",,120,0.25\n,,150,0.1\n"), "f.csv", Db{0});
    EXPECT_THAT(cuts.elevation_deg, ::testing::ElementsAre(-60, -30, 0, 30, 45, 60, 90));
    EXPECT_NEAR(cuts.elevation_loss_db[1], 12.0412, 1e-4);
    EXPECT_NEAR(cuts.elevation_loss_db[3], 6.0206, 1e-4);
}

TEST(ParseFieldCsv, ErrorsNameTheCell) {
    const auto with = [](const std::string& from, const std::string& to) {
        const std::string text = replaced(fieldText(), from, to);
        return errorOf([&] { makeMeasured(parseFieldCsv(text, "f.csv", Db{0})); });
    };
    EXPECT_EQ(with("0,1,90,1", "0,1,90,1"), "no error");
    EXPECT_THAT(with("45,0.5,60", "45,x,60"), HasSubstr("f.csv:3:4: error: column 'gain_azimuth': 'x'"));
    EXPECT_THAT(with("45,0.5,60", "45,-0.5,60"), HasSubstr("f.csv:3:4"));
    EXPECT_THAT(with("45,0.5,60", "45,,60"), HasSubstr("gain of this angle is missing"));
    EXPECT_THAT(with("45,0.5,60", ",0.5,60"), HasSubstr("f.csv:3:1"));
    EXPECT_THAT(with("45,0.5,60", "0,0.5,60"), HasSubstr("given twice in this cut (also in line 2)"));
    EXPECT_THAT(with("45,0.5,60", "45,0.5,90"), HasSubstr("given twice"));
    EXPECT_THAT(with("45,0.5,60", "1e9,0.5,60"), HasSubstr("-360 to 360"));
    EXPECT_THAT(with("gain_azimuth", "gain_azimut"), HasSubstr("did you mean 'gain_azimut'?"));
    EXPECT_THAT(errorOf([] { makeMeasured(parseFieldCsv(kFieldHeader, "f.csv", Db{0})); }),
                HasSubstr("at least 4 angles, it has 0"));
}

TEST(ParseFieldCsv, SouthBendPattern) {
    const std::filesystem::path path =
        std::filesystem::path(CELLTWIN_SHARED_DIR) / "data/southbend_cbrs/antenna_pattern_linear.csv";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs the shared data: " << path;
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    const PatternCuts cuts = parseFieldCsv(text.str(), path.filename().string(), Db{20.5});
    EXPECT_EQ(cuts.azimuth_deg.size(), 109U);
    EXPECT_EQ(cuts.elevation_deg.size(), 2U * 37U - 1U);
    const auto pattern = makeMeasured(cuts);
    // Field 0.682872 at 32.04 degrees is 3.31 dB down; 0.330000 at 179.99 behind is 9.63 dB.
    EXPECT_NEAR(pattern->gainDbi(32.04483962, 0, 0) - pattern->gainDbi(0, 0, 0), 20 * std::log10(0.682872441),
                1e-6);
    EXPECT_NEAR(pattern->gainDbi(179.9880039, 0, 0) - pattern->gainDbi(0, 0, 0), 20 * std::log10(0.329999717),
                1e-6);
    // Field 0.625542 at 80.23 (9.77 degrees off the horizon), on both sides; the cut's maximum is 1.0008.
    const double off = 90.0 - 80.22883953, expected = 20 * std::log10(0.625541525 / 1.000800326);
    EXPECT_NEAR(pattern->gainDbi(0, off, 0) - 20.5, expected, 1e-6);
    EXPECT_NEAR(pattern->gainDbi(0, -off, 0) - 20.5, expected, 1e-6);
    // Tilted 4 degrees down, the beam looks 4 degrees down.
    EXPECT_NEAR(mountedGainDbi(*pattern, {60.0, 4.0, 0.0}, 60.0, -4.0), pattern->gainDbi(0, 0, 0), 1e-9);
}

// Any bytes give a pattern or a ConfigError; a pattern has a finite gain everywhere.
TEST(PatternFiles, SurviveMutation) {
    const Random random(21);
    int patterns = 0;
    for (std::uint64_t i = 0; i < 4000; ++i) {
        const bool msi = i % 2 == 0;
        std::string text = msi ? msiText("GAIN 10", 8, 12) : fieldText();
        for (std::uint64_t k = 0; k < 1 + i % 3; ++k) {
            const std::uint64_t bits = random.bits(Stream::layout, i, k);
            const auto at = static_cast<std::size_t>(bits % text.size());
            const char c = "09.-+eE, \n\"\0\xFFn"[(bits >> 32) % 14];
            if ((bits >> 60) % 3 == 0)
                text.erase(at, 1 + (bits >> 40) % 9);
            else if ((bits >> 60) % 3 == 1)
                text[at] = c;
            else
                text.insert(at, 1 + (bits >> 40) % 3, c);
        }
        try {
            const auto pattern = makeMeasured(msi ? parseMsi(text, "f") : parseFieldCsv(text, "f", Db{10.0}));
            for (double a = -180; a <= 180; a += 45)
                for (double e = -90; e <= 90; e += 30) {
                    const double gain = pattern->gainDbi(a, e, 5.0);
                    ASSERT_TRUE(std::isfinite(gain) && gain <= pattern->maxGainDbi());
                }
            ++patterns;
        } catch (const ConfigError&) {
        }
    }
    EXPECT_GT(patterns, 100);
}

}  // namespace
}  // namespace celltwin::antenna
