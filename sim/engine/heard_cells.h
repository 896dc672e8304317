// SPDX-License-Identifier: BSD-3-Clause
//
// Which cells count one by one for a UE. Those around the cell it is on do, in one list for all UEs there;
// the power of the others is summed once, when the UE comes onto the list, and weighed with their mean load.
// A network of no more cells than a list holds has one list of all, and then nothing is approximated.
//
// A list has, of each carrier, the cells with the largest share of what is heard at places in the sector of
// the cell it belongs to, shadowing as it is drawn there, and those of its own site in any case. The others
// are summed over the kWideSites nearest sites; what is farther is taken to weaken with
// distance^-kTailExponent, between COST-231's 3.5 and the 3.9 of TR 38.901 UMa without line of sight. Not
// modelled: UEs so high above the roofs that they hear farther.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/engine/radio_model.h"

namespace celltwin::engine {

inline constexpr std::size_t kWideSites = 64;
inline constexpr double kTailExponent = 3.7;

class HeardCells {
  public:
    /// Lists of `most` cells of each carrier.
    HeardCells(const scenario::Scenario& scenario, const RadioModel& radio, std::size_t most);

    /// Whether every list has all cells.
    bool complete() const { return complete_; }
    std::size_t lists() const { return begin_.size() - 1; }
    /// Places of a row, padded for the interference kernel.
    std::size_t width() const { return width_; }
    std::uint32_t listOf(std::uint32_t cell) const { return complete_ ? 0 : cell; }
    /// In ascending order.
    std::span<const std::uint32_t> cells(std::uint32_t list) const { return part(cells_, begin_, list); }
    /// The same for RadioModel::fill.
    std::span<const RowCell> rowCells(std::uint32_t list) const { return part(row_cells_, begin_, list); }
    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
    std::size_t placeOf(std::uint32_t list, std::uint32_t cell) const;
    /// Of a cell in its own list.
    std::size_t ownPlace(std::uint32_t cell) const { return own_place_[cell]; }

    /// A list that has `victim`, and where: its own list apart, in ascending order of the list's cell.
    struct Source {
        std::uint32_t cell, place;
    };
    std::span<const Source> sources(std::uint32_t victim) const {
        return part(sources_, source_begin_, victim);
    }

    // For UEs that come onto a list, where not complete():
    /// Cells of the nearest sites, as rows of wideWidth() places in ascending order of cells.
    std::span<const RowCell> wide(std::uint32_t list) const { return part(wide_, wide_begin_, list); }
    std::size_t wideWidth() const { return wide_width_; }
    /// What sites beyond those add to the power of the ones that are wide but not on the list, over that
    /// power.
    float tail(std::uint32_t list) const { return tail_[list]; }
    /// A list near a place.
    std::uint32_t nearestList(Enu at) const;
    std::size_t bytes() const;

  private:
    template <class T>
    static std::span<const T> part(const std::vector<T>& all, const std::vector<std::uint32_t>& begin,
                                   std::uint32_t index) {
        return {all.data() + begin[index], begin[index + 1] - begin[index]};
    }
    void addWide(const scenario::NetworkSnapshot& network, std::uint32_t cell,
                 const std::vector<double>& distance_m, double spacing_m);
    void addList(std::vector<std::uint32_t> cells, const scenario::NetworkSnapshot& network);
    void addSources(std::size_t cells);

    bool complete_;
    std::size_t width_ = 0, wide_width_ = 0;
    std::vector<std::uint32_t> begin_{0}, cells_, wide_begin_{0}, source_begin_;
    std::vector<RowCell> row_cells_, wide_;
    std::vector<Source> sources_;
    std::vector<std::size_t> own_place_;
    std::vector<float> tail_;
    std::vector<Enu> list_position_;
    std::vector<Enu> wrap_offsets_;
};

/// The activity of the cells of a list on a carrier, gathered once for all UEs of the list.
class NearLoad {
  public:
    /// `on_carrier`: the activity of all cells, weighted by their overlap with the carrier; `far`: the mean
    /// load of cells that are not on the list.
    void gather(const HeardCells& heard, std::span<const float> on_carrier, std::uint32_t list,
                std::uint32_t carrier, float far);
    bool isOf(std::uint32_t list, std::uint32_t carrier) const {
        return list == list_ && carrier == carrier_;
    }
    void forget() { list_ = kNoList; }
    /// heard.width() values.
    std::span<const float> places() const { return places_; }
    float far() const { return far_; }

  private:
    static constexpr std::uint32_t kNoList = 0xFFFFFFFFU;
    std::vector<float> places_;
    std::uint32_t list_ = kNoList, carrier_ = 0;
    float far_ = 0.0F;
};

}  // namespace celltwin::engine
