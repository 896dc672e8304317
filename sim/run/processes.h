// SPDX-License-Identifier: BSD-3-Clause
//
// Runs several commands as processes at once and follows their output line by line: one ns-3 run per process,
// as ns-3's process-wide state asks for. Children end with their parent.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace celltwin::run {

struct ProcessResult {
    int exit_code = -1;  ///< 128 + signal where a signal ended it
};

/// Starts every command (argv[0] is a path) with its standard output piped; at most `at_once` run at a time.
/// Lines of standard output go to on_line(index, line); standard error passes through. While `interrupted`
/// returns true, or once a command has failed, children get SIGTERM once and are waited for; a command not
/// started by then keeps exit code -1. Returns results in the order of commands.
/// Throws ResourceError where a process cannot be started.
std::vector<ProcessResult> runProcesses(const std::vector<std::vector<std::string>>& commands,
                                        std::size_t at_once,
                                        const std::function<void(std::size_t, const std::string&)>& on_line,
                                        const std::function<bool()>& interrupted);

/// Path of the running program, to start itself again.
std::string ownProgramPath();

/// Called first in a child: it gets SIGTERM when its parent dies.
void endWithParent();

}  // namespace celltwin::run
