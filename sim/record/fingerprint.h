// SPDX-License-Identifier: BSD-3-Clause
//
// SHA-256 chain over everything a run records (KPI rows, UE samples, events), independent of segment borders,
// threads, host and wall clock. Two runs are the same run where their fingerprints are equal.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "sim/record/run_sink.h"

namespace celltwin::record {

using Digest = std::array<std::byte, 32>;
Digest sha256(std::span<const std::byte> bytes);
Digest sha256File(const std::string& path);  ///< throws DataError where the file cannot be read
std::string hex(const Digest& digest);
/// Inverse of hex(); throws DataError where `text` is not 64 lower-case hexadecimal digits.
Digest digestFromHex(std::string_view text);

/// chain' = SHA-256(chain || tag || little-endian bytes of the record). The header's seed and cell ids start
/// the chain; the scenario's wording does not enter, what it led to does. Every NaN is hashed alike; each
/// event is a record of its own, so how a host bundles events does not matter.
class FingerprintSink final : public RunSink {
  public:
    void begin(const RunHeader& header) override;
    void kpiPeriod(const KpiPeriod& period) override;
    void ueSamples(const UeSamples& samples) override;
    void events(std::span<const Event> events) override;
    void checkpoint(const Checkpoint& checkpoint) override;  ///< no effect on the chain
    void end(const RunSummary& summary) override;            ///< no effect on the chain
    /// Continue a chain that a sealed segment stored.
    void resume(const Digest& chain) { chain_ = chain; }
    const Digest& digest() const { return chain_; }

  private:
    Digest chain_{};
};

}  // namespace celltwin::record
