#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes cells.csv, bus.csv and tram.csv beside itself: a synthetic city of 19 sites and 57 cells.

Nothing here is a real network. Sites stand on a hexagonal grid of 450 m, each moved by up to a quarter of that;
masts, azimuths and tilts scatter as they do in networks that grew. The place on the globe is arbitrary.
Run it without arguments to make the same files again.
"""
import csv
import math
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent
LATITUDE, LONGITUDE = 50.0, 10.0
SITE_DISTANCE_M = 450.0
METRES_PER_DEGREE = 111_319.5
DOWNTOWN_M = 600.0


def spiral(count):
    """Axial hexagon coordinates, centre first, ring by ring."""
    places, ring = [(0, 0)], 1
    while len(places) < count:
        q, r = ring, 0
        for dq, dr in ((-1, 1), (-1, 0), (0, -1), (1, -1), (1, 0), (0, 1)):
            for _ in range(ring):
                places.append((q, r))
                q, r = q + dq, r + dr
        ring += 1
    return places[:count]


def degrees(east_m, north_m):
    lat = LATITUDE + north_m / METRES_PER_DEGREE
    lon = LONGITUDE + east_m / (METRES_PER_DEGREE * math.cos(math.radians(LATITUDE)))
    return f"{lat:.6f}", f"{lon:.6f}"


def cells(draw):
    for number, (q, r) in enumerate(spiral(19), start=1):
        east = SITE_DISTANCE_M * (q + r / 2) + draw.uniform(-0.25, 0.25) * SITE_DISTANCE_M
        north = SITE_DISTANCE_M * r * math.sqrt(3) / 2 + draw.uniform(-0.25, 0.25) * SITE_DISTANCE_M
        downtown = math.hypot(east, north) < DOWNTOWN_M
        height = round(draw.uniform(25, 35) if downtown else draw.uniform(18, 28), 1)
        turn = draw.uniform(0, 120)
        lat, lon = degrees(east, north)
        for sector in range(3):
            yield {
                "CELL": f"C{3 * (number - 1) + sector + 1}",
                "SITE": f"S{number}",
                "LAT": lat,
                "LON": lon,
                "HEIGHT": height,
                "AZIMUTH": round(turn + 120 * sector + draw.uniform(-15, 15)) % 360,
                "E_TILT": draw.randint(5, 10) if downtown else draw.randint(3, 7),
                "M_TILT": draw.choice((0, 0, 0, 1, 2)),
                "POWER": draw.choice((46, 49, 49)),
            }


def route(corners, speed_kmh, duration_s):
    """Points every 2 s along a closed line of corners in metres."""
    legs = list(zip(corners, corners[1:] + corners[:1]))
    length = sum(math.dist(a, b) for a, b in legs)
    for time in range(0, duration_s + 1, 2):
        left = (speed_kmh / 3.6 * time) % length
        for a, b in legs:
            if left <= math.dist(a, b):
                break
            left -= math.dist(a, b)
        part = left / math.dist(a, b)
        lat, lon = degrees(a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]))
        yield {"time_s": time, "lat": lat, "lon": lon}


def write(name, rows):
    rows = list(rows)
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def main():
    write("cells.csv", cells(random.Random(20260512)))
    write("bus.csv", route([(-700, -60), (-150, 20), (250, 90), (800, 40), (600, -450), (-500, -400)], 32, 300))
    write("tram.csv", route([(30, -800), (10, -200), (-60, 250), (-40, 820), (350, 600), (300, -500)], 45, 300))


if __name__ == "__main__":
    main()
