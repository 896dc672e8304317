// SPDX-License-Identifier: BSD-3-Clause
//
// For processors without fused multiply-add std::fma is a function call: slow, and exact.
#include <array>
#include <cmath>

#include "models/link/sinr_kernel.h"

namespace celltwin::link::kernel {
namespace {

struct Portable {
    static constexpr int kUes = 4, kVectors = 1;
    std::array<float, kLanes> v;

    static Portable zero() { return {}; }
    static Portable all(const float* one) {
        Portable out;
        out.v.fill(*one);
        return out;
    }
    static Portable load(const float* from) {
        Portable out;
        for (std::size_t i = 0; i < kLanes; ++i) out.v[i] = from[i];
        return out;
    }
    void store(float* to) const {
        for (std::size_t i = 0; i < kLanes; ++i) to[i] = v[i];
    }
    void add(const Portable& b) {
        for (std::size_t i = 0; i < kLanes; ++i) v[i] += b.v[i];
    }
    void addProduct(const Portable& a, const Portable& b) {
        for (std::size_t i = 0; i < kLanes; ++i) v[i] = std::fma(a.v[i], b.v[i], v[i]);
    }
    Portable over(const Portable& b) const {
        Portable out;
        for (std::size_t i = 0; i < kLanes; ++i) out.v[i] = v[i] / b.v[i];
        return out;
    }
};

}  // namespace

void sinrPortable(const Block& block, float* out) {
    sinrWith<Portable>(block, out);
}

}  // namespace celltwin::link::kernel
