// SPDX-License-Identifier: BSD-3-Clause
#include <mpi.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "models/base/error.h"
#include "sim/ranks/world.h"

namespace celltwin::ranks {
namespace {

constexpr int kTag = 1;
/// MPI counts bytes in an int: longer messages go in pieces, the last of which is shorter than this.
constexpr std::size_t kPieceBytes = std::size_t{1} << 30U;

class MpiExchange final : public engine::Exchange {
  public:
    MpiExchange() {
        MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
        MPI_Comm_size(MPI_COMM_WORLD, &size_);
        received_.resize(static_cast<std::size_t>(size_));
        result_.resize(received_.size());
    }
    int rank() const override { return rank_; }
    int size() const override { return size_; }
    std::span<const Bytes> trade(std::span<const Bytes> to) override {
        sending_.clear();
        for (int other = 0; other < size_; ++other)
            if (other != rank_) send(other, to[static_cast<std::size_t>(other)]);
        for (int other = 0; other < size_; ++other)
            if (other != rank_) receive(other);
        MPI_Waitall(static_cast<int>(sending_.size()), sending_.data(), MPI_STATUSES_IGNORE);
        return result_;
    }

  private:
    void send(int other, Bytes bytes) {
        std::size_t piece = 0;
        do {
            piece = std::min(bytes.size(), kPieceBytes);
            MPI_Isend(bytes.data(), static_cast<int>(piece), MPI_BYTE, other, kTag, MPI_COMM_WORLD,
                      &sending_.emplace_back());
            bytes = bytes.subspan(piece);
        } while (piece == kPieceBytes);
    }
    void receive(int other) {
        std::vector<std::byte>& bytes = received_[static_cast<std::size_t>(other)];
        std::size_t have = 0;
        int piece = 0;
        do {
            MPI_Message message;
            MPI_Status status;
            MPI_Mprobe(other, kTag, MPI_COMM_WORLD, &message, &status);
            MPI_Get_count(&status, MPI_BYTE, &piece);
            const std::size_t end = have + static_cast<std::size_t>(piece);
            if (bytes.size() < end) bytes.resize(end);
            MPI_Mrecv(bytes.data() + have, piece, MPI_BYTE, &message, MPI_STATUS_IGNORE);
            have = end;
        } while (static_cast<std::size_t>(piece) == kPieceBytes);
        result_[static_cast<std::size_t>(other)] = Bytes(bytes).first(have);
    }

    int rank_ = 0, size_ = 1;
    std::vector<MPI_Request> sending_;
    std::vector<std::vector<std::byte>> received_;  ///< by rank; they keep their largest size
    std::vector<Bytes> result_;
};

}  // namespace

World::World(bool started_by_mpirun) {
    if (!started_by_mpirun) return;
    // A rank that waits lets others have its core.
    setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0);
    int provided = 0;
    if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS)
        throw ResourceError("MPI cannot be started");
    begun_ = true;
    // Programs that this one starts are no ranks.
    unsetenv("OMPI_COMM_WORLD_SIZE");
    exchange_ = std::make_unique<MpiExchange>();
    if (exchange_->size() == 1) exchange_.reset();
}

World::~World() {
    if (begun_) MPI_Finalize();
}

void World::abort(int exit_code) const {
    if (begun_) MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::_Exit(exit_code);
}

}  // namespace celltwin::ranks
