// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/manifest.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

#include "models/base/error.h"
#include "sim/record/durable_file.h"

namespace celltwin::record {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDigestKey = "\"manifest_sha256\": \"";
constexpr std::size_t kHexDigits = 64;
constexpr std::size_t kIndexDigits = 6;
constexpr std::string_view kSegmentPrefix = "segment-", kSegmentSuffix = ".h5";

Json encodeHeader(const RunHeader& h) {
    return {{"scenario_name", h.scenario_name},
            {"leg", h.leg},
            {"program_version", h.program_version},
            {"commit", h.commit},
            {"build", h.build},
            {"seed", h.seed},
            {"threads", h.threads},
            {"host", h.host},
            {"started_utc", h.started_utc},
            {"warmup_ns", h.warmup_ns},
            {"end_ns", h.end_ns},
            {"origin", {{"lat_deg", h.origin.lat_deg}, {"lon_deg", h.origin.lon_deg}}},
            {"cell_ids", h.cell_ids},
            {"ue_count", h.ue_count},
            {"resolved_scenario", h.resolved_scenario}};
}

RunHeader decodeHeader(const Json& json) {
    RunHeader h;
    json.at("scenario_name").get_to(h.scenario_name);
    json.at("leg").get_to(h.leg);
    json.at("program_version").get_to(h.program_version);
    json.at("commit").get_to(h.commit);
    json.at("build").get_to(h.build);
    json.at("seed").get_to(h.seed);
    json.at("threads").get_to(h.threads);
    json.at("host").get_to(h.host);
    json.at("started_utc").get_to(h.started_utc);
    json.at("warmup_ns").get_to(h.warmup_ns);
    json.at("end_ns").get_to(h.end_ns);
    json.at("origin").at("lat_deg").get_to(h.origin.lat_deg);
    json.at("origin").at("lon_deg").get_to(h.origin.lon_deg);
    json.at("cell_ids").get_to(h.cell_ids);
    json.at("ue_count").get_to(h.ue_count);
    json.at("resolved_scenario").get_to(h.resolved_scenario);
    return h;
}

Json encodeSegmentInfo(const SegmentInfo& s) {
    return {{"file", s.file},
            {"begin_ns", s.begin_ns},
            {"end_ns", s.end_ns},
            {"bytes", s.bytes},
            {"sha256", s.sha256},
            {"kpi_periods", s.kpi_periods},
            {"ue_samples", s.ue_samples},
            {"events", s.events},
            {"has_checkpoint", s.has_checkpoint},
            {"chain", s.chain}};
}

SegmentInfo decodeSegmentInfo(const Json& json) {
    SegmentInfo s;
    json.at("file").get_to(s.file);
    json.at("begin_ns").get_to(s.begin_ns);
    json.at("end_ns").get_to(s.end_ns);
    json.at("bytes").get_to(s.bytes);
    json.at("sha256").get_to(s.sha256);
    json.at("kpi_periods").get_to(s.kpi_periods);
    json.at("ue_samples").get_to(s.ue_samples);
    json.at("events").get_to(s.events);
    json.at("has_checkpoint").get_to(s.has_checkpoint);
    json.at("chain").get_to(s.chain);
    return s;
}

/// JSON has no NaN or infinity; they are stored as null.
double decodeReal(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

Json encodeSummary(const RunSummary& s) {
    return {{"reached_ns", s.reached_ns},
            {"complete", s.complete},
            {"wall_s", s.wall_s},
            {"real_time_factor", s.real_time_factor},
            {"host_events", s.host_events}};
}

RunSummary decodeSummary(const Json& json) {
    RunSummary s;
    json.at("reached_ns").get_to(s.reached_ns);
    json.at("complete").get_to(s.complete);
    s.wall_s = decodeReal(json.at("wall_s"));
    s.real_time_factor = decodeReal(json.at("real_time_factor"));
    json.at("host_events").get_to(s.host_events);
    return s;
}

std::string digestOf(std::string_view text) {
    return hex(sha256(std::as_bytes(std::span(text))));
}

/// Where the 64 digits of the manifest's own hash stand: the last key of the file.
std::size_t digestPosition(std::string_view text) {
    const std::size_t key = text.rfind(kDigestKey);
    const std::size_t digits = key == std::string_view::npos ? key : key + kDigestKey.size();
    if (digits == std::string_view::npos || digits + kHexDigits > text.size()) return std::string_view::npos;
    return digits;
}

/// The hash is taken with zeros in its own place.
void checkDigest(std::string_view text, const std::string& path) {
    const std::size_t position = digestPosition(text);
    if (position == std::string_view::npos)
        throw DataError(path + ": is damaged or not the manifest of a trace: it carries no manifest_sha256");
    std::string zeroed(text);
    zeroed.replace(position, kHexDigits, kHexDigits, '0');
    if (digestOf(zeroed) != text.substr(position, kHexDigits))
        throw DataError(path + ": is damaged: its content does not match its manifest_sha256");
}

TraceInfo decodeChecked(const Json& json, const std::string& path) {
    if (json.at("format") != kFormatName) throw DataError(path + ": is not the manifest of a celltwin trace");
    TraceInfo info;
    json.at("format_version").get_to(info.format_version);
    if (info.format_version != kTraceFormatVersion)
        throw DataError(path + ": has format version " + std::to_string(info.format_version) +
                        "; this program reads version " + std::to_string(kTraceFormatVersion));
    info.header = decodeHeader(json.at("header"));
    for (const Json& segment : json.at("segments")) {
        info.segments.push_back(decodeSegmentInfo(segment));
        if (info.segments.back().file != segmentName(info.segments.size() - 1))
            throw DataError(path + ": names a segment " + info.segments.back().file + " where " +
                            segmentName(info.segments.size() - 1) + " should be");
    }
    json.at("fingerprint").get_to(info.fingerprint);
    if (!json.at("summary").is_null()) info.summary = decodeSummary(json.at("summary"));
    return info;
}

}  // namespace

std::string segmentName(std::size_t index) {
    std::string digits = std::to_string(index);
    if (digits.size() < kIndexDigits) digits.insert(0, kIndexDigits - digits.size(), '0');
    return std::string(kSegmentPrefix).append(digits).append(kSegmentSuffix);
}

bool isSegmentName(std::string_view name) {
    if (!name.starts_with(kSegmentPrefix) || !name.ends_with(kSegmentSuffix)) return false;
    name.remove_prefix(kSegmentPrefix.size());
    if (name.size() < kIndexDigits + kSegmentSuffix.size()) return false;
    name.remove_suffix(kSegmentSuffix.size());
    return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isPartialOfTrace(std::string_view name) {
    constexpr std::string_view kPrefix = ".", kSuffix = ".partial";
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return false;
    const std::string_view whole =
        name.substr(1, name.size() - 1 - std::min(name.size() - 1, kSuffix.size()));
    return whole == kManifestName || isSegmentName(whole);
}

std::string encodeManifest(const TraceInfo& info) {
    Json segments = Json::array();
    for (const SegmentInfo& segment : info.segments) segments.push_back(encodeSegmentInfo(segment));
    const Json json = {{"format", kFormatName},
                       {"format_version", info.format_version},
                       {"header", encodeHeader(info.header)},
                       {"segments", segments},
                       {"fingerprint", info.fingerprint},
                       {"summary", info.summary ? encodeSummary(*info.summary) : Json()},
                       {"manifest_sha256", std::string(kHexDigits, '0')}};
    std::string text;
    try {
        text = json.dump(2) + "\n";
    } catch (const Json::exception& error) {
        throw DataError(std::string("the run's header cannot be stored: ") + error.what());
    }
    const std::size_t position = digestPosition(text);
    assert(position != std::string::npos);
    return text.replace(position, kHexDigits, digestOf(text));
}

TraceInfo decodeManifest(std::string_view text, const std::string& path) {
    checkDigest(text, path);
    try {
        return decodeChecked(Json::parse(text), path);
    } catch (const Json::exception& error) {
        throw DataError(path + ": is not a manifest of this format: " + error.what());
    }
}

TraceInfo readManifest(const std::string& folder) {
    const std::string path = folder + "/" + std::string(kManifestName);
    if (!fileExists(path))
        throw DataError(folder + ": is not a trace: there is no " + std::string(kManifestName) + " in it");
    const std::vector<std::byte> bytes = readFile(path);
    return decodeManifest({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path);
}

void writeManifest(const std::string& folder, const TraceInfo& info) {
    const std::string text = encodeManifest(info);
    writeFileDurably(folder, std::string(kManifestName), std::as_bytes(std::span(text)));
}

}  // namespace celltwin::record
