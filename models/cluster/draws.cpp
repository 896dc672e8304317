// SPDX-License-Identifier: BSD-3-Clause
//
// Cluster draws of steps 5 to 7, independent for each link or from fields.
#include <algorithm>
#include <cassert>

#include "models/cluster/clusters.h"
#include "models/cluster/normal.h"

namespace celltwin::cluster {
namespace {

/// Steps of Stream::cluster under a link's key, 32 clusters each; those of rays begin above.
enum Step : std::uint64_t { delay = 0, shadow, sign, offset_aod, offset_aoa, offset_zod, offset_zoa };
constexpr std::uint64_t kClustersPerStep = 32;
static_assert(ClusterDraws::kMaxClusters <= kClustersPerStep);
/// Tells the entities of fields from links' keys.
constexpr std::uint64_t kFieldBit = std::uint64_t{1} << 63;
/// Per cluster: delay, shadow, four offsets.
constexpr std::size_t kFieldsPerCluster = 6;

void drawSigns(const Random& random, std::uint64_t entity, std::size_t clusters, ClusterDraws& out) {
    for (std::size_t n = 0; n < clusters; ++n) {
        const std::uint64_t bits = random.bits(Stream::cluster, entity, Step::sign * kClustersPerStep + n);
        out.aod.sign[n] = (bits >> 60) & 1 ? 1.0 : -1.0;
        out.aoa.sign[n] = (bits >> 61) & 1 ? 1.0 : -1.0;
        out.zod.sign[n] = (bits >> 62) & 1 ? 1.0 : -1.0;
        out.zoa.sign[n] = (bits >> 63) & 1 ? 1.0 : -1.0;
    }
}

}  // namespace

ClusterDraws drawClusters(const Random& random, std::uint64_t link, const ClusterParameters& parameters) {
    const auto clusters = static_cast<std::size_t>(parameters.clusters);
    assert(clusters <= ClusterDraws::kMaxClusters);
    const auto uniform = [&](Step step, std::size_t n) {
        return random.uniform(Stream::cluster, link, step * kClustersPerStep + n);
    };
    ClusterDraws out;
    drawSigns(random, link, clusters, out);
    for (std::size_t n = 0; n < clusters; ++n) {
        out.delay_uniform[n] = uniform(Step::delay, n);
        out.shadow_normal[n] = normalQuantile(uniform(Step::shadow, n));
        out.aod.offset[n] = normalQuantile(uniform(Step::offset_aod, n));
        out.aoa.offset[n] = normalQuantile(uniform(Step::offset_aoa, n));
        out.zod.offset[n] = normalQuantile(uniform(Step::offset_zod, n));
        out.zoa.offset[n] = normalQuantile(uniform(Step::offset_zoa, n));
    }
    return out;
}

ClusterFields::ClusterFields(const Random& random, std::uint64_t site, const LargeScaleModel& model)
    : clusters_(static_cast<std::size_t>(model.clusterParameters().clusters)) {
    const std::uint64_t set = kFieldBit | ((site * 4 + static_cast<std::uint64_t>(model.state())) << 8);
    drawSigns(random, set | 0xff, clusters_, signs_);
    fields_.reserve(clusters_ * kFieldsPerCluster);
    for (std::uint64_t i = 0; i < clusters_ * kFieldsPerCluster; ++i)
        fields_.emplace_back(random, Stream::cluster, set | i, model.clusterParameters().correlation_m);
}

ClusterDraws ClusterFields::at(Enu ue) const {
    ClusterDraws out = signs_;
    for (std::size_t n = 0; n < clusters_; ++n) {
        const auto value = [&](std::size_t kind) { return fields_[n * kFieldsPerCluster + kind].at(ue); };
        // A sum of waves is bounded; kept inside (0, 1) all the same, since a logarithm follows.
        out.delay_uniform[n] = std::clamp(shadowing::normalCdf(value(0)), 1e-12, 1.0 - 1e-12);
        out.shadow_normal[n] = value(1);
        out.aod.offset[n] = value(2);
        out.aoa.offset[n] = value(3);
        out.zod.offset[n] = value(4);
        out.zoa.offset[n] = value(5);
    }
    return out;
}

}  // namespace celltwin::cluster
