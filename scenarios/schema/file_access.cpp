// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/file_access.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "models/base/error.h"

namespace celltwin::scenario {
namespace {

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

std::string reasonOf(int error) {
    if (error == ENOENT || error == ENOTDIR) return "there is no such file";
    if (error == EACCES) return "permission denied";
    return std::strerror(error);
}

/// Bytes the UTF-8 sequence at `at` takes, 0 where it is not one (RFC 3629).
std::size_t sequenceLength(const std::string& text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = byte(at), second = byte(at + 1);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
        return 0;
    return length;
}

}  // namespace

std::string whyNotReadable(const std::string& path) {
    struct stat info {};
    if (path.find('\0') != std::string::npos) return "the name holds a NUL character";
    if (::stat(path.c_str(), &info) != 0) return reasonOf(errno);
    if (S_ISDIR(info.st_mode)) return "it is a folder";
    if (!S_ISREG(info.st_mode)) return "it is not a regular file";
    if (::access(path.c_str(), R_OK) != 0) return reasonOf(errno);
    return {};
}

std::string readRegularFile(const std::string& path, std::size_t max_bytes) {
    const auto refuse = [&](const std::string& reason) -> std::string {
        // Built by member: g++ 12 takes fright at temporaries in braces at -O3.
        Diagnostic d;
        d.where.file = path;
        d.message = "cannot read this file: " + reason;
        throw ConfigError(std::vector<Diagnostic>(1, d));
    };
    if (const std::string reason = whyNotReadable(path); !reason.empty()) return refuse(reason);
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    struct stat info {};
    if (file.fd < 0 || ::fstat(file.fd, &info) != 0) return refuse(reasonOf(errno));
    // It may have been exchanged since it was looked at.
    if (!S_ISREG(info.st_mode)) return refuse("it is not a regular file");
    std::string text;
    char buffer[65536];
    for (;;) {
        const ssize_t n = ::read(file.fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return refuse(reasonOf(errno));
        if (n == 0) return text;
        text.append(buffer, static_cast<std::size_t>(n));
        if (text.size() > max_bytes)
            return refuse("it is larger than " + std::to_string(max_bytes >> 20U) + " MiB");
    }
}

int firstNonUtf8Line(const std::string& text) {
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') ++line;
        const std::size_t length = sequenceLength(text, at);
        if (length == 0) return line;
        at += length;
    }
    return 0;
}

}  // namespace celltwin::scenario
