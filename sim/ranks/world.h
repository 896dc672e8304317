// SPDX-License-Identifier: BSD-3-Clause
//
// The processes that mpirun started as one run. Built without MPI (CELLTWIN_MPI off), and without mpirun,
// there is one.
#pragma once

#include <memory>

#include "sim/engine/exchange.h"

namespace celltwin::ranks {

class World {
  public:
    /// `started_by_mpirun`: MPI is begun, and ended by the destructor. Throws ResourceError where it cannot
    /// be.
    explicit World(bool started_by_mpirun);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// nullptr where this process is alone.
    engine::Exchange* exchange() const { return exchange_.get(); }
    int rank() const { return exchange_ ? exchange_->rank() : 0; }
    /// Ends all ranks at once: for one that cannot go on while others wait for it.
    [[noreturn]] void abort(int exit_code) const;

  private:
    bool begun_ = false;
    std::unique_ptr<engine::Exchange> exchange_;
};

}  // namespace celltwin::ranks
