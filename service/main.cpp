// SPDX-License-Identifier: BSD-3-Clause
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "service/cli.h"

/// A result that did not reach its file is no success: the last of it is written here, not after main.
int main(int argc, char** argv) {
    const int code = celltwin::service::runProgram(argc, argv);
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    std::fprintf(stderr, "celltwin: standard output cannot be written: %s\n", std::strerror(errno));
    return code != 0 ? code : int{celltwin::service::kOutOfResources};
}
