#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""RSRP at the South Bend points, written anew from TR 38.901 Table 7.4.1-1 and the data set's own columns.

UMa path loss (NLOS, or LOS and NLOS in dB weighted by Table 7.4.2-1), the measured pattern as the sum of its two cuts
relative to the tilted boresight, positions on a sphere through the site. score(folder, mode) returns
{site: (points, mean error dB, RMSE dB)}, predicted minus measured, cached repeats left out.
"""
import csv
import gzip
import math
import os
import sys

UE_HEIGHT_M = 1.5


def read_cut(rows, angle, gain, turn):
    return sorted((turn(float(r[angle])), 20 * math.log10(max(float(r[gain]), 1e-3))) for r in rows if r[gain])


def interpolate(table, x, period=None):
    if period:
        table = [(table[-1][0] - period, table[-1][1])] + table + [(table[0][0] + period, table[0][1])]
    if x <= table[0][0]:
        return table[0][1]
    for (a, b), (c, d) in zip(table, table[1:]):
        if x <= c:
            return b + (d - b) * (x - a) / (c - a) if c > a else d
    return table[-1][1]


def path_loss_db(d2, bs_height, ghz, mode):
    dh = bs_height - UE_HEIGHT_M
    d3 = math.hypot(d2, dh)
    breakpoint_m = 4 * (bs_height - 1) * (UE_HEIGHT_M - 1) * ghz * 1e9 / 3e8
    los = 28 + 22 * math.log10(d3) + 20 * math.log10(ghz)
    if d2 > breakpoint_m:
        los = 28 + 40 * math.log10(d3) + 20 * math.log10(ghz) - 9 * math.log10(breakpoint_m**2 + dh**2)
    nlos = max(los, 13.54 + 39.08 * math.log10(d3) + 20 * math.log10(ghz))
    if mode == "never":
        return nlos
    p = 1.0 if d2 <= 18 else 18 / d2 + math.exp(-d2 / 63) * (1 - 18 / d2)
    return p * los + (1 - p) * nlos


def score(folder, mode):
    with open(os.path.join(folder, "cells.csv"), encoding="utf-8") as file:
        cells = {r["cell_id"]: r for r in csv.DictReader(file)}
    with open(os.path.join(folder, "antenna_pattern_linear.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    horizontal = read_cut(rows, "angle_azimuth", "gain_azimuth", lambda a: a)
    vertical = read_cut(rows, "angle_elevation", "gain_elevation", lambda a: 90 - a)
    errors = {}
    with gzip.open(os.path.join(folder, "rsrp_open.csv.gz"), "rt", encoding="utf-8") as file:
        for r in csv.DictReader(file):
            if r["repeat"] != "0":
                continue
            c = cells[r["cell_id"]]
            lat, bs_height = float(c["lat"]), float(c["antenna_height_m"])
            north = (float(r["lat"]) - lat) * 111132.95 * (1 - 0.005 * math.cos(2 * math.radians(lat)))
            east = (float(r["lon"]) - float(c["lon"])) * 111412.84 * math.cos(math.radians(lat))
            d2 = max(10.0, math.hypot(north, east))
            azimuth = (math.degrees(math.atan2(east, north)) - float(c["azimuth_deg"])) % 360
            depression = math.degrees(math.atan2(bs_height - UE_HEIGHT_M, d2)) - float(c["downtilt_deg"])
            gain = interpolate(horizontal, azimuth, 360) + interpolate(vertical, abs(depression))
            predicted = (float(c["rs_epre_dbm"]) + float(c["antenna_gain_dbi"]) + gain -
                         path_loss_db(d2, bs_height, float(c["freq_mhz"]) / 1e3, mode))
            for group in (c["site_id"], "all"):
                errors.setdefault(group, []).append(predicted - float(r["rsrp_dbm"]))
    return {g: (len(e), sum(e) / len(e), math.sqrt(sum(x * x for x in e) / len(e))) for g, e in errors.items()}


if __name__ == "__main__":
    for los in ("never", "expected"):
        for site, (points, mean, rmse) in sorted(score(sys.argv[1], los).items()):
            print(f"line_of_sight {los:<9} site {site:<4} {points:5} points  mean {mean:6.2f} dB  RMSE {rmse:6.2f} dB")
