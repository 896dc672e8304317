// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/harq.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "models/phy/bler.h"
#include "models/phy/peak_rate.h"
#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::engine {
namespace {

using fading::TdlProfile;
using phy::McsTable;
using record::Kpi;
using testing::Keeper;
using testing::oneLink;
using testing::oneLinkAt;
using testing::setFading;
using testing::smallNetwork;
using Phase = HarqProcess::Phase;

/// What lies in processes and is not decoded yet.
std::int64_t undecodedBytes(const RanState& state, std::size_t ue, std::size_t processes) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < processes; ++i) {
        const HarqProcess& process = state.down.harq[ue * processes + i];
        if (process.undecoded()) sum += process.payload();
    }
    return sum;
}

/// Steps a run of finite traffic and keeps its own books of what every UE was offered.
struct Books {
    explicit Books(scenario::Scenario scenario) : s(std::move(scenario)), random(s.run.seed) {
        s.run.warmup_s = 0.0;
        s.run.ue_sample_period_s = 3600.0;
        s.ran.radio_link.n310 = 0;          // while a UE looks for a cell its traffic is not asked for
        s.ran.radio_link.q_out_db = -60.0;  // bad links, those with bytes in the air, are handed over too
        offered.assign(static_cast<std::size_t>(s.users.count), 0);
        undecoded_before = offered;
    }
    const traffic::Profile& profileOf(const RanState& state, std::size_t ue) const {
        return s.users.traffic[state.traffic_class[ue]].bearers[0].profile;
    }
    void offer(const RanState& state, std::size_t ue, std::int64_t end_ns) {
        while (const auto unit = traffic::take(profileOf(state, ue), random, ue, end_ns, cursor[ue]))
            offered[ue] += unit->bytes;
    }
    void run() {
        Engine engine(s, dropUsers(s), 1);
        const RanState& state = engine.state();
        const auto processes = static_cast<std::size_t>(s.ran.link_adaptation.harq_processes);
        for (std::size_t ue = 0; ue < offered.size(); ++ue)
            cursor.push_back(traffic::begin(profileOf(state, ue), random, ue));
        while (!engine.done()) {
            const std::int64_t slot = engine.slot();
            const std::vector<std::int32_t> before = state.serving_cell;
            engine.step(keeper);
            for (std::size_t ue = 0; ue < offered.size(); ++ue) {
                offer(state, ue, engine.clock().timeAt(slot + 1));
                const Queue& queue = state.queue[0][ue];
                const std::int64_t undecoded = undecodedBytes(state, ue, processes);
                ASSERT_EQ(queue.offered_bytes, offered[ue]) << "UE " << ue << " slot " << slot;
                ASSERT_EQ(queue.delivered_bytes + queue.waitingBytes() + undecoded, offered[ue]);
                ASSERT_EQ(state.delivered_bytes[ue], static_cast<double>(queue.delivered_bytes));
                ASSERT_EQ(queue.in_flight_bytes, undecoded);
                most_in_flight = std::max(most_in_flight, undecoded);
                const bool moved = state.serving_cell[ue] != before[ue];
                if (moved) {
                    ASSERT_EQ(undecoded, 0) << "handover gives back what was in flight";
                }
                handovers += moved ? 1 : 0;
                returned += moved && undecoded_before[ue] > 0 ? 1 : 0;
                undecoded_before[ue] = undecoded;
            }
        }
    }
    scenario::Scenario s;
    Random random;
    Keeper keeper;
    std::vector<std::int64_t> offered, undecoded_before;
    std::vector<traffic::Cursor> cursor;
    std::int64_t most_in_flight = 0;
    int handovers = 0, returned = 0;
};

TEST(Harq, NoByteIsLostOrMade) {
    scenario::Scenario s = smallNetwork(3, 60);
    setFading(s, TdlProfile::c, 2, 30.0);
    s.run.duration_s = 6.0;
    s.users.traffic.resize(1);
    s.users.traffic[0].share = 1.0;
    s.users.traffic[0].bearers[0].profile.file_bytes = 250'000.3;
    s.users.traffic[0].bearers[0].profile.files_per_second = 2.0;
    for (const int transmissions : {1, 2, 4}) {
        s.ran.link_adaptation.max_transmissions = transmissions;
        Books books(s);
        books.run();
        EXPECT_GT(books.most_in_flight, 0);
        EXPECT_GT(books.handovers, 3);
        EXPECT_GT(books.returned, 0) << "the test needs handovers with bytes in the air";
    }
}

TEST(Harq, NoByteOfSmallPacketsIsLostOrMade) {
    scenario::Scenario s = oneLinkAt(6.0);
    setFading(s, TdlProfile::c, 1, 120.0);
    s.run.duration_s = 10.0;
    traffic::Profile& profile = s.users.traffic[0].bearers[0].profile;
    profile.kind = traffic::Kind::constant_rate;
    profile.rate_kbps = 900.0;
    profile.packet_bytes = 133.0;
    Books books(s);
    books.run();
    EXPECT_GT(books.most_in_flight, 0);
}

struct Errors {
    double initial, residual, megabits;
};
Errors errorsOf(const scenario::Scenario& s) {
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
    const double first = keeper.total(0, Kpi::tb_tot_nbr_dl_initial);
    return {keeper.total(0, Kpi::tb_initial_err_nbr_dl) / first,
            keeper.total(0, Kpi::tb_residual_err_nbr_dl) / first,
            keeper.total(0, Kpi::drb_pdcp_sdu_volume_dl)};
}

TEST(Harq, OuterLoopSettlesAtTenPercent) {
    for (const double sinr_db : {0.4, 7.7, 15.2}) {
        scenario::Scenario s = oneLinkAt(sinr_db);
        s.run.warmup_s = 2.0;
        s.run.duration_s = 20.0;
        for (const auto combining : {phy::Combining::chase, phy::Combining::incremental_redundancy}) {
            s.ran.link_adaptation.combining = combining;
            const Errors errors = errorsOf(s);
            EXPECT_NEAR(errors.initial, 0.10, 0.015) << sinr_db << " dB";
            EXPECT_LT(errors.residual, 0.01) << sinr_db << " dB";
        }
        s.ran.link_adaptation.max_transmissions = 1;
        const Errors alone = errorsOf(s);
        EXPECT_NEAR(alone.initial, alone.residual, 2.1 / 20000.0) << "without HARQ every error goes to RLC";
    }
}

TEST(Harq, IncrementalRedundancyIsNoWorseThanChase) {
    scenario::Scenario s = oneLinkAt(12.0);
    setFading(s, TdlProfile::c, 2, 60.0);
    s.run.duration_s = 20.0;
    s.ran.link_adaptation.combining = phy::Combining::chase;
    const Errors chase = errorsOf(s);
    s.ran.link_adaptation.combining = phy::Combining::incremental_redundancy;
    const Errors redundancy = errorsOf(s);
    // The two runs part at the first block that only one of them decodes; half a percent is their noise.
    EXPECT_GT(redundancy.megabits, 0.995 * chase.megabits);
    EXPECT_LE(redundancy.residual, chase.residual + 1e-3);
}

/// Slots from a transmission until what follows it on its process, by slot of the pattern; 0 = none is sent.
std::vector<std::int64_t> leastGaps(scenario::Scenario s, std::size_t pattern) {
    s.run.warmup_s = 0.0;
    s.run.duration_s = 4.0;
    Engine engine(s, dropUsers(s), 1);
    Keeper keeper;
    const RanState& state = engine.state();
    std::vector<std::int64_t> sent(state.down.harq.size(), -1), gaps(pattern, 0);
    int retransmissions = 0;
    while (!engine.done()) {
        const std::int64_t slot = engine.slot();
        const std::vector<HarqProcess> before = state.down.harq;
        engine.step(keeper);
        for (std::size_t i = 0; i < before.size(); ++i) {
            const HarqProcess &was = before[i], &is = state.down.harq[i];
            const bool waiting = was.phase == Phase::decoded || was.phase == Phase::failed;
            if (waiting && slot < was.due_slot) {
                EXPECT_EQ(std::tie(is.due_slot, is.transmissions, is.phase),
                          std::tie(was.due_slot, was.transmissions, was.phase))
                    << "nothing is known of it before its feedback";
            }
            const bool sent_now =
                is.due_slot > slot && (was.due_slot != is.due_slot || was.phase != is.phase);
            if (!sent_now) continue;
            if (sent[i] >= 0) {
                std::int64_t& least = gaps[static_cast<std::size_t>(sent[i]) % pattern];
                if (least == 0 || slot - sent[i] < least) least = slot - sent[i];
            }
            sent[i] = slot;
            retransmissions += is.transmissions > 1 ? 1 : 0;
        }
    }
    EXPECT_GT(retransmissions, 50);
    return gaps;
}

// FDD, 15 kHz: TS 38.214 Table 5.3-1 gives N1 = 8 symbols, so that a PUCCH from symbol 12 of the next slot
// can carry the acknowledgement (K1 = 1); the base station acts one slot later.
TEST(Harq, RetransmissionsWaitForFeedbackInFdd) {
    scenario::Scenario s = oneLinkAt(8.3);
    s.ran.link_adaptation.harq_processes = 4;
    EXPECT_EQ(leastGaps(s, 1), (std::vector<std::int64_t>{2}));
}

// DDDSU, 30 kHz: every acknowledgement goes into slot 4, the base station acts in slot 5, the next D.
TEST(Harq, RetransmissionsWaitForTheUplinkSlotInTdd) {
    scenario::Scenario s = oneLinkAt(8.3);
    s.network.carriers[0].numerology = 1;
    s.network.carriers[0].prb_count = 24;
    s.network.carriers[0].tdd_pattern = "DDDSU";
    s.network.cells[0].tx_power_dbm += 10.0 * std::log10(24.0 / 52.0 * 2.0);
    s.ran.link_adaptation.harq_processes = 4;
    EXPECT_EQ(leastGaps(s, 5), (std::vector<std::int64_t>{5, 4, 3, 2, 0}));
}

TEST(Harq, OneProcessCarriesOneBlockARoundTrip) {
    const double bits = phy::transportBlockBits(52, 144, phy::mcsTable(McsTable::table2_256qam).back(), 1);
    scenario::Scenario s = oneLink();
    s.ran.link_adaptation.harq_processes = 1;
    EXPECT_NEAR(errorsOf(s).megabits / s.run.duration_s, bits * 500.0 * 1e-6, 1e-6 * bits);
    s.ran.link_adaptation.harq_processes = 2;
    EXPECT_NEAR(errorsOf(s).megabits / s.run.duration_s, bits * 1000.0 * 1e-6, 1e-6 * bits);
    // Blocks go out in slot 0 of each DDDSU of 2.5 ms, and come back in slot 5, which is slot 0 again.
    s.network.carriers[0].numerology = 1;
    s.network.carriers[0].tdd_pattern = "DDDSU";
    s.ran.link_adaptation.harq_processes = 1;
    EXPECT_NEAR(errorsOf(s).megabits / s.run.duration_s, bits * 400.0 * 1e-6, 1e-6 * bits);
}

struct PeakCase {
    const char* name;
    double frequency_mhz, bandwidth_mhz;
    int numerology, prb_count;
    McsTable table;
    int modulation_order, layers;
    double overhead;
    const char* pattern;
    double downlink_share, tolerance;
};

// TS 38.306 clause 4.1.2 against what the engine delivers. TS 38.214 clause 5.1.3.2 rounds blocks to steps of
// 2^n between 1/64 and 1/32 of their size: +1.3 % at FR1 100 MHz with 4 layers, -1.4 % at 1024QAM over 106
// PRB. The whole resource elements of a PRB (144 for 144.48) take another 0.3 %.
TEST(Harq, PeakRateIsTheFormulas) {
    const PeakCase cases[] = {
        {"FR1 100 MHz", 3500.0, 100.0, 1, 273, McsTable::table2_256qam, 8, 4, 0.14, "", 1.0, 0.016},
        {"FDD 20 MHz", 1800.0, 20.0, 0, 106, McsTable::table2_256qam, 8, 2, 0.14, "", 1.0, 0.01},
        {"FR2 400 MHz", 28000.0, 400.0, 3, 264, McsTable::table1_64qam, 6, 2, 0.18, "", 1.0, 0.01},
        {"1024QAM", 3500.0, 60.0, 1, 162, McsTable::table4_1024qam, 10, 2, 0.14, "", 1.0, 0.01},
        {"1024QAM, worst step", 3500.0, 40.0, 1, 106, McsTable::table4_1024qam, 10, 2, 0.14, "", 1.0, 0.018},
        {"TDD 40 MHz", 3500.0, 40.0, 1, 106, McsTable::table2_256qam, 8, 4, 0.14, "DDDSU", 52.0 / 70.0, 0.01},
        {"60 kHz", 3500.0, 50.0, 2, 65, McsTable::table2_256qam, 8, 1, 0.14, "", 1.0, 0.01},
    };
    for (const PeakCase& c : cases) {
        scenario::Scenario s = oneLink();
        scenario::Carrier& carrier = s.network.carriers[0];
        carrier.frequency_mhz = c.frequency_mhz;
        carrier.bandwidth_mhz = c.bandwidth_mhz;
        carrier.numerology = c.numerology;
        carrier.prb_count = c.prb_count;
        carrier.mcs_table = c.table;
        carrier.layers = c.layers;
        carrier.overhead = c.overhead;
        carrier.tdd_pattern = c.pattern;
        s.network.cells[0].tx_power_dbm = 90.0;
        s.run.duration_s = 1.0;
        const phy::PeakRateCarrier formula{.layers = c.layers,
                                           .modulation_order = c.modulation_order,
                                           .numerology = c.numerology,
                                           .prb_count = c.prb_count,
                                           .overhead = c.overhead,
                                           .downlink_share = c.downlink_share};
        const Errors run = errorsOf(s);
        EXPECT_EQ(run.initial, 0.0) << c.name;
        const double peak = phy::peakRateBps({&formula, 1});
        EXPECT_NEAR(run.megabits * 1e6 / peak, 1.0, c.tolerance) << c.name;
        RecordProperty(c.name, std::to_string(run.megabits * 1e6 / peak));
    }
}

// TS 36.213 Table 7.1.7.2.1-1 and 7.1.7.2.2-1: 75376 and 149776 bits at I_TBS 26 over 100 PRB, every
// millisecond.
TEST(Harq, PeakRateOfLteIsTheTables) {
    for (const auto& [layers, bits] :
         {std::pair{1, 75376.0}, std::pair{2, 150752.0}, std::pair{4, 299552.0}}) {
        scenario::Scenario s = oneLink();
        s.network.carriers[0].bandwidth_mhz = 20.0;
        s.network.carriers[0].prb_count = 100;
        s.network.carriers[0].mcs_table = McsTable::lte_64qam;
        s.network.carriers[0].layers = layers;
        s.network.cells[0].tx_power_dbm = 90.0;
        EXPECT_NEAR(errorsOf(s).megabits / s.run.duration_s, bits * 1e-3, 1e-9 * bits);
        s.ran.link_adaptation.harq_processes = 1;
        EXPECT_NEAR(errorsOf(s).megabits / s.run.duration_s, bits * 1e-3 / 8.0, 1e-9 * bits)
            << "a round trip of 8 subframes";
    }
}

}  // namespace
}  // namespace celltwin::engine
