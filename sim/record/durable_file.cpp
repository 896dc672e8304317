// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "models/base/error.h"

namespace celltwin::record {
namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

[[noreturn]] void failWriting(const std::string& path, int error) {
    throw ResourceError(path + ": cannot write: " + reason(error) +
                        (error == ENOSPC || error == EDQUOT || error == EFBIG
                             ? "; make room or choose another output folder"
                             : ""));
}

/// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return descriptor_; }
    int release() { return std::exchange(descriptor_, -1); }

  private:
    int descriptor_;
};

/// Returns 0 or the error number.
int writeAll(int descriptor, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

/// Returns 0 or the error number; close() reports what a write-back cache found too late.
int writeSynced(const std::string& path, std::span<const std::byte> bytes) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return errno;
    if (const int error = writeAll(file.get(), bytes)) return error;
    if (::fsync(file.get()) != 0) return errno;
    return ::close(file.release()) == 0 ? 0 : errno;
}

}  // namespace

std::vector<std::byte> readFile(const std::string& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
        throw DataError(path + ": cannot read: " + reason(errno));
    if (!S_ISREG(status.st_mode)) throw DataError(path + ": cannot read: not a regular file");
    std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw DataError(path + ": cannot read: " + reason(errno));
        if (got == 0) break;  // became shorter meanwhile
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

bool fileExists(const std::string& path) {
    std::error_code error;
    const bool exists = std::filesystem::exists(path, error);
    if (error) throw DataError(path + ": cannot read: " + error.message());
    return exists;
}

std::vector<std::string> listFolder(const std::string& folder) {
    std::error_code error;
    std::vector<std::string> names;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        names.push_back(entry->path().filename().string());
    if (error) throw DataError(folder + ": cannot list: " + error.message());
    std::sort(names.begin(), names.end());
    return names;
}

std::string partialName(std::string_view name) {
    return "." + std::string(name) + ".partial";
}

void writeFileDurably(const std::string& folder, const std::string& name, std::span<const std::byte> bytes) {
    const std::string partial = folder + "/" + partialName(name), path = folder + "/" + name;
    int error = writeSynced(partial, bytes);
    if (error == 0 && ::rename(partial.c_str(), path.c_str()) != 0) error = errno;
    if (error != 0) {
        ::unlink(partial.c_str());
        failWriting(path, error);
    }
    syncFolder(folder);
}

void makeFolder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw ResourceError(folder + ": cannot make this folder: " + error.message());
}

void removeFile(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        throw ResourceError(path + ": cannot remove: " + reason(errno));
}

void syncFolder(const std::string& folder) {
    Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) failWriting(folder, errno);
}

FolderLock::FolderLock(const std::string& folder) {
    const std::string path = folder + "/.lock";
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (file.get() < 0) failWriting(path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            throw ResourceError(folder +
                                ": another run is writing this trace; wait for it or choose another folder");
        throw ResourceError(path + ": cannot lock: " + reason(errno));
    }
    descriptor_ = file.release();
}

FolderLock::~FolderLock() {
    ::close(descriptor_);
}

TextFile::TextFile(const std::string& path)
    : path_(path), descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) failWriting(path_, errno);
}

TextFile::~TextFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void TextFile::flush() {
    if (const int error = writeAll(descriptor_, std::as_bytes(std::span(buffer_)))) failWriting(path_, error);
    buffer_.clear();
}

void TextFile::flushIfLarge() {
    constexpr std::size_t kLarge = 1 << 20;
    if (buffer_.size() >= kLarge) flush();
}

void TextFile::close() {
    flush();
    if (::close(std::exchange(descriptor_, -1)) != 0) failWriting(path_, errno);
}

}  // namespace celltwin::record
