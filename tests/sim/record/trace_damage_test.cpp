// SPDX-License-Identifier: BSD-3-Clause
//
// Flipped bits, cut, foreign and missing files, a full disk, kill -9.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "models/base/error.h"
#include "sim/record/manifest.h"
#include "sim/record/trace.h"
#include "tests/sim/record/made_up_run.h"
#include "tests/sim/record/scratch_folder.h"

extern char** environ;

namespace celltwin::record {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

class TraceDamage : public testing::Test {
  protected:
    void SetUp() override {
        const auto writer = TraceWriter::create(folder_.path());
        writer->begin(run_.header());
        run_.write(*writer, 0, 3, 1);
    }
    /// The trace must be found damaged in exactly this segment, and stay readable elsewhere.
    void expectDamaged(const std::string& name, const std::string& why) {
        const TraceFindings findings = verifyTrace(folder_.path());
        EXPECT_FALSE(findings.ok());
        EXPECT_EQ(findings.sealed_ok.size(), 2u);
        EXPECT_THAT(findings.damaged, ElementsAre(testing::AllOf(HasSubstr(name), HasSubstr(why))));
        EXPECT_THROW(TraceReader(folder_.path()).kpiPeriods(), DataError);
    }
    const ScratchFolder folder_;
    MadeUpRun run_{2, 3};
    const std::string middle_ = "segment-000001.h5";
};

TEST_F(TraceDamage, OneFlippedBitInASegmentIsFound) {
    const std::string whole = slurp(folder_ / middle_);
    std::mt19937 random(7);
    for (int trial = 0; trial < 300; ++trial) {
        std::string flipped = whole;
        flipped[random() % flipped.size()] ^= static_cast<char>(1u << random() % 8);
        spill(folder_ / middle_, flipped);
        expectDamaged(middle_, "SHA-256 differs");
    }
    spill(folder_ / middle_, whole);
    EXPECT_TRUE(verifyTrace(folder_.path()).ok());
}

TEST_F(TraceDamage, EveryFlippedBitInTheManifestIsFound) {
    const std::string whole = slurp(folder_ / "manifest.json");
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string flipped = whole;
            flipped[at] ^= static_cast<char>(1u << bit);
            EXPECT_THROW(decodeManifest(flipped, "manifest.json"), DataError)
                << "byte " << at << " bit " << bit;
        }
    }
    std::string flipped = whole;
    flipped[whole.size() / 2] ^= 1;
    spill(folder_ / "manifest.json", flipped);
    EXPECT_THAT([&] { verifyTrace(folder_.path()); },
                ThrowsMessage<DataError>(HasSubstr("manifest.json: is damaged")));
    EXPECT_THROW(TraceReader{folder_.path()}, DataError);
}

TEST_F(TraceDamage, CutFilesAreFound) {
    const std::string whole = slurp(folder_ / middle_);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{47}, whole.size() / 2, whole.size() - 1}) {
        spill(folder_ / middle_, whole.substr(0, size));
        expectDamaged(middle_, "bytes where the manifest says");
    }
    spill(folder_ / middle_, whole + "x");
    expectDamaged(middle_, "bytes where the manifest says");
    const std::string manifest = slurp(folder_ / "manifest.json");
    for (std::size_t size = 0; size < manifest.size(); ++size)
        EXPECT_THROW(decodeManifest(manifest.substr(0, size), "manifest.json"), DataError) << size;
}

TEST_F(TraceDamage, MissingAndForeignFilesAreFound) {
    const std::string whole = slurp(folder_ / middle_);
    std::filesystem::remove(folder_ / middle_);
    expectDamaged(middle_, "is missing");
    spill(folder_ / middle_, std::string(whole.size(), 'x'));
    expectDamaged(middle_, "SHA-256 differs");
    spill(folder_ / middle_, slurp(folder_ / "segment-000000.h5"));
    expectDamaged(middle_, "");
    std::filesystem::remove(folder_ / middle_);
    std::filesystem::create_directory(folder_ / middle_);
    expectDamaged(middle_, "not a regular file");
}

// Hash right, content not what the manifest says: the manifest is written anew with another count, or names a
// file that is no HDF5.
TEST_F(TraceDamage, AWrongStructureUnderARightHashIsFound) {
    const TraceInfo truth = readManifest(folder_.path());
    TraceInfo info = truth;
    info.segments[1].kpi_periods = 2;
    writeManifest(folder_.path(), info);
    expectDamaged(middle_, "another shape");
    info = truth;
    info.segments[1].chain[0] = info.segments[1].chain[0] == 'a' ? 'b' : 'a';
    writeManifest(folder_.path(), info);
    expectDamaged(middle_, "another fingerprint chain");
    info = truth;
    spill(folder_ / middle_, "no HDF5 at all");
    info.segments[1].bytes = 14;
    info.segments[1].sha256 = hex(sha256File(folder_ / middle_));
    writeManifest(folder_.path(), info);
    expectDamaged(middle_, "not a readable HDF5 file");
}

TEST_F(TraceDamage, OtherManifestsAreRefused) {
    EXPECT_THAT([] { TraceReader("/nonexistent"); }, ThrowsMessage<DataError>(HasSubstr("is not a trace")));
    EXPECT_THAT([] { decodeManifest("{}", "m.json"); }, ThrowsMessage<DataError>(HasSubstr("m.json: ")));
    TraceInfo info = readManifest(folder_.path());
    info.format_version = kTraceFormatVersion + 1;
    EXPECT_THAT([&] { decodeManifest(encodeManifest(info), "m.json"); },
                ThrowsMessage<DataError>(HasSubstr("has format version 2; this program reads version 1")));
    info.format_version = kTraceFormatVersion;
    info.segments[1].file = "../../elsewhere.h5";
    EXPECT_THAT([&] { decodeManifest(encodeManifest(info), "m.json"); },
                ThrowsMessage<DataError>(HasSubstr("elsewhere.h5 where segment-000001.h5 should be")));
}

TEST_F(TraceDamage, LeftoversAreListedAndOtherFilesLeftAlone) {
    spill(folder_ / ".segment-000003.h5.partial", "");
    spill(folder_ / ".manifest.json.partial", "{");
    spill(folder_ / "segment-000003.h5", "x");
    spill(folder_ / "segment-notes.txt", "x");
    spill(folder_ / ".vimrc.partial", "x");
    const TraceFindings findings = verifyTrace(folder_.path());
    EXPECT_TRUE(findings.ok());
    EXPECT_EQ(findings.sealed_ok.size(), 3u);
    EXPECT_THAT(findings.unsealed,
                ElementsAre(HasSubstr(".manifest.json.partial: "), HasSubstr(".segment-000003.h5.partial: "),
                            HasSubstr("segment-000003.h5: complete, but")));
    TraceWriter::resume(folder_.path());
    EXPECT_TRUE(verifyTrace(folder_.path()).unsealed.empty());
    EXPECT_TRUE(std::filesystem::exists(folder_ / "segment-notes.txt"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / ".vimrc.partial"));
}

/// Files of this process may not grow beyond `bytes` while this lives: writes then fail with EFBIG, at the
/// same place where a full disk fails with ENOSPC.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, handler_);
    }

  private:
    sighandler_t handler_;
    rlimit before_{};
};

TEST(TraceDiskFull, FailsWithTheReasonAndKeepsWhatIsSealed) {
    const ScratchFolder folder, straight;
    MadeUpRun run(3, 50);
    const auto writer = TraceWriter::create(folder.path());
    writer->begin(run.header());
    run.writePeriod(*writer, 0);
    writer->checkpoint(MadeUpRun::checkpointBefore(1));
    writer->waitUntilSealed();
    run.writePeriod(*writer, 1);
    const std::string manifest = slurp(folder / "manifest.json");
    const auto fails = ThrowsMessage<ResourceError>(
        AllOf(HasSubstr("segment-000001.h5: cannot write: "), HasSubstr("File too large")));
    {
        // Handing over succeeds; what became of it is told by the next call, once for each try.
        const FileSizeLimit full(10000);
        writer->checkpoint(MadeUpRun::checkpointBefore(2));
        EXPECT_THAT([&] { writer->waitUntilSealed(); }, fails);
    }
    for (const rlim_t limit : {rlim_t{0}, rlim_t{1000}, rlim_t{10000}}) {
        const FileSizeLimit full(limit);
        EXPECT_THAT([&] { writer->checkpoint(MadeUpRun::checkpointBefore(2)); }, fails);
        EXPECT_THAT([&] { writer->end({2 * MadeUpRun::kPeriodNs, false, 1.0, 1.0, 0}); }, fails);
    }
    EXPECT_EQ(slurp(folder / "manifest.json"), manifest);
    EXPECT_EQ(verifyTrace(folder.path()).sealed_ok.size(), 1u);
    EXPECT_TRUE(verifyTrace(folder.path()).unsealed.empty());

    // Room again: the segment was kept, the next checkpoint seals it and then its own.
    run.writePeriod(*writer, 2);
    writer->checkpoint(MadeUpRun::checkpointBefore(3));
    run.write(*writer, 3, 4, 1);
    const auto other = TraceWriter::create(straight.path());
    other->begin(run.header());
    run.write(*other, 0, 4, 1);
    EXPECT_EQ(writer->fingerprint(), other->fingerprint());
    EXPECT_TRUE(verifyTrace(folder.path()).ok());
    EXPECT_EQ(TraceReader(folder.path()).kpiPeriods().size(), 4u);
}

TEST(TraceDiskFull, AManifestThatCannotBeWrittenSealsNothing) {
    const ScratchFolder folder;
    MadeUpRun run(1, 0);
    run.header().resolved_scenario =
        std::string(300000, '#');  // deflates in the segment, not in the manifest
    const auto writer = TraceWriter::create(folder.path());
    writer->begin(run.header());
    run.writePeriod(*writer, 0);
    {
        const FileSizeLimit full(200000);
        writer->checkpoint(MadeUpRun::checkpointBefore(1));
        EXPECT_THAT([&] { writer->waitUntilSealed(); },
                    ThrowsMessage<ResourceError>(HasSubstr("manifest.json: cannot write: ")));
    }
    EXPECT_TRUE(TraceReader(folder.path()).info().segments.empty());
    EXPECT_EQ(verifyTrace(folder.path()).unsealed.size(), 1u);
    writer->checkpoint(MadeUpRun::checkpointBefore(1));
    EXPECT_EQ(verifyTrace(folder.path()).sealed_ok.size(), 1u);
}

TEST(TraceDiskFull, AFolderThatCannotBeMadeIsNamed) {
    const ScratchFolder folder;
    spill(folder / "file", "");
    EXPECT_THAT([&] { TraceWriter::create(folder / "file/trace"); },
                ThrowsMessage<ResourceError>(HasSubstr("cannot make this folder: Not a directory")));
    EXPECT_THROW(exportCsv(TraceReader((TraceWriter::create(folder / "t")->begin({}), folder / "t")),
                           folder / "file/csv"),
                 ResourceError);
}

constexpr std::size_t kChildPeriods = 24;

pid_t startChild(const std::string& folder) {
    const std::string periods = std::to_string(kChildPeriods);
    const char* const arguments[] = {CELLTWIN_TRACE_CHILD, folder.c_str(), periods.c_str(), nullptr};
    pid_t child = 0;
    if (::posix_spawn(&child, CELLTWIN_TRACE_CHILD, nullptr, nullptr, const_cast<char* const*>(arguments),
                      environ) != 0)
        throw std::runtime_error("cannot start " CELLTWIN_TRACE_CHILD);
    return child;
}

int waitFor(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

TEST(TraceKilled, AtFiftyMomentsEverySealedSegmentVerifiesAndTheRunGoesOn) {
    using Clock = std::chrono::steady_clock;
    const ScratchFolder straight;
    const auto start = Clock::now();
    ASSERT_EQ(waitFor(startChild(straight.path())), 0);
    const auto whole_run = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
    const std::string expected = TraceReader(straight.path()).info().fingerprint;
    ASSERT_EQ(TraceReader(straight.path()).kpiPeriods().size(), kChildPeriods);

    std::mt19937 random(1);
    int killed = 0, with_segments = 0, with_leftovers = 0;
    for (int trial = 0; trial < 50; ++trial) {
        const ScratchFolder folder;
        const pid_t child = startChild(folder.path());
        std::this_thread::sleep_for(whole_run * (random() % 1000) / 1000);
        ::kill(child, SIGKILL);
        killed += WIFSIGNALED(waitFor(child)) ? 1 : 0;
        if (std::filesystem::exists(folder / "manifest.json")) {
            const TraceFindings findings = verifyTrace(folder.path());
            const TraceReader trace(folder.path());
            EXPECT_TRUE(findings.ok()) << testing::PrintToString(findings.damaged);
            EXPECT_EQ(findings.sealed_ok.size(), trace.info().segments.size());
            EXPECT_EQ(trace.kpiPeriods().size(), 2 * trace.info().segments.size());
            with_segments += trace.info().segments.empty() ? 0 : 1;
            with_leftovers += findings.unsealed.empty() ? 0 : 1;
        }
        ASSERT_EQ(waitFor(startChild(folder.path())), 0) << "cannot go on";
        EXPECT_EQ(TraceReader(folder.path()).info().fingerprint, expected);
        EXPECT_TRUE(verifyTrace(folder.path()).ok());
        EXPECT_TRUE(verifyTrace(folder.path()).unsealed.empty());
    }
    RecordProperty("killed", killed);
    RecordProperty("with_segments", with_segments);
    RecordProperty("with_leftovers", with_leftovers);
    EXPECT_GT(killed, 25) << "the moments do not fall into the run";
    EXPECT_GT(with_segments, 10);
}

}  // namespace
}  // namespace celltwin::record
