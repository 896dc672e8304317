// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zlib.h>

#include <memory>
#include <string>

namespace celltwin::phy {

/// A gzip file as text; empty where it can not be read.
inline std::string readGzip(const std::string& path) {
    struct Closer {
        void operator()(gzFile file) const { gzclose(file); }
    };
    const std::unique_ptr<gzFile_s, Closer> file(gzopen(path.c_str(), "rb"));
    std::string text;
    char buffer[16384];
    for (int count = 0; file && (count = gzread(file.get(), buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(count));
    return text;
}

}  // namespace celltwin::phy
