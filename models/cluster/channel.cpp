// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/channel.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace celltwin::cluster {
namespace {

using Complex = std::complex<double>;

void evaluateFields(const Rays& rays, const AntennaFields& bs, const AntennaFields& ue,
                    ChannelWorkspace& work) {
    work.bs.resize(bs.portCount() * rays.size());
    work.ue.resize(ue.portCount() * rays.size());
    bs.fields(rays.aod_azimuth_deg, rays.aod_elevation_deg, work.bs);
    ue.fields(rays.aoa_azimuth_deg, rays.aoa_elevation_deg, work.ue);
}

/// Product without the library's care for infinities, which costs a branch a term.
inline Complex times(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

inline double squared(Complex a) {
    return a.real() * a.real() + a.imag() * a.imag();
}

/// Expected |F_ue^T M F_bs|^2 of one ray.
inline double rayGain(const PortField& bs, const PortField& ue, double xpr) {
    // Direct ray, (7.5-29): M = diag(1, -1) is certain.
    if (std::isinf(xpr)) return squared(times(bs.theta, ue.theta) - times(bs.phi, ue.phi));
    // (7.5-22) with four independent phases: the cross terms average out.
    const double bt = squared(bs.theta), bp = squared(bs.phi), ut = squared(ue.theta), up = squared(ue.phi);
    return bt * ut + bp * up + (bt * up + bp * ut) / xpr;
}

Complex unit(double radians) {
    return {std::cos(radians), std::sin(radians)};
}

/// Rays of one delay are added up before they meet the frequencies.
std::size_t endOfDelay(const Rays& rays, std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < rays.size() && rays.delay_s[end] == rays.delay_s[begin]) ++end;
    return end;
}

/// sqrt(power) exp(j 2 pi v . r t / lambda) of one ray.
Complex amplitudeOf(const Rays& rays, std::size_t m, const Motion& motion, double wavelength_m) {
    const double azimuth = toRadians(rays.aoa_azimuth_deg[m]),
                 elevation = toRadians(rays.aoa_elevation_deg[m]);
    // (7.5-25): v_n,m = r_rx . v / lambda, with r_rx towards where the ray comes from
    const double metres = motion.time_s * (std::cos(elevation) * (std::sin(azimuth) * motion.east_m_per_s +
                                                                  std::cos(azimuth) * motion.north_m_per_s) +
                                           std::sin(elevation) * motion.up_m_per_s);
    return std::sqrt(rays.power[m]) * unit(2.0 * kPi * metres / wavelength_m);
}

/// Adds ray m to the coefficients of all pairs of ports.
void addRay(const Rays& rays, std::size_t m, Complex amplitude, const ChannelWorkspace& work,
            std::size_t bs_ports, std::size_t ue_ports, std::span<Complex> path) {
    const std::size_t n = rays.size();
    const std::array<float, 4>& phase = rays.phase_rad[m];
    // (7.5-22): off the diagonal sqrt(1/kappa), which is 0 for the direct ray.
    const Complex cross = amplitude / std::sqrt(rays.xpr[m]);
    const Complex tt = times(amplitude, unit(phase[0])), tp = times(cross, unit(phase[1]));
    const Complex pt = times(cross, unit(phase[2])), pp = times(amplitude, unit(phase[3]));
    for (std::size_t b = 0; b < bs_ports; ++b) {
        const PortField& bs = work.bs[b * n + m];
        const Complex theta = times(tt, bs.theta) + times(tp, bs.phi);
        const Complex phi = times(pt, bs.theta) + times(pp, bs.phi);
        for (std::size_t u = 0; u < ue_ports; ++u) {
            const PortField& ue = work.ue[u * n + m];
            path[u * bs_ports + b] += times(ue.theta, theta) + times(ue.phi, phi);
        }
    }
}

}  // namespace

void FunctionFields::fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                            std::span<PortField> out) const {
    const std::size_t n = azimuth_deg.size();
    assert(elevation_deg.size() == n && out.size() == n * ports_.size());
    for (std::size_t port = 0; port < ports_.size(); ++port)
        for (std::size_t i = 0; i < n; ++i)
            out[port * n + i] = ports_[port](azimuth_deg[i], elevation_deg[i]);
}

void IsotropicFields::fields(std::span<const double> azimuth_deg,
                             [[maybe_unused]] std::span<const double> elevation_deg,
                             std::span<PortField> out) const {
    const std::size_t n = azimuth_deg.size();
    assert(elevation_deg.size() == n && out.size() == n * slants_deg_.size());
    for (std::size_t port = 0; port < slants_deg_.size(); ++port) {
        const double slant = toRadians(slants_deg_[port]);
        const PortField field{std::cos(slant), std::sin(slant)};
        std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(port * n), n, field);
    }
}

void couplingGains(const Rays& rays, const AntennaFields& bs, const AntennaFields& ue, ChannelWorkspace& work,
                   std::span<double> gain) {
    const std::size_t n = rays.size(), bs_ports = bs.portCount(), ue_ports = ue.portCount();
    assert(gain.size() == bs_ports * ue_ports);
    evaluateFields(rays, bs, ue, work);
    for (std::size_t u = 0; u < ue_ports; ++u)
        for (std::size_t b = 0; b < bs_ports; ++b) {
            double sum = 0.0;
            for (std::size_t m = 0; m < n; ++m)
                sum += rays.power[m] * rayGain(work.bs[b * n + m], work.ue[u * n + m], rays.xpr[m]);
            gain[u * bs_ports + b] = sum;
        }
}

double couplingGain(const Rays& rays, const AntennaFields& bs, const AntennaFields& ue, std::size_t bs_port,
                    std::size_t ue_port) {
    assert(bs_port < bs.portCount() && ue_port < ue.portCount());
    ChannelWorkspace work;
    std::vector<double> gain(bs.portCount() * ue.portCount());
    couplingGains(rays, bs, ue, work, gain);
    return gain[ue_port * bs.portCount() + bs_port];
}

void channelCoefficients(const Rays& rays, const AntennaFields& bs, const AntennaFields& ue, Hertz carrier,
                         const Motion& motion, std::span<const double> offset_hz, ChannelWorkspace& work,
                         std::span<Complex> h) {
    const std::size_t bs_ports = bs.portCount(), ue_ports = ue.portCount(), pairs = bs_ports * ue_ports;
    assert(h.size() == pairs * offset_hz.size());
    const double wavelength_m = kSpeedOfLight / carrier.value;
    evaluateFields(rays, bs, ue, work);
    work.path.resize(pairs);
    std::fill(h.begin(), h.end(), Complex{});
    for (std::size_t begin = 0; begin < rays.size();) {
        const std::size_t end = endOfDelay(rays, begin);
        std::fill(work.path.begin(), work.path.end(), Complex{});
        for (std::size_t m = begin; m < end; ++m)
            addRay(rays, m, amplitudeOf(rays, m, motion, wavelength_m), work, bs_ports, ue_ports, work.path);
        for (std::size_t f = 0; f < offset_hz.size(); ++f) {
            // Fourier transform of (7.5-27)'s delta(tau - tau_n)
            const Complex turn = unit(-2.0 * kPi * offset_hz[f] * rays.delay_s[begin]);
            for (std::size_t pair = 0; pair < pairs; ++pair)
                h[f * pairs + pair] += times(work.path[pair], turn);
        }
        begin = end;
    }
}

}  // namespace celltwin::cluster
