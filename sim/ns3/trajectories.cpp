// SPDX-License-Identifier: BSD-3-Clause
#include "sim/ns3/trajectories.h"

#include <ns3/box.h>
#include <ns3/constant-acceleration-mobility-model.h>
#include <ns3/constant-velocity-mobility-model.h>
#include <ns3/double.h>
#include <ns3/mobility-model.h>
#include <ns3/object-factory.h>
#include <ns3/pointer.h>
#include <ns3/position-allocator.h>
#include <ns3/rectangle.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/simulator.h>
#include <ns3/string.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "models/base/csv.h"
#include "models/base/error.h"
#include "models/base/random.h"
#include "scenarios/schema/ns3_mobility.h"
#include "sim/engine/clock.h"

namespace celltwin::ns3host {
namespace {

/// ns-3 models take fewer than ten each.
constexpr std::int64_t kStreamsPerUe = 32;
/// Runs of ns-3's generator lie 2^76 draws apart and its streams 2^127: more runs would meet the next stream
/// (rng-stream.h, L'Ecuyer's MRG32k3a).
constexpr int kRunBits = 50;
/// A start on the very edge would make a model turn round at once.
constexpr double kEdgeM = 1e-3;

/// ns-3's process-wide seed and run, put back at the end, and a simulator that is gone afterwards.
class Seeding {
  public:
    explicit Seeding(std::uint64_t seed)
        : seed_(ns3::RngSeedManager::GetSeed()), run_(ns3::RngSeedManager::GetRun()) {
        ns3::RngSeedManager::SetSeed(1);
        ns3::RngSeedManager::SetRun(Random(seed).bits(Stream::mobility, 0, ~0ULL) >> (64 - kRunBits));
    }
    ~Seeding() {
        ns3::Simulator::Destroy();
        ns3::RngSeedManager::SetSeed(seed_);
        ns3::RngSeedManager::SetRun(run_);
    }
    Seeding(const Seeding&) = delete;
    Seeding& operator=(const Seeding&) = delete;

  private:
    std::uint32_t seed_;
    std::uint64_t run_;
};

ns3::Vector vectorOf(const scenario::Ns3Mobility& chosen, std::string_view name) {
    for (const auto& [key, text] : chosen.attributes) {
        if (key != name) continue;
        const std::size_t first = text.find(':'), second = text.find(':', first + 1);
        const std::string_view view = text;
        return {parseNumber(view.substr(0, first)).value_or(0.0),
                parseNumber(view.substr(first + 1, second - first - 1)).value_or(0.0), 0.0};
    }
    return {};
}

/// C locale, as ns-3's streams read it.
std::string uniformText(double low, double high) {
    char text[128];
    std::snprintf(text, sizeof text, "ns3::UniformRandomVariable[Min=%.17g|Max=%.17g]", low, high);
    return text;
}

void set(ns3::Ptr<ns3::MobilityModel> model, const scenario::Ns3Mobility& chosen, const std::string& name,
         const ns3::AttributeValue& value) {
    if (!model->SetAttributeFailSafe(name, value))
        throw ConfigError("ns-3 does not accept attribute " + name + " of " + chosen.type);
}

/// What says where the model may go: it differs from model to model.
void setBounds(ns3::Ptr<ns3::MobilityModel> model, const scenario::Ns3Mobility& chosen,
               const mobility::Area& area) {
    const std::string& type = chosen.type;
    if (type == "ns3::GaussMarkovMobilityModel") {
        set(model, chosen, "Bounds",
            ns3::BoxValue({area.min_east_m, area.max_east_m, area.min_north_m, area.max_north_m, -1.0, 1.0}));
        // Its default pitch would take it out of the plane.
        set(model, chosen, "NormalPitch",
            ns3::StringValue("ns3::NormalRandomVariable[Mean=0|Variance=0|Bound=0]"));
    } else if (type == "ns3::RandomWalk2dMobilityModel" || type == "ns3::RandomDirection2dMobilityModel") {
        set(model, chosen, "Bounds",
            ns3::RectangleValue({area.min_east_m, area.max_east_m, area.min_north_m, area.max_north_m}));
    } else if (type == "ns3::SteadyStateRandomWaypointMobilityModel") {
        const std::pair<const char*, double> ends[] = {{"MinX", area.min_east_m},
                                                       {"MaxX", area.max_east_m},
                                                       {"MinY", area.min_north_m},
                                                       {"MaxY", area.max_north_m},
                                                       {"Z", 0.0}};
        for (const auto& [name, value] : ends) set(model, chosen, name, ns3::DoubleValue(value));
    } else if (type == "ns3::RandomWaypointMobilityModel") {
        auto allocator = ns3::CreateObject<ns3::RandomRectanglePositionAllocator>();
        allocator->SetAttribute("X", ns3::StringValue(uniformText(area.min_east_m, area.max_east_m)));
        allocator->SetAttribute("Y", ns3::StringValue(uniformText(area.min_north_m, area.max_north_m)));
        set(model, chosen, "PositionAllocator", ns3::PointerValue(allocator));
    }
}

bool isBounded(const std::string& type) {
    return type != "ns3::ConstantPositionMobilityModel" && type != "ns3::ConstantVelocityMobilityModel" &&
           type != "ns3::ConstantAccelerationMobilityModel";
}

Enu startInside(Enu at, const mobility::Area& area) {
    return {std::clamp(at.east_m, area.min_east_m + kEdgeM, area.max_east_m - kEdgeM),
            std::clamp(at.north_m, area.min_north_m + kEdgeM, area.max_north_m - kEdgeM)};
}

/// One UE's model and the route it draws.
struct Walker {
    ns3::Ptr<ns3::MobilityModel> model;
    std::vector<mobility::RoutePoint> points;
    std::size_t* total;

    void record() {
        const ns3::Vector at = model->GetPosition();
        const std::int64_t now_ns = ns3::Simulator::Now().GetNanoSeconds();
        const Enu here{at.x, at.y};
        if (!points.empty() && points.back().time_ns == now_ns) {
            points.back().position = here;
            return;
        }
        points.push_back({now_ns, here});
        if (++*total > kMaxTrajectoryPoints) ns3::Simulator::Stop();
    }
    void sample(std::int64_t period_ns) {
        record();
        ns3::Simulator::Schedule(ns3::NanoSeconds(period_ns), &Walker::sample, this, period_ns);
    }
};

void onCourseChange(Walker* walker, ns3::Ptr<const ns3::MobilityModel>) {
    walker->record();
}

class Recorder {
  public:
    Recorder(const scenario::Scenario& s, std::size_t& total) : clock_(engine::makeClock(s)), total_(total) {}

    /// Sets up the model of one UE at time 0.
    void add(const scenario::MobilityShare& entry, std::size_t ue, Enu start) {
        const scenario::Ns3Mobility& chosen = entry.ns3;
        ns3::ObjectFactory factory;
        factory.SetTypeId(chosen.type);
        auto model = factory.Create<ns3::MobilityModel>();
        if (isBounded(chosen.type)) start = startInside(start, entry.profile.area);
        setBounds(model, chosen, entry.profile.area);
        for (const auto& [name, text] : chosen.attributes)
            if (name != "Velocity" && name != "Acceleration")
                set(model, chosen, name, ns3::StringValue(text));
        model->AssignStreams(static_cast<std::int64_t>(ue) * kStreamsPerUe);
        model->SetPosition({start.east_m, start.north_m, 0.0});
        if (auto steady = ns3::DynamicCast<ns3::ConstantVelocityMobilityModel>(model))
            steady->SetVelocity(vectorOf(chosen, "Velocity"));
        if (auto speeding = ns3::DynamicCast<ns3::ConstantAccelerationMobilityModel>(model))
            speeding->SetVelocityAndAcceleration(vectorOf(chosen, "Velocity"),
                                                 vectorOf(chosen, "Acceleration"));
        walkers_.push_back(std::make_unique<Walker>(Walker{model, {}, &total_}));
        model->TraceConnectWithoutContext("CourseChange",
                                          ns3::MakeBoundCallback(&onCourseChange, walkers_.back().get()));
        model->Initialize();
        if (scenario::movesStraight(chosen.type))
            walkers_.back()->record();
        else
            walkers_.back()->sample(clock_.slot_ns * clock_.mobility_slots);
    }

    void run() {
        ns3::Simulator::Stop(ns3::NanoSeconds(clock_.timeAt(clock_.end_slot)));
        ns3::Simulator::Run();
        if (total_ > kMaxTrajectoryPoints)
            throw ResourceError("the ns-3 mobility models change course more than " +
                                std::to_string(kMaxTrajectoryPoints) +
                                " times in all: use fewer UEs, a shorter run or longer steps");
        for (auto& walker : walkers_) walker->record();
    }

    std::vector<mobility::Route> routes() {
        std::vector<mobility::Route> out;
        for (auto& walker : walkers_)
            out.push_back(
                std::make_shared<const std::vector<mobility::RoutePoint>>(std::move(walker->points)));
        return out;
    }

  private:
    engine::Clock clock_;
    std::size_t& total_;
    std::vector<std::unique_ptr<Walker>> walkers_;
};

}  // namespace

void turnNs3MobilityIntoRoutes(scenario::Scenario& s, const engine::UserDrop& users) {
    // ns-3 has one simulator a process.
    static std::mutex one_at_a_time;
    std::size_t total = 0;
    for (std::size_t k = 0; k < s.users.mobility.size(); ++k) {
        scenario::MobilityShare& entry = s.users.mobility[k];
        if (entry.profile.kind != mobility::Kind::ns3) continue;
        const std::lock_guard lock(one_at_a_time);
        Recorder recorder(s, total);
        const Seeding seeding(s.run.seed);
        for (std::size_t ue = 0; ue < users.position.size(); ++ue)
            if (users.mobility_class[ue] == k) recorder.add(entry, ue, users.position[ue]);
        recorder.run();
        entry.profile.routes = recorder.routes();
        entry.profile.kind = mobility::Kind::route;
    }
}

}  // namespace celltwin::ns3host
