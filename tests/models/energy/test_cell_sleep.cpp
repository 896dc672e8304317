// SPDX-License-Identifier: BSD-3-Clause
//
// Whole cells asleep, and the meter: worked by hand, and what must hold for any load.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "models/base/random.h"
#include "models/energy/cell_sleep.h"
#include "models/energy/meter.h"

namespace celltwin::energy {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;

CellOrder ask(double own, std::vector<double> neighbours, CellSleepState& state) {
    return decideCellSleep({0.1, 0.5, 0.7, 3.0}, own, neighbours, kSecondNs, state);
}

// Held for 3 s: the third question a second orders it; a load in between begins anew.
TEST(CellSleep, SleepsAfterTheHold) {
    CellSleepState state;
    EXPECT_EQ(ask(0.05, {0.2, 0.3}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.05, {0.2, 0.3}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.2, {0.2, 0.3}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.05, {0.2, 0.3}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.05, {0.2, 0.3}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.05, {0.2, 0.3}, state), CellOrder::sleep);
    EXPECT_EQ(ask(0.0, {0.71, 0.3}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.0, {0.71, 0.3}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.0, {0.71, 0.3}, state), CellOrder::wake);
    EXPECT_EQ(state.asleep, 0U);
}

// 0.46 + 0.09 / 2 = 0.505 is too much for the neighbour, 0.45 + 0.045 = 0.495 is not.
TEST(CellSleep, NeighboursMustBeAbleToTakeOver) {
    CellSleepState state;
    for (int second = 0; second < 10; ++second) EXPECT_EQ(ask(0.09, {0.46, 0.1}, state), CellOrder::stay);
    for (int second = 0; second < 2; ++second) EXPECT_EQ(ask(0.09, {0.45, 0.1}, state), CellOrder::stay);
    EXPECT_EQ(ask(0.09, {0.45, 0.1}, state), CellOrder::sleep);
}

TEST(CellSleep, AloneItStaysOnAndWakesAtOnce) {
    CellSleepState state;
    for (int second = 0; second < 10; ++second) EXPECT_EQ(ask(0.0, {}, state), CellOrder::stay);
    state.asleep = 1;
    EXPECT_EQ(ask(0.0, {}, state), CellOrder::wake);
}

// Orders alternate, and no two are closer than the hold, for any course of loads.
TEST(CellSleep, NeverFlaps) {
    const Random random(5);
    for (std::uint64_t run = 0; run < 200; ++run) {
        CellSleepState state;
        CellOrder last = CellOrder::wake;
        int since = 0, orders = 0;
        double own = 0.05, neighbour = 0.5;
        for (std::uint64_t second = 0; second < 2000; ++second, ++since) {
            own = std::clamp(own + 0.05 * random.normal(Stream::traffic_class, run, 2 * second), 0.0, 1.0);
            neighbour = std::clamp(
                neighbour + 0.1 * random.normal(Stream::traffic_class, run, 2 * second + 1), 0.0, 1.0);
            const CellOrder order = ask(own, {neighbour}, state);
            if (order == CellOrder::stay) continue;
            EXPECT_NE(order, last);
            if (orders++ > 0) {
                EXPECT_GE(since, 3);
            }
            last = order;
            since = 0;
        }
        EXPECT_EQ(state.asleep, last == CellOrder::sleep ? 1U : 0U);
    }
}

// 100 W for 1 s, 300 W for 1 s, 200 W for half a second: 500 J in 2.5 s; the half window is no reading.
TEST(PowerMeter, ReadsByHand) {
    PowerMeter meter;
    EXPECT_EQ(read(meter).average_w, 0.0);
    const auto slots = [&](double watts, int count) {
        for (int i = 0; i < count; ++i) add(meter, watts * 1e-3, kSecondNs / 1000, kSecondNs);
    };
    slots(100.0, 1000);
    slots(300.0, 1000);
    slots(200.0, 500);
    const PowerReading reading = read(meter);
    EXPECT_NEAR(reading.average_w, 200.0, 1e-9);
    EXPECT_NEAR(reading.least_w, 100.0, 1e-9);
    EXPECT_NEAR(reading.greatest_w, 300.0, 1e-9);
    EXPECT_NEAR(reading.energy_kwh, 500.0 / 3.6e6, 1e-15);
    clear(meter);
    slots(400.0, 500);  // the window that began at 200 W
    EXPECT_NEAR(read(meter).average_w, 400.0, 1e-9);
    EXPECT_NEAR(read(meter).least_w, 300.0, 1e-9);
}

// 1 kW for an hour is 1 kWh, and least <= average <= greatest for whole windows of any power.
TEST(PowerMeter, OrderAndUnits) {
    PowerMeter hour;
    for (int second = 0; second < 3600; ++second) add(hour, 1000.0, kSecondNs, kSecondNs);
    EXPECT_NEAR(read(hour).energy_kwh, 1.0, 1e-12);
    const Random random(1);
    PowerMeter meter;
    for (std::uint64_t slot = 0; slot < 10'000; ++slot)
        add(meter, random.uniform(Stream::traffic_class, slot), kSecondNs / 100, kSecondNs);
    EXPECT_LE(read(meter).least_w, read(meter).average_w);
    EXPECT_LE(read(meter).average_w, read(meter).greatest_w);
}

}  // namespace
}  // namespace celltwin::energy
