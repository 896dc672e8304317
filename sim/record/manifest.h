// SPDX-License-Identifier: BSD-3-Clause
//
// manifest.json of a trace folder (docs/trace-format.md). Private to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sim/record/trace.h"

namespace celltwin::record {

inline constexpr std::string_view kManifestName = "manifest.json";
inline constexpr std::string_view kFormatName = "celltwin-trace";

/// "segment-000007.h5".
std::string segmentName(std::size_t index);
/// Whether `name` has the form of segmentName().
bool isSegmentName(std::string_view name);
/// Whether `name` is what an interrupted write of a segment or the manifest leaves.
bool isPartialOfTrace(std::string_view name);

/// The file's text, its own SHA-256 included. Throws DataError where a text of the header is not UTF-8.
std::string encodeManifest(const TraceInfo& info);
/// Throws DataError naming `path`: not a manifest, damaged, other version.
TraceInfo decodeManifest(std::string_view text, const std::string& path);

/// Throws DataError as decodeManifest, and where there is no manifest.
TraceInfo readManifest(const std::string& folder);
/// Replaces the manifest in one step; throws ResourceError.
void writeManifest(const std::string& folder, const TraceInfo& info);

}  // namespace celltwin::record
