// SPDX-License-Identifier: BSD-3-Clause
//
// What a cell's share of a base station draws, slot by slot, with sleep: the states of TR 38.864 clause 5.1
// (its category 1 and 2, reference configuration set 1) and the linear model P0 + slope x P_max x load of the
// EARTH project (Auer et al., IEEE Wireless Communications 2011, Table 2). TR 38.864 counts in relative
// units; watts are units times a factor the scenario chooses. Valid for one carrier of one cell; a base
// station is the sum of its cells, so parts that carriers share are counted with each. Receiving costs the
// whole band, sending in proportion to PRBs, antennas and power. The figures of TR 38.864 and of Auer's
// tables, and that the static part of an active symbol is the power of micro sleep, stand on second-hand
// knowledge. The total transition time covers both ways and is spent when waking; its energy comes on top of
// the sleep's own power (clause 5.1). Not modelled: carriers with a shared power amplifier, efficiency that
// depends on the output power, cooling, batteries, UE power.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace celltwin::energy {

enum class Depth : std::uint8_t { none, micro, light, deep };
inline constexpr std::size_t kDepths = 4;
std::span<const std::string_view> depthNames();  ///< Depth

struct Sleep {
    double power_w = 0.0;
    double transition_ms = 0.0;     ///< from the wish to send to being able to
    double transition_joule = 0.0;  ///< on top of power_w over that time
};
struct PowerModel {
    double static_w = 0.0;             ///< of a symbol in which it sends or receives
    double downlink_w = 0.0;           ///< on top, while sending on all PRBs
    double uplink_w = 0.0;             ///< on top, while receiving
    std::array<Sleep, kDepths> sleep;  ///< by Depth; none: awake with nothing to do
    const Sleep& at(Depth depth) const { return sleep[static_cast<std::size_t>(depth)]; }
};

/// How a configuration differs from the reference: ratios of transceivers, of bandwidth and of power density.
struct Scaling {
    double antennas = 1.0, bandwidth = 1.0, power_density = 1.0;
};
enum class Category { first = 1, second = 2 };
PowerModel tr38864Power(Category category, double watt_per_unit, const Scaling& scaling = {});
/// Downlink on all PRBs of the reference configuration, relative units: 280 and 32.
double tr38864FullPower(Category category);

/// P = p0_w + slope * max_w * load while on, sleep_w while not sending where sleep is allowed, at once.
struct LinearPower {
    double p0_w = 780.0;   ///< 6 chains of EARTH's macro base station
    double slope = 4.7;    ///< Delta_p, supply power for each watt sent
    double max_w = 120.0;  ///< sent at full load
    double sleep_w = 450.0;
};
PowerModel linearPower(const LinearPower& parameters);
/// Rows of Auer's table: macro, rrh, micro, pico, femto; the values of a base station with all its chains.
std::span<const std::string_view> earthKinds();
LinearPower earthPower(std::size_t kind);

/// How long a sleep must last to be worth its transition, compared with a shallower one, ms; infinity where
/// it draws no less.
double breakEvenMs(const PowerModel& model, Depth deeper, Depth shallower);

struct SleepPolicy {
    Depth deepest = Depth::micro;
    double idle_ms_before_light = 10.0;  ///< without sending, receiving or the wish to
    double idle_ms_before_deep = 200.0;
    double wake_after_ms = 0.0;  ///< something must have waited so long before the cell wakes
};
/// What a slot asked of the cell. Nothing can be sent or received unless maySend().
struct Activity {
    double prb_share = 0.0;  ///< of the carrier, over the symbols sent; times the share of the power density
    int symbols_downlink = 0, symbols_uplink = 0;  ///< of 14, in which it sends and receives
    bool wants_to_send = false;                    ///< something is queued, or must be broadcast
};
/// A cell's place in its sleep. All zero: awake.
struct PowerState {
    std::int64_t idle_ns = 0;
    std::int64_t waiting_ns = 0;     ///< how long something has waited while it slept
    std::int64_t transition_ns = 0;  ///< of waking, still to go
    std::uint64_t depth = 0;         ///< Depth
    Depth sleepDepth() const { return static_cast<Depth>(depth); }
};
static_assert(std::has_unique_object_representations_v<PowerState>);

/// Whether the cell can send and receive in the slot that begins now.
bool maySend(const PowerState& state);
struct SlotEnergy {
    double joule = 0.0;
    bool may_send = true;  ///< in the next slot
};
/// Advances by the slot in which `activity` happened.
SlotEnergy step(const PowerModel& model, const SleepPolicy& policy, const Activity& activity,
                std::int64_t slot_ns, PowerState& state);

}  // namespace celltwin::energy
