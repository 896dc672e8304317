// SPDX-License-Identifier: BSD-3-Clause
//
// Precoders a UE may report: NR Type I single-panel codebook, TS 38.214 clause 5.2.2.2.1, codebookMode 1,
// ranks 1 to 4, for 1, 2, 4 and 8 CSI-RS ports; LTE, TS 36.211 clause 6.3.4.2.3, for 2 and 4 ports. Ports of
// NR: first all of one polarisation, then all of the other. Not here: mode 2, ranks above 4, more ports,
// multi-panel, Type II, restriction of the codebook, LTE's 8 ports.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace celltwin::link {

enum class CodebookKind {
    one_port,        ///< the number 1
    nr_2_ports,      ///< Table 5.2.2.2.1-1
    nr_4_ports,      ///< (N1, N2) = (2, 1), O1 = 4
    nr_8_ports_4x1,  ///< (N1, N2) = (4, 1), O1 = 4
    nr_8_ports_2x2,  ///< (N1, N2) = (2, 2), O1 = O2 = 4
    lte_2_ports,     ///< TS 36.211 Table 6.3.4.2.3-1, closed loop
    lte_4_ports,     ///< TS 36.211 Table 6.3.4.2.3-2
};

/// NR's reported indices. With 2 ports and in LTE only i2 counts, the codebook index.
struct PrecoderIndices {
    std::uint8_t i11 = 0, i12 = 0, i13 = 0, i2 = 0;
    bool operator==(const PrecoderIndices&) const = default;
};

/// All precoders of one antenna layout, built once. Immutable, safe to read from many threads.
class Codebook {
  public:
    explicit Codebook(CodebookKind kind);

    CodebookKind kind() const { return kind_; }
    std::size_t ports() const { return ports_; }
    /// min(ports, 4).
    std::size_t maxRank() const { return max_rank_; }
    /// Number of precoders of a rank, 1 to maxRank().
    std::size_t size(std::size_t rank) const { return ranks_[rank - 1].indices.size(); }
    /// One precoder [port][rank], total power 1, columns orthogonal and of norm 1 / sqrt(rank). index <
    /// size(rank).
    std::span<const std::complex<float>> precoder(std::size_t rank, std::size_t index) const {
        const std::size_t length = ports_ * rank;
        return {ranks_[rank - 1].w.data() + index * length, length};
    }
    PrecoderIndices indices(std::size_t rank, std::size_t index) const {
        return ranks_[rank - 1].indices[index];
    }

    static constexpr std::size_t kCophasings = 4;
    /// NR with 2 ports or more: precoders of rank 1 come in runs of kCophasings, one vector over j^i2 times
    /// itself.
    bool isCophased() const { return kind_ != CodebookKind::one_port && !isLte(); }

    /// Consecutive precoders of `rank` to search once precoder `index` of rank 1 is known best: [begin, end).
    struct Range {
        std::size_t begin, end;
    };
    Range group(std::size_t rank, std::size_t rank1_index) const;

  private:
    bool isLte() const { return kind_ == CodebookKind::lte_2_ports || kind_ == CodebookKind::lte_4_ports; }

    struct Rank {
        std::vector<std::complex<float>> w;  ///< [index][port][rank]
        std::vector<PrecoderIndices> indices;
    };

    void append(std::size_t rank, PrecoderIndices indices, std::span<const std::complex<double>> w);
    void buildTwoPorts();
    void buildTypeOne(std::size_t n1, std::size_t n2, std::size_t o2);
    void buildLteTwoPorts();
    void buildLteFourPorts();

    CodebookKind kind_;
    std::size_t ports_, max_rank_;
    std::array<Rank, 4> ranks_;
};

}  // namespace celltwin::link
