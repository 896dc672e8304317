// SPDX-License-Identifier: BSD-3-Clause
#include "models/energy/power.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace celltwin::energy {
namespace {

constexpr double kNsPerMs = 1e6;
constexpr double kSymbols = 14.0;
constexpr std::array<std::string_view, kDepths> kDepthNames{"none", "micro", "light", "deep"};

struct CategoryRow {
    int category;
    double deep, light, micro, uplink, downlink, deep_ms, light_ms, deep_energy, light_energy;
};
#define CELLTWIN_ROW(...) CategoryRow{__VA_ARGS__},
constexpr auto kCategories = std::to_array<CategoryRow>({
#include "spec_tables/tr38864_power.inc"
});
#undef CELLTWIN_ROW

struct EarthRow {
    std::string_view kind;
    double chains, max_w, p0_w, slope, sleep_w;
};
#define CELLTWIN_ROW(kind, chains, max_w, p0_w, slope, sleep_w) \
    EarthRow{#kind, chains, max_w, p0_w, slope, sleep_w},
constexpr auto kEarth = std::to_array<EarthRow>({
#include "spec_tables/earth_linear.inc"
});
#undef CELLTWIN_ROW
constexpr auto kEarthKinds = [] {
    std::array<std::string_view, kEarth.size()> kinds;
    for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] = kEarth[i].kind;
    return kinds;
}();

const CategoryRow& rowOf(Category category) {
    return kCategories[static_cast<std::size_t>(category) - 1];
}

std::int64_t nanoseconds(double ms) {
    return std::llround(ms * kNsPerMs);
}

/// Energy of a slot in which the cell is awake.
double awakeJoule(const PowerModel& model, const SleepPolicy& policy, const Activity& activity,
                  double seconds) {
    const double down = activity.symbols_downlink / kSymbols, up = activity.symbols_uplink / kSymbols;
    const double busy = std::max(down, up);
    const double rest_w = model.at(std::min(policy.deepest, Depth::micro)).power_w;
    // Symbols at work: P_static + P_dynamic s_f s_p; the others: micro sleep where it is allowed
    return seconds * (busy * model.static_w + (1.0 - busy) * rest_w +
                      down * activity.prb_share * model.downlink_w + up * model.uplink_w);
}

/// A slot of waking: the sleep's power and its share of the transition's energy, then idle to the slot's end.
double wakingJoule(const PowerModel& model, const SleepPolicy& policy, std::int64_t slot_ns,
                   PowerState& state) {
    const Sleep& sleep = model.at(state.sleepDepth());
    const std::int64_t total_ns = nanoseconds(sleep.transition_ms);
    const std::int64_t part_ns = std::min(slot_ns, state.transition_ns);
    double joule = static_cast<double>(part_ns) * 1e-9 * sleep.power_w;
    if (total_ns > 0)
        joule += sleep.transition_joule * static_cast<double>(part_ns) / static_cast<double>(total_ns);
    joule += awakeJoule(model, policy, {}, static_cast<double>(slot_ns - part_ns) * 1e-9);
    state.transition_ns -= part_ns;
    if (state.transition_ns == 0) state = PowerState{};
    return joule;
}

void fallAsleep(const SleepPolicy& policy, const Activity& activity, std::int64_t slot_ns,
                PowerState& state) {
    const bool idle =
        !activity.wants_to_send && activity.symbols_downlink == 0 && activity.symbols_uplink == 0;
    state.idle_ns = idle ? state.idle_ns + slot_ns : 0;
    Depth depth = state.sleepDepth();
    if (policy.deepest >= Depth::light && state.idle_ns >= nanoseconds(policy.idle_ms_before_light))
        depth = std::max(depth, Depth::light);
    if (policy.deepest >= Depth::deep && state.idle_ns >= nanoseconds(policy.idle_ms_before_deep))
        depth = Depth::deep;
    state.depth = idle ? static_cast<std::uint64_t>(depth) : state.depth;
}

/// Whether a sleeping cell begins to wake in this slot.
bool wakes(const SleepPolicy& policy, const Activity& activity, std::int64_t slot_ns, PowerState& state) {
    if (!activity.wants_to_send) {
        state.waiting_ns = 0;
        return false;
    }
    const bool due = state.waiting_ns >= nanoseconds(policy.wake_after_ms);
    state.waiting_ns += slot_ns;
    return due;
}

}  // namespace

std::span<const std::string_view> depthNames() {
    return kDepthNames;
}

PowerModel tr38864Power(Category category, double watt_per_unit, const Scaling& scaling) {
    const CategoryRow& row = rowOf(category);
    // P_dynamic s_a s_f s_p of clause 5.1; s_f of the PRBs in use comes with each slot
    const double downlink = scaling.antennas * scaling.bandwidth * scaling.power_density;
    PowerModel model;
    model.static_w = watt_per_unit * row.micro;
    model.downlink_w = watt_per_unit * (row.downlink - row.micro) * downlink;
    model.uplink_w = watt_per_unit * (row.uplink - row.micro) * scaling.antennas * scaling.bandwidth;
    model.sleep[0].power_w = model.sleep[1].power_w = model.static_w;
    model.sleep[2] = {watt_per_unit * row.light, row.light_ms, watt_per_unit * row.light_energy * 1e-3};
    model.sleep[3] = {watt_per_unit * row.deep, row.deep_ms, watt_per_unit * row.deep_energy * 1e-3};
    return model;
}

double tr38864FullPower(Category category) {
    return rowOf(category).downlink;
}

PowerModel linearPower(const LinearPower& parameters) {
    PowerModel model;
    // P_in = P0 + Delta_p P_out, P_out = P_max load
    model.static_w = parameters.p0_w;
    model.downlink_w = parameters.slope * parameters.max_w;
    model.sleep.fill({parameters.sleep_w, 0.0, 0.0});
    model.sleep[0].power_w = parameters.p0_w;
    return model;
}

std::span<const std::string_view> earthKinds() {
    return kEarthKinds;
}

LinearPower earthPower(std::size_t kind) {
    const EarthRow& row = kEarth.at(kind);
    return {row.chains * row.p0_w, row.slope, row.chains * row.max_w, row.chains * row.sleep_w};
}

double breakEvenMs(const PowerModel& model, Depth deeper, Depth shallower) {
    const double saved_w = model.at(shallower).power_w - model.at(deeper).power_w;
    const double cost_joule = model.at(deeper).transition_joule - model.at(shallower).transition_joule;
    if (saved_w <= 0.0) return std::numeric_limits<double>::infinity();
    // E_transition = (P_shallow - P_deep) T
    return std::max(0.0, cost_joule / saved_w * 1e3);
}

bool maySend(const PowerState& state) {
    return state.sleepDepth() <= Depth::micro;
}

SlotEnergy step(const PowerModel& model, const SleepPolicy& policy, const Activity& activity,
                std::int64_t slot_ns, PowerState& state) {
    assert(slot_ns > 0 && activity.symbols_downlink <= kSymbols && activity.symbols_uplink <= kSymbols);
    const double seconds = static_cast<double>(slot_ns) * 1e-9;
    SlotEnergy out;
    if (maySend(state)) {
        out.joule = awakeJoule(model, policy, activity, seconds);
        fallAsleep(policy, activity, slot_ns, state);
    } else {
        assert(activity.symbols_downlink == 0 && activity.symbols_uplink == 0);
        const bool begins = state.transition_ns == 0 && wakes(policy, activity, slot_ns, state);
        if (begins) state.transition_ns = nanoseconds(model.at(state.sleepDepth()).transition_ms);
        if (begins || state.transition_ns > 0) {
            out.joule = wakingJoule(model, policy, slot_ns, state);
        } else {
            out.joule = seconds * model.at(state.sleepDepth()).power_w;
            fallAsleep(policy, activity, slot_ns, state);
        }
    }
    out.may_send = maySend(state);
    return out;
}

}  // namespace celltwin::energy
