// SPDX-License-Identifier: BSD-3-Clause
//
// Roofs: loops that do nothing but multiply and add, or nothing but move memory.
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <vector>

#include "bench/gate_cases.h"
#include "bench/slot_kernel.h"

namespace celltwin::bench {
namespace {

/// Independent chains, so many that two units of four cycles' latency are never idle, and registers suffice.
constexpr int kChains = 12;
constexpr int kSteps = 1'000'000, kRounds = 12;
constexpr std::size_t kTriadFloats = std::size_t{16} << 20U;

template <class Loop>
double fastestSeconds(Loop loop) {
    double fastest_s = std::numeric_limits<double>::infinity();
    for (int round = 0; round < kRounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        loop();
        fastest_s = std::min(fastest_s,
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return fastest_s;
}

__attribute__((target("avx512f"), noinline)) void chains512() {
    __m512 sum[kChains];
    for (__m512& one : sum) one = _mm512_set1_ps(1.0F);
    const __m512 a = _mm512_set1_ps(0.999F), b = _mm512_set1_ps(0.001F);
    for (int step = 0; step < kSteps; ++step)
#pragma GCC unroll 12
        for (__m512& one : sum) one = _mm512_fmadd_ps(one, a, b);
    keep(sum);
}
__attribute__((target("avx2,fma"), noinline)) void chains256() {
    __m256 sum[kChains];
    for (__m256& one : sum) one = _mm256_set1_ps(1.0F);
    const __m256 a = _mm256_set1_ps(0.999F), b = _mm256_set1_ps(0.001F);
    for (int step = 0; step < kSteps; ++step)
#pragma GCC unroll 12
        for (__m256& one : sum) one = _mm256_fmadd_ps(one, a, b);
    keep(sum);
}
__attribute__((noinline)) void chainsScalar() {
    std::array<float, kChains> sum;
    sum.fill(1.0F);
    for (int step = 0; step < kSteps; ++step) {
        for (float& one : sum) one = one * 0.999F + 0.001F;
        keep(sum);  // else the compiler makes vectors of it
    }
}

__attribute__((noinline, optimize("O3"))) void triad(float* __restrict a, const float* __restrict b,
                                                     const float* __restrict c) {
    for (std::size_t i = 0; i < kTriadFloats; ++i) a[i] = b[i] + 3.0F * c[i];
}

}  // namespace

FmaPeak measureFmaPeak(int max_bits) {
    __builtin_cpu_init();
    const double operations = 2.0 * kChains * kSteps;
    if (max_bits >= 512 && __builtin_cpu_supports("avx512f"))
        return {16.0 * operations / fastestSeconds(chains512), 512};
    if (max_bits >= 256 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return {8.0 * operations / fastestSeconds(chains256), 256};
    return {operations / fastestSeconds(chainsScalar), 32};
}

double measureBandwidth() {
    std::vector<float> a(kTriadFloats, 0.0F), b(kTriadFloats, 1.0F), c(kTriadFloats, 2.0F);
    const double seconds = fastestSeconds([&] {
        triad(a.data(), b.data(), c.data());
        keep(a);
    });
    return 3.0 * static_cast<double>(kTriadFloats * sizeof(float)) / seconds;
}

}  // namespace celltwin::bench
