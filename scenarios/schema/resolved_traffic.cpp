// SPDX-License-Identifier: BSD-3-Clause
//
// Traffic of the complete scenario as text.
#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {

std::string trafficText(const Users& u) {
    std::string out = "traffic:\n";
    for (const TrafficShare& t : u.traffic) {
        Flow flow;
        flow.add("share", t.share)
            .add("slice", t.slice)
            .raw("model", nameOf(t.bearers[0].profile.kind, trafficKindNames()));
        if (t.bearers[0].profile.kind == traffic::Kind::ftp3)
            flow.add("file_bytes", t.bearers[0].profile.file_bytes).add("files_per_second", t.bearers[0].profile.files_per_second);
        if (t.bearers[0].profile.kind == traffic::Kind::constant_rate)
            flow.add("rate_kbps", t.bearers[0].profile.rate_kbps).add("packet_bytes", t.bearers[0].profile.packet_bytes);
        out += "  - " + flow.text() + "\n";
    }
    return out;
}

}  // namespace celltwin::scenario
