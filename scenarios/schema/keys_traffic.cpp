// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: traffic.
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {

const Object& trafficObject() {
    static const Object object = [] {
        const traffic::Profile p;
        return Object{
            "a traffic entry",
            "traffic[]",
            "What a share of the UEs downloads.",
            {numberKey("share", "", 0, 1, TrafficShare{}.share, "Share of all UEs; the shares sum to 1."),
             textKey("slice", "the first of ran.slices", "The network slice of these UEs.", 60),
             choiceKey("model", trafficKindNames(), nameOf(p.kind, trafficKindNames()), "The model."),
             numberKey("file_bytes", "bytes", 1, 1e12, p.file_bytes, "ftp3: size of a file (TR 36.889)."),
             above(numberKey("files_per_second", "1/s", 0, 10000, p.files_per_second,
                             "ftp3: mean arrivals at each UE.")),
             above(numberKey("rate_kbps", "kbit/s", 0, 1e8, p.rate_kbps, "constant-rate: bit rate.")),
             numberKey("packet_bytes", "bytes", 1, 1e6, p.packet_bytes, "constant-rate: packet size.")},
            {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
