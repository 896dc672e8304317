// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/chunk_encoder.h"

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <string>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "models/base/error.h"

namespace celltwin::record {
namespace {

/// Level 1 packs a little better, but on processors with AVX-512 not always to the same bytes.
constexpr std::uint32_t kDeflateLevel = 0;
/// Deflate stores what it cannot shorten in blocks of up to 65,535 bytes, 5 bytes each (RFC 1951 section
/// 3.2.4); ISA-L wants some air beside that.
constexpr std::size_t mostPacked(std::size_t bytes) {
    return bytes + bytes / 64 + 1024;
}

/// Elements [first, count), byte by byte.
void shufflePlain(std::span<const std::byte> in, std::size_t element_bytes, std::size_t first,
                  std::span<std::byte> out) {
    const std::size_t count = in.size() / element_bytes;
    for (std::size_t plane = 0; plane < element_bytes; ++plane)
        for (std::size_t i = first; i < count; ++i) out[plane * count + i] = in[i * element_bytes + plane];
    const std::size_t whole = count * element_bytes;
    std::memcpy(out.data() + whole, in.data() + whole, in.size() - whole);
}

#ifdef __SSE2__
/// Blocks of 16 elements of N bytes, N a power of two: N registers. The place of a byte within a block is
/// (element, byte) in binary; unpacking register r with r + N/2 turns that number left by one bit, so that
/// four times over all of them give (byte, element). Returns the number of elements done.
template <std::size_t N>
std::size_t shuffleBlocks(const std::byte* in, std::size_t count, std::byte* out) {
    std::size_t first = 0;
    for (; first + 16 <= count; first += 16) {
        __m128i x[N], y[N];
        for (std::size_t r = 0; r < N; ++r)
            x[r] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + first * N + 16 * r));
        for (int turn = 0; turn < 4; ++turn) {
            for (std::size_t r = 0; r < N / 2; ++r) {
                y[2 * r] = _mm_unpacklo_epi8(x[r], x[r + N / 2]);
                y[2 * r + 1] = _mm_unpackhi_epi8(x[r], x[r + N / 2]);
            }
            std::copy(y, y + N, x);
        }
        for (std::size_t plane = 0; plane < N; ++plane)
            _mm_storeu_si128(reinterpret_cast<__m128i*>(out + plane * count + first), x[plane]);
    }
    return first;
}
#endif

}  // namespace

void shuffleBytes(std::span<const std::byte> in, std::size_t element_bytes, std::span<std::byte> out) {
    assert(element_bytes > 0 && in.size() == out.size());
    std::size_t first = 0;
#ifdef __SSE2__
    const std::size_t count = in.size() / element_bytes;
    if (element_bytes == 8) first = shuffleBlocks<8>(in.data(), count, out.data());
    if (element_bytes == 4) first = shuffleBlocks<4>(in.data(), count, out.data());
#endif
    shufflePlain(in, element_bytes, first, out);
}

std::uint32_t fletcher32(std::span<const std::byte> bytes) {
    // Sums modulo 65535 in ones' complement: zero only where every word is zero, else 1 ... 65535. So it
    // does not matter how often they are folded, and 2^15 words fit into 64 bits.
    constexpr std::size_t kWords = 1 << 15;
    const auto fold = [](std::uint64_t sum) {
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        return sum;
    };
    std::uint64_t sum1 = 0, sum2 = 0;
    const std::byte* at = bytes.data();
    for (std::size_t left = bytes.size() / 2; left > 0;) {
        const std::size_t words = std::min(left, kWords);
        for (std::size_t i = 0; i < words; ++i, at += 2) {
            sum1 += std::to_integer<std::uint64_t>(at[0]) << 8 | std::to_integer<std::uint64_t>(at[1]);
            sum2 += sum1;
        }
        sum1 = fold(sum1);
        sum2 = fold(sum2);
        left -= words;
    }
    if (bytes.size() % 2 != 0) {
        sum1 = fold(sum1 + (std::to_integer<std::uint64_t>(*at) << 8));
        sum2 = fold(sum2 + sum1);
    }
    return static_cast<std::uint32_t>(sum2 << 16 | sum1);
}

struct ChunkEncoder::Deflate {
    isal_zstream stream{};
};

ChunkEncoder::ChunkEncoder() : deflate_(std::make_unique<Deflate>()) {}
ChunkEncoder::~ChunkEncoder() = default;

std::span<std::byte> ChunkEncoder::room(std::size_t bytes) {
    if (raw_.size() < bytes) {
        raw_.resize(bytes);
        shuffled_.resize(bytes);
        packed_.resize(mostPacked(bytes));
    }
    size_ = bytes;
    return std::span(raw_).first(bytes);
}

Bytes ChunkEncoder::encode(std::size_t element_bytes) {
    std::byte* input = raw_.data();
    if (element_bytes > 1) {
        shuffleBytes(std::span(raw_).first(size_), element_bytes, std::span(shuffled_).first(size_));
        input = shuffled_.data();
    }
    isal_zstream& stream = deflate_->stream;
    isal_deflate_stateless_init(&stream);
    stream.level = kDeflateLevel;
    stream.gzip_flag = IGZIP_ZLIB;
    stream.end_of_stream = 1;
    stream.next_in = reinterpret_cast<std::uint8_t*>(input);
    stream.avail_in = static_cast<std::uint32_t>(size_);
    stream.next_out = reinterpret_cast<std::uint8_t*>(packed_.data());
    stream.avail_out = static_cast<std::uint32_t>(packed_.size());
    if (const int status = isal_deflate_stateless(&stream); status != COMP_OK || stream.avail_in != 0)
        throw DataError("a chunk of " + std::to_string(size_) +
                        " bytes could not be deflated: ISA-L status " + std::to_string(status));
    const auto packed = std::span<const std::byte>(packed_).first(stream.total_out);
    Bytes out(packed.size() + sizeof(std::uint32_t));
    std::memcpy(out.data(), packed.data(), packed.size());
    static_assert(std::endian::native == std::endian::little, "the checksum is stored little-endian");
    const std::uint32_t checksum = fletcher32(packed);
    std::memcpy(out.data() + packed.size(), &checksum, sizeof checksum);
    return out;
}

}  // namespace celltwin::record
