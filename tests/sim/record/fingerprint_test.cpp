// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/fingerprint.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "models/base/error.h"
#include "tests/sim/record/made_up_run.h"
#include "tests/sim/record/scratch_folder.h"

namespace celltwin::record {
namespace {

Digest digestOf(const std::string& text) {
    return sha256(std::as_bytes(std::span(text)));
}

Digest fingerprintOf(MadeUpRun& run, std::size_t periods, std::size_t segment) {
    FingerprintSink sink;
    sink.begin(run.header());
    run.write(sink, 0, periods, segment);
    return sink.digest();
}

// FIPS 180-4 example values.
TEST(Sha256, MatchesThePublishedExamples) {
    EXPECT_EQ(hex(digestOf("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(digestOf("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, ReadsFilesAndSaysWhatItCannot) {
    const ScratchFolder folder;
    spill(folder / "abc", "abc");
    EXPECT_EQ(sha256File(folder / "abc"), digestOf("abc"));
    EXPECT_THROW(sha256File(folder / "absent"), DataError);
    EXPECT_THROW(sha256File(folder.path()), DataError);
}

TEST(Sha256, HexReadsBack) {
    const Digest digest = digestOf("abc");
    EXPECT_EQ(digestFromHex(hex(digest)), digest);
    EXPECT_THROW(digestFromHex("abc"), DataError);
    EXPECT_THROW(digestFromHex(std::string(64, 'G')), DataError);
    EXPECT_THROW(digestFromHex(std::string(64, 'A')), DataError);
}

// An independent walk of the definition: chain' = SHA-256(chain || tag || record), by hand for one event.
TEST(Fingerprint, FollowsItsDefinition) {
    FingerprintSink sink;
    const Event event{0x0102030405060708, EventKind::handover, 0x0A0B0C0D, -1, 2};
    sink.events({&event, 1});
    std::string record(32, '\0');
    record += '\4';
    record.append("\x08\x07\x06\x05\x04\x03\x02\x01", 8).append("\x02").append("\x0D\x0C\x0B\x0A", 4);
    record.append("\xFF\xFF\xFF\xFF", 4).append("\x02\0\0\0", 4);
    EXPECT_EQ(sink.digest(), digestOf(record));
}

// From fingerprint_reference.py, written from docs/trace-format.md alone.
TEST(Fingerprint, MatchesAnIndependentImplementation) {
    MadeUpRun run(3, 0);
    EXPECT_EQ(hex(fingerprintOf(run, 4, 1)),
              "a6a3ea228246427c9fdcdcc4c8713e60dc30f4206ef7e68043405b3f65213a8b");
}

TEST(Fingerprint, DoesNotDependOnSegmentsThreadsHostClockOrWording) {
    MadeUpRun run(3, 5);
    const Digest one = fingerprintOf(run, 12, 1);
    EXPECT_EQ(one, fingerprintOf(run, 12, 5));
    run.header().threads = 8;
    run.header().host = "ns3";
    run.header().resolved_scenario += "# a comment";
    run.header().started_utc = "2030-01-01T00:00:00Z";
    EXPECT_EQ(one, fingerprintOf(run, 12, 100));
}

TEST(Fingerprint, DependsOnRowsSeedAndCells) {
    MadeUpRun run(3, 5);
    const Digest one = fingerprintOf(run, 12, 1);
    EXPECT_NE(one, fingerprintOf(run, 11, 1));
    const std::vector<std::function<void(RunHeader&)>> changes = {
        [](RunHeader& h) { h.seed ^= 1; },
        [](RunHeader& h) { h.cell_ids[1] = "other"; },
        [](RunHeader& h) { std::swap(h.cell_ids[0], h.cell_ids[1]); },
    };
    for (const auto& change : changes) {
        MadeUpRun other(3, 5);
        change(other.header());
        EXPECT_NE(one, fingerprintOf(other, 12, 1));
    }
}

TEST(Fingerprint, SeesTheLastBitOfEachColumnAndNoSignOfNan) {
    MadeUpRun run(1, 1);
    const auto hash = [&](double value) {
        FingerprintSink sink;
        const std::vector<double> values(rowWidth(), value);
        sink.kpiPeriod({0, 1, values});
        return sink.digest();
    };
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(hash(1.0), hash(std::nextafter(1.0, 2.0)));
    EXPECT_NE(hash(kNan), hash(0.0));
    EXPECT_EQ(hash(kNan), hash(-kNan));
}

TEST(Fingerprint, DoesNotDependOnHowEventsAreBundled) {
    const Event events[] = {MadeUpRun::event(1), MadeUpRun::event(2), MadeUpRun::event(3)};
    FingerprintSink together, apart;
    together.events(events);
    together.events({});
    for (const Event& event : events) apart.events({&event, 1});
    EXPECT_EQ(together.digest(), apart.digest());
}

TEST(Fingerprint, ContinuesAChain) {
    MadeUpRun run(2, 3);
    const Digest straight = fingerprintOf(run, 9, 3);
    FingerprintSink first, second;
    first.begin(run.header());
    for (std::size_t p = 0; p < 4; ++p) run.writePeriod(first, p);
    second.begin(run.header());
    second.resume(first.digest());
    for (std::size_t p = 4; p < 9; ++p) run.writePeriod(second, p);
    EXPECT_EQ(second.digest(), straight);
}

}  // namespace
}  // namespace celltwin::record
