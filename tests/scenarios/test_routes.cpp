// SPDX-License-Identifier: BSD-3-Clause
//
// Routes from CSV, GPX and SUMO's FCD export: one drive written in each gives one route; what is wrong is
// told at its line and column.
#include <unistd.h>

#include <cmath>

#include "helpers.h"
#include "scenarios/schema/route_file.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

class RouteFiles : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            std::filesystem::path(::testing::TempDir()) / ("celltwin-routes-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) {
        std::ofstream((folder_ / name).string(), std::ios::binary) << text;
    }
    static std::string scenarioWith(const std::string& entry) {
        return "network: {reference: {lat_deg: 50, lon_deg: 10}, layout: {sites: 1}}\n"
               "users: {count: 3, mobility: [{model: route, " +
               entry + "}]}\n";
    }
    std::vector<mobility::Route> routes(const std::string& entry) {
        return readScenarioText(scenarioWith(entry), (folder_ / "t.yaml").string(), {}, {})
            .users.mobility[0]
            .profile.routes;
    }
    std::string saying(const std::string& file, const std::string& text) {
        write(file, text);
        try {
            routes("file: " + file);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return {};
    }
    std::filesystem::path folder_;
};

std::string gpx(const std::string& inside) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<gpx version=\"1.1\" creator=\"t\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n" +
           inside + "</gpx>\n";
}
std::string point(double lat, double lon, const std::string& time) {
    return "<trkpt lat=\"" + std::to_string(lat) + "\" lon=\"" + std::to_string(lon) +
           "\"><ele>1</ele><time>" + time + "</time></trkpt>\n";
}

TEST_F(RouteFiles, OneDriveInFourFormatsIsOneRoute) {
    write("d.csv", "time_s,lat,lon\n0,50.001,10\n1.5,50.002,10.001\n4,50.002,10.003\n");
    write("d.gpx", gpx("<metadata><time>1999-01-01T00:00:00Z</time></metadata><trk><name>n</name><trkseg>\n" +
                       point(50.001, 10, "2026-02-28T23:59:59Z") +
                       point(50.002, 10.001, "2026-03-01T00:00:00.5Z") + "</trkseg><trkseg>" +
                       point(50.002, 10.003, "2026-03-01T01:00:03+01:00") + "</trkseg></trk>\n"));
    const auto fcd = [](const std::string& x, const std::string& y) {
        const auto at = [&](const char* time, const char* lat, const char* lon) {
            return std::string("<timestep time=\"") + time + "\"><vehicle id=\"v\" " + x + "=\"" + lon +
                   "\" " + y + "=\"" + lat + "\" angle=\"0\" speed=\"3\"/></timestep>\n";
        };
        return "<fcd-export>\n" + at("0.00", "50.001", "10") + at("1.50", "50.002", "10.001") +
               at("4.00", "50.002", "10.003") + "</fcd-export>\n";
    };
    write("lonlat.xml", fcd("lon", "lat"));
    write("geo.xml", fcd("x", "y"));
    const auto expected = routes("file: d.csv");
    ASSERT_EQ(expected.size(), 1U);
    ASSERT_EQ(expected[0]->size(), 3U);
    for (const char* entry : {"file: d.gpx", "file: lonlat.xml", "{file: geo.xml, geo: true"}) {
        const auto found = routes(entry[0] == '{' ? entry + 1 : entry);
        ASSERT_EQ(found.size(), 1U) << entry;
        ASSERT_EQ(found[0]->size(), 3U) << entry;
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ((*found[0])[i].time_ns, (*expected[0])[i].time_ns) << entry;
            EXPECT_EQ((*found[0])[i].position.east_m, (*expected[0])[i].position.east_m) << entry;
            EXPECT_EQ((*found[0])[i].position.north_m, (*expected[0])[i].position.north_m) << entry;
        }
    }
}

TEST_F(RouteFiles, SeveralVehiclesKeepTheirOrderAndTheOffset) {
    write("f.xml",
          "<fcd-export><timestep time=\"0\"><vehicle id=\"a\" x=\"1\" y=\"2\"/></timestep>"
          "<timestep time=\"1\"><vehicle id=\"b\" x=\"10\" y=\"20\"/><person id=\"p\" x=\"0\" y=\"0\"/>"
          "<vehicle id=\"a\" x=\"3\" y=\"2\"/></timestep></fcd-export>");
    write("c.csv", "vehicle,time_s,east_m,north_m\na,0,1,2\nb,1,10,20\na,1,3,2\n");
    const auto sumo = routes("file: f.xml, offset_east_m: -500.5, offset_north_m: 7");
    const auto csv = routes("file: c.csv");
    ASSERT_EQ(sumo.size(), 2U);
    ASSERT_EQ(csv.size(), 2U);
    for (std::size_t r = 0; r < 2; ++r) {
        ASSERT_EQ(sumo[r]->size(), 2 - r);
        for (std::size_t i = 0; i < sumo[r]->size(); ++i) {
            EXPECT_EQ((*sumo[r])[i].time_ns, (*csv[r])[i].time_ns);
            EXPECT_EQ((*sumo[r])[i].position.east_m, (*csv[r])[i].position.east_m - 500.5);
            EXPECT_EQ((*sumo[r])[i].position.north_m, (*csv[r])[i].position.north_m + 7.0);
        }
    }
    // b departs at 1 s.
    EXPECT_EQ((*sumo[1])[0].time_ns, 1'000'000'000);
}

TEST_F(RouteFiles, PointsWithOneStampShareItsSecond) {
    const std::string t0 = "2026-01-01T00:00:00Z", t1 = "2026-01-01T00:00:01Z", t9 = "2026-01-01T00:00:09Z";
    write("s.gpx", gpx("<trk><trkseg>" + point(50, 10, t0) + point(50, 10.001, t0) + point(50, 10.002, t1) +
                       point(50, 10.003, t1) + point(50, 10.004, t1) + point(50, 10.005, t1) +
                       point(50, 10.006, t9) + point(50, 10.007, t9) + "</trkseg></trk>"));
    const auto found = routes("file: s.gpx");
    const std::vector<std::int64_t> ms = {0, 500, 1000, 1250, 1500, 1750, 9000, 9500};
    ASSERT_EQ(found.at(0)->size(), ms.size());
    for (std::size_t i = 0; i < ms.size(); ++i) EXPECT_EQ((*found[0])[i].time_ns, ms[i] * 1'000'000);
}

// Recorders leave out the zone, write a local one or more decimals than nanoseconds.
TEST_F(RouteFiles, TimesOfGpxAreReadAsRecordersWriteThem) {
    write("t.gpx", gpx("<trk><trkseg>" + point(50, 10, "2016-12-31T23:59:58") +
                       point(50, 10.001, " 2016-12-31T23:59:58.50000000000Z\n") +
                       point(50, 10.002, "2016-12-31T23:59:60Z") +
                       point(50, 10.003, "2017-01-01T01:00:01+01:00") + "</trkseg></trk>"));
    const auto found = routes("file: t.gpx");
    const std::vector<std::int64_t> ms = {0, 500, 2000, 3000};
    ASSERT_EQ(found.at(0)->size(), ms.size());
    for (std::size_t i = 0; i < ms.size(); ++i) EXPECT_EQ((*found[0])[i].time_ns, ms[i] * 1'000'000);
}

TEST_F(RouteFiles, WhatIsWrongIsToldAtItsPlace) {
    EXPECT_THAT(saying("a.gpx", gpx("<trk><trkseg>\n<trkpt lat=\"50\" lon=\"10\"/></trkseg></trk>")),
                HasSubstr("a.gpx:4:"));
    EXPECT_THAT(saying("a.gpx", gpx("<trk><trkseg>\n<trkpt lat=\"50\" lon=\"10\"/></trkseg></trk>")),
                HasSubstr("this <trkpt> has no <time>"));
    EXPECT_THAT(saying("b.gpx", gpx(point(50, 10, "2026-01-01T00:00:00Z"))), HasSubstr("outside of a <trk>"));
    EXPECT_THAT(
        saying("c.gpx", gpx("<trk><trkseg>\n" + point(91, 10, "2026-01-01T00:00:00Z") + "</trkseg></trk>")),
        HasSubstr("c.gpx:4:1: error: out of range: latitudes of -90 to 90 and longitudes of -180 to 180 "
                  "degrees are accepted"));
    EXPECT_THAT(saying("d.gpx", gpx("<trk><trkseg>" + point(50, 10, "yesterday") + "</trkseg></trk>")),
                HasSubstr("the time is 'yesterday'"));
    EXPECT_THAT(saying("e.gpx", gpx("<trk><trkseg>" + point(50, 10, "2026-01-01T00:00:05Z") +
                                    point(50, 10.1, "2026-01-01T00:00:04Z") + "</trkseg></trk>")),
                HasSubstr("times of a route must increase: point 2 is not after point 1 of 'trk 1'"));
    EXPECT_THAT(saying("f.gpx", gpx("")), HasSubstr("the route has no points"));
    EXPECT_THAT(saying("g.xml", "<kml/>"), HasSubstr("g.xml:1:1: error: <kml> is no file of routes"));
    EXPECT_THAT(saying("h.xml", "<fcd-export>\n<timestep time=\"00:00:01\"/>"),
                HasSubstr("h.xml:2:1: error: time is '00:00:01', but a number is expected"));
    EXPECT_THAT(saying("i.xml", "<fcd-export><timestep time=\"0\"><vehicle id=\"a\" x=\"1\"/>"),
                HasSubstr("<vehicle> has no attribute 'y'"));
    EXPECT_THAT(saying("j.xml", "<fcd-export><timestep time=\"0\">"), HasSubstr("not well-formed XML"));
    EXPECT_THAT(saying("k.xml",
                       "<fcd-export><timestep time=\"0\"><vehicle id=\"a\" x=\"4e6\" y=\"1\"/>"
                       "</timestep></fcd-export>"),
                HasSubstr("offset_east_m and offset_north_m"));
    EXPECT_THAT(saying("l.xml",
                       "<fcd-export><timestep time=\"0\"><vehicle id=\"a\" lon=\"10\" lat=\"50\"/>"
                       "<vehicle id=\"b\" x=\"1\" y=\"1\"/></timestep></fcd-export>"),
                HasSubstr("some vehicles have lon and lat"));
    EXPECT_THAT(
        saying("m.csv", "vehicle,time_s,east_m,north_m\na,0,0,0\nb,0,0,0\na,0,1,1\n"),
        HasSubstr("m.csv:4:3: error: times of a route must increase: point 2 is not after point 1 of 'a'"));
}

TEST_F(RouteFiles, HostileXmlIsRefusedAtOnce) {
    std::string laughs = "<!DOCTYPE gpx [<!ENTITY a \"ha\">";
    for (char c = 'b'; c < 'p'; ++c)
        laughs += std::string("<!ENTITY ") + c + " \"&" + char(c - 1) + ";&" + char(c - 1) + ";&" +
                  char(c - 1) + ";\">";
    EXPECT_THAT(saying("bomb.gpx", laughs + "]><gpx>&o;</gpx>"), HasSubstr("a DOCTYPE is not accepted"));
    std::string deep = "<gpx>";
    for (int i = 0; i < 100000; ++i) deep += "<a>";
    EXPECT_THAT(saying("deep.gpx", deep), HasSubstr("nested deeper than 16"));
    EXPECT_THAT(saying("zero.gpx", std::string("<gpx>\0<trk>", 11)), HasSubstr("zero.gpx:1:"));
    EXPECT_THAT(saying("prefix.gpx", "<!DOCTYPE gpx SYSTEM \"file:///etc/passwd\"><gpx/>"),
                HasSubstr("DOCTYPE"));
}

// Whatever is cut off or changed, the reader answers with routes or with findings, never otherwise.
TEST_F(RouteFiles, EveryCutAndFlippedByteIsAnswered) {
    const std::string whole = gpx("<trk><trkseg>" + point(50, 10, "2026-01-01T00:00:00Z") +
                                  point(50.001, 10, "2026-01-01T00:00:01Z") + "</trkseg></trk>");
    int refused = 0, accepted = 0;
    const auto attempt = [&](const std::string& text) {
        try {
            const RouteFile file = parseRouteXml(text, "x.gpx", false);
            EXPECT_TRUE(file.degrees);
            ++accepted;
        } catch (const ConfigError& error) {
            EXPECT_FALSE(error.findings().empty());
            ++refused;
        }
    };
    for (std::size_t i = 0; i < whole.size(); ++i) {
        attempt(whole.substr(0, i));
        for (const char c : {'<', '&', '"', '\0', '9'}) {
            std::string changed = whole;
            changed[i] = c;
            attempt(changed);
        }
    }
    EXPECT_GT(refused, static_cast<int>(whole.size()));
    EXPECT_GT(accepted, 10);
}

}  // namespace
}  // namespace celltwin::scenario
