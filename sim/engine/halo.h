// SPDX-License-Identifier: BSD-3-Clause
//
// What the ranks of a run tell each other. Every rank has all columns, but those of a UE or a cell are right
// only where it is at home (strips.h); which cell serves a UE, its list, its RRC phase and due moment, and of
// cells load, offset, sleep and connected UEs are right everywhere, since all ranks run the same procedures
// in the same order. Whatever these read of a UE, its home sends to everybody before. Once a slot ranks trade
// activity and the uplink power that crosses their borders: each cell's by itself, so that sums keep their
// order. All ranks call the same functions together; alone, they do nothing. Private to sim/engine.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/engine/exchange.h"
#include "sim/engine/steps.h"
#include "sim/engine/strips.h"

namespace celltwin::engine {

class Halo {
  public:
    /// `exchange` may be nullptr: one rank.
    Halo(const StepContext& context, const Strips& strips, RanState& state, Exchange* exchange);

    /// The columns of these UEs, from where they are at home to everybody: after it all ranks may act on
    /// them.
    void bring(std::span<const std::uint32_t> ues);
    /// Whether UEs were brought since the last call, and so may be at home elsewhere now.
    bool takeBrought();
    void tradeWishes(std::vector<RrcWish>& wishes);
    /// Between the two passes of a slot: activity, and what the uplink sends.
    void tradeSlot(std::vector<CellScratch>& scratch);
    /// Whether some rank asked to stop before the last slot; of one rank, whether it asks now.
    bool stops(bool asked);

    // To rank 0, which keeps the record:
    bool keepsRecord() const { return strips_.rank() == 0; }
    void gatherState();
    /// Rows of cells, of as many values each.
    void gatherCells(std::vector<double>& values);
    /// What a sample of UEs has beside the replicated columns.
    void gatherSamples(std::vector<float>& rsrp_dbm, std::vector<float>& sinr_db,
                       std::vector<double>& queue_bytes);

  private:
    /// Places of a cell's list at which cells of another rank hear it.
    struct Border {
        std::uint32_t cell;
        std::vector<std::uint32_t> places;
    };
    /// Borders from the cells of one rank to another one.
    std::vector<Border> bordersOf(int from, int to) const;
    void packSlot(int to, const std::vector<CellScratch>& scratch);
    void unpackSlot(int from, std::vector<CellScratch>& scratch, Exchange::Bytes bytes);
    std::span<const Exchange::Bytes> tradeSame();
    template <class RowsOf, class EachColumn>
    void gather(const RowsOf& rows_of, const EachColumn& each);
    /// Of all UEs, those at home at a rank.
    const std::vector<std::uint32_t>& uesOf(int rank);

    const StepContext& x_;
    const Strips& strips_;
    RanState& state_;
    Exchange* exchange_;
    bool brought_ = false, asked_ = false, stops_ = false;
    std::vector<std::vector<std::byte>> out_;  ///< by rank
    std::vector<Exchange::Bytes> to_;
    std::vector<std::vector<Border>> border_to_, border_from_;
    std::vector<std::uint32_t> rows_;  ///< scratch
};

}  // namespace celltwin::engine
