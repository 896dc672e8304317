// SPDX-License-Identifier: BSD-3-Clause
#include <array>
#include <cmath>
#include <complex>
#include <memory>

#include "bench/gate_cases.h"
#include "models/antenna/pattern.h"
#include "models/base/random.h"
#include "models/fading/tdl.h"
#include "models/link/codebook.h"
#include "models/link/mimo.h"
#include "models/link/sinr.h"
#include "models/phy/bler.h"
#include "models/phy/effective_sinr.h"
#include "models/phy/harq.h"
#include "models/phy/link_adaptation.h"
#include "models/propagation/path_loss.h"
#include "models/scheduler/scheduler.h"
#include "models/traffic/traffic.h"

namespace celltwin::bench {
namespace {

const Random kRandom(1);

double draw(std::uint64_t what, double low, double high, std::uint64_t step = 0) {
    return low + (high - low) * kRandom.uniform(Stream::layout, what, step);
}

template <class T>
std::vector<T> column(std::size_t count, double low, double high, std::uint64_t step) {
    std::vector<T> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<T>(draw(i, low, high, step)));
    return out;
}

/// A round is the interference of all UEs. Padding counts as in the engine.
Rounds interference(std::size_t cells, std::size_t ues) {
    const std::size_t row = link::paddedRow(cells);
    std::vector<float> power(row * ues, 0.0F), activity(row, 0.0F);
    for (std::size_t c = 0; c < cells; ++c) {
        activity[c] = static_cast<float>(draw(c, 0.0, 1.0));
        for (std::size_t u = 0; u < ues; ++u)
            power[u * row + c] = static_cast<float>(std::pow(10.0, draw(c, -12.0, -6.0, u + 1)));
    }
    return [=](int rounds) {
        for (int i = 0; i < rounds; ++i)
            for (std::size_t u = 0; u < ues; ++u)
                keep(link::interferenceMw({power.data() + u * row, row}, activity, u % cells));
    };
}
Rounds interference57() {
    return interference(57, 570);
}
Rounds interference570() {
    return interference(570, 100);
}

/// A round is the SINR of a cell's ten UEs in 13 subbands, 32 cells heard.
Rounds sinrOfSubbands() {
    constexpr std::size_t kUes = 10, kCells = 32, kSubbands = 13, kRow = link::paddedRow(kSubbands);
    const auto power = column<float>(kUes * kCells, 1e-12, 1e-6, 1),
               noise = column<float>(kUes, 1e-12, 2e-12, 2),
               activity = column<float>(kCells * kRow, 0.0, 1.0, 3);
    return [=, out = std::vector<float>(kUes * kRow)](int rounds) mutable {
        std::array<const float*, kUes> powers;
        std::array<const float*, kCells> heard;
        for (std::size_t u = 0; u < kUes; ++u) powers[u] = power.data() + u * kCells;
        for (std::size_t c = 0; c < kCells; ++c) heard[c] = activity.data() + c * kRow;
        for (int i = 0; i < rounds; ++i) {
            link::sinr({powers, noise, noise, heard, kSubbands}, out);
            keep(out);
        }
    };
}

Rounds pathLoss() {
    constexpr std::size_t kLinks = 1000;
    std::shared_ptr<const propagation::PathLossModel> model = propagation::makePathLossModel("tr38901-uma");
    const auto distance = column<double>(kLinks, 35.0, 3000.0, 1), ones = column<double>(kLinks, 0.0, 1.0, 2);
    const std::vector<double> indoor(kLinks, 0.0), bs(kLinks, 25.0), ue(kLinks, 1.5);
    const std::vector<std::uint8_t> inside(kLinks, 0);
    std::vector<std::uint8_t> los;
    for (const double one : ones) los.push_back(one < 0.5 ? 1 : 0);
    return [=, loss = std::vector<double>(kLinks)](int rounds) mutable {
        for (int i = 0; i < rounds; ++i) {
            model->pathLossDb({distance, indoor, inside, bs, ue, los, ones}, Hertz{2e9}, loss);
            keep(loss);
        }
    };
}

Rounds antennaGain() {
    constexpr std::size_t kLinks = 1000;
    antenna::Tr38901Sector sector;
    sector.rows = 8;
    std::shared_ptr<const antenna::Pattern> pattern = antenna::makeTr38901Sector(sector);
    const auto bearing = column<double>(kLinks, -180.0, 180.0, 1),
               elevation = column<double>(kLinks, -60.0, 5.0, 2);
    return [=, gain = std::vector<double>(kLinks)](int rounds) mutable {
        for (int i = 0; i < rounds; ++i) {
            antenna::mountedGainDbi(*pattern, {30.0, 6.0, 2.0}, bearing, elevation, gain);
            keep(gain);
        }
    };
}

Rounds effectiveSinr() {
    constexpr std::size_t kSubbands = 26, kUes = 100;
    std::vector<float> sinr;
    for (std::size_t i = 0; i < kSubbands * kUes; ++i)
        sinr.push_back(static_cast<float>(std::pow(10.0, draw(i, -1.0, 3.0))));
    return [=](int rounds) {
        for (int i = 0; i < rounds; ++i)
            for (std::size_t u = 0; u < kUes; ++u)
                keep(phy::miesmSinr({sinr.data() + u * kSubbands, kSubbands},
                                    2 + 2 * static_cast<int>(u % 4)));
    };
}

Rounds linkAdaptation() {
    constexpr auto kTable = phy::McsTable::table2_256qam;
    const auto sinr_db = column<double>(1000, -10.0, 30.0, 1);
    return [=](int rounds) {
        for (int i = 0; i < rounds; ++i)
            for (const double db : sinr_db) {
                const int mcs = phy::mcsFromCqi(phy::cqiFromSinr(db, kTable), kTable, 0.3);
                const phy::Scheme& scheme = phy::mcsTable(kTable)[static_cast<std::size_t>(mcs)];
                keep(phy::transportBlockBits(25, 144, scheme, 2));
            }
    };
}

Rounds harq() {
    const auto sinr_db = column<double>(300, -5.0, 25.0, 1);
    return [=](int rounds) {
        for (int i = 0; i < rounds; ++i)
            for (std::size_t k = 0; k < sinr_db.size(); ++k) {
                const phy::Scheme& scheme = phy::mcsTable(phy::McsTable::table2_256qam)[k % 28];
                const auto blocks = phy::segmentTransportBlock(20000, scheme.code_rate_x1024 / 1024.0);
                phy::HarqState state;
                for (int sent = 0; sent < 1 + static_cast<int>(k % 4); ++sent)
                    state = phy::withTransmission(state, std::pow(10.0, 0.1 * sinr_db[k]));
                keep(phy::combinedErrorRate(state, scheme, blocks, phy::Combining::incremental_redundancy));
            }
    };
}

Rounds allocation() {
    std::vector<scheduler::Candidate> candidates;
    for (std::uint32_t i = 0; i < 30; ++i)
        candidates.push_back({i, 100 + static_cast<std::int64_t>(draw(i, 0.0, 5000.0)),
                              draw(i, 10.0, 110.0, 1), draw(i, 1.0, 500.0, 2), i});
    return [=, scratch = scheduler::Scratch{}, grants = std::vector<scheduler::Grant>{}](int rounds) mutable {
        for (int i = 0; i < rounds; ++i) {
            scheduler::allocate({}, candidates, {}, 100 + i, 100, 8, scratch, grants);
            keep(grants);
        }
    };
}

fading::FadingParameters fadingParameters() {
    return {.delay_spread_s = 300e-9, .subbands = 13, .subband_width_hz = 720e3, .rx = 2, .tx = 2};
}
Rounds fadingRead() {
    auto table =
        std::make_shared<const fading::FadingTable>(kRandom, fading::TdlProfile::c, fadingParameters());
    return [table, h = std::vector<std::complex<float>>(table->coefficients())](int rounds) mutable {
        for (int i = 0; i < rounds; ++i)
            for (std::uint64_t key = 0; key < 100; ++key) {
                table->at(key, 0.1 * i, h);
                keep(h);
            }
    };
}

Rounds precoders() {
    const fading::FadingTable table(kRandom, fading::TdlProfile::c, fadingParameters());
    std::vector<std::complex<float>> h(table.coefficients());
    table.at(7, 3.0, h);
    auto codebook = std::make_shared<const link::Codebook>(link::CodebookKind::nr_2_ports);
    const std::vector<float> snr(13, 100.0F);
    return [=](int rounds) {
        for (int i = 0; i < rounds; ++i) keep(link::selectPrecoder(*codebook, {h, 13, 2, 2}, snr, 2));
    };
}

/// A second of arrivals of one flow after the other, each model by turns.
Rounds arrivals() {
    std::vector<traffic::Profile> profiles(3);
    profiles[0].kind = traffic::Kind::ftp3;
    profiles[0].files_per_second = 20.0;
    profiles[1].kind = traffic::Kind::voip;
    profiles[2].kind = traffic::Kind::gaming;
    return [=](int rounds) {
        constexpr std::int64_t kSecondNs = 1'000'000'000;
        for (int i = 0; i < rounds; ++i)
            for (std::uint64_t flow = 0; flow < 12; ++flow) {
                const traffic::Profile& profile = profiles[flow % profiles.size()];
                traffic::Cursor cursor = traffic::begin(profile, kRandom, flow);
                while (const auto unit = traffic::take(profile, kRandom, flow, kSecondNs, cursor)) keep(unit);
            }
    };
}

}  // namespace

std::vector<GateCase> kernelCases() {
    return {{"link.interference-57", 100, interference57},
            {"link.interference-570", 100, interference570},
            {"link.sinr-13", 1000, sinrOfSubbands},
            {"link.precoders-2x2", 100, precoders},
            {"propagation.uma", 100, pathLoss},
            {"antenna.sector", 100, antennaGain},
            {"phy.miesm-26", 100, effectiveSinr},
            {"phy.link-adaptation", 100, linkAdaptation},
            {"phy.harq", 20, harq},
            {"scheduler.allocate-30", 1000, allocation},
            {"fading.read-2x2x13", 100, fadingRead},
            {"traffic.arrivals", 20, arrivals}};
}

}  // namespace celltwin::bench
