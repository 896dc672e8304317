// SPDX-License-Identifier: BSD-3-Clause
//
// Images inside the page: PNG in memory, and base64 (RFC 4648 clause 4) for data: URIs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace celltwin::report {

struct Rgba {
    std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
    bool operator==(const Rgba&) const = default;
};

/// PNG bytes of `pixels` (width x height, row 0 on top) as indices into `palette` (at most 256 entries).
/// Throws ResourceError where libpng cannot.
std::string encodeIndexedPng(int width, int height, std::span<const std::uint8_t> pixels,
                             std::span<const Rgba> palette);
/// PNG bytes of opaque 8-bit RGB `pixels` (3 x width x height).
std::string encodeRgbPng(int width, int height, std::span<const std::uint8_t> pixels);

std::string encodeBase64(std::string_view bytes);
/// "data:image/png;base64,..."
std::string pngDataUri(std::string_view png);

}  // namespace celltwin::report
