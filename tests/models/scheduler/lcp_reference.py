# SPDX-License-Identifier: BSD-3-Clause
"""Logical channel prioritisation of TS 38.321 clause 5.4.3.1.3, written a second time, one byte after another.

Draws cases and prints one line for each: number of channels, block in bytes, then for each channel its priority,
bucket in eighths of a byte, queue, bytes it gets, and bucket afterwards.
usage: lcp_reference.py CASES SEED
"""
import random
import sys


def serve(order, want, given, left):
    """A byte to each in turn, priority after priority, while there is one; returns what is left."""
    for group in order:
        while left > 0 and any(want[i] > 0 for i in group):
            for i in group:
                if want[i] > 0 and left > 0:
                    want[i] -= 1
                    given[i] += 1
                    left -= 1
    return left


def prioritise(priorities, eighths, queues, block):
    order = [[i for i, p in enumerate(priorities) if p == level] for level in sorted(set(priorities))]
    given = [0] * len(queues)
    left = serve(order, [min(q, e // 8) for q, e in zip(queues, eighths)], given, block)
    after = [e - 8 * g for e, g in zip(eighths, given)]
    serve(order, [q - g for q, g in zip(queues, given)], given, left)
    return given, after


def main():
    cases, draw = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    for _ in range(cases):
        count = draw.randrange(0, 9)
        priorities = [draw.randrange(1, 5) for _ in range(count)]
        eighths = [draw.choice([0, draw.randrange(0, 4000), 1 << 30]) for _ in range(count)]
        queues = [draw.choice([0, draw.randrange(0, 600)]) for _ in range(count)]
        block = draw.randrange(0, 2000)
        given, after = prioritise(priorities, eighths, queues, block)
        print(count, block, *(number for row in zip(priorities, eighths, queues, given, after) for number in row))


if __name__ == "__main__":
    main()
