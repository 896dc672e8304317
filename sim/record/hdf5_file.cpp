// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/hdf5_file.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <numeric>
#include <type_traits>

#include "models/base/error.h"

namespace celltwin::record {
namespace {

constexpr std::size_t kImageIncrement = 1 << 18;
constexpr std::size_t kChunkBytes = 1 << 20;
constexpr unsigned kDeflateLevel = 1;  // four times the speed of level 6 for a tenth more bytes

/// The innermost message of HDF5's error stack.
std::string hdf5Reason() {
    std::string reason;
    H5Ewalk2(
        H5E_DEFAULT, H5E_WALK_UPWARD,
        [](unsigned, const H5E_error2_t* error, void* out) -> herr_t {
            auto& text = *static_cast<std::string*>(out);
            if (text.empty() && error->desc) text = error->desc;
            return 0;
        },
        &reason);
    return reason.empty() ? "HDF5 gives no reason" : reason;
}

void check(herr_t status, const std::string& doing) {
    if (status < 0) throw DataError(doing + ": " + hdf5Reason());
}

template <class T>
hid_t storedType() {
    if constexpr (std::is_same_v<T, double>) return H5T_IEEE_F64LE;
    if constexpr (std::is_same_v<T, float>) return H5T_IEEE_F32LE;
    if constexpr (std::is_same_v<T, std::int64_t>) return H5T_STD_I64LE;
    if constexpr (std::is_same_v<T, std::int32_t>) return H5T_STD_I32LE;
    if constexpr (std::is_same_v<T, std::uint32_t>) return H5T_STD_U32LE;
    if constexpr (std::is_same_v<T, std::uint8_t> || std::is_same_v<T, std::byte>) return H5T_STD_U8LE;
}

Hdf5Handle textType(std::size_t size) {
    Hdf5Handle type(H5Tcopy(H5T_C_S1), &H5Tclose, "text type");
    check(H5Tset_size(type.get(), size), "text type");
    check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "text type");
    check(H5Tset_strpad(type.get(), size == H5T_VARIABLE ? H5T_STR_NULLTERM : H5T_STR_NULLPAD), "text type");
    return type;
}

std::size_t elements(const Shape& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

/// The whole dataset where it is small; else slices of it, first dimension first.
Shape chunkOf(const Shape& shape, std::size_t element_bytes) {
    Shape chunk = shape;
    for (std::size_t& side : chunk)
        while (side > 1 && elements(chunk) * element_bytes > kChunkBytes) side = (side + 1) / 2;
    return chunk;
}

/// Settings for a new object without its time of creation: same input, same bytes.
Hdf5Handle timelessList(hid_t kind) {
    Hdf5Handle list(H5Pcreate(kind), &H5Pclose, "object settings");
    check(H5Pset_obj_track_times(list.get(), false), "object settings");
    return list;
}

Hdf5Handle creationList(const Shape& chunk) {
    Hdf5Handle list = timelessList(H5P_DATASET_CREATE);
    if (elements(chunk) == 0) return list;  // of an empty dataset
    const std::vector<hsize_t> sides(chunk.begin(), chunk.end());
    check(H5Pset_chunk(list.get(), static_cast<int>(sides.size()), sides.data()), "chunks");
    check(H5Pset_shuffle(list.get()), "shuffle filter");
    check(H5Pset_deflate(list.get(), kDeflateLevel), "deflate filter");
    check(H5Pset_fletcher32(list.get()), "Fletcher32 filter");
    return list;
}

/// Chunks are written whole, past the cache that every open dataset would get.
Hdf5Handle cachelessList() {
    Hdf5Handle list(H5Pcreate(H5P_DATASET_ACCESS), &H5Pclose, "dataset settings");
    check(H5Pset_chunk_cache(list.get(), 1, 0, H5D_CHUNK_CACHE_W0_DEFAULT), "dataset settings");
    return list;
}

/// Of the whole process, as the library's state is.
std::recursive_mutex& turns() {
    static std::recursive_mutex mutex;
    return mutex;
}

/// HDF5 takes two open files in memory of one name for one file. Within a turn.
std::string newName() {
    static std::uint64_t count = 0;
    return "celltwin-" + std::to_string(count++);
}

std::uint64_t littleEndian64(const unsigned char* bytes) {
    std::uint64_t value = 0;
    for (int i = 7; i >= 0; --i) value = value << 8 | bytes[i];
    return value;
}

}  // namespace

Hdf5Handle::Hdf5Handle(hid_t id, Closer closer, const std::string& doing) : id_(id), closer_(closer) {
    if (id < 0) throw DataError(doing + ": " + hdf5Reason());
}

Hdf5Handle::~Hdf5Handle() {
    if (id_ >= 0) closer_(id_);
}

void Hdf5Handle::close(const std::string& doing) {
    check(closer_(std::exchange(id_, -1)), doing);
}

Hdf5Turn::Hdf5Turn() : lock_(turns()) {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Turn::~Hdf5Turn() {
    H5Eset_auto2(H5E_DEFAULT, function_, data_);
}

/// The memory behind a file being written. HDF5 hands it back complete when the file closes: asking for it
/// earlier (H5Fget_file_image) gives a superblock whose checksum is wrong in HDF5 1.10.8.
struct Hdf5Writer::Image {
    void* bytes = nullptr;
    std::size_t capacity = 0;
    ~Image() { std::free(bytes); }

    static void* allocate(std::size_t size, H5FD_file_image_op_t, void* self) {
        return reallocate(nullptr, size, H5FD_FILE_IMAGE_OP_NO_OP, self);
    }
    static void* reallocate(void* old, std::size_t size, H5FD_file_image_op_t, void* self) {
        auto* image = static_cast<Image*>(self);
        void* const grown = std::realloc(old, size);
        if (!grown) return nullptr;
        // What HDF5 leaves unwritten is zero, not what the heap held before.
        const std::size_t kept = old ? image->capacity : 0;
        if (size > kept) std::memset(static_cast<char*>(grown) + kept, 0, size - kept);
        image->bytes = grown;
        image->capacity = size;
        return grown;
    }
    /// The file lets go of the memory; it stays with the Image.
    static herr_t keep(void*, H5FD_file_image_op_t, void*) { return 0; }
    static void* share(void* self) { return self; }
    static herr_t unshare(void*) { return 0; }
};

namespace {

template <class Image>
Hdf5Handle createInMemory(Image& image) {
    Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose, "file settings");
    check(H5Pset_fapl_core(access.get(), kImageIncrement, false), "file in memory");
    check(H5Pset_libver_bounds(access.get(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST), "format version");
    H5FD_file_image_callbacks_t callbacks = {
        &Image::allocate, nullptr, &Image::reallocate, &Image::keep, &Image::share, &Image::unshare, &image};
    check(H5Pset_file_image_callbacks(access.get(), &callbacks), "file in memory");
    const Hdf5Handle creation = timelessList(H5P_FILE_CREATE);
    return {H5Fcreate(newName().c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), &H5Fclose,
            "new file in memory"};
}

Hdf5Handle openImage(std::span<const std::byte> image, const std::string& name) {
    Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose, "file settings");
    check(H5Pset_fapl_core(access.get(), kImageIncrement, false), "file in memory");
    // The property list takes a copy; HDF5 declares the buffer writable all the same.
    check(H5Pset_file_image(access.get(), const_cast<std::byte*>(image.data()), image.size()), name);
    return {H5Fopen(newName().c_str(), H5F_ACC_RDONLY, access.get()), &H5Fclose,
            name + ": not a readable HDF5 file"};
}

}  // namespace

Hdf5Writer::Hdf5Writer() : image_(std::make_unique<Image>()) {
    const Hdf5Turn turn;
    file_.emplace(createInMemory(*image_));
    scalar_.emplace(H5Screate(H5S_SCALAR), &H5Sclose, "scalar");
    text_.emplace(textType(H5T_VARIABLE));
    access_.emplace(cachelessList());
}

Hdf5Writer::~Hdf5Writer() {
    const Hdf5Turn turn;
    for (auto* handle : {&object_, &creation_, &access_, &text_, &scalar_, &file_}) handle->reset();
}

hid_t Hdf5Writer::objectAt(const std::string& path) {
    if (!object_ || object_path_ != path) {
        closeObject();
        object_.emplace(H5Oopen(file_->get(), path.c_str(), H5P_DEFAULT), &H5Oclose, path);
        object_path_ = path;
    }
    return object_->get();
}

void Hdf5Writer::closeObject() {
    if (object_) object_->close(object_path_);
    object_.reset();
}

void Hdf5Writer::makeGroup(const std::string& path) {
    const Hdf5Turn turn;
    const Hdf5Handle list = timelessList(H5P_GROUP_CREATE);
    Hdf5Handle(H5Gcreate2(file_->get(), path.c_str(), H5P_DEFAULT, list.get(), H5P_DEFAULT), &H5Gclose,
               "group " + path);
}

hid_t Hdf5Writer::makeDataset(const std::string& path, hid_t type, const Shape& shape, const Shape& chunk) {
    closeObject();
    const std::vector<hsize_t> sides(shape.begin(), shape.end());
    const Hdf5Handle space(H5Screate_simple(static_cast<int>(sides.size()), sides.data(), nullptr), &H5Sclose,
                           path);
    if (!creation_ || creation_chunk_ != chunk) {
        creation_.reset();
        creation_.emplace(creationList(chunk));
        creation_chunk_ = chunk;
    }
    object_.emplace(H5Dcreate2(file_->get(), path.c_str(), type, space.get(), H5P_DEFAULT, creation_->get(),
                               access_->get()),
                    &H5Dclose, "dataset " + path);
    object_path_ = path;
    return object_->get();
}

void Hdf5Writer::writeDataset(const std::string& path, hid_t type, const void* data, const Shape& shape) {
    const hid_t set = makeDataset(path, type, shape, chunkOf(shape, H5Tget_size(type)));
    // The stored types are little-endian, as this machine is, so memory and file types are the same.
    if (elements(shape) > 0)
        check(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "dataset " + path);
}

void Hdf5Writer::writeChunksOf(const std::string& path, hid_t type, const Shape& shape,
                               std::size_t chunk_rows, std::span<const Bytes* const> chunks) {
    Shape chunk = shape;
    chunk[0] = chunk_rows;
    const hid_t set = makeDataset(path, type, shape, chunk);
    std::vector<hsize_t> corner(shape.size(), 0);
    constexpr std::uint32_t kEveryFilter = 0;  // bits name the filters that were left out
    for (const Bytes* bytes : chunks) {
        check(H5Dwrite_chunk(set, H5P_DEFAULT, kEveryFilter, corner.data(), bytes->size(), bytes->data()),
              "dataset " + path);
        corner[0] += chunk_rows;
    }
}

template <class T>
void Hdf5Writer::writeColumn(const std::string& path, std::span<const T> values, const Shape& shape) {
    assert(values.size() == elements(shape));
    const Hdf5Turn turn;
    writeDataset(path, storedType<T>(), values.data(), shape);
}

template <class T>
void Hdf5Writer::writeChunks(const std::string& path, const Shape& shape, std::size_t chunk_rows,
                             std::span<const Bytes* const> chunks) {
    assert(chunks.size() == (elements(shape) == 0 ? 0 : (shape[0] + chunk_rows - 1) / chunk_rows));
    const Hdf5Turn turn;
    writeChunksOf(path, storedType<T>(), shape, chunk_rows, chunks);
}

void Hdf5Writer::writeTexts(const std::string& path, const std::vector<std::string>& texts) {
    const Hdf5Turn turn;
    std::size_t width = 1;
    for (const std::string& text : texts) width = std::max(width, text.size());
    std::string padded;
    for (const std::string& text : texts) padded.append(text).append(width - text.size(), '\0');
    writeDataset(path, textType(width).get(), padded.data(), {texts.size()});
}

void Hdf5Writer::writeAttributeOf(const std::string& path, const std::string& name, hid_t type,
                                  const void* data, hid_t space) {
    const Hdf5Handle attribute(
        H5Acreate2(objectAt(path), name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), &H5Aclose,
        "attribute " + name);
    check(H5Awrite(attribute.get(), type, data), "attribute " + name);
}

void Hdf5Writer::writeAttribute(const std::string& path, const std::string& name, const std::string& value) {
    const Hdf5Turn turn;
    const char* const text = value.c_str();
    writeAttributeOf(path, name, text_->get(), &text, scalar_->get());
}

void Hdf5Writer::writeAttribute(const std::string& path, const std::string& name, std::int64_t value) {
    const Hdf5Turn turn;
    writeAttributeOf(path, name, H5T_STD_I64LE, &value, scalar_->get());
}

void Hdf5Writer::writeAttribute(const std::string& path, const std::string& name, std::uint64_t value) {
    const Hdf5Turn turn;
    writeAttributeOf(path, name, H5T_STD_U64LE, &value, scalar_->get());
}

void Hdf5Writer::writeAttribute(const std::string& path, const std::string& name, double value) {
    const Hdf5Turn turn;
    writeAttributeOf(path, name, H5T_IEEE_F64LE, &value, scalar_->get());
}

void Hdf5Writer::writeAttribute(const std::string& path, const std::string& name,
                                std::span<const double> values) {
    const Hdf5Turn turn;
    const hsize_t count = values.size();
    const Hdf5Handle space(H5Screate_simple(1, &count, nullptr), &H5Sclose, name);
    writeAttributeOf(path, name, H5T_IEEE_F64LE, values.data(), space.get());
}

std::vector<std::byte> Hdf5Writer::finish() {
    const Hdf5Turn turn;
    closeObject();
    file_->close("closing the file in memory");
    // HDF5 file format specification, superblock version 3: end-of-file address, 8 bytes at offset 28.
    const auto* const bytes = static_cast<const unsigned char*>(image_->bytes);
    const std::uint64_t end = image_->capacity >= 36 ? littleEndian64(bytes + 28) : 0;
    if (end == 0 || end > image_->capacity) throw DataError("HDF5 left an incomplete file in memory");
    const auto* const first = reinterpret_cast<const std::byte*>(bytes);
    return {first, first + end};
}

Hdf5Reader::Hdf5Reader(std::span<const std::byte> image, std::string name) : name_(std::move(name)) {
    const Hdf5Turn turn;
    file_.emplace(openImage(image, name_));
}

Hdf5Reader::~Hdf5Reader() {
    const Hdf5Turn turn;
    file_.reset();
}

bool Hdf5Reader::has(const std::string& path) const {
    const Hdf5Turn turn;
    return H5Lexists(file_->get(), path.c_str(), H5P_DEFAULT) > 0;
}

Shape Hdf5Reader::shape(const std::string& path) const {
    const Hdf5Turn turn;
    const Hdf5Handle set(H5Dopen2(file_->get(), path.c_str(), H5P_DEFAULT), &H5Dclose, doing(path));
    const Hdf5Handle space(H5Dget_space(set.get()), &H5Sclose, doing(path));
    const int dimensions = H5Sget_simple_extent_ndims(space.get());
    if (dimensions < 0) throw DataError(doing(path) + ": has no shape");
    std::vector<hsize_t> sides(static_cast<std::size_t>(dimensions));
    H5Sget_simple_extent_dims(space.get(), sides.data(), nullptr);
    return {sides.begin(), sides.end()};
}

template <class T>
std::vector<T> Hdf5Reader::readColumn(const std::string& path, const Shape& expected) const {
    const Hdf5Turn turn;
    const Shape found = shape(path);
    if (found != expected) throw DataError(doing(path) + ": has another shape than the manifest says");
    const Hdf5Handle set(H5Dopen2(file_->get(), path.c_str(), H5P_DEFAULT), &H5Dclose, doing(path));
    const Hdf5Handle type(H5Dget_type(set.get()), &H5Tclose, doing(path));
    if (H5Tget_class(type.get()) != H5Tget_class(storedType<T>()))
        throw DataError(doing(path) + ": has another type than this format");
    std::vector<T> values(elements(found));
    if (!values.empty())
        check(H5Dread(set.get(), storedType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), doing(path));
    return values;
}

std::string Hdf5Reader::readText(const std::string& path, const std::string& name) const {
    const Hdf5Turn turn;
    const Hdf5Handle attribute(
        H5Aopen_by_name(file_->get(), path.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), &H5Aclose,
        doing(name));
    const Hdf5Handle type(H5Aget_type(attribute.get()), &H5Tclose, doing(name));
    if (H5Tis_variable_str(type.get()) <= 0) throw DataError(doing(name) + ": is not a text");
    const Hdf5Handle space(H5Aget_space(attribute.get()), &H5Sclose, doing(name));
    const Hdf5Handle memory_type = textType(H5T_VARIABLE);
    char* text = nullptr;
    check(H5Aread(attribute.get(), memory_type.get(), &text), doing(name));
    std::string value = text ? text : "";
    H5Dvlen_reclaim(memory_type.get(), space.get(), H5P_DEFAULT, &text);
    return value;
}

std::int64_t Hdf5Reader::readInteger(const std::string& path, const std::string& name) const {
    const Hdf5Turn turn;
    const Hdf5Handle attribute(
        H5Aopen_by_name(file_->get(), path.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), &H5Aclose,
        doing(name));
    std::int64_t value = 0;
    check(H5Aread(attribute.get(), H5T_STD_I64LE, &value), doing(name));
    return value;
}

template void Hdf5Writer::writeColumn(const std::string&, std::span<const double>, const Shape&);
template void Hdf5Writer::writeColumn(const std::string&, std::span<const float>, const Shape&);
template void Hdf5Writer::writeColumn(const std::string&, std::span<const std::int64_t>, const Shape&);
template void Hdf5Writer::writeColumn(const std::string&, std::span<const std::int32_t>, const Shape&);
template void Hdf5Writer::writeColumn(const std::string&, std::span<const std::uint32_t>, const Shape&);
template void Hdf5Writer::writeColumn(const std::string&, std::span<const std::uint8_t>, const Shape&);
template void Hdf5Writer::writeColumn(const std::string&, std::span<const std::byte>, const Shape&);
template void Hdf5Writer::writeChunks<double>(const std::string&, const Shape&, std::size_t,
                                              std::span<const Bytes* const>);
template void Hdf5Writer::writeChunks<float>(const std::string&, const Shape&, std::size_t,
                                             std::span<const Bytes* const>);
template void Hdf5Writer::writeChunks<std::int64_t>(const std::string&, const Shape&, std::size_t,
                                                    std::span<const Bytes* const>);
template void Hdf5Writer::writeChunks<std::int32_t>(const std::string&, const Shape&, std::size_t,
                                                    std::span<const Bytes* const>);
template void Hdf5Writer::writeChunks<std::uint32_t>(const std::string&, const Shape&, std::size_t,
                                                     std::span<const Bytes* const>);
template void Hdf5Writer::writeChunks<std::uint8_t>(const std::string&, const Shape&, std::size_t,
                                                    std::span<const Bytes* const>);
template void Hdf5Writer::writeChunks<std::byte>(const std::string&, const Shape&, std::size_t,
                                                 std::span<const Bytes* const>);
template std::vector<double> Hdf5Reader::readColumn(const std::string&, const Shape&) const;
template std::vector<float> Hdf5Reader::readColumn(const std::string&, const Shape&) const;
template std::vector<std::int64_t> Hdf5Reader::readColumn(const std::string&, const Shape&) const;
template std::vector<std::int32_t> Hdf5Reader::readColumn(const std::string&, const Shape&) const;
template std::vector<std::uint32_t> Hdf5Reader::readColumn(const std::string&, const Shape&) const;
template std::vector<std::uint8_t> Hdf5Reader::readColumn(const std::string&, const Shape&) const;
template std::vector<std::byte> Hdf5Reader::readColumn(const std::string&, const Shape&) const;

}  // namespace celltwin::record
