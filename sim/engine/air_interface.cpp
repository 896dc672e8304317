// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/air_interface.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "models/base/units.h"
#include "models/link/mimo.h"
#include "models/phy/csi.h"
#include "models/phy/nr_frame.h"

namespace celltwin::engine {
namespace {

link::CodebookKind codebookKind(int ports, bool lte) {
    switch (ports) {
        case 2:
            return lte ? link::CodebookKind::lte_2_ports : link::CodebookKind::nr_2_ports;
        case 4:
            return lte ? link::CodebookKind::lte_4_ports : link::CodebookKind::nr_4_ports;
        case 8:
            return link::CodebookKind::nr_8_ports_4x1;
        default:
            return link::CodebookKind::one_port;
    }
}

fading::AntennaCorrelation correlationOf(const scenario::Fading& fading, std::size_t rx, std::size_t tx) {
    // Cross-polarised arrays come in pairs: a single antenna at either end makes the other a line.
    const bool pairs = rx % 2 == 0 && tx % 2 == 0;
    return fading::antennaCorrelation(
        pairs ? fading::AntennaArray::cross_polarized : fading::AntennaArray::uniform_linear,
        fading.correlation);
}

}  // namespace

AirInterface::AirInterface(const scenario::Scenario& s)
    : rx_(static_cast<std::size_t>(s.users.antennas)),
      fades_(s.radio.fading.profile.has_value() || s.radio.fading.los_profile.has_value()),
      eesm_(s.ran.link_adaptation.effective_sinr == scenario::EffectiveSinr::eesm) {
    for (const scenario::Carrier& carrier : s.network.carriers) carriers_.push_back(buildCarrier(s, carrier));
}

AirInterface::CarrierAir AirInterface::buildCarrier(const scenario::Scenario& s,
                                                    const scenario::Carrier& carrier) {
    CarrierAir air;
    air.mcs_table = carrier.mcs_table;
    air.link_table = carrier.link_table;
    air.layers = carrier.layers;
    air.subband_prbs = carrier.prb_count;
    if (eesm_) {
        for (const phy::Scheme& mcs : phy::mcsTable(air.mcs_table))
            air.mcs_beta.push_back(static_cast<float>(phy::eesmBeta(mcs)));
        for (const phy::Scheme& cqi : phy::cqiTable(air.mcs_table))
            air.cqi_beta.push_back(static_cast<float>(phy::eesmBeta(cqi)));
    }
    if (!fades_) return air;
    air.subband_prbs = phy::subbandSize(carrier.prb_count, phy::SubbandConfiguration::first);
    air.subbands = static_cast<std::size_t>((carrier.prb_count + air.subband_prbs - 1) / air.subband_prbs);
    air.turns_per_m = carrier.frequency_mhz * 1e6 / kSpeedOfLight;
    const bool lte = phy::isLte(carrier.mcs_table);
    air.codebook = codebooks_.size();
    codebooks_.emplace_back(codebookKind(carrier.ports, lte));
    const auto tx = static_cast<std::size_t>(carrier.ports);
    const double prb_hz = phy::kSubcarriersPerPrb * phy::subcarrierSpacingKhz(carrier.numerology) * 1e3;
    const fading::FadingParameters parameters{.delay_spread_s = s.radio.fading.delay_spread_ns * 1e-9,
                                              .subbands = air.subbands,
                                              .subband_width_hz = air.subband_prbs * prb_hz,
                                              .rx = rx_,
                                              .tx = tx,
                                              .correlation = correlationOf(s.radio.fading, rx_, tx)};
    const Random random(s.run.seed);
    const auto addTable = [&](const std::optional<fading::TdlProfile>& profile) {
        if (!profile) return kNoTable;
        tables_.emplace_back(random, *profile, parameters);
        return tables_.size() - 1;
    };
    air.nlos_table = addTable(s.radio.fading.profile);
    air.los_table = s.radio.fading.los_profile == s.radio.fading.profile
                        ? air.nlos_table
                        : addTable(s.radio.fading.los_profile);
    return air;
}

std::size_t AirInterface::bytes() const {
    std::size_t sum = 0;
    for (const fading::FadingTable& table : tables_) sum += table.bytes();
    return sum;
}

void AirInterface::readChannel(const CarrierAir& air, const LinkState& link, ChannelScratch& scratch) const {
    const fading::FadingTable& table = tables_[tableOf(air, link)];
    scratch.h.resize(table.coefficients());
    table.at(link.key, link.travelled_m * air.turns_per_m, scratch.h);
}

float AirInterface::average(const CarrierAir& air, std::span<const float> sinr,
                            const phy::Scheme& scheme) const {
    if (sinr.size() == 1) return sinr[0];
    return eesm_ ? phy::eesmSinr(sinr, air.mcs_beta[static_cast<std::size_t>(scheme.index)])
                 : phy::miesmSinr(sinr, scheme.modulation_order);
}

/// The highest CQI whose SINR the link reaches, subbands averaged for the MCS that would answer it.
std::uint8_t AirInterface::tabulatedCqi(const CarrierAir& air, std::span<const float> sinr) const {
    if (sinr.size() == 1)
        return static_cast<std::uint8_t>(phy::cqiFromSinr(ratioDb(sinr[0]), *air.link_table));
    const auto schemes = phy::mcsTable(air.mcs_table);
    for (int cqi = static_cast<int>(phy::kCqiCount); cqi > 0; --cqi) {
        const phy::Scheme& scheme = schemes[static_cast<std::size_t>(phy::mcsFromCqi(cqi, *air.link_table))];
        if (phy::cqiFromSinr(toDb(average(air, sinr, scheme)).value, *air.link_table) >= cqi)
            return static_cast<std::uint8_t>(cqi);
    }
    return 0;
}

/// The highest CQI that reaches its BLER target at its own effective SINR.
std::uint8_t AirInterface::cqiOf(const CarrierAir& air, std::span<const float> sinr) const {
    if (air.link_table) return tabulatedCqi(air, sinr);
    if (sinr.size() == 1) return static_cast<std::uint8_t>(phy::cqiFromSinr(ratioDb(sinr[0]), air.mcs_table));
    if (!eesm_) return static_cast<std::uint8_t>(phy::widebandCqi(sinr, air.mcs_table));
    for (int cqi = static_cast<int>(air.cqi_beta.size()); cqi > 0; --cqi) {
        const float effective = phy::eesmSinr(sinr, air.cqi_beta[static_cast<std::size_t>(cqi - 1)]);
        if (phy::cqiFromSinr(toDb(effective).value, air.mcs_table) >= cqi)
            return static_cast<std::uint8_t>(cqi);
    }
    return 0;
}

CsiReport AirInterface::report(const LinkState& link, ChannelScratch& scratch) const {
    const CarrierAir& air = carriers_[link.carrier];
    CsiReport report;
    if (tableOf(air, link) == kNoTable) {
        report.rank = static_cast<std::uint8_t>(air.layers);
        const float layer = link.snr / static_cast<float>(air.layers);
        report.cqi = cqiOf(air, {&layer, 1});
        return report;
    }
    readChannel(air, link, scratch);
    const link::Codebook& codebook = codebooks_[air.codebook];
    const link::MimoChannel channel{scratch.h, air.subbands, rx_, codebook.ports()};
    const link::PrecoderChoice choice =
        link::selectPrecoder(codebook, channel, {&link.snr, 1}, static_cast<std::size_t>(air.layers));
    const auto describe = [&](std::size_t rank, std::size_t index) {
        report.rank = static_cast<std::uint8_t>(rank);
        report.precoder = static_cast<std::uint16_t>(index);
        scratch.sinr.resize(air.subbands * rank);
        link::layerSinr(channel, codebook.precoder(rank, index), rank, {&link.snr, 1}, scratch.sinr);
        report.cqi = cqiOf(air, scratch.sinr);
    };
    describe(choice.rank, choice.index);
    // The most capacity may lie in layers of which each is too weak for any CQI.
    if (report.cqi == 0 && choice.rank > 1) describe(1, choice.best[0]);
    return report;
}

DifferentialCqi AirInterface::subbandReport(const LinkState& link, const CsiReport& report,
                                            const ChannelScratch& scratch) const {
    const CarrierAir& air = carriers_[link.carrier];
    if (tableOf(air, link) == kNoTable) return 0;
    DifferentialCqi bits = 0;
    for (std::size_t subband = 0; subband < air.subbands; ++subband) {
        const std::span layers = std::span(scratch.sinr).subspan(subband * report.rank, report.rank);
        const int level = phy::differentialCqi(cqiOf(air, layers), report.cqi);
        bits |= static_cast<DifferentialCqi>(level) << (2 * subband);
    }
    return bits;
}

SubbandSet AirInterface::subbandsOf(std::uint32_t carrier, PrbRange prbs) const {
    const CarrierAir& air = carriers_[carrier];
    const int first = prbs.first / air.subband_prbs;
    const int last = (prbs.first + prbs.count - 1) / air.subband_prbs;
    return ((SubbandSet{2} << last) - 1U) & ~((SubbandSet{1} << first) - 1U);
}

float AirInterface::effectiveSinr(const LinkState& link, const CsiReport& precoding, SubbandSet subbands,
                                  const phy::Scheme& scheme, ChannelScratch& scratch) const {
    const CarrierAir& air = carriers_[link.carrier];
    if (tableOf(air, link) == kNoTable) return link.snr / static_cast<float>(precoding.rank);
    readChannel(air, link, scratch);
    const link::Codebook& codebook = codebooks_[air.codebook];
    const std::size_t pairs = rx_ * codebook.ports(), rank = precoding.rank;
    scratch.sinr.resize(static_cast<std::size_t>(std::popcount(subbands)) * rank);
    std::size_t filled = 0;
    for (SubbandSet left = subbands; left != 0;) {
        const auto first = static_cast<std::size_t>(std::countr_zero(left));
        const auto count = static_cast<std::size_t>(std::countr_one(left >> first));
        const link::MimoChannel channel{
            std::span<const std::complex<float>>(scratch.h).subspan(first * pairs, count * pairs), count, rx_,
            codebook.ports()};
        link::layerSinr(channel, codebook.precoder(rank, precoding.precoder), rank, {&link.snr, 1},
                        std::span(scratch.sinr).subspan(filled, count * rank));
        filled += count * rank;
        left &= ~(((SubbandSet{1} << count) - 1U) << first);
    }
    return average(air, scratch.sinr, scheme);
}

}  // namespace celltwin::engine
