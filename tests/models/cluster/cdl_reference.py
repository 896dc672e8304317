#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Totals of the CDL profiles by definition, from the tables as written, for cdl.cpp to compare with.

usage: cdl_reference.py TABLE SPREADS     prints one line a profile:
    name rays delay_spread asd asa zsd zsa direct_share
Delay spread in units of the table, circular spreads (TR 38.901 Annex A.1) in degrees, rays with their offsets.
"""
import cmath
import csv
import math
import sys

OFFSETS = [s * a for a in (0.0447, 0.1413, 0.2492, 0.3715, 0.5129, 0.6797, 0.8844, 1.1481, 1.5195, 2.1551)
           for s in (1, -1)]


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def spread(angles, powers):
    mean = sum(p * cmath.exp(1j * math.radians(a)) for a, p in zip(angles, powers)) / sum(powers)
    return math.degrees(math.sqrt(-2 * math.log(abs(mean))))


def main():
    table, spreads = rows_of(sys.argv[1]), {row["profile"]: row for row in rows_of(sys.argv[2])}
    for name in "abcde":
        rows = [row for row in table if row["profile"] == name]
        rays = []
        for row in rows:
            power = 10 ** (float(row["power_db"]) / 10)
            offsets = [0.0] if row["kind"] == "direct" else OFFSETS
            rays += [(row, power / len(offsets), offset) for offset in offsets]
        powers = [power for _, power, _ in rays]
        total = sum(powers)
        delays = [float(row["delay"]) for row, _, _ in rays]
        mean = sum(p * d for p, d in zip(powers, delays)) / total
        rms = math.sqrt(sum(p * (d - mean) ** 2 for p, d in zip(powers, delays)) / total)
        angles = [spread([float(row[f"{code}_deg"]) + float(spreads[name][f"{kind}_deg"]) * offset
                          for row, _, offset in rays], powers)
                  for kind, code in (("asd", "aod"), ("asa", "aoa"), ("zsd", "zod"), ("zsa", "zoa"))]
        direct = sum(p for row, p, _ in rays if row["kind"] == "direct") / total
        print(name, len(rays), *(f"{x:.9f}" for x in (rms, *angles, direct)))


if __name__ == "__main__":
    main()
