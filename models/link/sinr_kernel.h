// SPDX-License-Identifier: BSD-3-Clause
//
// The kernel behind link::sinr, written once for any vector unit. Only sinr.cpp and the files that bring a
// unit, each built with flags of its own, include it: no inline code of other headers may come along, since
// the linker could take a unit's copy of it for the whole program.
//
// A unit `V` is sixteen floats; kUes and kVectors are the UEs and vectors of subbands whose sums fit into its
// registers, and enough for no multiply-add to wait for another. Each sum is that of its places in their
// order, fused, in parts of kPart: the same bits from every unit.
#pragma once

#include <cstddef>

namespace celltwin::link::kernel {

/// SubbandBlock as bare pointers.
struct Block {
    const float* const* power_mw;
    const float *signal_mw, *noise_mw;
    std::size_t ues;
    const float* const* activity;
    std::size_t places, row;
};
using Sinr = void (*)(const Block&, float* out);
void sinrPortable(const Block& block, float* out);
void sinrAvx2(const Block& block, float* out);
void sinrAvx512(const Block& block, float* out);

inline constexpr std::size_t kLanes = 16;
/// Places whose powers are summed by themselves, so that weak cells far down a long list count.
inline constexpr std::size_t kPart = 128;

template <class V, int U, int N>
[[gnu::always_inline]] inline void addPlaces(const Block& block, std::size_t first_ue, std::size_t column,
                                             std::size_t begin, V (&sum)[U][N]) {
    const std::size_t end = begin + kPart < block.places ? begin + kPart : block.places;
    const float* power[U];
#pragma GCC unroll 16
    for (int u = 0; u < U; ++u) {
        power[u] = block.power_mw[first_ue + static_cast<std::size_t>(u)];
        // Kept in a vector register, as the compiler likes to, it would wait behind the sums of the UEs
        // before.
        asm("" : "+r"(power[u]));
    }
    for (std::size_t place = begin; place < end; ++place) {
        const float* row = block.activity[place] + column;
        V activity[N];
#pragma GCC unroll 4
        for (int n = 0; n < N; ++n) activity[n] = V::load(row + static_cast<std::size_t>(n) * kLanes);
#pragma GCC unroll 16
        for (int u = 0; u < U; ++u) {
            const V heard = V::all(power[u] + place);
#pragma GCC unroll 4
            for (int n = 0; n < N; ++n) sum[u][n].addProduct(heard, activity[n]);
        }
    }
}

/// U UEs, N vectors of subbands.
template <class V, int U, int N>
void tile(const Block& block, std::size_t first_ue, std::size_t column, float* out) {
    V sum[U][N];
    const float* noise = block.noise_mw + first_ue;
#pragma GCC unroll 16
    for (int u = 0; u < U; ++u)
#pragma GCC unroll 4
        for (int n = 0; n < N; ++n) sum[u][n] = V::all(noise + u);
    addPlaces<V, U, N>(block, first_ue, column, 0, sum);
    for (std::size_t begin = kPart; begin < block.places; begin += kPart) {
        V part[U][N];
#pragma GCC unroll 16
        for (int u = 0; u < U; ++u)
#pragma GCC unroll 4
            for (int n = 0; n < N; ++n) part[u][n] = V::zero();
        addPlaces<V, U, N>(block, first_ue, column, begin, part);
#pragma GCC unroll 16
        for (int u = 0; u < U; ++u)
#pragma GCC unroll 4
            for (int n = 0; n < N; ++n) sum[u][n].add(part[u][n]);
    }
    const float* signal = block.signal_mw + first_ue;
    out += first_ue * block.row + column;
#pragma GCC unroll 16
    for (int u = 0; u < U; ++u, out += block.row)
#pragma GCC unroll 4
        for (int n = 0; n < N; ++n)
            V::all(signal + u).over(sum[u][n]).store(out + static_cast<std::size_t>(n) * kLanes);
}

template <class V, int U, int N>
void tileOf(int ues, const Block& block, std::size_t first_ue, std::size_t column, float* out) {
    if constexpr (U > 0) {
        if (ues == U)
            tile<V, U, N>(block, first_ue, column, out);
        else
            tileOf<V, U - 1, N>(ues, block, first_ue, column, out);
    }
}

/// All UEs, in tiles as equal as can be: a narrow one at the end would have too few sums to keep a unit busy.
template <class V, int N>
void columns(const Block& block, std::size_t column, float* out) {
    std::size_t first = 0;
    for (std::size_t tiles = (block.ues + V::kUes - 1) / V::kUes; tiles > 0; --tiles) {
        const auto ues = static_cast<unsigned>(block.ues - first) / static_cast<unsigned>(tiles);
        tileOf<V, V::kUes, N>(static_cast<int>(ues), block, first, column, out);
        first += ues;
    }
}

template <class V>
void sinrWith(const Block& block, float* out) {
    constexpr std::size_t kWidth = V::kVectors * kLanes;
    std::size_t column = 0;
    for (; column + kWidth <= block.row; column += kWidth) columns<V, V::kVectors>(block, column, out);
    for (; column < block.row; column += kLanes) columns<V, 1>(block, column, out);
}

}  // namespace celltwin::link::kernel
