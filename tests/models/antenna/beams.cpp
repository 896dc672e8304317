// SPDX-License-Identifier: BSD-3-Clause
//
// Beam grids counted by hand, beams against plain sums over elements, and beam sets against their beams one
// by one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "models/antenna/beams.h"
#include "models/antenna/pattern.h"
#include "models/base/error.h"
#include "models/base/random.h"

namespace celltwin::antenna {
namespace {

using ::testing::HasSubstr;

PanelArray panelOf(int rows, int columns, double row_spacing = 0.5) {
    PanelArray array;
    array.rows = rows;
    array.columns = columns;
    array.polarisations = 2;
    array.row_spacing_wavelengths = row_spacing;
    return array;
}

/// |sum of unit-norm weights times phases|^2 over the first rows and columns of the array, places from
/// elementPositions().
double plainFactor(const PanelArray& array, const Beam& beam, double azimuth_deg, double elevation_deg) {
    const auto places = elementPositions(array, {0.0, 0.0, 0.0});
    std::complex<double> sum = 0.0;
    int used = 0;
    for (int panel_r = 0; panel_r < array.panel_rows; ++panel_r)
        for (int panel_c = 0; panel_c < array.panel_columns; ++panel_c)
            for (int m = 0; m < array.rows; ++m)
                for (int n = 0; n < array.columns; ++n) {
                    const int panel = panel_r * array.panel_columns + panel_c;
                    const WorldVector& place =
                        places[static_cast<std::size_t>((panel * array.rows + m) * array.columns + n)];
                    if (panel_r * array.rows + m >= beam.rows || panel_c * array.columns + n >= beam.columns)
                        continue;
                    sum += std::polar(1.0, phaseRad(place, azimuth_deg, elevation_deg) -
                                               phaseRad(place, beam.azimuth_deg, beam.elevation_deg));
                    ++used;
                }
    return std::norm(sum) / used;
}

TEST(Beams, GridOfAnEightByEightArray) {
    // Half a wavelength: sin e = k / 4 for k = -3..4; down to -30 degrees and not above the horizon: -14.5
    // and 0 and -30.
    BeamGrid grid;
    grid.min_elevation_deg = -30.0;
    grid.max_elevation_deg = 0.0;
    const auto beams = makeBeams(panelOf(8, 8), grid);
    std::vector<double> elevations;
    for (const Beam& b : beams)
        if (elevations.empty() || b.elevation_deg != elevations.back()) elevations.push_back(b.elevation_deg);
    ASSERT_EQ(elevations.size(), 3U);
    EXPECT_NEAR(elevations[0], -30.0, 1e-9);
    EXPECT_NEAR(elevations[1], -14.4775, 1e-4);
    EXPECT_NEAR(elevations[2], 0.0, 1e-12);
    // cos e sin a = -k / 4, |a| <= 60: 7 at the horizon (48.6 is the last), 7 at -14.5 (50.8), 7 at -30
    // (60.0).
    EXPECT_EQ(beams.size(), 21U);
    EXPECT_NEAR(beams.back().azimuth_deg, 48.5904, 1e-4);
    EXPECT_LT(beams[0].azimuth_deg, beams[1].azimuth_deg);
    grid.column_oversampling = 4;
    EXPECT_GT(makeBeams(panelOf(8, 8), grid).size(), 3U * 25U);
}

// Critically sampled beams of one plane are orthogonal: each is zero where another peaks.
TEST(Beams, GridIsOrthogonal) {
    const PanelArray array = panelOf(4, 8);
    const auto beams = makeBeams(array, {});
    for (const Beam& a : beams)
        for (const Beam& b : beams)
            if (&a != &b) {
                EXPECT_LT(plainFactor(array, a, b.azimuth_deg, b.elevation_deg), 1e-9);
            }
}

TEST(Beams, BeamIsThePlainSum) {
    const Random random(7);
    PanelArray split = panelOf(4, 4, 0.7);
    split.panel_rows = 2, split.panel_columns = 2;
    split.panel_column_spacing_wavelengths = 2.7;
    PanelArray joined = split;
    joined.panel_column_spacing_wavelengths = 0.0;
    const std::vector<std::pair<PanelArray, Beam>> cases = {{split, {-8.0, 20.0, 8, 8}},
                                                            {split, {-8.0, 20.0, 3, 4}},
                                                            {split, {12.0, -31.0, 7, 8}},
                                                            {joined, {-20.0, 5.0, 5, 7}}};
    for (const auto& [array, beam] : cases) {
        const auto pattern = makeBeam(array, beam);
        EXPECT_NEAR(pattern->maxGainDbi(), 8.0 + 10.0 * std::log10(beam.rows * beam.columns), 1e-12);
        for (std::uint64_t i = 0; i < 500; ++i) {
            const double azimuth = 360.0 * random.uniform(Stream::layout, i, 0) - 180.0;
            const double elevation = 180.0 * random.uniform(Stream::layout, i, 1) - 90.0;
            const double floored =
                std::max(plainFactor(array, beam, azimuth, elevation), 1e-6 * beam.rows * beam.columns);
            EXPECT_NEAR(pattern->gainDbi(azimuth, elevation, 0.0),
                        elementGainDbi({}, azimuth, elevation) + 10.0 * std::log10(floored), 1e-6);
        }
        EXPECT_NEAR(pattern->gainDbi(beam.azimuth_deg, beam.elevation_deg - 3.0, 3.0),
                    elementGainDbi({}, beam.azimuth_deg, beam.elevation_deg - 3.0) +
                        10.0 * std::log10(beam.rows * beam.columns),
                    1e-9);
    }
}

TEST(Beams, SsbBeamsAreFewAndWide) {
    BeamGrid limits;
    limits.min_elevation_deg = -20.0;
    limits.max_elevation_deg = 5.0;
    for (const int most : {1, 4, 8, 64}) {
        const auto beams = makeSsbBeams(panelOf(8, 8), limits, most);
        EXPECT_LE(beams.size(), static_cast<std::size_t>(most));
        EXPECT_GE(2 * beams.size(), static_cast<std::size_t>(std::min(most, 14)));
        EXPECT_LE(beams[0].columns, 8);
    }
    // 7 columns of beams at the horizon and, with 8 rows, as many at -14.5: 14 of 64 allowed.
    EXPECT_EQ(makeSsbBeams(panelOf(8, 8), limits, 64).size(), 14U);
    EXPECT_EQ(makeSsbBeams(panelOf(8, 8), limits, 8).size(), 7U);
}

struct Answers {
    explicit Answers(std::size_t n) : ssb(n), csi(n), mean(n), ssb_beam(n), csi_beam(n) {}
    BeamGains spans() { return {ssb, ssb_beam, csi, csi_beam, mean}; }
    std::vector<double> ssb, csi, mean;
    std::vector<int> ssb_beam, csi_beam;
};

struct Directions {
    std::vector<double> azimuth_deg, elevation_deg;
};

Directions everywhere() {
    Directions d;
    for (double a = -180.0; a < 180.0; a += 3.1)
        for (double e = -90.0; e <= 90.0; e += 1.7) d.azimuth_deg.push_back(a), d.elevation_deg.push_back(e);
    return d;
}

class BeamSets : public ::testing::TestWithParam<PanelArray> {
  public:
    static std::vector<PanelArray> arrays() {
        PanelArray split = panelOf(4, 8, 0.7);
        split.panel_columns = 2;
        split.panel_column_spacing_wavelengths = 5.0;
        PanelArray turned = panelOf(4, 4);
        turned.polarisation_model = PolarisationModel::model_1;
        return {panelOf(8, 8), panelOf(12, 8, 0.7), split, turned};
    }
    BeamSets() {
        BeamGrid limits;
        limits.min_elevation_deg = -30.0;
        limits.max_elevation_deg = 10.0;
        ssb_ = makeSsbBeams(GetParam(), limits, 8);
        limits.column_oversampling = 2;
        csi_ = makeBeams(GetParam(), limits);
        for (const Beam& b : csi_) patterns_.push_back(makeBeam(GetParam(), b));
        for (const Beam& b : ssb_) ssb_patterns_.push_back(makeBeam(GetParam(), b));
    }

  protected:
    std::vector<Beam> ssb_, csi_;
    std::vector<std::unique_ptr<Pattern>> patterns_, ssb_patterns_;
};
INSTANTIATE_TEST_SUITE_P(Arrays, BeamSets, ::testing::ValuesIn(BeamSets::arrays()));

// Each beam evaluated exactly is the judge of the tables.
TEST_P(BeamSets, MatchesItsBeams) {
    const BeamSet set(GetParam(), ssb_, csi_);
    const Directions to = everywhere();
    Answers got(to.azimuth_deg.size());
    set.gains(to.azimuth_deg, to.elevation_deg, got.spans());
    double worst_csi = 0.0, worst_ssb = 0.0, worst_mean = 0.0;
    for (std::size_t i = 0; i < to.azimuth_deg.size(); ++i) {
        const auto gain = [&](const auto& pattern) {
            return pattern->gainDbi(to.azimuth_deg[i], to.elevation_deg[i], 0.0);
        };
        double best = -1e9, envelope = -1e9, sum = 0.0;
        for (const auto& pattern : patterns_) {
            best = std::max(best, gain(pattern));
            sum += toLinear(Db{gain(pattern)});
        }
        for (const auto& pattern : ssb_patterns_) envelope = std::max(envelope, gain(pattern));
        const double mean = 10.0 * std::log10(sum / static_cast<double>(patterns_.size()));
        if (mean > set.maxGainDbi() - 50.0) worst_mean = std::max(worst_mean, std::fabs(got.mean[i] - mean));
        // Within 20 dB of the most any beam has.
        if (best > set.maxGainDbi() - 20.0) worst_csi = std::max(worst_csi, std::fabs(got.csi[i] - best));
        if (envelope > set.maxGainDbi() - 20.0)
            worst_ssb = std::max(worst_ssb, std::fabs(got.ssb[i] - envelope));
        EXPECT_NEAR(gain(patterns_[static_cast<std::size_t>(got.csi_beam[i])]), best, 0.1);
        EXPECT_NEAR(gain(ssb_patterns_[static_cast<std::size_t>(got.ssb_beam[i])]), envelope, 0.1);
        EXPECT_LE(got.csi[i], set.maxGainDbi() + 1e-9);
        EXPECT_LE(got.mean[i], got.csi[i] + 1e-9);
    }
    EXPECT_LT(worst_csi, 0.01);
    EXPECT_LT(worst_ssb, 0.01);
    EXPECT_LT(worst_mean, 0.1);
    RecordProperty("worst_csi_db", std::to_string(worst_csi));
    RecordProperty("worst_mean_db", std::to_string(worst_mean));
}

TEST_P(BeamSets, FindsEachBeamAtItsPeak) {
    const BeamSet set(GetParam(), ssb_, csi_);
    std::vector<double> azimuth, elevation;
    for (const Beam& b : csi_) azimuth.push_back(b.azimuth_deg), elevation.push_back(b.elevation_deg);
    Answers got(csi_.size());
    set.gains(azimuth, elevation, {{}, {}, got.csi, got.csi_beam, {}});
    for (std::size_t i = 0; i < csi_.size(); ++i) EXPECT_EQ(got.csi_beam[i], static_cast<int>(i));
}

// In the world: turned with the mast, and any split into blocks gives the same bits.
TEST_P(BeamSets, TurnsWithTheMastAndDoesNotDependOnBlocks) {
    const BeamSet set(GetParam(), ssb_, csi_);
    const Directions to = everywhere();
    const std::size_t n = to.azimuth_deg.size();
    Answers all(n), turned(n), pieces(n), upright(n);
    set.gains({30.0, 6.0, 0.0}, to.azimuth_deg, to.elevation_deg, all.spans());
    std::vector<double> bearing = to.azimuth_deg;
    for (double& b : bearing) b += 123.0;
    set.gains({153.0, 6.0, 0.0}, bearing, to.elevation_deg, turned.spans());
    const std::span<const double> azimuths(to.azimuth_deg), elevations(to.elevation_deg);
    for (std::size_t from = 0; from < n; from += 101) {
        const std::size_t m = std::min<std::size_t>(101, n - from);
        BeamGains out;
        out.ssb_dbi = std::span(pieces.ssb).subspan(from, m);
        out.csi_rs_dbi = std::span(pieces.csi).subspan(from, m);
        out.mean_dbi = std::span(pieces.mean).subspan(from, m);
        set.gains({30.0, 6.0, 0.0}, azimuths.subspan(from, m), elevations.subspan(from, m), out);
    }
    EXPECT_EQ(pieces.ssb, all.ssb);
    EXPECT_EQ(pieces.csi, all.csi);
    EXPECT_EQ(pieces.mean, all.mean);
    for (std::size_t i = 0; i < n; ++i) ASSERT_NEAR(turned.mean[i], all.mean[i], 1e-6);
    set.gains({0.0, 0.0, 0.0}, azimuths, elevations, upright.spans());
    Answers local(n);
    set.gains(azimuths, elevations, local.spans());
    for (std::size_t i = 0; i < n; ++i) ASSERT_NEAR(upright.mean[i], local.mean[i], 1e-6);
}

TEST(Beams, RefusesNonsense) {
    const auto complaint = [](auto call) -> std::string {
        try {
            call();
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "no error";
    };
    PanelArray array = panelOf(4, 4);
    EXPECT_THAT(complaint([&] {
                    makeBeams(array, {5, 0, 1, 1, -90, 90, -60, 60});
                }),
                HasSubstr("a beam's rows must be 1 to 4, got 5"));
    EXPECT_THAT(complaint([&] {
                    makeBeams(array, {0, 0, 0, 1, -90, 90, -60, 60});
                }),
                HasSubstr("row_oversampling"));
    EXPECT_THAT(complaint([&] {
                    makeBeams(array, {0, 0, 1, 1, 10, 5, -60, 60});
                }),
                HasSubstr("max_elevation_deg must be 10 to 90, got 5"));
    EXPECT_THAT(complaint([&] { makeBeams(array, {0, 0, 1, 1, 1, 2, -60, 60}); }), HasSubstr("no beam"));
    EXPECT_THAT(complaint([&] { BeamSet(array, {}, {}); }),
                HasSubstr("number of SSB beams must be 1 to 4096"));
    EXPECT_THAT(complaint([&] { makeBeam(array, {std::nan(""), 0, 0, 0}); }), HasSubstr("elevation_deg"));
    array.panel_columns = 2;
    array.panel_column_spacing_wavelengths = 4.0;
    EXPECT_THAT(complaint([&] { makeBeam(array, {0, 0, 0, 6}); }), HasSubstr("up to 4 or a multiple of it"));
}

}  // namespace
}  // namespace celltwin::antenna
