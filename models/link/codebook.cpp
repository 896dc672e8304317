// SPDX-License-Identifier: BSD-3-Clause
#include "models/link/codebook.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace celltwin::link {
namespace {

using Complex = std::complex<double>;
constexpr Complex kOne{1.0, 0.0}, kImaginary{0.0, 1.0};

struct SecondBeam {
    std::size_t layers, n1, n2, i13, k1, k2;
};
#define CELLTWIN_ROW(layers, n1, n2, i13, k1, k2) SecondBeam{layers, n1, n2, i13, k1, k2},
constexpr auto kSecondBeams = std::to_array<SecondBeam>({
#include "spec_tables/type1_second_beam.inc"
});
#undef CELLTWIN_ROW

struct Householder {
    std::size_t index;
    std::array<int, 3> u_eighths;
    std::array<int, 3> columns;  ///< of 2, 3 and 4 layers, decimal digits
};
#define CELLTWIN_ROW(index, u1, u2, u3, columns2, columns3, columns4) \
    Householder{index, {u1, u2, u3}, {columns2, columns3, columns4}},
constexpr auto kHouseholders = std::to_array<Householder>({
#include "spec_tables/lte_codebook_4_ports.inc"
});
#undef CELLTWIN_ROW

/// exp(j 2 pi numerator / denominator).
Complex turn(std::size_t numerator, std::size_t denominator) {
    const double angle = 2.0 * std::numbers::pi * static_cast<double>(numerator % denominator) /
                         static_cast<double>(denominator);
    return {std::cos(angle), std::sin(angle)};
}

struct Beams {
    std::size_t n1, n2, o1, o2;
    std::size_t elements() const { return n1 * n2; }
};

/// v_{l,m} of TS 38.214 clause 5.2.2.2.1: element n1 * N2 + n2 is exp(j 2 pi (l n1 / (O1 N1) + m n2 / (O2
/// N2))).
Complex beam(const Beams& beams, std::size_t l, std::size_t m, std::size_t element) {
    return turn(l * (element / beams.n2), beams.o1 * beams.n1) *
           turn(m * (element % beams.n2), beams.o2 * beams.n2);
}

std::size_t portsOf(CodebookKind kind) {
    switch (kind) {
        case CodebookKind::one_port:
            return 1;
        case CodebookKind::nr_2_ports:
        case CodebookKind::lte_2_ports:
            return 2;
        case CodebookKind::nr_4_ports:
        case CodebookKind::lte_4_ports:
            return 4;
        case CodebookKind::nr_8_ports_4x1:
        case CodebookKind::nr_8_ports_2x2:
            return 8;
    }
    assert(false);
    return 1;
}

}  // namespace

Codebook::Codebook(CodebookKind kind)
    : kind_(kind), ports_(portsOf(kind)), max_rank_(std::min<std::size_t>(ports_, 4)) {
    switch (kind) {
        case CodebookKind::one_port:
            append(1, {}, std::array{kOne});
            break;
        case CodebookKind::nr_2_ports:
            buildTwoPorts();
            break;
        case CodebookKind::nr_4_ports:
            buildTypeOne(2, 1, 1);
            break;
        case CodebookKind::nr_8_ports_4x1:
            buildTypeOne(4, 1, 1);
            break;
        case CodebookKind::nr_8_ports_2x2:
            buildTypeOne(2, 2, 4);
            break;
        case CodebookKind::lte_2_ports:
            buildLteTwoPorts();
            break;
        case CodebookKind::lte_4_ports:
            buildLteFourPorts();
            break;
    }
}

void Codebook::append(std::size_t rank, PrecoderIndices indices, std::span<const std::complex<double>> w) {
    assert(w.size() == ports_ * rank);
    double power = 0.0;
    for (const Complex& element : w) power += std::norm(element);
    const double scale = 1.0 / std::sqrt(power);
    for (const Complex& element : w)
        ranks_[rank - 1].w.emplace_back(static_cast<float>(scale * element.real()),
                                        static_cast<float>(scale * element.imag()));
    ranks_[rank - 1].indices.push_back(indices);
}

Codebook::Range Codebook::group(std::size_t rank, std::size_t rank1_index) const {
    if (!isCophased() || ports_ == 2) return {0, size(rank)};
    // append() goes through the beams in the same order for every rank.
    const std::size_t beams = size(1) / kCophasings, width = size(rank) / beams;
    const std::size_t begin = rank1_index / kCophasings * width;
    return {begin, begin + width};
}

// TS 38.214 Table 5.2.2.2.1-1.
void Codebook::buildTwoPorts() {
    for (std::size_t i2 = 0; i2 < 4; ++i2)
        append(1, {.i2 = static_cast<std::uint8_t>(i2)}, std::array{kOne, turn(i2, 4)});
    for (std::size_t i2 = 0; i2 < 2; ++i2)
        append(2, {.i2 = static_cast<std::uint8_t>(i2)}, std::array{kOne, kOne, turn(i2, 4), -turn(i2, 4)});
}

// TS 38.214 Tables 5.2.2.2.1-5 to 8, codebookMode 1, fewer than 16 ports: columns of v and of the second beam
// v', under them the same times phi_n = exp(j pi n / 2) with the signs below.
void Codebook::buildTypeOne(std::size_t n1, std::size_t n2, std::size_t o2) {
    static constexpr std::array<std::array<int, 4>, 4> kSigns{{{1}, {1, -1}, {1, 1, -1}, {1, 1, -1, -1}}};
    const Beams beams{n1, n2, 4, o2};
    const std::size_t half = beams.elements();
    const auto add = [&](std::size_t rank, std::size_t l, std::size_t m, const SecondBeam& second,
                         std::size_t i2) {
        std::vector<Complex> w(2 * half * rank);
        for (std::size_t element = 0; element < half; ++element)
            for (std::size_t layer = 0; layer < rank; ++layer) {
                const bool first = layer % 2 == 0;
                const Complex v = beam(beams, l + (first ? 0 : second.k1 * beams.o1),
                                       m + (first ? 0 : second.k2 * beams.o2), element);
                w[element * rank + layer] = v;
                w[(half + element) * rank + layer] =
                    static_cast<double>(kSigns[rank - 1][layer]) * turn(i2, 4) * v;
            }
        const auto narrow = [](std::size_t index) { return static_cast<std::uint8_t>(index); };
        append(rank, {narrow(l), narrow(m), narrow(second.i13), narrow(i2)}, w);
    };
    for (std::size_t l = 0; l < beams.n1 * beams.o1; ++l)
        for (std::size_t m = 0; m < beams.n2 * beams.o2; ++m) {
            for (std::size_t i2 = 0; i2 < 4; ++i2) add(1, l, m, {}, i2);
            for (const SecondBeam& second : kSecondBeams)
                if (second.n1 == n1 && second.n2 == n2)
                    for (std::size_t i2 = 0; i2 < 2; ++i2) add(second.layers, l, m, second, i2);
        }
}

// TS 36.211 Table 6.3.4.2.3-1; index 0 of two layers is for open loop alone.
void Codebook::buildLteTwoPorts() {
    const std::array phases{kOne, -kOne, kImaginary, -kImaginary};
    for (std::size_t index = 0; index < 4; ++index)
        append(1, {.i2 = static_cast<std::uint8_t>(index)}, std::array{kOne, phases[index]});
    append(2, {.i2 = 1}, std::array{kOne, kOne, kOne, -kOne});
    append(2, {.i2 = 2}, std::array{kOne, kOne, kImaginary, -kImaginary});
}

// TS 36.211 clause 6.3.4.2.3: W_n = I - 2 u_n u_n^H / (u_n^H u_n), of which each rank takes columns.
void Codebook::buildLteFourPorts() {
    for (const Householder& row : kHouseholders) {
        std::array<Complex, 4> u{kOne};
        for (std::size_t i = 0; i < 3; ++i) u[i + 1] = turn(static_cast<std::size_t>(row.u_eighths[i]), 8);
        for (std::size_t rank = 1; rank <= 4; ++rank) {
            std::vector<Complex> w(4 * rank);
            int columns = rank == 1 ? 1 : row.columns[rank - 2];
            for (std::size_t layer = rank; layer-- > 0; columns /= 10) {
                const auto column = static_cast<std::size_t>(columns % 10 - 1);
                for (std::size_t port = 0; port < 4; ++port)
                    w[port * rank + layer] =
                        (port == column ? 1.0 : 0.0) - 2.0 * u[port] * std::conj(u[column]) / 4.0;
            }
            append(rank, {.i2 = static_cast<std::uint8_t>(row.index)}, w);
        }
    }
}

}  // namespace celltwin::link
