// SPDX-License-Identifier: BSD-3-Clause
//
// What lies between a link's mean signal to noise ratio and the SINR its transport blocks see: fast fading,
// rank and precoder, layers, subbands, their effective SINR, and the report a UE makes of them. Built once
// from the scenario, immutable. Without fading, or in a LOS state that has none, a UE has all layers of its
// carrier, sharing the power without cross-talk.
//
// Not modelled: fading of interferers (their mean counts), errors of channel estimation, interference
// rejection.
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/fading/tdl.h"
#include "models/link/codebook.h"
#include "models/phy/effective_sinr.h"
#include "models/phy/link_adaptation.h"
#include "models/phy/link_table.h"
#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

/// A UE's channel state report: CQI 0..15, rank (RI) 1..4, index of its precoder (PMI) in the codebook.
struct CsiReport {
    std::uint8_t cqi = 0, rank = 1;
    std::uint16_t precoder = 0;
};

/// One UE on its serving cell at one instant.
struct LinkState {
    std::uint32_t carrier = 0;
    std::uint64_t key = 0;     ///< of UE and cell
    double travelled_m = 0.0;  ///< by the UE, what moves around it included
    bool line_of_sight = false;
    float snr = 0.0F;  ///< mean signal over interference and noise, all layers together, linear
};
/// PRBs of a grant.
struct PrbRange {
    int first = 0, count = 0;
};
/// Subbands of a carrier, a bit each, the lowest first.
using SubbandSet = std::uint32_t;

/// Working memory, one for each thread.
struct ChannelScratch {
    std::vector<std::complex<float>> h;
    std::vector<float> sinr;
};

/// Two bits a subband, the lowest first: TS 38.214 Table 5.2.2.1-1.
using DifferentialCqi = std::uint64_t;

class AirInterface {
  public:
    explicit AirInterface(const scenario::Scenario& scenario);

    bool fades() const { return fades_; }
    /// Memory of the fading tables, bytes.
    std::size_t bytes() const;
    CsiReport report(const LinkState& link, ChannelScratch& scratch) const;
    /// Each subband's CQI beside the report that was made last with this scratch for this link.
    DifferentialCqi subbandReport(const LinkState& link, const CsiReport& report,
                                  const ChannelScratch& scratch) const;
    int subbandCount(std::uint32_t carrier) const { return static_cast<int>(carriers_[carrier].subbands); }
    /// PRBs of each subband but the last, which may have fewer.
    int subbandPrbs(std::uint32_t carrier) const { return carriers_[carrier].subband_prbs; }
    SubbandSet subbandsOf(std::uint32_t carrier, PrbRange prbs) const;
    /// Linear effective SINR of a block sent with this rank and precoder in these subbands.
    float effectiveSinr(const LinkState& link, const CsiReport& precoding, SubbandSet subbands,
                        const phy::Scheme& scheme, ChannelScratch& scratch) const;

  private:
    static constexpr std::size_t kNoTable = static_cast<std::size_t>(-1);  ///< the mean channel
    struct CarrierAir {
        phy::McsTable mcs_table = phy::McsTable::table2_256qam;
        std::optional<phy::LinkTable> link_table;
        int layers = 1;
        int subband_prbs = 1;
        std::size_t subbands = 1;
        double turns_per_m = 0.0;  ///< 1 / wavelength
        std::size_t codebook = 0, nlos_table = kNoTable, los_table = kNoTable;
        std::vector<float> mcs_beta, cqi_beta;  ///< of EESM, by index
    };
    CarrierAir buildCarrier(const scenario::Scenario& scenario, const scenario::Carrier& carrier);
    /// Of the link's LOS state, or kNoTable.
    static std::size_t tableOf(const CarrierAir& air, const LinkState& link) {
        return link.line_of_sight ? air.los_table : air.nlos_table;
    }
    void readChannel(const CarrierAir& air, const LinkState& link, ChannelScratch& scratch) const;
    float average(const CarrierAir& air, std::span<const float> sinr, const phy::Scheme& scheme) const;
    std::uint8_t cqiOf(const CarrierAir& air, std::span<const float> sinr) const;
    std::uint8_t tabulatedCqi(const CarrierAir& air, std::span<const float> sinr) const;

    std::vector<CarrierAir> carriers_;
    std::vector<fading::FadingTable> tables_;
    std::vector<link::Codebook> codebooks_;
    std::size_t rx_ = 1;
    bool fades_ = false, eesm_ = false;
};

}  // namespace celltwin::engine
