// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/halo.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <type_traits>
#include <utility>

#include "sim/engine/state_columns.h"

namespace celltwin::engine {
namespace {

using Buffer = std::vector<std::byte>;
using Rows = std::span<const std::uint32_t>;

template <class T>
void putAll(Buffer& out, std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::size_t at = out.size();
    out.resize(at + values.size_bytes());
    if (!values.empty()) std::memcpy(out.data() + at, values.data(), values.size_bytes());
}
template <class T>
void put(Buffer& out, const T& value) {
    putAll(out, std::span<const T>(&value, 1));
}

class Reader {
  public:
    explicit Reader(Exchange::Bytes bytes) : at_(bytes.data()) {}
    template <class T>
    T take() {
        T value;
        takeAll(std::span(&value, 1));
        return value;
    }
    template <class T>
    void takeAll(std::span<T> values) {
        if (!values.empty()) std::memcpy(values.data(), at_, values.size_bytes());
        at_ += values.size_bytes();
    }
    const std::byte*& at() { return at_; }

  private:
    const std::byte* at_;
};

template <class T>
void putRows(Buffer& out, const std::vector<T>& column, std::size_t width, Rows rows) {
    for (const std::uint32_t row : rows) putAll(out, std::span<const T>(column).subspan(row * width, width));
}
template <class T>
void takeRows(Reader& in, std::vector<T>& column, std::size_t width, Rows rows) {
    for (const std::uint32_t row : rows) in.takeAll(std::span(column).subspan(row * width, width));
}

}  // namespace

Halo::Halo(const StepContext& context, const Strips& strips, RanState& state, Exchange* exchange)
    : x_(context),
      strips_(strips),
      state_(state),
      exchange_(strips.ranks() > 1 ? exchange : nullptr),
      out_(static_cast<std::size_t>(strips.ranks())),
      to_(out_.size()) {
    if (exchange_ == nullptr) return;
    rows_.reserve(state.ueCount());
    for (int other = 0; other < strips.ranks(); ++other) {
        border_to_.push_back(bordersOf(strips.rank(), other));
        border_from_.push_back(bordersOf(other, strips.rank()));
    }
}

std::vector<Halo::Border> Halo::bordersOf(int from, int to) const {
    std::vector<Border> borders;
    if (from == to) return borders;
    for (const std::uint32_t cell : strips_.cellsOf(from)) {
        Border border{cell, {}};
        const std::span<const std::uint32_t> heard_by = x_.heard.cells(x_.heard.listOf(cell));
        const std::size_t carrier = x_.scenario.network.cells[cell].carrier;
        for (std::uint32_t place = 0; place < heard_by.size(); ++place)
            if (strips_.rankOfCell(heard_by[place]) == to &&
                x_.uplink_gain_per_rsrp[carrier * state_.row + heard_by[place]] != 0.0F)
                border.places.push_back(place);
        if (!border.places.empty()) borders.push_back(std::move(border));
    }
    return borders;
}

const std::vector<std::uint32_t>& Halo::uesOf(int rank) {
    rows_.clear();
    for (std::uint32_t ue = 0; ue < state_.ueCount(); ++ue)
        if (strips_.rankOfUe(state_, ue) == rank) rows_.push_back(ue);
    return rows_;
}

/// The own buffer, to everybody.
std::span<const Exchange::Bytes> Halo::tradeSame() {
    const Buffer& mine = out_[static_cast<std::size_t>(strips_.rank())];
    std::fill(to_.begin(), to_.end(), Exchange::Bytes(mine));
    return exchange_->trade(to_);
}

void Halo::bring(Rows ues) {
    if (exchange_ == nullptr || ues.empty()) return;
    brought_ = true;
    const auto of = [&](int rank) -> Rows {
        rows_.clear();
        std::copy_if(ues.begin(), ues.end(), std::back_inserter(rows_),
                     [&](std::uint32_t ue) { return strips_.rankOfUe(state_, ue) == rank; });
        return rows_;
    };
    const std::size_t count = state_.ueCount();
    Buffer& mine = out_[static_cast<std::size_t>(strips_.rank())];
    mine.clear();
    of(strips_.rank());
    forEachUeColumn(state_, [&](const char*, const auto& column) {
        putRows(mine, column, column.size() / count, rows_);
    });
    const std::span<const Exchange::Bytes> from = tradeSame();
    for (int rank = 0; rank < strips_.ranks(); ++rank) {
        if (rank == strips_.rank()) continue;
        Reader in(from[static_cast<std::size_t>(rank)]);
        // Not asked again within: serving_cell is among what arrives, with the same values.
        of(rank);
        forEachUeColumn(
            state_, [&](const char*, auto& column) { takeRows(in, column, column.size() / count, rows_); });
    }
}

bool Halo::takeBrought() {
    return std::exchange(brought_, false);
}

void Halo::tradeWishes(std::vector<RrcWish>& wishes) {
    if (exchange_ == nullptr) return;
    Buffer& mine = out_[static_cast<std::size_t>(strips_.rank())];
    mine.clear();
    for (std::uint32_t ue = 0; ue < wishes.size(); ++ue) {
        if (!strips_.hasUe(state_, ue))
            wishes[ue] = {};
        else if (wishes[ue].any()) {
            put(mine, ue);
            put(mine, wishes[ue]);
        }
    }
    for (const Exchange::Bytes bytes : tradeSame()) {
        Reader in(bytes);
        for (std::size_t left = bytes.size(); left > 0; left -= sizeof(std::uint32_t) + sizeof(RrcWish)) {
            const auto ue = in.take<std::uint32_t>();
            wishes[ue] = in.take<RrcWish>();
        }
    }
}

void Halo::packSlot(int to, const std::vector<CellScratch>& scratch) {
    Buffer& out = out_[static_cast<std::size_t>(to)];
    out.clear();
    put(out, asked_);
    for (const std::uint32_t cell : strips_.cells()) {
        put(out, state_.activity[cell]);
        put(out, static_cast<std::uint32_t>(scratch[cell].sent_up.size()));
        if (!scratch[cell].sent_up.empty() && !x_.heard.complete()) put(out, scratch[cell].far_reach);
    }
    for (const Border& border : border_to_[static_cast<std::size_t>(to)])
        packSent(state_, scratch[border.cell], border.places, out);
}

void Halo::unpackSlot(int from, std::vector<CellScratch>& scratch, Exchange::Bytes bytes) {
    Reader in(bytes);
    stops_ = in.take<bool>() || stops_;
    for (const std::uint32_t cell : strips_.cellsOf(from)) {
        CellScratch& sent = scratch[cell];
        state_.activity[cell] = in.take<float>();
        sent.sent_up.resize(in.take<std::uint32_t>());
        if (!sent.sent_up.empty() && !x_.heard.complete()) sent.far_reach = in.take<ChunkRow>();
    }
    for (const Border& border : border_from_[static_cast<std::size_t>(from)])
        unpackSent(state_, border.places, in.at(), scratch[border.cell]);
}

void Halo::tradeSlot(std::vector<CellScratch>& scratch) {
    if (exchange_ == nullptr) return;
    for (int rank = 0; rank < strips_.ranks(); ++rank) {
        if (rank == strips_.rank()) continue;
        packSlot(rank, scratch);
        to_[static_cast<std::size_t>(rank)] = out_[static_cast<std::size_t>(rank)];
    }
    stops_ = asked_;
    const std::span<const Exchange::Bytes> from = exchange_->trade(to_);
    for (int rank = 0; rank < strips_.ranks(); ++rank)
        if (rank != strips_.rank()) unpackSlot(rank, scratch, from[static_cast<std::size_t>(rank)]);
}

bool Halo::stops(bool asked) {
    if (exchange_ == nullptr) return asked;
    asked_ = asked_ || asked;
    return stops_;
}

/// `each(visit)` calls visit(column, width) of each column; `rows_of(rank)` tells its rows.
template <class RowsOf, class EachColumn>
void Halo::gather(const RowsOf& rows_of, const EachColumn& each) {
    if (exchange_ == nullptr) return;
    std::fill(to_.begin(), to_.end(), Exchange::Bytes());
    if (!keepsRecord()) {
        Buffer& mine = out_[0];
        mine.clear();
        const Rows rows = rows_of(strips_.rank());
        each([&](const auto& column, std::size_t width) { putRows(mine, column, width, rows); });
        to_[0] = mine;
    }
    const std::span<const Exchange::Bytes> from = exchange_->trade(to_);
    if (!keepsRecord()) return;
    for (int rank = 1; rank < strips_.ranks(); ++rank) {
        Reader in(from[static_cast<std::size_t>(rank)]);
        const Rows rows = rows_of(rank);
        each([&](auto& column, std::size_t width) { takeRows(in, column, width, rows); });
    }
}

void Halo::gatherState() {
    const std::size_t ues = state_.ueCount(), cells = x_.radio.cellCount();
    gather([this](int rank) -> Rows { return uesOf(rank); },
           [&](const auto& visit) {
               forEachUeColumn(state_,
                               [&](const char*, auto& column) { visit(column, column.size() / ues); });
           });
    gather([this](int rank) { return strips_.cellsOf(rank); },
           [&](const auto& visit) {
               forEachCellColumn(state_, [&](const char*, auto& column) {
                   visit(column, column.size() == state_.row ? 1 : column.size() / cells);
               });
           });
}

void Halo::gatherCells(std::vector<double>& values) {
    gather([this](int rank) { return strips_.cellsOf(rank); },
           [&](const auto& visit) { visit(values, values.size() / x_.radio.cellCount()); });
}

void Halo::gatherSamples(std::vector<float>& rsrp_dbm, std::vector<float>& sinr_db,
                         std::vector<double>& queue_bytes) {
    gather([this](int rank) -> Rows { return uesOf(rank); },
           [&](const auto& visit) {
               for (std::vector<double>* column :
                    {&state_.east_m, &state_.north_m, &state_.delivered_bytes, &queue_bytes})
                   visit(*column, 1);
               for (std::vector<float>* column : {&rsrp_dbm, &sinr_db}) visit(*column, 1);
           });
}

}  // namespace celltwin::engine
