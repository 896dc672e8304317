// SPDX-License-Identifier: BSD-3-Clause
//
// What HDF5's filters shuffle, deflate and Fletcher32 make of a chunk, made outside of HDF5, so that many
// threads can do it at once: the library then stores the bytes as they are and reads them as its own. Deflate
// is ISA-L's, as a zlib stream (RFC 1950); the two others follow the HDF5 file format specification and the
// library's behaviour, which the tests hold them to. Private to the room.
//
// Same chunk, same bytes on one processor; ISA-L picks its matcher by processor, so on another model the
// deflated bytes may differ, what they inflate to does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace celltwin::record {

using Bytes = std::vector<std::byte>;

/// Byte planes: byte 0 of every element, then byte 1, ... What is left of a last, incomplete element stands
/// last, as it was. `out` is as long as `in`.
void shuffleBytes(std::span<const std::byte> in, std::size_t element_bytes, std::span<std::byte> out);

/// Fletcher's checksum over big-endian 16-bit words as HDF5 has it; an odd last byte is a word's upper half.
std::uint32_t fletcher32(std::span<const std::byte> bytes);

/// One for each thread; holds its buffers, so that a chunk costs one allocation, its result.
class ChunkEncoder {
  public:
    ChunkEncoder();
    ~ChunkEncoder();
    ChunkEncoder(const ChunkEncoder&) = delete;
    ChunkEncoder& operator=(const ChunkEncoder&) = delete;

    /// Room for the next chunk's bytes, to be filled and then encoded.
    std::span<std::byte> room(std::size_t bytes);
    /// What was filled into room(), shuffled, deflated, with its checksum. Throws DataError where ISA-L
    /// fails.
    Bytes encode(std::size_t element_bytes);

  private:
    struct Deflate;
    std::unique_ptr<Deflate> deflate_;
    std::size_t size_ = 0;
    Bytes raw_, shuffled_, packed_;
};

}  // namespace celltwin::record
