// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/encode_pool.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace celltwin::record {

void EncodeGroup::begin() {
    const std::lock_guard lock(mutex_);
    ++open_;
}

void EncodeGroup::finish(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (error && !error_) error_ = std::move(error);
    if (--open_ == 0) all_done_.notify_all();
}

void EncodeGroup::wait() {
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return open_ == 0; });
    if (error_) std::rethrow_exception(error_);
}

EncodePool::EncodePool(int workers) {
    for (int i = 0; i < std::max(1, workers); ++i)
        workers_.emplace_back([this, encoder = std::make_shared<ChunkEncoder>()] { work(*encoder); });
}

EncodePool::~EncodePool() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    more_.notify_all();
    workers_.clear();
}

void EncodePool::submit(const std::shared_ptr<EncodeGroup>& group, std::size_t bytes, Task task) {
    {
        std::unique_lock lock(mutex_);
        less_.wait(lock, [&] { return bytes_ == 0 || bytes_ + bytes <= kMostBytes; });
        waiting_.push_back({group, bytes, std::move(task)});
        group->begin();
        bytes_ += bytes;
    }
    more_.notify_one();
}

void EncodePool::work(ChunkEncoder& encoder) {
    for (;;) {
        Entry entry;
        {
            std::unique_lock lock(mutex_);
            more_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
            if (stop_) return;
            entry = std::move(waiting_.front());
            waiting_.pop_front();
        }
        std::exception_ptr error;
        try {
            entry.task(encoder);
        } catch (...) {
            error = std::current_exception();
        }
        entry.task = {};  // lets go of what the task kept before it counts as gone
        {
            const std::lock_guard lock(mutex_);
            bytes_ -= entry.bytes;
        }
        less_.notify_all();
        entry.group->finish(std::move(error));
    }
}

SealThread::SealThread() : thread_([this] { work(); }) {}

SealThread::~SealThread() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
}

void SealThread::start(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        assert(state_ == State::idle);
        job_ = std::move(job);
        state_ = State::ready;
    }
    changed_.notify_all();
}

void SealThread::settle() {
    std::unique_lock lock(mutex_);
    if (state_ == State::reported) {
        state_ = State::ready;
        changed_.notify_all();
    }
    changed_.wait(lock, [this] { return state_ == State::idle || state_ == State::failed; });
    if (state_ == State::idle) return;
    state_ = State::reported;
    std::rethrow_exception(std::exchange(error_, nullptr));
}

void SealThread::rest() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return state_ != State::ready && state_ != State::running; });
}

void SealThread::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stop_ || state_ == State::ready; });
        if (state_ != State::ready) return;
        state_ = State::running;
        lock.unlock();
        std::exception_ptr error;
        try {
            job_();
        } catch (...) {
            error = std::current_exception();
        }
        if (!error) job_ = {};
        lock.lock();
        error_ = std::move(error);
        state_ = error_ ? State::failed : State::idle;
        changed_.notify_all();
    }
}

}  // namespace celltwin::record
