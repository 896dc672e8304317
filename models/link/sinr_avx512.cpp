// SPDX-License-Identifier: BSD-3-Clause
#include <immintrin.h>

#include "models/link/sinr_kernel.h"

namespace celltwin::link::kernel {
namespace {

struct Avx512 {
    static constexpr int kUes = 10, kVectors = 2;
    __m512 v;

    static Avx512 zero() { return {_mm512_setzero_ps()}; }
    static Avx512 all(const float* one) { return {_mm512_set1_ps(*one)}; }
    static Avx512 load(const float* from) { return {_mm512_loadu_ps(from)}; }
    void store(float* to) const { _mm512_storeu_ps(to, v); }
    void add(Avx512 b) { v = _mm512_add_ps(v, b.v); }
    void addProduct(Avx512 a, Avx512 b) { v = _mm512_fmadd_ps(a.v, b.v, v); }
    Avx512 over(Avx512 b) const { return {_mm512_div_ps(v, b.v)}; }
};

}  // namespace

void sinrAvx512(const Block& block, float* out) {
    sinrWith<Avx512>(block, out);
}

}  // namespace celltwin::link::kernel
