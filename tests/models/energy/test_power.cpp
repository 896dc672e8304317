// SPDX-License-Identifier: BSD-3-Clause
//
// Base station power: hand sums of TR 38.864 clause 5.1 and of Auer et al. 2011, exact transitions, and what
// must hold for any activity.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/base/random.h"
#include "models/energy/power.h"

namespace celltwin::energy {
namespace {

constexpr std::int64_t kSlotNs = 500'000;

// A slot of 0.5 ms: 10 symbols down on half the PRBs, 2 up. Units x ms of category 1:
// 0.5 (55 + 10/14 x 0.5 x 225 + 2/14 x 55) = 0.5 (55 + 80.357 + 7.857) = 71.607.
TEST(BasePower, SlotOfCategoryOneByHand) {
    PowerState state;
    const SlotEnergy slot = step(tr38864Power(Category::first, 1.0), {}, {0.5, 10, 2, true}, kSlotNs, state);
    EXPECT_NEAR(slot.joule * 1e3, 71.60714, 1e-5);
    EXPECT_TRUE(slot.may_send);
}

// Full downlink is 280 and 32, receiving 110 and 6.5, nothing 55 and 5.5 (TR 38.864's states, one a slot).
TEST(BasePower, StatesOfBothCategories) {
    struct Case {
        Category category;
        double down, up, micro;
    };
    for (const Case& c : {Case{Category::first, 280, 110, 55}, Case{Category::second, 32, 6.5, 5.5}}) {
        const PowerModel model = tr38864Power(c.category, 2.0);
        const auto watts = [&](const Activity& activity) {
            PowerState state;
            return step(model, {}, activity, kSlotNs, state).joule / (kSlotNs * 1e-9);
        };
        EXPECT_NEAR(watts({1.0, 14, 0, true}), 2.0 * c.down, 1e-9);
        EXPECT_NEAR(watts({0.0, 0, 14, true}), 2.0 * c.up, 1e-9);
        EXPECT_NEAR(watts({}), 2.0 * c.micro, 1e-9);
        EXPECT_DOUBLE_EQ(tr38864FullPower(c.category), c.down);
    }
}

// P_dynamic s_a s_f s_p: half the antennas, a fifth of the band at half the density: 55 + 225 / 20 = 66.25.
TEST(BasePower, ScalesWithTheConfiguration) {
    const PowerModel model = tr38864Power(Category::first, 1.0, {0.5, 0.2, 0.5});
    EXPECT_NEAR(model.static_w + model.downlink_w, 66.25, 1e-12);
}

// Table 1 of Auer et al. adds up components, Table 2 is a line through them: at full load both give, within 1
// %, 1350 W (macro), 144.6 W (micro), 14.7 W (pico) and 10.4 W (femto).
TEST(BasePower, EarthLineMeetsTheComponentSums) {
    const double total_w[] = {1350.0, 0.0, 144.6, 14.7, 10.4};
    ASSERT_EQ(earthKinds().size(), 5U);
    for (std::size_t kind = 0; kind < 5; ++kind) {
        const PowerModel model = linearPower(earthPower(kind));
        if (total_w[kind] == 0.0) continue;
        EXPECT_NEAR((model.static_w + model.downlink_w) / total_w[kind], 1.0, 0.01) << earthKinds()[kind];
    }
    // By hand from Table 2: 6 (84 + 2.8 x 20) = 840 W of a remote radio head, 6 x 56 asleep.
    const PowerModel head = linearPower(earthPower(1));
    EXPECT_NEAR(head.static_w + head.downlink_w, 840.0, 1e-9);
    EXPECT_NEAR(head.at(Depth::deep).power_w, 336.0, 1e-9);
    const LinearPower macro = earthPower(0), standard;
    EXPECT_DOUBLE_EQ(macro.p0_w, standard.p0_w);
    EXPECT_DOUBLE_EQ(macro.max_w, standard.max_w);
    EXPECT_DOUBLE_EQ(macro.sleep_w, standard.sleep_w);
}

// Saved power times time pays for the transition: 90 / (55 - 25) = 3 ms, 1000 / 54 = 18.52 ms, 1088 / 3.4 =
// 320 ms, 17000 / 4.5 = 3777.8 ms.
TEST(BasePower, BreakEven) {
    const PowerModel one = tr38864Power(Category::first, 3.0), two = tr38864Power(Category::second, 3.0);
    EXPECT_NEAR(breakEvenMs(one, Depth::light, Depth::micro), 3.0, 1e-9);
    EXPECT_NEAR(breakEvenMs(one, Depth::deep, Depth::micro), 18.5185, 1e-4);
    EXPECT_NEAR(breakEvenMs(two, Depth::light, Depth::micro), 320.0, 1e-9);
    EXPECT_NEAR(breakEvenMs(two, Depth::deep, Depth::micro), 3777.78, 1e-2);
    EXPECT_TRUE(std::isinf(breakEvenMs(one, Depth::micro, Depth::none)));
}

/// Idle until asleep at `depth`.
PowerState asleep(const PowerModel& model, const SleepPolicy& policy, Depth depth) {
    PowerState state;
    for (int slot = 0; slot < 100'000 && state.sleepDepth() < depth; ++slot)
        step(model, policy, {}, kSlotNs, state);
    return state;
}

// 6 ms and 50 ms are 12 and 100 slots in which nothing can be sent; they cost the sleep's power and 90 or
// 1000.
TEST(BasePower, TransitionsAreExact) {
    const PowerModel model = tr38864Power(Category::first, 1.0);
    struct Case {
        Depth depth;
        int slots;
        double units_ms;
    };
    for (const Case& c : {Case{Depth::light, 12, 6.0 * 25.0 + 90.0}, Case{Depth::deep, 100, 50.0 + 1000.0}}) {
        const SleepPolicy policy{c.depth, 10.0, 200.0, 0.0};
        PowerState state = asleep(model, policy, c.depth);
        ASSERT_FALSE(maySend(state));
        double joule = 0.0;
        int slots = 0;
        for (; !maySend(state); ++slots) joule += step(model, policy, {0, 0, 0, true}, kSlotNs, state).joule;
        EXPECT_EQ(slots, c.slots);
        EXPECT_NEAR(joule * 1e3, c.units_ms, 1e-9);
        EXPECT_EQ(state.sleepDepth(), Depth::none);
    }
}

// Asleep after exactly the idle time: 20 slots of 0.5 ms are 10 ms.
TEST(BasePower, FallsAsleepAfterTheIdleTime) {
    const PowerModel model = tr38864Power(Category::first, 1.0);
    const SleepPolicy policy{Depth::deep, 10.0, 15.0, 0.0};
    PowerState state;
    for (int slot = 1; slot <= 40; ++slot) {
        step(model, policy, {}, kSlotNs, state);
        const Depth expected = slot < 20 ? Depth::none : slot < 30 ? Depth::light : Depth::deep;
        EXPECT_EQ(state.sleepDepth(), expected) << slot;
    }
}

// With wake_after_ms 5 the transition begins after 10 slots of waiting; 10 + 12 slots in all.
TEST(BasePower, WakesAfterTheWait) {
    const PowerModel model = tr38864Power(Category::first, 1.0);
    const SleepPolicy policy{Depth::light, 10.0, 200.0, 5.0};
    PowerState state = asleep(model, policy, Depth::light);
    int slots = 0;
    for (; !maySend(state); ++slots) step(model, policy, {0, 0, 0, true}, kSlotNs, state);
    EXPECT_EQ(slots, 22);
}

/// Bursts and pauses of random length; a slot sends only where the cell may.
std::vector<Activity> burstyDay(std::uint64_t seed, int slots) {
    const Random random(seed);
    std::vector<Activity> day;
    for (std::uint64_t burst = 0; static_cast<int>(day.size()) < slots; ++burst) {
        const auto length = [&](int k, double mean) {
            return 1 + static_cast<int>(mean * random.exponential(Stream::traffic_arrival, burst,
                                                                  static_cast<std::uint64_t>(k)));
        };
        for (int i = length(0, 20.0); i > 0; --i)
            day.push_back(
                {random.uniform(Stream::traffic_arrival, burst, static_cast<std::uint64_t>(100 + i)), 10, 2,
                 true});
        day.insert(day.end(), static_cast<std::size_t>(length(1, 400.0)), Activity{});
    }
    return day;
}

struct Tally {
    double joule = 0.0, state_joule = 0.0;
};
/// The energy of the steps, and beside it the sum over states: time in each times its power, and whole
/// transitions.
Tally runDay(const PowerModel& model, const SleepPolicy& policy, const std::vector<Activity>& day) {
    Tally tally;
    PowerState state;
    double waking_j = 0.0;
    for (Activity activity : day) {
        const PowerState before = state;
        const double seconds = kSlotNs * 1e-9;
        if (!maySend(state)) activity = {0.0, 0, 0, activity.wants_to_send};
        tally.joule += step(model, policy, activity, kSlotNs, state).joule;
        if (maySend(before)) {
            const double down = activity.symbols_downlink / 14.0, up = activity.symbols_uplink / 14.0;
            tally.state_joule += seconds * (model.static_w + down * activity.prb_share * model.downlink_w +
                                            up * model.uplink_w);
        } else {
            tally.state_joule += seconds * model.at(before.sleepDepth()).power_w;
            const bool woke = maySend(state), waking = state.transition_ns > 0;
            if (woke || waking)
                waking_j += model.at(before.sleepDepth()).transition_joule /
                            model.at(before.sleepDepth()).transition_ms * 0.5;
        }
    }
    tally.state_joule += waking_j;
    return tally;
}

TEST(BasePower, EnergyIsTheSumOfItsStates) {
    for (std::uint64_t seed = 0; seed < 50; ++seed)
        for (const Depth depth : {Depth::micro, Depth::light, Depth::deep}) {
            const Tally tally =
                runDay(tr38864Power(Category::first, 4.3), {depth, 5.0, 40.0, 0.0}, burstyDay(seed, 20'000));
            EXPECT_NEAR(tally.joule / tally.state_joule, 1.0, 1e-9) << seed;
        }
}

TEST(BasePower, MoreLoadIsNotLessPower) {
    const Random random(3);
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const double share = random.uniform(Stream::traffic_arrival, i, 0);
        const int down = static_cast<int>(14 * random.uniform(Stream::traffic_arrival, i, 1));
        for (const PowerModel& model :
             {tr38864Power(Category::first, 1), tr38864Power(Category::second, 1), linearPower({})})
            for (const Depth depth : {Depth::none, Depth::micro}) {
                const auto joule = [&](double load, int symbols) {
                    PowerState state;
                    return step(model, {depth, 10, 200, 0}, {load, symbols, 0, true}, kSlotNs, state).joule;
                };
                EXPECT_LE(joule(share, down), joule(std::min(1.0, share + 0.1), down) + 1e-15);
                EXPECT_LE(joule(share, down), joule(share, down + 1) + 1e-15);
            }
    }
}

// One pause longer than both break-even times and their idle times: the deeper policy costs no more.
TEST(BasePower, DeeperSleepSavesWhenIdleLongEnough) {
    for (const Category category : {Category::first, Category::second}) {
        const PowerModel model = tr38864Power(category, 1.0);
        const double margin_ms = breakEvenMs(model, Depth::deep, Depth::light) + 250.0;
        std::vector<Activity> day(static_cast<std::size_t>(4.0 * margin_ms), Activity{});
        day.insert(day.end(), 40'000, Activity{0.3, 10, 2, true});
        double before = 1e300;
        for (const Depth depth : {Depth::none, Depth::micro, Depth::light, Depth::deep}) {
            PowerState state;
            double joule = 0.0;
            int sent = 0;
            // The same work, however late: 10000 slots of it.
            for (Activity activity : day) {
                if (sent == 10'000) break;
                if (!maySend(state)) activity = {0.0, 0, 0, activity.wants_to_send};
                sent += activity.symbols_downlink > 0 ? 1 : 0;
                joule += step(model, {depth, 10.0, 200.0, 0.0}, activity, kSlotNs, state).joule;
            }
            ASSERT_EQ(sent, 10'000);
            EXPECT_LE(joule, before * (1.0 + 1e-12)) << static_cast<int>(depth);
            before = joule;
        }
    }
}

}  // namespace
}  // namespace celltwin::energy
