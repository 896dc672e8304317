// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <png.h>

#include <cmath>
#include <limits>

#include "service/report/chart.h"
#include "service/report/colour.h"
#include "service/report/html.h"
#include "service/report/png.h"
#include "service/report/raster.h"
#include "service/report/sectors.h"
#include "service/report/statistics.h"
#include "tests/service/report/synthetic.h"

namespace celltwin::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// RFC 4648 clause 10.
TEST(Base64, MatchesTheStandardsVectors) {
    const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                      {"f", "Zg=="},
                                                                      {"fo", "Zm8="},
                                                                      {"foo", "Zm9v"},
                                                                      {"foob", "Zm9vYg=="},
                                                                      {"fooba", "Zm9vYmE="},
                                                                      {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : vectors) EXPECT_EQ(encodeBase64(plain), coded);
    EXPECT_EQ(encodeBase64("\xff\xfe\xfd"), "//79");
}

std::vector<std::uint8_t> decodePng(const std::string& bytes, png_uint_32 format) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    EXPECT_TRUE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()));
    image.format = format;
    std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image));
    EXPECT_TRUE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr));
    return pixels;
}

// libpng's reader judges what its writer was given.
TEST(Png, RoundTripsIndexedAndRgb) {
    const std::vector<Rgba> palette = {{0, 0, 0, 0}, {68, 1, 84, 255}, {253, 231, 37, 128}};
    const std::vector<std::uint8_t> pixels = {0, 1, 2, 2, 1, 0};
    EXPECT_THAT(decodePng(encodeIndexedPng(3, 2, pixels, palette), PNG_FORMAT_RGBA),
                ElementsAre(0, 0, 0, 0, 68, 1, 84, 255, 253, 231, 37, 128, 253, 231, 37, 128, 68, 1, 84, 255,
                            0, 0, 0, 0));
    const std::vector<std::uint8_t> rgb = {1, 2, 3, 250, 251, 252};
    EXPECT_EQ(decodePng(encodeRgbPng(2, 1, rgb), PNG_FORMAT_RGB), rgb);
}

// Relative luminance as WCAG 2.1 defines it.
double luminance(Rgba c) {
    const auto linear = [](int v) {
        const double s = v / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

TEST(Ramp, SequentialOnesGrowLighterAllTheWay) {
    for (const Ramp ramp : {Ramp::viridis, Ramp::plasma})
        for (int i = 1; i <= 64; ++i)
            EXPECT_GT(luminance(rampColour(ramp, i / 64.0)),
                      luminance(rampColour(ramp, (i - 1) / 64.0)) - 1e-4);
    EXPECT_EQ(hexColour(rampColour(Ramp::viridis, -1.0)), "#440154");  // ends as published
    EXPECT_EQ(hexColour(rampColour(Ramp::viridis, 1.0)), "#fde725");
}

TEST(Ramp, DivergingVanishesAtZeroAndIsEvenAboutIt) {
    EXPECT_EQ(rampColour(Ramp::diverging, 0.5).alpha, 0);
    EXPECT_EQ(rampColour(Ramp::diverging, 0.3).alpha, rampColour(Ramp::diverging, 0.7).alpha);
    EXPECT_GT(rampColour(Ramp::diverging, 0.3).blue, rampColour(Ramp::diverging, 0.3).red);
    EXPECT_GT(rampColour(Ramp::diverging, 0.7).red, rampColour(Ramp::diverging, 0.7).blue);
}

TEST(ColourScale, IndexAndValueAgree) {
    const ColourScale scale{Ramp::viridis, -120.0, -56.0, "dBm"};
    EXPECT_EQ(scale.palette().size(), 65u);
    EXPECT_EQ(scale.indexOf(kNan), 0);
    EXPECT_EQ(scale.indexOf(-500.0), 1);
    EXPECT_EQ(scale.indexOf(500.0), 64);
    for (double v = -119.9; v < -56.0; v += 0.37) EXPECT_NEAR(scale.valueOf(scale.indexOf(v)), v, 0.5 + 1e-9);
}

TEST(ColourAreas, NeighboursDifferWhereColoursSuffice) {
    // A wheel with an odd rim takes four colours.
    std::vector<std::vector<std::pair<int, double>>> borders(6);
    for (int i = 1; i <= 5; ++i) {
        const int next = i % 5 + 1;
        for (const auto& [a, b] : {std::pair(0, i), std::pair(i, next)}) {
            borders[a].emplace_back(b, 1.0);
            borders[b].emplace_back(a, 1.0);
        }
    }
    const std::vector<int> colours = colourAreas(borders, 4);
    for (std::size_t a = 0; a < borders.size(); ++a)
        for (const auto& [b, length] : borders[a]) EXPECT_NE(colours[a], colours[b]) << a << " " << b;
}

TEST(Numbers, ReadAsAPersonWritesThem) {
    EXPECT_EQ(formatNumber(1234567.4), "1\u202f234\u202f567");
    EXPECT_EQ(formatNumber(-12.345), "\u221212.3");
    EXPECT_EQ(formatNumber(4.0), "4");
    EXPECT_EQ(formatNumber(0.1234), "0.123");
    EXPECT_EQ(formatNumber(0.07842), "0.0784");
    EXPECT_EQ(formatNumber(kNan), "\u2013");
    EXPECT_EQ(formatSigned(999.96), "+1\u202f000");
    EXPECT_EQ(formatSigned(0.0), "\u00b10");
    EXPECT_EQ(formatSigned(-1e-9), "\u00b10");
    EXPECT_EQ(formatPercent(3.14159), "+3.1\u00a0%");
    EXPECT_EQ(formatPercent(-0.061), "\u22120.06\u00a0%");
    EXPECT_EQ(formatPercent(0.001), "\u00b10.00\u00a0%");
    EXPECT_EQ(formatPercentRange(-1.25, 4.0), "\u22121.2\u00a0\u2026\u00a0+4.0\u00a0%");
    EXPECT_EQ(formatHalfWidth(0.0543), "\u00b10.054");
    EXPECT_EQ(formatHalfWidth(1234.0), "\u00b11\u202f234");
    EXPECT_EQ(formatHalfWidth(0.0), "");
    EXPECT_EQ(formatTenths(-0.04), "0.0");
    EXPECT_EQ(formatTenths(2.26, true), "+2.3");
    EXPECT_EQ(formatQuantity(3109.0, "0.1 ms"), "3\u202f109\u00a0\u00d7\u00a00.1 ms");
    EXPECT_EQ(formatCoordinate(-0.04), "0");
    EXPECT_EQ(formatCoordinate(12.50), "12.5");
    EXPECT_EQ(formatCoordinate(100.0), "100");
}

TEST(Escape, LeavesNothingThatEndsAnElementOrAttribute) {
    EXPECT_EQ(escapeHtml("<a href=\"x\" title='y'>&\x01</a>"),
              "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
    EXPECT_EQ(escapeJsonBlock(R"({"a":"</script><!--"})"), R"({"a":"\u003c/script>\u003c!--"})");
}

TEST(NiceTicks, AreRoundAndInside) {
    EXPECT_THAT(niceTicks(0.0, 10.0, 5), ElementsAre(0, 2, 4, 6, 8, 10));
    EXPECT_THAT(niceTicks(-4.0, 4.0, 5), ElementsAre(-4, -2, 0, 2, 4));
    EXPECT_THAT(niceTicks(0.0, 1.0, 4), ElementsAre(0, 0.25, 0.5, 0.75, 1.0));
    EXPECT_TRUE(niceTicks(1.0, 1.0, 4).empty());
}

TEST(LineChart, BreaksTheLineAtMissingSamples) {
    Chart chart{"x<y", "s", "", {{"run", "after", {0, 1, 2, 3, 4}, {1, 2, kNan, 3, 4}, {}, {}}}};
    const std::string svg = lineChartSvg(chart);
    const std::size_t curve = svg.find("class=\"curve after\" d=\"M");
    ASSERT_NE(curve, std::string::npos);
    const std::string path = svg.substr(curve, svg.find("\"><title>", curve) - curve);
    EXPECT_EQ(std::count(path.begin(), path.end(), 'M'), 2);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_THAT(svg, HasSubstr("aria-label=\"x&lt;y\""));
    chart.series[0].y.assign(5, kNan);
    EXPECT_THAT(lineChartSvg(chart), HasSubstr("No samples"));
}

TEST(Wedges, PointWhereTheCellPoints) {
    scenario::NetworkSnapshot network;
    network.antennas.push_back({});
    scenario::Cell cell;
    cell.position = {100.0, 200.0};
    cell.azimuth_deg = 90.0;
    network.cells.push_back(cell);
    const auto wedges = drawWedges(network, 50.0);
    ASSERT_EQ(wedges.size(), 1u);
    const Enu tip = wedges[0].outline[wedges[0].outline.size() / 2];
    EXPECT_NEAR(tip.east_m, 150.0, 1e-9);
    EXPECT_NEAR(tip.north_m, 200.0, 1e-9);
}

std::string pngOf(const std::string& uri) {
    static const std::string kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned block = 0, bits = 0;
    for (const char c : uri.substr(uri.find(',') + 1)) {
        if (c == '=') break;
        block = block << 6 | static_cast<unsigned>(kAlphabet.find(c));
        if ((bits += 6) >= 8) bytes += static_cast<char>(block >> (bits -= 8) & 255u);
    }
    return bytes;
}

TEST(Rasters, ProbeTellsTheServingCellOfEveryPixel) {
    const Input input = makeSyntheticInput({.grid_side = 90});
    const Rasters rasters = buildRasters(input).value();
    ASSERT_EQ(rasters.probes.size(), 2u);
    const auto pixels = decodePng(pngOf(rasters.probes[1]), PNG_FORMAT_RGB);
    const auto& best = input.after->coverage->best_cell;
    ASSERT_EQ(pixels.size(), 3 * best.size());
    for (std::size_t i = 0; i < best.size(); ++i)
        ASSERT_EQ(pixels[3 * i] + 256 * pixels[3 * i + 1] - 1, best[i]);
}

TEST(Rasters, HaveOneScaleForBothLegsAndThinOutLargeGrids) {
    Input input = makeSyntheticInput({.grid_side = 90});
    for (float& level : input.after->coverage->rsrp_dbm) level += 40.0f;
    const Rasters rasters = buildRasters(input).value();
    const RasterLayer& rsrp = rasters.layers[1];
    ASSERT_EQ(rsrp.id, "rsrp");
    // The 1st and 99th percentile of both legs together are about the 2nd and 98th of one each.
    const auto percentile = [](const Leg& leg, double p) {
        const auto& levels = leg.coverage->rsrp_dbm;
        return quantile(std::vector<double>(levels.begin(), levels.end()), p);
    };
    EXPECT_LE(rsrp.scale.low, percentile(input.before, 0.03));
    EXPECT_GE(rsrp.scale.high, percentile(*input.after, 0.97));
    EXPECT_DOUBLE_EQ(rsrp.difference_scale.high, -rsrp.difference_scale.low);
    EXPECT_EQ(rsrp.images.size(), 3u);

    input.before.coverage->grid = {{0, 0}, 1.0, 900, 9};
    input.before.coverage->best_cell.assign(8100, 5);
    input.before.coverage->rsrp_dbm.assign(8100, -80.0f);
    input.before.coverage->sinr_db.assign(8100, 7.0f);
    input.after.reset();
    const Rasters thin = buildRasters(input).value();
    EXPECT_EQ(thin.grid.columns, 300);
    EXPECT_EQ(thin.grid.rows, 3);
    EXPECT_DOUBLE_EQ(thin.grid.step_m, 3.0);
}

TEST(Rasters, ServersWithALongBorderDifferInColour) {
    const Input input = makeSyntheticInput({.grid_side = 120});
    const Rasters rasters = buildRasters(input).value();
    const auto& map = *input.before.coverage;
    std::size_t borders = 0, alike = 0;
    for (int row = 0; row < map.grid.rows; ++row)
        for (int column = 0; column + 1 < map.grid.columns; ++column) {
            const int a = map.best_cell[row * map.grid.columns + column];
            const int b = map.best_cell[row * map.grid.columns + column + 1];
            if (a == b) continue;
            ++borders;
            alike += rasters.cell_colours[a] == rasters.cell_colours[b];
        }
    EXPECT_GT(borders, 300u);
    EXPECT_EQ(alike, 0u);
}

}  // namespace
}  // namespace celltwin::report
