// SPDX-License-Identifier: BSD-3-Clause
//
// From rays and antennas to power and channel coefficients: TR 38.901 V16.1 clause 7.5 step 11, equations
// 7.5-22 to 7.5-30. Path loss and shadowing are the caller's: a link whose antennas are isotropic and
// co-polar has gain 1 here.
//
// Valid for plane waves and arrays small against the distance; the Doppler shift holds while angles do, so
// over some tens of wavelengths. Not modelled: clause 7.6.10 (moving scatterers), near field.
#pragma once

#include <complex>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "models/base/units.h"
#include "models/cluster/clusters.h"

namespace celltwin::cluster {

/// Field amplitude of a port along theta-hat (down) and phi-hat (counter-clockwise seen from above): square
/// root of power gain, 1 = 0 dBi, with the phase of its place against the antenna's reference point.
struct PortField {
    std::complex<double> theta, phi;
};

/// An antenna as the channel sees it: ports, asked for many directions at a time.
class AntennaFields {
  public:
    virtual ~AntennaFields() = default;
    virtual std::size_t portCount() const = 0;
    /// Directions in the world: azimuth clockwise from north, elevation above the horizon; spans of length n.
    /// Writes out[port * n + direction].
    virtual void fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                        std::span<PortField> out) const = 0;
};

/// One port at one place: (azimuth_deg, elevation_deg) -> field.
using FieldFunction = std::function<PortField(double, double)>;

/// Ports that are given as functions.
class FunctionFields : public AntennaFields {
  public:
    explicit FunctionFields(std::vector<FieldFunction> ports) : ports_(std::move(ports)) {}
    std::size_t portCount() const override { return ports_.size(); }
    void fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                std::span<PortField> out) const override;

  private:
    std::vector<FieldFunction> ports_;
};

/// Isotropic ports at one place, one for each slant against the vertical: the same power in every direction,
/// amplitude cos(slant) along theta-hat and sin(slant) along phi-hat. {0, 90} is the UE antenna of the
/// calibrations (TR 38.901 Tables 7.8-1 and 7.8-2).
class IsotropicFields : public AntennaFields {
  public:
    explicit IsotropicFields(std::vector<double> slants_deg) : slants_deg_(std::move(slants_deg)) {}
    std::size_t portCount() const override { return slants_deg_.size(); }
    void fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                std::span<PortField> out) const override;

  private:
    std::vector<double> slants_deg_;
};

/// Memory that gains and coefficients work in; reuse it from link to link, one for each thread.
struct ChannelWorkspace {
    std::vector<PortField> bs, ue;
    std::vector<std::complex<double>> path;
};

/// Mean power gain of each pair of ports over the rays' random phases, linear:
///   sum over rays of power * (|Ft|^2|Ft'|^2 + |Fp|^2|Fp'|^2 + (|Ft|^2|Fp'|^2 + |Fp|^2|Ft'|^2) / xpr),
/// for the direct ray power * |Ft Ft' - Fp Fp'|^2. Writes gain[ue_port * bs ports + bs_port]. This, and not
/// the gain towards the line of sight, is what a reference signal's received power is made of. GainTable has
/// the same for a UE's mean many times faster.
void couplingGains(const Rays& rays, const AntennaFields& bs, const AntennaFields& ue, ChannelWorkspace& work,
                   std::span<double> gain);

/// The same for one pair of ports.
double couplingGain(const Rays& rays, const AntennaFields& bs, const AntennaFields& ue,
                    std::size_t bs_port = 0, std::size_t ue_port = 0);

/// Motion of the UE and the instant to look at.
struct Motion {
    double east_m_per_s = 0.0, north_m_per_s = 0.0, up_m_per_s = 0.0;
    double time_s = 0.0;
};

/// Channel coefficients from base station to UE at one instant: h[(f * ue ports + ue_port) * bs ports +
/// bs_port] for each `offset_hz` from the carrier. The channel from UE to base station is the transpose.
/// The mean of |h|^2 over the random phases is couplingGains().
void channelCoefficients(const Rays& rays, const AntennaFields& bs, const AntennaFields& ue, Hertz carrier,
                         const Motion& motion, std::span<const double> offset_hz, ChannelWorkspace& work,
                         std::span<std::complex<double>> h);

}  // namespace celltwin::cluster
