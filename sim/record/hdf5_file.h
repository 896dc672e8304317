// SPDX-License-Identifier: BSD-3-Clause
//
// HDF5 files as byte images in memory, over the C API. Writing goes to memory because HDF5 cannot back out of
// a full disk, and because the bytes are hashed before they are stored; reading takes bytes whose hash was
// checked. Private to the room.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/record/chunk_encoder.h"

namespace celltwin::record {

/// Owns one HDF5 identifier.
class Hdf5Handle {
  public:
    using Closer = herr_t (*)(hid_t);
    /// Throws DataError saying `doing` where `id` is invalid.
    Hdf5Handle(hid_t id, Closer closer, const std::string& doing);
    Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
    Hdf5Handle(const Hdf5Handle&) = delete;
    Hdf5Handle& operator=(const Hdf5Handle&) = delete;
    ~Hdf5Handle();
    /// Closes now; throws DataError where that fails.
    void close(const std::string& doing);
    hid_t get() const { return id_; }

  private:
    hid_t id_;
    Closer closer_;
};

/// A thread's turn with HDF5, whose library is not made for several: while it lives no other thread gets one,
/// and HDF5, which prints its error stack unless told otherwise, is quiet. A thread may take turns within its
/// turn. What follows here takes turns by itself, a call at a time.
class Hdf5Turn {
  public:
    Hdf5Turn();
    ~Hdf5Turn();
    Hdf5Turn(const Hdf5Turn&) = delete;
    Hdf5Turn& operator=(const Hdf5Turn&) = delete;

  private:
    std::unique_lock<std::recursive_mutex> lock_;
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

using Shape = std::vector<std::size_t>;

/// Writes one file. Datasets are chunked, shuffled, deflated and carry Fletcher32 checksums, by HDF5's own
/// filters (writeColumn) or by ours (writeChunks); the format is the latest, whose metadata carry checksums
/// too.
class Hdf5Writer {
  public:
    Hdf5Writer();
    ~Hdf5Writer();
    void makeGroup(const std::string& path);
    /// Row-major values of the given shape. T: double, float, int64, int32, uint32, uint8, std::byte.
    template <class T>
    void writeColumn(const std::string& path, std::span<const T> values, const Shape& shape);
    /// The same dataset from chunks of whole rows as ChunkEncoder makes them, `chunk_rows` of the first
    /// dimension in each, in order; none where the shape is empty.
    template <class T>
    void writeChunks(const std::string& path, const Shape& shape, std::size_t chunk_rows,
                     std::span<const Bytes* const> chunks);
    /// One-dimensional, fixed-length UTF-8.
    void writeTexts(const std::string& path, const std::vector<std::string>& texts);
    void writeAttribute(const std::string& path, const std::string& name, const std::string& value);
    void writeAttribute(const std::string& path, const std::string& name, std::int64_t value);
    void writeAttribute(const std::string& path, const std::string& name, std::uint64_t value);
    void writeAttribute(const std::string& path, const std::string& name, double value);
    void writeAttribute(const std::string& path, const std::string& name, std::span<const double> values);
    /// Closes the file and hands over its bytes; nothing can be written afterwards.
    std::vector<std::byte> finish();

  private:
    struct Image;
    /// The new dataset is then the open object.
    hid_t makeDataset(const std::string& path, hid_t type, const Shape& shape, const Shape& chunk);
    void writeDataset(const std::string& path, hid_t type, const void* data, const Shape& shape);
    void writeChunksOf(const std::string& path, hid_t type, const Shape& shape, std::size_t chunk_rows,
                       std::span<const Bytes* const> chunks);
    void writeAttributeOf(const std::string& path, const std::string& name, hid_t type, const void* data,
                          hid_t space);
    hid_t objectAt(const std::string& path);
    void closeObject();
    std::unique_ptr<Image> image_;
    std::optional<Hdf5Handle> file_, scalar_, text_, access_;
    std::optional<Hdf5Handle> creation_;  ///< for chunks of creation_chunk_: most columns have their peers'
    Shape creation_chunk_;
    std::optional<Hdf5Handle> object_;  ///< of object_path_: most attributes follow their object
    std::string object_path_;
};

/// Reads one file. Every failure is a DataError naming the file.
class Hdf5Reader {
  public:
    Hdf5Reader(std::span<const std::byte> image, std::string name);
    ~Hdf5Reader();
    bool has(const std::string& path) const;
    Shape shape(const std::string& path) const;
    /// Values in row-major order; throws DataError where the shape or the type class differs.
    template <class T>
    std::vector<T> readColumn(const std::string& path, const Shape& expected) const;
    std::string readText(const std::string& path, const std::string& name) const;
    std::int64_t readInteger(const std::string& path, const std::string& name) const;

  private:
    std::string doing(const std::string& what) const { return name_ + ": " + what; }
    std::string name_;
    std::optional<Hdf5Handle> file_;
};

}  // namespace celltwin::record
