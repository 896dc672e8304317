#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes cars.csv beside itself: cars that drive about a city of square blocks for twenty minutes.

Nothing here is a real drive. Streets run every 120 m over 3 km by 3 km; a car goes on straight over half of the
crossings and turns left or right at the others, drives each block at a steady 25 to 50 km/h and stops at one crossing
in three for up to 30 s, which makes about 25 km/h on average, as in town in the drives of Raca et al. (ACM MMSys 2020).
Run it without arguments to make the same file again.
"""
import csv
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent
BLOCK_M, BLOCKS = 120.0, 25
CARS, SECONDS = 12, 1260.0
SLOWEST_KMH, FASTEST_KMH = 25.0, 50.0
STOP_SHARE, LONGEST_STOP_S = 0.33, 30.0
LEFT = {(1, 0): (0, 1), (0, 1): (-1, 0), (-1, 0): (0, -1), (0, -1): (1, 0)}
RIGHT = {after: before for before, after in LEFT.items()}


def inside(place, heading):
    return all(0 <= p + h <= BLOCKS for p, h in zip(place, heading))


def next_heading(draw, place, heading):
    """Straight on for every second crossing; never back, never out of the city."""
    ways = [heading] * 2 + [LEFT[heading], RIGHT[heading]]
    return draw.choice([way for way in ways if inside(place, way)])


def drive(draw):
    """(time_s, east_m, north_m) of one car, at its crossings and at the ends of its stops."""
    place = (draw.randint(1, BLOCKS - 1), draw.randint(1, BLOCKS - 1))
    heading, time_s = draw.choice(sorted(LEFT)), 0.0

    def point():
        return round(time_s, 2), *(BLOCK_M * (p - BLOCKS / 2) for p in place)

    yield point()
    while time_s < SECONDS:
        heading = next_heading(draw, place, heading)
        time_s += BLOCK_M / (draw.uniform(SLOWEST_KMH, FASTEST_KMH) / 3.6)
        place = tuple(p + h for p, h in zip(place, heading))
        yield point()
        if draw.random() < STOP_SHARE:
            time_s += draw.uniform(1.0, LONGEST_STOP_S)
            yield point()


def main():
    draw = random.Random(2020)
    with open(HERE / "cars.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("vehicle", "time_s", "east_m", "north_m"))
        for car in range(1, CARS + 1):
            rows.writerows((f"car{car}", *point) for point in drive(draw))


if __name__ == "__main__":
    main()
