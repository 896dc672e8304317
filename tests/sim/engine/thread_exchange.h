// SPDX-License-Identifier: BSD-3-Clause
//
// Ranks as threads of one process: what MPI's processes do, where there is no MPI.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "sim/engine/exchange.h"

namespace celltwin::testing {

/// Where the threads lay down what they send.
class ThreadRanks {
  public:
    explicit ThreadRanks(int ranks) : ranks_(ranks), sent_(static_cast<std::size_t>(ranks * ranks)) {}

    /// Calls work(exchange) as every rank, each on a thread of its own; what one throws ends all.
    void run(const std::function<void(engine::Exchange&)>& work) {
        std::vector<std::thread> threads;
        for (int rank = 0; rank < ranks_; ++rank)
            threads.emplace_back([&, rank] {
                One one(*this, rank);
                try {
                    work(one);
                } catch (...) {
                    fail(std::current_exception());
                }
            });
        for (std::thread& thread : threads) thread.join();
        if (failure_) std::rethrow_exception(failure_);
    }
    std::size_t trades() const { return trades_; }

  private:
    class One final : public engine::Exchange {
      public:
        One(ThreadRanks& all, int rank)
            : all_(all),
              rank_(rank),
              received_(static_cast<std::size_t>(all.ranks_)),
              result_(received_.size()) {}
        int rank() const override { return rank_; }
        int size() const override { return all_.ranks_; }
        std::span<const Bytes> trade(std::span<const Bytes> to) override {
            for (int r = 0; r < all_.ranks_; ++r)
                all_.sent_[place(rank_, r)].assign(to[static_cast<std::size_t>(r)].begin(),
                                                   to[static_cast<std::size_t>(r)].end());
            all_.meet();
            for (int r = 0; r < all_.ranks_; ++r) {
                auto& from = received_[static_cast<std::size_t>(r)];
                from.clear();
                if (r != rank_) from = all_.sent_[place(r, rank_)];
                result_[static_cast<std::size_t>(r)] = from;
            }
            all_.meet();
            return result_;
        }

      private:
        std::size_t place(int from, int to) const {
            return static_cast<std::size_t>(from * all_.ranks_ + to);
        }
        ThreadRanks& all_;
        int rank_;
        std::vector<std::vector<std::byte>> received_;
        std::vector<Bytes> result_;
    };

    void meet() {
        std::unique_lock lock(mutex_);
        if (failure_) throw std::runtime_error("another rank failed");
        const std::size_t round = trades_;
        if (++here_ == ranks_) {
            here_ = 0;
            ++trades_;
            all_here_.notify_all();
            return;
        }
        all_here_.wait(lock, [&] { return trades_ != round || failure_; });
        if (trades_ == round) throw std::runtime_error("another rank failed");
    }
    void fail(std::exception_ptr failure) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::move(failure);
        all_here_.notify_all();
    }

    int ranks_, here_ = 0;
    std::size_t trades_ = 0;
    std::vector<std::vector<std::byte>> sent_;  ///< from x to
    std::mutex mutex_;
    std::condition_variable all_here_;
    std::exception_ptr failure_;
};

}  // namespace celltwin::testing
