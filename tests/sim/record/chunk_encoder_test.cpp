// SPDX-License-Identifier: BSD-3-Clause
//
// Chunks made outside of HDF5 against the library itself: its Fletcher32 and its reader are the judges, zlib
// is the judge of the deflate stream, the definition that of the shuffling.
#include "sim/record/chunk_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "models/base/error.h"
#include "sim/record/hdf5_file.h"

namespace celltwin::record {
namespace {

/// Bytes of four sorts: zeros, ones, noise, and a mixture as columns have it.
Bytes made(std::mt19937& random, std::size_t size) {
    Bytes bytes(size);
    const unsigned sort = random() % 4;
    for (std::size_t i = 0; i < size; ++i) {
        const unsigned noise = random();
        bytes[i] = static_cast<std::byte>(sort == 0   ? 0
                                          : sort == 1 ? 0xFF
                                          : sort == 2 ? noise
                                          : i % 8 < 5 ? noise
                                                      : noise % 3);
    }
    return bytes;
}

TEST(ChunkEncoder, ShufflesAsDefined) {
    std::mt19937 random(1);
    for (int trial = 0; trial < 400; ++trial) {
        const std::size_t element = 1 + random() % 9;
        const Bytes in = made(random, random() % 700);
        Bytes out(in.size());
        shuffleBytes(in, element, out);
        const std::size_t count = in.size() / element;
        for (std::size_t i = 0; i < in.size(); ++i) {
            const std::size_t at = i < count * element ? i % element * count + i / element : i;
            ASSERT_EQ(out[at], in[i]) << "element of " << element << ", byte " << i << " of " << in.size();
        }
    }
}

/// What HDF5 stores of `bytes` as one chunk under Fletcher32 alone: the bytes, then its checksum.
std::uint32_t checksumOfHdf5(const Bytes& bytes) {
    const Hdf5Turn turn;
    const hsize_t size = bytes.size(), origin = 0;
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose, "access");
    H5Pset_fapl_core(access.get(), 1 << 16, false);
    const Hdf5Handle file(H5Fcreate("checksum", H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), &H5Fclose, "file");
    const Hdf5Handle list(H5Pcreate(H5P_DATASET_CREATE), &H5Pclose, "list");
    H5Pset_chunk(list.get(), 1, &size);
    H5Pset_fletcher32(list.get());
    const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), &H5Sclose, "space");
    const Hdf5Handle set(
        H5Dcreate2(file.get(), "d", H5T_STD_U8LE, space.get(), H5P_DEFAULT, list.get(), H5P_DEFAULT),
        &H5Dclose, "set");
    EXPECT_GE(H5Dwrite(set.get(), H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), 0);
    H5Dflush(set.get());
    Bytes stored(bytes.size() + 4);
    std::uint32_t mask = 0, checksum = 0;
    EXPECT_GE(H5Dread_chunk(set.get(), H5P_DEFAULT, &origin, &mask, stored.data()), 0);
    EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), stored.begin()));
    std::memcpy(&checksum, stored.data() + bytes.size(), sizeof checksum);
    return checksum;
}

TEST(ChunkEncoder, Fletcher32IsHdf5s) {
    std::mt19937 random(2);
    for (int trial = 0; trial < 200; ++trial) {
        const Bytes bytes = made(random, 1 + random() % 3000);
        ASSERT_EQ(fletcher32(bytes), checksumOfHdf5(bytes)) << bytes.size() << " bytes";
    }
    // Longer than the words that are summed at once, of odd length, and where sums are largest.
    for (const std::size_t size : {65536u, 65537u, 1000001u}) {
        for (const std::byte value : {std::byte{0}, std::byte{0xFF}, std::byte{0x5A}}) {
            const Bytes bytes(size, value);
            ASSERT_EQ(fletcher32(bytes), checksumOfHdf5(bytes)) << size << " bytes";
        }
    }
}

TEST(ChunkEncoder, ZlibInflatesWhatWasShuffled) {
    std::mt19937 random(3);
    ChunkEncoder encoder;
    for (int trial = 0; trial < 300; ++trial) {
        const std::size_t element = std::size_t{1} << random() % 4;
        const std::size_t size = (1 + random() % (trial % 10 == 0 ? 400000u : 2000u)) * element;
        const Bytes in = made(random, size);
        std::copy(in.begin(), in.end(), encoder.room(size).begin());
        const Bytes chunk = encoder.encode(element);
        Bytes expected(size), inflated(size);
        shuffleBytes(in, element, expected);
        uLongf length = inflated.size();
        ASSERT_EQ(uncompress(reinterpret_cast<Bytef*>(inflated.data()), &length,
                             reinterpret_cast<const Bytef*>(chunk.data()), chunk.size() - 4),
                  Z_OK);
        ASSERT_EQ(length, size);
        ASSERT_EQ(inflated, expected);
        ASSERT_LT(chunk.size(), size + size / 500 + 64) << "noise must not grow";
    }
}

template <class T>
std::vector<Bytes> encodeRows(const std::vector<T>& values, std::size_t row, std::size_t chunk_rows) {
    ChunkEncoder encoder;
    std::vector<Bytes> chunks;
    for (std::size_t first = 0; first < values.size(); first += row * chunk_rows) {
        const auto room = encoder.room(row * chunk_rows * sizeof(T));
        std::fill(room.begin(), room.end(), std::byte{0});
        const std::size_t count = std::min(row * chunk_rows, values.size() - first);
        std::memcpy(room.data(), values.data() + first, count * sizeof(T));
        chunks.push_back(encoder.encode(sizeof(T)));
    }
    return chunks;
}

std::vector<const Bytes*> pointers(const std::vector<Bytes>& chunks) {
    std::vector<const Bytes*> out;
    for (const Bytes& chunk : chunks) out.push_back(&chunk);
    return out;
}

/// Our chunks and the library's own of the same values, in one file, both read by the library.
template <class T>
void expectReadAlike(std::mt19937& random) {
    const std::size_t rows = 1 + random() % 40, wide = 1 + random() % 50, chunk_rows = 1 + random() % rows;
    std::vector<T> values(rows * wide);
    for (T& value : values) value = static_cast<T>(random() % 1000) / T{7};
    Hdf5Writer file;
    const std::vector<Bytes> chunks = encodeRows(values, wide, chunk_rows);
    file.writeChunks<T>("/ours", {rows, wide}, chunk_rows, pointers(chunks));
    file.writeColumn("/theirs", std::span<const T>(values), {rows, wide});
    const Bytes image = file.finish();
    const Hdf5Reader read(image, "file");
    ASSERT_EQ(read.readColumn<T>("/ours", {rows, wide}), values);
    ASSERT_EQ(read.readColumn<T>("/theirs", {rows, wide}), values);
}

TEST(ChunkEncoder, Hdf5ReadsChunksAsItsOwn) {
    std::mt19937 random(4);
    for (int trial = 0; trial < 50; ++trial) {
        expectReadAlike<double>(random);
        expectReadAlike<float>(random);
        expectReadAlike<std::int64_t>(random);
        expectReadAlike<std::int32_t>(random);
        expectReadAlike<std::uint32_t>(random);
        expectReadAlike<std::uint8_t>(random);
    }
}

// Even without the SHA-256 around the file: whatever bit of a chunk flips, the library refuses to read it.
TEST(ChunkEncoder, Hdf5RefusesAChunkWithAFlippedBit) {
    std::mt19937 random(5);
    std::vector<double> values(300);
    for (double& value : values) value = static_cast<double>(random() % 50);
    const std::vector<Bytes> whole = encodeRows(values, 10, 30);
    for (std::size_t bit = 0; bit < 8 * whole[0].size(); bit += 1 + random() % 5) {
        std::vector<Bytes> flipped = whole;
        flipped[0][bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
        Hdf5Writer file;
        file.writeChunks<double>("/d", {30, 10}, 30, pointers(flipped));
        const Bytes image = file.finish();
        EXPECT_THROW(Hdf5Reader(image, "file").readColumn<double>("/d", {30, 10}), DataError)
            << "bit " << bit;
    }
}

}  // namespace
}  // namespace celltwin::record
