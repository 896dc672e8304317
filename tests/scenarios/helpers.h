// SPDX-License-Identifier: BSD-3-Clause
//
// Short scenarios for tests, and what the reader says about them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "models/base/error.h"
#include "scenarios/schema/reader.h"

namespace celltwin::scenario::testing {

inline constexpr const char* kNetwork =
    "network:\n"
    "  sites: [{id: S1, east_m: 0, north_m: 0}, {id: S2, east_m: 600, north_m: 0}]\n"
    "  cells:\n"
    "    - {id: C1, site: S1, azimuth_deg: 0, downtilt_deg: 4}\n"
    "    - {id: C12, site: S1, azimuth_deg: 350, downtilt_deg: 4}\n"
    "    - {id: C3, site: S2, azimuth_deg: 240, downtilt_deg: 6}\n";
/// Lines of kNetwork, to count on from.
inline constexpr int kNetworkLines = 6;

inline Scenario readText(const std::string& text, const std::vector<Override>& overrides = {}) {
    return readScenarioText(text, "t.yaml", overrides, KnownKpis{{"DRB.UEThpDl", "RRU.PrbTotDl"}});
}

inline std::vector<Diagnostic> findingsOf(const std::string& text,
                                          const std::vector<Override>& overrides = {}) {
    try {
        readText(text, overrides);
    } catch (const ConfigError& error) {
        return error.findings();
    }
    return {};
}

/// All findings as shown to a person; empty where the text is accepted.
inline std::string complaints(const std::string& text, const std::vector<Override>& overrides = {}) {
    std::string all;
    for (const Diagnostic& d : findingsOf(text, overrides)) all += d.text() + "\n";
    return all;
}

inline std::string fileText(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string libraryPath(const std::string& name) {
    return std::string(CELLTWIN_SOURCE_DIR) + "/scenarios/library/" + name;
}

inline const std::vector<std::string>& libraryNames() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> found;
        for (const auto& entry :
             std::filesystem::directory_iterator(CELLTWIN_SOURCE_DIR "/scenarios/library"))
            if (entry.path().extension() == ".yaml") found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found;
    }();
    return names;
}

inline bool haveSharedData() {
    return std::ifstream(CELLTWIN_SHARED_DIR "/data/southbend_cbrs/cells.csv").good();
}

}  // namespace celltwin::scenario::testing
