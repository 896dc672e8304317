// SPDX-License-Identifier: BSD-3-Clause
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "service/cli.h"
#include "sim/ranks/world.h"

namespace {

int runHere(int argc, char** argv) {
    using namespace celltwin;
    try {
        const ranks::World world(std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr);
        return world.rank() == 0 ? service::runProgram(argc, argv, world) : service::followRank0(world);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "celltwin: %s\n", error.what());
        return service::exitCodeOf(error);
    }
}

}  // namespace

/// A result that did not reach its file is no success: the last of it is written here, not after main.
int main(int argc, char** argv) {
    const int code = runHere(argc, argv);
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    std::fprintf(stderr, "celltwin: standard output cannot be written: %s\n", std::strerror(errno));
    return code != 0 ? code : int{celltwin::service::kOutOfResources};
}
