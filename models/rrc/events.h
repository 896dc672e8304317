// SPDX-License-Identifier: BSD-3-Clause
//
// Measurement events A1 to A6 of TS 38.331 clauses 5.5.4.2 to 5.5.4.7 with time to trigger (clause 5.5.4.1),
// on one UE's L3-filtered values: RSRP in dBm, or RSRQ or SINR in dB, the same for all arguments of a call.
// Pure rules; the engine owns the rows. O(neighbours) a sample, no allocation.
//
// A cell comes on the list of triggered cells once the entering condition has held in every sample for the
// time to trigger, and leaves it once the leaving condition has, as the clause has it. A neighbour that is
// not among those given was not measured: its time, or its place on the list, is lost. Not modelled: reports
// at leaving (reportOnLeave), repeated reports (reportInterval, reportAmount: the caller sees the list at
// every sample), useAllowedCellList, scaling of the time by speed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

namespace celltwin::rrc {

enum class Event : std::uint32_t { a1 = 1, a2 = 2, a3 = 3, a4 = 4, a5 = 5, a6 = 6 };

/// reportConfigNR of one event.
struct EventConfig {
    Event event = Event::a3;
    double offset_db = 0.0;      ///< a3-Offset, a6-Offset
    double threshold = 0.0;      ///< a1-, a2-, a4-Threshold, a5-Threshold1
    double threshold_2 = 0.0;    ///< a5-Threshold2
    double hysteresis_db = 0.0;  ///< hysteresis
    std::int64_t time_to_trigger_ns = 0;
};

/// One cell as a UE sees it. `cell` is the caller's name for it, not negative, and serves to tell cells apart
/// and to break ties.
struct Measurement {
    std::int32_t cell = -1;
    double value = 0.0;
    /// Of a neighbour Ofn + Ocn, of the serving cell Ofp + Ocp: the frequency's and the cell individual
    /// offset. Event A6 has no frequency offsets: Ocn and Ocs alone.
    double offset_db = 0.0;
};

/// The serving cell's conditions, A1 and A2. A1-1: Ms - Hys > Thresh; A2-1: Ms + Hys < Thresh.
bool entering(const EventConfig& config, double serving_value);
/// A1-2: Ms + Hys < Thresh; A2-2: Ms - Hys > Thresh.
bool leaving(const EventConfig& config, double serving_value);

/// The conditions of A3 to A6, with Mn, On of the neighbour and Mp, Op of the serving cell:
/// A3-1 and A6-1: Mn + On - Hys > Mp + Op + Off; A4-1: Mn + On - Hys > Thresh;
/// A5-1 and A5-2: Mp + Hys < Thresh1 and Mn + On - Hys > Thresh2.
bool entering(const EventConfig& config, const Measurement& serving, const Measurement& neighbour);
/// A3-2 and A6-2: Mn + On + Hys < Mp + Op + Off; A4-2: Mn + On + Hys < Thresh;
/// A5-3 or A5-4: Mp - Hys > Thresh1 or Mn + On + Hys < Thresh2.
bool leaving(const EventConfig& config, const Measurement& serving, const Measurement& neighbour);

/// Neighbours whose time runs, or that are triggered, at once. Where more meet the condition, those with the
/// highest Mn + On are followed.
inline constexpr std::size_t kTrackedCells = 8;

/// Progress of one neighbour. Checkpoints hold these bytes, so there is no padding.
struct TrackedCell {
    std::int32_t cell = -1;           ///< -1 = this place is free
    std::uint32_t triggered = 0;      ///< 1 = on the list of triggered cells
    std::int64_t entered_at_ns = -1;  ///< since when the entering condition holds without a break
    std::int64_t leaving_at_ns =
        -1;  ///< of a triggered cell: since when the leaving condition holds; -1 = not
};
/// Of one UE and one event of A3 to A6; reset with {} after a change of the serving cell.
struct EventState {
    std::array<TrackedCell, kTrackedCells> tracked{};
};
/// Of one UE and A1 or A2; reset with {} after a change of the serving cell.
struct ServingEventState {
    std::int64_t since_ns = -1;  ///< the condition that would change `triggered` holds since then; -1 = not
    std::uint32_t triggered = 0;
    std::uint32_t reserved = 0;
};
static_assert(std::has_unique_object_representations_v<EventState>);
static_assert(std::has_unique_object_representations_v<ServingEventState>);

/// The list of triggered cells after a sample, best first: by Mn + On, then by lower `cell`. (A report sorts
/// by Mn alone, clause 5.5.5; this is the order in which a network that set the offsets would choose.)
struct Triggered {
    std::int32_t count = 0;
    std::int32_t fresh = 0;  ///< of them, how many came on the list in this sample: a report is due
    std::array<std::int32_t, kTrackedCells> cells{};

    bool any() const { return count > 0; }
};

/// One sample of A3 to A6. `now_ns` rises from call to call; a cell appears in `neighbours` once at most, the
/// serving cell does not.
Triggered update(const EventConfig& config, const Measurement& serving,
                 std::span<const Measurement> neighbours, std::int64_t now_ns, EventState& state);

/// One sample of A1 or A2: whether the event stands triggered after it.
bool updateServing(const EventConfig& config, double serving_value, std::int64_t now_ns,
                   ServingEventState& state);

}  // namespace celltwin::rrc
