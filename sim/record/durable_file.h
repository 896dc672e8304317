// SPDX-License-Identifier: BSD-3-Clause
//
// Files that are either there in full or not at all. Private to the room.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace celltwin::record {

/// All bytes of a file; throws DataError with the system's reason.
std::vector<std::byte> readFile(const std::string& path);

/// Whether anything is at this path; throws DataError where the system does not say.
bool fileExists(const std::string& path);
/// Names in a folder, sorted; throws DataError with the system's reason.
std::vector<std::string> listFolder(const std::string& folder);

/// Name under which writeFileDurably works: ".<name>.partial".
std::string partialName(std::string_view name);

/// Writes `folder`/.`name`.partial, fsyncs it, renames it to `name`, fsyncs the folder. Throws ResourceError
/// naming the file and the system's reason; what was there under `name` is then unchanged and the partial
/// file gone.
void writeFileDurably(const std::string& folder, const std::string& name, std::span<const std::byte> bytes);

/// Makes the folder and its parents where absent; throws ResourceError.
void makeFolder(const std::string& folder);
/// Removes a file that may be absent; throws ResourceError.
void removeFile(const std::string& path);
/// Makes renames and removals in the folder last; throws ResourceError.
void syncFolder(const std::string& folder);

/// Holds `folder`/.lock as long as it lives; the system lets go of it when the process dies. Throws
/// ResourceError where another writer holds it.
class FolderLock {
  public:
    explicit FolderLock(const std::string& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    int descriptor_ = -1;
};

/// Text written front to back through a buffer; throws ResourceError on the first failure.
class TextFile {
  public:
    explicit TextFile(const std::string& path);
    ~TextFile();
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;
    /// Where the next text goes; call flushIfLarge() now and then.
    std::string& buffer() { return buffer_; }
    void flushIfLarge();
    void close();

  private:
    void flush();
    std::string path_, buffer_;
    int descriptor_ = -1;
};

}  // namespace celltwin::record
