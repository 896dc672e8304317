// SPDX-License-Identifier: BSD-3-Clause
//
// Threads that encode chunks while a run goes on, and the one thread that seals segments. Private to the
// room. Neither orders results: what is made lands where its task says, so the number of threads changes
// nothing in a file.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "sim/record/chunk_encoder.h"

namespace celltwin::record {

/// Counts tasks that belong together and keeps the first exception of one.
class EncodeGroup {
  public:
    void begin();
    void finish(std::exception_ptr error);
    /// Until every task begun is finished; throws the first exception, as often as it is asked.
    void wait();

  private:
    std::mutex mutex_;
    std::condition_variable all_done_;
    std::size_t open_ = 0;
    std::exception_ptr error_;
};

class EncodePool {
  public:
    using Task = std::function<void(ChunkEncoder&)>;
    /// Bytes that may wait for a worker or be with one before submit() blocks.
    static constexpr std::size_t kMostBytes = std::size_t{32} << 20;

    /// At least one worker.
    explicit EncodePool(int workers);
    /// Tasks not begun are dropped; their groups never finish.
    ~EncodePool();
    EncodePool(const EncodePool&) = delete;
    EncodePool& operator=(const EncodePool&) = delete;

    /// `bytes`: what the task keeps in memory. Blocks while that would make more than kMostBytes, unless
    /// nothing else is under way.
    void submit(const std::shared_ptr<EncodeGroup>& group, std::size_t bytes, Task task);

  private:
    struct Entry {
        std::shared_ptr<EncodeGroup> group;
        std::size_t bytes = 0;
        Task task;
    };
    void work(ChunkEncoder& encoder);

    std::mutex mutex_;
    std::condition_variable more_, less_;
    std::deque<Entry> waiting_;
    std::size_t bytes_ = 0;
    bool stop_ = false;
    std::vector<std::jthread> workers_;
};

/// Runs one job at a time on a thread of its own. A job that throws is kept: whoever settles next gets the
/// exception, once, and whoever settles after that has the job tried again first.
class SealThread {
  public:
    SealThread();
    /// Lets a job that runs or waits come to its end; its exception is lost.
    ~SealThread();
    SealThread(const SealThread&) = delete;
    SealThread& operator=(const SealThread&) = delete;

    /// Only after settle() has returned.
    void start(std::function<void()> job);
    /// Until there is no job; throws what the job threw.
    void settle();
    /// Until no job runs, be it that one has failed.
    void rest();

  private:
    enum class State { idle, ready, running, failed, reported };
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::idle;
    bool stop_ = false;
    std::function<void()> job_;
    std::exception_ptr error_;
    std::jthread thread_;
};

}  // namespace celltwin::record
