// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/run_sink.h"

#include <array>

namespace celltwin::record {

std::string_view eventName(EventKind kind) {
    constexpr std::array<std::string_view, 14> kNames = {"unknown",
                                                         "attach",
                                                         "handover",
                                                         "detach",
                                                         "change",
                                                         "handover_failure",
                                                         "radio_link_failure",
                                                         "reestablishment",
                                                         "connection_setup",
                                                         "connection_release",
                                                         "handover_start",
                                                         "blocked",
                                                         "handover_command",
                                                         "handover_refused"};
    const auto index = static_cast<std::size_t>(kind);
    return index < kNames.size() ? kNames[index] : kNames[0];
}

}  // namespace celltwin::record
