// SPDX-License-Identifier: BSD-3-Clause
#include "models/link/mimo.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

// Vectors are returned by functions of this file alone, where how they are returned does not matter.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace celltwin::link {
namespace {

constexpr std::size_t kLanes = 8;
/// Eight subbands side by side.
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));
struct ComplexLanes {
    Lanes re, im;
};

/// 1 + SINR is held below this, so that a product of layers stays within a float, and of lanes within a
/// double.
constexpr float kMost = 1e9F;
constexpr std::size_t kMaxCandidates = 64;

inline Lanes all(float value) {
    return Lanes{} + value;
}
inline Lanes larger(const Lanes& a, const Lanes& b) {
    return a > b ? a : b;
}
inline Lanes smaller(const Lanes& a, const Lanes& b) {
    return a < b ? a : b;
}

/// Channel of up to eight subbands, transposed so that a lane is a subband. Lanes that are left over hold
/// zeros.
struct Block {
    Block(const MimoChannel& channel, std::span<const float> snr_each, std::size_t first)
        : rx(channel.rx), tx(channel.tx) {
        const std::size_t pairs = rx * tx, used = std::min(kLanes, channel.subbands - first);
        alignas(Lanes) float buffer[2 * kMaxAntennas * kMaxAntennas][kLanes];
        if (used < kLanes)
            for (std::size_t i = 0; i < 2 * pairs; ++i)
                for (std::size_t lane = used; lane < kLanes; ++lane) buffer[i][lane] = 0.0F;
        for (std::size_t lane = 0; lane < used; ++lane) {
            const float* from = reinterpret_cast<const float*>(channel.h.data() + (first + lane) * pairs);
            for (std::size_t i = 0; i < 2 * pairs; ++i) buffer[i][lane] = from[i];
        }
        for (std::size_t i = 0; i < pairs; ++i) {
            std::memcpy(&h[i].re, buffer[2 * i], sizeof(Lanes));
            std::memcpy(&h[i].im, buffer[2 * i + 1], sizeof(Lanes));
        }
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            snr[lane] = lane < used ? snr_each[snr_each.size() == 1 ? 0 : first + lane] : 0.0F;
    }

    std::size_t rx, tx;
    Lanes snr;
    ComplexLanes h[kMaxAntennas * kMaxAntennas];
};

/// M = I + snr (H W)^H H W, its lower triangle.
template <std::size_t kRank>
inline void formMatrix(const Block& block, const std::complex<float>* w, ComplexLanes (&m)[kRank][kRank]) {
    for (auto& row : m)
        for (auto& element : row) element = ComplexLanes{Lanes{}, Lanes{}};
    for (std::size_t r = 0; r < block.rx; ++r) {
        ComplexLanes a[kRank] = {};
        for (std::size_t t = 0; t < block.tx; ++t) {
            const ComplexLanes& h = block.h[r * block.tx + t];
            for (std::size_t l = 0; l < kRank; ++l) {
                const float re = w[t * kRank + l].real(), im = w[t * kRank + l].imag();
                a[l].re += h.re * re - h.im * im;
                a[l].im += h.re * im + h.im * re;
            }
        }
        for (std::size_t i = 0; i < kRank; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                m[i][j].re += a[i].re * a[j].re + a[i].im * a[j].im;
                if (j < i) m[i][j].im += a[i].re * a[j].im - a[i].im * a[j].re;
            }
    }
    for (std::size_t i = 0; i < kRank; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            m[i][j].re *= block.snr;
            m[i][j].im *= block.snr;
            if (i == j && kRank > 1) m[i][j].re += 1.0F;
        }
}

/// M = L D L^H in place: the strict lower triangle of `m` becomes L. All of D is 1 or more, as M is I or
/// more.
template <std::size_t kRank>
inline void factorise(ComplexLanes (&m)[kRank][kRank], Lanes (&inverse_d)[kRank]) {
    Lanes d[kRank];
    for (std::size_t j = 0; j < kRank; ++j) {
        Lanes pivot = m[j][j].re;
        for (std::size_t k = 0; k < j; ++k)
            pivot -= (m[j][k].re * m[j][k].re + m[j][k].im * m[j][k].im) * d[k];
        d[j] = larger(pivot, all(1.0F));
        inverse_d[j] = 1.0F / d[j];
        for (std::size_t i = j + 1; i < kRank; ++i) {
            ComplexLanes sum = m[i][j];
            for (std::size_t k = 0; k < j; ++k) {
                const ComplexLanes &a = m[i][k], &b = m[j][k];
                sum.re -= (a.re * b.re + a.im * b.im) * d[k];
                sum.im -= (a.im * b.re - a.re * b.im) * d[k];
            }
            m[i][j] = {sum.re * inverse_d[j], sum.im * inverse_d[j]};
        }
    }
}

/// SINR of each layer, 1 / [M^-1]_ll - 1, where M^-1 = X^H D^-1 X and X = L^-1.
template <std::size_t kRank>
inline void layers(const Block& block, const std::complex<float>* w, Lanes (&sinr)[kRank]) {
    ComplexLanes m[kRank][kRank];
    formMatrix<kRank>(block, w, m);
    if constexpr (kRank == 1) {
        sinr[0] = smaller(m[0][0].re, all(kMost));
        return;
    }
    Lanes inverse_d[kRank];
    factorise<kRank>(m, inverse_d);
    for (std::size_t j = 0; j < kRank; ++j) {
        ComplexLanes x[kRank] = {};
        Lanes diagonal = inverse_d[j];
        for (std::size_t i = j + 1; i < kRank; ++i) {
            x[i] = {-m[i][j].re, -m[i][j].im};
            for (std::size_t k = j + 1; k < i; ++k) {
                x[i].re -= m[i][k].re * x[k].re - m[i][k].im * x[k].im;
                x[i].im -= m[i][k].re * x[k].im + m[i][k].im * x[k].re;
            }
            diagonal += (x[i].re * x[i].re + x[i].im * x[i].im) * inverse_d[i];
        }
        sinr[j] = smaller(larger(1.0F / diagonal - 1.0F, Lanes{}), all(kMost));
    }
}

template <std::size_t kRank>
void writeLayers(const MimoChannel& channel, const std::complex<float>* w, std::span<const float> snr,
                 float* out) {
    for (std::size_t first = 0; first < channel.subbands; first += kLanes) {
        const Block block(channel, snr, first);
        Lanes sinr[kRank];
        layers<kRank>(block, w, sinr);
        const std::size_t used = std::min(kLanes, channel.subbands - first);
        for (std::size_t lane = 0; lane < used; ++lane)
            for (std::size_t l = 0; l < kRank; ++l) out[(first + lane) * kRank + l] = sinr[l][lane];
    }
}

/// Sum of log2(1 + SINR) over layers and the subbands of a block: one logarithm of a product.
template <std::size_t kRank>
double sumCapacity(const Block& block, const std::complex<float>* w) {
    Lanes sinr[kRank];
    layers<kRank>(block, w, sinr);
    Lanes product = all(1.0F);
    for (std::size_t l = 0; l < kRank; ++l) product *= sinr[l] + 1.0F;
    double whole = 1.0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) whole *= static_cast<double>(product[lane]);
    return std::log2(whole);
}

double sumCapacity(const Block& block, const std::complex<float>* w, std::size_t rank) {
    switch (rank) {
        case 1:
            return sumCapacity<1>(block, w);
        case 2:
            return sumCapacity<2>(block, w);
        case 3:
            return sumCapacity<3>(block, w);
        default:
            return sumCapacity<4>(block, w);
    }
}

void check([[maybe_unused]] const MimoChannel& channel, [[maybe_unused]] std::span<const float> snr) {
    assert(channel.rx >= 1 && channel.rx <= kMaxAntennas && channel.tx >= 1 && channel.tx <= kMaxAntennas);
    assert(channel.h.size() == channel.subbands * channel.rx * channel.tx);
    assert(snr.size() == 1 || snr.size() == channel.subbands);
}

/// Sum over subbands of snr H^H H, the lower triangle, row major.
struct Gram {
    Gram(const MimoChannel& channel, std::span<const float> snr) : tx(channel.tx) {
        ComplexLanes sum[kMaxAntennas * kMaxAntennas] = {};
        for (std::size_t first = 0; first < channel.subbands; first += kLanes) {
            const Block block(channel, snr, first);
            for (std::size_t r = 0; r < channel.rx; ++r)
                for (std::size_t i = 0; i < tx; ++i) {
                    const ComplexLanes& a = block.h[r * tx + i];
                    const Lanes re = a.re * block.snr, im = a.im * block.snr;
                    for (std::size_t j = 0; j <= i; ++j) {
                        const ComplexLanes& b = block.h[r * tx + j];
                        sum[i * tx + j].re += re * b.re + im * b.im;
                        sum[i * tx + j].im += re * b.im - im * b.re;
                    }
                }
        }
        for (std::size_t i = 0; i < tx * tx; ++i)
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                g[i] += std::complex<float>(sum[i].re[lane], sum[i].im[lane]);
    }

    std::complex<float> at(std::size_t i, std::size_t j) const { return g[i * tx + j]; }

    std::size_t tx;
    std::complex<float> g[kMaxAntennas * kMaxAntennas] = {};
};

/// w^H G w, real as G is Hermitian.
float power(const Gram& gram, const std::complex<float>* w) {
    float diagonal = 0.0F, rest = 0.0F;
    for (std::size_t i = 0; i < gram.tx; ++i) {
        diagonal += gram.at(i, i).real() * (w[i].real() * w[i].real() + w[i].imag() * w[i].imag());
        for (std::size_t j = 0; j < i; ++j) {
            const float re = w[i].real() * w[j].real() + w[i].imag() * w[j].imag();
            const float im = w[i].real() * w[j].imag() - w[i].imag() * w[j].real();
            rest += gram.at(i, j).real() * re - gram.at(i, j).imag() * im;
        }
    }
    return diagonal + 2.0F * rest;
}

std::size_t strongestOfAll(const Codebook& codebook, const Gram& gram) {
    std::size_t best = 0;
    float most = -1.0F;
    for (std::size_t index = 0; index < codebook.size(1); ++index)
        if (const float p = power(gram, codebook.precoder(1, index).data()); p > most) {
            most = p;
            best = index;
        }
    return best;
}

/// w = [a; phi a] with phi = 1, j, -1, -j in turn: w^H G w = a^H (G_11 + G_22) a + 2 Re(conj(phi) a^H G_21
/// a).
std::size_t strongestCophased(const Codebook& codebook, const Gram& gram) {
    const std::size_t tx = codebook.ports(), half = tx / 2;
    Gram diagonal = gram;
    for (std::size_t i = 0; i < half; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            diagonal.g[i * half + j] = gram.at(i, j) + gram.at(half + i, half + j);
    diagonal.tx = half;
    std::size_t best = 0;
    float most = -1.0F;
    for (std::size_t index = 0; index < codebook.size(1); index += Codebook::kCophasings) {
        const std::complex<float>* a = codebook.precoder(1, index).data();
        float re = 0.0F, im = 0.0F;
        for (std::size_t i = 0; i < half; ++i) {
            float row_re = 0.0F, row_im = 0.0F;
            for (std::size_t j = 0; j < half; ++j) {
                const std::complex<float> g = gram.at(half + i, j);
                row_re += g.real() * a[j].real() - g.imag() * a[j].imag();
                row_im += g.real() * a[j].imag() + g.imag() * a[j].real();
            }
            re += a[i].real() * row_re + a[i].imag() * row_im;
            im += a[i].real() * row_im - a[i].imag() * row_re;
        }
        const float base = power(diagonal, a);
        const std::array<float, Codebook::kCophasings> turned{re, im, -re, -im};
        for (std::size_t i2 = 0; i2 < turned.size(); ++i2)
            if (const float p = base + 2.0F * turned[i2]; p > most) {
                most = p;
                best = index + i2;
            }
    }
    return best;
}

std::size_t strongest(const Codebook& codebook, const Gram& gram) {
    return codebook.isCophased() ? strongestCophased(codebook, gram) : strongestOfAll(codebook, gram);
}

}  // namespace

void layerSinr(const MimoChannel& channel, std::span<const std::complex<float>> precoder, std::size_t rank,
               std::span<const float> snr, std::span<float> sinr) {
    check(channel, snr);
    assert(rank >= 1 && rank <= kMaxLayers && precoder.size() == channel.tx * rank);
    assert(sinr.size() == channel.subbands * rank);
    switch (rank) {
        case 1:
            return writeLayers<1>(channel, precoder.data(), snr, sinr.data());
        case 2:
            return writeLayers<2>(channel, precoder.data(), snr, sinr.data());
        case 3:
            return writeLayers<3>(channel, precoder.data(), snr, sinr.data());
        case 4:
            return writeLayers<4>(channel, precoder.data(), snr, sinr.data());
    }
}

void layerSinr(std::span<const std::complex<float>> h, std::size_t rx, std::size_t tx,
               std::span<const std::complex<float>> precoder, float snr, std::span<float> sinr) {
    layerSinr({.h = h, .subbands = 1, .rx = rx, .tx = tx}, precoder, sinr.size(), {&snr, 1}, sinr);
}

void referenceLayerSinr(std::span<const std::complex<float>> h, std::size_t rx, std::size_t tx,
                        std::span<const std::complex<float>> precoder, double snr, std::span<double> sinr) {
    using Complex = std::complex<double>;
    constexpr std::size_t kMax = kMaxLayers;
    const std::size_t rank = sinr.size();
    Complex m[kMax][2 * kMax] = {};  // M beside I, which elimination turns into I beside M^-1
    for (std::size_t r = 0; r < rx; ++r) {
        Complex a[kMax] = {};
        for (std::size_t t = 0; t < tx; ++t)
            for (std::size_t l = 0; l < rank; ++l)
                a[l] += Complex(h[r * tx + t]) * Complex(precoder[t * rank + l]);
        for (std::size_t i = 0; i < rank; ++i)
            for (std::size_t j = 0; j < rank; ++j) m[i][j] += snr * std::conj(a[i]) * a[j];
    }
    for (std::size_t i = 0; i < rank; ++i) {
        m[i][i] += 1.0;
        m[i][rank + i] = 1.0;
    }
    // M is I plus what is positive semidefinite: no pivot is below 1.
    for (std::size_t p = 0; p < rank; ++p) {
        const Complex pivot = m[p][p];
        for (std::size_t j = 0; j < 2 * rank; ++j) m[p][j] /= pivot;
        for (std::size_t i = 0; i < rank; ++i) {
            const Complex factor = m[i][p];
            if (i != p)
                for (std::size_t j = 0; j < 2 * rank; ++j) m[i][j] -= factor * m[p][j];
        }
    }
    for (std::size_t l = 0; l < rank; ++l) sinr[l] = 1.0 / m[l][rank + l].real() - 1.0;
}

double rankCapacity(const MimoChannel& channel, std::span<const std::complex<float>> precoder,
                    std::size_t rank, std::span<const float> snr) {
    check(channel, snr);
    assert(rank >= 1 && rank <= kMaxLayers && precoder.size() == channel.tx * rank);
    double sum = 0.0;
    for (std::size_t first = 0; first < channel.subbands; first += kLanes)
        sum += sumCapacity(Block(channel, snr, first), precoder.data(), rank);
    return sum / static_cast<double>(channel.subbands);
}

PrecoderChoice selectPrecoder(const Codebook& codebook, const MimoChannel& channel,
                              std::span<const float> snr, std::size_t max_rank) {
    check(channel, snr);
    assert(codebook.ports() == channel.tx && max_rank >= 1);
    max_rank = std::min({max_rank, codebook.maxRank(), channel.rx});
    PrecoderChoice choice;
    choice.best[0] = strongest(codebook, Gram(channel, snr));

    struct Candidate {
        std::size_t rank, index;
        double sum;
    };
    std::array<Candidate, kMaxCandidates> candidates;
    std::size_t count = 0;
    candidates[count++] = {1, choice.best[0], 0.0};
    for (std::size_t rank = 2; rank <= max_rank; ++rank) {
        const Codebook::Range range = codebook.group(rank, choice.best[0]);
        assert(count + range.end - range.begin <= kMaxCandidates);
        for (std::size_t index = range.begin; index < range.end; ++index)
            candidates[count++] = {rank, index, 0.0};
    }
    for (std::size_t first = 0; first < channel.subbands; first += kLanes) {
        const Block block(channel, snr, first);
        for (Candidate& c : std::span(candidates).first(count))
            c.sum += sumCapacity(block, codebook.precoder(c.rank, c.index).data(), c.rank);
    }

    for (const Candidate& c : std::span(candidates).first(count))
        if (const double capacity = c.sum / static_cast<double>(channel.subbands);
            capacity > choice.capacity[c.rank - 1]) {
            choice.capacity[c.rank - 1] = capacity;
            choice.best[c.rank - 1] = c.index;
        }
    for (std::size_t rank = 2; rank <= max_rank; ++rank)
        if (choice.capacity[rank - 1] > choice.capacity[choice.rank - 1]) choice.rank = rank;
    choice.index = choice.best[choice.rank - 1];
    return choice;
}

}  // namespace celltwin::link
