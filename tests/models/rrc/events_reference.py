#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""TS 38.331 clauses 5.5.4.1 to 5.5.4.7 a second time, from the whole history instead of a state.

usage: events_reference.py CASES SEED

A cell is on the list of triggered cells after sample i if it was before, or its entering condition held in
every sample of some stretch that ends at i and is at least the time to trigger long; unless its leaving
condition held in every sample of such a stretch. A cell that is not measured is not on the list. Levels are
multiples of 0.25 dB, so that both sides compute them exactly and equalities occur.

Output, read by test_event_reference.cpp: for each case `event offset threshold threshold2 hysteresis ttt
samples`, then for each sample `now serving serving_offset neighbours {cell value offset} listed {cell} fresh`.
Of A1 and A2 the list is empty or holds the cell 0.
"""
import random
import sys


def enters(c, serving, neighbour):
    (mp, op), (mn, on) = serving, neighbour
    return {
        1: lambda: mp - c["hys"] > c["thr"],
        2: lambda: mp + c["hys"] < c["thr"],
        3: lambda: mn + on - c["hys"] > mp + op + c["off"],
        4: lambda: mn + on - c["hys"] > c["thr"],
        5: lambda: mp + c["hys"] < c["thr"] and mn + on - c["hys"] > c["thr2"],
        6: lambda: mn + on - c["hys"] > mp + op + c["off"],
    }[c["event"]]()


def leaves(c, serving, neighbour):
    (mp, op), (mn, on) = serving, neighbour
    return {
        1: lambda: mp + c["hys"] < c["thr"],
        2: lambda: mp - c["hys"] > c["thr"],
        3: lambda: mn + on + c["hys"] < mp + op + c["off"],
        4: lambda: mn + on + c["hys"] < c["thr"],
        5: lambda: mp - c["hys"] > c["thr"] or mn + on + c["hys"] < c["thr2"],
        6: lambda: mn + on + c["hys"] < mp + op + c["off"],
    }[c["event"]]()


def held(condition, c, samples, i, cell):
    """For how long the condition has held of the cell in every sample up to i; -1: it does not hold at i."""
    begin = None
    for j in range(i, -1, -1):
        now, serving, neighbours = samples[j]
        if cell not in neighbours or not condition(c, serving, neighbours[cell]):
            break
        begin = now
    return -1 if begin is None else samples[i][0] - begin


def walk(draw, event, cells, count):
    def level():
        return draw.randint(-420, -360) / 4

    serving_only = event < 3
    names = [0] if serving_only else draw.sample(range(100), cells)
    levels = {name: level() for name in names}
    offsets = {name: draw.choice([0, 0, -3, 2.5, 1]) for name in names}
    serving, serving_offset, now, samples = level(), draw.choice([0, 0, 1.5, -2]), draw.randint(0, 1000), []
    for _ in range(count):
        serving += draw.randint(-6, 6) / 4
        neighbours = {}
        for name in draw.sample(names, len(names)):
            levels[name] += draw.randint(-6, 6) / 4
            if serving_only or draw.random() > 0.03:
                neighbours[name] = (levels[name], offsets[name])
        samples.append((now, (serving, serving_offset), neighbours))
        now += draw.choice([40, 40, 40, 80, 10])
    return samples


def main():
    cases, draw = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    for case in range(cases):
        c = {"event": case % 6 + 1, "off": draw.randint(-8, 16) / 4, "thr": draw.randint(-400, -380) / 4,
             "thr2": draw.randint(-400, -380) / 4, "hys": draw.choice([0, 0.5, 1, 3]),
             "ttt": draw.choice([0, 40, 80, 100, 160, 320])}
        samples = walk(draw, c["event"], draw.randint(1, 8), 150)
        print(c["event"], c["off"], c["thr"], c["thr2"], c["hys"], c["ttt"], len(samples))
        listed = set()
        for i, (now, serving, neighbours) in enumerate(samples):
            before = listed
            listed = {cell for cell in neighbours
                      if (cell in before or held(enters, c, samples, i, cell) >= c["ttt"])
                      and not 0 <= c["ttt"] <= held(leaves, c, samples, i, cell)}
            best = sorted(listed, key=lambda cell: (-sum(neighbours[cell]), cell))
            words = [now, *serving, 0 if c["event"] < 3 else len(neighbours)]
            if c["event"] >= 3:
                words += [word for cell, values in neighbours.items() for word in (cell, *values)]
            print(*words, len(best), *best, len(listed - before))


if __name__ == "__main__":
    main()
