// SPDX-License-Identifier: BSD-3-Clause
//
// Traffic.

#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"

namespace celltwin::scenario {

void bindTraffic(const Node& root, Users& users, Context& context) {
    const Node* list = valueOf(root, "traffic");
    if (list == nullptr) {
        users.traffic.emplace_back();
        return;
    }
    double sum = 0.0;
    for (const Node& item : list->items) {
        TrafficShare entry;
        traffic::Profile& p = entry.bearers[0].profile;
        read(item, "share", entry.share);
        read(item, "slice", entry.slice);
        readName(item, "model", trafficKindNames(), p.kind);
        if (p.kind == traffic::Kind::ftp3) {
            read(item, "file_bytes", p.file_bytes);
            read(item, "files_per_second", p.files_per_second);
        }
        if (p.kind == traffic::Kind::constant_rate) {
            read(item, "rate_kbps", p.rate_kbps);
            read(item, "packet_bytes", p.packet_bytes);
        }
        sum += entry.share;
        users.traffic.push_back(std::move(entry));
    }
    checkShares(*list, "traffic", sum, context);
}

}  // namespace celltwin::scenario
