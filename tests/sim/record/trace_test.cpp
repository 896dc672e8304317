// SPDX-License-Identifier: BSD-3-Clause
//
// What goes into a trace comes out of it, across segments, resumes and empty shapes. Expected rows are those
// of MadeUpRun, computed anew.
#include "sim/record/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <malloc.h>

#include <atomic>
#include <bit>
#include <chrono>
#include <cstring>
#include <thread>

#include "models/base/error.h"
#include "sim/record/durable_file.h"
#include "sim/record/hdf5_file.h"
#include "sim/record/manifest.h"
#include "sim/record/segment_columns.h"
#include "tests/sim/record/made_up_run.h"
#include "tests/sim/record/scratch_folder.h"

namespace celltwin::record {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

Digest writeTrace(const std::string& folder, MadeUpRun& run, std::size_t periods, std::size_t segment) {
    const auto writer = TraceWriter::create(folder);
    writer->begin(run.header());
    run.write(*writer, 0, periods, segment);
    return writer->fingerprint();
}

/// Stops as a crash would, with rows of period `periods` in memory.
void writeInterrupted(const std::string& folder, MadeUpRun& run, std::size_t periods) {
    const auto writer = TraceWriter::create(folder);
    writer->begin(run.header());
    for (std::size_t p = 0; p < periods; ++p) {
        run.writePeriod(*writer, p);
        writer->checkpoint(MadeUpRun::checkpointBefore(p + 1));
    }
    run.writePeriod(*writer, periods);
}

void expectRows(const TraceReader& trace, MadeUpRun& run, std::size_t periods) {
    const auto kpi = trace.kpiPeriods();
    const auto ue = trace.ueSamples();
    const auto events = trace.events();
    ASSERT_EQ(kpi.size(), periods);
    ASSERT_EQ(ue.size(), periods);
    ASSERT_EQ(events.size(), periods);
    for (std::size_t p = 0; p < periods; ++p) {
        EXPECT_EQ(kpi[p].begin_ns, static_cast<SimTimeNs>(p) * MadeUpRun::kPeriodNs);
        EXPECT_EQ(kpi[p].end_ns, static_cast<SimTimeNs>(p + 1) * MadeUpRun::kPeriodNs);
        ASSERT_EQ(kpi[p].values.size(), run.header().cell_ids.size() * rowWidth());
        for (std::size_t i = 0; i < kpi[p].values.size(); ++i)
            ASSERT_EQ(std::bit_cast<std::uint64_t>(kpi[p].values[i]),
                      std::bit_cast<std::uint64_t>(MadeUpRun::kpi(p, i)));
        ASSERT_EQ(ue[p].east_m.size(), run.header().ue_count);
        for (std::size_t i = 0; i < ue[p].east_m.size(); ++i) {
            ASSERT_EQ(ue[p].east_m[i], MadeUpRun::ue(p, i, 0));
            ASSERT_EQ(ue[p].north_m[i], MadeUpRun::ue(p, i, 1));
            ASSERT_EQ(ue[p].rsrp_dbm[i], static_cast<float>(MadeUpRun::ue(p, i, 2)));
            ASSERT_EQ(ue[p].sinr_db[i], static_cast<float>(MadeUpRun::ue(p, i, 3)));
            ASSERT_EQ(ue[p].delivered_bytes[i], MadeUpRun::ue(p, i, 4));
            ASSERT_EQ(ue[p].queue_bytes[i], MadeUpRun::ue(p, i, 5));
            ASSERT_EQ(ue[p].serving_cell[i], MadeUpRun::serving(p, i));
        }
        const Event expected = MadeUpRun::event(p);
        EXPECT_EQ(events[p].time_ns, expected.time_ns);
        EXPECT_EQ(events[p].kind, expected.kind);
        EXPECT_EQ(events[p].ue, expected.ue);
        EXPECT_EQ(events[p].from_cell, expected.from_cell);
        EXPECT_EQ(events[p].to_cell, expected.to_cell);
    }
}

TEST(Trace, RoundTripsEverything) {
    const ScratchFolder folder;
    MadeUpRun run(4, 9);
    const Digest fingerprint = writeTrace(folder.path(), run, 12, 5);
    FingerprintSink chain;
    chain.begin(run.header());
    run.write(chain, 0, 12, 3);
    EXPECT_EQ(fingerprint, chain.digest());

    const TraceReader trace(folder.path());
    expectRows(trace, run, 12);
    EXPECT_EQ(trace.lastChain(), fingerprint);
    const TraceInfo& info = trace.info();
    EXPECT_EQ(info.fingerprint, hex(fingerprint));
    EXPECT_EQ(info.format_version, kTraceFormatVersion);
    EXPECT_EQ(info.header.scenario_name, run.header().scenario_name);
    EXPECT_EQ(info.header.resolved_scenario, run.header().resolved_scenario);
    EXPECT_EQ(info.header.seed, run.header().seed);
    EXPECT_EQ(info.header.cell_ids, run.header().cell_ids);
    EXPECT_EQ(info.header.origin.lat_deg, run.header().origin.lat_deg);
    EXPECT_EQ(info.header.started_utc, run.header().started_utc);
    ASSERT_EQ(info.segments.size(), 3u);
    EXPECT_EQ(info.segments[1].begin_ns, 5 * MadeUpRun::kPeriodNs);
    EXPECT_EQ(info.segments[1].end_ns, 10 * MadeUpRun::kPeriodNs);
    EXPECT_EQ(info.segments[2].kpi_periods, 2u);
    ASSERT_TRUE(info.summary.has_value());
    EXPECT_TRUE(info.summary->complete);
    EXPECT_EQ(info.summary->real_time_factor, 60.0);
    EXPECT_EQ(info.summary->host_events, 7u);
    const auto checkpoint = trace.lastCheckpoint();
    ASSERT_TRUE(checkpoint.has_value());
    EXPECT_EQ(checkpoint->time_ns, 12 * MadeUpRun::kPeriodNs);
    ASSERT_EQ(checkpoint->columns.size(), 2u);
    EXPECT_EQ(checkpoint->columns[0].name, "next/period");
    EXPECT_EQ(MadeUpRun::nextPeriod(*checkpoint), 12u);
    EXPECT_TRUE(checkpoint->columns[1].bytes.empty());

    const TraceFindings findings = verifyTrace(folder.path());
    EXPECT_TRUE(findings.ok());
    EXPECT_EQ(findings.sealed_ok.size(), 3u);
    EXPECT_TRUE(findings.unsealed.empty());
}

TEST(Trace, FingerprintAndRowsDoNotDependOnSegments) {
    const ScratchFolder one, many;
    MadeUpRun run(2, 3);
    EXPECT_EQ(writeTrace(one.path(), run, 7, 100), writeTrace(many.path(), run, 7, 1));
    EXPECT_EQ(TraceReader(one.path()).info().segments.size(), 1u);
    EXPECT_EQ(TraceReader(many.path()).info().segments.size(), 7u);
    expectRows(TraceReader(one.path()), run, 7);
    expectRows(TraceReader(many.path()), run, 7);
}

TEST(Trace, SameRunSameBytes) {
    const ScratchFolder a, b;
    MadeUpRun run(2, 3);
    ::mallopt(M_PERTURB, 0x11);  // what malloc hands out differs; nothing of it may reach a file
    writeTrace(a.path(), run, 4, 2);
    ::mallopt(M_PERTURB, 0x77);
    std::this_thread::sleep_for(std::chrono::milliseconds(1001));  // HDF5's own time stamps count seconds
    writeTrace(b.path(), run, 4, 2);
    ::mallopt(M_PERTURB, 0);
    for (const char* name : {"segment-000000.h5", "segment-000001.h5", "manifest.json"})
        EXPECT_EQ(slurp(a / name), slurp(b / name)) << name;
}

// Several batches of each kind, a checkpoint of several chunks, and workers that finish in any order.
TEST(Trace, TheNumberOfWorkersChangesNoByte) {
    MadeUpRun run(40, 2000);
    Checkpoint checkpoint = MadeUpRun::checkpointBefore(70);
    checkpoint.columns.push_back({"large", Bytes(3 * kCheckpointChunk + 5)});
    for (std::size_t i = 0; i < checkpoint.columns.back().bytes.size(); ++i)
        checkpoint.columns.back().bytes[i] = static_cast<std::byte>(i * i >> 7);
    std::string expected;
    for (const int workers : {1, 2, 5}) {
        const ScratchFolder folder;
        const auto writer = TraceWriter::create(folder.path(), {workers});
        writer->begin(run.header());
        for (std::size_t p = 0; p < 70; ++p) run.writePeriod(*writer, p);
        writer->checkpoint(checkpoint);
        writer->end({70 * MadeUpRun::kPeriodNs, true, 1.0, 1.0, 0});
        const std::string bytes = slurp(folder / "segment-000000.h5");
        if (expected.empty()) {
            expected = bytes;
            expectRows(TraceReader(folder.path()), run, 70);
            EXPECT_EQ(TraceReader(folder.path()).lastCheckpoint()->columns.back().bytes,
                      checkpoint.columns.back().bytes);
        }
        EXPECT_TRUE(bytes == expected) << workers << " workers";
    }
}

// The library has one user at a time, so that a trace can be read while another is written.
TEST(Trace, IsWrittenWhileOthersAreRead) {
    const ScratchFolder read, written;
    MadeUpRun run(3, 40);
    const Digest expected = writeTrace(read.path(), run, 3, 1);
    std::atomic<bool> stop = false;
    std::atomic<int> rounds = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            while (!stop) {
                EXPECT_TRUE(verifyTrace(read.path()).ok());
                ++rounds;
            }
        });
    for (int trial = 0; trial < 4 || rounds < 2; ++trial)
        EXPECT_EQ(writeTrace(written.path(), run, 3, 1), expected);
    stop = true;
    readers.clear();
    EXPECT_TRUE(verifyTrace(written.path()).ok());
    expectRows(TraceReader(written.path()), run, 3);
}

struct StockVisit {
    int datasets = 0, chunked = 0;
    std::vector<double> load;
};

/// Reads a dataset with plain HDF5 calls; the link's name is its path.
herr_t readStock(hid_t file, const char* name, const H5O_info_t* info, void* out) {
    auto& visit = *static_cast<StockVisit*>(out);
    if (info->type != H5O_TYPE_DATASET) return 0;
    ++visit.datasets;
    const hid_t set = H5Dopen2(file, name, H5P_DEFAULT), type = H5Dget_type(set),
                list = H5Dget_create_plist(set);
    const hid_t space = H5Dget_space(set);
    const auto count = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space));
    std::vector<char> bytes(count * H5Tget_size(type) + 1);
    EXPECT_GE(H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), 0) << name;
    if (H5Pget_layout(list) == H5D_CHUNKED) {
        ++visit.chunked;
        const H5Z_filter_t expected[] = {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32};
        EXPECT_EQ(H5Pget_nfilters(list), 3) << name;
        for (unsigned i = 0; i < 3; ++i) {
            unsigned flags = 0;
            std::size_t values = 0;
            EXPECT_EQ(H5Pget_filter2(list, i, &flags, &values, nullptr, 0, nullptr, nullptr), expected[i])
                << name;
        }
    }
    if (std::string_view(name) == "kpi/RRU.PrbTotDl") {
        visit.load.resize(count);
        std::memcpy(visit.load.data(), bytes.data(), count * sizeof(double));
    }
    for (const auto& [id, close] :
         {std::pair{space, &H5Sclose}, {list, &H5Pclose}, {type, &H5Tclose}, {set, &H5Dclose}})
        close(id);
    return 0;
}

// No line of ours between the file on disk and the values: what any HDF5 program sees.
TEST(Trace, StockHdf5ReadsEveryDataset) {
    const ScratchFolder folder;
    MadeUpRun run(30, 700);
    writeTrace(folder.path(), run, 40, 40);
    const Hdf5Turn turn;
    StockVisit visit;
    const hid_t file = H5Fopen((folder / "segment-000000.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    ASSERT_GE(file, 0);
    EXPECT_GE(H5Ovisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, &readStock, &visit), 0);
    H5Fclose(file);
    // cell_ids, resolved_scenario, two times and the KPIs, eight of UEs, five of events, the checkpoint's
    // two.
    const int kpis = static_cast<int>(kpiCatalogue().size());
    EXPECT_EQ(visit.datasets, 2 + 2 + kpis + 8 + 5 + 2);
    EXPECT_EQ(visit.chunked, visit.datasets - 1) << "all but the checkpoint's empty column";
    ASSERT_EQ(visit.load.size(), 40u * 30u);
    const std::size_t at = column(findKpi("RRU.PrbTotDl").value());
    for (std::size_t i = 0; i < visit.load.size(); ++i)
        ASSERT_EQ(std::bit_cast<std::uint64_t>(visit.load[i]),
                  std::bit_cast<std::uint64_t>(MadeUpRun::kpi(i / 30, i % 30 * rowWidth() + at)));
}

TEST(Trace, TakesEmptyShapesAndLargeOnes) {
    for (const auto& [cells, ues, periods] :
         {std::tuple{0u, 0u, 3u}, std::tuple{0u, 4u, 3u}, std::tuple{3u, 0u, 3u}, std::tuple{3u, 4u, 0u},
          std::tuple{120u, 3000u, 60u}}) {
        const ScratchFolder folder;
        MadeUpRun run(cells, ues);
        writeTrace(folder.path(), run, periods, 100);
        EXPECT_TRUE(verifyTrace(folder.path()).ok());
        expectRows(TraceReader(folder.path()), run, periods);
    }
}

TEST(Trace, IsReadableBeforeItsFirstSegment) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    const auto writer = TraceWriter::create(folder.path());
    writer->begin(run.header());
    const TraceReader trace(folder.path());
    EXPECT_TRUE(trace.info().segments.empty());
    EXPECT_FALSE(trace.info().summary.has_value());
    EXPECT_EQ(trace.lastCheckpoint().has_value(), false);
    EXPECT_EQ(trace.lastChain(), writer->fingerprint());
}

TEST(Trace, SegmentsExplainThemselves) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    writeTrace(folder.path(), run, 4, 4);
    const auto bytes = readFile(folder / "segment-000000.h5");
    const Hdf5Reader file(bytes, "segment");
    EXPECT_EQ(file.readText("/", "format"), "celltwin-trace");
    EXPECT_EQ(file.readText("/", "program_version"), "0.1.0");
    EXPECT_EQ(file.readText("/", "host"), "plain");
    EXPECT_EQ(file.readInteger("/", "threads"), 2);
    EXPECT_EQ(file.readText("/kpi/RRU.PrbTotDl", "unit"), "%");
    EXPECT_EQ(file.readText("/kpi/RRU.PrbTotDl", "object"), "NRCellDU");
    EXPECT_EQ(file.readText("/kpi/RRU.PrbTotDl", "kind"), "mean");
    EXPECT_EQ(file.shape("/kpi/RRU.PrbTotDl"), (Shape{4, 2}));
    EXPECT_EQ(file.shape("/kpi/CARR.WBCQIDist"), (Shape{4, 2, 16}));
    EXPECT_EQ(file.shape("/ue/sinr_db"), (Shape{4, 3}));
    const auto scenario = file.readColumn<std::byte>("/resolved_scenario", file.shape("/resolved_scenario"));
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(scenario.data()), scenario.size()),
              run.header().resolved_scenario);
    EXPECT_THROW(file.readColumn<double>("/ue/serving_cell", {4, 3}), DataError);
    EXPECT_THROW(file.readColumn<double>("/kpi/RRU.PrbTotDl", {2, 4}), DataError);
    EXPECT_THROW(file.readText("/", "threads"), DataError);
    EXPECT_THROW(file.readText("/", "absent"), DataError);
}

TEST(Trace, ResumesToTheStraightFingerprint) {
    MadeUpRun run(3, 5);
    const ScratchFolder straight;
    const Digest expected = writeTrace(straight.path(), run, 9, 1);
    for (std::size_t stop = 0; stop < 9; ++stop) {
        const ScratchFolder folder;
        writeInterrupted(folder.path(), run, stop);
        spill(folder / ".segment-000099.h5.partial", "cut short");
        spill(folder / segmentName(stop), "renamed, but not in the manifest");
        const auto writer = TraceWriter::resume(folder.path());
        const auto checkpoint = TraceReader(folder.path()).lastCheckpoint();
        ASSERT_EQ(checkpoint ? MadeUpRun::nextPeriod(*checkpoint) : 0, stop);
        run.header().threads = 7;
        run.header().started_utc = "2031-01-01T00:00:00Z";
        writer->begin(run.header());
        run.write(*writer, stop, 9, 2);
        EXPECT_EQ(writer->fingerprint(), expected) << "stopped after " << stop;
        const TraceReader trace(folder.path());
        EXPECT_EQ(trace.info().fingerprint, hex(expected));
        expectRows(trace, run, 9);
        EXPECT_TRUE(verifyTrace(folder.path()).ok());
        EXPECT_TRUE(verifyTrace(folder.path()).unsealed.empty());
    }
}

TEST(Trace, ResumingACompleteRunAddsNothing) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    const Digest fingerprint = writeTrace(folder.path(), run, 4, 2);
    const auto writer = TraceWriter::resume(folder.path());
    writer->begin(run.header());
    run.write(*writer, 4, 4, 2);
    EXPECT_EQ(writer->fingerprint(), fingerprint);
    EXPECT_EQ(TraceReader(folder.path()).info().segments.size(), 2u);
    EXPECT_TRUE(TraceReader(folder.path()).info().summary.has_value());
}

TEST(Trace, RowsAfterTheLastCheckpointAreSealedByEndAndRedoneByResume) {
    const ScratchFolder folder, straight;
    MadeUpRun run(2, 3);
    const Digest expected = writeTrace(straight.path(), run, 5, 1);
    {
        const auto writer = TraceWriter::create(folder.path());
        writer->begin(run.header());
        run.writePeriod(*writer, 0);
        writer->checkpoint(MadeUpRun::checkpointBefore(1));
        run.writePeriod(*writer, 1);
        writer->end({2 * MadeUpRun::kPeriodNs, false, 1.0, 1.0, 0});
    }
    expectRows(TraceReader(folder.path()), run, 2);
    EXPECT_EQ(MadeUpRun::nextPeriod(TraceReader(folder.path()).lastCheckpoint().value()), 1u);
    EXPECT_FALSE(TraceReader(folder.path()).info().summary->complete);
    const auto writer = TraceWriter::resume(folder.path());
    EXPECT_EQ(TraceReader(folder.path()).info().segments.size(), 1u);
    EXPECT_FALSE(std::filesystem::exists(folder / "segment-000001.h5"));
    writer->begin(run.header());
    run.write(*writer, 1, 5, 2);
    EXPECT_EQ(writer->fingerprint(), expected);
    expectRows(TraceReader(folder.path()), run, 5);
}

TEST(Trace, ResumeRefusesAnotherRun) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    writeInterrupted(folder.path(), run, 2);
    const auto resumeWith = [&](auto change) {
        MadeUpRun other(2, 3);
        change(other.header());
        TraceWriter::resume(folder.path())->begin(other.header());
    };
    const auto refuses = [&](auto change, const char* message) {
        EXPECT_THAT([&] { resumeWith(change); }, ThrowsMessage<DataError>(HasSubstr(message)));
    };
    refuses([](RunHeader& h) { h.seed = 1; }, "its seed is 18446744073709551601, the run's 1");
    refuses([](RunHeader& h) { h.leg = "after"; }, "the run is 'after'");
    refuses([](RunHeader& h) { h.cell_ids[0] = "x"; }, "cells");
    refuses([](RunHeader& h) { h.ue_count = 4; }, "it has 3 UEs, the run 4");
    refuses([](RunHeader& h) { h.resolved_scenario += "#"; }, "resolved scenario");
    EXPECT_NO_THROW(resumeWith([](RunHeader& h) { h.host = "ns3"; }));
}

TEST(Trace, ResumeRefusesDamageAndWhatIsNoTrace) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    writeInterrupted(folder.path(), run, 2);
    std::string bytes = slurp(folder / "segment-000000.h5");
    bytes[bytes.size() / 2] ^= 4;
    spill(folder / "segment-000000.h5", bytes);
    EXPECT_THAT([&] { TraceWriter::resume(folder.path()); },
                ThrowsMessage<DataError>(HasSubstr("segment-000000.h5: is damaged")));
    EXPECT_THAT([&] { TraceWriter::resume(folder / "nowhere"); },
                ThrowsMessage<DataError>(HasSubstr("is not a trace")));
    EXPECT_FALSE(std::filesystem::exists(folder / "nowhere"));
}

TEST(Trace, RefusesACheckpointInThePast) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    writeInterrupted(folder.path(), run, 3);
    const auto writer = TraceWriter::resume(folder.path());
    writer->begin(run.header());
    EXPECT_THROW(writer->checkpoint(MadeUpRun::checkpointBefore(2)), DataError);
}

TEST(Trace, OneWriterAtATime) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    auto writer = TraceWriter::create(folder.path());
    writer->begin(run.header());
    EXPECT_THAT([&] { TraceWriter::create(folder.path()); },
                ThrowsMessage<ResourceError>(HasSubstr("another run is writing this trace")));
    EXPECT_THROW(TraceWriter::resume(folder.path()), ResourceError);
    run.write(*writer, 0, 2, 1);  // end() lets go
    EXPECT_NO_THROW(TraceWriter::resume(folder.path()));
}

TEST(Trace, CreateReplacesATraceAndNothingElse) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    writeTrace(folder.path(), run, 6, 1);
    spill(folder / "report.html", "kept");
    writeTrace(folder.path(), run, 2, 1);
    expectRows(TraceReader(folder.path()), run, 2);
    EXPECT_TRUE(verifyTrace(folder.path()).unsealed.empty());
    EXPECT_EQ(slurp(folder / "report.html"), "kept");
    spill(folder / "manifest.json", "{\"name\": \"a web application\"}");
    EXPECT_THAT([&] { TraceWriter::create(folder.path()); },
                ThrowsMessage<ResourceError>(HasSubstr("choose another folder")));
    EXPECT_EQ(slurp(folder / "manifest.json"), "{\"name\": \"a web application\"}");
}

TEST(Trace, SaysWhatItWrote) {
    const ScratchFolder folder;
    MadeUpRun run(2, 3);
    const auto writer = TraceWriter::create(folder.path());
    writer->begin(run.header());
    run.write(*writer, 0, 4, 2);
    EXPECT_EQ(writer->files(),
              (std::vector<std::string>{folder / "segment-000000.h5", folder / "segment-000001.h5",
                                        folder / "manifest.json"}));
}

// A UE that never reported has SINR -inf in the trace and an empty field in CSV, as every missing value.
TEST(Trace, ExportsNoSinrWhereNoneWasReported) {
    const ScratchFolder folder;
    MadeUpRun run(1, 2);
    const auto writer = TraceWriter::create(folder.path());
    writer->begin(run.header());
    const std::vector<double> zero(2, 0.0);
    const std::vector<std::int32_t> cell(2, 0);
    const std::vector<float> rsrp{-80.0F, -90.0F}, sinr{-std::numeric_limits<float>::infinity(), 12.5F};
    UeSamples samples;
    samples.time_ns = 1'000'000'000;
    samples.east_m = samples.north_m = samples.delivered_bytes = samples.queue_bytes = zero;
    samples.serving_cell = cell;
    samples.rsrp_dbm = rsrp;
    samples.sinr_db = sinr;
    writer->ueSamples(samples);
    writer->end({});
    const std::string ue = slurp(exportCsv(TraceReader(folder.path()), folder / "csv")[1]);
    EXPECT_THAT(ue, testing::EndsWith("1,0,0,0,cell-0,-80,,0,0\n1,1,0,0,cell-0,-90,12.5,0,0\n"));
}

TEST(Trace, ExportsCsv) {
    const ScratchFolder folder;
    MadeUpRun run(2, 2);
    run.header().cell_ids = {"A,1", "B\"2"};
    writeTrace(folder.path(), run, 2, 1);
    const auto files = exportCsv(TraceReader(folder.path()), folder / "csv");
    ASSERT_EQ(files, (std::vector<std::string>{folder / "csv/kpi.csv", folder / "csv/ue.csv",
                                               folder / "csv/events.csv"}));
    const std::string kpi = slurp(files[0]), ue = slurp(files[1]), events = slurp(files[2]);
    EXPECT_THAT(kpi,
                testing::StartsWith("period_end_s,cell,counter,unit,value\n1,\"A,1\",DRB.UEThpDl,kbit/s,\n"));
    // Row 0, column 8: (8 * 40503 mod 1009) / 7 = 135 / 7; column 0: 0, divisible by 13 and so missing.
    EXPECT_THAT(kpi, HasSubstr("1,\"A,1\",DRB.UEThpDlDist.Bin5,1,19.285714285714285\n"));
    EXPECT_EQ(static_cast<std::size_t>(std::count(kpi.begin(), kpi.end(), '\n')), 1 + 2 * 2 * rowWidth());
    EXPECT_THAT(kpi, HasSubstr("\n2,\"B\"\"2\",MR.NRScSSSINR.Bin22,1,"));
    EXPECT_THAT(ue,
                testing::StartsWith("time_s,ue,east_m,north_m,serving_cell,rsrp_dbm,sinr_db,delivered_bytes,"
                                    "queue_bytes\n1,0,0,841.4709848078965,,"));
    EXPECT_EQ(std::count(ue.begin(), ue.end(), '\n'), 1 + 2 * 2);
    EXPECT_EQ(events,
              "time_s,kind,ue,from_cell,to_cell\n"
              "0.000000005,handover,0,,\n"
              "1.000000005,handover,1,\"A,1\",\n");
}

}  // namespace
}  // namespace celltwin::record
