// SPDX-License-Identifier: BSD-3-Clause
#include "sim/run/processes.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "models/base/error.h"

extern char** environ;

namespace celltwin::run {
namespace {

constexpr int kPollMs = 50;

struct Child {
    std::size_t index;
    pid_t pid;
    int output;  ///< read end, -1 once closed
    std::string partial;
    bool signalled = false;
};

Child start(std::size_t index, const std::vector<std::string>& command) {
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        throw ResourceError(std::string("cannot make a pipe: ") + std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    std::vector<char*> argv;
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    pid_t pid = 0;
    const int error = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    if (error != 0) {
        close(pipe_ends[0]);
        throw ResourceError("cannot start " + command[0] + ": " + std::strerror(error));
    }
    return {index, pid, pipe_ends[0], {}};
}

/// Reads what is there and hands out whole lines; closes at end of file.
void drain(Child& child, const std::function<void(std::size_t, const std::string&)>& on_line) {
    char buffer[4096];
    const ssize_t n = read(child.output, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) return;
    if (n <= 0) {
        close(child.output);
        child.output = -1;
        if (!child.partial.empty() && on_line) on_line(child.index, child.partial);
        return;
    }
    child.partial.append(buffer, static_cast<std::size_t>(n));
    for (std::size_t end; (end = child.partial.find('\n')) != std::string::npos;) {
        if (on_line) on_line(child.index, child.partial.substr(0, end));
        child.partial.erase(0, end + 1);
    }
}

int reap(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void waitForOutput(std::vector<Child>& running,
                   const std::function<void(std::size_t, const std::string&)>& on_line) {
    std::vector<pollfd> fds;
    for (const Child& child : running) fds.push_back({child.output, POLLIN, 0});
    if (poll(fds.data(), fds.size(), kPollMs) <= 0) return;
    for (std::size_t i = 0; i < fds.size(); ++i)
        if (fds[i].revents != 0) drain(running[i], on_line);
}

}  // namespace

std::vector<ProcessResult> runProcesses(const std::vector<std::vector<std::string>>& commands,
                                        std::size_t at_once,
                                        const std::function<void(std::size_t, const std::string&)>& on_line,
                                        const std::function<bool()>& interrupted) {
    std::vector<ProcessResult> results(commands.size());
    std::vector<Child> running;
    std::size_t next = 0;
    bool failed = false;
    const auto stopping = [&] { return failed || (interrupted && interrupted()); };
    while (next < commands.size() || !running.empty()) {
        while (next < commands.size() && running.size() < at_once && !stopping()) {
            running.push_back(start(next, commands[next]));
            ++next;
        }
        if (running.empty()) break;
        waitForOutput(running, on_line);
        for (Child& child : running)
            if (stopping() && !child.signalled) {
                kill(child.pid, SIGTERM);
                child.signalled = true;
            }
        std::erase_if(running, [&](const Child& child) {
            if (child.output >= 0) return false;
            results[child.index].exit_code = reap(child.pid);
            failed = failed || results[child.index].exit_code != 0;
            return true;
        });
    }
    return results;
}

std::string ownProgramPath() {
    return std::filesystem::read_symlink("/proc/self/exe").string();
}

void endWithParent() {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

}  // namespace celltwin::run
