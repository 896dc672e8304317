// SPDX-License-Identifier: BSD-3-Clause
//
// trace_child <folder> <periods>: writes a made-up run, or continues the one in the folder.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "sim/record/trace.h"
#include "tests/sim/record/made_up_run.h"

using namespace celltwin::record;

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    try {
        const std::string folder = argv[1];
        const bool resumed = std::filesystem::exists(folder + "/manifest.json");
        const auto writer = resumed ? TraceWriter::resume(folder) : TraceWriter::create(folder);
        std::uint64_t first = 0;
        if (resumed)
            if (const auto checkpoint = TraceReader(folder).lastCheckpoint())
                first = MadeUpRun::nextPeriod(*checkpoint);
        MadeUpRun run(3, 50);
        writer->begin(run.header());
        run.write(*writer, first, std::strtoull(argv[2], nullptr, 10), 2);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
