// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/cdl.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>
#include <sstream>
#include <string>

#include "models/base/error.h"
#include "models/base/units.h"
#include "models/cluster/statistics.h"

namespace celltwin::cluster {
namespace {

constexpr CdlProfile kProfiles[] = {CdlProfile::a, CdlProfile::b, CdlProfile::c, CdlProfile::d,
                                    CdlProfile::e};

double directShare(const Rays& rays) {
    double sum = 0.0;
    for (std::size_t m = 0; m < rays.size(); ++m)
        if (std::isinf(rays.xpr[m])) sum += rays.power[m];
    return sum;
}

// cdl_reference.py: the profiles' totals a second time, in Python from the tables as written. That delays of
// A, B, C and E have spread 1 to four digits shows besides that no entry is mistyped.
TEST(Cdl, TotalsAgreeWithPython) {
    const std::string data = CELLTWIN_SOURCE_DIR "/models/cluster/data/cluster_cdl";
    const std::string command = std::string(CELLTWIN_PYTHON) +
                                " -B " CELLTWIN_SOURCE_DIR "/tests/models/cluster/cdl_reference.py " + data +
                                ".csv " + data + "_spreads.csv";
    FILE* pipe = popen(command.c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    std::string text;
    char buffer[512];
    while (fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
    ASSERT_EQ(pclose(pipe), 0);
    std::istringstream lines(text);
    for (const CdlProfile profile : kProfiles) {
        std::string name;
        std::size_t count = 0;
        double delay = 0.0, asd = 0.0, asa = 0.0, zsd = 0.0, zsa = 0.0, direct = 0.0;
        ASSERT_TRUE(lines >> name >> count >> delay >> asd >> asa >> zsd >> zsa >> direct);
        CdlSettings settings;
        settings.profile = profile;
        settings.delay_spread_s = 100e-9;
        const Rays rays = makeCdl(settings, Random(1), 7);
        const Spreads spreads = spreadsOf(rays);
        EXPECT_EQ(rays.size(), count) << name;
        EXPECT_NEAR(std::accumulate(rays.power.begin(), rays.power.end(), 0.0), 1.0, 1e-12);
        EXPECT_NEAR(spreads.delay_s, delay * 100e-9, 1e-15) << name;
        EXPECT_NEAR(spreads.asd_deg, asd, 1e-6) << name;
        EXPECT_NEAR(spreads.asa_deg, asa, 1e-6) << name;
        EXPECT_NEAR(spreads.zsd_deg, zsd, 1e-6) << name;
        EXPECT_NEAR(spreads.zsa_deg, zsa, 1e-6) << name;
        EXPECT_NEAR(directShare(rays), direct, 1e-9) << name;
    }
}

TEST(Cdl, AnglesAreThoseOfTheWorld) {
    // CDL-D's direct ray: AOD 0, AOA -180, ZOD 98.5, ZOA 81.5.
    CdlSettings settings;
    settings.profile = CdlProfile::d;
    const Rays rays = makeCdl(settings, Random(1), 7);
    EXPECT_DOUBLE_EQ(rays.aod_azimuth_deg[0], 90.0);
    EXPECT_DOUBLE_EQ(rays.aoa_azimuth_deg[0], 270.0);
    EXPECT_DOUBLE_EQ(rays.aod_elevation_deg[0], -8.5);
    EXPECT_DOUBLE_EQ(rays.aoa_elevation_deg[0], 8.5);
}

TEST(Cdl, AnglesReachTheirTargets) {
    // Small angles, where scaled circular spread and spread of scaled angles agree.
    for (const CdlProfile profile : {CdlProfile::c, CdlProfile::e}) {
        CdlSettings settings;
        settings.profile = profile;
        settings.aod = AngleTarget{30.0, 5.0};
        settings.zod = AngleTarget{95.0, 1.0};
        const Rays rays = makeCdl(settings, Random(1), 7);
        const Spreads spreads = spreadsOf(rays);
        EXPECT_NEAR(spreads.asd_deg, 5.0, 1.0);
        EXPECT_NEAR(spreads.zsd_deg, 1.0, 0.01);
        const double mean =
            std::inner_product(rays.power.begin(), rays.power.end(), rays.aod_elevation_deg.begin(), 0.0);
        EXPECT_NEAR(mean, -5.0, 0.05);
    }
}

TEST(Cdl, DirectRayReachesItsK) {
    for (const CdlProfile profile : {CdlProfile::d, CdlProfile::e})
        for (const double k_db : {-3.0, 0.0, 12.0}) {
            CdlSettings settings;
            settings.profile = profile;
            settings.k_db = k_db;
            const Rays rays = makeCdl(settings, Random(1), 7);
            const double share = directShare(rays);
            EXPECT_NEAR(toDb(share / (1.0 - share)).value, k_db, 1e-9);
            // Clause 7.7.6: delays are normalised again.
            EXPECT_NEAR(spreadsOf(rays).delay_s, settings.delay_spread_s, 1e-15);
        }
}

TEST(Cdl, RefusesWhatHasNoMeaning) {
    CdlSettings settings;
    settings.delay_spread_s = -1.0;
    EXPECT_THROW(makeCdl(settings, Random(1), 0), ConfigError);
    settings.delay_spread_s = 1e-7;
    settings.k_db = 3.0;
    EXPECT_THROW(makeCdl(settings, Random(1), 0), ConfigError);
    settings.k_db.reset();
    settings.aoa = AngleTarget{0.0, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(makeCdl(settings, Random(1), 0), ConfigError);
}

}  // namespace
}  // namespace celltwin::cluster
