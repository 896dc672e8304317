// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/fingerprint.h"

#include <openssl/evp.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

#include "models/base/error.h"
#include "sim/record/durable_file.h"

namespace celltwin::record {
namespace {

static_assert(std::endian::native == std::endian::little, "records are hashed as little-endian bytes");

/// What a record is; its number is part of every fingerprint.
enum class Tag : std::uint8_t { header = 1, kpi_period = 2, ue_samples = 3, event = 4 };

/// One link of the chain: everything appended between construction and finish().
class Link {
  public:
    Link(const Digest& chain, Tag tag) : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
            throw ResourceError("SHA-256 is not available from the system's OpenSSL");
        bytes(chain.data(), chain.size());
        number(static_cast<std::uint8_t>(tag));
    }
    void bytes(const void* data, std::size_t size) { EVP_DigestUpdate(context_.get(), data, size); }
    template <class T>
    void number(T value) {
        bytes(&value, sizeof value);
    }
    void text(const std::string& value) {
        number(static_cast<std::uint64_t>(value.size()));
        bytes(value.data(), value.size());
    }
    template <class T>
    void column(std::span<const T> values) {
        number(static_cast<std::uint64_t>(values.size()));
        bytes(values.data(), values.size_bytes());
    }
    /// Floating-point columns: the sign and payload of a NaN say nothing, so every NaN is hashed alike.
    template <class T>
    void realColumn(std::span<const T> values) {
        std::vector<T> canonical(values.begin(), values.end());
        for (T& value : canonical)
            if (std::isnan(value)) value = std::numeric_limits<T>::quiet_NaN();
        column(std::span<const T>(canonical));
    }
    Digest finish() {
        Digest digest{};
        unsigned size = 0;
        EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size);
        return digest;
    }

  private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

Digest sha256(std::span<const std::byte> bytes) {
    Digest digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                   EVP_sha256(), nullptr) != 1)
        throw ResourceError("SHA-256 is not available from the system's OpenSSL");
    return digest;
}

Digest sha256File(const std::string& path) {
    return sha256(readFile(path));
}

std::string hex(const Digest& digest) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : digest) {
        text += kDigits[std::to_integer<unsigned>(byte) >> 4];
        text += kDigits[std::to_integer<unsigned>(byte) & 15];
    }
    return text;
}

Digest digestFromHex(std::string_view text) {
    Digest digest{};
    const auto nibble = [&](char c) -> unsigned {
        if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
        if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
        throw DataError("'" + std::string(text) + "' is not a SHA-256: a digit is not one of 0-9a-f");
    };
    if (text.size() != 2 * digest.size())
        throw DataError("'" + std::string(text) + "' is not a SHA-256: 64 hexadecimal digits");
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest[i] = static_cast<std::byte>(nibble(text[2 * i]) << 4 | nibble(text[2 * i + 1]));
    return digest;
}

void FingerprintSink::begin(const RunHeader& header) {
    Link link(Digest{}, Tag::header);
    link.number(header.seed);
    link.text(header.resolved_scenario);
    link.number(static_cast<std::uint64_t>(header.cell_ids.size()));
    for (const std::string& id : header.cell_ids) link.text(id);
    chain_ = link.finish();
}

void FingerprintSink::kpiPeriod(const KpiPeriod& period) {
    Link link(chain_, Tag::kpi_period);
    link.number(period.begin_ns);
    link.number(period.end_ns);
    link.realColumn(period.values);
    chain_ = link.finish();
}

void FingerprintSink::ueSamples(const UeSamples& samples) {
    Link link(chain_, Tag::ue_samples);
    link.number(samples.time_ns);
    link.realColumn(samples.east_m);
    link.realColumn(samples.north_m);
    link.column(samples.serving_cell);
    link.realColumn(samples.rsrp_dbm);
    link.realColumn(samples.sinr_db);
    link.realColumn(samples.delivered_bytes);
    link.realColumn(samples.queue_bytes);
    chain_ = link.finish();
}

void FingerprintSink::events(std::span<const Event> events) {
    for (const Event& event : events) {
        Link link(chain_, Tag::event);
        link.number(event.time_ns);
        link.number(static_cast<std::uint8_t>(event.kind));
        link.number(event.ue);
        link.number(event.from_cell);
        link.number(event.to_cell);
        chain_ = link.finish();
    }
}

void FingerprintSink::checkpoint(const Checkpoint&) {}
void FingerprintSink::end(const RunSummary&) {}

}  // namespace celltwin::record
