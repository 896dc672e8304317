// SPDX-License-Identifier: BSD-3-Clause
#include <immintrin.h>

#include "models/link/sinr_kernel.h"

namespace celltwin::link::kernel {
namespace {

struct Avx2 {
    static constexpr int kUes = 6, kVectors = 1;
    __m256 low, high;

    static Avx2 zero() { return {_mm256_setzero_ps(), _mm256_setzero_ps()}; }
    static Avx2 all(const float* one) {
        const __m256 v = _mm256_broadcast_ss(one);
        return {v, v};
    }
    static Avx2 load(const float* from) { return {_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8)}; }
    void store(float* to) const {
        _mm256_storeu_ps(to, low);
        _mm256_storeu_ps(to + 8, high);
    }
    void add(Avx2 b) {
        low = _mm256_add_ps(low, b.low);
        high = _mm256_add_ps(high, b.high);
    }
    void addProduct(Avx2 a, Avx2 b) {
        low = _mm256_fmadd_ps(a.low, b.low, low);
        high = _mm256_fmadd_ps(a.high, b.high, high);
    }
    Avx2 over(Avx2 b) const { return {_mm256_div_ps(low, b.low), _mm256_div_ps(high, b.high)}; }
};

}  // namespace

void sinrAvx2(const Block& block, float* out) {
    sinrWith<Avx2>(block, out);
}

}  // namespace celltwin::link::kernel
